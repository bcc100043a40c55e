"""What an address identifies: the key of an article, the key of the frontier."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from crawler.addresses import normal_url, readable
from crawler.items import PageKind
from crawler.portals.hosts import bare_host
from crawler.portals.spec import Portal
from crawler.urls.canonical import canonical_url, path_query_of
from crawler.urls.patterns import compiled
from crawler.urls.same_portal import SamePortal


def article_key(url: str, portal: Portal) -> str | None:
    """The portal's own key of the article at *url*: the groups of its family's rule joined by ``/``, else None.

    >>> article_key("https://a.vn/vi/tin-tuc/mot-bai-viet-12.html", portal)   # doctest: +SKIP
    'vi/tin-tuc/12'
    """
    return _key(path_query_of(canonical_url(url, portal)), portal)


def identity(url: str, kind: PageKind, portal: Portal) -> str:
    """What *url* identifies, as the frontier's key: two addresses of one thing have one identity.

    ``article:<article key>`` where the family's rules find a key; else the kind and the canonical
    address without scheme, ``www.`` and trailing slash, readable, in NFC, its parameters sorted.
    """
    return _identity(canonical_url(url, portal), kind, SamePortal(portal))


@functools.lru_cache(maxsize=16384)
def _identity(url: str, kind: PageKind, same: SamePortal) -> str:
    portal = same.portal
    if kind == "article" and (key := _key(path_query_of(url), portal)):
        return f"article:{key}"
    if normal_url(url) is None:
        return f"{kind}:{url}"
    parts = urlsplit(url)
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = readable(parts.path).rstrip("/")
    return f"{kind}:{bare_host(parts.netloc)}{path}{'?' if query else ''}{readable(query)}"


def _key(asked: str, portal: Portal) -> str | None:
    for pattern in compiled(portal.article.url):
        if (match := pattern.search(asked)) and pattern.groupindex:
            groups = match.groupdict()
            names = sorted(groups, key=lambda name: int(name.removeprefix("key") or 1))
            parts = [readable(value) for name in names if (value := groups[name])]
            return "/".join(parts) or None
    return None
