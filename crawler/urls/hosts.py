"""The hosts of a portal, and whether an address stands on one of them."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from crawler.addresses import normal_url
from crawler.portals.hosts import bare_host
from crawler.portals.spec import Portal
from crawler.urls.same_portal import SamePortal


def is_allowed(url: str, portal: Portal) -> bool:
    """True where *url* may be requested: http(s), and host with port among the portal's hosts or twin hosts.

    ``www.`` before or missing from a host makes no difference. User names in the address, other
    ports, other spellings of an IP address and hosts that merely end alike are False. A loopback or
    private address is True only where the portal file names that literal.
    """
    return _is_allowed(url, SamePortal(portal))


@functools.lru_cache(maxsize=16384)
def _is_allowed(url: str, same: SamePortal) -> bool:
    portal = same.portal
    if any(letter in url for letter in "\\\t\r\n "):
        return False
    normal = normal_url(url)
    if normal is None:
        return False
    host = bare_host(urlsplit(normal).netloc)
    return host in own_hosts(portal.scheme, (*portal.hosts, *portal.twin_hosts))


@functools.lru_cache(maxsize=512)
def host_table(scheme: str, hosts: tuple[str, ...], others: tuple[str, ...]) -> dict[str, str]:
    """Host without ``www.`` to the host that is requested in its place."""
    own = [_without_default_port(scheme, host) for host in hosts]
    table = {bare_host(host): host for host in reversed(own)}
    for host in others:
        table.setdefault(bare_host(_without_default_port(scheme, host)), own[0])
    return table


@functools.lru_cache(maxsize=512)
def own_hosts(scheme: str, hosts: tuple[str, ...]) -> frozenset[str]:
    """Hosts as ``bare_host`` writes them, without the default port of *scheme*."""
    return frozenset(bare_host(_without_default_port(scheme, host)) for host in hosts)


def _without_default_port(scheme: str, host: str) -> str:
    return host.removesuffix(":443" if scheme == "https" else ":80")
