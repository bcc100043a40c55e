"""The spider of live portals: turns responses into pages, links and refusals. The frontier gives the requests."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectionClosed
from twisted.internet.error import TimeoutError as ConnectTimeout
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from corpus.errors import UserError
from corpus.paths import DataFolder
from crawler.discovery import DiscoveryError, read_links
from crawler.frontier import Row
from crawler.items import Context, Links, Page, Postponed, Refusal, refuse
from crawler.options import parse_options
from crawler.refusing import RefusedRequest
from crawler.run import Run, start_run, utc_now
from crawler.workers import WorkerFailure, Workers

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FAILURES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((DownloadTimeoutError, TimeoutError, ConnectTimeout), "timeout"),
    ((DownloadCancelledError,), "too_large"),
    (
        (
            CannotResolveHostError,
            DownloadConnectionRefusedError,
            DownloadFailedError,
            ResponseDataLossError,
            ResponseFailed,
            ConnectionClosed,
            OSError,
        ),
        "connection",
    ),
    ((UnsupportedURLSchemeError,), "offsite"),
)
"""What downloaders raise, and the refusal reason it means; anything else is an error of ours."""
KEPT_HEADERS = ("etag", "last-modified", "content-language")
GONE_STATUS = frozenset({404, 410})
NOT_MODIFIED = 304


class PortalSpider(Spider):
    """``scrapy crawl portal -a portals=kontum,khanhhoa``; the arguments are those of ``CrawlOptions``."""

    name = "portal"
    run: Run
    workers: Workers

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        spider = super().from_crawler(crawler)
        assert isinstance(spider, cls)
        settings = crawler.settings
        try:
            spider.run = start_run(DataFolder(Path(settings["CORPUS_DATA"])), parse_options(**kwargs))
        except UserError as error:  # Scrapy would print a traceback and exit with 0
            print(f"tuyengiao: {error}", file=sys.stderr)
            raise SystemExit(error.exit_status) from None
        spider.workers = Workers(
            spider.run.portals.values(),
            count=settings.getint("EXTRACT_WORKERS"),
            timeout_secs=settings.getfloat("EXTRACT_TIMEOUT_SECS"),
            memory_limit_bytes=settings.getint("EXTRACT_MEMORY_LIMIT_BYTES"),
            tasks_per_worker=settings.getint("EXTRACT_TASKS_PER_WORKER"),
        )
        slots = {}
        for portal in spider.run.portals.values():
            delay = settings.getfloat("DOWNLOAD_DELAY") if portal.delay_secs is None else portal.delay_secs
            for host in (*portal.hosts, *portal.twin_hosts):
                for name in (host, f"www.{host}"):
                    slots[name] = {"concurrency": 1, "delay": delay}
                    spider.run.delays[name] = delay
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        settings.set(
            "USER_AGENT",
            settings["USER_AGENT"].format(contact=settings["CONTACT"] or "not given"),
            priority="spider",
        )
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: what is due stands in the frontier."""
        return
        yield

    def request(self, row: Row) -> Request:
        """The request of a claimed frontier row, conditional where the server gave validators."""
        portal = self.run.portals[row.portal]
        headers = {}
        if row.etag:
            headers["If-None-Match"] = row.etag
        if row.last_modified:
            headers["If-Modified-Since"] = row.last_modified
        return Request(
            row.url,
            callback=self.parse,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            meta={"context": row.context(self.run.crawl_id, portal.digest), "download_slot": row.host},
        )

    def set_aside(self, row: Row) -> None:
        """Refuse a row that was claimed again and again without an outcome."""
        portal = self.run.portals[row.portal]
        refusal = Refusal(
            url=row.url,
            context=row.context(self.run.crawl_id, portal.digest),
            reason="attempts",
            detail=f"{row.attempts} claims without an outcome",
            fetched_at=utc_now(),
        )
        assert self.crawler.engine is not None
        self.crawler.engine.scraper._start_itemproc_nowait(refusal)

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Any]:
        context: Context = response.meta["context"]
        page = read_page(response, context)
        counts = self.run.counts[context.portal]
        counts.requests += 1
        counts.bytes += response.meta.get("wire_bytes", len(response.body))
        counts.touch()
        refusal = refusal_of_status(page)
        if refusal:
            yield refusal
        elif page.status == NOT_MODIFIED or context.kind == "article":
            yield page
        else:
            yield await self._read_links(page)

    async def _read_links(self, page: Page) -> Links | Refusal:
        try:
            return Links(page=page, links=await self.workers.apply(read_links, page))
        except DiscoveryError as error:
            return refuse(page, "bad_feed", str(error))
        except WorkerFailure as failure:
            return refuse(page, failure.reason, failure.detail)

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """A request that brought no usable response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        context: Context = request.meta["context"]
        counts = self.run.counts[context.portal]
        counts.touch()
        error = failure.value
        if isinstance(error, RefusedRequest) and error.postponed_until:
            detail = error.detail or error.reason
            yield Postponed(url=request.url, context=context, detail=detail, until=error.postponed_until)
            return
        counts.requests += not isinstance(error, RefusedRequest)
        reason, detail = reason_of_failure(error)
        if reason == "error":
            self.logger.error("%s: %s", request.url, failure.getTraceback())
        yield Refusal(
            url=request.meta.get("redirect_urls", [request.url])[0],
            context=context,
            reason=reason,
            detail=detail,
            capture_id=request.meta.get("capture_id"),
            fetched_at=utc_now(),
        )


def read_page(response: Response, context: Context) -> Page:
    headers = {}
    for name in KEPT_HEADERS:
        value = response.headers.get(name)
        if value:
            headers[name] = value.decode("latin-1")
    requested = response.meta.get("redirect_urls", [response.url])[0]
    content_type = response.headers.get("Content-Type") or b""
    return Page(
        url=response.url,
        requested_url=requested,
        status=response.status,
        content_type=content_type.decode("latin-1"),
        body=response.body,
        fetched_at=response.meta.get("fetched_at") or utc_now(),
        context=context,
        capture_id=response.meta.get("capture_id"),
        headers=headers,
    )


def refusal_of_status(page: Page) -> Refusal | None:
    """The refusal that the status or the lack of a body asks for, if any."""
    if page.status in GONE_STATUS:
        return refuse(page, "not_found", f"status {page.status}")
    if page.status == NOT_MODIFIED:
        return None
    if not 200 <= page.status < 300:
        return refuse(page, "http_error", f"status {page.status}")
    if not page.body.strip():
        return refuse(page, "empty")
    return None


def reason_of_failure(error: BaseException | None) -> tuple[str, str]:
    """Refusal reason and detail for what a downloader or a middleware raised."""
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, RefusedRequest):
        return error.reason, error.detail or ""
    if isinstance(error, IgnoreRequest) and "max redirections" in str(error):
        return "redirect_loop", detail
    if isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error):
        return "too_large", detail
    for kinds, reason in FAILURES:
        if isinstance(error, kinds):
            return reason, detail
    return "error", detail
