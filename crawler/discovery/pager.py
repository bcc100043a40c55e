"""The next page of a listing: marked, numbered or labelled; never the last page first, never the current one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from lxml import html

from crawler.discovery.address import Address
from crawler.discovery.anchors import Anchors
from crawler.discovery.candidates import text_of
from crawler.discovery.layout import Layout, said_in
from crawler.discovery.numbering import Numbered, is_same_listing
from crawler.discovery.selecting import anchors_of, select_all
from crawler.items import Page

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


def next_pages(anchors: Anchors, page: Page, layout: Layout) -> list[tuple[str, str]]:
    """Address and label of the listing's next page; several only where one page shows several listings."""
    book, tree = anchors.addresses, anchors.tree
    here = book[page.url]
    known = {book[url].key for url in (page.url, page.requested_url)}

    def usable(found: Iterable[tuple[html.HtmlElement, Address]]) -> Iterator[tuple[html.HtmlElement, Address]]:
        return ((element, address) for element, address in found if address.is_open and address.key not in known)

    marked = [*anchors_of(select_all(tree, anchors.portal.listing.next, anchors.index)), *anchors.marked_next]
    with_address = [(element, there) for element in marked if (there := anchors.address(element.get("href") or ""))]
    for element, there in usable(with_address):
        label = _label(element)
        if not _goes_back(here, there) and not _LAST.fullmatch(label) and _same_site_part(here, there):
            return [(there.url, label)]

    found = [(element, address) for element, address in usable(anchors.links) if element.tag == "a"]
    if numbered := _by_number(here, found):
        return numbered
    in_pager = _pager_elements(anchors, layout)
    pager = [(element, address.url) for element, address in found if element in in_pager]
    if after := _after_current(in_pager, pager):
        return [after]
    for element, there in found:
        label = _label(element)
        is_next = _CLEARLY_NEXT.fullmatch(label) or (element in in_pager and _NEXT.fullmatch(label))
        if is_next and not _goes_back(here, there):
            return [(there.url, label)]
    return []


def is_further_page(there: Address, here: Address) -> bool:
    """True where *there* is another page of the listing *here*: the pager decides about it, not the score."""
    return any(is_same_listing(form, first) for form in there.numbered for first in here.forms)


def _by_number(here: Address, links: list[tuple[html.HtmlElement, Address]]) -> list[tuple[str, str]]:
    """The smallest number above the current one, for each listing on the page that is counted."""
    current = here.forms
    numbers = {form.name: form.number for form in current if form.number is not None}
    best: dict[str, tuple[int, str, html.HtmlElement]] = {}
    for element, there in links:
        for form in there.numbered:
            if form.number is None or (numbers and form.name not in numbers):
                continue
            if not any(is_same_listing(form, mine) for mine in current):
                continue
            least = numbers.get(form.name)
            if least is None:
                # An address without number is page one; counted from zero, page two has number 1.
                if form.number < 1 or (form.number == 1 and _NOT_NEXT.fullmatch(_label(element))):
                    continue
            elif form.number <= least:
                continue
            if form.name not in best or form.number < best[form.name][0]:
                best[form.name] = (form.number, there.url, element)
    return [(url, _label(element)) for _, url, element in best.values()]


def _goes_back(here: Address, there: Address) -> bool:
    forms, others = here.numbered, there.numbered
    if not others:
        # The first page's address has no number.
        plain = there.forms[-1]
        return any(form.number is not None and _is_first(plain, form) for form in forms)
    mine = {form.name: form.number for form in forms}
    return any(
        form.name in mine and form.number is not None and form.number <= (mine[form.name] or 0) for form in others
    )


def _is_first(plain: Numbered, form: Numbered) -> bool:
    return plain.path == form.path and plain.parameters == form.parameters


def _same_site_part(here: Address, there: Address) -> bool:
    return urlsplit(here.canonical).netloc == urlsplit(there.canonical).netloc


def _pager_elements(anchors: Anchors, layout: Layout) -> dict[html.HtmlElement, None]:
    """What may be links and labels of a pager, in page order: all within elements that are named like one."""
    names = [name for name in anchors.index.names() if "pager" in said_in(name[1:])]
    roots = {element for name in names for element in anchors.index.find(name)}
    if len(roots) > 1:
        ordered = list(anchors.tree.iter(*{str(root.tag) for root in roots}))
    return {
        element: None
        for root in (roots if len(roots) < 2 else filter(roots.__contains__, ordered))
        for element in root.iter("span", "strong", "b", "li", "a", "em")
        if layout.region(element) == "pager"
    }


def _after_current(
    elements: Iterable[html.HtmlElement], pager: list[tuple[html.HtmlElement, str]]
) -> tuple[str, str] | None:
    """In a pager whose addresses say nothing: the link labelled one more than what is marked as current."""
    current = None
    for element in elements:
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
    return text_of(element) or (element.get("title") or element.get("aria-label") or "").strip()
