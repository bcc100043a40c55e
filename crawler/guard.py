"""Keeps every request on the hosts that the portal file names, whatever a page, feed or redirect says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.refusing import RefusedRequest
from crawler.urls import is_allowed

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class GuardMiddleware:
    """Downloader middleware, first in line: redirects and robots.txt requests pass it too."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        portal = self.crawler.spider.run.portals[request.meta["context"].portal]  # type: ignore[union-attr]
        if not is_allowed(request.url, portal):
            raise RefusedRequest("offsite", request.url)
