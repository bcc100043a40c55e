"""Scrapy's scheduler over the frontier table: one request a host at a time, most wanted first."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from crawler import frontier
from crawler.items import PageKind
from crawler.run import stamp, utc_now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run
    from crawler.spiders.portal import PortalSpider

PREFETCH_ROWS = 50
"""Rows read from the table at once for a host; a host's rows are read again when it got new ones."""
LISTING_KINDS: tuple[PageKind, ...] = ("feed", "sitemap", "listing")
ARTICLE_KINDS: tuple[PageKind, ...] = ("article",)


class FrontierScheduler(BaseScheduler):
    """Gives a due row of a host that has nothing in flight.

    Requests that Scrapy itself sends back (redirects, retries) are kept in memory: their row stays
    claimed, so a killed crawl starts over with it.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.returned: deque[Request] = deque()
        self.rows: dict[tuple[str, str], deque[frontier.Row]] = {}
        self.idle_until: dict[tuple[str, str], float] = {}
        self.hosts: deque[tuple[str, str]] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: PortalSpider) -> None:  # type: ignore[override]
        self.spider = spider
        self.run: Run = spider.run
        for slug in self.run.portals:
            self._read_hosts(slug)

    def has_pending_requests(self) -> bool:
        if self.returned:
            return True
        self._notice_changes()
        return any(self._peek(key) is not None for key in list(self.hosts))

    def enqueue_request(self, request: Request) -> bool:
        self.returned.append(request)
        return True

    def next_request(self) -> Request | None:
        self._notice_changes()
        busy = self._busy_hosts()
        for _ in range(len(self.returned)):
            request = self.returned.popleft()
            request.meta["download_slot"] = frontier.host_of(request.url)
            if request.meta["download_slot"] not in busy:
                return request
            self.returned.append(request)
        for _ in range(len(self.hosts)):
            key = self.hosts[0]
            self.hosts.rotate(-1)
            if key[1] in busy:
                continue
            row = self._take(key)
            if row is not None:
                return self.spider.request(row)
        return None

    def _busy_hosts(self) -> set[str]:
        engine = self.crawler.engine
        if engine is None:
            return set()
        return {
            request.meta.get("download_slot") or frontier.host_of(request.url) for request in engine.downloader.active
        }

    def _notice_changes(self) -> None:
        """Look again at hosts that got new rows."""
        while self.run.changed_hosts:
            host = self.run.changed_hosts.pop()
            slug, _, name = host.partition(" ")
            key = (slug, name)
            self.rows.pop(key, None)
            self.idle_until.pop(key, None)
            if key not in self.hosts:
                self.hosts.append(key)

    def _read_hosts(self, slug: str) -> None:
        for host in frontier.due_hosts(self.run.connection, slug, stamp(utc_now())):
            if (slug, host) not in self.hosts:
                self.hosts.append((slug, host))

    def _kinds(self, slug: str) -> list[PageKind]:
        """The kinds of rows that the portal's budgets still allow."""
        counts, options = self.run.counts[slug], self.run.options
        if self.run.failure or (options.max_pages and counts.claimed_pages >= options.max_pages):
            return []
        if options.max_articles is None:
            return [*LISTING_KINDS, *ARTICLE_KINDS]
        if counts.stored >= options.max_articles:
            return []
        if counts.stored + counts.claimed_articles >= options.max_articles:
            return list(LISTING_KINDS)
        return [*LISTING_KINDS, *ARTICLE_KINDS]

    def _peek(self, key: tuple[str, str]) -> frontier.Row | None:
        """The next row of a host within the budgets, without taking it."""
        slug, host = key
        kinds = self._kinds(slug)
        if not kinds:
            return None
        rows = self.rows.get(key)
        if rows is not None:
            while rows and rows[0].kind not in kinds:
                rows.popleft()
            if rows:
                return rows[0]
        now = time.monotonic()
        if now < self.idle_until.get(key, 0.0):
            return None
        found = frontier.due_rows(
            self.run.connection,
            slug,
            host,
            self.run.options,
            now=stamp(utc_now()),
            kinds=kinds,
            limit=PREFETCH_ROWS,
        )
        if not found:
            self.idle_until[key] = now + 1.0
            return None
        self.rows[key] = deque(found)
        return found[0]

    def _take(self, key: tuple[str, str]) -> frontier.Row | None:
        """Claim the next row of a host. A row that was claimed too often is set aside instead."""
        while (row := self._peek(key)) is not None:
            self.rows[key].popleft()
            if not frontier.claim(self.run.connection, row):
                continue
            counts = self.run.counts[row.portal]
            counts.claimed_articles += row.kind == "article"
            if row.attempts >= frontier.MAX_ATTEMPTS:
                self.spider.set_aside(row)
                continue
            counts.touch()
            counts.claimed_pages += 1
            return row
        return None
