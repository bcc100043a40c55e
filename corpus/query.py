"""The query language: what people type, turned into an FTS5 expression that never fails.

The command line, the site's pages and Datasette's own search box all read queries by ``parse_query``.

    đảng bộ          both words, with exactly these diacritics (hoà and hòa are the same)
    dang bo          both words, with any diacritics
    "đảng bộ"        the phrase
    tuyên*           words that begin so
    đảng OR đoàn     either; binds more tightly than the space between words
    -báo, NOT báo    without that word
    (…)              grouping
    32-CT/TW, 18 - NQ/TW, chi thi 32, 15/2020/NĐ-CP      that document
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document_numbers import WORD, match_number
from corpus.folding import fold
from corpus.tones import fold_tone

MAX_CHARS = 2_000
MAX_TERMS = 64
MAX_DEPTH = 10
"""FTS5 gives up on expressions nested some 256 deep; no reader needs ten."""

_OPENING = '"“”„«'
_CLOSING = '"“”»'
_QUOTED = re.compile(rf"[{_OPENING}](?P<text>[^{_OPENING}{_CLOSING}]*)[{_CLOSING}]")
_CHUNK = re.compile(rf"[^\s()|{_OPENING}{_CLOSING}]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other, lower case, with one placement of tone marks."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def is_exact(self) -> bool:
        """True if a word has diacritics: then all are meant as typed."""
        return any(fold(word) != word for word in self.words)

    def as_fts(self) -> str:
        columns = "title body" if self.is_exact else "title_plain body_plain"
        star = " *" if self.is_prefix else ""
        return f'{{{columns}}} : "{" ".join(self.words)}"{star}'


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all (``AND``) or one (``OR``) must be found, and none of those excluded."""

    operator: str
    parts: tuple[Term | Group, ...]
    excluded: tuple[Term | Group, ...] = ()

    def as_fts(self) -> str:
        wanted = f" {self.operator} ".join(f"({part.as_fts()})" for part in self.parts)
        if not self.excluded:
            return wanted
        unwanted = " OR ".join(f"({part.as_fts()})" for part in self.excluded)
        return f"({wanted}) NOT ({unwanted})"


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    """As typed."""
    match: str
    """The FTS5 expression; empty if there is nothing to search for, and then ``problem`` says why."""
    terms: tuple[Term, ...] = ()
    """What a hit shows, to highlight it; excluded terms are not among them."""
    problem: str | None = None
    notes: tuple[str, ...] = ()
    """What was not understood as typed, one sentence each."""


def parse_query(text: str) -> Query:
    """Return what *text* asks for. Any text is a query: nothing raises, nothing is an FTS5 syntax error."""
    notes: list[str] = []
    if len(text) > MAX_CHARS:
        notes.append(f"Only the first {MAX_CHARS} characters were searched for.")
    tokens = list(_tokens(fold_tone(unicodedata.normalize("NFC", text[:MAX_CHARS]))))
    if sum(isinstance(token, (Term, Group)) for token in tokens) > MAX_TERMS:
        tokens = _first_terms(tokens)
        notes.append(f"Only the first {MAX_TERMS} words were searched for.")
    wanted, excluded = _Parser(tokens).parse()
    if not wanted:
        problem = "Type at least one word to search for."
        if excluded:
            problem = "Type at least one word to find besides those to leave out."
        return Query(text, "", problem=problem)
    tree = _join("AND", wanted, excluded)
    return Query(text, tree.as_fts(), tuple(dict.fromkeys(_terms(tree))), notes=tuple(notes))


def _tokens(text: str) -> Iterator[Term | Group | str]:
    """Terms, and the operators ``OR``, ``NOT``, ``(``, ``)``; everything else in *text* separates words."""
    # Letter by letter, because the lower case of a few letters outside Vietnamese is longer.
    plain = "".join(char.lower() if len(char.lower()) == 1 else char for char in fold(text))
    position = 0
    while position < len(text):
        if quoted := _QUOTED.match(text, position):
            position = quoted.end()
            is_prefix = text.startswith("*", position)
            if words := _words(quoted["text"]):
                yield Term(words, is_prefix)
            continue
        if number := match_number(text, plain, position):
            position = number.end
            yield _join("OR", [Term(phrase) for phrase in number.phrases])
            continue
        char = text[position]
        if char in "()|":
            yield "OR" if char == "|" else char
        elif char == "-" and _starts_operand(text, position + 1) and (position == 0 or text[position - 1] in " \t\n("):
            yield "NOT"
        elif chunk := _CHUNK.match(text, position):
            position = chunk.end()
            yield from _chunk(chunk[0])
            continue
        position += 1


def _starts_operand(text: str, position: int) -> bool:
    return position < len(text) and (text[position].isalnum() or text[position] in _OPENING + "(")


def _chunk(chunk: str) -> Iterator[Term | str]:
    if chunk in {"OR", "NOT"}:
        yield chunk
    elif chunk != "AND" and (words := _words(chunk)):
        yield Term(words, is_prefix=chunk.endswith("*"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(text))


def _first_terms(tokens: list[Term | Group | str]) -> list[Term | Group | str]:
    kept: list[Term | Group | str] = []
    left = MAX_TERMS
    for token in tokens:
        left -= isinstance(token, (Term, Group))
        if left < 0:
            break
        kept.append(token)
    return kept


@dataclass
class _Parser:
    tokens: list[Term | Group | str]
    position: int = 0
    depth: int = 0

    def parse(self) -> tuple[list[Term | Group], list[Term | Group]]:
        """What must be found (all of it) and what must not, up to the end or the closing bracket."""
        wanted: list[Term | Group] = []
        excluded: list[Term | Group] = []
        is_negated = is_alternative = False
        while self.position < len(self.tokens):
            piece = self.tokens[self.position]
            self.position += 1
            if piece == "OR":
                is_alternative = bool(wanted)
                continue
            if piece == "NOT":
                is_negated = True
                continue
            if piece == ")":
                if self.depth:
                    break
                continue
            operand = self._group(excluded if not is_negated else []) if piece == "(" else piece
            if isinstance(operand, (Term, Group)):
                if is_negated:
                    excluded.append(operand)
                elif is_alternative:
                    wanted[-1] = _join("OR", [wanted[-1], operand])
                else:
                    wanted.append(operand)
            is_negated = is_alternative = False
        return wanted, excluded

    def _group(self, excluded: list[Term | Group]) -> Term | Group | None:
        """The bracketed part that begins here; one that only excludes does so for what is around it."""
        if self.depth >= MAX_DEPTH:
            return None
        self.depth += 1
        wanted, unwanted = self.parse()
        self.depth -= 1
        if not wanted:
            excluded.extend(unwanted)
            return None
        return _join("AND", wanted, unwanted)


def _join(operator: str, parts: Sequence[Term | Group], excluded: Sequence[Term | Group] = ()) -> Term | Group:
    if len(parts) == 1 and not excluded:
        return parts[0]
    return Group(operator, tuple(parts), tuple(excluded))


def _terms(part: Term | Group) -> Iterator[Term]:
    if isinstance(part, Term):
        yield part
    else:
        for inner in part.parts:
            yield from _terms(inner)
