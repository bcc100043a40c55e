"""Writing what came of a row: stored, unchanged, outside, refused or gone."""

from __future__ import annotations

import datetime as dt
import sqlite3

MAX_FAILURES = 5
RETRY_HOURS = (1, 6, 24, 72, 168)
"""Pause after the first, second, … failure in a row."""
RECHECK_DAYS = 30
"""When an address that was tried in vain (a feed that a family may have) is tried again."""


def settle(
    connection: sqlite3.Connection,
    row_id: int,
    state: str,
    *,
    now: str,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """Write a good outcome: *state* is stored (or pending, for what stays to be fetched another time)."""
    connection.execute(
        """UPDATE frontier SET state = ?, last_fetched_at = ?, next_fetch_at = NULL, etag = ?, last_modified = ?,
           attempts = 0, failures = 0, reason = NULL WHERE id = ?""",
        (state, now, etag, last_modified, row_id),
    )


def settle_unchanged(connection: sqlite3.Connection, row_id: int, *, now: str) -> None:
    """Write that the server answered 304: what is known stays, validators included."""
    connection.execute(
        """UPDATE frontier SET state = 'stored', last_fetched_at = ?, next_fetch_at = NULL, attempts = 0, failures = 0,
           reason = NULL WHERE id = ?""",
        (now, row_id),
    )


def settle_outside(connection: sqlite3.Connection, row_id: int, published_at: str) -> None:
    """The article lies outside --since/--until: it stays pending, now with its date."""
    connection.execute(
        "UPDATE frontier SET state = 'pending', listed_at = ?, attempts = 0, failures = 0 WHERE id = ?",
        (published_at, row_id),
    )


def settle_refused(
    connection: sqlite3.Connection,
    row_id: int,
    reason: str,
    *,
    is_gone: bool,
    may_pass: bool,
    now: dt.datetime,
    recheck_days: int = RECHECK_DAYS,
) -> None:
    """Write a refusal. What may pass is due again after a growing pause; the rest is looked at again rarely."""
    row = connection.execute("SELECT kind, failures FROM frontier WHERE id = ?", (row_id,)).fetchone()
    if row is None:
        return
    kind, failures = row
    if may_pass and failures < MAX_FAILURES:
        due: dt.datetime | None = now + dt.timedelta(hours=RETRY_HOURS[min(failures, len(RETRY_HOURS) - 1)])
    elif kind == "article" and not is_gone and reason != "robots":
        due = None
    else:
        due = now + dt.timedelta(days=recheck_days)
    connection.execute(
        """UPDATE frontier SET state = ?, last_fetched_at = ?, next_fetch_at = ?, attempts = 0, failures = failures + 1,
           reason = ? WHERE id = ?""",
        (
            "gone" if is_gone else "refused",
            now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            due and due.strftime("%Y-%m-%dT%H:%M:%SZ"),
            reason,
            row_id,
        ),
    )


def postpone(connection: sqlite3.Connection, row_id: int, *, reason: str, until: str) -> None:
    """Nothing was asked and nothing is known: the row is pending again, but not before *until*."""
    connection.execute(
        """UPDATE frontier SET state = 'pending', attempts = max(attempts - 1, 0), reason = ?, next_fetch_at = ?
           WHERE id = ?""",
        (reason, until, row_id),
    )
