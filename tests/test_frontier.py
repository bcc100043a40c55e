"""The rules of the frontier: what becomes known, what is due, what an outcome means."""

import datetime as dt

import msgspec
import pytest

from corpus.database import open_corpus
from crawler import frontier
from crawler.items import Link
from crawler.options import CrawlOptions
from crawler.portals import DiscoveryRules, Portal, load_family

NOW = "2024-05-01T00:00:00Z"
LATER = "2024-06-01T00:00:00Z"
HOST = "portal.example"
PLAIN = CrawlOptions()
ALL_KINDS = ("feed", "sitemap", "listing", "article")
NOTHING = DiscoveryRules(home=())


@pytest.fixture
def portal():
    family = load_family("nukeviet")
    return Portal(
        slug="kontum",
        name="x",
        organ="x",
        level="province",
        kind="tuyengiao",
        province="kontum",
        hosts=(HOST,),
        family="nukeviet",
        evidence=("own",),
        article=family.article,
        canonical=family.canonical,
        listing=family.listing,
        discovery=NOTHING,
    )


@pytest.fixture
def connection(tmp_path):
    return open_corpus(tmp_path / "corpus.db", write=True).conn


def insert(connection, portal, path, kind="article", **more):
    link = Link(url=f"https://{HOST}{path}", kind=kind, **more)
    return frontier.insert(connection, portal, link, link.url, via=None, depth=0, now=NOW)


def due(connection, options=PLAIN, now=NOW, kinds=ALL_KINDS):
    rows = frontier.due_rows(connection, "kontum", HOST, options, now=now, kinds=kinds, limit=100)
    return [row.url.removeprefix(f"https://{HOST}") for row in rows]


def row_of(connection, path):
    (row,) = frontier.due_rows(
        connection, "kontum", HOST, CrawlOptions(), now="2999-01-01T00:00:00Z", kinds=ALL_KINDS, limit=1
    )
    assert row.url.endswith(path)
    return row


def state(connection, path="/tin-tuc/a-1.html"):
    names = ("state", "next_fetch_at", "attempts", "failures", "listed_at")
    cursor = connection.execute(f"SELECT {', '.join(names)} FROM frontier WHERE url = ?", (f"https://{HOST}{path}",))
    return dict(zip(names, cursor.fetchone(), strict=True))


def test_an_address_is_new_once(connection, portal):
    assert insert(connection, portal, "/tin-tuc/a-1.html")
    assert not insert(connection, portal, "/tin-tuc/a-1.html")


def test_a_print_twin_is_not_a_second_address(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    assert not insert(connection, portal, "/print/tin-tuc/a-1.html")
    assert due(connection) == ["/tin-tuc/a-1.html"]


def test_the_address_as_met_is_kept(connection, portal):
    insert(connection, portal, "/print/tin-tuc/a-1.html")
    assert row_of(connection, "/tin-tuc/a-1.html").met_urls == (f"https://{HOST}/print/tin-tuc/a-1.html",)


def test_a_later_listing_adds_the_date_and_the_section(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    insert(connection, portal, "/tin-tuc/a-1.html", listed_at="2024-04-26", section="Tin tức")
    row = row_of(connection, "/tin-tuc/a-1.html")
    assert (row.listed_at, row.section) == ("2024-04-26", "Tin tức")


def test_feeds_come_before_sections_before_articles_before_further_pages(connection, portal):
    insert(connection, portal, "/tin-tuc/page-2/", "listing", is_pager=True)
    insert(connection, portal, "/tin-tuc/a-1.html")
    insert(connection, portal, "/tin-tuc/", "listing")
    insert(connection, portal, "/rss/", "feed")
    assert due(connection) == ["/rss/", "/tin-tuc/", "/tin-tuc/a-1.html", "/tin-tuc/page-2/"]


def test_a_claimed_row_is_not_due_and_not_claimed_twice(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    row = row_of(connection, "/tin-tuc/a-1.html")
    assert frontier.claim(connection, row)
    assert not frontier.claim(connection, row)
    assert due(connection) == []


def test_a_clean_stop_takes_the_attempt_back(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    frontier.claim(connection, row_of(connection, "/tin-tuc/a-1.html"))
    frontier.release_claims(connection)
    assert state(connection)["attempts"] == 0
    assert due(connection) == ["/tin-tuc/a-1.html"]


def test_a_killed_crawl_leaves_the_attempt_counted(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    frontier.claim(connection, row_of(connection, "/tin-tuc/a-1.html"))
    frontier.release_claims(connection, keep_attempts=True)
    assert state(connection)["attempts"] == 1


def test_a_stored_row_is_not_due_again_by_itself(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    frontier.settle(connection, row_of(connection, "/tin-tuc/a-1.html").id, "stored", now=NOW)
    assert due(connection, now=LATER) == []


@pytest.mark.parametrize(("failures", "hours"), [(0, 1), (1, 6), (4, 168)])
def test_what_may_pass_is_due_after_a_growing_pause(connection, portal, failures, hours):
    insert(connection, portal, "/tin-tuc/a-1.html")
    row = row_of(connection, "/tin-tuc/a-1.html")
    connection.execute("UPDATE frontier SET failures = ?", (failures,))
    now = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    frontier.settle_refused(connection, row.id, "timeout", is_gone=False, may_pass=True, now=now)
    wanted = (now + dt.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert state(connection)["next_fetch_at"] == wanted


def test_what_extraction_refused_is_not_due_again_by_itself(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    row = row_of(connection, "/tin-tuc/a-1.html")
    now = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    frontier.settle_refused(connection, row.id, "listing", is_gone=False, may_pass=False, now=now)
    assert (state(connection)["state"], state(connection)["next_fetch_at"]) == ("refused", None)


def test_since_and_until_leave_articles_pending(connection, portal):
    for number, day in enumerate(("2024-03-31", "2024-04-15", "2024-05-01"), start=1):
        insert(connection, portal, f"/tin-tuc/a-{number}.html", listed_at=day)
    options = CrawlOptions(since=dt.date(2024, 4, 1), until=dt.date(2024, 4, 30))
    assert due(connection, options) == ["/tin-tuc/a-2.html"]
    assert state(connection, "/tin-tuc/a-1.html")["state"] == "pending"


def test_articles_without_a_listed_date_are_fetched_whatever_the_range(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    assert due(connection, CrawlOptions(since=dt.date(2024, 4, 1))) == ["/tin-tuc/a-1.html"]


def test_an_article_found_outside_stays_pending_with_its_date(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    frontier.settle_outside(connection, row_of(connection, "/tin-tuc/a-1.html").id, "2020-01-01")
    assert state(connection)["listed_at"] == "2020-01-01"
    assert due(connection) == ["/tin-tuc/a-1.html"]
    assert due(connection, CrawlOptions(since=dt.date(2024, 4, 1))) == []


def add(connection, portal, links, options=PLAIN, path="/tin-tuc/"):
    insert(connection, portal, path, "listing")
    (row_id,) = connection.execute("SELECT id FROM frontier WHERE url = ?", (f"https://{HOST}{path}",)).fetchone()
    frontier.settle(connection, row_id, "stored", now=NOW)
    return frontier.add_links(
        connection, portal, links, via=f"https://{HOST}{path}", row_id=row_id, options=options, now=NOW
    )


def article(number, **more):
    return Link(url=f"https://{HOST}/tin-tuc/a-{number}.html", kind="article", **more)


NEXT = Link(url=f"https://{HOST}/tin-tuc/page-2/", kind="listing", is_pager=True)


def test_links_to_other_hosts_are_not_taken(connection, portal):
    new, hosts = add(connection, portal, [Link(url="https://elsewhere.example/tin/a-1.html", kind="article")])
    assert (new, hosts) == (0, set())


def test_the_next_page_is_known_even_when_a_page_brings_nothing(connection, portal):
    add(connection, portal, [NEXT])
    assert due(connection) == ["/tin-tuc/page-2/"]


def settle_all(connection):
    connection.execute("UPDATE frontier SET state = 'stored'")


def test_a_known_next_page_is_due_again_when_a_page_brings_news(connection, portal):
    add(connection, portal, [article(1), NEXT])
    settle_all(connection)
    add(connection, portal, [article(2), article(1), NEXT])
    assert due(connection) == ["/tin-tuc/a-2.html", "/tin-tuc/page-2/"]


def test_a_known_next_page_stays_read_when_a_page_brings_nothing(connection, portal):
    add(connection, portal, [article(1), NEXT])
    settle_all(connection)
    add(connection, portal, [article(1), NEXT])
    assert due(connection) == []


def test_a_listing_is_not_read_on_past_since(connection, portal):
    add(connection, portal, [article(1, listed_at="2023-01-01"), NEXT])
    assert "/tin-tuc/page-2/" not in due(connection, CrawlOptions(since=dt.date(2024, 1, 1)))
    assert "/tin-tuc/page-2/" in due(connection)


def test_articles_take_the_section_of_their_listing(connection, portal):
    insert(connection, portal, "/tin-tuc/", "listing", section="Tin tức")
    add(connection, portal, [article(1)])
    assert row_of(connection, "/tin-tuc/a-1.html").section == "Tin tức"


def test_one_section_alone_is_read_on_request(connection, portal):
    links = [
        Link(url=f"https://{HOST}/{slug}/", kind="listing", section=name, text=name)
        for slug, name in (("khoa-giao", "Khoa giáo"), ("van-hoa", "Văn hóa"))
    ]
    add(connection, portal, links, CrawlOptions(section="Khoa giáo"))
    assert due(connection) == ["/khoa-giao/"]


def seed(connection, portal, options=PLAIN, changed_rules=False, now=LATER):
    frontier.seed(connection, portal, options, now=now, changed_rules=changed_rules)


def test_seeding_makes_the_starting_points_known(connection, portal):
    rules = DiscoveryRules(feeds=("/rss/",), sitemaps=("/sitemap.xml",), home=("/",))
    seed(connection, msgspec.structs.replace(portal, discovery=rules))
    assert due(connection) == ["/rss/", "/sitemap.xml", "/"]


def test_a_new_crawl_looks_at_section_fronts_again_but_not_at_further_pages(connection, portal):
    add(connection, portal, [article(1), NEXT])
    settle_all(connection)
    seed(connection, portal)
    assert due(connection) == ["/tin-tuc/"]


def test_a_full_crawl_looks_at_everything_again(connection, portal):
    add(connection, portal, [article(1), NEXT])
    settle_all(connection)
    seed(connection, portal, CrawlOptions(full=True))
    assert due(connection) == ["/tin-tuc/", "/tin-tuc/a-1.html", "/tin-tuc/page-2/"]


def test_changed_rules_drop_the_validators_and_retry_refused_articles(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    connection.execute("UPDATE frontier SET state = 'refused', etag = 'x'")
    seed(connection, portal)
    assert due(connection, now=LATER) == []
    seed(connection, portal, changed_rules=True)
    assert due(connection, now=LATER) == ["/tin-tuc/a-1.html"]
    assert connection.execute("SELECT etag FROM frontier").fetchone() == (None,)


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("2024-04-25T18:30:00+00:00", "2024-04-26T01:30:00+07:00"),
        ("2024-04-25T18:30:00", "2024-04-25T18:30:00"),
        ("2024-04-25", "2024-04-25"),
        (None, None),
    ],
)
def test_listed_dates_are_kept_in_vietnams_zone(listed, kept):
    assert frontier.vietnam_time(listed) == kept


def test_a_row_claimed_in_vain_again_and_again_waits_for_the_others(connection, portal):
    insert(connection, portal, "/", "listing")
    insert(connection, portal, "/tin-tuc/a-1.html")
    connection.execute("UPDATE frontier SET attempts = 3 WHERE kind = 'listing'")
    assert due(connection) == ["/tin-tuc/a-1.html"]
    settle_all_articles(connection)
    assert due(connection) == ["/"]


def settle_all_articles(connection):
    connection.execute("UPDATE frontier SET state = 'stored' WHERE kind = 'article'")


def test_rows_are_found_in_the_order_of_the_index(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    plans = connection.execute(
        """EXPLAIN QUERY PLAN SELECT id FROM frontier WHERE portal = 'kontum' AND state = 'pending' AND host = 'x'
           AND attempts < 3 ORDER BY priority DESC, id LIMIT 50"""
    ).fetchall()
    assert not [plan for *_, plan in plans if "TEMP B-TREE" in plan]


def test_a_postponed_row_is_not_due_before_its_time(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html")
    row = row_of(connection, "/tin-tuc/a-1.html")
    frontier.claim(connection, row)
    frontier.postpone(connection, row.id, reason="robots", until="2024-05-01T01:00:00Z")
    assert (due(connection, now=NOW), due(connection, now="2024-05-01T01:00:00Z")) == ([], ["/tin-tuc/a-1.html"])
    assert state(connection)["attempts"] == 0


@pytest.mark.parametrize("wanted", ["tin tức", "TIN TỨC", "tin-tuc"])
def test_a_section_is_found_whatever_its_case(connection, portal, wanted):
    insert(connection, portal, "/tin-tuc/a-1.html", section="Tin Tức")
    insert(connection, portal, "/khoa-giao/b-2.html", section="Khoa giáo")
    assert due(connection, CrawlOptions(section=wanted)) == ["/tin-tuc/a-1.html"]


def test_a_wildcard_is_no_section(connection, portal):
    insert(connection, portal, "/tin-tuc/a-1.html", section="Tin Tức")
    assert due(connection, CrawlOptions(section="%")) == []
