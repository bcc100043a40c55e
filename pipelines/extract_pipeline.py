"""Hands fetched article pages to the worker processes; everything else passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from crawler.discovery import read_links
from crawler.items import Link, Links, Page, Refusal, refuse
from crawler.spiders.portal import NOT_MODIFIED
from crawler.workers import WorkerFailure
from pipelines.extract import extract
from pipelines.extracted import Extracted

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.portals import Portal
    from crawler.spiders.portal import PortalSpider
    from crawler.workers import Workers

MIN_LISTED = 3


class ExtractPipeline:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Page) or item.status == NOT_MODIFIED:
            return item
        spider: PortalSpider = self.crawler.spider  # type: ignore[assignment]
        return await extract_page(spider.workers, item, spider.run.portals[item.context.portal])


async def extract_page(workers: Workers, page: Page, portal: Portal) -> Extracted | Links | Refusal:
    """The article of *page*; the links of a listing that was taken for an article; or why there is nothing."""
    try:
        result = await workers.apply(extract, page)
        if isinstance(result, Refusal):
            is_guess = result.reason == "listing" and not portal.article.complete
            links = await workers.apply(read_links, page) if is_guess else ()
            return Links(page=page, links=links) if lists_articles(links) else result
        links = await workers.apply(read_links, page) if portal.discovery.from_articles else ()
        return Extracted(article=result, page=page, links=links)
    except WorkerFailure as failure:
        return refuse(page, failure.reason, failure.detail)


def lists_articles(links: tuple[Link, ...]) -> bool:
    """True for a page that is worth being read again as a listing in later crawls."""
    return sum(link.kind == "article" for link in links) >= MIN_LISTED
