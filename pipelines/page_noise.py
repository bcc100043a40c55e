"""What on a page is no part of the article: navigation, side bars, comments, teasers of other articles."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.class_names import NOISE_PHRASES, NOISE_WORDS
from pipelines.dates import find_dates
from pipelines.file_names import FILE_URL
from pipelines.markup import class_words, drop, squeezed

_NOISE_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "complementary", "menu", "menubar", "dialog", "toolbar"]
)
_NOISE_ELEMENTS = frozenset(["nav", "footer", "aside", "form", "header"])
_WORD = re.compile(r"[A-Za-z0-9]+")
_TEASER_TAGS = frozenset(["li", "article", "div", "section", "tr", "td", "dd", "a"])
_MAX_TEASER_CHARS = 900


def drop_noise(body: HtmlElement, title: HtmlElement | None) -> None:
    """Remove navigation, side bars, comments, tools and the like. Nothing that holds the title or most of
    the text is removed, whatever it is called."""
    around = set(title.iterancestors()) | {title} if title is not None else set()
    total = max(1, text_chars(body))
    doomed: list[HtmlElement] = []
    for element in body.iter():
        tag = element.tag
        if not isinstance(tag, str) or element in around or element is body:
            continue
        if tag in _NOISE_ELEMENTS or element.get("role", "").lower() in _NOISE_ROLES:
            doomed.append(element)
            continue
        if element.get("class") or element.get("id"):
            names = class_words(element)
            if not NOISE_WORDS.isdisjoint(word.lower() for word in _WORD.findall(names)) or NOISE_PHRASES.search(names):
                doomed.append(element)
    for element in doomed:
        if element.getparent() is None or not is_below(element, body):
            continue
        if text_chars(element) > 0.5 * total:
            continue
        if element.tag == "header" and (
            next(element.iterancestors("article", "main", "li"), None) is not None
            or (title is None and element.find(".//h1") is not None)
        ):
            continue
        drop(element)


def is_below(element: HtmlElement, root: HtmlElement) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def text_chars(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def drop_teasers(body: HtmlElement, title: HtmlElement | None) -> int:
    """Remove groups of elements that show and link other articles; how many there were."""
    around = set(title.iterancestors()) | {title} if title is not None else set()
    count = 0
    for parent in list(
        body.iter("div", "ul", "ol", "section", "main", "tbody", "table", "article", "tr", "dl", "body")
    ):
        groups: dict[str, list[HtmlElement]] = {}
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _TEASER_TAGS and child not in around:
                groups.setdefault(child.tag, []).append(child)
        for tag, children in groups.items():
            teasers = [child for child in children if _is_teaser(child)]
            if (len(teasers) >= 2 and len(teasers) >= 0.5 * len(children)) or (tag == "article" and teasers):
                count += len(teasers)
                for teaser in teasers:
                    drop(teaser)
    for heading in list(body.iter("h2", "h3", "h4", "h5")):
        if heading not in around and _is_linked_heading(heading):
            count += 1
            drop(_card(heading, around))
    return count


def _is_linked_heading(heading: HtmlElement) -> bool:
    """Whether a heading is nothing but a link to another page."""
    text = squeezed(heading)
    links = [link for link in (*heading.iter("a"), *heading.iterancestors("a")) if _is_page_link(link.get("href", ""))]
    return len(text) >= 12 and bool(links) and sum(len(squeezed(link)) for link in links) >= 0.9 * len(text)


def _card(heading: HtmlElement, around: set[HtmlElement]) -> HtmlElement:
    """What belongs to a linked heading: the outermost element around it without another heading or long text."""
    card = heading
    for ancestor in heading.iterancestors():
        if ancestor in around or ancestor.tag in ("body", "main") or text_chars(ancestor) > _MAX_TEASER_CHARS:
            break
        if sum(1 for _ in ancestor.iter("h1", "h2", "h3", "h4", "h5")) > 1:
            break
        card = ancestor
    return card


def _is_teaser(element: HtmlElement) -> bool:
    """Whether an element shows and links another article: mostly link, headed by a link, covered by one, or a
    link in front with a date beside it."""
    links = [element] if element.tag == "a" else list(element.iter("a"))
    links = [link for link in links if _is_page_link(link.get("href", ""))]
    if not links:
        return False
    text = squeezed(element)
    if element.tag in ("article", "li") and len(text) > _MAX_TEASER_CHARS:
        # A listing of whole articles: each begins with its linked title.
        heading = next(element.iter("h1", "h2", "h3", "h4"), None)
        return heading is not None and _is_linked_heading(heading)
    if not 12 <= len(text) <= _MAX_TEASER_CHARS or len(links) > 8:
        return False
    titles = [squeezed(link) for link in links]
    if not any(titles):
        has_heading = next(element.iter("h2", "h3", "h4", "h5", "h6"), None) is not None
        return has_heading and any(link.get("aria-label") or link.get("title") for link in links)
    if max(map(len, titles)) < 12:
        return False
    if sum(map(len, titles)) >= 0.5 * len(text):
        return True
    if any(_heads(link, element) for link, title in zip(links, titles, strict=True) if len(title) >= 12):
        return True
    leading = next(title for title in titles if len(title) >= 12)
    return text.find(leading) <= 10 and _has_date_piece(element)


def _heads(link: HtmlElement, element: HtmlElement) -> bool:
    """Whether a link is, or holds, a heading within *element*."""
    headings = ("h1", "h2", "h3", "h4", "h5", "h6")
    if any(is_below(up, element) for up in link.iterancestors(*headings)):
        return True
    return next(link.iter(*headings), None) is not None


def _has_date_piece(element: HtmlElement) -> bool:
    """Whether a piece of text of its own below *element* is little more than a date."""
    pieces = (piece.strip() for piece in element.itertext())
    return any(len(piece) <= 60 and bool(find_dates(piece)) for piece in pieces if any(map(str.isdigit, piece)))


def _is_page_link(href: str) -> bool:
    href = href.strip()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:")) and not FILE_URL.search(href)
