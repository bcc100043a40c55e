"""HTML listings to links: articles, the next page, feeds, sitemaps, section fronts."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler.addresses import absolute_url
from crawler.discovery.anchors import Anchors
from crawler.discovery.candidates import Candidate, give_items, item_date, markup, repeated_items, squeezed, text_of
from crawler.discovery.document import html_tree
from crawler.discovery.layout import Layout
from crawler.discovery.linking import LinkList
from crawler.discovery.pager import is_further_page, next_pages
from crawler.discovery.score import THRESHOLD, has_article_shape, is_junk, link_score
from crawler.discovery.selecting import anchors_of, select, select_all
from crawler.items import Link, Page
from crawler.portals.spec import Portal

MAX_LINKS = 5000
MAX_SECTIONS = 150
REDESIGN_LINKS, REDESIGN_SCORE = 3, 0.7
"""With complete rules that find nothing on a page: this many guesses at least, this likely each."""
LIKELY = 0.3
"""First-sight score from which a link may become an article by what stands around it."""
PEERS, PEER_SHARE = 2, 0.5
SECTION_WORDS = 16
SECTION_STEPS = 4

_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.IGNORECASE)
_FEED_TEXT = re.compile(r"\W*(?:rss|kênh rss|rss[ -]?feeds?|tin rss|feed|đăng ký rss)\W*", re.IGNORECASE)
_GROUP_PARAMETER = re.compile(
    r"\w*id|cat\w*|c|nv|op|view|option|section|muc|chuyen_?muc|nhom|loai|type|zone|menu|tab|m|mod(?:ule)?|page|p",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"/comments?/feed|[?&]feed=comments|/feed/?\?", re.IGNORECASE)


def read_listing(page: Page, portal: Portal) -> tuple[Link, ...]:
    """The links of a listing, home page or index of feeds, each once: articles in page order with title, date
    printed beside them and section; the next page of its pager; feeds; sitemaps; section fronts.

    What is an article is said by the family's rules; where none of them decides, by
    ``crawler.discovery.score``. Rubbish gives no links.
    """
    tree = html_tree(page)
    if tree is None:
        return ()
    anchors = Anchors(tree, _base(tree, page), portal)
    layout = Layout(tree)
    links = LinkList(page, portal)
    candidates = _candidates(anchors, layout, page)
    links.note_parents(candidate.url for candidate in candidates)
    _add_articles(links, candidates, anchors, page)
    if page.context.kind != "article":
        for url, label in next_pages(anchors, page, layout):
            links.add(url, "listing", text=label or None, section=page.context.section, is_pager=True)
    _add_feeds(links, candidates, anchors)
    _add_sections(links, candidates, anchors, page)
    return links.sorted()


def _candidates(anchors: Anchors, layout: Layout, page: Page) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    here = anchors.addresses[page.url].key
    for (anchor, address), at in zip(anchors.links, anchors.places, strict=True):
        if at >= MAX_LINKS:
            break
        url = address.permitted
        if url is None:
            continue
        key = address.key
        if key == here:
            continue
        candidate = found.get(key)
        if candidate is None:
            candidate = found[key] = Candidate(url, address.asked, address.kind, anchors.addresses[url])
        candidate.anchors.append(anchor)
        candidate.regions.append(layout.region(anchor))
    return list(found.values())


def _add_articles(links: LinkList, candidates: list[Candidate], anchors: Anchors, page: Page) -> None:
    tree, portal = anchors.tree, anchors.portal
    rules = portal.article
    within = _within(anchors)
    own = [
        candidate for candidate in candidates if within is None or any(anchor in within for anchor in candidate.anchors)
    ]
    by_rule = [candidate for candidate in own if candidate.kind == "article"]
    guessable: list[Candidate] = []
    shares: dict[str, float] = {}
    if not rules.complete or not by_rule:
        here = anchors.addresses[page.url]
        guessable = [
            candidate
            for candidate in own
            if candidate.kind in (None, "listing")
            and not is_junk(candidate.asked)
            and not is_further_page(candidate.address, here)
        ]
        shares = _peer_shares(by_rule, guessable, links)
    likely = [
        candidate
        for candidate in guessable
        if shares.get(candidate.url, 0.0) >= PEER_SHARE or _first_score(candidate, links) >= LIKELY
    ]
    chosen = {candidate.url for candidate in (*by_rule, *likely)}
    listed = [candidate for candidate in candidates if candidate.url in chosen]
    give_items(listed, select(tree, portal.listing.items, anchors.index))
    repeated = repeated_items(listed)
    guesses: list[tuple[Candidate, float, str | None]] = []
    for candidate in listed:
        date = item_date(candidate, portal)
        if candidate.kind == "article" and (rules.complete or not _is_menu_entry(candidate)):
            guesses.append((candidate, 1.0, date))
            continue
        is_repeated = any(item in repeated for item in candidate.items)
        peers = shares.get(candidate.url)
        score = _score(candidate, links, is_dated=date is not None, is_repeated=is_repeated, peers=peers)
        if score >= (REDESIGN_SCORE if rules.complete else THRESHOLD):
            guesses.append((candidate, score, date))
    if rules.complete and not by_rule and len(guesses) < REDESIGN_LINKS:
        return
    by_anchor = {anchor: candidate for candidate in candidates for anchor in candidate.anchors}
    for candidate, score, date in guesses:
        links.add(
            candidate.url,
            "article",
            text=candidate.text or None,
            listed_at=date if date is None or date[:10] <= page.fetched_at.date().isoformat() else None,
            section=_section_in(candidate, by_anchor),
            score=score,
        )


def _score(
    candidate: Candidate,
    links: LinkList,
    *,
    is_dated: bool = False,
    is_repeated: bool = False,
    peers: float | None = None,
) -> float:
    """The candidate's score, lowered where a rule, a menu or its place above others makes it a section front."""
    if links.is_parent(candidate.url):
        return 0.0
    if "nav" in candidate.regions and not has_article_shape(candidate.asked):
        return 0.0
    score = link_score(candidate.sight(is_dated=is_dated, is_repeated=is_repeated, peers=peers))
    return max(score - 0.3, 0.0) if candidate.kind == "listing" else score


def _first_score(candidate: Candidate, links: LinkList) -> float:
    """The candidate's score at first sight: by address, text and place alone."""
    if candidate.first_score is None:
        candidate.first_score = _score(candidate, links)
    return candidate.first_score


def _peer_shares(by_rule: list[Candidate], guessable: list[Candidate], links: LinkList) -> dict[str, float]:
    """By address: the share of the links in the same markup that look like articles at first sight."""
    looks = {candidate.url: 1.0 for candidate in by_rule}
    looks |= {candidate.url: float(_first_score(candidate, links) >= THRESHOLD) for candidate in guessable}
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for candidate in (*by_rule, *guessable):
        for anchor, region in zip(candidate.anchors, candidate.regions, strict=True):
            if region in ("main", "aside"):
                groups[markup(anchor)].add(candidate.url)
    shares: dict[str, float] = {}
    for urls in groups.values():
        if len(urls) >= PEERS:
            share = sum(looks[url] for url in urls) / len(urls)
            shares |= {url: max(share, shares.get(url, 0.0)) for url in urls}
    return shares


def _is_menu_entry(candidate: Candidate) -> bool:
    """An address shaped like an article's that stands in menus or footers alone, under a short name."""
    return set(candidate.regions) <= {"nav", "footer", "noise"} and len(candidate.text.split()) <= 4


def _within(anchors: Anchors) -> set[html.HtmlElement] | None:
    """The links inside the listing's scope, or None for all: no scope is given, or it holds no link."""
    scope = select(anchors.tree, anchors.portal.listing.scope, anchors.index)
    return set(anchors_of(scope)) or None


def _section_in(candidate: Candidate, by_anchor: dict[html.HtmlElement, Candidate]) -> str | None:
    """The name of the section that the item links to beside the article."""
    for item in candidate.items:
        for anchor in item.iter("a"):
            other = by_anchor.get(anchor)
            if other is None or other is candidate or other.kind not in (None, "listing"):
                continue
            name = text_of(anchor)
            rel = (anchor.get("rel") or "").lower().split()
            if name and len(name.split()) <= 8 and (other.kind == "listing" or "category" in rel):
                return name
    return None


def _add_feeds(links: LinkList, candidates: list[Candidate], anchors: Anchors) -> None:
    for element in anchors.others:
        rel = (element.get("rel") or "").lower().split()
        is_feed = "alternate" in rel and _FEED_TYPES.match(element.get("type") or "") is not None
        if not is_feed and "sitemap" not in rel:
            continue
        address = anchors.address(element.get("href") or "")
        if address is None:
            continue
        if is_feed and not _COMMENTS.search(address.url):
            links.add(address.url, "feed", text=squeezed(element.get("title") or "") or None)
        elif "sitemap" in rel:
            links.add(address.url, "sitemap")
    for candidate in candidates:
        if candidate.kind in ("feed", "sitemap"):
            links.add(candidate.url, candidate.kind, text=candidate.text or None)
        elif candidate.kind is None and _FEED_TEXT.fullmatch(candidate.text):
            links.add(candidate.url, "feed", text=candidate.text)


def _add_sections(links: LinkList, candidates: list[Candidate], anchors: Anchors, page: Page) -> None:
    portal, book = anchors.portal, anchors.addresses
    chosen = set(anchors_of(select_all(anchors.tree, portal.listing.sections, anchors.index)))
    use_menus = not chosen or not portal.article.complete
    here = book[page.url]
    taken = {book[link.url].key for link in links.sorted()}
    for home in ("/", *portal.discovery.home):  # known from the start, and no section
        taken.add(book[urljoin(page.url, home)].key)
    count = 0
    for candidate in candidates:
        if count >= MAX_SECTIONS:
            break
        if candidate.address.key in taken:
            continue
        is_chosen = any(anchor in chosen for anchor in candidate.anchors)
        is_ruled = candidate.kind == "listing" and set(candidate.regions) != {"footer"}
        if not (is_chosen or is_ruled or (use_menus and ("nav" in candidate.regions or _is_headed(candidate)))):
            continue
        if _may_be_section(candidate, links, portal) and not is_further_page(candidate.address, here):
            text = candidate.text or None
            score = 1.0 if candidate.kind == "listing" or is_chosen else 0.6
            count += links.add(candidate.url, "listing", text=text, section=text, score=score)


def _is_headed(candidate: Candidate) -> bool:
    return candidate.region in ("main", "aside") and candidate.in_heading


def _may_be_section(candidate: Candidate, links: LinkList, portal: Portal) -> bool:
    if candidate.kind == "listing":
        return True
    if candidate.kind == "article":
        return not portal.article.complete and _is_menu_entry(candidate) and links.is_parent(candidate.url)
    if candidate.kind is not None or is_junk(candidate.asked):
        return False
    path, _, query = candidate.asked.partition("?")
    return (
        1 <= len(candidate.text.split()) <= SECTION_WORDS
        and path.count("/") <= SECTION_STEPS
        and (not query or _names_a_group(query))
        and not any("nofollow" in (anchor.get("rel") or "") for anchor in candidate.anchors)
        and set(candidate.regions) != {"footer"}
    )


def _names_a_group(query: str) -> bool:
    """True for a few short parameters that choose a section; theme switches and sessions have long values."""
    pairs = [pair.partition("=") for pair in query.split("&")]
    return (
        len(pairs) <= 6
        and all(len(value) <= 40 for _, _, value in pairs)
        and any(_GROUP_PARAMETER.fullmatch(name) for name, _, _ in pairs)
    )


def _base(tree: html.HtmlElement, page: Page) -> str:
    """The page's address, or what its ``base`` element makes of it on the same site."""
    element = tree.find(".//base[@href]")
    url = absolute_url(element.get("href") or "", page.url) if element is not None else None
    return url if url and urlsplit(url).scheme else page.url
