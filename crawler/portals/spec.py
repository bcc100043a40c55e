"""What a portal file and a family file may say: frozen, validated specs.

A portal is resolved from two files: its own and its family's. The tables ``article``, ``canonical``,
``listing``, ``discovery`` and ``fields`` of a portal file override the family's key by key; a list
whose first element is ``"+"`` is appended to the family's list instead of replacing it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Regex = str
"""A Python regular expression, compiled (and thereby checked) when the file is loaded."""
Selector = str
"""A CSS selector, or an XPath expression when it starts with ``/``, ``./`` or ``(``.

The suffix ``::attr(name)`` takes an attribute instead of the text. In a list the first selector that
finds something non-empty wins; for ``noise`` and ``caption`` all of them apply.
"""
Level = Literal["central", "province", "district"]
Kind = Literal["tuyengiao", "tinhuy", "journal", "newspaper", "demo"]
State = Literal["active", "blocked", "challenged", "moved", "closed", "unknown"]
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Host = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]+(:[0-9]+)?$")]
"""Lower-case host name, with ``:port`` where it is not the scheme's own."""


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A misspelt key in a file fails when the file is loaded, with its path."""


class Rewrite(Spec, frozen=True, kw_only=True):
    """One substitution on ``path?query`` of an address: ``re.sub(pattern, replacement)``."""

    pattern: Regex
    replacement: str


class ArticleRules(Spec, frozen=True, kw_only=True):
    """Which addresses are articles, and the portal's own key of an article."""

    url: tuple[Regex, ...] = ()
    """Searched in ``path?query`` of a canonical address; any match makes it an article address.
    A group named ``key`` is the article key; groups named ``key2``, ``key3`` are joined to it with
    ``/``. Without a key group the canonical URL itself identifies the article."""
    never: tuple[Regex, ...] = ()
    """Searched in ``path?query``; such addresses are neither articles nor listings and never fetched."""
    url_date: tuple[Regex, ...] = ()
    """Groups ``year``, ``month`` and, where present, ``day``: the date that the address itself carries."""
    complete: bool = False
    """True where ``url`` knows the address of every article: no other link is then scored as a guess, except
    on a listing where ``url`` finds nothing at all (a redesign)."""


class CanonicalRules(Spec, frozen=True, kw_only=True):
    """How several addresses of one thing become one."""

    keep_query: tuple[Regex, ...] = ()
    """Full-matched against parameter names. When given, all other parameters are dropped."""
    drop_query: tuple[Regex, ...] = ()
    """Full-matched against parameter names, besides the tracking parameters dropped everywhere."""
    unwrap: tuple[str, ...] = ()
    """Parameters that hold the real address (Liferay's ``redirect``): it replaces the whole address."""
    unwrap_path: tuple[Regex, ...] = ()
    """``unwrap`` applies only to paths in which one of these is found; empty means all."""
    rewrite: tuple[Rewrite, ...] = ()
    """Applied in order to ``path?query``: print, save and language twins become the article's address."""
    lower_path: bool = False
    """True where the server ignores the case of paths (ASP.NET)."""


class ListingRules(Spec, frozen=True, kw_only=True):
    """Where listings are, what they list, and where they go on."""

    url: tuple[Regex, ...] = ()
    """Searched in ``path?query``: addresses that are listings (section fronts and their pages)."""
    sections: tuple[Selector, ...] = ()
    """On the home page and on listings: links (``a`` elements or their containers) to section fronts."""
    items: tuple[Selector, ...] = ()
    """Elements, one an item, in which article links stand. Empty, or nothing found: the whole page."""
    item_date: tuple[Selector, ...] = ()
    """Within an item: where its date is printed."""
    next: tuple[Selector, ...] = ()
    """The link to the next page of the listing; ``rel=next`` and numbered pagers are known without it."""
    page_url: tuple[Regex, ...] = ()
    """With a group ``page``: the number of a listing page in its ``path?query``; used to order a pager's
    links where no *next* link is marked."""
    scope: tuple[Selector, ...] = ()
    """Where on a listing its own items are; teasers of menus and side bars outside are not read."""


class DiscoveryRules(Spec, frozen=True, kw_only=True):
    """Where else links come from. Addresses are relative to the portal's home page."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Tried besides those that robots.txt names and pages link to."""
    home: tuple[str, ...] = ("/",)
    """Pages read first for sections, feeds and articles."""
    from_articles: bool = False
    """Read links on article pages too: only where a portal has neither feed nor sitemap nor listing."""


class Fields(Spec, frozen=True, kw_only=True):
    """Selectors of an article page. See ``Selector``; empty means the generic answer."""

    title: tuple[Selector, ...] = ()
    lead: tuple[Selector, ...] = ()
    date: tuple[Selector, ...] = ()
    """The printed publication date, with or without label, weekday and time."""
    updated: tuple[Selector, ...] = ()
    date_meta: tuple[Selector, ...] = ()
    """Machine-readable publication date (metadata, hidden spans)."""
    updated_meta: tuple[Selector, ...] = ()
    byline: tuple[Selector, ...] = ()
    source: tuple[Selector, ...] = ()
    section: tuple[Selector, ...] = ()
    """Breadcrumb: the last element found that is not the title or the home page is the section."""
    body: tuple[Selector, ...] = ()
    """The element that holds the article's text. Several matches of one selector are joined in order."""
    caption: tuple[Selector, ...] = ()
    """Within body: captions, besides ``figcaption`` and cells of layout tables, which are known."""
    images: tuple[Selector, ...] = ()
    """Images outside the body element that belong to the article (lead picture with its caption)."""
    attachments: tuple[Selector, ...] = ()
    """Links or containers of links to attached files, besides file links within the body."""
    tags: tuple[Selector, ...] = ()
    standing: tuple[Selector, ...] = ()
    """Found on pages that are no articles: standing pages (about, contact) as the CMS itself marks them."""
    noise: tuple[Selector, ...] = ()
    """Removed before anything else is read."""


class Family(Spec, frozen=True, kw_only=True):
    """The markup that several portals share."""

    slug: Slug
    name: str
    description: str
    generator: tuple[Regex, ...] = ()
    """Found in ``meta[name=generator]`` or in the page source: evidence that a page is of this family."""
    article: ArticleRules = ArticleRules()
    canonical: CanonicalRules = CanonicalRules()
    listing: ListingRules = ListingRules()
    discovery: DiscoveryRules = DiscoveryRules()
    fields: Fields = Fields()
    date_formats: tuple[Regex, ...] = ()
    """Printed forms, tried before the general ones: groups ``day``, ``month``, ``year``, ``hour``,
    ``minute``, ``second``, ``meridiem`` (AM, PM, SA, CH); those missing stay unknown."""


class Section(Spec, frozen=True, kw_only=True):
    """A section front known beforehand."""

    url: str
    name: str | None = None


class Portal(Spec, frozen=True, kw_only=True):
    """One site of one organ, resolved with its family."""

    slug: Slug
    name: str
    """The site's own name, or the organ's where the site has none."""
    organ: str
    level: Level
    kind: Kind
    province: str | None = None
    """Slug of the 2024 province; None for central organs."""
    scheme: Literal["http", "https"] = "https"
    hosts: Annotated[tuple[Host, ...], msgspec.Meta(min_length=1)]
    """Requests go only to these; the first one is the portal's own, ``www.`` is implied."""
    former_hosts: tuple[Host, ...] = ()
    """Earlier names of the site: addresses there are the same articles; not requested."""
    twin_hosts: tuple[Host, ...] = ()
    """Other live names of the same site: addresses there are read as the first host's."""
    media_hosts: tuple[Host, ...] = ()
    family: Slug = "generic"
    sections: tuple[Section, ...] = ()
    language: str = "vi"
    evidence: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Where these facts were seen."""
    confidence: Literal["seen-in-page", "seen-in-link", "seen-in-code", "own"] = "seen-in-link"
    verified: bool = False
    """True once a live crawl was checked by a person."""
    enabled: bool = True
    state: State = "unknown"
    notes: str | None = None
    delay_secs: float | None = None
    """Seconds between two requests to a host. 0 is allowed on loopback addresses alone."""
    article: ArticleRules = ArticleRules()
    canonical: CanonicalRules = CanonicalRules()
    listing: ListingRules = ListingRules()
    discovery: DiscoveryRules = DiscoveryRules()
    fields: Fields = Fields()
    date_formats: tuple[Regex, ...] = ()
    expect: dict[str, float] = {}
    """Claims that ``tuyengiao check`` compares a crawl with."""
    digest: str = ""
    """SHA-256 (first 16 hex digits) of the resolved spec; filled when loaded, never in a file."""
