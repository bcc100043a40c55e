"""Addresses as a portal's rules see them: canonical form, article key, identity, kind, permission, date. Pure."""

from __future__ import annotations

import datetime as dt
import functools
import re
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from crawler.addresses import absolute_url, escaped, normal_url, path_query, readable
from crawler.items import PageKind
from crawler.portals.hosts import bare_host
from crawler.portals.spec import CanonicalRules, Portal

__all__ = [
    "absolute_url",
    "article_key",
    "canonical_url",
    "classify",
    "identity",
    "is_allowed",
    "is_never",
    "url_date",
]

MAX_STEPS = 5
"""Rewriting and unwrapping are repeated until nothing changes: a wrapped address may be wrapped again."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ttclid|twclid|igshid|igsh|mc_cid|mc_eid"
    r"|_ga|_gl|zarsrc|gidzl|zaloref|fb_\w+|phpsessid|jsessionid|aspsessionid\w*",
    re.IGNORECASE,
)
"""Parameters that say who came from where, or hold a session: they never choose another page."""
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_QUERY_WITHOUT_MARK = re.compile(r"([^?&]*)&(?=[\w.%-]+=)")

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


class _Same:
    """A portal as a cache key: by identity, because a Portal holds a dict and hashing its rules takes longer."""

    __slots__ = ("portal",)

    def __init__(self, portal: Portal):
        self.portal = portal

    def __hash__(self) -> int:
        return id(self.portal)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.portal is other.portal


def canonical_url(url: str, portal: Portal) -> str:
    """The form of *url* that is stored and requested; idempotent.

    Well formed (``crawler.addresses.normal_url``) and without tracking and session parameters. On the
    portal's hosts also: its own scheme, the host as the portal file writes it (``www.`` or not), former and twin
    hosts as its first one, and the family's rules (unwrap, rewrite, keep_query, drop_query,
    lower_path). A trailing slash, the order of parameters and composed or decomposed Unicode stay as met,
    because a server may tell them apart; ``identity`` does not. What is no address comes back unchanged.
    """
    return _canonical(url, _Same(portal))


@functools.lru_cache(maxsize=16384)
def _canonical(url: str, same: _Same) -> str:
    for _ in range(MAX_STEPS):
        step = _canonical_step(url, same.portal)
        if step == url:
            break
        url = step
    return url


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
    url = canonical_url(url, portal)
    if kind == "article" and (key := _key(path_query_of(url), portal)):
        return f"article:{key}"
    if normal_url(url) is None:
        return f"{kind}:{url}"
    parts = urlsplit(url)
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = readable(parts.path).rstrip("/")
    return f"{kind}:{bare_host(parts.netloc)}{path}{'?' if query else ''}{readable(query)}"


def classify(url: str, portal: Portal) -> PageKind | None:
    """What the rules say that *url* is; None where no rule knows it (or ``is_never``).

    The family's article rules come first, then addresses that are feeds, sitemaps or attachments
    everywhere, then the portal's sections, home pages and the family's listing rules.
    """
    return _classify(canonical_url(url, portal), _Same(portal))


@functools.lru_cache(maxsize=16384)
def _classify(url: str, same: _Same) -> PageKind | None:
    portal = same.portal
    asked = path_query_of(url)
    if _is_never(asked, portal):
        return None
    if _found(portal.article.url, asked):
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
    return "listing" if _found(portal.listing.url, asked) else None


def is_home(url: str, portal: Portal) -> bool:
    """True for the portal's home page, under any of the addresses that its file names."""
    known = identity(url, "listing", portal)
    home = f"{portal.scheme}://{portal.hosts[0]}/"
    addresses = (absolute_url(place, home) for place in (home, *portal.discovery.home))
    return any(identity(address, "listing", portal) == known for address in addresses if address)


def is_never(url: str, portal: Portal) -> bool:
    """True for what is never requested: the family's ``never`` rules, pictures, scripts, media, comment feeds."""
    return _is_never(path_query_of(canonical_url(url, portal)), portal)


def is_allowed(url: str, portal: Portal) -> bool:
    """True where *url* may be requested: http(s), and host with port among the portal's hosts or twin hosts.

    ``www.`` before or missing from a host makes no difference. User names in the address, other
    ports, other spellings of an IP address and hosts that merely end alike are False. A loopback or
    private address is True only where the portal file names that literal.
    """
    if any(letter in url for letter in "\\\t\r\n "):
        return False
    normal = normal_url(url)
    if normal is None:
        return False
    host = bare_host(urlsplit(normal).netloc)
    return host in _own_hosts(portal.scheme, (*portal.hosts, *portal.twin_hosts))


def url_date(url: str, portal: Portal) -> str | None:
    """The date in the address by the family's ``url_date`` rules: ``2024-04-26``, ``2024-04``, or None.

    Digits that no rule names are never read as a date, and an impossible date is None.
    """
    asked = path_query_of(canonical_url(url, portal))
    for pattern in _compiled(portal.article.url_date):
        for match in pattern.finditer(asked):
            if date := _date(match.groupdict()):
                return date
    return None


def path_query_of(url: str) -> str:
    """``path?query`` of any string: of a canonical address, or the string itself where it is none."""
    return path_query(url) if normal_url(url) == url else url


def _date(groups: dict[str, str | None]) -> str | None:
    year, month, day = (groups.get(name) for name in ("year", "month", "day"))
    try:
        date = dt.date(int(year or 0), int(month or 0), int(day or 1))
    except ValueError:
        return None
    if not 1990 <= date.year <= 2100:
        return None
    return date.isoformat() if day else date.isoformat()[:7]


def _canonical_step(url: str, portal: Portal) -> str:
    normal = normal_url(url)
    if normal is None:
        return url
    parts = urlsplit(normal)
    host = _host_table(portal.scheme, portal.hosts, (*portal.twin_hosts, *portal.former_hosts)).get(
        bare_host(parts.netloc)
    )
    path, query = parts.path, parts.query
    if host is None:
        return _joined(parts.scheme, parts.netloc, path, _kept_query(query, CanonicalRules()))
    rules = portal.canonical
    if rules.unwrap and query and (inner := _unwrapped(normal, portal)):
        return inner
    path = _SESSION_IN_PATH.sub("", path)
    if not query and "&" in path and (match := _QUERY_WITHOUT_MARK.match(path)):
        path, query = match[1], path[match.end() :]
    if rules.lower_path:
        path = escaped(readable(path).lower(), frozenset("!$&'()*+,;=:@/"))
    for rewrite in rules.rewrite:
        asked = f"{path}?{query}" if query else path
        path, _, query = _pattern(rewrite.pattern).sub(rewrite.replacement, asked).partition("?")
    if not path.startswith("/"):
        path = f"/{path}"
    rewritten = _joined(portal.scheme, host, path, _kept_query(query, rules))
    return normal_url(rewritten) or rewritten


def _joined(scheme: str, host: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}"


def _unwrapped(url: str, portal: Portal) -> str | None:
    """The address that a parameter of *url* holds, if it is one of the portal."""
    rules, parts = portal.canonical, urlsplit(url)
    if rules.unwrap_path and not _found(rules.unwrap_path, parts.path):
        return None
    for name, value in parse_qsl(parts.query):
        if name in rules.unwrap and (inner := absolute_url(value, url)):
            known = _host_table(portal.scheme, portal.hosts, (*portal.twin_hosts, *portal.former_hosts))
            if bare_host(urlsplit(inner).netloc) in known:
                return inner
    return None


def _kept_query(query: str, rules: CanonicalRules) -> str:
    if not query:
        return ""
    kept = []
    for pair in query.split("&"):
        pair = re.sub(r"^(?:amp;)+", "", pair)  # noqa: PLW2901 - the pair as it should have been
        name = unquote_plus(pair.partition("=")[0])
        if not pair or _TRACKING.fullmatch(name) or _full(rules.drop_query, name):
            continue
        if rules.keep_query and not _full(rules.keep_query, name):
            continue
        kept.append(pair)
    return "&".join(kept)


def _key(asked: str, portal: Portal) -> str | None:
    for pattern in _compiled(portal.article.url):
        if (match := pattern.search(asked)) and pattern.groupindex:
            groups = match.groupdict()
            names = sorted(groups, key=lambda name: int(name.removeprefix("key") or 1))
            parts = [readable(value) for name in names if (value := groups[name])]
            return "/".join(parts) or None
    return None


def _is_never(asked: str, portal: Portal) -> bool:
    if _found(portal.article.never, asked):
        return True
    path = asked.partition("?")[0]
    return bool(_ASSET.search(path) or _COMMENT_FEED.search(asked))


@functools.lru_cache(maxsize=512)
def _starts(same: _Same) -> dict[str, PageKind]:
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


@functools.lru_cache(maxsize=512)
def _host_table(scheme: str, hosts: tuple[str, ...], others: tuple[str, ...]) -> dict[str, str]:
    """Host without ``www.`` to the host that is requested in its place."""
    own = [_without_default_port(scheme, host) for host in hosts]
    table = {bare_host(host): host for host in reversed(own)}
    for host in others:
        table.setdefault(bare_host(_without_default_port(scheme, host)), own[0])
    return table


@functools.lru_cache(maxsize=512)
def _own_hosts(scheme: str, hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(bare_host(_without_default_port(scheme, host)) for host in hosts)


def _without_default_port(scheme: str, host: str) -> str:
    return host.removesuffix(":443" if scheme == "https" else ":80")


def _found(patterns: tuple[str, ...], text: str) -> bool:
    return any(pattern.search(text) for pattern in _compiled(patterns))


def _full(patterns: tuple[str, ...], text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in _compiled(patterns))


@functools.lru_cache(maxsize=2048)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_pattern, patterns))


@functools.lru_cache(maxsize=4096)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
