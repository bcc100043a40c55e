"""Pages of unknown systems that are no articles, and articles that link to themselves."""

from __future__ import annotations

import dataclasses

import pytest
from extract_pages import GENERIC, P1, P2, P3, TITLE, page, portal

from corpus.article import Article
from crawler.discovery.score import is_junk
from crawler.items import Refusal
from crawler.portals.spec import Fields
from pipelines.extract import extract
from pipelines.markup import parse
from pipelines.own_links import read_own_links

SITE = "Trang tin tuyên giáo thử"
OWN = "https://a.example.vn/chuc-nang-nhiem-vu-cua-ban/"
NAME = "Chức năng, nhiệm vụ của Ban"
TEXT = f"<p>{P1}</p><p>{P2}</p>"
DATE = "<time datetime='2024-03-12T16:20:00+07:00'>March 12, 2024</time>"


def read(html: str, *, via: str | None = None, link_text: str | None = None) -> Article | Refusal:
    met = page(html, url=OWN)
    met = dataclasses.replace(met, context=dataclasses.replace(met.context, via=via, link_text=link_text))
    return extract(met, portal(**GENERIC))


def reason(found: Article | Refusal) -> str | None:
    return found.reason if isinstance(found, Refusal) else None


def menu(link: str, *, label: str = NAME, date: str = "", around: str = "nav") -> str:
    return (
        f"<html><head><title>{NAME} - {SITE}</title></head><body><{around}><a href='/'>{SITE}</a>"
        f"<a href='{link}'>{label}</a></{around}><main><article><h1>{NAME}</h1>{date}"
        f"<div class='entry-content'>{TEXT}</div></article></main></body></html>"
    )


def test_undated_page_in_the_menu_is_standing() -> None:
    assert reason(read(menu(OWN))) == "standing"


def test_undated_page_in_no_menu_is_an_article() -> None:
    assert reason(read(menu("/khac/"))) is None


def test_dated_page_in_the_menu_is_an_article() -> None:
    assert reason(read(menu(OWN, date=DATE))) is None


def test_breadcrumb_is_no_menu() -> None:
    html = menu(OWN).replace("<nav>", "<nav class='breadcrumb'>")
    assert reason(read(html)) is None


def test_undated_page_of_a_sitemap_alone_is_standing() -> None:
    assert reason(read(menu("/khac/"), via="https://a.example.vn/sitemap.xml")) == "standing"


def test_dated_page_of_a_sitemap_alone_is_an_article() -> None:
    assert reason(read(menu("/khac/", date=DATE), via="https://a.example.vn/sitemap.xml")) is None


def test_undated_page_that_a_listing_named_is_an_article() -> None:
    assert reason(read(menu("/khac/"), via="https://a.example.vn/tin/", link_text=NAME)) is None


def test_page_that_its_system_marks_as_standing_is_refused_although_dated() -> None:
    marked = portal(**(GENERIC | {"fields": Fields(standing=("body.page[class*=page-id-]",))}))
    html = menu("/khac/", date=DATE).replace("<body>", "<body class='page page-id-7'>")
    found = extract(page(html, url=OWN), marked)
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("standing", "marked as page page-id-7")


TITLE_LINKS_TO_ITSELF = f"""<html lang="vi"><head><title>{SITE} - {TITLE}</title></head><body><header><hgroup>
<h1><a href="https://a.example.vn/">{SITE}</a></h1></hgroup><nav><ul><li><a href="/tin.html">Tin tức</a></li></ul></nav>
</header><main><article><header><h2><a href="https://a.example.vn/tap-huan.html" rel="bookmark">{TITLE}</a></h2></header>
<p>{P1}</p><p>{P2}</p><p>{P3}</p><footer><p>Published: <time datetime="2024-03-12T16:20:00+07:00">Tue 12 March 2024
</time></p><address>By <a href="/author/ha.html">Lê Hà</a></address></footer></article></main></body></html>"""


def test_title_that_links_to_its_own_page_is_no_teaser() -> None:
    found = extract(page(TITLE_LINKS_TO_ITSELF, url="https://a.example.vn/tap-huan.html"), portal(**GENERIC))
    assert isinstance(found, Article)
    assert (found.title, found.body, found.published_at) == (TITLE, f"{P1}\n{P2}\n{P3}", "2024-03-12T16:20:00+07:00")


def test_site_name_as_a_heading_is_not_the_title() -> None:
    html = TITLE_LINKS_TO_ITSELF.replace('<a href="https://a.example.vn/">', "<span>").replace(
        f"{SITE}</a></h1>", f"{SITE}</span></h1>"
    )
    found = extract(page(html, url="https://a.example.vn/tap-huan.html"), portal(**GENERIC))
    assert isinstance(found, Article)
    assert found.title == TITLE


def test_links_into_the_page_stay_links() -> None:
    root = parse("<html><body><p><a href='#muc-1'>Mục 1</a> <a href='/tin.html'>Tin</a></p></body></html>")
    read_own_links(root, "https://a.example.vn/tin.html", ["https://a.example.vn/tin.html"])
    assert [link.get("href") for link in root.iter("a")] == ["#muc-1"]


LICENCE = f"""<div class="license-box"><div>{TITLE}</div><div>https://a.example.vn/tap-huan.html</div>
<div>Author</div><div>Lê Hà</div><div>Licensed under</div></div>"""


def test_licence_box_behind_the_text_is_left_out() -> None:
    html = f"""<html><head><title>{TITLE}</title></head><body><article class="card-content"><h1>{TITLE}</h1>{DATE}
    <div class="post-content"><p>{P1}</p>{LICENCE}</div></article></body></html>"""
    found = extract(page(html, url="https://a.example.vn/tap-huan.html"), portal(**GENERIC))
    assert isinstance(found, Article)
    assert found.body == P1


def test_body_is_the_innermost_element_with_a_body_name() -> None:
    html = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><article class="post-content">
    <div class="markdown-body"><p>{P1}</p><p>{P2}</p></div><div class="metas"><span>Khoa giáo</span></div>
    <div>Lê Hà</div></article></body></html>"""
    found = extract(page(html, url="https://a.example.vn/tap-huan.html"), portal(**GENERIC))
    assert isinstance(found, Article)
    assert found.body == f"{P1}\n{P2}"


@pytest.mark.parametrize("path", ["/index-2.html", "/tin-tuc/index-12.htm"])
def test_numbered_index_is_no_article(path: str) -> None:
    assert is_junk(path)
