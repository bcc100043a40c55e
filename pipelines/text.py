"""Vietnamese text as pages write it, made uniform without changing what was written: normalize, join_wrapped."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from corpus.tones import fold_tone
from pipelines.lead_tags import strip_lead_tag
from pipelines.legacy_text import looks_like_legacy_encoding, looks_like_mojibake

__all__ = [
    "fold_tone",
    "is_probably_vietnamese",
    "join_wrapped",
    "looks_like_legacy_encoding",
    "looks_like_mojibake",
    "normalize",
    "strip_lead_tag",
    "word_count",
]

_LINE_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_SPACES = dict.fromkeys([*map(ord, "\t\u00a0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200B)], " ")
_INVISIBLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\t\n\x0b\x0c\x1c\x1d\x1e"),
        *(code for code in range(0x7F, 0xA0) if code != 0x85),
        0x00AD,  # soft hyphen
        0x034F,
        0x061C,
        0x115F,
        0x1160,
        0x180E,
        *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        0xFFFE,
        0xFFFF,
        *range(0xD800, 0xE000),  # lone surrogates, which UTF-8 and SQLite refuse
        *range(0xE0000, 0xE0080),
    ]
)
# Bullets of the Symbol and Wingdings fonts, which word processors leave in the private use area.
_FONT_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑", 0xF02D: "-"}
_TABLE = {**_INVISIBLE, **_SPACES, **_LINE_BREAKS, **_FONT_BULLETS}
# Most texts have none of these: one search is cheaper than translating each character.
_NEEDS_TABLE = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u034e\u0350-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e]")

_ETH = re.compile("[ÐðƉɖ]")
_ETH_TO_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_WORD = re.compile(r"[^\W\d_]+")
_ONLY_VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u0129\u0128\u0169\u0168\u1ea0-\u1ef9]")
_ICELANDIC = re.compile("[þÞæÆöÖ]")


def normalize(text: str) -> str:
    r"""Return *text* in NFC, with plain spaces, without invisible characters, and with Đ where Eth stood for it.

    Entities are taken to be decoded. All Unicode spaces and tabs become a space, runs of spaces one; line breaks
    of any kind become ``\n``, without spaces around, at most two in a row; both ends are stripped. Zero-width
    and control characters, soft hyphens, byte order marks and lone surrogates go. Spelling, tone-mark placement,
    quotes, dashes, the ellipsis and spaces before punctuation stay. Idempotent.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _NEEDS_TABLE.search(text):
        text = text.translate(_TABLE)
    text = unicodedata.normalize("NFC", text)
    if _ETH.search(text):
        text = _with_d(text)
    if "\n" in text:
        text = "\n".join(line.strip(" ") for line in text.split("\n"))
        text = re.sub("\n{3,}", "\n\n", text).strip("\n")
    if "  " in text:
        text = re.sub(" {2,}", " ", text)
    return text.strip(" ")


def _with_d(text: str) -> str:
    """Eth becomes Đ in Vietnamese text, and elsewhere where no Icelandic word can have it: first, or in capitals."""
    is_vietnamese = _ONLY_VIETNAMESE.search(text) is not None

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        if not _ETH.search(word) or _ICELANDIC.search(word):
            return word
        if is_vietnamese or _ETH.match(word) or (word.isupper() and len(word) <= 5):
            return word.translate(_ETH_TO_D)
        return word

    return _WORD.sub(replaced, text)


_LIST_ITEM = re.compile(r"(?:[-–—+*•▪➢✓☑○●■◆►]|\(?(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)/](?!\d))\s")
_SENTENCE_END = re.compile(r"[.!?:;…][”\"’')\]]*\Z")
_NARROW = 40
"""Characters: blocks of lines all shorter than this are verse, addresses or signatures, not wrapped prose."""
_SLACK = 0.8
"""Proportional fonts wrap at unequal lengths: full lines of pasted text were found from 0.82 of the longest on."""


def join_wrapped(text: str) -> str:
    r"""Return *text* with hard-wrapped lines joined by a space, one line a paragraph.

    Blank lines, lines before a list item, and lines that end before their next word had to wrap end a paragraph;
    verse and other short lines stay as they are. A line that begins in lower case continues the one before.
    Words are never glued. Expects and returns normalised text.

    >>> join_wrapped("Ban Thường vụ Tỉnh ủy vừa ban hành kế\nhoạch.\n\nTheo đó, các cấp ủy …")
    'Ban Thường vụ Tỉnh ủy vừa ban hành kế hoạch.\nTheo đó, các cấp ủy …'
    """
    return "\n".join(paragraph for block in re.split(r"\n{2,}", text) for paragraph in _paragraphs(block.split("\n")))


def _paragraphs(lines: list[str]) -> list[str]:
    lines = [line for line in lines if line]
    if not lines:
        return []
    width = max(len(line) for line in lines)
    paragraphs = [lines[0]]
    for previous, line in pairwise(lines):
        if _is_wrapped(previous, line, width):
            paragraphs[-1] += " " + line
        else:
            paragraphs.append(line)
    return paragraphs


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines is a wrap at *width*, not the end of a paragraph."""
    if _LIST_ITEM.match(following):
        return False
    if following[0].islower() and not _SENTENCE_END.search(line):
        return True
    if width < _NARROW:
        return False
    needed = len(line) + 1 + len(following.split(" ", 1)[0])
    return needed > width * (1 if _SENTENCE_END.search(line) else _SLACK)


def word_count(text: str) -> int:
    """Return the number of space-separated words with a letter or digit: in Vietnamese, of syllables."""
    return sum(1 for word in text.split() if word.isalnum() or any(map(str.isalnum, word)))


_LETTER = re.compile(r"[^\W\d_]")
_MIN_SHARE = 0.04
"""Of letters: running Vietnamese text has 0.16 to 0.22 of these letters, English with Vietnamese names under 0.02."""


def is_probably_vietnamese(text: str) -> bool:
    """Return whether letters that only Vietnamese has (ă, đ, ơ, ư, ạ, ế …) make up a Vietnamese share of *text*.

    False for Vietnamese written without diacritics or in a legacy font encoding.
    """
    text = unicodedata.normalize("NFC", text[:2000])
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_ONLY_VIETNAMESE.findall(text)) >= _MIN_SHARE * letters
