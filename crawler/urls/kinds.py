"""What stands at an address, as the rules say: article, listing, feed, sitemap, attachment, home page."""

from __future__ import annotations

import functools
import re

from crawler.addresses import absolute_url
from crawler.items import PageKind
from crawler.portals.spec import Portal
from crawler.urls.canonical import canonical_url, path_query_of
from crawler.urls.identity import identity
from crawler.urls.patterns import found
from crawler.urls.same_portal import SamePortal

_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|css|m?js|json|map|woff2?|ttf|eot|otf|mp3|mp4|m4[av]|wav|ogg|"
    r"avi|mov|wmv|flv|webm|mpe?g|3gp|m3u8|swf|exe|msi|apk|dmg|iso|ics|vcf)$",
    re.IGNORECASE,
)
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|ppsx?|odt|ods|odp|rtf|zip|rar|7z|tar|t?gz|epub)$", re.IGNORECASE
)
_SITEMAP = re.compile(r"(?:^|/)[\w.-]*sitemap[\w.-]*\.(?:xml|txt)(?:\.gz)?(?:\?|$)|\.xml\.gz$", re.IGNORECASE)
_FEED = re.compile(
    r"/(?:feed|rss|atom)(?:/[\w.%-]+){0,3}/?$|/(?:feed|rss|atom|rdf|index)\d?\.(?:xml|rdf|php|aspx?)$|\.(?:rss|atom|rdf)$"
    r"|/(?:rss|feeds?)/[^?]*\.xml$|/feeds/posts/default/?$|[?&](?:feed=(?:rss2?|atom|rdf)|format=feed|type=(?:rss|atom))(?:&|$)",
    re.IGNORECASE,
)
_COMMENT_FEED = re.compile(r"/comments?/(?:feed|rss)/?|/feed/?\?.*withoutcomments|feed=comments", re.IGNORECASE)


def classify(url: str, portal: Portal) -> PageKind | None:
    """What the rules say that *url* is; None where no rule knows it (or ``is_never``).

    The family's article rules come first, then addresses that are feeds, sitemaps or attachments
    everywhere, then the portal's sections, home pages and the family's listing rules.
    """
    return _classify(canonical_url(url, portal), SamePortal(portal))


@functools.lru_cache(maxsize=16384)
def _classify(url: str, same: SamePortal) -> PageKind | None:
    portal = same.portal
    asked = path_query_of(url)
    if _is_never(asked, portal):
        return None
    if found(portal.article.url, asked):
        return "article"
    path = asked.partition("?")[0]
    if _SITEMAP.search(asked):
        return "sitemap"
    if _ATTACHMENT.search(path):
        return "attachment"
    known = identity(url, "listing", portal)
    if kind := _starts(same).get(known):
        return kind
    if _FEED.search(asked):
        return "feed"
    return "listing" if found(portal.listing.url, asked) else None


def is_home(url: str, portal: Portal) -> bool:
    """True for the portal's home page, under any of the addresses that its file names."""
    known = identity(url, "listing", portal)
    home = f"{portal.scheme}://{portal.hosts[0]}/"
    addresses = (absolute_url(place, home) for place in (home, *portal.discovery.home))
    return any(identity(address, "listing", portal) == known for address in addresses if address)


def is_never(url: str, portal: Portal) -> bool:
    """True for what is never requested: the family's ``never`` rules, pictures, scripts, media, comment feeds."""
    return _is_never(path_query_of(canonical_url(url, portal)), portal)


def _is_never(asked: str, portal: Portal) -> bool:
    if found(portal.article.never, asked):
        return True
    path = asked.partition("?")[0]
    return bool(_ASSET.search(path) or _COMMENT_FEED.search(asked))


@functools.lru_cache(maxsize=512)
def _starts(same: SamePortal) -> dict[str, PageKind]:
    """Identity (as of a listing) to kind of the addresses that the portal file itself names."""
    portal = same.portal
    kinds: dict[str, PageKind] = {}
    home = f"{portal.scheme}://{portal.hosts[0]}/"
    named: tuple[tuple[PageKind, tuple[str, ...]], ...] = (
        ("feed", portal.discovery.feeds),
        ("sitemap", portal.discovery.sitemaps),
        ("listing", (*portal.discovery.home, *(section.url for section in portal.sections))),
    )
    for kind, urls in named:
        for place in urls:
            if url := absolute_url(place, home):
                kinds.setdefault(identity(url, "listing", portal), kind)
    return kinds
