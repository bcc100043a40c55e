"""Whether a corpus file is sound: pages, references, and a search index that finds every article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from corpus.database import SCHEMA_VERSION
from corpus.schema import APPLICATION_ID, SEARCH_TABLE


def find_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with the published tables of a corpus file, a phrase each; nothing if it is sound.

    *connection* must be able to write, as the index's own check is an INSERT; it changes nothing.
    """
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application_id, version) != (APPLICATION_ID, SCHEMA_VERSION):
        yield f"it does not say what it is (application {application_id:#x}, schema {version})"
    for (line,) in connection.execute("PRAGMA integrity_check(1)"):
        if line != "ok":
            yield f"damaged ({line})"
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(1):
        yield f"row {rowid} of {table} refers to a row of {parent} that is not there"
    yield from _search_problems(connection)


def _search_problems(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        # The index in itself; compared with its content (rank = 1) it must fail, as its folded columns show originals.
        connection.execute(f"INSERT INTO {SEARCH_TABLE}({SEARCH_TABLE}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield f"the search index is damaged ({error})"
        return
    unmatched = f"""
        SELECT (SELECT count(*) FROM articles WHERE search_rowid NOT IN (SELECT id FROM {SEARCH_TABLE}_docsize)),
               (SELECT count(*) FROM {SEARCH_TABLE}_docsize WHERE id NOT IN (SELECT search_rowid FROM articles))"""
    missing, extra = connection.execute(unmatched).fetchone()
    if missing or extra:
        yield f"the search index lacks {missing} articles and has {extra} that do not exist"
        return
    connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {SEARCH_TABLE}, instance)")
    first = connection.execute("SELECT doc, term FROM temp.words LIMIT 1").fetchone()
    connection.execute("DROP TABLE temp.words")
    if first is None:
        yield "the search index holds no words"
        return
    rowid, word = first
    found = connection.execute(
        f"SELECT 1 FROM {SEARCH_TABLE} JOIN articles ON search_rowid = {SEARCH_TABLE}.rowid "
        f"WHERE {SEARCH_TABLE} MATCH ? AND {SEARCH_TABLE}.rowid = ?",
        ('"' + word.replace('"', '""') + '"', rowid),
    ).fetchone()
    if not found:
        yield f"a search for {word!r} does not find the article that has it"
