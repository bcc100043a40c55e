"""Shows where a query was found: marks in a text, and the passage of a text that says most about it.

FTS5's own ``highlight`` and ``snippet`` look at one column, and a query may mix words that are exact
about diacritics with words that are not; here both are marked in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document_numbers import WORD
from corpus.folding import fold
from corpus.query import Term
from corpus.tones import fold_tone

SNIPPET_WORDS = 36
WORDS_BEFORE = 8
"""A snippet begins at most this many words before its first hit: at the beginning of that hit's sentence."""

_TABLE_RULE = re.compile(r"\|(?:\s*-{3,}\s*\|)+")
"""The line under the head of a Markdown table, which a table block has in the reading text."""


@dataclass(frozen=True, slots=True)
class _Word:
    exact: str
    plain: str
    start: int
    end: int


def highlight(text: str, terms: Sequence[Term], marks: tuple[str, str]) -> str:
    """Return *text* (in NFC) with *marks* around each place where one of *terms* stands."""
    text = unicodedata.normalize("NFC", text)
    words = _split(text)
    return _mark(text, _merge(_spans(words, terms), words), 0, len(text), marks)


def snippet(text: str, terms: Sequence[Term], marks: tuple[str, str], *, length: int = SNIPPET_WORDS) -> str:
    """Return the passage of about *length* words in which most of *terms* stand, marked, on one line.

    Without any of them it is the beginning of *text*. ``…`` stands where the text goes on.
    """
    text = unicodedata.normalize("NFC", text)
    words = _split(text)
    if not words:
        return ""
    spans = _spans(words, terms)
    first = _best_start(text, words, spans, length)
    last = min(first + length, len(words)) - 1
    start = 0 if first == 0 else _space_before(text, words[first].start)
    end = len(text) if last == len(words) - 1 else _space_after(text, words[last].end)
    passage = _mark(text, _merge(spans, words), start, end, marks)
    one_line = " ".join(_TABLE_RULE.sub(" ", passage).split())
    return ("… " if start else "") + one_line + (" …" if end < len(text) else "")


def _space_before(text: str, place: int) -> int:
    """Where the run of visible characters begins that *place* is in: brackets and quotes belong to words."""
    while place and not text[place - 1].isspace():
        place -= 1
    return place


def _space_after(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def _split(text: str) -> list[_Word]:
    # fold_tone and fold keep the length of NFC text, so places agree.
    exact = fold_tone(text)
    plain = fold(exact)
    return [
        _Word(exact[match.start() : match.end()].lower(), plain[match.start() : match.end()].lower(), *match.span())
        for match in WORD.finditer(text)
    ]


def _spans(words: list[_Word], terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Hits as (number of the term, first word, word after the last), in the order of the text."""
    spans = []
    for number, term in enumerate(terms):
        kind = "exact" if term.is_exact else "plain"
        row = [getattr(word, kind) for word in words]
        head, *rest = term.words
        for index, word in enumerate(row):
            if (word == head or (term.is_prefix and not rest and word.startswith(head))) and _follows(
                row, index + 1, rest, is_prefix=term.is_prefix
            ):
                spans.append((number, index, index + len(term.words)))
    return sorted(spans, key=lambda span: span[1:])


def _follows(row: list[str], index: int, rest: Sequence[str], *, is_prefix: bool) -> bool:
    if not rest:
        return True
    found = row[index : index + len(rest)]
    if len(found) < len(rest) or found[:-1] != list(rest[:-1]):
        return False
    return found[-1].startswith(rest[-1]) if is_prefix else found[-1] == rest[-1]


def _merge(spans: list[tuple[int, int, int]], words: list[_Word]) -> list[tuple[int, int]]:
    """Places of *spans* in the text, those that overlap or stand side by side as one."""
    merged: list[tuple[int, int]] = []
    last_word = -1
    for _, first, after in spans:
        if merged and first <= last_word:
            last_word = max(last_word, after)
            merged[-1] = (merged[-1][0], words[last_word - 1].end)
        else:
            last_word = after
            merged.append((words[first].start, words[after - 1].end))
    return merged


def _mark(text: str, places: list[tuple[int, int]], start: int, end: int, marks: tuple[str, str]) -> str:
    parts = []
    position = start
    for hit_start, hit_end in places:
        left, right = max(hit_start, start), min(hit_end, end)
        if left < right:
            parts += [text[position:left], marks[0], text[left:right], marks[1]]
            position = right
    parts.append(text[position:end])
    return "".join(parts)


def _best_start(text: str, words: list[_Word], spans: list[tuple[int, int, int]], length: int) -> int:
    """The word at which to begin so that most different terms, and of equal passages the first, are shown."""
    if not spans:
        return 0
    before = min(WORDS_BEFORE, length // 4)
    best, best_score = spans[0][1], (0, 0)
    for index, (_, first, _) in enumerate(spans):
        reach = first + length - before
        inside = [number for number, _, after in spans[index : index + length] if after <= reach]
        score = (len(set(inside)), len(inside))
        if score > best_score:
            best, best_score = first, score
    start = max(0, min(best - before, len(words) - length))
    for index in range(best, start, -1):
        between = text[words[index - 1].end : words[index].start]
        if "\n" in between or any(mark in between for mark in ".?!…"):
            return index
    return start
