from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from reading_corpus import make_corpus

import corpus.search
from corpus.database import open_corpus
from corpus.errors import InputError
from corpus.search import Results, search


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    db = open_corpus(make_corpus(tmp_path_factory.mktemp("search") / "corpus.db"))
    yield db.conn
    db.close()


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def test_few_hits_are_ranked(connection: sqlite3.Connection) -> None:
    assert search(connection, "dang").is_ranked


def test_hits_in_the_title_come_first(connection: sqlite3.Connection) -> None:
    assert set(ids(search(connection, "dang"))[:2]) == {"aaaa1", "bbbb3"}


def test_ranked_hits_have_falling_scores(connection: sqlite3.Connection) -> None:
    scores = [hit.score for hit in search(connection, "dang").hits]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: -(score or 0))


def test_many_hits_come_newest_first(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.search, "RANK_LIMIT", 2)
    results = search(connection, "dang")
    assert results.order == "newest"
    assert ids(results) == ["aaaa1", "aaaa2", "aaaa3", "bbbb3"]


def test_many_hits_have_no_score(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.search, "RANK_LIMIT", 2)
    assert {hit.score for hit in search(connection, "dang").hits} == {None}


def test_many_hits_are_ranked_when_asked(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.search, "RANK_LIMIT", 2)
    assert search(connection, "dang", order="relevance").is_ranked


def test_oldest_first(connection: sqlite3.Connection) -> None:
    assert ids(search(connection, "dang", order="oldest")) == ["bbbb3", "aaaa3", "aaaa2", "aaaa1"]


def test_total_counts_hits_beyond_the_limit(connection: sqlite3.Connection) -> None:
    results = search(connection, "dang", limit=1)
    assert (results.total, len(results.hits), results.has_more) == (4, 1, True)


def test_last_page_has_no_more(connection: sqlite3.Connection) -> None:
    assert not search(connection, "dang", limit=2, offset=2).has_more


def test_pages_do_not_overlap(connection: sqlite3.Connection) -> None:
    pages = [ids(search(connection, "dang", limit=1, offset=offset)) for offset in range(4)]
    assert len({id_ for page in pages for id_ in page}) == 4


def test_counting_stops_and_says_so(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.search, "COUNT_LIMIT", 3)
    results = search(connection, "dang", limit=1)
    assert (results.total, results.is_total_exact, results.has_more) == (3, False, True)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"portal": "kontum"}, {"aaaa1", "aaaa2", "aaaa3"}),
        ({"province": "hoabinh"}, {"bbbb3"}),
        ({"province": "phutho"}, {"bbbb3"}),
        ({"since": "2023"}, {"aaaa1", "aaaa2"}),
        ({"since": "2024-04-26"}, {"aaaa1"}),
        ({"until": "2022"}, {"aaaa3", "bbbb3"}),
        ({"until": "2024-04-26"}, {"aaaa1", "aaaa2", "aaaa3", "bbbb3"}),
        ({"until": "2024-04-25"}, {"aaaa2", "aaaa3", "bbbb3"}),
        ({"since": "2022-05", "until": "2023-08"}, {"aaaa2", "aaaa3"}),
        ({"portal": "kontum", "until": "2022-12"}, {"aaaa3"}),
    ],
)
def test_filters(connection: sqlite3.Connection, filters: dict[str, str], wanted: set[str]) -> None:
    results = search(connection, "dang", **filters)  # type: ignore[arg-type]
    assert (set(ids(results)), results.total) == (wanted, len(wanted))


def test_article_without_date_is_found(connection: sqlite3.Connection) -> None:
    assert ids(search(connection, "lịch học tập")) == ["bbbb2"]


def test_document_number_is_found(connection: sqlite3.Connection) -> None:
    assert ids(search(connection, "chi thi 32")) == ["aaaa1"]


def test_hit_shows_the_original_text(connection: sqlite3.Connection) -> None:
    hit = search(connection, "hòa bình", marks=("[", "]")).hits[0]
    assert hit.title_marked == "[Hoà Bình] đẩy mạnh chuyển đổi số"
    assert hit.snippet.startswith("Tỉnh [Hoà Bình] đặt")


def test_hit_says_where_it_stands(connection: sqlite3.Connection) -> None:
    hit = search(connection, "quán triệt").hits[0]
    facts = (hit.portal, hit.province, hit.section, hit.published_at, hit.url)
    assert facts == (
        "kontum",
        "kontum",
        "Tin trong tỉnh",
        "2024-04-26T16:20:00+07:00",
        "https://kontum.example/bai/1.html",
    )


def test_nothing_found_is_an_empty_result(connection: sqlite3.Connection) -> None:
    results = search(connection, "không có từ này xyz")
    assert (results.hits, results.total, results.is_total_exact) == ((), 0, True)


def test_empty_query_is_refused(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match="at least one word"):
        search(connection, "  ")


@pytest.mark.parametrize("date", ["26/4/2024", "2024-13", "hôm qua", "2024-04-26T00:00"])
def test_what_is_no_date_is_refused(connection: sqlite3.Connection, date: str) -> None:
    with pytest.raises(InputError, match="not a date for --since"):
        search(connection, "dang", since=date)


def test_newest_first_needs_no_sorting(connection: sqlite3.Connection) -> None:
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'a' ORDER BY rowid DESC LIMIT 10"
    ).fetchall()
    assert not any("TEMP B-TREE" in row[3] for row in plan)
