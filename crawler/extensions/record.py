"""Completes the crawl's record when the spider closes, whatever the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.portal import PortalSpider


class RecordExtension:
    """Runs after the pipelines are closed: their last batch is committed by then."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def spider_closed(self, spider: PortalSpider, reason: str) -> None:
        await spider.workers.close()
        if spider.run.archive:
            spider.run.archive.close()
        spider.run.finish(reason)
