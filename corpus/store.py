"""Writes articles, versions, events and refusals, inside the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from corpus import folding
from corpus.article import Article
from corpus.events import record_event
from corpus.identity import article_id, content_hash, search_rowid
from corpus.provinces import own_provinces
from corpus.schema import ARTICLE_VERSIONS, ARTICLES, CAPTURES

Outcome = Literal["new", "changed", "unchanged", "reextracted"]
EDITABLE = ("title", "lead", "body", "blocks", "published_at", "byline", "source")
"""Fields that a version keeps."""
UNSEEN = frozenset(
    {"first_seen_at", "last_seen_at", "changed_at", "capture_id", "extractor_version", "portal_digest", "search_rowid"}
)
"""Columns that say how and when an article was read, not what it shows."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """The capture in which an article was seen."""

    capture_id: int
    fetched_at: str
    crawl_id: int
    province: str | None
    """That of the portal, by the list of 2024; None for central portals."""
    urls: tuple[tuple[str, str], ...] = ()
    """Addresses of the article with the way each was met: listed, answered, declared."""
    is_alias: bool = False
    """Met under another address than its own: it adds an address and never overwrites the text."""


def store_article(connection: sqlite3.Connection, article: Article, seen: Sighting) -> Outcome:
    """Insert or update *article*; says what that meant.

    A difference is an edit only if both captures were extracted by the same code and portal file;
    otherwise the article is re-extracted in place.
    """
    public_id = article_id(article.portal, article.article_key)
    row = _article_row(article, public_id, seen)
    before = _fetch(connection, "SELECT * FROM articles WHERE id = ?", public_id)
    if before is None:
        row["search_rowid"] = _free_search_rowid(connection, public_id, article.published_at)
        _insert(connection, ARTICLES.name, row)
        _insert(connection, ARTICLE_VERSIONS.name, _version_row(row, 1, seen))
        folding.insert_entry(connection, row["search_rowid"], row["title"], row["body"])
        _write_parts(connection, public_id, article)
        _write_urls(connection, public_id, article.url, seen)
        return "new"
    _write_urls(connection, public_id, article.url, seen)
    if before["state"] == "gone":
        record_event(
            connection, public_id, "returned", at=seen.fetched_at, crawl_id=seen.crawl_id, capture_id=seen.capture_id
        )
    if seen.is_alias:
        changes = {"last_seen_at": seen.fetched_at, "state": "live", "gone_at": None}
        if before["state"] == "gone":
            changes["changed_at"] = seen.fetched_at
        _update(connection, public_id, changes)
        return "unchanged"
    same_rules = (before["extractor_version"], before["portal_digest"]) == (
        article.extractor_version,
        article.portal_digest,
    )
    row["first_seen_at"] = before["first_seen_at"]
    row["version_number"] = before["version_number"]
    outcome: Outcome = "changed" if same_rules else "reextracted"
    if before["content_hash"] == row["content_hash"]:
        outcome = "unchanged"
        if before["state"] != "gone" and not _shows_otherwise(connection, before, row, article):
            row["changed_at"] = before["changed_at"]
        row["capture_id"] = before["capture_id"] if same_rules else seen.capture_id
        connection.execute(
            "UPDATE article_versions SET seen_to = ? WHERE article_id = ? AND number = ?",
            (seen.fetched_at, public_id, before["version_number"]),
        )
    elif same_rules:
        row["version_number"] += 1
        _insert(connection, ARTICLE_VERSIONS.name, _version_row(row, row["version_number"], seen))
        fields = [name for name in EDITABLE if before[name] != row[name]]
        record_event(
            connection,
            public_id,
            "edited",
            at=seen.fetched_at,
            crawl_id=seen.crawl_id,
            capture_id=seen.capture_id,
            versions=(row["version_number"] - 1, row["version_number"]),
            detail={"fields": fields},
        )
    else:
        version = _version_row(row, before["version_number"], seen)
        del version["seen_from"]
        assignments = ", ".join(f"{name} = :{name}" for name in version)
        connection.execute(
            f"UPDATE article_versions SET {assignments} WHERE article_id = :article_id AND number = :number", version
        )
    row["search_rowid"] = before["search_rowid"]
    if (before["published_at"] or "")[:10] != (article.published_at or "")[:10]:
        row["search_rowid"] = _free_search_rowid(connection, public_id, article.published_at)
    indexed = ("search_rowid", "title", "body")
    is_indexed_anew = any(before[name] != row[name] for name in indexed)
    if is_indexed_anew:
        folding.delete_entry(connection, *(before[name] for name in indexed))
    _update(connection, public_id, row)
    if is_indexed_anew:
        folding.insert_entry(connection, *(row[name] for name in indexed))
    _write_parts(connection, public_id, article)
    return outcome


def see_again(
    connection: sqlite3.Connection,
    portal: str,
    urls: Iterable[str],
    *,
    at: str,
    crawl_id: int,
    capture_id: int | None,
) -> None:
    """The server says that the article at one of *urls* is as it was (304); if it was gone, it has returned."""
    addresses = list(urls)
    found = connection.execute(
        f"""SELECT DISTINCT a.id, a.state, a.version_number FROM articles AS a
            JOIN article_urls AS u ON u.article_id = a.id
            WHERE a.portal = ? AND u.url IN ({", ".join("?" * len(addresses))})""",
        (portal, *addresses),
    ).fetchall()
    for public_id, state, number in found:
        changes: dict[str, Any] = {"last_seen_at": at}
        if state == "gone":
            changes |= {"state": "live", "gone_at": None, "changed_at": at}
            record_event(connection, public_id, "returned", at=at, crawl_id=crawl_id, capture_id=capture_id)
        _update(connection, public_id, changes)
        connection.execute(
            "UPDATE article_versions SET seen_to = ? WHERE article_id = ? AND number = ?", (at, public_id, number)
        )


def store_captures(connection: sqlite3.Connection, rows: Iterable[dict[str, object]]) -> None:
    """Insert rows of ``captures`` whose records are on disk."""
    places = ", ".join(f":{name}" for name in CAPTURES.column_names)
    connection.executemany(f"INSERT INTO captures VALUES ({places})", rows)


def _article_row(article: Article, public_id: str, seen: Sighting) -> dict[str, Any]:
    province, province_now = own_provinces(seen.province, article.title, article.published_at)
    return {
        "id": public_id,
        "portal": article.portal,
        "article_key": article.article_key,
        "url": article.url,
        "title": article.title,
        "lead": article.lead,
        "body": article.body,
        "blocks": _json([block.as_dict() for block in article.blocks]),
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "published_method": article.published_method,
        "published_text": article.published_text,
        "published_year": int(article.published_at[:4]) if article.published_at else None,
        "updated_at": article.updated_at,
        "updated_precision": article.updated_precision,
        "byline": article.byline,
        "authors": _json(article.authors),
        "source": article.source,
        "section": article.section,
        "tags": _json(article.tags),
        "language": article.language,
        "word_count": article.word_count,
        "province_2024": province,
        "province_2025": province_now,
        "extraction_method": article.extraction_method,
        "quality_flags": _json(article.quality_flags),
        "content_hash": content_hash(article),
        "version_number": 1,
        "state": "live",
        "gone_at": None,
        "first_seen_at": seen.fetched_at,
        "last_seen_at": seen.fetched_at,
        "changed_at": seen.fetched_at,
        "capture_id": seen.capture_id,
        "extractor_version": article.extractor_version,
        "portal_digest": article.portal_digest,
    }


def _shows_otherwise(
    connection: sqlite3.Connection, before: dict[str, Any], row: dict[str, Any], article: Article
) -> bool:
    """True if anything that a reader of the row sees differs, though the text is the same: byline, tags, files, …"""
    if any(before[name] != value for name, value in row.items() if name not in UNSEEN):
        return True
    images = connection.execute(
        "SELECT url, caption, credit, alt FROM images WHERE article_id = ? ORDER BY position", (before["id"],)
    ).fetchall()
    files = connection.execute(
        "SELECT url, name, media_type, size_text FROM attachments WHERE article_id = ? ORDER BY position",
        (before["id"],),
    ).fetchall()
    return images != [(image.url, image.caption, image.credit, image.alt) for image in article.images] or files != [
        (file.url, file.name, file.media_type, file.size_text) for file in article.attachments
    ]


def _version_row(row: dict[str, Any], number: int, seen: Sighting) -> dict[str, Any]:
    names = (*EDITABLE, "content_hash", "extractor_version", "portal_digest")
    return {name: row[name] for name in names} | {
        "article_id": row["id"],
        "number": number,
        "capture_id": seen.capture_id,
        "seen_from": seen.fetched_at,
        "seen_to": seen.fetched_at,
    }


def _write_parts(connection: sqlite3.Connection, public_id: str, article: Article) -> None:
    """Replace the images and attachments of an article; what was fetched of an attachment is kept."""
    connection.execute("DELETE FROM images WHERE article_id = ?", (public_id,))
    connection.executemany(
        "INSERT INTO images (article_id, position, url, caption, credit, alt) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (public_id, position, image.url, image.caption, image.credit, image.alt)
            for position, image in enumerate(article.images, start=1)
        ],
    )
    nothing = (None, None, None, None)
    fetched = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT url, size_bytes, sha256, text, capture_id FROM attachments WHERE article_id = ?", (public_id,)
        )
    }
    connection.execute("DELETE FROM attachments WHERE article_id = ?", (public_id,))
    connection.executemany(
        """INSERT INTO attachments (article_id, position, url, name, media_type, size_text, size_bytes, sha256, text,
           capture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (public_id, position, file.url, file.name, file.media_type, file.size_text, *fetched.get(file.url, nothing))
            for position, file in enumerate(article.attachments, start=1)
        ],
    )


def _write_urls(connection: sqlite3.Connection, public_id: str, canonical: str, seen: Sighting) -> None:
    connection.executemany(
        "INSERT INTO article_urls (url, article_id, kind, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(url, public_id, kind, seen.fetched_at) for url, kind in ((canonical, "canonical"), *seen.urls)],
    )


def _free_search_rowid(connection: sqlite3.Connection, public_id: str, published_at: str | None) -> int:
    rowid = search_rowid(public_id, published_at)
    while connection.execute("SELECT 1 FROM articles WHERE search_rowid = ?", (rowid,)).fetchone():
        rowid += 1
    return rowid


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})", row)


def _update(connection: sqlite3.Connection, public_id: str, changes: dict[str, Any]) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in changes if name != "id")
    connection.execute(f"UPDATE articles SET {assignments} WHERE id = :id", changes | {"id": public_id})


def _fetch(connection: sqlite3.Connection, sql: str, *values: object) -> dict[str, Any] | None:
    cursor = connection.execute(sql, values)
    row = cursor.fetchone()
    return None if row is None else dict(zip((item[0] for item in cursor.description), row, strict=True))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
