"""Slows down for a host that answers slowly, never below what the portal file and robots.txt ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request, signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class ThrottleExtension:
    """After each response the pause moves half way towards the time that the response took."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.max_delay_secs: float = crawler.settings.getfloat("THROTTLE_MAX_DELAY_SECS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response, request: Request) -> None:
        engine, spider = self.crawler.engine, self.crawler.spider
        latency_secs = request.meta.get("download_latency")
        host = request.meta.get("download_slot")
        if engine is None or latency_secs is None or host not in engine.downloader.slots:
            return
        floor = spider.run.delays.get(host, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))  # type: ignore[union-attr]
        if floor == 0:
            return  # loopback portals: the file asked for no pause at all
        slot = engine.downloader.slots[host]
        wished = (slot.delay + latency_secs) / 2
        slot.delay = max(floor, min(wished, self.max_delay_secs))
