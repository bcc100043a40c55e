"""The links of one page as its elements stand in the tree, gathered in one pass."""

from __future__ import annotations

import functools

from lxml import html

from crawler.addresses import absolute_url
from crawler.discovery.address import Address, addresses_of
from crawler.portals.spec import Portal
from crawler.tree_index import TreeIndex


class Anchors:
    """Elements ``a`` and ``area`` of *tree* that lead anywhere, with the addresses they lead to from *base*."""

    def __init__(self, tree: html.HtmlElement, base: str, portal: Portal):
        self.tree, self.base, self.portal = tree, base, portal
        self.addresses = addresses_of(portal)
        self._by_href: dict[str, Address | None] = {}
        self._by_full_href = self.addresses.by_href(root_of(base))
        self.links: list[tuple[html.HtmlElement, Address]] = []
        """In page order."""
        self.others: list[html.HtmlElement] = []
        """Elements ``link`` with an address, in page order."""
        self.places: list[int] = []
        """For each of *links*, how many elements ``a`` and ``area`` stand before it, with or without address."""
        self.marked_next: list[html.HtmlElement] = []
        """Links and ``link`` elements that say ``rel=next``, in page order."""
        at = 0
        for element in tree.iter("a", "area", "link"):
            href = element.get("href")
            if element.tag == "link":
                if href is not None:
                    self.others.append(element)
                    if element.get("rel") == "next":
                        self.marked_next.append(element)
                continue
            at += 1
            if href is None:
                continue
            if element.tag == "a" and "next" in (element.get("rel") or ""):
                self.marked_next.append(element)
            address = self.address(href)
            if address is not None:
                self.links.append((element, address))
                self.places.append(at - 1)

    def address(self, href: str) -> Address | None:
        """Where *href* leads, or None for what is no address of the web."""
        known = self._by_full_href if href.startswith(("/", "http://", "https://")) else self._by_href
        try:
            return known[href]
        except KeyError:
            url = absolute_url(href, self.base)
            found = known[href] = self.addresses[url] if url else None
            return found

    @functools.cached_property
    def index(self) -> TreeIndex:
        return TreeIndex(self.tree)


def root_of(url: str) -> str:
    """``https://host`` of a well-formed address: all that an address from ``/`` on is completed with."""
    end = url.find("/", 8)
    return url if end < 0 else url[:end]
