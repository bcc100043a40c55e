"""Obeys robots.txt by RFC 9309, and reads what else it says: sitemaps and Crawl-delay.

2xx: its rules hold (first 500 KiB). 4xx: everything is allowed. 5xx, 429 and no answer: everything is
disallowed for now, and what was wanted stays pending for an hour (RFC 9309, 2.3.1).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request

from crawler import frontier
from crawler.items import Context, Link
from crawler.refusing import RefusedRequest
from crawler.run import stamp, utc_now
from crawler.urls import absolute_url, is_allowed

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: a crawler must read at least this much and may ignore the rest."""
KEEP_SECS = 12 * 3600
"""RFC 9309, 2.4: not longer than 24 hours."""
MAX_CRAWL_DELAY_SECS = 60.0
POSTPONE = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt means. ``parser`` None with ``problem`` None: everything is allowed."""

    parser: Protego | None
    problem: str | None
    read_at: float

    @property
    def keep_secs(self) -> float:
        return POSTPONE.total_seconds() if self.problem else KEEP_SECS


class RobotsMiddleware:
    """Downloader middleware that asks robots.txt before the first request to a host."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.token: str = crawler.settings["ROBOTS_TOKEN"]
        self.rules: dict[str, Rules] = {}
        self.locks: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        rules = await self._rules_for(request)
        if rules.problem:
            raise RefusedRequest("robots", rules.problem, postponed_until=utc_now() + POSTPONE)
        if rules.parser and not rules.parser.can_fetch(request.url, self.token):
            raise RefusedRequest("robots", f"disallowed for {self.token}")

    async def _rules_for(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self.locks.setdefault(origin, asyncio.Lock()):
            rules = self.rules.get(origin)
            if rules is None or time.monotonic() - rules.read_at > rules.keep_secs:
                rules = await self._fetch(origin, request.meta["context"])
                self.rules[origin] = rules
        return rules

    async def _fetch(self, origin: str, asked_for: Context) -> Rules:
        run: Run = self.crawler.spider.run  # type: ignore[union-attr]
        portal = run.portals[asked_for.portal]
        url = f"{origin}/robots.txt"
        now = stamp(utc_now())
        frontier.insert(run.connection, portal, Link(url=url, kind="robots"), url, via=None, depth=0, now=now)
        context = Context(
            portal=portal.slug,
            portal_digest=portal.digest,
            crawl_id=run.crawl_id,
            frontier_id=0,
            kind="robots",
        )
        host = frontier.host_of(url)
        request = Request(
            url,
            priority=1000,
            dont_filter=True,
            meta={"is_robots": True, "context": context, "download_slot": host, "max_retry_times": 1},
        )
        run.counts[portal.slug].requests += 1
        problem: str | None = None
        parser: Protego | None = None
        try:
            assert self.crawler.engine is not None
            response = await self.crawler.engine.download_async(request)
        except RefusedRequest as error:
            logger.info("%s redirects away (%s): read as absent", url, error.detail)
        except Exception as error:  # noqa: BLE001 - any failure to get an answer means: disallow, try later
            problem = f"robots.txt unreachable ({type(error).__name__})"
        else:
            run.counts[portal.slug].bytes += len(response.body)
            if 200 <= response.status < 300:
                parser = Protego.parse(response.body[:MAX_BYTES].decode("utf-8", "replace"))
            elif response.status >= 500 or response.status == 429:
                problem = f"robots.txt answered {response.status}"
        state = "refused" if problem else "stored"
        run.connection.execute(
            """UPDATE frontier SET state = ?, last_fetched_at = ?, reason = ?
               WHERE portal = ? AND kind = 'robots' AND url = ?""",
            (state, now, problem, portal.slug, url),
        )
        if problem:
            self._postpone(run, portal.slug, host)
        if parser:
            self._apply(run, portal.slug, host, origin, parser)
        return Rules(parser, problem, time.monotonic())

    @staticmethod
    def _postpone(run: Run, slug: str, host: str) -> None:
        """Nothing of the host is asked for during the next hour, and nothing is counted as refused."""
        due = stamp(utc_now() + POSTPONE)
        run.connection.execute(
            "UPDATE frontier SET next_fetch_at = ? WHERE portal = ? AND host = ? AND state = 'pending'",
            (due, slug, host),
        )
        run.changed_hosts.add(f"{slug} {host}")

    def _apply(self, run: Run, slug: str, host: str, origin: str, parser: Protego) -> None:
        portal = run.portals[slug]
        delay = parser.crawl_delay(self.token)
        if delay:
            run.delays[host] = max(run.delays.get(host, 0.0), min(float(delay), MAX_CRAWL_DELAY_SECS))
            assert self.crawler.engine is not None
            if host in self.crawler.engine.downloader.slots:
                self.crawler.engine.downloader.slots[host].delay = run.delays[host]
        for address in parser.sitemaps:
            url = absolute_url(address, origin + "/")
            if url and is_allowed(url, portal):
                link = Link(url=url, kind="sitemap")
                frontier.insert(
                    run.connection, portal, link, url, via=f"{origin}/robots.txt", depth=0, now=stamp(utc_now())
                )
                run.changed_hosts.add(f"{slug} {frontier.host_of(url)}")
