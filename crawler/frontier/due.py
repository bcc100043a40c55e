"""Which rows are due, most wanted first."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.items import Context, PageKind
from crawler.options import CrawlOptions

SUSPECT_ATTEMPTS = 3
"""After so many claims without an outcome a row waits until all others had their turn."""
_ROW_FIELDS = (
    *("id", "portal", "key", "url", "host", "kind", "via", "link_text", "listed_at", "section", "met_urls"),
    *("etag", "last_modified", "attempts", "depth"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A frontier row as the scheduler needs it."""

    id: int
    portal: str
    key: str
    url: str
    host: str
    kind: PageKind
    via: str | None
    link_text: str | None
    listed_at: str | None
    section: str | None
    met_urls: tuple[str, ...]
    etag: str | None
    last_modified: str | None
    attempts: int
    depth: int

    def context(self, crawl_id: int, portal_digest: str) -> Context:
        return Context(
            portal=self.portal,
            portal_digest=portal_digest,
            crawl_id=crawl_id,
            frontier_id=self.id,
            kind=self.kind,
            via=self.via,
            link_text=self.link_text,
            listed_at=self.listed_at,
            section=self.section,
            met_urls=self.met_urls,
        )


def folded(text: str | None) -> str | None:
    """A section's name or slug as it is compared: NFC, without case."""
    return None if text is None else unicodedata.normalize("NFC", text).casefold().strip()


def due_hosts(connection: sqlite3.Connection, portal: str, now: str) -> list[str]:
    """Hosts of *portal* that have pending rows whose time has come."""
    rows = connection.execute(
        """SELECT DISTINCT host FROM frontier WHERE portal = ? AND state = 'pending'
           AND (next_fetch_at IS NULL OR next_fetch_at <= ?)""",
        (portal, now),
    )
    return [host for (host,) in rows]


def due_rows(
    connection: sqlite3.Connection,
    portal: str,
    host: str,
    options: CrawlOptions,
    *,
    now: str,
    kinds: Iterable[PageKind],
    limit: int,
) -> list[Row]:
    """Pending rows of *host*, most wanted first. Rows outside --since, --until and --section stay behind."""
    wanted = list(kinds)
    where = ["portal = ?", "state = 'pending'", "host = ?", "(next_fetch_at IS NULL OR next_fetch_at <= ?)"]
    values: list[object] = [portal, host, now]
    where.append(f"kind IN ({', '.join('?' * len(wanted))})")
    values += wanted
    if options.since:
        where.append("(listed_at IS NULL OR substr(listed_at, 1, 10) >= ?)")
        values.append(options.since.isoformat())
    if options.until:
        where.append("(kind != 'article' OR listed_at IS NULL OR substr(listed_at, 1, 10) <= ?)")
        values.append(options.until.isoformat())
    if options.section:
        connection.create_function("folded", 1, folded, deterministic=True)
        where.append("(kind != 'article' OR folded(section) = ? OR instr(folded(url) || '/', '/' || ? || '/'))")
        values += [folded(options.section), folded(options.section)]
    columns = ", ".join(_ROW_FIELDS)
    sql = f"SELECT {columns} FROM frontier WHERE {' AND '.join(where)}"
    order = f"ORDER BY priority DESC, id LIMIT {int(limit)}"  # as the index has them: no sorting of a million rows
    for suspicion in (f"attempts < {SUSPECT_ATTEMPTS}", f"attempts >= {SUSPECT_ATTEMPTS}"):
        rows = connection.execute(f"{sql} AND {suspicion} {order}", values).fetchall()
        if rows:
            return [_row(values) for values in rows]
    return []


def _row(values: tuple[object, ...]) -> Row:
    named = dict(zip(_ROW_FIELDS, values, strict=True))
    named["met_urls"] = tuple(json.loads(str(named["met_urls"])))
    return Row(**named)  # type: ignore[arg-type]
