"""The provinces of 2024 and of July 2025; see ``corpus/data/provinces.csv``."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from functools import cache
from importlib.resources import files

from corpus.tones import fold_tone


@cache
def provinces() -> dict[str, dict[str, str]]:
    """Rows of the list by 2024 slug; keys as in the table ``provinces``."""
    text = files("corpus.data").joinpath("provinces.csv").read_text(encoding="utf-8")
    return {row["slug_2024"]: row for row in csv.DictReader(text.splitlines())}


def province_2025(slug_2024: str | None) -> str | None:
    """Slug of the province that a 2024 province went into on 1 July 2025."""
    return provinces()[slug_2024]["slug_2025"] if slug_2024 else None


MERGER = dt.date(2025, 7, 1)
"""From this day on a name means the province of the new list."""
SPELLINGS = {
    "tp hồ chí minh": "hochiminh",
    "tphcm": "hochiminh",
    "tp hcm": "hochiminh",
    "thành phố hồ chí minh": "hochiminh",
    "đắc lắc": "daklak",
    "đắk lắc": "daklak",
    "đắc nông": "daknong",
    "bắc cạn": "backan",
    "huế": "thuathienhue",
    "thừa thiên - huế": "thuathienhue",
    "br-vt": "bariavungtau",
    "tp hà nội": "hanoi",
    "tp hải phòng": "haiphong",
    "tp đà nẵng": "danang",
    "tp cần thơ": "cantho",
    "tp huế": "thuathienhue",
}
"""Other spellings that stand before titles (party-press usage); keys as ``_plain_name`` makes them."""
_TITLE_PREFIX = re.compile(r"\s*([^:]{3,30}?)\s*:\s*\S")


def _plain_name(name: str) -> str:
    """A name as it is compared: one placement of tone marks, lower case, dashes alike, no dots."""
    text = fold_tone(unicodedata.normalize("NFC", name)).casefold()
    text = re.sub(r"\s*[-–—]\s*", " - ", text.replace(".", " "))
    return " ".join(text.split())


@cache
def _names() -> dict[str, str]:
    names = {_plain_name(row["name_2024"]): slug for slug, row in provinces().items()}
    del names[_plain_name("Hồ Chí Minh")]  # without thành phố or TP before it the name is the man's
    return names | {_plain_name(name): slug for name, slug in SPELLINGS.items()}


@cache
def _unmerged() -> frozenset[str]:
    """Provinces of 2024 that became one of 2025 by themselves."""
    count: dict[str, int] = {}
    for row in provinces().values():
        count[row["slug_2025"]] = count.get(row["slug_2025"], 0) + 1
    return frozenset(slug for slug, row in provinces().items() if count[row["slug_2025"]] == 1)


def own_provinces(portal_province: str | None, title: str, published_at: str | None) -> tuple[str | None, str | None]:
    """The article's own province by the lists of 2024 and of 2025.

    That of its portal; on a central portal the one that the title names before a colon
    (``Lâm Đồng: …``). After the merger of 1 July 2025 such a name means the new province, and the
    old one is known only if it was not merged.

    >>> own_provinces(None, "Khánh Hoà: Hội nghị báo cáo viên", "2024-04-26")
    ('khanhhoa', 'khanhhoa')
    >>> own_provinces(None, "Lâm Đồng: Hội nghị báo cáo viên", "2026-04-26")
    (None, 'lamdong')
    """
    if portal_province:
        return portal_province, province_2025(portal_province)
    prefix = _TITLE_PREFIX.match(title)
    slug = _names().get(_plain_name(prefix[1])) if prefix else None
    if slug is None:
        return None, None
    if published_at and published_at[:10] >= MERGER.isoformat():
        new = slug if slug in {row["slug_2025"] for row in provinces().values()} else province_2025(slug)
        return (slug if slug in _unmerged() else None), new
    return slug, province_2025(slug)
