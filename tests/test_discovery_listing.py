"""What is read off one listing: dates, sections, pagers, scope, feeds, and what is left alone."""

from __future__ import annotations

import pytest
from discovery_pages import BARE, HOST, articles, make_page, make_portal, next_page, paths, sections
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import read_links, read_listing
from crawler.portals.spec import ArticleRules, ListingRules

NUKEVIET = f"""<html><head><link rel="next" href="https://{HOST}/tuyen-truyen/page-2/">
<link rel="alternate" type="application/rss+xml" title="Tuyên truyền" href="/rss/tuyen-truyen/"></head><body>
<nav class="second-nav" id="menusite"><ul class="nav navbar-nav"><li><a href="/">Trang nhất</a></li>
<li><a href="/tuyen-truyen/">Tuyên truyền</a></li><li><a href="/dan-van/">Dân vận</a></li>
<li><a href="/users/">Thành viên</a></li></ul></nav><span class="current-time">Chủ nhật, 22/02/2026, 08:29</span>
<div class="news_column"><div class="panel-body">
<a href="/tuyen-truyen/bai-thu-nhat-31.html"><img src="/a.png" alt="Quang cảnh"></a>
<h3><a href="/tuyen-truyen/bai-thu-nhat-31.html" title="Bài thứ nhất về đợt tuyên truyền ngày 19/5/2019">Bài thứ nhất về đợt...</a></h3>
<ul class="list-inline"><li><em>&nbsp;</em> 17/02/2025 10:49:00</li><li>Đã xem: 568</li></ul>Tóm tắt của bài, có nhắc ngày 17/2.
<p class="text-right"><a href="/tuyen-truyen/bai-thu-nhat-31.html">Xem tiếp...</a></p></div></div>
<div class="news_column"><div class="panel-body"><h3><a href="/dan-van/bai-thu-hai-30.html">Bài thứ hai</a></h3>
<div class="text-muted">Ngày đăng: 16-02-2025</div></div></div>
<div class="news_column"><div class="panel-body"><h3><a href="/dan-van/bai-thu-ba-29.html">Bài thứ ba</a></h3></div></div>
<ul class="pagination"><li class="active"><a href="javascript:void(0)">1</a></li><li><a rel="next" href="/tuyen-truyen/page-2/">2</a></li>
<li><a href="/tuyen-truyen/page-9/">9</a></li><li><a rel="next" href="/tuyen-truyen/page-2/">»</a></li></ul>
<div class="other"><a href="/print/tuyen-truyen/bai-thu-nhat-31.html">In ra</a><a href="/savefile/tuyen-truyen/bai-thu-nhat-31.html">Lưu</a>
<a href="/tag/bao-cao-vien">báo cáo viên</a><a href="/tuyen-truyen/#">Lên</a><a href="mailto:a@{HOST}">Thư</a>
<a href="https://khac.vn/dan-van/bai-thu-chin-9.html">Trang khác có bài cùng dạng địa chỉ</a></div></body></html>"""
NUKE = make_portal("nukeviet")


def nuke_links(path: str = "/tuyen-truyen/", section: str | None = "Tuyên truyền"):
    return read_links(make_page(NUKEVIET, path, section=section), NUKE)


def test_articles_by_rule_each_once():
    assert paths(nuke_links(), "article") == [
        "/tuyen-truyen/bai-thu-nhat-31.html",
        "/dan-van/bai-thu-hai-30.html",
        "/dan-van/bai-thu-ba-29.html",
    ]


@pytest.mark.parametrize(
    ("at", "field", "value"),
    [
        (0, "text", "Bài thứ nhất về đợt tuyên truyền ngày 19/5/2019"),
        (0, "listed_at", "2025-02-17T10:49:00+07:00"),
        (0, "score", 1.0),
        (1, "listed_at", "2025-02-16"),
        (2, "listed_at", None),
    ],
)
def test_fields_of_a_link(at, field, value):
    assert getattr(nuke_links()[at], field) == value


def test_pager_link_carries_the_section():
    (link,) = [link for link in nuke_links() if link.is_pager]
    assert (link.url, link.section) == (f"https://{HOST}/tuyen-truyen/page-2/", "Tuyên truyền")


def test_sections_of_the_menu_without_this_page():
    assert paths(nuke_links(), "listing") == ["/dan-van/"]


def test_a_section_link_carries_its_name():
    (link,) = [link for link in nuke_links() if link.kind == "listing" and not link.is_pager]
    assert link.section == "Dân vận"


def test_feed_of_the_section():
    assert paths(nuke_links(), "feed") == ["/rss/tuyen-truyen/"]


def test_order_articles_pager_feeds_sections():
    assert [(link.kind, link.is_pager) for link in nuke_links()][3:] == [
        ("listing", True),
        ("feed", False),
        ("listing", False),
    ]


def test_other_hosts_are_left_alone():
    assert not any("khac.vn" in link.url for link in nuke_links())


def test_former_hosts_are_read_as_the_first():
    portal = make_portal("nukeviet", former_hosts=("cu.example.vn",))
    html = "<html><body><a href='http://cu.example.vn/tin/mot-bai-7.html'>Một bài</a></body></html>"
    assert articles(html, portal=portal) == ["/tin/mot-bai-7.html"]


def test_a_date_after_the_fetch_is_none():
    html = "<html><body><ul><li><a href='/tin/mot-bai-7.html'>Một bài</a> (01/01/2027)</li></ul></body></html>"
    assert read_links(make_page(html), NUKE)[0].listed_at is None


def test_date_in_the_title_is_not_the_date_of_the_item():
    html = "<html><body><ul><li><a href='/tin/mot-bai-7.html'>19/05/2020</a></li><li><a href='/tin/hai-bai-8.html'>B</a></li></ul></body></html>"
    assert read_links(make_page(html), NUKE)[0].listed_at is None


def test_date_selector_of_the_family():
    portal = make_portal("nukeviet", listing=ListingRules(items=(".i",), item_date=(".d",)))
    html = "<html><body><div class='i'><span>01/02/2020</span><a href='/tin/mot-bai-7.html'>A</a><b class='d'>03/04/2021</b></div></body></html>"
    assert read_links(make_page(html), portal)[0].listed_at == "2021-04-03"


def test_date_within_a_link_around_the_item():
    html = "<html><body><a href='/tin/mot-bai-7.html'><h3>Một bài</h3><span class='ngay'>05/06/2021</span></a></body></html>"
    link = read_links(make_page(html), NUKE)[0]
    assert (link.text, link.listed_at) == ("Một bài", "2021-06-05")


def test_section_named_in_the_item():
    html = "<html><body><div><a href='/dan-van/'>Dân vận</a> <a href='/dan-van/mot-bai-7.html'>Một bài</a></div><div><a href='/tin/hai-bai-8.html'>Hai</a></div></body></html>"
    assert read_links(make_page(html), NUKE)[0].section == "Dân vận"


SCOPED = """<html><body><div id="main"><a href="/tin/trong-7.html">Trong</a></div><div id="side"><a href="/tin/ngoai-8.html">Ngoài</a></div></body></html>"""


def test_scope():
    portal = make_portal("nukeviet", listing=ListingRules(scope=("#main",)))
    assert articles(SCOPED, portal=portal) == ["/tin/trong-7.html"]


def test_scope_that_is_not_on_the_page_is_no_scope():
    portal = make_portal("nukeviet", listing=ListingRules(scope=("#khong-co",)))
    assert articles(SCOPED, portal=portal) == ["/tin/trong-7.html", "/tin/ngoai-8.html"]


GUESSES = """<html><body><div class="list">{}</div></body></html>""".format(
    "".join(
        f"<div class='i'><h3><a href='/tin/{slug}'>{slug.replace('-', ' ')}</a></h3><span>0{at}/02/2024</span></div>"
        for at, slug in enumerate(
            ("mot-bai-viet-dai-ve-bien-gioi", "hai-huyen-ket-nghia-voi-nhau", "ba-xa-nhan-co-thi-dua-xuat-sac"), 1
        )
    )
)


def test_complete_rules_that_find_nothing_give_way_to_scores():
    assert len(articles(GUESSES, portal=NUKE)) == 3


def test_complete_rules_that_find_something_are_all():
    assert articles(GUESSES.replace("</body>", "<a href='/tin/co-luat-7.html'>x</a></body>"), portal=NUKE) == [
        "/tin/co-luat-7.html"
    ]


def test_rules_that_are_not_complete_leave_room_for_scores():
    portal = make_portal(article=ArticleRules(url=(r"-\d+\.html$",)), listing=ListingRules())
    html = GUESSES.replace("</body>", "<a href='/tin/co-luat-7.html'>x</a></body>")
    assert len(articles(html, portal=portal)) == 4


def test_a_long_section_name_in_a_menu_is_a_section():
    html = "<html><body><ul class='menu'><li><a href='/hoc-tap-va-lam-theo-tam-guong-bac/'>Học tập và làm theo tấm gương của Bác Hồ</a></li></ul></body></html>"
    assert (articles(html), sections(html)) == ([], ["/hoc-tap-va-lam-theo-tam-guong-bac/"])


def test_what_lies_above_articles_is_no_article():
    html = f"""<html><body><h2><a href="/hoc-tap-va-lam-theo-tam-guong-bac">Học tập và làm theo tấm gương của Bác Hồ</a></h2>
    <p><a href="/hoc-tap-va-lam-theo-tam-guong-bac/chi-bo-thon-lam-theo-loi-bac">Chi bộ thôn làm theo lời Bác</a></p>
    <p><a href="https://{HOST}/hoc-tap-va-lam-theo-tam-guong-bac/nguoi-giu-rung-o-ban-vang">Người giữ rừng ở bản vắng</a></p></body></html>"""
    assert sections(html) == ["/hoc-tap-va-lam-theo-tam-guong-bac"]


def test_a_header_within_an_article_is_no_menu():
    html = "<html><body><main><article><header class='entry-header'><h2><a href='/mot-buoi-toi-o-ban-xa/'>Một buổi tối ở bản xa</a></h2></header></article></main></body></html>"
    assert articles(html) == ["/mot-buoi-toi-o-ban-xa/"]


def test_a_page_wrapped_in_something_called_menu_is_still_read():
    html = f"<html><body><div class='menu-open'>{DATED_ITEMS}</div></body></html>"
    assert len(articles(html)) == 3


DATED_ITEMS = "".join(
    f"<div class='i'><a href='/bai-{at}.html'>Bài viết số {at} về phong trào thi đua yêu nước</a><p>{'Đoạn tóm tắt khá dài của bài viết. ' * 4}</p></div>"
    for at in (1, 2, 3)
)


def test_links_in_templates_and_noscript_are_not_seen():
    html = "<html><body><noscript><a href='/tin/an-7.html'>Ẩn</a></noscript><a href='/tin/hien-8.html'>Hiện</a></body></html>"
    assert "/tin/an-7.html" not in articles(html, portal=BARE)


def test_base_element():
    html = "<html><head><base href='/cong/'></head><body><a href='tin/mot-bai-7.html'>Một</a></body></html>"
    assert read_links(make_page(html, "/x/y"), make_portal("nukeviet", article=ArticleRules(url=(r"-7\.html$",))))[
        0
    ].url == (f"https://{HOST}/cong/tin/mot-bai-7.html")


def test_theme_switches_are_no_sections():
    html = "<html><body><nav><a href='/?theme=m&amp;back=_TENsyuG3WgDbHWVIqAzQIQLDZKAwxTW001hwHy3bsw'>Giao diện di động</a></nav></body></html>"
    assert sections(html) == []


def test_legacy_encoding_by_its_meta_element():
    html = b"<html><head><meta charset='utf-16'></head><body></body></html>"
    page = make_page(
        "<html><body><a href='/tin/bai-7.html'>Đảng bộ</a></body></html>".encode("utf-16"), content_type="text/html"
    )
    assert read_links(page, NUKE)[0].text == "Đảng bộ"
    assert read_links(make_page(html), NUKE) == ()


def test_what_follows_an_early_end_of_the_document_is_read():
    html = "<html><body><a href='/tin/mot-bai-7.html'>A</a></body></html><html><body><a href='/tin/hai-bai-8.html'>B</a></body></html>"
    assert articles(html, portal=NUKE) == ["/tin/mot-bai-7.html", "/tin/hai-bai-8.html"]


def pager(*links: str) -> str:
    return f"<html><body><div class='pagination'>{' '.join(links)}</div></body></html>"


def to(href: str, label: str, attributes: str = "") -> str:
    return f"<a href='{href}' {attributes}>{label}</a>"


@pytest.mark.parametrize(
    ("html", "path", "following"),
    [
        (pager("<b>1</b>", to("/tin/page-2", "2"), to("/tin/page-40", "Cuối")), "/tin/", ["/tin/page-2"]),
        (pager(to("/tin/", "1"), "<b>2</b>", to("/tin/page-3", "3")), "/tin/page-2", ["/tin/page-3"]),
        (pager(to("/tin/", "1"), to("/tin/page-2", "2"), "<b>3</b>"), "/tin/page-3", []),
        (pager(to("/tin?page=9", "»"), to("/tin?page=2", "›")), "/tin", ["/tin?page=2"]),
        (pager(to("/tin?page=1", "1"), to("/tin?page=2", "2")), "/tin", ["/tin?page=2"]),
        (pager(to("/tin?page=0", "1"), to("/tin?page=1", "2")), "/tin", ["/tin?page=1"]),
        (pager(to("/tin?paged=2", "2")), "/tin", ["/tin?paged=2"]),
        (pager(to("/tin?start=20", "3"), to("/tin?start=10", "2")), "/tin", ["/tin?start=10"]),
        (pager(to("/tin/trang-2.html", "2")), "/tin.html", ["/tin/trang-2.html"]),
        (pager(to("/tin-trang-3.html", "3"), to("/tin-trang-2.html", "2")), "/tin.html", ["/tin-trang-2.html"]),
        (
            pager(to("/Lists/A/TongQuat.aspx?PageIndex=20", "2")),
            "/Lists/A/TongQuat.aspx",
            ["/Lists/A/TongQuat.aspx?PageIndex=20"],
        ),
        (
            pager(to("/tin?p_p_id=x&_101_INSTANCE_a_delta=10&_101_INSTANCE_a_cur=2", "2")),
            "/tin",
            ["/tin?p_p_id=x&_101_INSTANCE_a_delta=10&_101_INSTANCE_a_cur=2"],
        ),
        (
            pager(to("/tin?_a_cur=3&_a_delta=10", "3"), to("/tin?_a_cur=1&_a_delta=10", "1")),
            "/tin?_a_cur=2&_a_delta=10",
            ["/tin?_a_cur=3&_a_delta=10"],
        ),
        (pager(to("/tin?cat=3&page=2", "2"), to("/tin?cat=4&page=2", "2")), "/tin?cat=3", ["/tin?cat=3&page=2"]),
        (pager(to("/tin/xa2b", "1"), "<span class='current'>2</span>", to("/tin/k93", "3")), "/tin/q", ["/tin/k93"]),
        (pager(to("/tin/moi", "« Trang trước"), to("/tin/cu-hon", "Trang sau »")), "/tin/q", ["/tin/cu-hon"]),
        (pager(to("/tin/t", "Tiếp")), "/tin/q", ["/tin/t"]),
        (
            "<html><body>" + to("/search?updated-max=2020", "Bài đăng cũ hơn") + "</body></html>",
            "/",
            ["/search?updated-max=2020"],
        ),
        ("<html><body>" + to("/tin/t", "Tiếp") + "</body></html>", "/tin/q", []),
        ("<html><head><link rel='next' href='/tin/page-2'></head><body></body></html>", "/tin/", ["/tin/page-2"]),
        (pager(to("javascript:__doPostBack('x','2')", "2")), "/tin", []),
        (pager(to("https://khac.vn/tin?page=2", "2")), "/tin", []),
    ],
)
def test_next_page(html, path, following):
    assert next_page(html, path) == following


def test_two_listings_on_one_page_go_on_each():
    html = pager(
        to("/tin?_a_cur=2", "2"), to("/tin?_a_cur=3", "3"), "</div><div class=pager>", to("/tin?_b_cur=2", "2")
    )
    assert next_page(html, "/tin") == ["/tin?_a_cur=2", "/tin?_b_cur=2"]


def test_a_selector_of_the_family_that_marks_the_last_page_is_not_believed():
    portal = make_portal(listing=ListingRules(next=(".pagination a",)))
    html = pager(to("/tin/page-9", "Trang cuối"), to("/tin/page-2", "2"))
    assert next_page(html, "/tin/", portal) == ["/tin/page-2"]


def test_pages_of_a_pager_are_no_articles():
    html = "<html><body><p>" + to("/tin?page=2", "Xem các tin khác của chuyên mục này ở đây") + "</p></body></html>"
    assert articles(html, "/tin") == []


def test_article_pages_have_no_next_page():
    page = make_page(pager(to("/tin/page-2", "2")), "/tin/", kind="article")
    assert paths(read_listing(page, BARE), "listing", pager=True) == []


@pytest.mark.parametrize("body", [b"", b"\x00", b"%PDF-1.7\n", b"\xff\xfe\x00", b"<", b"<html>", b"{}"])
def test_rubbish_gives_no_links(body):
    assert read_links(make_page(body), BARE) == ()


def test_a_feed_at_a_listing_address_is_read_as_one():
    body = f"<rss version='2.0'><channel><item><link>https://{HOST}/mot/</link></item></channel></rss>"
    assert articles(body) == ["/mot/"]


def test_deep_nesting_does_not_end_the_reading():
    html = "<html><body>" + "<div>" * 20_000 + to("/tin/bai-7.html", "x") + "</body></html>"
    read_links(make_page(html), NUKE)


@given(st.binary(max_size=400))
def test_bytes_never_raise(body):
    read_links(make_page(body), BARE)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=40)), max_size=8))
def test_links_never_raise_and_stay_on_the_host(pairs):
    html = "".join(f"<p><a href='{href}'>{text}</a></p>" for href, text in pairs)
    for link in read_links(make_page(f"<html><body>{html}</body></html>"), BARE):
        assert link.url.startswith((f"https://{HOST}/", f"http://{HOST}/", f"https://www.{HOST}/"))


def test_the_first_page_of_a_list_view_is_not_its_next_one():
    pager = (
        "<table class='ms-bottompaging'><tr><td class='ms-paging'>11 - 20</td><td><a href='{0}'>1</a></td>"
        "<td><span>2</span></td><td><a href='{0}?PageIndex=20'>3</a></td></tr></table>"
    ).format("/Lists/Tin/TongQuat.aspx")
    html = f"<html><body>{pager}</body></html>"
    found = next_page(html, "/Lists/Tin/TongQuat.aspx?PageIndex=10", make_portal("sharepoint"))
    assert [url.lower() for url in found] == ["/lists/tin/tongquat.aspx?pageindex=20"]
