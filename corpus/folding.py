"""The search index: what stands in it for an article, and the only code that writes to it.

Each text is indexed twice, as it is (with one placement of tone marks) and without diacritics; the
content view returns the original for both, so highlights show what was printed. An FTS5 'delete' must
name the very values that were indexed, therefore a change of the folding needs a new ``FOLD_VERSION``.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from itertools import islice

from corpus.schema import SEARCH_TABLE
from corpus.tones import fold_tone

FOLD_VERSION = "1"
"""Raise it with every change of ``fold`` or of ``corpus.tones.fold_tone``: ``ensure_index`` then reindexes."""
REINDEX_BATCH_ROWS = 500
MAX_CACHED_WORDS = 50_000

_INSERT = f"INSERT INTO {SEARCH_TABLE}(rowid, title, body, title_plain, body_plain) VALUES (?, ?, ?, ?, ?)"
_DELETE = (
    f"INSERT INTO {SEARCH_TABLE}({SEARCH_TABLE}, rowid, title, body, title_plain, body_plain) "
    "VALUES ('delete', ?, ?, ?, ?, ?)"
)


class _PlainLetters(dict[int, str]):
    """Table for ``str.translate``, filled as letters are met: a miss of a plain dict costs an exception."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = unicodedata.normalize("NFD", char)
        has_mark = len(parts) > 1 and unicodedata.combining(parts[1])
        self[code] = plain = parts[0] if has_mark else char
        return plain


class _PlainWords(dict[str, str]):
    """What stands between spaces, folded. Vietnamese has some 7,000 syllables, so nearly every word is met
    again: 0.05 ms for 4 KB, letter by letter 0.25.
    """

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        self[word] = plain = word.translate(_LETTERS)
        return plain


# Unicode does not decompose đ.
_LETTERS = _PlainLetters({ord("đ"): "d", ord("Đ"): "D"})
_WORDS = _PlainWords()


def fold(text: str) -> str:
    """Return *text* without diacritics, đ as d: one character for each character of its NFC form.

    >>> fold("Đảng bộ")
    'Dang bo'
    """
    return " ".join(map(_WORDS.__getitem__, unicodedata.normalize("NFC", text).split(" ")))


def index_values(title: str, body: str) -> tuple[str, str, str, str]:
    """Return what the columns title, body, title_plain and body_plain of the index hold for an article."""
    exact_title = fold_tone(unicodedata.normalize("NFC", title))
    exact_body = fold_tone(unicodedata.normalize("NFC", body))
    return exact_title, exact_body, fold(exact_title), fold(exact_body)


def insert_entry(connection: sqlite3.Connection, search_rowid: int, title: str, body: str) -> None:
    """Add an article to the index, in the caller's transaction."""
    connection.execute(_INSERT, (search_rowid, *index_values(title, body)))


def delete_entry(connection: sqlite3.Connection, search_rowid: int, title: str, body: str) -> None:
    """Take an article out of the index, in the caller's transaction.

    *title* and *body* are those it was added with, that is the row's before it is changed: other values
    leave words behind that find nothing.
    """
    connection.execute(_DELETE, (search_rowid, *index_values(title, body)))


def reindex(connection: sqlite3.Connection) -> int:
    """Build the index anew from ``articles`` and record ``FOLD_VERSION``; return the number of articles.

    All or nothing; works inside or outside a transaction. FTS5's own 'rebuild' would index the original
    text in the columns that hold the folded one.
    """
    connection.execute("SAVEPOINT reindex")
    try:
        connection.execute(f"INSERT INTO {SEARCH_TABLE}({SEARCH_TABLE}) VALUES ('delete-all')")
        rows = connection.execute("SELECT search_rowid, title, body FROM articles ORDER BY search_rowid")
        count = 0
        while batch := list(islice(rows, REINDEX_BATCH_ROWS)):
            connection.executemany(_INSERT, [(rowid, *index_values(title, body)) for rowid, title, body in batch])
            count += len(batch)
        _record_version(connection)
    except BaseException:
        connection.execute("ROLLBACK TO reindex")
        connection.execute("RELEASE reindex")
        raise
    connection.execute("RELEASE reindex")
    return count


def ensure_index(connection: sqlite3.Connection) -> bool:
    """Reindex if the index was made with another folding; return whether it was.

    Called before the first write to a corpus. A corpus without articles only gets its version recorded.
    """
    if stored_version(connection) == FOLD_VERSION:
        return False
    return reindex(connection) > 0


def stored_version(connection: sqlite3.Connection) -> str | None:
    """Return the ``FOLD_VERSION`` that the index was made with; None if none is recorded."""
    row = connection.execute("SELECT value FROM corpus_meta WHERE key = 'fold_version'").fetchone()
    return None if row is None else row[0]


def check_index(connection: sqlite3.Connection) -> str | None:
    """Return what is wrong with the index in one sentence, or None. Needs a writable connection.

    FTS5's 'integrity-check' sees damage, not entries that are missing or left over: these are found by
    comparing row ids with ``articles``.
    """
    version = stored_version(connection)
    if version != FOLD_VERSION:
        return f"The search index was made with folding {version}, this software folds by {FOLD_VERSION}."
    try:
        connection.execute(f"INSERT INTO {SEARCH_TABLE}({SEARCH_TABLE}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        return f"The search index is damaged: {error}."
    entries = f"SELECT id FROM {SEARCH_TABLE}_docsize"
    articles = "SELECT search_rowid FROM articles"
    missing = connection.execute(f"SELECT count(*) FROM ({articles} EXCEPT {entries})").fetchone()[0]
    extra = connection.execute(f"SELECT count(*) FROM ({entries} EXCEPT {articles})").fetchone()[0]
    if missing or extra:
        return f"The search index lacks {missing} articles and has {extra} entries without an article."
    return None


def _record_version(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO corpus_meta(key, value) VALUES ('fold_version', ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (FOLD_VERSION,),
    )
