"""One WARC file of one portal: records appended as gzip members, with the place of each."""

from __future__ import annotations

import datetime as dt
import io
import os
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

GZIP_LEVEL = 6
"""On 80 KB pages level 6 takes 3-4 ms for 21 KB; warcio's own level 9 takes twice that for 1 % less."""


class RawHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers exactly as received: warcio would percent-encode bytes beyond ASCII."""

    def __init__(self, block: bytes):
        super().__init__("raw", [], protocol="HTTP/1.1")  # without a status line it would count as absent
        self.headers_buff = block

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        """Nothing: the block stands as it is."""


class WarcFile:
    """One WARC file of one portal, open for appending records."""

    def __init__(self, folder: Path, portal: str, day: dt.date):
        self.folder = folder / portal
        self.folder.mkdir(parents=True, exist_ok=True)
        self.day = day
        self.file = self._create()
        self.name = f"{portal}/{Path(self.file.name).name}"
        self.writer = WARCWriter(io.BytesIO(), gzip=False, warc_version="WARC/1.1")
        self.is_dirty = False
        self.append(
            self.writer.create_warcinfo_record(
                Path(self.file.name).name,
                {
                    "software": f"tuyengiao-corpus/{version('tuyengiao-corpus')}",
                    "format": "WARC File Format 1.1",
                    "robots": "obey",
                    "isPartOf": portal,
                },
            )
        )

    def _create(self) -> IO[bytes]:
        """A file of its own for each process and day: the first free number."""
        number = 1
        while True:
            try:
                return (self.folder / f"{self.day.isoformat()}-{number}.warc.gz").open("xb")
            except FileExistsError:
                number += 1

    def append(self, record: ArcWarcRecord) -> tuple[int, int]:
        """Write *record* as a gzip member of its own; returns its offset and length, bytes."""
        buffer = io.BytesIO()
        self.writer.out = buffer
        self.writer.write_record(record)
        compressor = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        member = compressor.compress(buffer.getbuffer()) + compressor.flush()
        offset = self.file.tell()
        self.file.write(member)
        self.is_dirty = True
        return offset, len(member)

    def sync(self) -> None:
        """Make what was written survive a power cut."""
        if self.is_dirty:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.is_dirty = False

    def close(self) -> None:
        self.sync()
        self.file.close()
