"""Tags of a newsroom before the lead: (ĐCSVN) –, BHG -."""

from __future__ import annotations

import re

LEAD_TAGS = frozenset({
    "ĐCSVN", "TCTG", "TUAG", "TGCT", "LLCT", "TCCS", "TCCSĐT", "QBĐT", "GLO", "BHG", "HBĐT", "LSO", "LCĐT", "NTO",
    "QNO", "QTO", "BTNO", "TTH", "CTO", "HG", "ĐN", "BBK", "YênBái", "CTTĐT", "CTT", "SGGPO", "DIC",
})  # fmt: skip
"""Seen on portals and in provincial newspapers, with or without brackets. Host names need not be listed."""

_ONLINE = re.compile(r"[A-ZĐ]{2,4}O")
"""A provincial newspaper's initials and O for online: ĐTO, BTNO."""
_NOT_ONLINE = frozenset({"WHO", "WTO", "FAO", "ILO", "CEO", "ISO", "NATO", "NGO", "IPO"})

_BRACKETED = re.compile(r"\(\s*(?P<tag>[^()\s]+(?:[- ][^()\s]+)?)\s*\)(?P<dash>\s*[-–—:]+)?\s*")
_BARE = re.compile(r"(?P<tag>[^\W_][\w.]*)(?:\s*[-–—]\s+|\s+[-–—]\s*)(?=[\s“\"'‘]*(?P<next>\w))")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:vn|com|net|org)(?:\.vn)?", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-ZĐ]{2,6}")
_ROMAN = re.compile(r"[IVXLC]+")


def strip_lead_tag(text: str) -> tuple[str | None, str]:
    """Return the newsroom's tag at the start of *text*, without brackets, and the rest; (None, text) if none.

    In brackets, with or without dash, are tags: those of ``LEAD_TAGS``, host names, and capitals before a dash or
    a capital. Without brackets only known tags and host names before a dash are, as ``HĐND - UBND`` is none.

    >>> strip_lead_tag("(ĐCSVN) – Ngày 26/4, hội nghị …")
    ('ĐCSVN', 'Ngày 26/4, hội nghị …')
    """
    match = _BRACKETED.match(text)
    if match:
        tag, rest = match["tag"], text[match.end() :]
        if rest and (_is_known(tag) or (_is_acronym(tag) and (match["dash"] or _begins_sentence(rest)))):
            return tag, rest
        return None, text
    match = _BARE.match(text)
    if match and (_is_known(match["tag"]) or _is_online(match["tag"])) and match["next"].isupper():
        return match["tag"], text[match.end() :]
    return None, text


def _is_known(tag: str) -> bool:
    return tag in LEAD_TAGS or tag.partition("-")[0] in LEAD_TAGS or _HOST.fullmatch(tag) is not None


def _is_online(tag: str) -> bool:
    return _ONLINE.fullmatch(tag) is not None and tag not in _NOT_ONLINE


def _is_acronym(tag: str) -> bool:
    return _ACRONYM.fullmatch(tag) is not None and _ROMAN.fullmatch(tag) is None


def _begins_sentence(text: str) -> bool:
    first = text.lstrip(" “\"'‘")[:1]
    return first.isupper()
