"""The next page of a listing: marked, numbered or labelled; never the last page first, never the current one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.discovery.layout import Layout
from crawler.discovery.selecting import anchors_of, select_all
from crawler.items import Page
from crawler.portals.spec import Portal
from crawler.urls import absolute_url, canonical_url, identity, is_allowed, is_never, path_query_of

_PATH_NUMBERS = (
    re.compile(r"/(?P<name>page|trang|paged?|p)[-/]?(?P<page>\d+)(?:\.\w{2,4})?/?$", re.IGNORECASE),
    re.compile(r"[-_](?P<name>page|trang|p)-?(?P<page>\d+)(?=(?:\.\w{2,4})?/?$)", re.IGNORECASE),
)
_QUERY_NUMBER = re.compile(
    r"(?P<name>(?:\w*_)?cur|(?:\w*_)?(?:c|current)?page(?:d|no|num(?:ber)?|index|id|firstrow)?|pg|p|trang|so-?trang"
    r"|(?:limit)?start|offset|from)=(?P<page>\d+)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\W*(?:trang (?:sau|tiếp(?: theo)?|kế(?: tiếp)?|tới)|tiếp(?: theo| tục)?|sau|kế tiếp|next(?: page| posts?)?|"
    r"older(?: posts?| entries)?|(?:(?:bài|tin|bài đăng|các tin) )?cũ hơn|xem tiếp|xem thêm)\W*|[›»>→⟩]{1,2}",
    re.IGNORECASE,
)
_CLEARLY_NEXT = re.compile(
    r"\W*(?:trang (?:sau|tiếp(?: theo)?|kế(?: tiếp)?)|next(?: page| posts)|older (?:posts|entries)|"
    r"(?:bài đăng|tin|bài) cũ hơn)\W*",
    re.IGNORECASE,
)
_NOT_NEXT = re.compile(
    r"\W*(?:trang (?:đầu|trước|cuối)|đầu|trước|first|prev(?:ious)?|newer(?: posts?)?|mới hơn|cuối|last|1)\W*|[«‹<←]+",
    re.IGNORECASE,
)
_LAST = re.compile(r"\W*(?:trang cuối|cuối(?: cùng)?|last(?: page)?)\W*|>\||»\||⟩⟩", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An address taken apart: what stays from page to page, and the number that changes."""

    path: str
    parameters: frozenset[str]
    name: str
    number: int | None


def next_pages(page: Page, portal: Portal, tree: html.HtmlElement, layout: Layout, base: str) -> list[tuple[str, str]]:
    """Address and label of the listing's next page; several only where one page shows several listings."""
    here = canonical_url(page.url, portal)
    known = {identity(url, "listing", portal) for url in (page.url, page.requested_url)}

    def usable(elements: Iterable[html.HtmlElement]) -> Iterator[tuple[html.HtmlElement, str, str]]:
        for element in elements:
            url = absolute_url(element.get("href") or "", base)
            if url and is_allowed(url, portal) and not is_never(url, portal):
                canonical = canonical_url(url, portal)
                if identity(canonical, "listing", portal) not in known:
                    yield element, url, canonical

    marked = usable(
        [
            *anchors_of(select_all(tree, portal.listing.next)),
            *tree.xpath("//a[@href][contains(@rel,'next')] | //link[@href][@rel='next']"),
        ]
    )
    for element, url, canonical in marked:
        label = _label(element)
        if not _goes_back(here, canonical, portal) and not _LAST.fullmatch(label) and _same_site_part(here, canonical):
            return [(url, label)]

    anchors = list(usable(tree.iterfind(".//a[@href]")))
    if numbered := _by_number(here, [(url, canonical, _label(element)) for element, url, canonical in anchors], portal):
        return numbered
    pager = [(element, url) for element, url, _ in anchors if layout.region(element) == "pager"]
    if found := _after_current(tree, layout, pager):
        return [found]
    for element, url, canonical in anchors:
        label = _label(element)
        in_pager = layout.region(element) == "pager"
        is_next = _CLEARLY_NEXT.fullmatch(label) or (in_pager and _NEXT.fullmatch(label))
        if is_next and not _goes_back(here, canonical, portal):
            return [(url, label)]
    return []


def is_further_page(url: str, page: Page, portal: Portal) -> bool:
    """True where *url* is another page of the listing *page*: the pager decides about it, not the score."""
    here = canonical_url(page.url, portal)
    return any(
        _same_listing(there, first)
        for there in _taken_apart(canonical_url(url, portal), portal)
        for first in _all_forms(here, portal)
    )


def _by_number(here: str, links: list[tuple[str, str, str]], portal: Portal) -> list[tuple[str, str]]:
    """The smallest number above the current one, for each listing on the page that is counted."""
    current = _all_forms(here, portal)
    numbers = {form.name: form.number for form in current if form.number is not None}
    best: dict[str, tuple[int, str, str]] = {}
    for url, canonical, label in links:
        for form in _taken_apart(canonical, portal):
            if form.number is None or (numbers and form.name not in numbers):
                continue
            if not any(_same_listing(form, mine) for mine in current):
                continue
            least = numbers.get(form.name)
            if least is None:
                # An address without number is page one; counted from zero, page two has number 1.
                if form.number < 1 or (form.number == 1 and _NOT_NEXT.fullmatch(label)):
                    continue
            elif form.number <= least:
                continue
            if form.name not in best or form.number < best[form.name][0]:
                best[form.name] = (form.number, url, label)
    return [(url, label) for _, url, label in best.values()]


def _all_forms(url: str, portal: Portal) -> list[_Numbered]:
    path, _, query = path_query_of(url).partition("?")
    plain = _Numbered(_plain_path(path), frozenset(filter(None, query.split("&"))), "", None)
    return [*_taken_apart(url, portal), plain]


def _taken_apart(url: str, portal: Portal) -> list[_Numbered]:
    asked = path_query_of(url)
    path, _, query = asked.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    forms = []
    for pattern in _PATH_NUMBERS:
        if match := pattern.search(path):
            first = _plain_path(path[: match.start()])
            forms.append(_Numbered(first, frozenset(pairs), match["name"].lower(), int(match["page"])))
            break
    for pair in pairs:
        if match := _QUERY_NUMBER.fullmatch(pair):
            rest = frozenset(other for other in pairs if other is not pair)
            forms.append(_Numbered(_plain_path(path), rest, match["name"].lower(), int(match["page"])))
    if not forms:
        for rule in portal.listing.page_url:
            if match := re.search(rule, asked):
                start, end = match.span("page")
                forms.append(_Numbered(asked[:start] + asked[end:], frozenset(), "rule", int(match["page"])))
    return forms


def _plain_path(path: str) -> str:
    return re.sub(r"/?(?:index)?(?:\.(?:html?|aspx|php))?/?$", "", path)


def _same_listing(form: _Numbered, mine: _Numbered) -> bool:
    """True where *form* adds at most parameters (portlets repeat their settings) to what *mine* is."""
    return form.path == mine.path and mine.parameters <= form.parameters and mine.name in ("", form.name)


def _goes_back(here: str, there: str, portal: Portal) -> bool:
    forms, others = _taken_apart(here, portal), _taken_apart(there, portal)
    if not others:
        # The first page's address has no number.
        *_, plain = _all_forms(there, portal)
        return any(form.number is not None and _is_first(plain, form) for form in forms)
    mine = {form.name: form.number for form in forms}
    return any(
        form.name in mine and form.number is not None and form.number <= (mine[form.name] or 0) for form in others
    )


def _is_first(plain: _Numbered, form: _Numbered) -> bool:
    return plain.path == form.path and plain.parameters == form.parameters


def _same_site_part(here: str, there: str) -> bool:
    return urlsplit(here).netloc == urlsplit(there).netloc


def _after_current(
    tree: html.HtmlElement, layout: Layout, pager: list[tuple[html.HtmlElement, str]]
) -> tuple[str, str] | None:
    """In a pager whose addresses say nothing: the link labelled one more than what is marked as current."""
    current = None
    for element in tree.iter("span", "strong", "b", "li", "a", "em"):
        if layout.region(element) != "pager":
            continue
        label = _label(element)
        if not label.isdigit():
            continue
        names = f"{element.get('class') or ''} {element.get('aria-current') or ''}".lower()
        is_link = element.get("href") is not None or element.find(".//a[@href]") is not None
        if re.search(r"active|current|selected|page$", names) or not is_link:
            current = int(label)
            break
    if current is None:
        return None
    return next(((url, _label(element)) for element, url in pager if _label(element) == str(current + 1)), None)


def _label(element: html.HtmlElement) -> str:
    text = " ".join(element.text_content().split())
    return text or (element.get("title") or element.get("aria-label") or "").strip()
