"""Host names as portal files write them: ``name`` or ``name:port``, lower case."""

from __future__ import annotations

import ipaddress

LABEL_LENGTH = 63
NAME_LENGTH = 253


def bare_host(host: str) -> str:
    """*host* without ``www.``: both names are the same site everywhere in this project."""
    return host.removeprefix("www.")


def is_loopback(host: str) -> bool:
    """True for a literal loopback address (127.0.0.0/8) and for ``localhost``, with or without port."""
    name = host.partition(":")[0]
    if name == "localhost":
        return True
    address = _address(name)
    return address is not None and address.is_loopback


def host_problem(host: str) -> str | None:
    """Why *host* cannot stand in a portal file, or None.

    A public site is reached by name. Loopback and private addresses are for sites on one's own
    machine or network: they need their port, so that no slip opens a whole machine to the crawler.
    """
    name, colon, port = host.partition(":")
    if colon and not 0 < int(port) < 65536:
        return f"{host}: no such port"
    address = _address(name)
    if address is not None or name == "localhost":
        if address is not None and (address.is_multicast or address.is_unspecified):
            return f"{host}: not the address of a site"
        if (address is None or not address.is_global) and not colon:
            return f"{host}: a loopback or private address needs its port, such as {host}:8000"
        return None
    labels = name.split(".")
    if not all(labels) or any(label[0] == "-" or label[-1] == "-" or len(label) > LABEL_LENGTH for label in labels):
        return f"{host}: not a host name"
    if len(labels) < 2 or len(name) > NAME_LENGTH or labels[-1].isdigit():
        return f"{host}: not the full name of a host"
    return None


def _address(name: str) -> ipaddress.IPv4Address | None:
    try:
        return ipaddress.IPv4Address(name)
    except ValueError:
        return None
