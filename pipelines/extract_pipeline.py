"""Hands fetched article pages to the worker processes; everything else passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from crawler.items import Page, Refusal
from crawler.spiders.portal import NOT_MODIFIED, refuse
from crawler.workers import WorkerFailure
from pipelines.extract import extract
from pipelines.extracted import Extracted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.workers import Workers


class ExtractPipeline:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Page) or item.status == NOT_MODIFIED:
            return item
        workers: Workers = self.crawler.spider.workers  # type: ignore[union-attr]
        return await extract_page(workers, item)


async def extract_page(workers: Workers, page: Page) -> Extracted | Refusal:
    """The article of *page*, or why there is none."""
    try:
        result = await workers.apply(extract, page)
    except WorkerFailure as failure:
        return refuse(page, failure.reason, failure.detail)
    if isinstance(result, Refusal):
        return result
    return Extracted(article=result, page=page)
