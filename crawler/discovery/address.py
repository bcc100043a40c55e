"""An address of a portal with what its rules say of it, found out once for all pages that link to it.

The menus of a site stand on all its pages: on a listing of 500 links about 450 addresses are known from the page
before. Measured on such pages: 12 ms a page for asking the rules about each link three to five times, 1 ms here.
"""

from __future__ import annotations

import functools

from crawler.discovery.numbering import Numbered, all_forms, taken_apart
from crawler.items import PageKind
from crawler.portals.spec import Portal
from crawler.urls import canonical_url, classify, identity, is_allowed, is_never, path_query_of

MAX_ADDRESSES = 4096
MAX_PORTALS = 16
"""Together at most 65,000 addresses of about 1 KB."""


class Address:
    """*url* as *portal*'s rules see it. Permission and canonical form are known at once, the rest when asked for."""

    def __init__(self, url: str, portal: Portal):
        self.url = url
        self.portal = portal
        self.canonical = canonical_url(url, portal)
        self._is_allowed = is_allowed(url, portal)
        self.is_open = self._is_allowed and not is_never(self.canonical, portal)
        """It may be requested as it stands."""

    @functools.cached_property
    def permitted(self) -> str | None:
        """The address, its canonical form where only that one may be requested (a former host), or None."""
        if self.is_open:
            return self.url
        if self._is_allowed or not is_allowed(self.canonical, self.portal):
            return None
        return None if is_never(self.canonical, self.portal) else self.canonical

    @functools.cached_property
    def key(self) -> str:
        """Its identity as a listing: equal for all addresses of one page."""
        return identity(self.canonical, "listing", self.portal)

    @functools.cached_property
    def article_key(self) -> str:
        return identity(self.canonical, "article", self.portal)

    @functools.cached_property
    def kind(self) -> PageKind | None:
        return classify(self.canonical, self.portal)

    @functools.cached_property
    def asked(self) -> str:
        """``path?query`` of the canonical form."""
        return path_query_of(self.canonical)

    @functools.cached_property
    def path(self) -> str:
        """Its path without extension, to be compared with the paths of others."""
        return self.asked.partition("?")[0].rstrip("/").removesuffix(".html").removesuffix(".htm")

    @functools.cached_property
    def above(self) -> tuple[str, ...]:
        """The paths above it, without the site's own."""
        steps = self.path.split("/")
        return tuple("/".join(steps[:end]) for end in range(2, len(steps)))

    @functools.cached_property
    def numbered(self) -> list[Numbered]:
        """Its forms as a page of a listing."""
        return taken_apart(self.asked, self.portal)

    @functools.cached_property
    def forms(self) -> list[Numbered]:
        """Its forms as a page of a listing, and the form in which it is a first page."""
        return all_forms(self.asked, self.portal)

    def identity(self, kind: PageKind) -> str:
        return self.article_key if kind == "article" else kind + self.key.removeprefix("listing")


class Addresses(dict[str, Address]):
    """The addresses of one portal by their spelling; one that is missing is added when asked for."""

    def __init__(self, portal: Portal):
        super().__init__()
        self.portal = portal
        self._by_href: dict[str, dict[str, Address | None]] = {}

    def by_href(self, root: str) -> dict[str, Address | None]:
        """What is known of links on pages of *root* (``https://host``) that do not depend on the page: to be filled."""
        known = self._by_href.setdefault(root, {})
        if len(known) >= MAX_ADDRESSES or len(self._by_href) > MAX_PORTALS:
            self._by_href = {root: {}}
        return self._by_href[root]

    def __missing__(self, url: str) -> Address:
        if len(self) >= MAX_ADDRESSES:
            self.clear()
        found = self[url] = Address(url, self.portal)
        return found


_books: dict[int, Addresses] = {}


def addresses_of(portal: Portal) -> Addresses:
    """The addresses known of *portal*: the same ones for the same object."""
    book = _books.get(id(portal))
    if book is None or book.portal is not portal:
        if len(_books) >= MAX_PORTALS:
            _books.clear()
        book = _books[id(portal)] = Addresses(portal)
    return book
