"""Numbered steps that bring a corpus file to the current schema; ``PRAGMA user_version`` counts them."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from importlib.resources import files

from corpus.schema import APPLICATION_ID, PROVINCES, SEARCH_SQL, TABLES, VIEWS, create_statements

Migration = Callable[[sqlite3.Connection], None]


def _create(connection: sqlite3.Connection) -> None:
    for table in TABLES:
        for statement in create_statements(table):
            connection.execute(statement)
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    connection.execute(SEARCH_SQL)
    with files("corpus.data").joinpath("provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        places = ", ".join(f":{name}" for name in PROVINCES.column_names)
        connection.executemany(f"INSERT INTO provinces VALUES ({places})", rows)


MIGRATIONS: tuple[Migration, ...] = (_create,)
"""Never edit a released step: a file upgraded by it would differ from a new one. Append another."""


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the steps that *connection*'s file lacks, each in its own transaction with its number."""
    for number, step in enumerate(MIGRATIONS, start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < number:
                step(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
