"""Selectors of portal files (``crawler.portals.spec.Selector``), applied to element trees."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import cssselect
from lxml import etree, html

# A substring test before the exact one, which allocates two strings: halves the time of class selectors.
_CLASS_TEST = re.compile(r"@class and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' ([^' ]+) '\)")
_ATTR = re.compile(r"::attr\([A-Za-z_][\w:.-]*\)\s*$")


def select(element: html.HtmlElement, selectors: Iterable[str]) -> list[html.HtmlElement]:
    """The elements that the first selector with a match finds, in document order."""
    for selector in selectors:
        if found := _elements(element, selector):
            return found
    return []


def select_all(element: html.HtmlElement, selectors: Iterable[str]) -> list[html.HtmlElement]:
    """The elements that any of *selectors* finds, each once."""
    return list(dict.fromkeys(found for selector in selectors for found in _elements(element, selector)))


def anchors_of(elements: Iterable[html.HtmlElement]) -> Iterator[html.HtmlElement]:
    """Links (``a``, ``area``, ``link``) among *elements* and within them."""
    for element in elements:
        if element.get("href"):
            yield element
        else:
            yield from element.iterfind(".//a[@href]")


def _elements(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    found = _expression(selector)(element)
    return [part for part in found if isinstance(part, html.HtmlElement)] if isinstance(found, list) else []


@functools.lru_cache(maxsize=2048)
def _expression(selector: str) -> etree.XPath:
    selector = _ATTR.sub("", selector).strip()
    if selector.startswith(("/", "./", "(")):
        return etree.XPath(selector)
    path = cssselect.HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(_CLASS_TEST.sub(r"contains(@class, '\1') and \g<0>", path))
