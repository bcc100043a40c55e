"""The baseline: a plain Scrapy spider with LinkExtractor, trafilatura and sqlite3, as a first draft has it.

It keeps url, title, date and text of each article; no archive, no search index, no frontier.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

ARTICLES = (
    r"/[a-z-]+/[^/?]+-\d+\.html$",
    r"/[A-Z]\w+/Pages/[^/?]+\.aspx",
    r"newsdetail\.aspx\?NewsId=",
    r"/-/asset_publisher/\w+/content/",
    r"/[a-z-]+/[^/?]+-\d+$",
    r"[?&]NDID=\d+",
)
LISTINGS = (
    r":\d+/[a-z-]+/(page-\d+/)?$",
    r"/Lists/\w+/TongQuat\.aspx",
    r"/web/btg/[a-z-]+(\?p_p_id|$)",
    r":\d+/[a-z-]+(\?page=\d+)?$",
    r"\?tabid=\d+(&page=\d+)?$",
)
TWINS = (r"/print", r"/savefile/", r"/sendmail/", r"update_language", r"dnnprintmode", r"/tag/", r"/login", r"/users/")


def without_decoration(url: str) -> str:
    """Liferay hangs the listing's whole address on each article link."""
    return url.partition("?")[0] if "asset_publisher" in url else url


class PlainSpider(CrawlSpider):
    name = "plain"
    rules = (
        Rule(LinkExtractor(allow=ARTICLES, deny=TWINS, process_value=without_decoration), callback="parse_article"),
        Rule(LinkExtractor(allow=LISTINGS, deny=(*TWINS, *ARTICLES)), follow=True),
    )

    def __init__(self, *, start_urls: list[str], database: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.start_urls = start_urls
        self.allowed_domains = sorted({urlsplit(url).hostname or "" for url in start_urls})
        self.connection = sqlite3.connect(database)
        self.connection.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, title TEXT, date TEXT, text TEXT)")

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        text = trafilatura.extract(response.text, url=response.url, output_format="json", with_metadata=True)  # type: ignore[attr-defined]
        if text:
            article = json.loads(text)
            self.connection.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)",
                (response.url, article["title"], article["date"], article["text"]),
            )
            self.connection.commit()
            yield {"url": response.url}


def main() -> None:
    """``python -m benchmarks.plain_spider DATABASE URL…``"""
    process = AsyncCrawlerProcess(
        {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    )
    process.crawl(PlainSpider, start_urls=sys.argv[2:], database=sys.argv[1])
    process.start()


if __name__ == "__main__":
    main()
