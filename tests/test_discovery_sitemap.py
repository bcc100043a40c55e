"""Sitemaps: indexes, address sets, news maps, text, gzip."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from discovery_pages import BARE, HOST, make_page, make_portal, paths
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import DiscoveryError, read_links, read_sitemap
from crawler.discovery.document import unpacked, without_doctype

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
INDEX = f"""<?xml version="1.0"?><?xml-stylesheet href="/x.xsl"?><sitemapindex {NS}>
<sitemap><loc>https://{HOST}/post-sitemap.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>
 https://{HOST}/sitemap-2.xml.gz </loc></sitemap><sitemap><loc>/bai-viet/map3.xml</loc></sitemap>
<sitemap><loc>https://{HOST}/post_tag-sitemap.xml</loc></sitemap><sitemap><loc>https://{HOST}/author-sitemap.xml</loc></sitemap>
<sitemap><loc>https://khac.vn/sitemap.xml</loc></sitemap></sitemapindex>"""
URLSET = f"""<urlset {NS}>
<url><loc>https://{HOST}/</loc></url>
<url><loc>https://{HOST}/tin-tuc/</loc></url>
<url><loc>https://{HOST}/tin-tuc/hoi-nghi-bao-cao-vien-thang-nam-12.html</loc><lastmod>2024-05-20T08:00:00+07:00</lastmod>
<image:image><image:loc>https://{HOST}/anh/khong-phai-bai-viet-nhe.html</image:loc></image:image>
<xhtml:link rel="alternate" hreflang="en" href="https://{HOST}/en/another-language-version-12.html"/></url>
<url><loc>https://{HOST}/tin-tuc/so-ket-quy-mot-13.html</loc></url>
<url><loc>https://{HOST}/gioi-thieu/chuc-nang-nhiem-vu-cua-ban-tuyen-giao.html</loc></url>
<url><loc>https://{HOST}/tag/mot-the-dai-hon-nam-tu/</loc></url>
<url><loc>https://{HOST}/uploads/huong-dan.pdf</loc></url>
<url><loc>https://{HOST}/sitemap-cu.xml</loc></url>
</urlset>"""
NEWS = f"""<urlset {NS}><url><loc>https://{HOST}/hop-bao/</loc><lastmod>2024-06-09</lastmod><news:news>
<news:publication><news:name>T</news:name></news:publication><news:publication_date>2024-06-01T07:30:00+07:00</news:publication_date>
<news:title>Họp báo quý hai</news:title></news:news></url></urlset>"""


def links_of(body: str | bytes, path: str = "/sitemap.xml", portal=BARE):
    return read_sitemap(make_page(body, path, kind="sitemap", content_type="text/xml"), portal)


def test_index():
    assert paths(links_of(INDEX), "sitemap") == ["/post-sitemap.xml", "/sitemap-2.xml.gz", "/bai-viet/map3.xml"]


def test_urlset_articles():
    assert paths(links_of(URLSET), "article") == [
        "/tin-tuc/hoi-nghi-bao-cao-vien-thang-nam-12.html",
        "/tin-tuc/so-ket-quy-mot-13.html",
    ]


def test_what_lies_above_articles_is_a_section():
    assert paths(links_of(URLSET), "listing") == ["/tin-tuc/"]


def test_a_sitemap_in_a_urlset():
    assert paths(links_of(URLSET), "sitemap") == ["/sitemap-cu.xml"]


def test_lastmod_is_no_publication_date():
    assert all(link.listed_at is None for link in links_of(URLSET))


@pytest.mark.parametrize(
    ("field", "value"),
    [("listed_at", "2024-06-01T07:30:00+07:00"), ("text", "Họp báo quý hai"), ("kind", "article")],
)
def test_news_sitemap(field, value):
    assert getattr(links_of(NEWS)[0], field) == value


def test_the_name_of_a_sitemap_speaks_for_its_addresses():
    body = f"<urlset><url><loc>https://{HOST}/giu-lua/</loc></url></urlset>"
    assert paths(links_of(body, "/post-sitemap.xml"), "article") == ["/giu-lua/"]


def test_a_sitemap_of_pages_lists_no_articles():
    body = f"<urlset><url><loc>https://{HOST}/so-do-to-chuc-bo-may/</loc></url></urlset>"
    assert paths(links_of(body, "/page-sitemap.xml"), "article") == []


def test_a_sitemap_of_categories_lists_sections():
    body = f"<urlset><url><loc>https://{HOST}/hoc-tap-va-lam-theo-bac-ho-kinh-yeu/</loc></url></urlset>"
    assert paths(links_of(body, "/category-sitemap.xml"), "listing") == ["/hoc-tap-va-lam-theo-bac-ho-kinh-yeu/"]


def test_complete_rules_take_no_guess():
    body = f"""<urlset><url><loc>https://{HOST}/tin/mot-bai-co-so-hieu-dang-hoang-7.html</loc></url>
    <url><loc>https://{HOST}/tin/mot-bai-khong-co-so-hieu-nao-ca.html</loc></url></urlset>"""
    assert paths(links_of(body, portal=make_portal("nukeviet")), "article") == [
        "/tin/mot-bai-co-so-hieu-dang-hoang-7.html"
    ]


def test_text_sitemap():
    body = f"\ufeffhttps://{HOST}/tin/hoi-nghi-tong-ket-nam-2023.html\r\n\r\nhttps://{HOST}/tin/le-ra-quan-thang-thanh-nien.html\r\n"
    assert len(paths(read_links(make_page(body, "/sitemap.txt", kind="sitemap"), BARE), "article")) == 2


def test_gzip_by_its_first_bytes():
    assert len(paths(links_of(gzip.compress(URLSET.encode()), "/sitemap.xml"), "article")) == 2


def test_gzip_cut_off_gives_what_is_there():
    packed = gzip.compress(URLSET.encode(), mtime=0)
    assert unpacked(packed[:-60]).startswith(b"<urlset")


def test_gzip_bomb_is_cut():
    assert len(unpacked(gzip.compress(b"\0" * 5_000_000), 1_000_000)) == 1_000_000


def test_a_sitemap_cut_off_gives_what_is_there():
    assert len(paths(links_of(URLSET[: URLSET.index("<url><loc>https://" + HOST + "/gioi")]), "article")) == 2


def test_entities_are_not_expanded():
    body = f"""<!DOCTYPE urlset [<!ENTITY a "mot-bai-viet-rat-dai-that-day"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>https://{HOST}/tin/&a;-1.html</loc></url><url><loc>https://{HOST}/&f;</loc></url></urlset>"""
    assert not any("rat-dai" in link.url for link in links_of(body))


def test_a_document_type_goes_with_the_entities_in_it():
    assert (
        without_doctype(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><urlset/>')
        == b'<?xml version="1.0"?><urlset/>'
    )


def test_a_feed_at_a_sitemap_address_is_read_as_one():
    body = (
        f"<rss version='2.0'><channel><item><title>Một</title><link>https://{HOST}/mot/</link></item></channel></rss>"
    )
    assert paths(read_links(make_page(body, "/sitemap.xml", kind="sitemap"), BARE), "article") == ["/mot/"]


@pytest.mark.parametrize("body", ["", "rác", "<html><body>Không tìm thấy</body></html>"])
def test_no_sitemap_at_all(body):
    with pytest.raises(DiscoveryError):
        read_links(make_page(body, "/sitemap.xml", kind="sitemap"), BARE)


def test_an_empty_urlset_is_no_error():
    assert links_of(f"<urlset {NS}></urlset>") == ()


def test_robots_name_sitemaps():
    body = f"User-agent: *\nDisallow: /x\nSitemap: https://{HOST}/sm.xml\nsitemap: /sm2.xml\nSitemap: https://khac.vn/s.xml"
    links = read_links(make_page(body, "/robots.txt", kind="robots", content_type="text/plain"), BARE)
    assert paths(links, "sitemap") == ["/sm.xml", "/sm2.xml"]


@given(st.binary(max_size=300))
def test_rubbish_is_at_most_a_discovery_error(body):
    with contextlib.suppress(DiscoveryError):
        read_links(make_page(body, "/sitemap.xml", kind="sitemap"), BARE)


@given(st.text(max_size=200))
def test_rubbish_in_a_urlset_never_raises(text):
    links_of(f"<urlset><url><loc>{text}</loc><lastmod>{text}</lastmod></url></urlset>")
