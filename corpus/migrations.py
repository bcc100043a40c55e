"""Numbered steps that bring a corpus file to the current schema; ``PRAGMA user_version`` counts them."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from importlib.resources import files

from corpus.schema import APPLICATION_ID, META, PROVINCES, SEARCH_SQL, TABLES, VIEWS, create_statements

Migration = Callable[[sqlite3.Connection], None]

LEFT_OUT = "left_out"
"""Fact in ``corpus_meta`` of a snapshot: JSON array of the statements that make what it was published without."""


def _create(connection: sqlite3.Connection) -> None:
    for table in TABLES:
        for statement in create_statements(table):
            connection.execute(statement)
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    connection.execute(SEARCH_SQL)
    with files("corpus.data").joinpath("provinces.csv").open("r", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        places = ", ".join(f":{name}" for name in PROVINCES.column_names)
        connection.executemany(f"INSERT INTO provinces VALUES ({places})", rows)


MIGRATIONS: tuple[Migration, ...] = (_create,)
"""The first makes a new file in the shape of ``corpus.schema`` today, so it takes no further steps. Each
later one brings a file of the version before to its number: a change of the schema appends one. Never edit
a released step; the tests compare an upgraded file of version 1 with a new one."""


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the steps that *connection*'s file lacks, each in its own transaction with its number.

    *connection* must be in autocommit mode. A step that fails leaves the file at the version before it.
    """
    for number, step in enumerate(MIGRATIONS, start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version < number:
                if version:
                    restore_left_out(connection)
                step(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number if version else len(MIGRATIONS)}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def lacks_tables(connection: sqlite3.Connection) -> bool:
    """True for a snapshot: it was published without the operational tables."""
    return connection.execute(f"SELECT 1 FROM {META.name} WHERE key = ?", (LEFT_OUT,)).fetchone() is not None


def restore_left_out(connection: sqlite3.Connection) -> None:
    """Give a file that began as a snapshot the operational tables it was published without, empty.

    They come back in the shape they had in the snapshot's version. Any other file stays as it is. The
    caller holds the transaction.
    """
    row = connection.execute(f"SELECT value FROM {META.name} WHERE key = ?", (LEFT_OUT,)).fetchone()
    if row is None:
        return
    for statement in json.loads(row[0]):
        connection.execute(statement)
    connection.execute(f"DELETE FROM {META.name} WHERE key = ?", (LEFT_OUT,))
