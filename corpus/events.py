"""Writes what happened to articles after they were first stored, inside the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Literal

EventKind = Literal["edited", "removed", "returned"]


def record_event(
    connection: sqlite3.Connection,
    article_id: str,
    kind: EventKind,
    *,
    at: str,
    crawl_id: int,
    capture_id: int | None,
    versions: tuple[int | None, int | None] = (None, None),
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a row to ``article_events``; *versions* are the numbers before and after."""
    connection.execute(
        """INSERT INTO article_events (article_id, at, kind, from_version, to_version, detail, crawl_id, capture_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            article_id,
            at,
            kind,
            *versions,
            json.dumps(detail, ensure_ascii=False) if detail else None,
            crawl_id,
            capture_id,
        ),
    )
