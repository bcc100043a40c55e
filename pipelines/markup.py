"""Text to tree: one parse within safe bounds, and removal of what no reader sees."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.tree_index import TreeIndex
from pipelines.class_names import NOISE_TAGS

MAX_BYTES = 8_000_000
"""Larger documents are refused before parsing."""
MAX_ELEMENTS = 150_000
"""Counted as ``<`` in the source: parsing and walking stay below two seconds."""
MAX_TEXT = 200_000
"""Characters in which a hidden style is looked for; only a bound for odd pages."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(
    [
        "hidden",
        "hide",
        "d-none",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "ms-hide",
        "ms-hidden",
    ]
)
_HAS_STYLE = etree.XPath("//*[@hidden or @style]")


class TooDeep(Exception):
    """The markup is beyond the bounds of safe parsing; ``str()`` says which."""


class NoMarkup(Exception):
    """There is not a single element in the document."""


def parse(text: str) -> HtmlElement:
    """The tree of an HTML document, without comments and processing instructions.

    Raises ``TooDeep`` beyond ``MAX_BYTES``, ``MAX_ELEMENTS`` or 256 levels (libxml2's own bound; beyond it
    the tree would be cut off), ``NoMarkup`` where nothing could be parsed.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > MAX_BYTES:
        raise TooDeep(f"{len(data)} bytes of markup, at most {MAX_BYTES}")
    elements = data.count(b"<")
    if elements > MAX_ELEMENTS:
        raise TooDeep(f"about {elements} tags, at most {MAX_ELEMENTS}")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # One class for all elements, found in C: lxml's own look-up is in Python, 2 ms a page of 1,000 elements.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if "depth" in str(error).lower():
            raise TooDeep("more than 256 levels of elements") from None
        raise NoMarkup(str(error)) from None
    if any("Excessive depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise TooDeep("more than 256 levels of elements")
    return root


def body_of(root: HtmlElement) -> HtmlElement:
    """The ``body`` element, or *root* where there is none."""
    found = root.find("body")
    return root if found is None else found


def drop_unseen(root: HtmlElement, index: TreeIndex) -> None:
    """Remove scripts, forms' controls and hidden elements from the tree; text behind them stays.

    Metadata in hidden elements must have been read before. *index* is one of *root*.
    """
    for element in list(root.iter(*NOISE_TAGS)):
        drop(element)
    hidden = [element for name in _HIDDEN_CLASSES for element in index.find("." + name)]
    for element in (*filter(is_hidden, elements(_HAS_STYLE, root)), *hidden):
        if element.tag not in ("body", "html"):
            drop(element)


def elements(path: etree.XPath, root: HtmlElement) -> list[HtmlElement]:
    """What an XPath expression that selects elements finds."""
    return cast("list[HtmlElement]", path(root))


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element itself is marked as hidden."""
    if element.get("hidden") is not None:
        return True
    if not _HIDDEN_CLASSES.isdisjoint(element.get("class", "").split()):
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))


def drop(element: HtmlElement) -> None:
    """Remove an element with its content; the text behind it stays. No harm in dropping twice."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def squeezed(element: HtmlElement) -> str:
    """All text below *element*, runs of white space as one space. Inline boundaries add none."""
    return " ".join("".join(element.itertext()).split())


def class_words(element: HtmlElement) -> str:
    """``class`` and ``id`` of an element as one string."""
    return f"{element.get('class', '')} {element.get('id', '')}"
