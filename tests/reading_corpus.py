"""A corpus for tests of reading: three portals (one without articles), eight articles with all kinds of blocks."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from corpus.database import open_corpus
from corpus.folding import ensure_index, insert_entry
from corpus.identity import search_rowid

SEEN = "2026-11-20T02:00:00Z"
EDITED = "2026-11-21T02:00:00Z"

PORTALS = (
    ("kontum", "Ban Tuyên giáo Tỉnh ủy Kon Tum", "kontum", "quangngai"),
    ("hoabinh", "Ban Tuyên giáo Tỉnh ủy Hòa Bình", "hoabinh", "phutho"),
    ("trunguong", "Tạp chí Trung ương", None, None),
)


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


ARTICLES: tuple[dict[str, Any], ...] = (
    {
        "id": "aaaa1",
        "portal": "kontum",
        "title": "Đảng bộ xã Đăk Mới triển khai Chỉ thị số 32-CT/TW",
        "lead": "Sáng 26/4, Đảng bộ xã Đăk Mới tổ chức hội nghị quán triệt văn bản của Trung ương.",
        "blocks": [
            paragraph("Hội nghị nghe báo cáo viên giới thiệu nội dung Chỉ thị số 32-CT/TW, ngày 10/4/2024."),
            {"type": "heading", "text": "Nhiệm vụ trọng tâm", "level": 2},
            {"type": "list", "text": "- Tuyên truyền rộng rãi\n- Phân công đảng viên", "items": ["Tuyên truyền rộng rãi", "Phân công đảng viên"], "ordered": False},
            {"type": "table", "text": "| Thôn | Số buổi |\n| --- | --- |\n| Đăk A | 3 |", "rows": [["Thôn", "Số buổi"], ["Đăk A", "3"]]},
            {"type": "quote", "text": "“Mỗi đảng viên phụ trách năm hộ gia đình.”"},
            {"type": "caption", "text": "Quang cảnh hội nghị.", "image_url": "https://kontum.example/anh1.jpg", "credit": "A Thuyên"},
        ],
        "published_at": "2024-04-26T16:20:00+07:00",
        "byline": "Thu Anh",
        "authors": ["Thu Anh"],
        "source": "Trang tin xã Đăk Mới",
        "section": "Tin trong tỉnh",
        "version_number": 2,
    },
    {
        "id": "aaaa2",
        "portal": "kontum",
        "title": "Khai mạc lớp bồi dưỡng nghiệp vụ tuyên giáo",
        "lead": None,
        "blocks": [paragraph("Lớp học đang diễn ra tại trung tâm chính trị huyện.")],
        "published_at": "2023-08-15",
        "section": "Tin trong tỉnh",
    },
    {
        "id": "aaaa3",
        "portal": "kontum",
        "title": "Ban thường vụ họp phiên tháng 5",
        "lead": None,
        "blocks": [paragraph("Ông Đặng Văn Bền dự phiên họp; nghe kết quả thực hiện Nghị quyết số 18 - NQ/TW.")],
        "published_at": "2022-05-04",
        "section": "Sinh hoạt",
    },
    {
        "id": "bbbb1",
        "portal": "hoabinh",
        "title": "Hoà Bình đẩy mạnh chuyển đổi số",
        "lead": "Tỉnh Hoà Bình đặt mục tiêu mới.",
        "blocks": [paragraph("Theo Nghị định số 15/2020/NĐ-CP và Quyết định số 999/QĐ-TTg, các xã rà soát lại.")],
        "published_at": "2025-03-01T08:05:00+07:00",
        "section": "Kinh tế",
    },
    {
        "id": "bbbb2",
        "portal": "hoabinh",
        "title": "Thông báo lịch học tập",
        "lead": None,
        "blocks": [paragraph("Đề nghị các đơn vị xem tệp đính kèm.")],
        "published_at": None,
        "section": None,
        "quality_flags": ["no_date"],
    },
    {
        "id": "bbbb3",
        "portal": "hoabinh",
        "title": "Tin đã gỡ về đảng bộ cơ sở",
        "lead": None,
        "blocks": [paragraph("Bài này không còn trên cổng. <script>alert('đảng')</script>")],
        "published_at": "2021-12-30",
        "section": "Kinh tế",
        "state": "gone",
        "gone_at": EDITED,
    },
)  # fmt: skip


def make_corpus(path: Path) -> Path:
    """Write the corpus to *path* and return it."""
    db = open_corpus(path, write=True)
    connection = db.conn
    connection.execute("BEGIN IMMEDIATE")
    ensure_index(connection)
    for slug, name, old, new in PORTALS:
        insert(
            connection,
            "portals",
            slug=slug,
            name=name,
            organ=name,
            level="province" if old else "central",
            kind="tuyengiao",
            province_2024=old,
            province_2025=new,
            url=f"https://{slug}.example/",
            hosts=json.dumps([f"{slug}.example"]),
            family="generic",
            state="active",
            portal_digest="0" * 16,
            last_good_crawl_at=None if slug == "trunguong" else EDITED,
        )
    insert(
        connection,
        "crawls",
        id=1,
        started_at=SEEN,
        finished_at=EDITED,
        state="finished",
        finish_reason="finished",
        options="{}",
        software_version="0.1.0",
    )
    for number, article in enumerate(ARTICLES, start=1):
        insert_article(connection, number, **article)
    insert(
        connection,
        "article_events",
        article_id="aaaa1",
        at=EDITED,
        kind="edited",
        from_version=1,
        to_version=2,
        detail='{"fields": ["title"]}',
        crawl_id=1,
        capture_id=1,
    )
    insert(
        connection,
        "attachments",
        article_id="bbbb2",
        position=1,
        url="https://hoabinh.example/lich.pdf",
        name="Lịch học",
        size_text="1,2 MB",
    )
    for url, reason in (("1", "not_found"), ("2", "not_found"), ("3", "no_content")):
        insert(
            connection,
            "refusals",
            url=f"https://kontum.example/{url}",
            portal="kontum",
            kind="article",
            reason=reason,
            crawl_id=1,
            first_refused_at=SEEN,
            refused_at=SEEN,
            portal_digest="0" * 16,
        )
    insert(
        connection,
        "frontier",
        portal="hoabinh",
        key="9",
        url="https://hoabinh.example/9",
        host="hoabinh.example",
        kind="article",
        discovered_at=SEEN,
    )
    connection.execute("COMMIT")
    db.close()
    return path


def insert_article(connection: sqlite3.Connection, number: int, **given: Any) -> None:
    """Insert an article with its index entry, capture, versions and address, in the caller's transaction."""
    blocks = ([{"type": "lead", "text": given["lead"]}] if given["lead"] else []) + given["blocks"]
    body = "\n".join(block["text"] for block in blocks if block["type"] != "caption")
    portal, published_at = given["portal"], given["published_at"]
    old, new = next((old, new) for slug, _, old, new in PORTALS if slug == portal)
    rowid = search_rowid(given["id"], published_at)
    url = f"https://{portal}.example/bai/{number}.html"
    content = {
        "title": given["title"],
        "lead": given["lead"],
        "body": body,
        "blocks": json.dumps(blocks, ensure_ascii=False),
        "published_at": published_at,
        "byline": given.get("byline"),
        "source": given.get("source"),
        "content_hash": f"hash{number}",
        "extractor_version": "1",
        "portal_digest": "0" * 16,
        "capture_id": number,
    }
    insert(
        connection,
        "articles",
        **content,
        id=given["id"],
        portal=portal,
        article_key=str(number),
        url=url,
        published_precision=None if not published_at else "minute" if "T" in published_at else "day",
        published_method="printed" if published_at else None,
        published_text="26/04/2024 16:20" if number == 1 else None,
        published_year=int(published_at[:4]) if published_at else None,
        authors=json.dumps(given.get("authors", []), ensure_ascii=False),
        quality_flags=json.dumps(given.get("quality_flags", [])),
        section=given["section"],
        word_count=len(body.split()),
        province_2024=old,
        province_2025=new,
        extraction_method="selectors",
        version_number=given.get("version_number", 1),
        state=given.get("state", "live"),
        gone_at=given.get("gone_at"),
        first_seen_at=SEEN,
        last_seen_at=EDITED,
        changed_at=SEEN,
        search_rowid=rowid,
    )
    insert_entry(connection, rowid, given["title"], body)
    for version in range(1, given.get("version_number", 1) + 1):
        is_latest = version == given.get("version_number", 1)
        title = given["title"] if is_latest else f"{given['title']} (bản cũ)"
        insert(
            connection,
            "article_versions",
            **content | {"title": title},
            article_id=given["id"],
            number=version,
            seen_from=SEEN,
            seen_to=EDITED,
        )
    insert(connection, "article_urls", url=url, article_id=given["id"], kind="canonical", first_seen_at=SEEN)
    insert(connection, "article_urls", url=f"{url}?in=1", article_id=given["id"], kind="listed", first_seen_at=SEEN)
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
        fetched_at=SEEN,
        crawl_id=1,
    )
    images = [block for block in blocks if "image_url" in block]
    for position, block in enumerate(images, start=1):
        insert(
            connection,
            "images",
            article_id=given["id"],
            position=position,
            url=block["image_url"],
            caption=block["text"],
            credit=block["credit"],
        )


def insert(connection: sqlite3.Connection, table: str, **row: Any) -> None:
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))
