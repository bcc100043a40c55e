"""The pictures and attached files of the demonstration portals, made here and deterministic."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from corpus.demo.addresses import plain

MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/png",
    "gif": "image/png",
    "ico": "image/png",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def file_bytes(name: str) -> bytes:
    """The content of the file *name*, by its ending: a picture, a one-page PDF, an office document or an archive."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        return pdf(f"Van ban trinh dien: {plain(name)}")
    if ending == "css":
        return b"body{margin:0 auto;max-width:70rem;font:16px/1.6 serif}.hidden,.ms-hide{display:none}\n"
    if ending == "js":
        return b"document.documentElement.className += ' js';\n"
    if ending in {"png", "jpg", "gif", "ico"}:
        return png(zlib.crc32(name.encode()))
    return office(name)


def png(seed: int) -> bytes:
    """A valid 16 x 9 PNG of one colour, chosen by *seed*."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colour = bytes((96 + (seed >> shift) % 128) for shift in (0, 8, 16))
    rows = (b"\0" + colour * 16) * 9
    header = struct.pack(">IIBBBBB", 16, 9, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(line: str) -> bytes:
    """A valid PDF of one page with one line of ASCII text."""
    shown = line.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 14 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def office(name: str) -> bytes:
    """A ZIP archive with one text entry, dated 1980: enough of a file for a link to lead somewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("noi-dung.txt"), f"Tệp trình diễn: {name}\n")
    return out.getvalue()
