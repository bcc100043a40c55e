"""A portal's selectors, compiled once per process."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TypeAlias

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from crawler.portals.spec import Fields

_ATTRIBUTE = re.compile(r"::attr\(\s*([\w:-]+)\s*\)\s*$")

# A mere substring test before the exact one, which allocates two strings: halves the time of class selectors.
_CLASS_TEST = re.compile(r"@class and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' ([^' ]+) '\)")

Match: TypeAlias = HtmlElement | str
"""An element, or the value of an attribute."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of a portal file, ready to use."""

    text: str
    find: etree.XPath
    attribute: str | None

    def __call__(self, root: HtmlElement) -> list[Match]:
        """What is found below *root*, in document order; empty attribute values are left out."""
        found = self.find(root)
        if not isinstance(found, list):
            return [str(found)] if str(found).strip() else []
        if self.attribute is None:
            return [item if isinstance(item, HtmlElement) else str(item) for item in found]
        values = (item.get(self.attribute, "") for item in found if isinstance(item, HtmlElement))
        return [value for value in values if value.strip()]


@lru_cache(maxsize=4096)
def compiled(text: str) -> Selector:
    """The selector *text* (see ``crawler.portals.spec.Selector``), compiled.

    Raises ``ValueError`` if it is neither CSS nor XPath.
    """
    match = _ATTRIBUTE.search(text)
    bare = text[: match.start()].strip() if match else text.strip()
    try:
        if bare.startswith(("/", "./", "(")):
            find = etree.XPath(bare, regexp=False)
        else:
            find = etree.XPath(
                _CLASS_TEST.sub(r"contains(@class, '\1') and \g<0>", HTMLTranslator().css_to_xpath(bare))
            )
    except (etree.XPathError, SelectorError) as error:
        raise ValueError(f"{text}: not a CSS selector or XPath expression ({error})") from None
    return Selector(text, find, match[1] if match else None)


@dataclass(frozen=True, slots=True)
class FieldSelectors:
    """The compiled counterpart of ``crawler.portals.spec.Fields``."""

    title: tuple[Selector, ...]
    lead: tuple[Selector, ...]
    date: tuple[Selector, ...]
    updated: tuple[Selector, ...]
    date_meta: tuple[Selector, ...]
    updated_meta: tuple[Selector, ...]
    byline: tuple[Selector, ...]
    source: tuple[Selector, ...]
    section: tuple[Selector, ...]
    body: tuple[Selector, ...]
    caption: tuple[Selector, ...]
    images: tuple[Selector, ...]
    attachments: tuple[Selector, ...]
    tags: tuple[Selector, ...]
    noise: tuple[Selector, ...]


@lru_cache(maxsize=512)
def field_selectors(spec: Fields) -> FieldSelectors:
    """*spec* compiled; the same object for the same selectors."""
    return FieldSelectors(
        **{field.name: tuple(map(compiled, getattr(spec, field.name))) for field in fields(FieldSelectors)}
    )


def first(selectors: tuple[Selector, ...], root: HtmlElement) -> list[Match]:
    """Matches of the first selector that finds something with text, an image or a value; else an empty list."""
    for selector in selectors:
        found = [item for item in selector(root) if isinstance(item, str) or _has_content(item)]
        if found:
            return found
    return []


def every(selectors: tuple[Selector, ...], root: HtmlElement) -> list[HtmlElement]:
    """Elements that any of the selectors finds, each once."""
    found: dict[HtmlElement, None] = {}
    for selector in selectors:
        for item in selector(root):
            if isinstance(item, HtmlElement):
                found.setdefault(item)
    return list(found)


def _has_content(element: HtmlElement) -> bool:
    if any(text.strip() for text in element.itertext()):
        return True
    return next(element.iter("img", "iframe", "embed", "object", "video"), None) is not None
