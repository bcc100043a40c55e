"""Where on a page an element stands: navigation, side bar, footer, pager or the page's own matter."""

from __future__ import annotations

import functools
import re

from lxml import html

from crawler.discovery.score import Region

_NAV = re.compile(
    r"menu|(?:^|[-_])nav(?!y)|navi(?:gation|bar)|breadcrumb|top-?bar|duong-?dan|site-?map|widget_categories"
    r"|categor(?:y|ies)-(?:list|menu)|chuyen-?muc-(?:list|menu)|site-?header|page-?header-nav",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:^|(?<!entry)(?<!post)(?<!card)(?<!item)(?<!news)(?<!article)(?<!panel)[-_])footer|copyright", re.IGNORECASE
)
_PAGER = re.compile(
    r"pagination|(?:^|[-_])pag(?:er|ing|inator)|page-?numbers?|pagenavi|phan-?trang|nav-links|datapager|page-iterator",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"side-?bar|(?:^|[-_])(?:aside|widget|rightcol|leftcol)|col-?(?:left|right)$", re.IGNORECASE)
_NOISE = re.compile(
    r"tag-?cloud|(?:^|[-_])(?:post-tags|tags-links|tag-list|social|share|sharing|lang(?:uage)?s?|login|search)(?:$|[-_])",
    re.IGNORECASE,
)
_ROLES: dict[str, Region] = {
    "navigation": "nav",
    "menubar": "nav",
    "menu": "nav",
    "banner": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "noise",
}
_PLAIN = frozenset({"a", "div", "li", "ul", "span", "p", "td", "tr", "table", "h2", "h3", "h4"})
"""Frequent tags that say nothing of themselves."""
_TOO_MUCH = 0.5
"""A block named like a menu that holds more than this share of the page's text is the page itself."""
_SHORT_TEXT = 400
_READINGS = 30
"""How often the page's text may be measured: thousands of blocks named menu inside each other must not cost more."""
_BY_NAME: dict[Region, re.Pattern[str]] = {
    "pager": _PAGER,
    "noise": _NOISE,
    "footer": _FOOTER,
    "nav": _NAV,
    "aside": _ASIDE,
}
"""In the order in which they are believed."""


class Layout:
    """Regions of the elements of one tree, each looked up once."""

    def __init__(self, tree: html.HtmlElement):
        self._known: dict[html.HtmlElement, Region] = {tree: "main"}
        body = tree.find("body")
        if body is not None:
            self._known[body] = "main"
        self._page = tree if body is None else body
        self._budget_chars: int | None = None

    def region(self, element: html.HtmlElement) -> Region:
        """Region of the nearest ancestor (or *element*) that says; ``main`` where none does."""
        unknown: list[html.HtmlElement] = []
        step: html.HtmlElement | None = element
        found: Region = "main"
        while step is not None:
            known = self._known.get(step)
            if known is not None:
                found = known
                break
            unknown.append(step)
            step = step.getparent()
        for step in reversed(unknown):
            own = self._own(step)
            if own is not None and not (found in ("footer", "noise") and own == "nav"):
                found = own
            self._known[step] = found
        return found

    def _own(self, element: html.HtmlElement) -> Region | None:
        tag = element.tag
        said = said_by(element.get("class"), element.get("id"))
        if tag in _PLAIN:
            if not said and element.get("role") is None:
                return None
        elif tag in ("template", "noscript", "script", "style"):
            return "noise"
        elif tag in ("main", "article"):
            return "main"
        if "pager" in said:
            return "pager"
        if tag == "nav":
            return "nav"
        if tag == "aside":
            return "aside"
        if tag in ("header", "footer") and _is_of_site(element):
            return (
                "nav" if tag == "header" and not self._is_too_much(element) else "footer" if tag == "footer" else None
            )
        if region := _ROLES.get(element.get("role") or ""):
            return region
        for named in _BY_NAME:
            if named in said and not self._is_too_much(element):
                return named
        return None

    def _is_too_much(self, element: html.HtmlElement) -> bool:
        if self._budget_chars is None:
            self._text_chars = len(self._page.text_content())
            self._budget_chars = _READINGS * self._text_chars + 100_000
        if self._budget_chars <= 0:
            return True
        chars = len(element.text_content())
        self._budget_chars -= chars
        if chars > _SHORT_TEXT and chars > _TOO_MUCH * self._text_chars:
            return True
        return element.find(".//article") is not None or element.find(".//main") is not None


@functools.lru_cache(maxsize=16384)
def said_by(classes: str | None, own: str | None) -> frozenset[Region]:
    """The regions that an element's ``class`` and ``id`` name."""
    return frozenset(region for name in (*(classes or "").split(), own or "") for region in said_in(name))


@functools.lru_cache(maxsize=16384)
def said_in(name: str) -> tuple[Region, ...]:
    """The regions that one word of ``class`` or an id names. Kept: the same names stand on all pages of a site."""
    return tuple(region for region, pattern in _BY_NAME.items() if pattern.search(name))


def _is_of_site(element: html.HtmlElement) -> bool:
    """True for a header or footer of the page, not of one item in it."""
    return not any(parent.tag in ("article", "li", "section", "main", "aside") for parent in element.iterancestors())
