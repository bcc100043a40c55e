"""The selectors of a portal's fields, and what they find."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.portals.spec import Fields
from crawler.selector import Match, Selector, compiled
from crawler.tree_index import TreeIndex

__all__ = ["FieldSelectors", "Match", "Selector", "compiled", "every", "field_selectors", "first"]


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
    standing: tuple[Selector, ...]
    noise: tuple[Selector, ...]


@lru_cache(maxsize=512)
def field_selectors(spec: Fields) -> FieldSelectors:
    """*spec* compiled; the same object for the same selectors."""
    return FieldSelectors(
        **{field.name: tuple(map(compiled, getattr(spec, field.name))) for field in fields(FieldSelectors)}
    )


def first(selectors: tuple[Selector, ...], root: HtmlElement, index: TreeIndex | None = None) -> list[Match]:
    """Matches of the first selector that finds something with text, an image or a value; else an empty list."""
    for selector in selectors:
        found = [item for item in selector(root, index) if isinstance(item, str) or _has_content(item)]
        if found:
            return found
    return []


def every(selectors: tuple[Selector, ...], root: HtmlElement, index: TreeIndex | None = None) -> list[HtmlElement]:
    """Elements that any of the selectors finds, each once."""
    found: dict[HtmlElement, None] = {}
    for selector in selectors:
        for item in selector(root, index):
            if isinstance(item, HtmlElement):
                found.setdefault(item)
    return list(found)


def _has_content(element: HtmlElement) -> bool:
    if any(text.strip() for text in element.itertext()):
        return True
    return next(element.iter("img", "iframe", "embed", "object", "video"), None) is not None
