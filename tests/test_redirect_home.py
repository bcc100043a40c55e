"""An article's address that leads to the home page or a section front."""

from dataclasses import replace

import pytest
from extract_pages import P1, P2, P3, TITLE, page, portal, ruled

from corpus.article import Article
from crawler.portals.spec import ListingRules
from pipelines.extract import extract

ASKED = "https://a.example.vn/tin/tap-huan-12.html"
FULL = ruled(f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>")
BARE = "<html><head><title>Tin</title></head><body><h1>Tin hoạt động</h1></body></html>"
OF = portal(listing=ListingRules(url=("^/tin/?$",)))


def answered(html, url, kind="article"):
    met = page(html, url=url)
    return extract(replace(met, requested_url=ASKED, context=replace(met.context, kind=kind)), OF)


@pytest.mark.parametrize("url", ["https://a.example.vn/", "https://www.a.example.vn/"])
def test_the_home_page_in_place_of_an_article_is_no_article(url):
    assert answered(FULL, url).reason == "redirect_home"


def test_a_section_front_in_place_of_an_article_is_no_article():
    assert answered(BARE, "https://a.example.vn/tin/").reason == "redirect_home"


def test_an_article_at_an_address_like_that_of_a_section_is_kept():
    assert isinstance(answered(FULL, "https://a.example.vn/tin/"), Article)


def test_an_article_that_moved_is_kept():
    assert answered(FULL, "https://a.example.vn/tin-tuc/tap-huan-12.html").title == TITLE


def test_a_home_page_that_was_asked_for_is_no_redirect():
    met = page(BARE, url="https://a.example.vn/")
    assert extract(met, OF).reason != "redirect_home"
