"""Selectors of portal files (``crawler.portals.spec.Selector``), applied to element trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import html

from crawler.selector import compiled
from crawler.tree_index import TreeIndex


def select(
    element: html.HtmlElement, selectors: Iterable[str], index: TreeIndex | None = None
) -> list[html.HtmlElement]:
    """The elements that the first selector with a match finds, in document order. *index*: one of *element*."""
    for selector in selectors:
        if found := compiled(selector).elements(element, index):
            return found
    return []


def select_all(
    element: html.HtmlElement, selectors: Iterable[str], index: TreeIndex | None = None
) -> list[html.HtmlElement]:
    """The elements that any of *selectors* finds, each once. *index*: one of *element*."""
    return list(dict.fromkeys(found for selector in selectors for found in compiled(selector).elements(element, index)))


def anchors_of(elements: Iterable[html.HtmlElement]) -> Iterator[html.HtmlElement]:
    """Links (``a``, ``area``, ``link``) among *elements* and within them."""
    for element in elements:
        if element.get("href"):
            yield element
        else:
            yield from element.iterfind(".//a[@href]")
