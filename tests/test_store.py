"""What storing an article, an edit, a removal and a refusal writes."""

import dataclasses
import json
import sqlite3

import pytest

from corpus import refusals, store
from corpus.article import Article, Attachment, Block, Image
from corpus.database import open_corpus
from corpus.folding import check_index, ensure_index
from corpus.identity import article_id, content_hash, search_rowid
from corpus.store import Sighting

ARTICLE = Article(
    portal="kontum",
    article_key="101",
    url="https://portal.example/tin-tuc/hoi-nghi-101.html",
    title="Hội nghị báo cáo viên tháng 4",
    lead="Sáng 26/4, hội nghị được tổ chức.",
    body="Sáng 26/4, hội nghị được tổ chức.\nĐảng bộ tỉnh quán triệt Chỉ thị số 32-CT/TW.",
    blocks=(
        Block(type="lead", text="Sáng 26/4, hội nghị được tổ chức."),
        Block(type="paragraph", text="Đảng bộ tỉnh quán triệt Chỉ thị số 32-CT/TW."),
        Block(type="caption", text="Quang cảnh.", image_url="https://portal.example/1.png"),
    ),
    published_at="2024-04-26T16:20:00+07:00",
    published_precision="minute",
    published_method="printed",
    published_text="26/04/2024 16:20",
    byline="Thu Anh",
    authors=("Thu Anh",),
    word_count=18,
    images=(Image(url="https://portal.example/1.png", caption="Quang cảnh."),),
    attachments=(Attachment(url="https://portal.example/a.pdf", name="Kế hoạch"),),
    extractor_version="1",
    portal_digest="aaaa",
)


@pytest.fixture
def connection(tmp_path):
    database = open_corpus(tmp_path / "corpus.db", write=True).conn
    ensure_index(database)
    database.execute(
        """INSERT INTO portals (slug, name, organ, level, kind, province_2024, url, hosts, family, portal_digest)
           VALUES ('kontum', 'x', 'x', 'province', 'tuyengiao', 'kontum', 'https://portal.example/', '[]', 'nukeviet', 'aaaa')"""
    )
    return database


def seen(day: int = 1, **more) -> Sighting:
    values = {"capture_id": day, "fetched_at": f"2024-05-{day:02d}T00:00:00Z", "crawl_id": day, "province": "kontum"}
    return Sighting(**(values | more))


def rows(connection: sqlite3.Connection, sql: str, *values):
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(sql, values)]
    finally:
        connection.row_factory = None


def edited(**changes) -> Article:
    return dataclasses.replace(ARTICLE, **changes)


NEW_TEXT = {"body": "Sáng 26/4, hội nghị được tổ chức.\nNội dung đã sửa."}


def test_a_new_article_is_stored_with_its_fields(connection):
    assert store.store_article(connection, ARTICLE, seen()) == "new"
    (row,) = rows(connection, "SELECT * FROM articles")
    assert row["title"] == ARTICLE.title
    assert json.loads(row["blocks"])[2] == {
        "type": "caption",
        "text": "Quang cảnh.",
        "image_url": "https://portal.example/1.png",
    }
    assert (row["published_year"], row["province_2024"], row["province_2025"]) == (2024, "kontum", "quangngai")


def test_a_new_article_has_version_one(connection):
    store.store_article(connection, ARTICLE, seen())
    (version,) = rows(connection, "SELECT * FROM article_versions")
    assert (version["number"], version["body"], version["seen_from"]) == (1, ARTICLE.body, "2024-05-01T00:00:00Z")


def test_images_and_attachments_are_stored_in_order(connection):
    store.store_article(connection, ARTICLE, seen())
    assert rows(connection, "SELECT position, url, caption FROM images") == [
        {"position": 1, "url": "https://portal.example/1.png", "caption": "Quang cảnh."}
    ]
    assert rows(connection, "SELECT name FROM attachments") == [{"name": "Kế hoạch"}]


def test_all_addresses_are_kept(connection):
    store.store_article(connection, ARTICLE, seen(urls=(("https://portal.example/print/101", "listed"),)))
    assert {row["url"]: row["kind"] for row in rows(connection, "SELECT * FROM article_urls")} == {
        ARTICLE.url: "canonical",
        "https://portal.example/print/101": "listed",
    }


def test_an_unchanged_article_makes_no_version_and_no_event(connection):
    store.store_article(connection, ARTICLE, seen())
    assert store.store_article(connection, ARTICLE, seen(2)) == "unchanged"
    assert len(rows(connection, "SELECT 1 FROM article_versions")) == 1
    assert not rows(connection, "SELECT 1 FROM article_events")


def test_an_unchanged_article_keeps_when_it_changed_and_its_capture(connection):
    store.store_article(connection, ARTICLE, seen())
    store.store_article(connection, ARTICLE, seen(2))
    (row,) = rows(connection, "SELECT * FROM articles")
    assert (row["changed_at"], row["last_seen_at"], row["capture_id"]) == (
        "2024-05-01T00:00:00Z",
        "2024-05-02T00:00:00Z",
        1,
    )


def test_an_edit_makes_a_version_and_an_event_that_names_the_fields(connection):
    store.store_article(connection, ARTICLE, seen())
    assert store.store_article(connection, edited(**NEW_TEXT), seen(2)) == "changed"
    (event,) = rows(connection, "SELECT * FROM article_events")
    assert (event["kind"], event["from_version"], event["to_version"]) == ("edited", 1, 2)
    assert json.loads(event["detail"]) == {"fields": ["body"]}
    assert [row["number"] for row in rows(connection, "SELECT number FROM article_versions")] == [1, 2]


def test_going_back_to_the_first_text_is_a_third_version(connection):
    for day, article in enumerate((ARTICLE, edited(**NEW_TEXT), ARTICLE), start=1):
        store.store_article(connection, article, seen(day))
    versions = rows(connection, "SELECT number, body FROM article_versions ORDER BY number")
    assert [version["body"] == ARTICLE.body for version in versions] == [True, False, True]


@pytest.mark.parametrize("rules", [{"extractor_version": "2"}, {"portal_digest": "bbbb"}])
def test_a_difference_under_other_rules_is_no_edit(connection, rules):
    store.store_article(connection, ARTICLE, seen())
    assert store.store_article(connection, edited(**NEW_TEXT, **rules), seen(2)) == "reextracted"
    assert not rows(connection, "SELECT 1 FROM article_events")
    (version,) = rows(connection, "SELECT * FROM article_versions")
    assert (version["body"], version["seen_from"]) == (NEW_TEXT["body"], "2024-05-01T00:00:00Z")


def test_an_alias_adds_its_address_and_leaves_the_text(connection):
    store.store_article(connection, ARTICLE, seen())
    alias = seen(2, is_alias=True, urls=(("https://portal.example/print/101", "answered"),))
    assert store.store_article(connection, edited(**NEW_TEXT), alias) == "unchanged"
    assert rows(connection, "SELECT body FROM articles") == [{"body": ARTICLE.body}]
    assert len(rows(connection, "SELECT 1 FROM article_urls")) == 2


def matches(connection, query):
    return connection.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (query,)).fetchall()


def test_the_index_finds_what_is_stored(connection):
    store.store_article(connection, ARTICLE, seen())
    assert matches(connection, "đảng") == matches(connection, "dang") != []


def test_the_index_forgets_what_was_edited_away(connection):
    store.store_article(connection, ARTICLE, seen())
    store.store_article(connection, edited(**NEW_TEXT), seen(2))
    assert not matches(connection, "đảng")
    assert matches(connection, "sửa")
    assert check_index(connection) is None


def test_a_changed_day_moves_the_article_in_the_index(connection):
    store.store_article(connection, ARTICLE, seen())
    store.store_article(connection, edited(published_at="2024-04-27", published_precision="day"), seen(2))
    (row,) = rows(connection, "SELECT search_rowid FROM articles")
    assert row["search_rowid"] == search_rowid(article_id("kontum", "101"), "2024-04-27")
    assert check_index(connection) is None


def test_two_articles_with_one_search_row_get_two(connection, monkeypatch):
    monkeypatch.setattr(store, "search_rowid", lambda *_: 7)
    store.store_article(connection, ARTICLE, seen())
    store.store_article(connection, edited(article_key="102", url="https://portal.example/b-102.html"), seen())
    assert [row["search_rowid"] for row in rows(connection, "SELECT search_rowid FROM articles ORDER BY 1")] == [7, 8]


def refuse(connection, day, reason="not_found", **more):
    values = {
        "url": ARTICLE.url,
        "portal": "kontum",
        "kind": "article",
        "reason": reason,
        "detail": None,
        "status": 404,
        "capture_id": day,
        "crawl_id": day,
        "refused_at": f"2024-05-{day:02d}T00:00:00Z",
        "extractor_version": None,
        "portal_digest": "aaaa",
    }
    refusals.store_refusal(connection, **(values | more))


def missing(connection, day, reason="not_found"):
    return refusals.mark_missing(
        connection, "kontum", ARTICLE.url, reason, at=f"2024-05-{day:02d}T00:00:00Z", crawl_id=day, capture_id=day
    )


def test_an_article_missing_once_is_not_gone(connection):
    store.store_article(connection, ARTICLE, seen())
    assert missing(connection, 2) == "missing"
    assert rows(connection, "SELECT state FROM articles") == [{"state": "live"}]


def test_an_article_missing_twice_a_day_apart_is_gone_and_its_text_stays(connection):
    store.store_article(connection, ARTICLE, seen())
    missing(connection, 2)
    refuse(connection, 2)
    assert missing(connection, 3) == "gone"
    (row,) = rows(connection, "SELECT * FROM articles")
    assert (row["state"], row["gone_at"], row["body"]) == ("gone", "2024-05-03T00:00:00Z", ARTICLE.body)
    assert [event["kind"] for event in rows(connection, "SELECT kind FROM article_events")] == ["removed"]


def test_an_error_in_between_does_not_count_towards_gone(connection):
    store.store_article(connection, ARTICLE, seen())
    refuse(connection, 2, reason="timeout")
    assert missing(connection, 3) == "missing"


def test_an_article_that_comes_back_is_live_and_returned(connection):
    store.store_article(connection, ARTICLE, seen())
    refuse(connection, 2)
    missing(connection, 3)
    store.store_article(connection, ARTICLE, seen(4))
    assert rows(connection, "SELECT state, gone_at FROM articles") == [{"state": "live", "gone_at": None}]
    kinds = [event["kind"] for event in rows(connection, "SELECT kind FROM article_events ORDER BY at")]
    assert kinds == ["removed", "returned"]


def test_a_refusal_counts_how_often(connection):
    refuse(connection, 2)
    refuse(connection, 3)
    (row,) = rows(connection, "SELECT * FROM refusals")
    assert (row["times"], row["first_refused_at"]) == (2, "2024-05-02T00:00:00Z")


def test_another_reason_starts_the_count_anew(connection):
    refuse(connection, 2)
    refuse(connection, 3, reason="timeout")
    (row,) = rows(connection, "SELECT * FROM refusals")
    assert (row["reason"], row["times"], row["first_refused_at"]) == ("timeout", 1, "2024-05-03T00:00:00Z")


def test_a_date_from_metadata_is_not_part_of_the_content():
    metadata = edited(published_method="metadata")
    other = dataclasses.replace(metadata, published_at="2020-01-01")
    assert content_hash(metadata) == content_hash(other)
    assert content_hash(ARTICLE) != content_hash(edited(published_at="2020-01-01"))


def test_search_rows_follow_the_date():
    days = [None, "2018-01-01", "2024-04-26", "2024-04-27T00:01:00+07:00"]
    numbers = [search_rowid("abc", day) for day in days]
    assert numbers == sorted(numbers)
    assert max(numbers) < 2**63


@pytest.mark.parametrize("value", ["2024", "2024-04"])
def test_search_rows_take_dates_without_a_day(value):
    assert search_rowid("abc", value) >= search_rowid("abc", "2024-01-01")


def see_again(connection, day):
    store.see_again(
        connection, "kontum", [ARTICLE.url], at=f"2024-05-{day:02d}T00:00:00Z", crawl_id=day, capture_id=day
    )


def test_not_modified_after_a_removal_is_a_return(connection):
    store.store_article(connection, ARTICLE, seen())
    refuse(connection, 2)
    missing(connection, 3)
    see_again(connection, 4)
    assert rows(connection, "SELECT state, gone_at, changed_at FROM articles") == [
        {"state": "live", "gone_at": None, "changed_at": "2024-05-04T00:00:00Z"}
    ]
    kinds = [event["kind"] for event in rows(connection, "SELECT kind FROM article_events ORDER BY at")]
    assert kinds == ["removed", "returned"]


def test_not_modified_extends_the_time_in_which_a_version_was_seen(connection):
    store.store_article(connection, ARTICLE, seen())
    see_again(connection, 4)
    assert rows(connection, "SELECT seen_to FROM article_versions") == [{"seen_to": "2024-05-04T00:00:00Z"}]
    assert not rows(connection, "SELECT 1 FROM article_events")


@pytest.mark.parametrize(
    "change",
    [
        {"byline": "Hà An"},
        {"section": "Tin tức"},
        {"tags": ("mới",)},
        {"images": (Image(url="https://portal.example/1.png", caption="Quang cảnh.", alt="mới"),)},
        {"attachments": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_reader_sees_changes_when_the_row_changed_though_the_text_is_the_same(connection, change):
    store.store_article(connection, ARTICLE, seen())
    assert store.store_article(connection, edited(**change), seen(2)) == "unchanged"
    assert rows(connection, "SELECT changed_at FROM articles") == [{"changed_at": "2024-05-02T00:00:00Z"}]
