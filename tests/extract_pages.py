"""Pages and portals for the tests of extraction; all texts are made up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from corpus.article import Article
from crawler.items import Context, Page, Refusal
from crawler.portals.spec import ArticleRules, Fields, Portal
from pipelines.extract import extract

FETCHED = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
P1 = "Sáng 12/3, Ban Tuyên giáo Tỉnh ủy mở lớp tập huấn nghiệp vụ cho hơn một trăm cộng tác viên ở các xã vùng cao."
P2 = "Các học viên được nghe giới thiệu kỹ năng nắm bắt dư luận, cách viết tin ngắn và cách trả lời câu hỏi của người dân."
P3 = "Lớp học kéo dài ba ngày, phần lớn thời gian dành cho thực hành tại thôn bản cùng các tổ tuyên truyền lưu động."
LEAD = "Ban Tuyên giáo Tỉnh ủy vừa khai giảng lớp tập huấn dành cho cộng tác viên dư luận xã hội các xã vùng cao."
TITLE = "Tập huấn cộng tác viên dư luận xã hội vùng cao"

FIELDS = Fields(
    title=("h1.title",),
    lead=("div.sapo",),
    date=("span.date",),
    byline=("p.author",),
    source=("p.source",),
    section=("ul.crumbs li",),
    body=("div.body",),
    images=("figure.lead",),
    attachments=("div.files",),
    tags=("div.tags a",),
    noise=("div.tools",),
)


def portal(**changes: Any) -> Portal:
    values: dict[str, Any] = {
        "slug": "thu",
        "name": "Cổng thử",
        "organ": "Ban Tuyên giáo thử",
        "level": "central",
        "kind": "tuyengiao",
        "hosts": ("a.example.vn",),
        "evidence": ("test",),
        "fields": FIELDS,
        "article": ArticleRules(url=(r"-(?P<key>\d+)\.html",)),
    }
    return Portal(**(values | changes))


GENERIC = {"fields": Fields(), "article": ArticleRules()}


def page(
    html: str | bytes,
    *,
    url: str = "https://a.example.vn/tin/tap-huan-12.html",
    content_type: str = "text/html; charset=utf-8",
    section: str | None = None,
    listed_at: str | None = None,
) -> Page:
    body = html.encode() if isinstance(html, str) else html
    context = Context(
        portal="thu", portal_digest="", crawl_id=1, frontier_id=1, kind="article", section=section, listed_at=listed_at
    )
    return Page(
        url=url,
        requested_url=url,
        status=200,
        content_type=content_type,
        body=body,
        fetched_at=FETCHED,
        context=context,
    )


def ruled(body: str, **parts: str) -> str:
    """A page that the selectors of ``FIELDS`` fit; *parts* replace or add to its other elements."""
    fill = {
        "title": f"<h1 class='title'>{TITLE}</h1>",
        "date": "<span class='date'>Thứ ba - 12/03/2024 16:20</span>",
        "lead": f"<div class='sapo'>{LEAD}</div>",
        "after": "",
        "head": "",
    } | parts
    return (
        f"<!DOCTYPE html><html lang='vi'><head><title>{TITLE} - Cổng thử</title>{fill['head']}</head><body>"
        f"<ul class='crumbs'><li>Trang chủ</li><li>Tuyên truyền</li></ul>{fill['title']}{fill['date']}{fill['lead']}"
        f"<div class='body'>{body}</div>{fill['after']}<div class='menu'>Liên kết website</div></body></html>"
    )


def article(html: str | bytes, *, of: Portal | None = None, **kwargs: Any) -> Article:
    result = extract(page(html, **kwargs), of or portal())
    assert isinstance(result, Article), (result.reason, result.detail)
    return result


def refusal(html: str | bytes, *, of: Portal | None = None, **kwargs: Any) -> Refusal:
    result = extract(page(html, **kwargs), of or portal())
    assert isinstance(result, Refusal), result
    return result


def generic(html: str, **kwargs: Any) -> Article:
    return article(html, of=portal(**GENERIC), **kwargs)
