"""Raw response -> WARC record: a downloader middleware next to the downloader, so that redirects, errors,
304 and robots.txt are archived too, and bodies as they came over the wire.

Records are compressed and written in one thread. ``Archive.sync`` gives the rows of ``captures`` whose
records are safe on disk; only those may be committed.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import http
import io
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import IgnoreRequest
from warcio.recordloader import ArcWarcRecord

from crawler.items import Context
from crawler.run import stamp, utc_now
from pipelines.warc import RawHeaders, WarcFile

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.run import Run


class Archive:
    """WARC files of a crawl, one a portal, written in one background thread."""

    def __init__(self, folder: Path, *, first_id: int, max_bytes: int):
        self.folder = folder
        self.max_bytes = max_bytes
        self.next_id = first_id
        self.files: dict[str, WarcFile] = {}
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self.waiting: list[Future[dict[str, object]]] = []
        self.cpu_secs = 0.0
        """CPU time of the archive's thread, seconds."""

    def add_response(
        self, *, url: str, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes, context: Context
    ) -> int:
        """Queue a response for writing; returns its capture id at once."""
        return self._submit(self._write_response, url, status, tuple(headers), body, context)

    def add_failure(self, *, url: str, error: str, context: Context) -> int:
        """Queue a ``metadata`` record for a request without a response; returns its capture id."""
        return self._submit(self._write_failure, url, error, context)

    def _submit(self, function: Any, *args: Any) -> int:
        capture_id = self.next_id
        self.next_id += 1
        self.waiting.append(self.thread.submit(self._timed, function, capture_id, utc_now(), *args))
        return capture_id

    def _timed(self, function: Any, *args: Any) -> dict[str, object]:
        started = time.thread_time()
        try:
            row: dict[str, object] = function(*args)
            return row
        finally:
            self.cpu_secs += time.thread_time() - started

    async def sync(self) -> list[dict[str, object]]:
        """Rows of ``captures`` for all records queued so far, once they are on disk.

        Raises ``OSError`` when they cannot be written (disk full); then none of them counts.
        """
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return []
        rows = [await asyncio.wrap_future(future) for future in waiting]
        await asyncio.wrap_future(self.thread.submit(self._sync_files))
        return rows

    def _sync_files(self) -> None:
        for file in self.files.values():
            file.sync()

    def _file(self, portal: str) -> WarcFile:
        today = utc_now().date()
        file = self.files.get(portal)
        if file and (file.day != today or file.file.tell() > self.max_bytes):
            file.close()
            file = None
        if file is None:
            file = self.files[portal] = WarcFile(self.folder, portal, today)
        return file

    def _write_response(
        self,
        capture_id: int,
        fetched_at: dt.datetime,
        url: str,
        status: int,
        headers: tuple[tuple[bytes, bytes], ...],
        body: bytes,
        context: Context,
    ) -> dict[str, object]:
        file = self._file(context.portal)
        reason = http.HTTPStatus(status).phrase if status in http.HTTPStatus._value2member_map_ else ""
        lines = [f"HTTP/1.1 {status} {reason}".encode(), *(name + b": " + value for name, value in headers)]
        if not any(name.lower() == b"content-length" for name, _ in headers):
            lines.append(b"Content-Length: %d" % len(body))
        record = file.writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=RawHeaders(b"\r\n".join(lines) + b"\r\n\r\n"),
            warc_headers_dict={"WARC-Date": stamp(fetched_at)},
        )
        offset, length = file.append(record)
        record_id = record.rec_headers.get_header("WARC-Record-ID")
        file.append(self._metadata(file, url, fetched_at, context, {}, refers_to=record_id))
        media_type = next((value for name, value in headers if name.lower() == b"content-type"), b"")
        return {
            "id": capture_id,
            "portal": context.portal,
            "url": url,
            "kind": context.kind,
            "file": file.name,
            "offset": offset,
            "length_bytes": length,
            "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
            "status": status,
            "media_type": media_type.split(b";")[0].strip().decode("latin-1").lower() or None,
            "size_bytes": len(body),
            "error": None,
            "fetched_at": stamp(fetched_at),
            "crawl_id": context.crawl_id,
        }

    def _write_failure(
        self, capture_id: int, fetched_at: dt.datetime, url: str, error: str, context: Context
    ) -> dict[str, object]:
        file = self._file(context.portal)
        offset, length = file.append(self._metadata(file, url, fetched_at, context, {"fetch-error": error}))
        return {
            "id": capture_id,
            "portal": context.portal,
            "url": url,
            "kind": context.kind,
            "file": file.name,
            "offset": offset,
            "length_bytes": length,
            "digest": None,
            "status": None,
            "media_type": None,
            "size_bytes": 0,
            "error": error,
            "fetched_at": stamp(fetched_at),
            "crawl_id": context.crawl_id,
        }

    @staticmethod
    def _metadata(
        file: WarcFile,
        url: str,
        fetched_at: dt.datetime,
        context: Context,
        more: dict[str, str],
        *,
        refers_to: str | None = None,
    ) -> ArcWarcRecord:
        """What extraction will need again beside the response: how the page was met, by which rules."""
        fields: dict[str, object] = {
            "crawl": context.crawl_id,
            "portal": context.portal,
            "portal-digest": context.portal_digest,
            "kind": context.kind,
            "via": context.via,
            "link-text": context.link_text,
            "listed-date": context.listed_at,
            "section": context.section,
            "met-urls": " ".join(context.met_urls),
            **more,
        }
        text = "".join(
            f"{name}: {' '.join(str(value).split())}\r\n" for name, value in fields.items() if value not in (None, "")
        ).encode()
        headers = {"WARC-Date": stamp(fetched_at)}
        if refers_to:
            headers["WARC-Refers-To"] = refers_to
        return file.writer.create_warc_record(
            url, "metadata", payload=io.BytesIO(text), length=len(text), warc_headers_dict=headers
        )

    def close(self) -> None:
        """Write out what is queued and close the files."""
        self.thread.shutdown(wait=True)
        for file in self.files.values():
            file.close()
        self.files.clear()


class ArchiveMiddleware:
    """Downloader middleware: every response and every failure passes it before anything else sees it."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def archive(self) -> Archive:
        run: Run = self.crawler.spider.run  # type: ignore[union-attr]
        if run.archive is None:
            first = run.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM captures").fetchone()[0]
            run.archive = Archive(
                run.data.archive,
                first_id=first,
                max_bytes=self.crawler.settings.getint("ARCHIVE_FILE_MAX_BYTES"),
            )
        assert isinstance(run.archive, Archive)
        return run.archive

    def process_response(self, request: Request, response: Response) -> Response:
        headers = [(name, value) for name, values in response.headers.items() for value in values]
        request.meta["capture_id"] = self.archive.add_response(
            url=request.url,
            status=response.status,
            headers=headers,
            body=response.body,
            context=request.meta["context"],
        )
        request.meta["wire_bytes"] = len(response.body)
        request.meta["fetched_at"] = utc_now()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, IgnoreRequest):
            return  # our own refusals: nothing was sent
        request.meta["capture_id"] = self.archive.add_failure(
            url=request.url,
            error=f"{type(exception).__name__}: {exception}"[:500],
            context=request.meta["context"],
        )
