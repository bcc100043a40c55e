"""Commits what came of requests: articles, links, refusals and frontier rows together, in batches.

A batch waits until the records of all its captures are on disk. When an outcome cannot be written, its
batch is rolled back and written again with that outcome as a refusal with the reason ``error`` (a savepoint
for each outcome would make FTS5 flush each by itself: 1 ms more a page). A batch that cannot be committed ends the
crawl, and its rows stay claimed.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import sqlite3
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from corpus import folding, store
from corpus.database import explain
from corpus.reasons import GONE, RETRY_LATER
from corpus.store import Sighting
from crawler import frontier
from crawler.counts import PortalCounts
from crawler.items import Context, Link, Links, Page, Postponed, Refusal
from crawler.run import stamp, utc_now
from crawler.urls import canonical_url, identity
from pipelines.extract import EXTRACTOR_VERSION
from pipelines.extracted import Extracted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)
Outcome = Extracted | Links | Refusal | Postponed | Page
MISSING_RECHECK_DAYS = 1


class StorePipeline:
    """Scrapy pipeline, last in line: ``process_item`` returns once the item is committed."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.batch_rows: int = crawler.settings.getint("STORE_BATCH_ROWS")
        self.flush_secs: float = crawler.settings.getfloat("STORE_FLUSH_SECS")
        self.waiting: list[tuple[Outcome, asyncio.Future[None]]] = []
        self.timer: asyncio.TimerHandle | None = None
        self.flushing = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def run(self) -> Run:
        return self.crawler.spider.run  # type: ignore[union-attr,no-any-return]

    def open_spider(self) -> None:
        """Bring the search index up to date, and look again at what an older extractor refused."""
        connection = self.run.connection
        folding.ensure_index(connection)
        connection.execute(
            """UPDATE frontier SET state = 'pending', next_fetch_at = NULL WHERE state = 'refused' AND kind = 'article'
               AND (portal, url) IN (SELECT portal, url FROM refusals
                                     WHERE extractor_version IS NOT NULL AND extractor_version != ?)""",
            (EXTRACTOR_VERSION,),
        )

    async def process_item(self, item: Outcome) -> Outcome:
        done = asyncio.get_running_loop().create_future()
        self.waiting.append((item, done))
        if len(self.waiting) >= self.batch_rows:
            self._start_flush()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(self.flush_secs, self._start_flush)
        await done
        return item

    async def close_spider(self) -> None:
        await self._flush()

    def _start_flush(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None
        task = asyncio.get_running_loop().create_task(self._flush())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _flush(self) -> None:
        async with self.flushing:
            batch, self.waiting = self.waiting, []
            try:
                captures = await self.run.archive.sync() if self.run.archive else []
                self._commit(captures, [item for item, _ in batch])
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    def _commit(self, captures: list[dict[str, object]], items: list[Outcome]) -> None:
        connection = self.run.connection
        started = time.thread_time()
        while True:
            counts = copy_counts(self.run.counts)
            connection.execute("BEGIN IMMEDIATE")
            done = 0
            try:
                store.store_captures(connection, captures)
                for item in items:
                    store_outcome(connection, self.run, item)
                    done += 1
                self.run.write_counts()
                connection.execute("COMMIT")
                break
            except BaseException as error:
                if connection.in_transaction:  # a full disk has rolled back already
                    connection.execute("ROLLBACK")
                self.run.counts = counts
                if not isinstance(error, Exception) or isinstance(error, sqlite3.OperationalError):
                    raise  # disk full, locked: the batch as a whole cannot be written
                failed = items[done] if done < len(items) else None
                if failed is None or (isinstance(failed, Refusal) and failed.reason == "error"):
                    raise  # not even the refusal can be written
                logger.exception("storing %s failed", _context(failed))
                items[done] = refusal_of_error(failed, error)
        self.run.cpu_secs["store"] += time.thread_time() - started

    def _give_up(self, error: OSError | sqlite3.Error) -> None:
        """End the crawl: nothing more can be stored. What is committed stays, the rest is fetched again."""
        if self.run.failure is None:
            self.run.failure = (
                f"cannot store: {explain(error, self.run.data.corpus)} Then crawl again: it goes on from here."
            )
            logger.critical("%s", self.run.failure)
            assert self.crawler.engine is not None
            task = asyncio.get_running_loop().create_task(
                self.crawler.engine.close_spider_async(reason="storage_failed")
            )
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)


def copy_counts(counts: dict[str, PortalCounts]) -> dict[str, PortalCounts]:
    """Counts as they are now, to go back to when a batch is rolled back."""
    return {slug: dataclasses.replace(each, refused=Counter(each.refused)) for slug, each in counts.items()}


def refusal_of_error(item: Any, error: BaseException) -> Refusal:
    """The refusal with the reason ``error`` for an item that an exception of ours stopped."""
    page = item if isinstance(item, Page) else getattr(item, "page", None)
    context = _context(item)
    return Refusal(
        url=page.requested_url if page else item.url,
        context=context,
        reason="error",
        detail=f"{type(error).__name__}: {error}"[:500],
        capture_id=page.capture_id if page else getattr(item, "capture_id", None),
        status=page.status if page else None,
        fetched_at=page.fetched_at if page else utc_now(),
        page=page,
    )


def _context(item: Any) -> Context:
    if isinstance(item, Extracted | Links):
        return item.page.context
    context: Context = item.context
    return context


def store_outcome(connection: sqlite3.Connection, run: Run, item: Outcome) -> None:
    """Write what came of one request, with its frontier row, inside the caller's transaction."""
    context = _context(item)
    counts = run.counts[context.portal]
    counts.touch()
    if context.kind == "article":
        counts.claimed_articles -= 1
    if isinstance(item, Extracted):
        _store_extracted(connection, run, item)
    elif isinstance(item, Links):
        _store_links(connection, run, item)
    elif isinstance(item, Refusal):
        _store_refusal(connection, run, item)
    elif isinstance(item, Postponed):
        connection.execute(
            "UPDATE frontier SET state = 'pending', attempts = max(attempts - 1, 0), reason = 'robots' WHERE id = ?",
            (context.frontier_id,),
        )
    else:
        _store_unchanged(connection, run, item)


def _store_extracted(connection: sqlite3.Connection, run: Run, item: Extracted) -> None:
    article, page, context = item.article, item.page, item.page.context
    counts, portal = run.counts[context.portal], run.portals[context.portal]
    if is_outside(article.published_at, run):
        counts.outside += 1
        frontier.settle_outside(connection, context.frontier_id, article.published_at or "")
        return
    own_key = connection.execute("SELECT key FROM frontier WHERE id = ?", (context.frontier_id,)).fetchone()
    urls = [(page.requested_url, "listed"), *((url, "listed") for url in context.met_urls), (page.url, "answered")]
    seen = Sighting(
        capture_id=page.capture_id or 0,
        fetched_at=stamp(page.fetched_at),
        crawl_id=run.crawl_id,
        province=portal.province,
        urls=tuple((url, kind) for url, kind in urls if url != article.url),
        is_alias=own_key is not None and own_key[0] != identity(article.url, "article", portal),
    )
    outcome = store.store_article(connection, article, seen)
    if outcome == "new":
        counts.new += 1
    elif outcome == "changed":
        counts.changed += 1
    else:
        counts.unchanged += 1
    counts.selector_misses += "selector_miss" in article.quality_flags
    _add_links(connection, run, page, item.links)
    _settle(connection, page)


def _settle(connection: sqlite3.Connection, page: Page) -> None:
    """A good outcome: the row is done, its validators are kept, and an earlier refusal is forgotten."""
    frontier.settle(
        connection,
        page.context.frontier_id,
        "stored",
        now=stamp(page.fetched_at),
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
    )
    store.clear_refusal(connection, page.context.portal, page.requested_url)


def is_outside(published_at: str | None, run: Run) -> bool:
    """True for an article whose day is known to lie outside --since/--until."""
    if not published_at or len(published_at) < 10:
        return False
    day, options = published_at[:10], run.options
    return bool(
        (options.since and day < options.since.isoformat()) or (options.until and day > options.until.isoformat())
    )


def _store_links(connection: sqlite3.Connection, run: Run, item: Links) -> None:
    context = item.page.context
    run.counts[context.portal].listings += 1
    if context.kind == "article":
        frontier.turn_into_listing(connection, context.frontier_id, run.portals[context.portal])
    _add_links(connection, run, item.page, item.links)
    _settle(connection, item.page)


def _add_links(connection: sqlite3.Connection, run: Run, page: Page, links: tuple[Link, ...]) -> None:
    if not links:
        return
    context = page.context
    new, hosts = frontier.add_links(
        connection,
        run.portals[context.portal],
        links,
        via=page.url,
        row_id=context.frontier_id,
        options=run.options,
        now=stamp(page.fetched_at),
    )
    run.counts[context.portal].links_new += new
    run.changed_hosts.update(f"{context.portal} {host}" for host in hosts)


def _store_unchanged(connection: sqlite3.Connection, run: Run, page: Page) -> None:
    """304: the server says that nothing changed since the last fetch."""
    context, counts = page.context, run.counts[page.context.portal]
    frontier.settle_unchanged(connection, context.frontier_id, now=stamp(page.fetched_at))
    if context.kind != "article":
        counts.listings += 1
        return
    counts.unchanged += 1
    portal = run.portals[context.portal]
    url = canonical_url(page.requested_url, portal)
    connection.execute(
        """UPDATE articles SET last_seen_at = ? WHERE portal = ?
           AND id IN (SELECT article_id FROM article_urls WHERE url IN (?, ?))""",
        (stamp(page.fetched_at), context.portal, url, page.requested_url),
    )


def _store_refusal(connection: sqlite3.Connection, run: Run, item: Refusal) -> None:
    context, counts = item.context, run.counts[item.context.portal]
    at = item.fetched_at or utc_now()
    is_gone = item.reason in GONE
    counts.refused[item.reason] += 1
    recheck_days = frontier.RECHECK_DAYS
    if is_gone and context.kind == "article":
        missing = store.mark_missing(
            connection,
            context.portal,
            item.url,
            item.reason,
            at=stamp(at),
            crawl_id=run.crawl_id,
            capture_id=item.capture_id,
        )
        counts.gone += missing == "gone"
        if missing == "missing":
            recheck_days = MISSING_RECHECK_DAYS
    store.store_refusal(
        connection,
        url=item.url,
        portal=context.portal,
        kind=context.kind,
        reason=item.reason,
        detail=item.detail,
        status=item.status,
        capture_id=item.capture_id,
        crawl_id=run.crawl_id,
        refused_at=stamp(at),
        extractor_version=EXTRACTOR_VERSION if item.page and context.kind == "article" else None,
        portal_digest=context.portal_digest,
    )
    frontier.settle_refused(
        connection,
        context.frontier_id,
        item.reason,
        is_gone=is_gone,
        may_pass=item.reason in RETRY_LATER,
        now=at,
        recheck_days=recheck_days,
    )
