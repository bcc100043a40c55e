"""Addresses: made absolute, brought to one form, keyed, classed, allowed or not."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import normal_url
from crawler.portals.spec import (
    ArticleRules,
    CanonicalRules,
    DiscoveryRules,
    ListingRules,
    Portal,
    Rewrite,
    Section,
)
from crawler.urls import (
    absolute_url,
    article_key,
    canonical_url,
    classify,
    identity,
    is_allowed,
    is_never,
    url_date,
)


def make_portal(**changes) -> Portal:
    given_facts = {
        "slug": "thu",
        "name": "Trang thử",
        "organ": "Ban Tuyên giáo thử",
        "level": "central",
        "kind": "demo",
        "hosts": ("www.a.vn",),
        "twin_hosts": ("b.vn",),
        "former_hosts": ("cu.a.vn",),
        "evidence": ("test",),
        "article": ArticleRules(
            url=(r"^(?:/(?P<key>[a-z]{2}))?/(?P<key2>[\w-]+)/[^/]+-(?P<key3>\d+)\.html$",),
            never=(r"/(?:savefile|sendmail)/",),
            url_date=(r"/(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})/", r"/(?P<year>\d{4})(?P<month>\d\d)/"),
        ),
        "canonical": CanonicalRules(
            unwrap=("redirect",),
            unwrap_path=(r"^/c/portal/",),
            drop_query=("plid.*",),
            rewrite=(Rewrite(pattern=r"^/print/(.*)$", replacement=r"/\1"),),
        ),
        "listing": ListingRules(url=(r"/page-\d+/?$",)),
        "discovery": DiscoveryRules(feeds=("/tin.php?loai=rss",), home=("/", "/trang-chu")),
        "sections": (Section(url="/tin-tuc/", name="Tin tức"),),
    }
    return Portal(**(given_facts | changes))


PORTAL = make_portal()
LOCAL = make_portal(scheme="http", hosts=("127.0.0.35:8135",), twin_hosts=(), former_hosts=())
BASE = "https://www.a.vn/muc/bai-1.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/x-2.html", "https://www.a.vn/x-2.html"),
        ("x-2.html", "https://www.a.vn/muc/x-2.html"),
        ("../x-2.html", "https://www.a.vn/x-2.html"),
        ("/../../x", "https://www.a.vn/x"),
        ("/a/./b/../c", "https://www.a.vn/a/c"),
        ("/a/%2e%2e/c", "https://www.a.vn/c"),
        ("?page=2", "https://www.a.vn/muc/bai-1.html?page=2"),
        ("//cdn.vn/x", "https://cdn.vn/x"),
        ("  /x\n", "https://www.a.vn/x"),
        ("/mot\n\t-bai", "https://www.a.vn/mot-bai"),
        ("\u200b/x\ufeff", "https://www.a.vn/x"),
        ("/a b", "https://www.a.vn/a%20b"),
        ("\\tin\\x.aspx", "https://www.a.vn/tin/x.aspx"),
        ("/tin//x", "https://www.a.vn/tin/x"),
        ("https://a.vn//van-ban/", "https://a.vn/van-ban/"),
        ("https://a.vnhttps://a.vn/x", "https://a.vn/x"),
        ("http://https://a.vn/x", "https://a.vn/x"),
        ("https:https://a.vn/x", "https://a.vn/x"),
        ("https://a.vn/https://a.vn/x", "https://a.vn/x"),
        ("https:/a.vn/x", "https://a.vn/x"),
        ("https:///a.vn/x", "https://a.vn/x"),
        ("www.a.vn/x", "https://www.a.vn/x"),
        ("HTTPS://A.VN/X", "https://a.vn/X"),
        ("https://a.vn.:443/x", "https://a.vn/x"),
        ("http://a.vn:80", "http://a.vn/"),
        ("https://a.vn:8443/", "https://a.vn:8443/"),
        ("https://tuyêngiáo.vn/x", "https://xn--tuyngio-mwa1f.vn/x"),
        ("/x#binh-luan", "https://www.a.vn/x"),
        ("/x?", "https://www.a.vn/x"),
        ("/thẻ/Đảng", "https://www.a.vn/th%E1%BA%BB/%C4%90%E1%BA%A3ng"),
        ("/th%e1%ba%bb/%C4%90%E1%BA%A3ng", "https://www.a.vn/th%E1%BA%BB/%C4%90%E1%BA%A3ng"),
        ("/%7Enha/%61", "https://www.a.vn/~nha/a"),
        ("/100%", "https://www.a.vn/100%25"),
        ("/a%2Fb%3f", "https://www.a.vn/a%2Fb%3F"),
        ("/cu%E0", "https://www.a.vn/cu%E0"),
        ("/?u=https://b.vn//x", "https://www.a.vn/?u=https://b.vn//x"),
    ],
)
def test_absolute_url(href, url):
    assert absolute_url(href, BASE) == url


@pytest.mark.parametrize(
    "href",
    [
        "",
        "  ",
        "#",
        "#muc-2",
        "javascript:void(0)",
        "JavaScript:;",
        " java\nscript:alert(1)",
        "mailto:a@a.vn",
        "tel:+84",
        "data:text/html,x",
        "ftp://a.vn/x",
        "zalo:abc",
        "http://",
        "https://[::1/x",
        "https://a..vn/",
        "https://a.vn:99999/",
        "https://a.vn:abc/",
        "https://-a.vn/",
        "https://nguoi:matkhau@a.vn/",
        "https://a.vn@evil.vn/",
        "/" + "a" * 9000,
    ],
)
def test_no_address(href):
    assert absolute_url(href, BASE) is None


def test_decomposed_addresses_are_requested_as_met():
    nfd = unicodedata.normalize("NFD", "đảng-bộ")
    assert absolute_url(f"/{nfd}", BASE) == f"https://www.a.vn/{quote(nfd)}"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://a.vn/x/", "https://www.a.vn/x/"),
        ("https://www.a.vn/x", "https://www.a.vn/x"),
        ("http://www.a.vn:80/x#y", "https://www.a.vn/x"),
        ("http://b.vn/x", "https://www.a.vn/x"),
        ("http://www.cu.a.vn/x", "https://www.a.vn/x"),
        ("http://khac.vn/x?utm_source=rss&id=1", "http://khac.vn/x?id=1"),
        ("https://www.a.vn/x?fbclid=1&UTM_Medium=2&id=3&zarsrc=30", "https://www.a.vn/x?id=3"),
        ("https://www.a.vn/x?id=3&amp;utm_source=a&amp;so=4", "https://www.a.vn/x?id=3&so=4"),
        ("https://www.a.vn/x?plidlayout=3045&id=1", "https://www.a.vn/x?id=1"),
        ("https://www.a.vn/x;jsessionid=0A?id=1", "https://www.a.vn/x?id=1"),
        ("https://www.a.vn//van-ban/&cpage=1", "https://www.a.vn/van-ban/?cpage=1"),
        ("https://www.a.vn/print/muc/bai-1.html", "https://www.a.vn/muc/bai-1.html"),
        (
            "https://www.a.vn/c/portal/update_language?p_l_id=3&redirect=%2Fweb%2Fbai%2F7%3Fplid%3D1&x=fi_FI",
            "https://www.a.vn/web/bai/7",
        ),
        ("https://www.a.vn/web?redirect=%2Fmuc", "https://www.a.vn/web?redirect=%2Fmuc"),
        (
            "https://www.a.vn/c/portal/x?redirect=https%3A%2F%2Fevil.vn%2F",
            "https://www.a.vn/c/portal/x?redirect=https%3A%2F%2Fevil.vn%2F",
        ),
        ("https://www.a.vn/x?b=2&a=1", "https://www.a.vn/x?b=2&a=1"),
        ("không phải địa chỉ", "không phải địa chỉ"),
    ],
)
def test_canonical_url(url, canonical):
    assert canonical_url(url, PORTAL) == canonical


def test_a_wrapped_wrapper_is_unwrapped_too():
    once = "/c/portal/l?redirect=" + quote("/bai/7", safe="")
    twice = "https://www.a.vn/c/portal/l?redirect=" + quote(once, safe="")
    assert canonical_url(twice, PORTAL) == "https://www.a.vn/bai/7"


def test_keep_query_drops_all_other_parameters():
    portal = make_portal(canonical=CanonicalRules(keep_query=("(?i)itemid",)))
    assert (
        canonical_url("https://a.vn/ct.aspx?l=Tin+++&ItemID=34839", portal) == "https://www.a.vn/ct.aspx?ItemID=34839"
    )


def test_lower_path_leaves_the_query():
    portal = make_portal(canonical=CanonicalRules(lower_path=True))
    assert canonical_url("https://a.vn/Pages/%C4%90%E1%BA%A2NG.aspx?NewsId=A", portal) == (
        "https://www.a.vn/pages/%C4%91%E1%BA%A3ng.aspx?NewsId=A"
    )


def test_other_hosts_of_a_portal_stay_themselves():
    portal = make_portal(hosts=("a.vn", "dang.a.vn"))
    assert canonical_url("http://www.dang.a.vn/x", portal) == "https://dang.a.vn/x"


def test_a_port_belongs_to_the_host():
    assert canonical_url("http://127.0.0.35/x", LOCAL) == "http://127.0.0.35/x"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.a.vn/vi/tin-tuc/mot-bai-12.html", "vi/tin-tuc/12"),
        ("http://b.vn/tin-tuc/ten-khac-12.html?utm_source=x", "tin-tuc/12"),
        ("https://www.a.vn/tin-tuc/", None),
        ("rác", None),
    ],
)
def test_article_key(url, key):
    assert article_key(url, PORTAL) == key


def test_no_key_without_a_group():
    assert article_key("https://www.a.vn/bai/x.html", make_portal(article=ArticleRules(url=(r"/bai/",)))) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://www.a.vn/muc/x/", "http://a.vn/muc/x"),
        ("https://www.a.vn/x?b=2&a=1", "https://www.a.vn/x?a=1&b=2"),
        ("https://www.a.vn/", "http://b.vn"),
        ("https://www.a.vn/%C4%91%E1%BA%A3ng", "https://www.a.vn/đảng"),
        ("https://www.a.vn/đảng", unicodedata.normalize("NFD", "https://www.a.vn/đảng")),
    ],
)
def test_one_identity(first, second):
    assert identity(first, "listing", PORTAL) == identity(second, "listing", PORTAL)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://www.a.vn/a%2Fb", "https://www.a.vn/a/b"),
        ("https://www.a.vn/x%E0", "https://www.a.vn/x%E1"),
        ("https://www.a.vn/x?id=1", "https://www.a.vn/x?id=2"),
        ("https://www.a.vn/X", "https://www.a.vn/x"),
    ],
)
def test_two_identities(first, second):
    assert identity(first, "listing", PORTAL) != identity(second, "listing", PORTAL)


def test_identity_of_an_article_is_its_key():
    assert identity("https://www.a.vn/tin-tuc/doi-ten-12.html", "article", PORTAL) == "article:tin-tuc/12"


def test_identity_without_key_is_the_bare_address():
    assert identity("https://www.a.vn/thẻ/x/?a=1", "article", PORTAL) == "article:a.vn/thẻ/x?a=1"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tin-tuc/mot-bai-12.html", "article"),
        ("/tin-tuc/page-2/", "listing"),
        ("/tin-tuc", "listing"),
        ("/", "listing"),
        ("/trang-chu", "listing"),
        ("/rss/", "feed"),
        ("/rss/tuyen-truyen/", "feed"),
        ("/chuyen-muc/feed/", "feed"),
        ("/?feed=rss2", "feed"),
        ("/index.php?option=com_k2&format=feed", "feed"),
        ("/tin.php?loai=rss", "feed"),
        ("/rss/thoi-su.rss", "feed"),
        ("/sitemap.xml", "sitemap"),
        ("/sitemap-vi.news.xml", "sitemap"),
        ("/post-sitemap2.xml", "sitemap"),
        ("/sitemap.xml?page=2", "sitemap"),
        ("/sitemap_2024.xml.gz", "sitemap"),
        ("/uploads/huong-dan.PDF", "attachment"),
        ("/uploads/ke-hoach.docx", "attachment"),
        ("/mot-bai-viet-la", None),
        ("/uploads/anh.jpg", None),
        ("/savefile/tin-tuc/mot-bai-12.html", None),
        ("/bai-ve-rss", None),
    ],
)
def test_classify(path, kind):
    assert classify(f"https://www.a.vn{path}", PORTAL) == kind


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("/savefile/tin-tuc/mot-bai-12.html", True),
        ("/anh.JPG", True),
        ("/x.css?t=1", True),
        ("/comments/feed/", True),
        ("/tin-tuc/mot-bai-12.html", False),
        ("/huong-dan.pdf", False),
        ("/?anh=x.jpg", False),
    ],
)
def test_is_never(path, never):
    assert is_never(f"https://www.a.vn{path}", PORTAL) is never


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://www.a.vn/x", True),
        ("http://a.vn/x", True),
        ("https://A.VN./x", True),
        ("https://b.vn/", True),
        ("https://www.b.vn/", True),
        ("https://a.vn:443/", True),
        ("https://cu.a.vn/", False),
        ("https://a.vn:8080/", False),
        ("https://a.vn@evil.vn/", False),
        ("https://evil.vn\\@a.vn/", False),
        ("https://a.vn\\@evil.vn/", False),
        ("https://a.vn.evil.vn/", False),
        ("https://xa.vn/", False),
        ("https://evil.vn/a.vn", False),
        ("ftp://a.vn/", False),
        ("javascript:alert(1)", False),
        ("http://127.0.0.1/", False),
        ("http://localhost/", False),
        ("http://[::1]/", False),
        ("http://169.254.169.254/latest", False),
        ("https://a.vn/\nx", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_is_allowed(url, allowed):
    assert is_allowed(url, PORTAL) is allowed


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.35:8135/x", True),
        ("http://127.0.0.35/x", False),
        ("http://127.0.0.35:8136/x", False),
        ("http://2130706467:8135/", False),
        ("http://0x7f000023:8135/", False),
        ("http://127.0.0.1:8135/", False),
    ],
)
def test_loopback_only_as_named(url, allowed):
    assert is_allowed(url, LOCAL) is allowed


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/portal/pages/2022-7-12/hoi-nghi.aspx", "2022-07-12"),
        ("/thoi-su/202404/bai-1", "2024-04"),
        ("/x/2022-13-12/y", None),
        ("/x/2022-2-30/y", None),
        ("/bai-20240426", None),
        ("/thoi-su/000004/bai", None),
    ],
)
def test_url_date(path, date):
    assert url_date(f"https://www.a.vn{path}", PORTAL) == date


letters = st.text(
    alphabet=st.one_of(
        st.sampled_from("/.?#&=%;:@\\ \n-_~+'\"<>|[]{}aAéẢđ̉\u0301\u0338\u212a%2F%C3%A9%CC%81%E0utm_source"),
        st.characters(),
    ),
    max_size=60,
)


@given(letters)
def test_normal_url_is_idempotent(text):
    normal = normal_url(f"https://a.vn/{text}")
    assert normal is not None
    assert normal_url(normal) == normal


@given(letters)
def test_normal_url_is_ascii_without_white_space(text):
    normal = normal_url(f"https://a.vn/{text}")
    assert normal is not None
    assert normal.isascii()
    assert normal.isprintable()
    assert " " not in normal


@given(letters)
def test_absolute_url_never_raises_and_is_normal(text):
    url = absolute_url(text, BASE)
    assert url is None or normal_url(url) == url


@given(letters)
def test_an_absolute_address_stays(text):
    url = absolute_url(text, BASE)
    assert url is None or absolute_url(url, BASE) == url


@given(letters, st.booleans())
def test_canonical_url_is_idempotent(text, lower):
    portal = make_portal(canonical=CanonicalRules(lower_path=lower, unwrap=("u",), drop_query=("x.*",)))
    canonical = canonical_url(f"http://a.vn/{text}", portal)
    assert canonical_url(canonical, portal) == canonical


@given(letters)
def test_identity_is_that_of_the_canonical_address(text):
    url = f"http://a.vn/{text}"
    assert identity(url, "article", PORTAL) == identity(canonical_url(url, PORTAL), "article", PORTAL)


@given(letters)
def test_composed_and_decomposed_are_one(text):
    first, second = (f"https://a.vn/{unicodedata.normalize(form, text)}" for form in ("NFC", "NFD"))
    if any(unicodedata.normalize("NFC", letter) != letter for letter in text) or not text.isprintable():
        return
    assert identity(first, "article", PORTAL) == identity(second, "article", PORTAL)


@given(st.text(max_size=80))
def test_rubbish_is_neither_allowed_nor_an_error(text):
    assert not is_allowed(text, PORTAL) or "a.vn" in text or "b.vn" in text
    classify(text, PORTAL)
    article_key(text, PORTAL)
    url_date(text, PORTAL)
