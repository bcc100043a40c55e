"""One fetched page to one article, or to the reason why it is none. Runs in worker processes.

The only importer of trafilatura. Where the portal's selectors find the body, its blocks are read from that
element, and trafilatura (fast mode, the element in an otherwise empty page) decides about lines that are links
at its ends. Where they find nothing, or the portal has none, trafilatura reads the whole page (default mode) and
``pipelines.generic`` checks the page's own blocks against what it kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import html
from lxml.html import HtmlElement

from corpus.article import Article, Block, ExtractionMethod
from crawler.items import Page, Refusal
from crawler.portals.spec import Portal
from crawler.urls import article_key, canonical_url, classify, is_home, url_date
from pipelines import generic, page_dates, page_noise, titles, validate
from pipelines.attachments import attachments_of, embedded, is_player
from pipelines.blocks import (
    as_blocks,
    folded,
    images_of,
    mark_captions,
    mark_headings,
    reading_text,
    take_lead,
    without_furniture,
)
from pipelines.by_rules import Hidden, Ruled, drop_noise, read_by_rules, read_hidden
from pipelines.credits import Credits, read_credits
from pipelines.dates import Candidate, Chosen
from pipelines.drafts import Draft
from pipelines.encoding import Decoded, decode
from pipelines.markup import NoMarkup, TooDeep, body_of, class_words, drop_unseen, parse, squeezed
from pipelines.metadata import Metadata, last_section, read_metadata
from pipelines.own_links import read_own_links
from pipelines.quality import flags_of
from pipelines.selectors import FieldSelectors, every, field_selectors
from pipelines.text import is_probably_vietnamese, strip_lead_tag, word_count
from pipelines.tree_index import TreeIndex

EXTRACTOR_VERSION = "1"
"""Raised when the same page would give another article: a difference is then no edit of the portal."""


def extract(page: Page, portal: Portal) -> Article | Refusal:
    """The article on *page*, or a refusal with its reason (``corpus.reasons.REASONS``)."""
    is_redirected = page.context.kind == "article" and page.url != page.requested_url
    if is_redirected and is_home(page.url, portal):
        return _refused(page, "redirect_home", page.url)
    found = _extracted(page, portal)
    # Rules for listings are wide: only where no article is found does the address that answered decide.
    is_empty = isinstance(found, Refusal) and found.reason in ("listing", "no_content", "no_title")
    if is_redirected and is_empty and classify(page.url, portal) == "listing":
        return _refused(page, "redirect_home", page.url)
    return found


def _extracted(page: Page, portal: Portal) -> Article | Refusal:
    if not page.body.strip():
        return _refused(page, "empty", None)
    kind = validate.not_html(page.body, page.content_type)
    if kind:
        return _refused(page, "not_html", kind)
    decoded = decode(page.body, page.content_type)
    try:
        root = parse(decoded.text)
    except TooDeep as error:
        return _refused(page, "too_deep", str(error))
    except NoMarkup as error:
        return _refused(page, "no_content", str(error))
    return _Extraction(page, portal, decoded, root).run()


def _refused(page: Page, reason: str, detail: str | None) -> Refusal:
    return Refusal(
        url=page.url,
        context=page.context,
        reason=reason,
        detail=detail,
        capture_id=page.capture_id,
        status=page.status,
        fetched_at=page.fetched_at,
        page=page,
    )


class _Extraction:
    """The state of reading one page, from tree to article."""

    def __init__(self, page: Page, portal: Portal, decoded: Decoded, root: HtmlElement) -> None:
        self.page = page
        self.portal = portal
        self.decoded = decoded
        self.root = root
        self.base_url = _base_url(root, page.url)
        self.fields: FieldSelectors = field_selectors(portal.fields)
        self.flags: list[str] = []
        self.teasers = 0
        self.areas: list[HtmlElement] = []
        self.after: list[Draft] = []
        self.trail: tuple[str, ...] = ()
        self.category: str | None = None
        self.is_named = False
        self.in_menu = False

    def run(self) -> Article | Refusal:
        marks = every(self.fields.standing, self.root)
        if marks:
            mark = " ".join(f"{class_words(marks[0])}".split())
            return _refused(self.page, "standing", f"marked as {mark[:120]}")
        index = TreeIndex(self.root)
        drop_noise(self.root, self.fields, index)
        hidden = read_hidden(self.root, self.fields, index)
        metadata = read_metadata(self.root, breadcrumb=not hidden.section)
        has_password = bool(self.root.xpath("//input[@type='password']"))
        drop_unseen(self.root, index)
        body = body_of(self.root)
        visible = squeezed(body)
        refused = self._early(metadata, visible, has_password)
        if refused:
            return refused

        ruled = read_by_rules(self.root, self.fields, self.base_url, index)
        drafts, lead, title, candidates, method = self._read(body, metadata, hidden, ruled)
        if title is None:
            name, is_guess = None, True
        else:
            name, is_guess = title.text, title.is_guess
        attachments = attachments_of([*ruled.bodies, *self.areas, *ruled.attachment_areas], self.base_url)
        players = sum(map(is_player, embedded([*ruled.bodies, *self.areas])))

        drafts = without_furniture(drafts, titles=[name or "", *titles.printed_titles(metadata)])
        mark_captions(drafts)
        mark_captions(ruled.pictures)
        credits, drafts = read_credits(
            drafts, byline=ruled.byline, source=ruled.source, after=self.after, site_name=metadata.site_name
        )
        lead_text, drafts = take_lead(drafts, separate=lead)
        mark_headings(drafts)
        lead_text, drafts, credits = _without_lead_tag(lead_text, drafts, credits)
        if lead_text and name and folded(lead_text) == folded(name):
            lead_text = None
        blocks = as_blocks(drafts, lead_text)
        text = reading_text(blocks)
        images = images_of([*ruled.pictures, *drafts])
        blocks = _with_pictures(blocks, ruled.pictures)

        chosen, date_flags = page_dates.settle(candidates, self.page.fetched_at)
        finding = validate.Finding(
            title=name,
            title_is_guess=is_guess,
            text_chars=len(text),
            paragraphs=sum(block.type in ("paragraph", "quote", "table") for block in blocks),
            images=len(images),
            attachments=len(attachments),
            players=players,
            link_share=_link_share(drafts),
            teasers=self.teasers,
            by_rules=method == "selectors",
            has_date=any(candidate.method in ("printed", "metadata", "hidden") for candidate in candidates),
            is_named=self.is_named,
            says_article=metadata.says_article,
            says_list=metadata.says_list,
            in_menu=self.in_menu,
            **self._by_address(),
        )
        missing = validate.soft_404(name, metadata.title, text or visible)
        if missing and finding.images + finding.attachments == 0:
            return _refused(self.page, "soft_404", missing)
        refusal = validate.refusal(finding)
        if refusal or name is None:
            reason, detail = refusal or ("no_title", None)
            return _refused(self.page, reason, detail)
        self.flags += flags_of(finding, lead_text, text, blocks, self.decoded)
        return self._article(
            name, lead_text, text, blocks, images, attachments, credits, chosen, date_flags, metadata, hidden, method
        )

    def _early(self, metadata: Metadata, visible: str, has_password: bool) -> Refusal | None:
        seen = validate.challenge(visible, metadata.title, self.decoded.text)
        if seen:
            return _refused(self.page, "challenge", seen)
        if validate.login(None, metadata.title, has_password=has_password, text_chars=len(visible)):
            return _refused(self.page, "login", metadata.title)
        return None

    def _by_address(self) -> dict[str, bool]:
        kind = classify(self.page.url, self.portal)
        context = self.page.context
        return {
            "rules_say_listing": kind in ("listing", "feed", "sitemap"),
            "rules_say_article": kind == "article",
            "only_in_sitemap": context.via is not None
            and classify(context.via, self.portal) == "sitemap"
            and not (context.link_text or context.listed_at or context.section),
        }

    def _read(
        self, body: HtmlElement, metadata: Metadata, hidden: Hidden, ruled: Ruled
    ) -> tuple[list[Draft], list[str], titles.Title | None, list[Candidate], ExtractionMethod]:
        formats = self.portal.date_formats
        title = (
            titles.Title(ruled.title, ruled.title_element, is_guess=False)
            if ruled.title and titles.is_title(ruled.title)
            else None
        )
        machine = [
            *page_dates.stated(hidden.date_attributes, "metadata"),
            *page_dates.stated(metadata.published, "metadata"),
            *page_dates.stated(hidden.date_meta, "hidden"),
            *page_dates.stated([*hidden.updated_meta, *metadata.modified], "metadata", is_update=True),
        ]
        candidates = [
            *page_dates.printed(ruled.dates, formats, is_above=ruled.dates_above),
            *page_dates.printed(ruled.updated, formats, "updated"),
            *machine,
        ]
        if ruled.has_body:
            if title is None:
                title = titles.find_title(body, metadata)
            drafts = self._cleaned(ruled)
            lead = ruled.lead
            method: ExtractionMethod = "selectors"
            if not any(candidate.method == "printed" for candidate in candidates):
                candidates = [*self._dates_at_top(drafts), *candidates]
        else:
            if self.fields.body:
                self.flags.append("selector_miss")
            self.in_menu = read_own_links(body, self.base_url, self._own_addresses(metadata))
            printed = titles.find_title(body, metadata)
            if title is None or (printed is not None and not printed.is_guess) or metadata.site_name == title.text:
                title = printed
            times = self._times(title, body)
            self.category = generic.category(body, title)
            reading = self._generic(body, title)
            lead = ruled.lead or reading.lead
            drafts = reading.drafts
            ruled.pictures.extend(reading.pictures)
            method = "mixed" if self.fields.body and (ruled.title or ruled.lead) else "trafilatura"
            if not ruled.dates:
                candidates = [*self._dates_near(reading), *times, *candidates]
            else:
                candidates = [*candidates, *times]
        candidates += page_dates.from_url(url_date(self.page.url, self.portal))
        candidates += page_dates.from_listing(self.page.context.listed_at)
        return drafts, lead, title, candidates, method

    def _cleaned(self, ruled: Ruled) -> list[Draft]:
        """Drafts of the family's body element without the lines that trafilatura takes for furniture."""
        doubtful = [
            draft for draft in ruled.drafts if draft.link_share >= 0.3 and draft.type in ("paragraph", "heading")
        ]
        if not doubtful:
            return ruled.drafts
        kept = "\n".join(_kept_of_element(element) for element in ruled.bodies)
        return generic.aligned(ruled.drafts, kept)

    def _generic(self, body: HtmlElement, title: titles.Title | None) -> generic.Reading:
        element = title.element if title else None
        whole = deepcopy(self.root)
        page_noise.drop_noise(body, element)
        reading = generic.read_page(body, title, self.base_url)
        self.teasers = reading.teasers
        self.is_named = reading.is_named
        self.areas = [reading.body] if reading.body is not None else []
        kept = _kept_of_page(whole)
        reading.drafts = generic.aligned(reading.drafts, kept)
        self.after = reading.after
        self.trail = generic.trail(reading)
        return reading

    def _own_addresses(self, metadata: Metadata) -> tuple[str, ...]:
        declared = urljoin(self.base_url, metadata.canonical) if metadata.canonical else ""
        return (self.page.url, self.page.requested_url, declared)

    def _times(self, title: titles.Title | None, body: HtmlElement) -> list[Candidate]:
        """Dates in ``time`` elements of the article, before footers are removed."""
        if title is None or title.element is None:
            return []
        region = next((up for up in title.element.iterancestors() if up.tag in ("article", "main")), None)
        if region is None:
            region = next((up for up in title.element.iterancestors() if next(up.iter("time"), None) is not None), None)
        return (
            page_dates.time_elements(region, self.portal.date_formats)
            if region is not None and region is not body
            else []
        )

    def _dates_at_top(self, drafts: list[Draft]) -> list[Candidate]:
        """The date line among the first lines of the body, which is taken out of it."""
        for draft in drafts[:3]:
            if page_dates.is_date_line(draft, self.portal.date_formats, strict=True):
                drafts.remove(draft)
                return page_dates.printed([draft.text], self.portal.date_formats)
        return []

    def _dates_near(self, reading: generic.Reading) -> list[Candidate]:
        formats = self.portal.date_formats
        lines = [draft.text for draft in reading.between if page_dates.is_date_line(draft, formats, strict=False)]
        found = page_dates.printed(lines, formats)
        found += self._dates_at_top(reading.drafts)
        if not found:
            lines = [draft.text for draft in reading.after[:3] if page_dates.is_date_line(draft, formats, strict=False)]
            found = page_dates.printed(lines, formats)
        if not found:
            found = page_dates.printed(
                [draft.text for draft in reading.before if page_dates.is_date_line(draft, formats, strict=True)],
                formats,
                is_above=True,
            )
        return found

    def _article(  # type: ignore[no-untyped-def]
        self,
        name,
        lead,
        text,
        blocks,
        images,
        attachments,
        credits,
        chosen: Chosen,
        date_flags,
        metadata: Metadata,
        hidden: Hidden,
        method,
    ) -> Article:
        url = self._url(metadata)
        published, updated = chosen.published, chosen.updated
        flags = [*self.flags, *date_flags]
        if published is None:
            flags.append("no_date")
        section = (
            last_section(hidden.section or metadata.breadcrumb or self.trail, name)
            or metadata.section
            or self.category
            or self.page.context.section
        )
        return Article(
            portal=self.portal.slug,
            article_key=article_key(url, self.portal) or _bare(url),
            url=url,
            title=name,
            lead=lead,
            body=text,
            blocks=blocks,
            published_at=published.value if published else None,
            published_precision=published.precision if published else None,
            published_method=chosen.method,
            published_text=published.text if published and chosen.method == "printed" else None,
            updated_at=updated.value if updated else None,
            updated_precision=updated.precision if updated else None,
            byline=credits.byline,
            authors=credits.authors,
            source=credits.source,
            section=section,
            tags=hidden.tags or metadata.tags,
            language=self._language(metadata, text),
            word_count=word_count(text),
            images=images,
            attachments=attachments,
            extraction_method=method,
            quality_flags=tuple(dict.fromkeys(flags)),
            extractor_version=EXTRACTOR_VERSION,
            portal_digest=self.portal.digest,
        )

    def _language(self, metadata: Metadata, text: str) -> str | None:
        if is_probably_vietnamese(text):
            return "vi"
        return (metadata.language or "").split("-")[0].lower() or None

    def _url(self, metadata: Metadata) -> str:
        """The canonical URL: the one that answered, or the declared one where the rules take it for an article."""
        own = canonical_url(self.page.url, self.portal)
        if metadata.canonical and self.portal.article.url:
            declared = canonical_url(urljoin(self.base_url, metadata.canonical), self.portal)
            same_host = urlsplit(declared).netloc == urlsplit(own).netloc
            if (
                same_host
                and classify(declared, self.portal) == "article"
                and article_key(own, self.portal) in (None, article_key(declared, self.portal))
            ):
                return declared
        return own


def _base_url(root: HtmlElement, url: str) -> str:
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return urljoin(url, base) if base else url


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path + (f"?{parts.query}" if parts.query else "")


def _link_share(drafts: Sequence[Draft]) -> float:
    total = sum(len(draft.text) for draft in drafts)
    return sum(draft.link_share * len(draft.text) for draft in drafts) / total if total else 0.0


def _without_lead_tag(
    lead: str | None, drafts: list[Draft], credits: Credits
) -> tuple[str | None, list[Draft], Credits]:
    """The attribution with which an agency's lead begins goes into the source where none is printed."""
    if lead:
        tag, rest = strip_lead_tag(lead)
        if tag and rest:
            return rest, drafts, credits.with_source(tag)
    first = next((draft for draft in drafts if draft.type == "paragraph"), None)
    if first is not None:
        tag, rest = strip_lead_tag(first.text)
        if tag and rest:
            first.text = rest
            return lead, drafts, credits.with_source(tag)
    return lead, drafts, credits


def _with_pictures(blocks: tuple[Block, ...], pictures: Sequence[Draft]) -> tuple[Block, ...]:
    """Captions of pictures outside the body stand behind the lead."""
    have = {(block.image_url, block.text) for block in blocks if block.type == "caption"}
    new = tuple(
        block
        for block in as_blocks([draft for draft in pictures if draft.type == "caption"], None)
        if (block.image_url, block.text) not in have
    )
    head = 1 if blocks and blocks[0].type == "lead" else 0
    return blocks[:head] + new + blocks[head:]


def _kept_of_element(element: HtmlElement) -> str:
    """What trafilatura keeps of a body element: cleaned in an otherwise empty page."""
    document = html.document_fromstring("<html><body><article></article></body></html>")
    document.find(".//article").append(deepcopy(element))  # type: ignore[union-attr]
    return (
        trafilatura.extract(document, output_format="txt", fast=True, include_comments=False, include_tables=True) or ""
    )


def _kept_of_page(root: HtmlElement) -> str:
    """What trafilatura takes for the article on a whole page. Never ``fast`` with ``favor_precision`` (loses
    text between ``<br>``), never ``with_metadata`` (twice the time)."""
    return trafilatura.extract(root, output_format="txt", include_comments=False, include_tables=True) or ""
