"""Selectors of portal files (``crawler.portals.spec.Selector``), compiled once per process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias, cast

import cssselect
from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import Attrib, Class, CombinedSelector, Function, Hash, Negation, Pseudo
from lxml import etree
from lxml.html import HtmlElement

from crawler.tree_index import TreeIndex

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
    name: str | None = None
    """A class (``.x``) or id (``#x``) without which the first element of the selector does not match."""
    find_from: etree.XPath | None = None
    """What is found from an element with that name on."""
    is_one_step: bool = False
    """The selector is about one element, not about one within or beside another."""
    is_downward: bool = False
    """It finds what is within the element with that name, nothing beside it."""

    def __call__(self, root: HtmlElement, index: TreeIndex | None = None) -> list[Match]:
        """What is found below *root*, in document order; empty attribute values are left out.

        *index* is one of *root*: with it a selector that names a class or id looks only where that stands.
        """
        found = self._found(root, index)
        if not isinstance(found, list):
            return [str(found)] if str(found).strip() else []
        if self.attribute is None:
            return [item if isinstance(item, HtmlElement) else str(item) for item in found]
        values = (item.get(self.attribute, "") for item in found if isinstance(item, HtmlElement))
        return [value for value in values if value.strip()]

    def elements(self, root: HtmlElement, index: TreeIndex | None = None) -> list[HtmlElement]:
        """As a call, but the elements themselves where the selector is about an attribute of theirs."""
        found = self._found(root, index)
        return [item for item in found if isinstance(item, HtmlElement)] if isinstance(found, list) else []

    def _found(self, root: HtmlElement, index: TreeIndex | None) -> object:
        if index is None or self.name is None or self.find_from is None:
            return self.find(root)
        places = index.find(self.name)
        if self.is_one_step:
            return [place for place in places if self.find_from(place)]
        if len(places) > 1 and (not self.is_downward or _are_nested(places)):
            return self.find(root)  # the same could be found twice or out of order
        return [item for place in places for item in cast("list[Match]", self.find_from(place))]


@lru_cache(maxsize=4096)
def compiled(text: str) -> Selector:
    """The selector *text* (see ``crawler.portals.spec.Selector``), compiled.

    Raises ``ValueError`` if it is neither CSS nor XPath.
    """
    match = _ATTRIBUTE.search(text)
    bare = text[: match.start()].strip() if match else text.strip()
    attribute = match[1] if match else None
    try:
        if bare.startswith(("/", "./", "(")):
            return Selector(text, etree.XPath(bare, regexp=False), attribute)
        name, joints = _start(bare)
        return Selector(
            text,
            _css(bare, "descendant-or-self::"),
            attribute,
            name,
            _css(bare, "self::"),
            is_one_step=not joints,
            is_downward=joints <= {" ", ">"},
        )
    except (etree.XPathError, SelectorError) as error:
        raise ValueError(f"{text}: not a CSS selector or XPath expression ({error})") from None


def _css(text: str, prefix: str) -> etree.XPath:
    path = HTMLTranslator().css_to_xpath(text, prefix)
    return etree.XPath(_CLASS_TEST.sub(r"contains(@class, '\1') and \g<0>", path))


def _start(text: str) -> tuple[str | None, set[str]]:
    """A class or id of the first element that a CSS selector is about, and the combinators in it.

    The first is None if there is neither, or if *text* is a list of selectors.
    """
    parsed = cssselect.parse(text)
    if len(parsed) != 1:
        return None, {","}
    part: object = parsed[0].parsed_tree
    joints = set()
    while isinstance(part, CombinedSelector):
        joints.add(part.combinator)
        part = part.selector
    while isinstance(part, (Attrib, Pseudo, Function, Negation)):
        part = part.selector
    if isinstance(part, Class):
        return f".{part.class_name}", joints
    return (f"#{part.id}" if isinstance(part, Hash) else None), joints


def _are_nested(places: list[HtmlElement]) -> bool:
    """Whether one of *places*, which are in document order, stands within another."""
    return any(one in other.iterancestors() for one, other in pairwise(places))
