"""An exception in a pipeline never loses a page: it is recorded as refused with the reason ``error``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from twisted.python.failure import Failure

from corpus import store
from crawler import frontier
from crawler.items import Context, Page
from crawler.run import stamp, utc_now

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
        page = item if isinstance(item, Page) else getattr(item, "page", None)
        context = page.context if page else item.context
        url = page.requested_url if page else item.url
        self._record(context, url, page.capture_id if page else None, failure)

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        request = getattr(response, "request", None)
        if request is None or "context" not in request.meta:
            return
        self._record(request.meta["context"], request.url, request.meta.get("capture_id"), failure)

    def _record(self, context: Context, url: str, capture_id: int | None, failure: Failure) -> None:
        run: Run = self.crawler.spider.run  # type: ignore[union-attr]
        now = utc_now()
        counts = run.counts[context.portal]
        counts.refused["error"] += 1
        if context.kind == "article":
            counts.claimed_articles -= 1
        with run.connection:
            run.connection.execute("BEGIN IMMEDIATE")
            store.store_refusal(
                run.connection,
                url=url,
                portal=context.portal,
                kind=context.kind,
                reason="error",
                detail=f"{type(failure.value).__name__}: {failure.value}"[:500],
                status=None,
                capture_id=capture_id,
                crawl_id=run.crawl_id,
                refused_at=stamp(now),
                extractor_version=None,
                portal_digest=context.portal_digest,
            )
            frontier.settle_refused(run.connection, context.frontier_id, "error", is_gone=False, may_pass=True, now=now)
