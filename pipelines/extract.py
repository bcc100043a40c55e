"""One fetched page to one article, or to the reason why it is none. Runs in worker processes.

The order of the steps: what refuses a page before it is read, its metadata and hidden elements, the parts of the
article (``pipelines.parts``), its text (``pipelines.composing``), what refuses it after all, its date.
"""

from __future__ import annotations

from corpus.article import Article
from crawler.items import Page, Refusal, refuse
from crawler.portals.spec import Portal
from crawler.tree_index import TreeIndex
from crawler.urls import classify, is_home
from pipelines import page_dates, validate
from pipelines.attachments import attachments_of, embedded, is_player
from pipelines.by_rules import drop_noise, read_by_rules, read_hidden
from pipelines.composing import compose
from pipelines.encoding import Decoded, decode
from pipelines.markup import NoMarkup, TooDeep, body_of, class_words, drop_unseen, parse, squeezed
from pipelines.metadata import last_section, read_metadata
from pipelines.page_address import article_url, base_of, key_of, said_by_address
from pipelines.parts import Opened, read_parts
from pipelines.quality import flags_of
from pipelines.selectors import every, field_selectors
from pipelines.text import is_probably_vietnamese, word_count

EXTRACTOR_VERSION = "1"
"""Raised when the same page would give another article: a difference is then no edit of the portal."""


def extract(page: Page, portal: Portal) -> Article | Refusal:
    """The article on *page*, or a refusal with its reason (``corpus.reasons.REASONS``)."""
    is_redirected = page.context.kind == "article" and page.url != page.requested_url
    if is_redirected and is_home(page.url, portal):
        return refuse(page, "redirect_home", page.url)
    found = _extracted(page, portal)
    # Rules for listings are wide: only where no article is found does the address that answered decide.
    is_empty = isinstance(found, Refusal) and found.reason in ("listing", "no_content", "no_title")
    if is_redirected and is_empty and classify(page.url, portal) == "listing":
        return refuse(page, "redirect_home", page.url)
    return found


def _extracted(page: Page, portal: Portal) -> Article | Refusal:
    if not page.body.strip():
        return refuse(page, "empty")
    kind = validate.not_html(page.body, page.content_type)
    if kind:
        return refuse(page, "not_html", kind)
    decoded = decode(page.body, page.content_type)
    try:
        root = parse(decoded.text)
    except TooDeep as error:
        return refuse(page, "too_deep", str(error))
    except NoMarkup as error:
        return refuse(page, "no_content", str(error))
    fields = field_selectors(portal.fields)
    marks = every(fields.standing, root)
    if marks:
        mark = " ".join(class_words(marks[0]).split())
        return refuse(page, "standing", f"marked as {mark[:120]}")

    base_url = base_of(root, page.url)
    index = TreeIndex(root)
    drop_noise(root, fields, index)
    hidden = read_hidden(root, fields, index)
    metadata = read_metadata(root, breadcrumb=not hidden.section)
    has_password = bool(root.xpath("//input[@type='password']"))
    drop_unseen(root, index)
    visible = squeezed(body_of(root))
    seen = validate.challenge(visible, metadata.title, decoded.text)
    if seen:
        return refuse(page, "challenge", seen)
    if validate.login(None, metadata.title, has_password=has_password, text_chars=len(visible)):
        return refuse(page, "login", metadata.title)
    ruled = read_by_rules(root, fields, base_url, index)
    return _article(Opened(page, portal, root, base_url, metadata, hidden, ruled), decoded, visible)


def _article(opened: Opened, decoded: Decoded, visible: str) -> Article | Refusal:
    """The article of a page that is open to everyone. *visible* is all of its text."""
    page, portal, metadata, hidden = opened.page, opened.portal, opened.metadata, opened.hidden
    parts = read_parts(opened)
    attachments = attachments_of([*parts.areas, *opened.ruled.attachment_areas], opened.base_url)
    players = sum(map(is_player, embedded(parts.areas)))
    composed = compose(parts, opened.ruled, metadata)
    title, text, blocks = parts.title, composed.text, composed.blocks

    finding = validate.Finding(
        title=title.text if title else None,
        title_is_guess=title is None or title.is_guess,
        text_chars=len(text),
        paragraphs=sum(block.type in ("paragraph", "quote", "table") for block in blocks),
        images=len(composed.images),
        attachments=len(attachments),
        players=players,
        link_share=composed.link_share,
        teasers=parts.teasers,
        by_rules=parts.method == "selectors",
        has_date=any(date.method in ("printed", "metadata", "hidden") for date in parts.dates),
        is_named=parts.is_named,
        says_article=metadata.says_article,
        says_list=metadata.says_list,
        in_menu=parts.in_menu,
        **said_by_address(page, portal),
    )
    missing = validate.soft_404(finding.title, metadata.title, text or visible)
    if missing and finding.images + finding.attachments == 0:
        return refuse(page, "soft_404", missing)
    refusal = validate.refusal(finding)
    if refusal or title is None:
        return refuse(page, *(refusal or ("no_title", None)))

    chosen, date_flags = page_dates.settle(parts.dates, page.fetched_at)
    published, updated = chosen.published, chosen.updated
    flags = [*parts.flags, *flags_of(finding, composed.lead, text, blocks, decoded), *date_flags]
    if published is None:
        flags.append("no_date")
    section = (
        last_section(hidden.section or metadata.breadcrumb or parts.trail, title.text)
        or metadata.section
        or parts.category
        or page.context.section
    )
    url = article_url(page, portal, opened.base_url, metadata.canonical)
    return Article(
        portal=portal.slug,
        article_key=key_of(url, portal),
        url=url,
        title=title.text,
        lead=composed.lead,
        body=text,
        blocks=blocks,
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_method=chosen.method,
        published_text=published.text if published and chosen.method == "printed" else None,
        updated_at=updated.value if updated else None,
        updated_precision=updated.precision if updated else None,
        byline=composed.credits.byline,
        authors=composed.credits.authors,
        source=composed.credits.source,
        section=section,
        tags=hidden.tags or metadata.tags,
        language=_language(metadata.language, text),
        word_count=word_count(text),
        images=composed.images,
        attachments=attachments,
        extraction_method=parts.method,
        quality_flags=tuple(dict.fromkeys(flags)),
        extractor_version=EXTRACTOR_VERSION,
        portal_digest=portal.digest,
    )


def _language(declared: str | None, text: str) -> str | None:
    if is_probably_vietnamese(text):
        return "vi"
    return (declared or "").split("-")[0].lower() or None
