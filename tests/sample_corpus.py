"""A small corpus for tests: two portals, five articles of all kinds of dates, a version, an edit, captures."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

import sqlite_utils
import zstandard

from corpus.database import SCHEMA_VERSION, open_corpus
from corpus.folding import insert_entry

SEEN_AT = "2026-11-20T02:00:00Z"
CHANGED_AT = "2026-11-21T02:00:00Z"

ARTICLES: tuple[dict[str, Any], ...] = (
    {
        "id": "a1",
        "portal": "kontum",
        "title": "Đảng bộ tỉnh Kon Tum học tập chỉ thị mới",
        "lead": "Sáng nay, lớp học đã khai mạc.",
        "paragraphs": ["Đồng chí trưởng ban nói về nhiệm vụ, phương hướng.", "Lớp học kéo dài hai ngày."],
        "published_at": "2024-04-26T16:20:00+07:00",
        "published_precision": "minute",
        "authors": ["Y Thanh", "Hoà Bình"],
        "province": "kontum",
        "version_number": 2,
        "changed_at": CHANGED_AT,
    },
    {
        "id": "a2",
        "portal": "kontum",
        "title": 'Thông báo "hỏa tốc", số 12',
        "lead": None,
        "paragraphs": ['Dòng một; có dấu phẩy, và ngoặc "kép".', "=SUM(A1:A2) là chữ, không phải công thức."],
        "published_at": "2024-05-01",
        "published_precision": "day",
        "province": "kontum",
    },
    {
        "id": "a3",
        "portal": "khanhhoa",
        "title": "Khánh Hòa kỷ niệm ngày truyền thống",
        "lead": None,
        "paragraphs": ["Buổi lễ diễn ra trang trọng."],
        "published_at": "2023-08",
        "published_precision": "month",
        "province": "khanhhoa",
    },
    {
        "id": "a4",
        "portal": "khanhhoa",
        "title": "Hội nghị báo cáo viên",
        "lead": None,
        "paragraphs": ["Hội nghị thông tin chuyên đề thời sự."],
        "published_at": None,
        "published_precision": None,
        "province": "khanhhoa",
        "quality_flags": ["no_date"],
    },
    {
        "id": "a5",
        "portal": "khanhhoa",
        "title": "Tin đã gỡ",
        "lead": None,
        "paragraphs": ["Bài này không còn trên cổng."],
        "published_at": "2022-01-02T08:00:00+07:00",
        "published_precision": "minute",
        "province": "khanhhoa",
        "state": "gone",
        "gone_at": CHANGED_AT,
    },
)


def make_corpus(path: Path, *, crawl_state: str = "finished") -> Path:
    """Write the sample corpus to *path* and return it; the latest crawl ends in *crawl_state*."""
    db = open_corpus(path, write=True)
    fill(db, crawl_state=crawl_state)
    db.close()
    return path


def fill(db: sqlite_utils.Database, *, crawl_state: str = "finished") -> None:
    connection = db.conn
    connection.execute("BEGIN IMMEDIATE")
    for slug, name in (("kontum", "Kon Tum"), ("khanhhoa", "Khánh Hòa")):
        insert(
            connection,
            "portals",
            slug=slug,
            name=f"Ban Tuyên giáo {name}",
            organ=f"Ban Tuyên giáo Tỉnh ủy {name}",
            level="province",
            kind="tuyengiao",
            province_2024=slug,
            province_2025=slug,
            url=f"https://{slug}.example/",
            hosts=json.dumps([f"{slug}.example"]),
            family="generic",
            portal_digest="0" * 16,
            last_good_crawl_id=1,
            last_good_crawl_at=SEEN_AT,
        )
    for number, state in ((1, "finished"), (2, crawl_state)):
        insert(
            connection,
            "crawls",
            id=number,
            started_at=f"2026-11-2{number - 1}T01:00:00Z",
            finished_at=None if state == "running" else f"2026-11-2{number - 1}T03:00:00Z",
            state=state,
            options='{"portals": ["kontum", "khanhhoa"]}',
            software_version="0.1.0",
            pid=4242,
        )
        insert(connection, "crawl_portals", crawl_id=number, portal="kontum", portal_digest="0" * 16, new=2)
    for number, article in enumerate(ARTICLES, start=1):
        insert_article(connection, number, **article)
    insert_extras(connection)
    connection.execute("COMMIT")


def insert_article(
    connection: sqlite3.Connection,
    number: int,
    *,
    id: str,
    portal: str,
    title: str,
    lead: str | None,
    paragraphs: list[str],
    published_at: str | None,
    published_precision: str | None,
    province: str,
    authors: list[str] | None = None,
    quality_flags: list[str] | None = None,
    **other: Any,
) -> None:
    """Insert an article with its capture, version, address, frontier row and index entry, in the caller's transaction."""
    url = f"https://{portal}.example/tin/{id}.html"
    texts = ([lead] if lead else []) + paragraphs
    blocks = ([{"type": "lead", "text": lead}] if lead else []) + [{"type": "paragraph", "text": p} for p in paragraphs]
    blocks.append({"type": "caption", "text": "Quang cảnh", "image_url": f"{url}.jpg", "credit": "Y Thanh"})
    body = "\n".join(texts)
    common = {
        "title": title,
        "lead": lead,
        "body": body,
        "blocks": json.dumps(blocks, ensure_ascii=False),
        "published_at": published_at,
        "content_hash": f"hash-{id}",
        "extractor_version": "1",
        "portal_digest": "0" * 16,
        "capture_id": number,
    }
    insert(
        connection,
        "captures",
        id=number,
        portal=portal,
        url=url,
        kind="article",
        file=f"{portal}/2026-11-20-1.warc.gz",
        offset=1000 * number,
        length_bytes=900,
        status=200,
        size_bytes=5000,
        fetched_at=SEEN_AT,
        crawl_id=1,
    )
    insert(
        connection,
        "articles",
        **common
        | {
            "id": id,
            "portal": portal,
            "article_key": id,
            "url": url,
            "published_precision": published_precision,
            "published_method": "printed" if published_at else None,
            "published_year": int(published_at[:4]) if published_at else None,
            "authors": json.dumps(authors or [], ensure_ascii=False),
            "quality_flags": json.dumps(quality_flags or []),
            "section": "Tin tức",
            "word_count": len(body.split()),
            "province_2024": province,
            "province_2025": {"kontum": "quangngai", "khanhhoa": "khanhhoa"}[province],
            "extraction_method": "selectors",
            "first_seen_at": SEEN_AT,
            "last_seen_at": SEEN_AT,
            "changed_at": SEEN_AT,
            "search_rowid": number,
        }
        | other,
    )
    insert(connection, "article_versions", article_id=id, number=1, seen_from=SEEN_AT, seen_to=SEEN_AT, **common)
    insert(connection, "article_urls", url=url, article_id=id, kind="canonical", first_seen_at=SEEN_AT)
    insert(
        connection,
        "frontier",
        portal=portal,
        key=id,
        url=url,
        host=f"{portal}.example",
        kind="article",
        state="stored",
        discovered_at=SEEN_AT,
    )
    insert_entry(connection, number, title, body)


def insert_extras(connection: sqlite3.Connection) -> None:
    insert(
        connection,
        "article_events",
        article_id="a1",
        at=CHANGED_AT,
        kind="edited",
        from_version=1,
        to_version=2,
        detail='{"fields": ["title"]}',
        crawl_id=2,
        capture_id=1,
    )
    insert(connection, "images", article_id="a1", position=1, url="https://kontum.example/a1.jpg", caption="Quang cảnh")
    insert(connection, "attachments", article_id="a2", position=1, url="https://kontum.example/a2.pdf", name="Công văn")
    insert(
        connection,
        "refusals",
        url="https://kontum.example/loi.html",
        portal="kontum",
        kind="article",
        reason="no_content",
        crawl_id=2,
        capture_id=None,
        first_refused_at=SEEN_AT,
        refused_at=SEEN_AT,
        portal_digest="0" * 16,
    )


def insert(connection: sqlite3.Connection, table: str, **row: Any) -> None:
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


VERSION_1 = Path(__file__).parent / "data" / "version_1.db.zst"
"""The sample corpus as the first release made it. ``python tests/sample_corpus.py`` writes it anew, which is right
only as long as that version has not been released."""


def unpack_version_1(path: Path) -> Path:
    path.write_bytes(zstandard.decompress(VERSION_1.read_bytes()))
    return path


if __name__ == "__main__":
    if SCHEMA_VERSION != 1:
        sys.exit("Version 1 is released: its file stays as it is.")
    with tempfile.TemporaryDirectory() as folder:
        made = make_corpus(Path(folder) / "corpus.db")
        VERSION_1.parent.mkdir(exist_ok=True)
        VERSION_1.write_bytes(zstandard.compress(made.read_bytes(), 19))
