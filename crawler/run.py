"""One crawl: its options, portals, counts, database connection, lock and record."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Protocol

import filelock
import msgspec

from corpus.database import open_corpus
from corpus.errors import CorpusError, MachineError
from corpus.paths import DataFolder
from corpus.provinces import province_2025
from crawler import frontier
from crawler.counts import PortalCounts
from crawler.options import CrawlOptions
from crawler.portals import Portal, iter_portals, portals_by_slug


class Archive(Protocol):
    """What the store asks of the archive: rows of ``captures`` whose records are safe on disk."""

    cpu_secs: float

    async def sync(self) -> list[dict[str, object]]: ...

    def close(self) -> None: ...


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def stamp(time: dt.datetime) -> str:
    """ISO 8601 in UTC to the second: the form of all times in the corpus."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Run:
    """A crawl in progress. Made by ``start_run``, ended by ``finish``."""

    data: DataFolder
    options: CrawlOptions
    portals: dict[str, Portal]
    connection: sqlite3.Connection
    crawl_id: int
    lock: filelock.BaseFileLock
    counts: dict[str, PortalCounts] = field(default_factory=dict)
    archive: Archive | None = None
    failure: str | None = None
    """Set when the run as a whole cannot go on: one line for people."""
    changed_hosts: set[str] = field(default_factory=set)
    """Hosts that got new frontier rows since the scheduler looked."""
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds that a host asked for between two requests (Crawl-delay), beyond the portal file's."""
    cpu_secs: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """CPU time by step (links, extract, archive, store, and the crawl process as a whole), seconds."""
    exit_status: int = 1
    """That of a crawl whose end could not be recorded, until ``finish`` knows better."""

    def finish(self, reason: str) -> None:
        """Complete the record of the crawl and of each portal; *reason* is Scrapy's."""
        now = stamp(utc_now())
        errors = sum(counts.refused["error"] for counts in self.counts.values())
        if self.failure:
            state, self.exit_status = "failed", 5
        elif reason == "shutdown":
            state, self.exit_status = "interrupted", 130
        elif reason != "finished":
            state, self.exit_status = "failed", 1
        else:
            state = "finished"
            unreached = [slug for slug, counts in self.counts.items() if is_unreached(counts)]
            self.exit_status = 1 if errors or unreached else 0
        with self.connection:
            self.connection.execute("BEGIN IMMEDIATE")
            frontier.release_claims(self.connection)
            self.write_counts()
            for slug, counts in self.counts.items():
                portal_state = state
                if state == "finished" and (counts.refused["error"] or is_unreached(counts)):
                    portal_state = "failed"
                self.connection.execute(
                    "UPDATE crawl_portals SET state = ? WHERE crawl_id = ? AND portal = ?",
                    (portal_state, self.crawl_id, slug),
                )
                if portal_state == "finished":
                    self.connection.execute(
                        """UPDATE portals SET last_good_crawl_id = ?, last_good_crawl_at = ?,
                           state_since = CASE WHEN state = 'active' THEN state_since ELSE ? END, state = 'active'
                           WHERE slug = ?""",
                        (self.crawl_id, now, now, slug),
                    )
            self.connection.execute(
                "UPDATE crawls SET finished_at = ?, state = ?, finish_reason = ?, exit_status = ? WHERE id = ?",
                (now, state, self.failure or reason, self.exit_status, self.crawl_id),
            )
        self.connection.execute("PRAGMA optimize")
        self.connection.close()
        self.lock.release()

    def write_counts(self) -> None:
        """Write the counts so far, inside the caller's transaction."""
        for slug, counts in self.counts.items():
            self.connection.execute(
                """UPDATE crawl_portals SET requests = ?, bytes = ?, listings = ?, links_new = ?, new = ?, changed = ?,
                   unchanged = ?, gone = ?, refused = ?, errors = ?, selector_misses = ?, seconds = ?
                   WHERE crawl_id = ? AND portal = ?""",
                (
                    counts.requests,
                    counts.bytes,
                    counts.listings,
                    counts.links_new,
                    counts.new,
                    counts.changed,
                    counts.unchanged,
                    counts.gone,
                    json.dumps(counts.refused, sort_keys=True),
                    counts.refused["error"],
                    counts.selector_misses,
                    round(counts.seconds, 2),
                    self.crawl_id,
                    slug,
                ),
            )


def is_unreached(counts: PortalCounts) -> bool:
    """True where requests were made and not one brought a readable page."""
    wanted = counts.claimed_pages + counts.postponed
    return wanted > 0 and counts.listings == 0 and counts.stored == 0 and counts.outside == 0


def select_portals(options: CrawlOptions) -> list[Portal]:
    """The portals that *options* name. Raises ``InputError`` for an unknown slug or a broken file."""
    if options.portals or options.portal_files:
        return portals_by_slug(options.portals, options.portal_files)
    return [portal for portal in iter_portals() if portal.enabled]


def acquire_lock(data: DataFolder) -> filelock.BaseFileLock:
    """The lock of the one process that writes *data*; the system drops it when a process dies."""
    lock = filelock.FileLock(data.root / "corpus.lock", blocking=False)
    try:
        data.root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise CorpusError(f"{data.corpus}: another crawl is writing it. Wait for it, or use another --data.") from None
    except OSError as error:
        raise MachineError(f"{data.root}: {error.strerror}. Choose another folder with --data.") from None
    return lock


def start_run(data: DataFolder, options: CrawlOptions) -> Run:
    """Open the corpus for writing, mark crawls that died, and write the record of a new one."""
    portals = {portal.slug: portal for portal in select_portals(options)}
    lock = acquire_lock(data)
    try:
        database = open_corpus(data.corpus, write=True)
    except BaseException:
        lock.release()
        raise
    connection: sqlite3.Connection = database.conn
    now = stamp(utc_now())
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            """UPDATE crawl_portals SET state = 'killed'
               WHERE crawl_id IN (SELECT id FROM crawls WHERE state = 'running')"""
        )
        connection.execute("UPDATE crawls SET state = 'killed' WHERE state = 'running'")
        frontier.release_claims(connection, keep_attempts=True)
        crawl_id = connection.execute(
            "INSERT INTO crawls (started_at, state, options, software_version, pid) VALUES (?, 'running', ?, ?, ?)",
            (now, json.dumps(options.as_json()), version("tuyengiao-corpus"), os.getpid()),
        ).lastrowid
        assert crawl_id is not None
        for portal in portals.values():
            changed_rules = _write_portal(connection, portal)
            connection.execute(
                "INSERT INTO crawl_portals (crawl_id, portal, portal_digest) VALUES (?, ?, ?)",
                (crawl_id, portal.slug, portal.digest),
            )
            frontier.seed(connection, portal, options, now=now, changed_rules=changed_rules)
    return Run(
        data=data,
        options=options,
        portals=portals,
        connection=connection,
        crawl_id=crawl_id,
        lock=lock,
        counts={slug: PortalCounts(refused=Counter()) for slug in portals},
    )


def _write_portal(connection: sqlite3.Connection, portal: Portal) -> bool:
    """Insert or update the portal's row; True if its rules differ from those last used."""
    before = connection.execute("SELECT portal_digest FROM portals WHERE slug = ?", (portal.slug,)).fetchone()
    values = {
        "slug": portal.slug,
        "name": portal.name,
        "organ": portal.organ,
        "level": portal.level,
        "kind": portal.kind,
        "province_2024": portal.province,
        "province_2025": province_2025(portal.province),
        "url": f"{portal.scheme}://{portal.hosts[0]}/",
        "hosts": msgspec.json.encode(portal.hosts).decode(),
        "family": portal.family,
        "verified": int(portal.verified),
        "state": portal.state,
        "portal_digest": portal.digest,
    }
    names = ", ".join(values)
    updates = ", ".join(f"{name} = excluded.{name}" for name in values if name not in {"slug", "state"})
    connection.execute(
        f"INSERT INTO portals ({names}) VALUES ({', '.join(':' + name for name in values)}) "
        f"ON CONFLICT (slug) DO UPDATE SET {updates}",
        values,
    )
    return before is not None and before[0] != portal.digest
