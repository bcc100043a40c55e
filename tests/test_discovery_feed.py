"""Feeds of all dialects to article links."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from discovery_pages import BARE, HOST, make_page, make_portal, paths
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import DiscoveryError, read_feed, read_links

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tin tức</title><link>https://{HOST}/</link>
<image><url>https://{HOST}/logo.png</url><link>https://{HOST}/anh</link></image>
<item><title>Hội nghị &amp; tọa đàm</title><link>https://{HOST}/tin/hoi-nghi-1.html</link>
<guid isPermaLink="false">news_1</guid><pubDate>Fri, 26 Apr 2024 16:20:00 +0700</pubDate><category>Tuyên truyền</category></item>
<item><title><![CDATA[Lễ <b>kỷ niệm</b>]]></title><link><![CDATA[
  https://{HOST}/tin/le-ky-niem-2.html ]]></link><pubDate>Thu, 25 Apr 2024 09:20:00 GMT</pubDate></item>
<item><title>Chỉ có guid</title><guid>https://{HOST}/tin/chi-co-guid-3.html</guid></item>
<item><title>Nơi khác</title><link>https://khac.vn/x</link></item>
<item><title>Hai lần một địa chỉ</title><link>https://{HOST}https://{HOST}/tin/hai-lan-4.html</link></item>
<item><title>Lại bài một</title><link>http://www.{HOST}/tin/hoi-nghi-1.html?utm_source=rss</link></item>
<item><title>Tài liệu</title><link>https://{HOST}/uploads/tai-lieu.pdf</link></item>
</channel></rss>"""


def links_of(body: str | bytes, path: str = "/rss/", content_type: str = "text/xml"):
    return read_feed(make_page(body, path, kind="feed", content_type=content_type), BARE)


def test_entries_in_order_each_once():
    assert paths(links_of(RSS), "article") == [
        "/tin/hoi-nghi-1.html",
        "/tin/le-ky-niem-2.html",
        "/tin/chi-co-guid-3.html",
        "/tin/hai-lan-4.html",
    ]


@pytest.mark.parametrize(
    ("at", "field", "value"),
    [
        (0, "text", "Hội nghị & tọa đàm"),
        (0, "listed_at", "2024-04-26T16:20:00+07:00"),
        (0, "section", "Tuyên truyền"),
        (0, "score", 0.9),
        (1, "text", "Lễ kỷ niệm"),
        (1, "listed_at", "2024-04-25T09:20:00+00:00"),
        (1, "section", None),
        (2, "listed_at", None),
    ],
)
def test_fields_of_an_entry(at, field, value):
    assert getattr(links_of(RSS)[at], field) == value


def test_a_rule_makes_the_score_certain():
    page = make_page(RSS, "/rss/", kind="feed")
    assert read_feed(page, make_portal("nukeviet"))[0].score == 1.0


def test_rss_091():
    feed = f"<rss version='0.91'><channel><item><title>Cũ</title><link>https://{HOST}/bai-cu.html</link></item></channel></rss>"
    assert paths(links_of(feed), "article") == ["/bai-cu.html"]


def test_rdf_with_dublin_core_date():
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://{HOST}/"><title>T</title></channel>
    <item rdf:about="https://{HOST}/bai-1.html"><title>Một</title><link>https://{HOST}/bai-1.html</link>
    <dc:date>2023-02-01T08:00:00+07:00</dc:date></item></rdf:RDF>"""
    link = links_of(feed)[0]
    assert (link.url, link.listed_at) == (f"https://{HOST}/bai-1.html", "2023-02-01T08:00:00+07:00")


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="https://{HOST}/atom.xml"/>
<link rel="next" href="https://{HOST}/atom.xml?page=2"/>
<entry><title type="html">Bài &lt;i&gt;một&lt;/i&gt;</title><id>tag:{HOST},2024:1</id><link rel="alternate" href="/bai-mot/"/>
<link rel="replies" href="/bai-mot/binh-luan"/><published>2024-03-01T10:00:00Z</published><updated>2024-03-05T10:00:00Z</updated>
<category term="tin" label="Tin tức"/></entry>
<entry><title>Bài hai</title><id>https://{HOST}/bai-hai/</id><link href="/bai-hai/"/><updated>2024-03-05T10:00:00Z</updated></entry></feed>"""


def test_atom_links():
    assert paths(links_of(ATOM), "article") == ["/bai-mot/", "/bai-hai/"]


def test_atom_published():
    assert links_of(ATOM)[0].listed_at == "2024-03-01T10:00:00+00:00"


def test_atom_updated_is_no_publication_date():
    assert links_of(ATOM)[1].listed_at is None


def test_atom_title_loses_its_tags():
    assert links_of(ATOM)[0].text == "Bài một"


def test_atom_category_label():
    assert links_of(ATOM)[0].section == "Tin tức"


def test_next_page_of_a_feed():
    assert paths(links_of(ATOM), "feed", pager=True) == ["/atom.xml?page=2"]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("26/04/2024 16:20:00", "2024-04-26T16:20:00+07:00"),
        ("2024-04-26 16:20:00", "2024-04-26T16:20:00+07:00"),
        ("Fri, 26 Apr 2024 16:20:00 GMT+7", "2024-04-26T16:20:00+07:00"),
        ("2024-04-26", "2024-04-26"),
        ("4/26/2024 4:20:00 PM", None),
        ("hôm qua", None),
        ("Fri, 26 Apr 0024 16:20:00 GMT", None),
    ],
)
def test_dates_as_vietnamese_feeds_write_them(printed, iso):
    feed = f"<rss version='2.0'><channel><item><link>https://{HOST}/b.html</link><pubDate>{printed}</pubDate></item></channel></rss>"
    assert links_of(feed)[0].listed_at == iso


def test_entities_are_not_expanded():
    bomb = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY f SYSTEM "file:///etc/hostname">]>
    <rss version="2.0"><channel><item><title>x&b;&f;</title><link>https://{HOST}/b.html</link></item></channel></rss>"""
    links = links_of(bomb)
    assert paths(links, "article") == ["/b.html"]
    assert "aaaa" not in (links[0].text or "")


def test_undeclared_html_entities_do_not_break_a_feed():
    feed = f"<rss version='2.0'><channel><item><title>A&nbsp;&ndash; B</title><link>https://{HOST}/b.html</link></item></channel></rss>"
    assert paths(links_of(feed), "article") == ["/b.html"]


def test_a_feed_cut_off_gives_what_is_there():
    assert paths(links_of(RSS[: RSS.index("<item><title>Chỉ có")]), "article")[:2] == [
        "/tin/hoi-nghi-1.html",
        "/tin/le-ky-niem-2.html",
    ]


def test_utf16_feed():
    body = RSS.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16")
    assert links_of(body)[0].text == "Hội nghị & tọa đàm"


def test_gzip_feed():
    assert len(links_of(gzip.compress(RSS.encode()))) == 4


def test_an_empty_feed_is_no_error():
    assert links_of("<rss version='2.0'><channel><title>T</title></channel></rss>") == ()


def test_the_body_is_never_taken_for_a_file_name():
    with pytest.raises(DiscoveryError):
        links_of("/etc/passwd")


@pytest.mark.parametrize(
    "body", ["", "không phải XML", "<html><body><p>404</p></body></html>", "\x00\x01\x02", "%PDF-1.4"]
)
def test_no_feed_at_all(body):
    with pytest.raises(DiscoveryError):
        read_links(make_page(body, "/rss/", kind="feed"), BARE)


def test_a_sitemap_at_a_feed_address_is_read_as_one():
    body = f"<urlset><url><loc>https://{HOST}/tin/mot-bai-viet-kha-dai-12.html</loc></url></urlset>"
    links = read_links(make_page(body, "/rss.xml", kind="feed"), BARE)
    assert paths(links, "article") == ["/tin/mot-bai-viet-kha-dai-12.html"]


def test_an_index_of_feeds_at_a_feed_address():
    html = '<html><body><ul><li><a href="/rss/thoi-su.rss">Thời sự</a></li><li><a href="/rss/van-hoa.rss">Văn hóa</a></li></ul></body></html>'
    links = read_links(make_page(html, "/rss", kind="feed"), BARE)
    assert paths(links, "feed") == ["/rss/thoi-su.rss", "/rss/van-hoa.rss"]


def test_pages_about_the_site_are_no_articles_of_a_feed():
    feed = f"<rss version='2.0'><channel><item><title>Giới thiệu chung về trang</title><link>https://{HOST}/about/gioi-thieu-chung-ve-trang.html</link></item></channel></rss>"
    assert links_of(feed) == ()


@given(st.binary(max_size=300))
def test_rubbish_is_at_most_a_discovery_error(body):
    with contextlib.suppress(DiscoveryError):
        links_of(body)


@given(st.text(max_size=120))
def test_rubbish_in_an_entry_never_raises(text):
    links_of(
        f"<rss version='2.0'><channel><item><title>{text}</title><link>{text}</link><pubDate>{text}</pubDate></item></channel></rss>"
    )
