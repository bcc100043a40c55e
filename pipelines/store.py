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
from typing import TYPE_CHECKING, Self

from corpus import folding, store
from corpus.database import explain
from crawler.counts import PortalCounts
from crawler.items import Refusal
from pipelines.extract import EXTRACTOR_VERSION
from pipelines.outcomes import Outcome, context_of, refusal_of_error, store_outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)


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
            except Exception as error:  # noqa: BLE001 - whatever it is, nothing more can be stored: the crawl must end
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
                logger.exception("storing %s failed", context_of(failed))
                items[done] = refusal_of_error(failed, error)
        self.run.cpu_secs["store"] += time.thread_time() - started

    def _give_up(self, error: Exception) -> None:
        """End the crawl: nothing more can be stored. What is committed stays, the rest is fetched again."""
        if self.run.failure is None:
            if isinstance(error, OSError | sqlite3.Error):
                cause = str(explain(error, self.run.data.corpus))
            else:
                logger.exception("storing failed", exc_info=error)
                cause = f"{type(error).__name__}: {error}. This is a fault of ours, please report it."
            self.run.failure = f"cannot store: {cause} Then crawl again: it goes on from here."
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
