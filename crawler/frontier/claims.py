"""Taking rows for fetching, and giving them back."""

from __future__ import annotations

import sqlite3

from crawler.frontier.due import Row

MAX_ATTEMPTS = 6
"""Claims without an outcome before a row is set aside. A crawl that is killed from outside again and again
hits the same first page more than once, so half as many only send a row to the end of the queue."""


def claim(connection: sqlite3.Connection, row: Row) -> bool:
    """Take *row* for fetching; False if it is no longer pending."""
    cursor = connection.execute(
        "UPDATE frontier SET state = 'claimed', attempts = attempts + 1 WHERE id = ? AND state = 'pending'", (row.id,)
    )
    return cursor.rowcount == 1


def release_claims(connection: sqlite3.Connection, *, keep_attempts: bool = False) -> None:
    """Claimed rows without an outcome become pending again; a clean stop takes the attempt back."""
    attempts = "attempts" if keep_attempts else "max(attempts - 1, 0)"
    connection.execute(f"UPDATE frontier SET state = 'pending', attempts = {attempts} WHERE state = 'claimed'")
