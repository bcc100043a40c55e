"""Bytes to text: which encoding a page is in, and how that was found out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from charset_normalizer import from_bytes

How = Literal["bom", "bytes", "header", "meta", "detected", "assumed"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_META_BYTES = 4096
_DETECT_BYTES = 32768
# What browsers read a label as: windows-1252 for Latin-1, and so on (WHATWG Encoding).
_LABELS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text, without NUL characters."""

    text: str
    encoding: str
    how: How
    """bom; bytes (strictly valid UTF-8 with letters beyond ASCII, whatever was declared); header; meta;
    detected; assumed (plain ASCII, or nothing else fitted)."""
    replaced: int
    """Number of bytes or sequences that stand for no character and became U+FFFD."""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of *body*, fetched with the header *content_type*.

    A byte-order mark decides; then UTF-8 that is valid and not mere ASCII (Vietnamese in another encoding
    is never valid UTF-8 by chance); then the charset of the header, of a meta element, then detection.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _decoded(body[len(bom) :] if name == "utf-8" else body, name, "bom")
    if b"\0" in body[:512]:
        wide = _wide(body)
        if wide:
            return _decoded(body, wide, "detected")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text.replace("\0", ""), "utf-8", "assumed" if text.isascii() else "bytes", 0)
    return _by_declaration(body, content_type)


def _by_declaration(body: bytes, content_type: str) -> Decoded:
    declared: list[tuple[str, How]] = []
    header = _CHARSET.search(content_type)
    if header:
        declared.append((header[1], "header"))
    meta = _CHARSET.search(body[:_META_BYTES].decode("latin-1"))
    if meta:
        declared.append((meta[1], "meta"))
    best: Decoded | None = None
    for label, how in declared:
        name = _python_name(label)
        if name is None:
            continue
        decoded = _decoded(body, name, how)
        if not decoded.replaced:
            return decoded
        if best is None or decoded.replaced < best.replaced:
            best = decoded
    # A few broken bytes in a page that says what it is: keep its word, count the damage.
    if best is not None and best.replaced * 200 <= len(body):
        return best
    guess = from_bytes(body[:_DETECT_BYTES]).best()
    if guess is not None:
        detected = _decoded(body, guess.encoding, "detected")
        if best is None or detected.replaced < best.replaced:
            return detected
    return best or _decoded(body, "utf-8", "assumed")


def _decoded(body: bytes, name: str, how: How) -> Decoded:
    text = body.decode(name, errors="replace")
    return Decoded(text.replace("\0", "").removeprefix("\ufeff"), name, how, text.count("\ufffd"))


def _python_name(label: str) -> str | None:
    label = label.strip().lower()
    try:
        return codecs.lookup(_LABELS.get(label, label)).name
    except LookupError:
        return None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the markup is NUL."""
    head = body[:512]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return None
