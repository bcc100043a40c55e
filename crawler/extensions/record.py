"""Completes the crawl's record when the spider closes, whatever the reason."""

from __future__ import annotations

import logging
import sqlite3
import time
from typing import TYPE_CHECKING, Self

from scrapy import signals

from corpus.database import explain

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.portal import PortalSpider

logger = logging.getLogger(__name__)


class RecordExtension:
    """Runs after the pipelines are closed: their last batch is committed by then."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def spider_closed(self, spider: PortalSpider, reason: str) -> None:
        run = spider.run
        await spider.workers.close()
        run.cpu_secs["links"] = spider.workers.cpu_secs["read_links"]
        run.cpu_secs["extract"] = spider.workers.cpu_secs["extract"]
        run.cpu_secs["process"] = time.process_time()
        if run.archive:
            run.cpu_secs["archive"] = run.archive.cpu_secs
            try:
                run.archive.close()
            except OSError as error:
                run.failure = run.failure or str(explain(error, run.data.archive))
        try:
            run.finish(reason)
        except sqlite3.Error as error:
            run.failure = run.failure or f"the end of the crawl is not recorded: {explain(error, run.data.corpus)}"
            logger.critical("%s", run.failure)
