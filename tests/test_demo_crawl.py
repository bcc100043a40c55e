"""The demonstration portals end to end: crawled by the real command in processes of their own, compared row by row."""

import json
import sqlite3
import unicodedata

import pytest
from loopback import tuyengiao

from corpus.demo.portals import write_portal_files
from corpus.demo.server import DemoServer
from corpus.demo.site import sites
from corpus.demo.truth import expected
from corpus.folding import check_index

SITES = tuple(sites())


class Visit:
    """The corpus after one crawl, with what was asked for."""

    def __init__(self, data, process, requests, base_urls):
        self.process = process
        self.summary = json.loads(process.stdout) if process.returncode in (0, 1) else None
        self.requests = requests
        self.base_urls = base_urls
        connection = sqlite3.connect(data / "corpus.db")
        connection.row_factory = sqlite3.Row
        self.tables = {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in (
                "articles", "article_versions", "article_events", "article_urls", "images", "attachments", "refusals",
                "frontier", "captures", "crawls", "crawl_portals", "portals",
            )
        }  # fmt: skip
        self.index_problem = check_index(connection)
        connection.close()

    def articles(self, site):
        return {row["url"]: row for row in self.tables["articles"] if row["portal"] == f"demo-{site}"}


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    """First visit, the same again, and a full one after the sites changed."""
    folder = tmp_path_factory.mktemp("demo")
    data = folder / "data"
    found = []
    with DemoServer(port_base=0) as server:
        files = write_portal_files(folder / "portals", server.base_urls)
        options = [part for file in files for part in ("--portal-file", file)]
        for state, more in (("first", ()), ("first", ()), ("later", ("--full",))):
            server.set_state(state)
            server.requests.clear()
            process = tuyengiao("--data", data, "crawl", *options, "--json", *more, timeout_secs=300)
            found.append(Visit(data, process, dict(server.requests), dict(server.base_urls)))
    return found


@pytest.fixture(scope="module")
def first(visits):
    return visits[0]


def test_the_crawl_ends_well(first):
    assert first.process.returncode == 0, first.process.stderr


def truth(site, state="first"):
    return expected(site, state)


def stored(visit, site, article):
    """The row of an expected article, found by its address."""
    from crawler.portals import load_family
    from crawler.portals.spec import Portal
    from crawler.urls import identity

    family = load_family(sites()[site].family if hasattr(sites()[site], "family") else site)
    base = visit.base_urls[site]
    portal = Portal(
        slug="x", name="x", organ="x", level="central", kind="demo", scheme="http",
        hosts=(base.removeprefix("http://"),), evidence=("own",), article=family.article, canonical=family.canonical,
    )  # fmt: skip
    wanted = identity(base + article.path, "article", portal)
    rows = [row for url, row in visit.articles(site).items() if identity(url, "article", portal) == wanted]
    assert len(rows) == 1, (article.path, rows)
    return rows[0]


@pytest.mark.parametrize("site", SITES)
def test_every_article_is_stored_once_and_nothing_else(first, site):
    assert len(first.articles(site)) == len(truth(site))
    for article in truth(site):
        stored(first, site, article)


FIELDS = ("title", "lead", "body", "byline", "source", "section", "published_at")


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_as_printed(first, site, field):
    wrong = {
        article.story_id: (stored(first, site, article)[field], getattr(article, field))
        for article in truth(site)
        if stored(first, site, article)[field] != getattr(article, field)
    }
    assert not wrong


@pytest.mark.parametrize("site", SITES)
def test_captions_are_captions(first, site):
    for article in truth(site):
        row = stored(first, site, article)
        captions = [block["text"] for block in json.loads(row["blocks"]) if block["type"] == "caption"]
        assert captions == [text for text, _ in article.captions], article.story_id


@pytest.mark.parametrize("site", SITES)
def test_attachments_are_kept(first, site):
    for article in truth(site):
        row = stored(first, site, article)
        names = [file["name"] for file in first.tables["attachments"] if file["article_id"] == row["id"]]
        assert names == [name for name, _ in article.attachments], article.story_id


def test_stored_text_is_nfc(first):
    for row in first.tables["articles"]:
        for field in ("title", "lead", "body"):
            assert row[field] is None or unicodedata.is_normalized("NFC", row[field])


def test_at_least_ten_provinces_are_named(first):
    assert len({row["province_2024"] for row in first.tables["articles"]} - {None}) >= 10


def test_the_index_is_sound(visits):
    assert [visit.index_problem for visit in visits] == [None, None, None]


def test_every_response_is_archived(first):
    asked = sum(count for (_, _, _), count in first.requests.items())
    assert len(first.tables["captures"]) == asked


VOLATILE = {"last_seen_at", "seen_to", "last_fetched_at", "next_fetch_at", "last_good_crawl_id", "last_good_crawl_at"}


@pytest.mark.parametrize(
    "table", ["articles", "article_versions", "article_events", "article_urls", "images", "attachments", "refusals"]
)
def test_a_second_crawl_changes_nothing(visits, table):
    before, after = (
        [{name: value for name, value in row.items() if name not in VOLATILE} for row in visit.tables[table]]
        for visit in visits[:2]
    )
    assert before == after


def test_a_second_crawl_asks_for_no_article(visits):
    first, second, _ = visits
    articles = {
        (site, row["url"].removeprefix(first.base_urls[site]))
        for site in SITES
        for row in first.articles(site).values()
    }
    assert not articles & {(site, path) for (site, path, _) in second.requests}


@pytest.mark.parametrize("site", SITES)
def test_edits_are_versions_and_nothing_else_is(visits, site):
    later = visits[2]
    edited = {row["article_id"] for row in later.tables["article_events"] if row["kind"] == "edited"}
    of_site = {row["id"] for row in later.articles(site).values()}
    wanted = {stored(later, site, article)["id"] for article in truth(site, "later") if article.edited}
    assert edited & of_site == wanted


def test_removed_articles_stay_and_are_counted_as_missing(visits):
    later = visits[2]
    missing = [row for row in later.tables["refusals"] if row["kind"] == "article"]
    removed = {(site, article.story_id) for site in SITES for article in truth(site)} - {
        (site, article.story_id) for site in SITES for article in truth(site, "later")
    }
    assert len(missing) == len(removed) > 0
    assert {row["reason"] for row in missing} <= {"not_found", "soft_404", "redirect_home"}
    assert {row["state"] for row in later.tables["articles"]} == {"live"}
