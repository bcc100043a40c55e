"""The form of an address that is stored and requested."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl, urlsplit

from crawler.addresses import absolute_url, escaped, normal_url, path_query, readable
from crawler.portals.hosts import bare_host
from crawler.portals.spec import CanonicalRules, Portal
from crawler.urls.hosts import host_table
from crawler.urls.parameters import kept_query
from crawler.urls.patterns import found, pattern_of
from crawler.urls.same_portal import SamePortal

MAX_STEPS = 5
"""Rewriting and unwrapping are repeated until nothing changes: a wrapped address may be wrapped again."""
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_QUERY_WITHOUT_MARK = re.compile(r"([^?&]*)&(?=[\w.%-]+=)")


def canonical_url(url: str, portal: Portal) -> str:
    """The form of *url* that is stored and requested; idempotent.

    Well formed (``crawler.addresses.normal_url``) and without tracking and session parameters. On the
    portal's hosts also: its own scheme, the host as the portal file writes it (``www.`` or not), former and twin
    hosts as its first one, and the family's rules (unwrap, rewrite, keep_query, drop_query,
    lower_path). A trailing slash, the order of parameters and composed or decomposed Unicode stay as met,
    because a server may tell them apart; ``identity`` does not. What is no address comes back unchanged.
    """
    return _canonical(url, SamePortal(portal))


@functools.lru_cache(maxsize=16384)
def _canonical(url: str, same: SamePortal) -> str:
    for _ in range(MAX_STEPS):
        step = _canonical_step(url, same.portal)
        if step == url:
            break
        url = step
    return url


def path_query_of(url: str) -> str:
    """``path?query`` of any string: of a canonical address, or the string itself where it is none."""
    return path_query(url) if normal_url(url) == url else url


def _canonical_step(url: str, portal: Portal) -> str:
    normal = normal_url(url)
    if normal is None:
        return url
    parts = urlsplit(normal)
    host = host_table(portal.scheme, portal.hosts, (*portal.twin_hosts, *portal.former_hosts)).get(
        bare_host(parts.netloc)
    )
    path, query = parts.path, parts.query
    if host is None:
        return _joined(parts.scheme, parts.netloc, path, kept_query(query, CanonicalRules()))
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
        path, _, query = pattern_of(rewrite.pattern).sub(rewrite.replacement, asked).partition("?")
    if not path.startswith("/"):
        path = f"/{path}"
    rewritten = _joined(portal.scheme, host, path, kept_query(query, rules))
    return normal_url(rewritten) or rewritten


def _joined(scheme: str, host: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}"


def _unwrapped(url: str, portal: Portal) -> str | None:
    """The address that a parameter of *url* holds, if it is one of the portal."""
    rules, parts = portal.canonical, urlsplit(url)
    if rules.unwrap_path and not found(rules.unwrap_path, parts.path):
        return None
    for name, value in parse_qsl(parts.query):
        if name in rules.unwrap and (inner := absolute_url(value, url)):
            known = host_table(portal.scheme, portal.hosts, (*portal.twin_hosts, *portal.former_hosts))
            if bare_host(urlsplit(inner).netloc) in known:
                return inner
    return None
