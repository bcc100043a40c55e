"""Everything about one article that a reader is shown, gathered from the tables."""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import InputError

Row = dict[str, Any]

ID_SAMPLE_ROWS = 20_000
"""So many ids are compared to suggest some that look like a mistyped one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article, or an earlier version of it, with what belongs to it. Rows are dicts by column name."""

    article: Row
    """Row of ``articles``; ``authors``, ``tags`` and ``quality_flags`` as lists."""
    version: Row
    """The version shown: title, lead, body, blocks (as a list), published_at, byline, source, number, …"""
    portal: Row
    provinces: tuple[str, ...]
    """Names of the article's province: by the 2024 list, then by that of 2025 if it is another."""
    images: tuple[Row, ...]
    attachments: tuple[Row, ...]
    versions: tuple[Row, ...]
    """All versions, without their texts."""
    events: tuple[Row, ...]
    """Oldest first; ``detail`` as an object."""
    urls: tuple[Row, ...]
    capture: Row | None
    """Capture from which the version shown was extracted; None in a file without captures."""

    @property
    def is_latest(self) -> bool:
        return bool(self.version["number"] == self.article["version_number"])

    def as_dict(self) -> Row:
        """The same as one JSON object: the article's columns, and lists of what belongs to it."""
        shown = {key: value for key, value in self.version.items() if key != "article_id"}
        return {
            **{key: value for key, value in self.article.items() if key != "search_rowid"},
            **{key: shown[key] for key in ("title", "lead", "body", "blocks", "published_at", "byline", "source")},
            "version": {key: shown[key] for key in ("number", "content_hash", "seen_from", "seen_to")},
            "provinces": list(self.provinces),
            "portal_name": self.portal["name"],
            "images": list(self.images),
            "attachments": list(self.attachments),
            "versions": list(self.versions),
            "events": list(self.events),
            "urls": list(self.urls),
            "capture": self.capture,
        }


def read_article(connection: sqlite3.Connection, name: str, *, version: int | None = None) -> Reading:
    """Return the article whose id or one of whose addresses is *name*, in its latest or the given version.

    Raises ``InputError`` for an unknown article, naming ids that look like it, and for an unknown version.
    """
    id_ = find_id(connection, name)
    article = _one(connection, "SELECT * FROM articles WHERE id = ?", id_)
    assert article is not None
    for column in ("authors", "tags", "quality_flags", "blocks"):
        article[column] = json.loads(article[column])
    versions = _all(
        connection,
        "SELECT number, content_hash, title, seen_from, seen_to FROM article_versions WHERE article_id = ? "
        "ORDER BY number",
        id_,
    )
    shown = _version(connection, article, versions, version)
    events = _all(connection, "SELECT * FROM article_events WHERE article_id = ? ORDER BY at, kind", id_)
    for event in events:
        event["detail"] = json.loads(event["detail"]) if event["detail"] else None
    return Reading(
        article=article,
        version=shown,
        portal=_one(connection, "SELECT * FROM portals WHERE slug = ?", article["portal"])
        or {"name": article["portal"]},
        provinces=_provinces(connection, article),
        images=_all(connection, "SELECT * FROM images WHERE article_id = ? ORDER BY position", id_),
        attachments=_all(connection, "SELECT * FROM attachments WHERE article_id = ? ORDER BY position", id_),
        versions=versions,
        events=events,
        urls=_all(connection, "SELECT * FROM article_urls WHERE article_id = ? ORDER BY first_seen_at, url", id_),
        capture=_one(connection, "SELECT * FROM captures WHERE id = ?", shown["capture_id"]),
    )


def find_id(connection: sqlite3.Connection, name: str) -> str:
    """Return the id of the article whose id or address is *name*; raise ``InputError`` if there is none."""
    if _one(connection, "SELECT id FROM articles WHERE id = ?", name):
        return name
    if re.match(r"https?://", name):
        found = _one(connection, "SELECT article_id FROM article_urls WHERE url = ? ORDER BY article_id", name)
        if found:
            return str(found["article_id"])
        raise InputError(f"{name}: no article was met at this address. Try: tuyengiao search.")
    near = near_ids(connection, name) if name else []
    remedy = f"Near it: {', '.join(near)}." if near else "Find ids with: tuyengiao search."
    raise InputError(f"{name or 'nothing'}: no article has this id. {remedy}")


def near_ids(connection: sqlite3.Connection, name: str) -> list[str]:
    """Up to five ids that begin like *name* or, among ``ID_SAMPLE_ROWS`` ids, look most like it."""
    head = name[:4]
    starting = connection.execute(
        "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT 5", (head, f"{head}\U0010ffff")
    )
    near = [row[0] for row in starting]
    if near:
        return near
    sample = connection.execute("SELECT id FROM articles LIMIT ?", (ID_SAMPLE_ROWS,))
    return difflib.get_close_matches(name, [row[0] for row in sample], n=5, cutoff=0.7)


def printed_date(value: str | None) -> str | None:
    """Return a stored date as people read it: ``2024-04-26 16:20`` for ``2024-04-26T16:20:00+07:00``."""
    return None if value is None else value[:16].replace("T", " ")


def _version(connection: sqlite3.Connection, article: Row, versions: Sequence[Row], number: int | None) -> Row:
    if number is None:
        number = article["version_number"]
    row = _one(connection, "SELECT * FROM article_versions WHERE article_id = ? AND number = ?", article["id"], number)
    if row is not None:
        row["blocks"] = json.loads(row["blocks"])
        return row
    if number != article["version_number"]:
        known = ", ".join(str(version["number"]) for version in versions) or str(article["version_number"])
        raise InputError(f"{article['id']}: no version {number}. There is: {known}.")
    columns = (
        "title lead body blocks published_at byline source extractor_version portal_digest capture_id content_hash"
    )
    return {column: article[column] for column in columns.split()} | {
        "number": number,
        "seen_from": article["first_seen_at"],
        "seen_to": article["last_seen_at"],
    }


def _provinces(connection: sqlite3.Connection, article: Row) -> tuple[str, ...]:
    if article["province_2024"] is None:
        return ()
    row = _one(connection, "SELECT name_2024, name_2025 FROM provinces WHERE slug_2024 = ?", article["province_2024"])
    if row is None:
        return (article["province_2024"],)
    return tuple(dict.fromkeys((row["name_2024"], row["name_2025"])))


def _all(connection: sqlite3.Connection, sql: str, *values: Any) -> tuple[Row, ...]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor)


def _one(connection: sqlite3.Connection, sql: str, *values: Any) -> Row | None:
    rows = _all(connection, sql, *values)
    return rows[0] if rows else None
