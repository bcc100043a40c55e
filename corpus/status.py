"""What is in a corpus: counts per portal, what was refused, what is still to be fetched, how crawls ended."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

import psutil


@dataclass(kw_only=True, slots=True)
class PortalStatus:
    slug: str
    name: str
    province_2024: str | None
    """Slug; None for central organs."""
    province: str | None
    """Name of that province."""
    family: str
    state: str
    """active, blocked, challenged, moved, closed or unknown."""
    verified: bool
    last_good_crawl_at: str | None
    articles: int = 0
    gone: int = 0
    """Of these, removed by the portal."""
    first_published: str | None = None
    last_published: str | None = None
    undated: int = 0
    pending: int = 0
    """Addresses that were found and are not fetched yet."""
    refused: dict[str, int] = field(default_factory=dict)
    """Pages not stored, by reason, the most frequent first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CorpusStatus:
    articles: int
    versions: int
    first_published: str | None
    last_published: str | None
    refused: dict[str, int]
    pending: dict[str, int]
    """Addresses still to be fetched, by kind; empty in a snapshot, which has no frontier."""
    latest_crawl: dict[str, Any] | None
    """Row of ``crawls``."""
    portals: tuple[PortalStatus, ...]
    """All of the corpus, those without an article too, by slug."""


def corpus_status(connection: sqlite3.Connection) -> CorpusStatus:
    """Return what *connection*'s corpus holds, in totals and per portal."""
    portals = {
        row[0]: PortalStatus(
            slug=row[0],
            name=row[1],
            province_2024=row[2],
            province=row[3],
            family=row[4],
            state=row[5],
            verified=bool(row[6]),
            last_good_crawl_at=row[7],
        )
        for row in connection.execute(
            "SELECT p.slug, p.name, p.province_2024, v.name_2024, p.family, p.state, p.verified, p.last_good_crawl_at "
            "FROM portals AS p LEFT JOIN provinces AS v ON v.slug_2024 = p.province_2024 ORDER BY p.slug"
        )
    }
    # Each of these is answered from an index alone.
    for slug, articles, dated, first, last in connection.execute(
        "SELECT portal, count(*), count(published_at), min(published_at), max(published_at) "
        "FROM articles GROUP BY portal"
    ):
        portal = portals[slug]
        portal.articles, portal.undated = articles, articles - dated
        portal.first_published, portal.last_published = first, last
    for slug, gone in connection.execute("SELECT portal, count(*) FROM articles WHERE state = 'gone' GROUP BY portal"):
        portals[slug].gone = gone
    refused: dict[str, int] = {}
    for slug, reason, count in connection.execute(
        "SELECT portal, reason, count(*) AS n FROM refusals GROUP BY portal, reason ORDER BY n DESC, reason"
    ):
        portals[slug].refused[reason] = count
        refused[reason] = refused.get(reason, 0) + count
    pending: dict[str, int] = {}
    for slug, kind, count in _pending(connection):
        pending[kind] = pending.get(kind, 0) + count
        if slug in portals:
            portals[slug].pending += count
    return CorpusStatus(
        articles=sum(portal.articles for portal in portals.values()),
        versions=connection.execute("SELECT count(*) FROM article_versions").fetchone()[0],
        first_published=min((p.first_published for p in portals.values() if p.first_published), default=None),
        last_published=max((p.last_published for p in portals.values() if p.last_published), default=None),
        refused=dict(sorted(refused.items(), key=lambda item: (-item[1], item[0]))),
        pending=pending,
        latest_crawl=_latest_crawl(connection),
        portals=tuple(portals.values()),
    )


def _pending(connection: sqlite3.Connection) -> list[tuple[str, str, int]]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'frontier'").fetchone():
        return []
    return connection.execute(
        "SELECT portal, kind, count(*) FROM frontier WHERE state IN ('pending', 'claimed') GROUP BY portal, kind"
    ).fetchall()


def _latest_crawl(connection: sqlite3.Connection) -> dict[str, Any] | None:
    cursor = connection.execute("SELECT * FROM crawls ORDER BY id DESC LIMIT 1")
    row = cursor.fetchone()
    if row is None:
        return None
    crawl = dict(zip((column[0] for column in cursor.description), row, strict=True))
    if crawl["state"] == "running" and not (crawl["pid"] and psutil.pid_exists(crawl["pid"])):
        crawl["state"] = "killed"  # the next crawl will write so
    return crawl
