"""Addresses as they stand in pages, feeds and sitemaps, made absolute and well formed. Knows no portal."""

from __future__ import annotations

import functools
import re
import unicodedata
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

MAX_LENGTH = 8192
"""Characters. View state in addresses of portal software runs to about 1,500."""

_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u200c\u200d\u2060\ufeff"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEME_TWICE = re.compile(r"https?:/{0,2}[^/?#]*?(?=https?:/{1,2}[^/])", re.IGNORECASE)
_SITE_TWICE = re.compile(r"https?://([^/?#]+)/+(?=https?:/{1,2}\1(?:[/?#]|$))", re.IGNORECASE)
_SLASHES = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_STEP = r"[\w~!$&'()*+,;=:@-][\w~!$&'()*+,;=:@.-]*"
_WELL_FORMED = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]+(?::(?!80/|443/)[1-9]\d{1,3})?/"
    rf"(?:{_STEP}/)*(?:{_STEP})?",
    re.ASCII,
)
"""Addresses that normal_url leaves as they are: no escapes, dots or slashes to look into. Most are."""

_PATH_SAFE = frozenset("!$&'()*+,;=:@/")
_QUERY_SAFE = frozenset("!$&'()*+,;=:@/?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+|%")
_KEPT = 0xDC00
"""chr(_KEPT + byte) stands for an escape that must stay one: a reserved character, or a byte that is no UTF-8."""
_DEFAULT_PORT = {"http": 80, "https": 443}


def absolute_url(href: str, base: str) -> str | None:
    """*href* of a page at *base* as a well-formed http(s) address without fragment, or None.

    None: other schemes (``javascript:``, ``mailto:``, ``data:``, ``tel:``), a mere fragment, nothing at
    all, an address with user name, and what no browser would make an address of. Repaired, because
    pages and feeds have them: white space and line ends, backslashes, doubled slashes,
    ``https://a.vnhttps://a.vn/x``, a missing ``//``. Composed and decomposed Unicode are left as met,
    because a server compares bytes; ``crawler.urls.identity`` treats them alike.
    """
    if len(href) > MAX_LENGTH:
        return None
    if href.startswith("/"):
        root = base.find("/", 8)
        if root > 0 and _WELL_FORMED.fullmatch(url := base[:root] + href):
            return url  # the greater part of all links
    elif href.startswith("http") and "http" not in href[4:] and _WELL_FORMED.fullmatch(href):
        return href
    href = _CONTROLS.sub("", _SURROGATES.sub("\ufffd", href).strip(_EDGES))
    if not href or href.startswith("#"):
        return None
    before, mark, after = _cut(href)
    href = before.replace("\\", "/") + mark + after
    while twice := _SCHEME_TWICE.match(href):
        href = href[twice.end() :]
    if re.match(r"www\.[\w-]+\.\w", href, re.IGNORECASE):
        href = f"//{href}"
    if scheme := _SCHEME.match(href):
        if scheme[0].lower() not in ("http:", "https:"):
            return None
        href = _SLASHES.sub(r"\1://", href, count=1)
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    while twice := _SITE_TWICE.match(url):
        url = _SLASHES.sub(r"\1://", url[twice.end() :], count=1)
    return normal_url(url)


@functools.lru_cache(maxsize=8192)
def normal_url(url: str) -> str | None:
    """*url* in the one form that servers see alike: idempotent; None where it is no http(s) address.

    Lower-case host in its ASCII (IDNA) form without trailing dot or default port; path without doubled
    slashes and dot segments; raw Unicode as percent-encoded UTF-8, escapes upper-case and only where
    needed; no fragment.
    """
    if _WELL_FORMED.fullmatch(url):
        return url
    try:
        parts = urlsplit(_SURROGATES.sub("\ufffd", url))
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORT or "@" in parts.netloc:
        return None
    netloc = _netloc(parts)
    if netloc is None:
        return None
    path = _without_dots(re.sub(r"/{2,}", "/", escaped(parts.path or "/", _PATH_SAFE)))
    query = escaped(parts.query, _QUERY_SAFE)
    return f"{parts.scheme}://{netloc}{path}{'?' if query else ''}{query}"


def path_query(url: str) -> str:
    """``path?query`` of a well-formed address; what the rules of a family are searched in."""
    return url[url.index("/", url.index("//") + 2) :]


def escaped(text: str, safe: frozenset[str]) -> str:
    """*text* with every character percent-encoded that is neither unreserved nor in *safe*; escapes stay escapes."""
    return "".join(
        letter if letter in _UNRESERVED or letter in safe else _as_escapes(letter) for letter in _characters(text)
    )


def readable(text: str) -> str:
    """*text* with escapes of non-ASCII and unreserved characters decoded, in NFC.

    Escapes of reserved characters and of bytes that are no UTF-8 stay, so that different addresses
    remain different.
    """
    if "%" not in text and text.isascii():
        return text
    letters = unicodedata.normalize("NFC", _characters(text))
    return "".join(f"%{ord(letter) & 0xFF:02X}" if _is_kept(letter) else letter for letter in letters)


def _characters(text: str) -> str:
    def decode(match: re.Match[str]) -> str:
        if match[0] == "%":
            return chr(_KEPT + 0x25)
        letters = bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "surrogateescape")
        return "".join(
            chr(_KEPT + ord(letter)) if letter not in _UNRESERVED and letter.isascii() else letter for letter in letters
        )

    return _ESCAPES.sub(decode, text) if "%" in text else text


def _is_kept(letter: str) -> bool:
    return _KEPT <= ord(letter) <= _KEPT + 0xFF


def _as_escapes(letter: str) -> str:
    if _is_kept(letter):
        return f"%{ord(letter) & 0xFF:02X}"
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def _cut(href: str) -> tuple[str, str, str]:
    at = min((found for found in (href.find("?"), href.find("#")) if found >= 0), default=len(href))
    return href[:at], href[at : at + 1], href[at + 1 :]


def _netloc(parts: SplitResult) -> str | None:
    name, _, port = parts.netloc.partition(":")
    name = unquote(name).lower().rstrip(".")
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if len(host) > 253 or not _HOST.fullmatch(host):
        return None
    if not port:
        return host
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        return None
    return host if int(port) == _DEFAULT_PORT[parts.scheme] else f"{host}:{int(port)}"


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
