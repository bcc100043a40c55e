"""The title of a page without rules: as printed, confirmed by its metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.blocks import folded
from pipelines.markup import class_words, squeezed
from pipelines.metadata import Metadata
from pipelines.text import normalize

_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:title|headline|(?:lbl)?tieu-?de|entry-title|post-title|node__title|page-header|article-title"
    r"|news-title|detail-title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s+(?:[|»«:·•–—-]|::|<|>)\s+")
_BAD_TITLES = frozenset(["null", "undefined", "untitled", "no title", "none", "không có tiêu đề"])


@dataclass(slots=True)
class Title:
    text: str
    element: HtmlElement | None
    is_guess: bool
    """Not found printed on the page: from metadata alone, or cut out of the ``title`` element."""


def printed_titles(metadata: Metadata) -> list[str]:
    """What the page's metadata say its title is, without the site's name, the best first."""
    found: list[str] = []
    for text in (metadata.headline, metadata.title):
        if not text or text.casefold() in _BAD_TITLES:
            continue
        found.append(without_site_name(text, metadata.site_name))
        found.append(text)
    return list(dict.fromkeys(found))


def without_site_name(title: str, site_name: str | None) -> str:
    """*title* without a leading or trailing site name set off by a dash, bar or the like."""
    if not site_name:
        return title
    name = folded(site_name)
    for match in _SEPARATORS.finditer(title):
        if folded(title[match.end() :]) == name:
            return title[: match.start()].strip()
        if folded(title[: match.start()]) == name:
            return title[match.end() :].strip()
    return title


def find_title(body: HtmlElement, metadata: Metadata) -> Title | None:
    """The title as printed on the page, else as metadata have it (a guess), else None.

    An ``h1`` that the metadata confirm is best; then any heading or element of class *title* that they
    confirm; then the only ``h1`` that is not the site's name; then any element with exactly that text.
    """
    known = [folded(text) for text in printed_titles(metadata)]
    whole = folded(metadata.title or "")
    site = {folded(metadata.site_name or "")} - {""}

    def confirmed(text: str) -> int:
        own = folded(text)
        if not own:
            return 0
        if own in known and own not in site:
            return 3
        if (
            len(own) >= 12
            and own not in site
            and any(
                name.startswith(own + " ")
                or name.endswith(" " + own)
                or (own.startswith(name + " ") and len(name) >= 30)
                for name in [*known, whole]
                if name
            )
        ):
            return 2
        return 0

    h1s = [
        (element, text)
        for element in body.iter("h1")
        if (text := _title_text(element)) and is_title(text) and not _is_home_link(element)
    ]
    for wanted in (3, 2):
        for element, text in h1s:
            if confirmed(text) == wanted and (wanted == 3 or not _is_site_name(text, whole, body)):
                return Title(text, element, is_guess=False)
    others = [
        (element, text)
        for element in body.iter("h2", "h3", "h4", "h5", "p", "div", "span", "td", "strong", "b", "a")
        if (element.tag[0] == "h" or element.get("itemprop") == "headline" or _TITLE_CLASS.search(class_words(element)))
        and len(text := _title_text(element)) >= 8
        and is_title(text)
        and len(text) <= 400
        and not _is_home_link(element)
    ]
    for wanted in (3, 2):
        for element, text in others:
            if confirmed(text) == wanted and not _in_link_elsewhere(element):
                return Title(text, element, is_guess=False)
    plain = [(element, text) for element, text in h1s if folded(text) not in site]
    if plain and (len(plain) == 1 or not known):
        return Title(plain[0][1], plain[0][0], is_guess=False)
    for name in printed_titles(metadata):
        if len(name) >= 15:
            exact = _exact(body, folded(name))
            if exact is not None:
                return Title(_title_text(exact), exact, is_guess=False)
    named = [
        (element, text)
        for element, text in others
        if len(text) >= 20 and _TITLE_CLASS.search(class_words(element)) and not _in_link_elsewhere(element)
        if folded(text) not in site and next(element.iter("a"), None) is None
    ]
    if named and not plain:
        return Title(named[0][1], named[0][0], is_guess=False)
    if plain:
        return Title(plain[0][1], plain[0][0], is_guess=False)
    stated = next((text for text in printed_titles(metadata) if folded(text) not in site), None)
    return Title(stated, None, is_guess=True) if stated else None


def _is_site_name(text: str, whole: str, body: HtmlElement) -> bool:
    """Whether a heading is the shorter half of the page's name *whole*, and the longer one is a heading too."""
    own = folded(text)
    rest = whole.removeprefix(own).strip() if whole.startswith(own) else whole.removesuffix(own).strip()
    return len(rest) > len(own) and any(folded(_title_text(other)) == rest for other in body.iter("h1", "h2", "h3"))


def _title_text(element: HtmlElement) -> str:
    return normalize(
        " ".join(" ".join(part for part in element.itertext() if part.strip() != "null").split())
        if _has_blocks(element)
        else squeezed(element)
    )


def _has_blocks(element: HtmlElement) -> bool:
    return next(element.iter("br", "div", "p"), None) is not None


def is_title(text: str) -> bool:
    """Whether a text can be a title at all: not *null*, not mere marks."""
    return text.casefold() not in _BAD_TITLES and any(character.isalpha() for character in text)


def _in_link_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is a link, or stands in a list item with other links: a teaser's title."""
    return next(element.iterancestors("a", "nav", "aside", "footer"), None) is not None


def _is_home_link(element: HtmlElement) -> bool:
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", link.get("href", "").strip()) for link in links)


def _exact(body: HtmlElement, wanted: str) -> HtmlElement | None:
    """The innermost element whose whole text is *wanted* (folded)."""
    for element in body.iter("td", "span", "div", "p", "strong", "b", "font", "h2", "h3"):
        if len(element) <= 3 and not _in_link_elsewhere(element):
            text = squeezed(element)
            if len(text) <= 400 and folded(text) == wanted:
                return element
    return None
