"""Pages that are no articles, and articles that look like such pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extract_pages import GENERIC, LEAD, P1, P2, TITLE, article, generic, portal, refusal, ruled

from corpus.reasons import REASONS
from crawler.items import Refusal
from pipelines import validate

SITE = "Cổng thông tin thử"


def listing(item: str, count: int = 6, head: str = "<h1>Tin tức</h1>") -> str:
    items = "".join(item.format(n=n, title=f"Bài viết thứ {n} của chuyên mục tin tức", text=P1) for n in range(count))
    return f"<html lang='vi'><head><title>Tin tức - {SITE}</title></head><body><main>{head}{items}</main></body></html>"


def refused(html: str | bytes, **kwargs: str) -> Refusal:
    found = refusal(html, of=portal(**GENERIC), **kwargs)
    assert found.reason in REASONS
    return found


@pytest.mark.parametrize(
    "item",
    [
        "<article><h2><a href='/{n}'>{title}</a></h2><p>{text}</p></article>",
        "<div class='row'><a href='/{n}'><b>{title}</b></a> <span>(12/03/2024)</span><br>{text}</div>",
        "<li><a href='/{n}'>{title}</a></li>",
        "<article><header><h2><a href='/{n}'>{title}</a></h2></header><div class='entry-content'><p>{text}</p></div></article>",
        "<article><h2>{title}</h2><p>{text}</p><a href='/{n}' aria-label='đọc bài'></a></article>",
        "<div><h3><a href='/{n}'>{title}</a></h3><div>{text}</div></div>",
        "<li class='post'><h2><a href='/{n}'>{title}</a></h2>" + f"<p>{P1}</p>" * 12 + "</li>",
    ],
)
def test_listings_are_refused(item: str) -> None:
    assert refused(listing(item)).reason in ("listing", "no_content")


@pytest.mark.parametrize("title", ["Tag: tập huấn", "Kết quả tìm kiếm: tập huấn", "Search results for: tập huấn"])
def test_tag_and_search_pages_are_refused(title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{P1}</p><p>{P2}</p></body></html>"
    assert refused(html).reason == "listing"


def test_short_article_beside_many_teasers_is_an_article() -> None:
    side = "".join(f"<li><a href='/{n}'>Bài viết thứ {n} của chuyên mục tin tức</a></li>" for n in range(20))
    html = (
        f"<html><head><title>{TITLE} - {SITE}</title></head><body><article><h1>{TITLE}</h1><time>12/03/2024</time>"
        f"<p>{P1}</p></article><div class='cot'><ul>{side}</ul></div></body></html>"
    )
    assert generic(html).body == P1


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Không tìm thấy trang - Cổng thử</title></head><body><h1>Không tìm thấy trang</h1>"
        "<p>Địa chỉ này không còn.</p></body></html>",
        "<html><head><title>Cổng thử</title></head><body><div>404 - File or directory not found.</div></body></html>",
        "<html><head><title>Page not found</title></head><body><h1>Oops! That page can't be found.</h1></body></html>",
        "<html><head><title>Cổng thử</title></head><body><h1>Thông báo</h1><p>Bài viết không tồn tại.</p></body></html>",
    ],
)
def test_pages_that_say_they_do_not_exist(html: str) -> None:
    assert refused(html).reason == "soft_404"


def test_article_about_missing_pages_is_an_article() -> None:
    title = "Nhiều người dân báo lỗi 404, không tìm thấy trang dịch vụ công"
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>" + f"<p>{P1}</p><p>{P2}</p>" * 6
    assert generic(html + "</article></body></html>").title == title


def test_log_in_form() -> None:
    html = "<html><head><title>Đăng nhập - Cổng thử</title></head><body><form><input><input type='password'></form></body></html>"
    assert refused(html).reason == "login"


def test_log_in_box_beside_an_article_is_no_log_in_page() -> None:
    assert (
        article(ruled(f"<p>{P1}</p>", after="<form>Đăng nhập <input type='password'></form>")).body == f"{LEAD}\n{P1}"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>",
        "<html><body><script>document.cookie='D1N=1';window.location.reload();</script></body></html>",
        "<html><head><title>Xác minh</title></head><body>Vui lòng bật JavaScript để tiếp tục</body></html>",
    ],
)
def test_browser_challenges(html: str) -> None:
    assert refused(html).reason == "challenge"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4 ...", "text/html"),
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "text/xml"),
        (b'{"a": 1}', ""),
        (b"plain words", "text/plain"),
    ],
)
def test_what_is_no_html(body: bytes, content_type: str) -> None:
    assert refused(body, content_type=content_type).reason == "not_html"


@pytest.mark.parametrize("body", [b"", b"  \n\t "])
def test_empty_response(body: bytes) -> None:
    assert refused(body).reason == "empty"


@pytest.mark.parametrize(
    "html", ["<html></html>", "<!-- -->", "<html><head><title>a</title></head><body></body></html>"]
)
def test_page_without_content(html: str) -> None:
    assert refused(html).reason in ("no_content", "no_title")


def test_text_without_any_title() -> None:
    found = refusal(f"<html><body><div class='body'><p>{P1}</p><p>{P2}</p></div></body></html>")
    assert found.reason == "no_title"


def test_markup_of_a_hundred_thousand_levels() -> None:
    assert refused("<html><body>" + "<div>" * 100_000).reason == "too_deep"


def test_markup_with_too_many_elements() -> None:
    assert refused("<html><body>" + "<b>x</b>" * 80_000).reason == "too_deep"


def test_refusal_names_what_was_seen() -> None:
    assert (
        refused("<html><head><title>Đăng nhập</title></head><body><input type='password'></body></html>").detail
        == "Đăng nhập"
    )


FINDING = validate.Finding(
    title=TITLE,
    title_is_guess=False,
    text_chars=120,
    paragraphs=1,
    images=0,
    attachments=0,
    players=0,
    link_share=0.0,
    teasers=2,
    by_rules=False,
    has_date=False,
    is_named=False,
    says_article=False,
    says_list=False,
    in_menu=False,
    only_in_sitemap=False,
    rules_say_listing=False,
    rules_say_article=False,
)


def test_little_text_without_a_date_beside_teasers_is_a_listing() -> None:
    found = validate.refusal(FINDING)
    assert found is not None
    assert found[0] == "listing"


@pytest.mark.parametrize("sign", [{"says_article": True}, {"has_date": True}, {"by_rules": True}])
def test_signs_of_an_article_outweigh_teasers(sign: dict[str, bool]) -> None:
    assert validate.refusal(replace(FINDING, **sign)) is None
