"""Recognises numbers of Party and State papers as people type them: ``18 - NQ/TW``, ``chi thi 32``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from corpus.folding import fold

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A token as FTS5's unicode61 sees it: letters and digits, with marks that NFC leaves."""


def _load_kinds() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("corpus.data").joinpath("document_kinds.toml").read_text(encoding="utf-8"))
    return {fold(name).lower(): tuple(abbreviations) for name, abbreviations in table.items()}


KINDS = _load_kinds()
"""Abbreviations by kind; the kind in lower case and without diacritics."""


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_NUMBER = r"(?P<number>\d{1,5}(?:\s?/\s?(?:19|20)\d\d)?)"
_ABBREVIATIONS = _either([fold(short).lower() for shorts in KINDS.values() for short in shorts])
_SYMBOL = rf"\s*[-–—/]\s*(?P<symbol>(?:{_ABBREVIATIONS})\d*(?:\s*/\s*[a-z]+\d*|[-–][a-z]+\d*)*)(?!\w)"
_WITH_SYMBOL = re.compile(rf"(?:(?:{_either(list(KINDS))})\s+)?(?:so\s+)?{_NUMBER}{_SYMBOL}")
# "kế hoạch 5 năm", "báo cáo 6 tháng" and "chương trình 1,5 tỷ" are no numbers of papers.
_WITH_KIND = re.compile(
    rf"(?P<kind>{_either(list(KINDS))})\s+(?:so\s+)?{_NUMBER}(?!\w|[.,]\d|\s*%|\s+(?:nam|thang|tuan|ngay|quy|gio)\b)"
)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A document number found in a text."""

    end: int
    """Where it ends in that text."""
    phrases: tuple[tuple[str, ...], ...]
    """Lower-case words; an article cites the document if any of these phrases stands in it."""


def match_number(text: str, plain: str, start: int) -> NumberSpan | None:
    """Return the document number that begins at *start* of *text* (NFC), or None.

    *plain* is the text in lower case without diacritics, of the same length. ``chi thi 32`` stands for
    chỉ thị 32, chỉ thị số 32 and 32-CT; ``5-CT/TW`` for 05-CT/TW too.
    """
    if start and plain[start - 1].isalnum():
        return None
    if found := _WITH_SYMBOL.match(plain, start):
        symbol = _words(text[slice(*found.span("symbol"))])
        return NumberSpan(found.end(), tuple((*number, *symbol) for number in _spellings(found["number"])))
    found = _WITH_KIND.match(plain, start)
    if found is None or re.fullmatch(r"(?:19|20)\d\d", found["number"]):
        return None
    kind = _words(text[slice(*found.span("kind"))])
    is_plain = all(fold(word) == word for word in kind)
    phrases: list[tuple[str, ...]] = []
    for number in _spellings(found["number"]):
        phrases += [(*kind, *number), (*kind, "so" if is_plain else "số", *number)]
        for short in KINDS[" ".join(found["kind"].split())]:
            phrases.append((*number, fold(short).lower() if is_plain else short.lower()))
    return NumberSpan(found.end(), tuple(phrases))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(text))


def _spellings(number: str) -> list[tuple[str, ...]]:
    """The words of a number, with and without a leading zero: papers below ten are cited either way."""
    first, *year = WORD.findall(number)
    spellings = [first, first.lstrip("0") or first] if first.startswith("0") else [first]
    if len(first) == 1 and first != "0":
        spellings.append(f"0{first}")
    return [(spelling, *year) for spelling in dict.fromkeys(spellings)]
