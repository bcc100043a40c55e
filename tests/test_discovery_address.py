"""Addresses kept from page to page, beside the rules asked anew; and what a page's links depend on."""

import dataclasses

import pytest
from discovery_pages import BARE, HOST, make_page, make_portal
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.addresses import absolute_url
from crawler.discovery import read_links
from crawler.discovery.address import MAX_ADDRESSES, MAX_PORTALS, Address, addresses_of
from crawler.discovery.anchors import Anchors
from crawler.discovery.document import FIRST_BYTES, form_of
from crawler.portals.spec import ArticleRules
from crawler.urls import canonical_url, classify, identity, is_allowed, is_never

KNOWN = make_portal(former_hosts=("cu.example.vn",))
hosts = st.sampled_from([HOST, f"www.{HOST}", "cu.example.vn", "khac.example.vn"])
paths = st.sampled_from(
    ["", "/", "/mot-bai-12.html", "/a/?utm_source=x", "/anh.jpg", "/wp-login.php", "/rss.xml", "/x?y=1"]
)
urls = st.builds("https://{}{}".format, hosts, paths)


@given(url=urls)
def test_an_address_says_what_the_rules_say(url):
    address = Address(url, KNOWN)
    assert address.is_open == (is_allowed(url, KNOWN) and not is_never(url, KNOWN))
    assert address.kind == classify(url, KNOWN)
    assert [address.identity(kind) for kind in ("listing", "article", "feed")] == [
        identity(url, kind, KNOWN) for kind in ("listing", "article", "feed")
    ]


def test_an_address_of_a_former_host_is_permitted_in_its_canonical_form():
    address = Address("https://cu.example.vn/bai", KNOWN)
    assert address.permitted == canonical_url("https://cu.example.vn/bai", KNOWN) == f"https://{HOST}/bai"


def test_a_picture_of_a_former_host_is_not_permitted():
    assert Address("https://cu.example.vn/anh.jpg", KNOWN).permitted is None


def test_a_foreign_address_is_not_permitted():
    assert Address("https://khac.example.vn/bai", KNOWN).permitted is None


def test_addresses_are_kept_for_the_same_portal():
    assert addresses_of(BARE)[f"https://{HOST}/x"] is addresses_of(BARE)[f"https://{HOST}/x"]


def test_an_equal_portal_with_other_rules_has_its_own_addresses():
    other = make_portal(article=ArticleRules(never=("^/x",)))
    assert addresses_of(BARE)[f"https://{HOST}/x"].is_open
    assert not addresses_of(other)[f"https://{HOST}/x"].is_open


def test_the_addresses_kept_of_a_portal_are_bounded():
    book = addresses_of(make_portal())
    for number in range(MAX_ADDRESSES + 10):
        book[f"https://{HOST}/{number}"]
    assert len(book) <= MAX_ADDRESSES


def test_links_that_depend_on_no_page_are_bounded():
    book = addresses_of(make_portal())
    for number in range(MAX_PORTALS * 3):
        book.by_href(f"https://{number}.example.vn")[f"/{number}"] = None
    assert len(book._by_href) <= MAX_PORTALS


@pytest.mark.parametrize(
    "href", ["bai.html", "http-la-gi.html", "?trang=2", "../x", "/goc.html", "//khac.example.vn/x"]
)
def test_a_link_is_completed_by_its_own_page(href):
    for base in (f"https://{HOST}/mot/hai/", f"http://www.{HOST}/ba/"):
        anchors = Anchors(html.document_fromstring(f'<a href="{href}">x</a>'), base, BARE)
        assert [address.url for _, address in anchors.links] == [absolute_url(href, base)]


def test_links_of_a_page_are_the_same_when_it_is_read_again():
    page = make_page('<ul><li><a href="/tin/mot-bai-viet-dai-day-12.html">Một bài viết dài ở đây</a></li></ul>' * 3)
    first = read_links(page, BARE)
    assert first
    assert read_links(dataclasses.replace(page), BARE) == first


def test_an_address_without_path_is_completed_at_its_host():
    assert absolute_url("/x", "https://a.vn") == "https://a.vn/x"


@pytest.mark.parametrize(("root", "form"), [("rss", "feed"), ("urlset", "sitemap"), ("html", "html")])
@pytest.mark.parametrize("chars", [0, FIRST_BYTES - 12, FIRST_BYTES - 8, FIRST_BYTES - 4, FIRST_BYTES + 100])
def test_a_long_comment_before_the_first_element_hides_nothing(root, form, chars):
    assert form_of(f"<!--{'x' * chars}--><{root}></{root}>".encode()) == form
