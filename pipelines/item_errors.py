"""An exception in a pipeline or in the spider never loses a page: it is recorded as refused with the reason ``error``.

A Scrapy extension: Scrapy itself logs the exception, drops the item and ends the crawl as if nothing happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from twisted.python.failure import Failure

from crawler.items import Refusal
from crawler.run import utc_now
from pipelines.outcomes import refusal_of_error, store_outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.run import Run


class ItemErrorExtension:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        crawler.signals.connect(extension.spider_error, signal=signals.spider_error)
        return extension

    def item_error(self, item: Any, failure: Failure) -> None:
        self._record(refusal_of_error(item, failure.value))

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        request = getattr(response, "request", None)
        if request is None or "context" not in request.meta:
            return  # no page is lost: the error came before any request
        refusal = Refusal(
            url=request.meta.get("redirect_urls", [request.url])[0],
            context=request.meta["context"],
            reason="error",
            capture_id=request.meta.get("capture_id"),
            fetched_at=utc_now(),
        )
        self._record(refusal_of_error(refusal, failure.value))

    def _record(self, refusal: Refusal) -> None:
        run: Run = self.crawler.spider.run  # type: ignore[union-attr]
        with run.connection:
            run.connection.execute("BEGIN IMMEDIATE")
            store_outcome(run.connection, run, refusal)
