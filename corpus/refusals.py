"""Writes refusals, and removals of articles that refusals prove, inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Literal

from corpus.events import record_event
from corpus.reasons import GONE

GONE_AFTER = dt.timedelta(days=1)
"""An article is gone when two crawls at least this far apart found it missing."""


def store_refusal(
    connection: sqlite3.Connection,
    *,
    url: str,
    portal: str,
    kind: str,
    reason: str,
    detail: str | None,
    status: int | None,
    capture_id: int | None,
    crawl_id: int,
    refused_at: str,
    extractor_version: str | None,
    portal_digest: str,
) -> None:
    """Record that a page is not stored, or that it still is not."""
    connection.execute(
        """INSERT INTO refusals (url, portal, kind, reason, detail, status, capture_id, crawl_id, first_refused_at,
           refused_at, extractor_version, portal_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (portal, url) DO UPDATE SET kind = excluded.kind, detail = excluded.detail,
           first_refused_at = CASE WHEN reason = excluded.reason THEN first_refused_at ELSE excluded.refused_at END,
           times = CASE WHEN reason = excluded.reason THEN times + 1 ELSE 1 END, reason = excluded.reason,
           status = excluded.status, capture_id = excluded.capture_id, crawl_id = excluded.crawl_id,
           refused_at = excluded.refused_at, extractor_version = excluded.extractor_version,
           portal_digest = excluded.portal_digest""",
        (
            url, portal, kind, reason, detail, status, capture_id, crawl_id, refused_at, refused_at,
            extractor_version, portal_digest,
        ),
    )  # fmt: skip


def clear_refusal(connection: sqlite3.Connection, portal: str, url: str) -> None:
    """Forget the refusal of a page that was stored after all."""
    connection.execute("DELETE FROM refusals WHERE portal = ? AND url = ?", (portal, url))


def mark_missing(
    connection: sqlite3.Connection,
    portal: str,
    url: str,
    reason: str,
    *,
    at: str,
    crawl_id: int,
    capture_id: int | None,
) -> Literal["unknown", "missing", "gone"]:
    """An address answered that its article is not there. Call before ``store_refusal``.

    ``unknown``: no article has this address. ``missing``: seen missing, but not twice a day apart.
    ``gone``: the article is marked as removed; its text stays.
    """
    row = connection.execute(
        """SELECT a.id, a.state FROM articles AS a JOIN article_urls AS u ON u.article_id = a.id
           WHERE a.portal = ? AND u.url = ?""",
        (portal, url),
    ).fetchone()
    if row is None:
        return "unknown"
    public_id, state = row
    if state == "gone":
        return "gone"
    first = connection.execute(
        "SELECT reason, first_refused_at, crawl_id FROM refusals WHERE portal = ? AND url = ?", (portal, url)
    ).fetchone()
    if first is None or first[0] not in GONE or first[2] == crawl_id:
        return "missing"
    if dt.datetime.fromisoformat(at) - dt.datetime.fromisoformat(first[1]) < GONE_AFTER:
        return "missing"
    connection.execute(
        "UPDATE articles SET state = 'gone', gone_at = ?, changed_at = ? WHERE id = ?", (at, at, public_id)
    )
    record_event(
        connection,
        public_id,
        "removed",
        at=at,
        crawl_id=crawl_id,
        capture_id=capture_id,
        detail={"reason": reason, "first_missing_at": first[1]},
    )
    return "gone"
