"""How Scrapy's log reads here: no line for each crawled page and no dump of refused or failed items."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import logformatter


class QuietLogFormatter(logformatter.LogFormatter):
    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        line = super().crawled(request, response, spider)
        return {**line, "level": logging.DEBUG}

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        return None

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        page = getattr(item, "page", item)
        return {
            "level": logging.ERROR,
            "msg": "refused with the reason error: %(url)s",
            "args": {"url": getattr(page, "url", "?")},
        }
