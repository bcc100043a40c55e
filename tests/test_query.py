from __future__ import annotations

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.folding import insert_entry
from corpus.query import MAX_TERMS, parse_query
from corpus.schema import ARTICLES_SEARCH, SEARCH_SQL

TEXTS = (
    "Đảng bộ tỉnh họp",
    "Đang họp với bộ phận một cửa",
    "Ông Đặng Bội",
    "Tỉnh Hoà Bình và uỷ ban",
    "Chỉ thị số 32-CT/TW, ngày 10/4/2024",
    "Thực hiện Nghị quyết số 18 - NQ/TW",
    "Các Chỉ thị số 05-CT/TW, 12-CT/TW",
    "Quyết định số 999/QĐ-TTg và Nghị định số 15/2020/NĐ-CP",
    "32 học viên; chỉ thị miệng",
    "Tuyên truyền viên, tuyên giáo",
    "Bà Rịa - Vũng Tàu",
)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE TABLE articles (search_rowid INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    connection.execute(f"CREATE VIEW articles_search AS {ARTICLES_SEARCH.sql}")
    connection.execute(SEARCH_SQL)
    for number, text in enumerate(TEXTS):
        connection.execute("INSERT INTO articles VALUES (?, ?, '')", (number, text))
        insert_entry(connection, number, text, "")
    return connection


def found(index: sqlite3.Connection, text: str) -> set[int]:
    match = parse_query(text).match
    return {row[0] for row in index.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (match,))}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("dang", {0, 1, 2}),
        ("DANG", {0, 1, 2}),
        ("đảng", {0}),
        ("ĐẢNG", {0}),
        ("đặng", {2}),
        ("hoà", {3}),
        ("hòa", {3}),
        ("ủy ban", {3}),
        ("hoa binh", {3}),
        ("dang bo", {0, 1}),
        ("Đảng bo", {0}),
        ('"dang bo"', {0}),
        ('"đảng bộ"', {0}),
        ("“đảng bộ”", {0}),
        ('"bộ đảng"', set()),
        ("đảng OR đặng", {0, 2}),
        ("đảng | đặng", {0, 2}),
        ("họp đảng OR đang", {0, 1}),
        ("dang -họp", {2}),
        ("dang NOT họp", {2}),
        ("dang AND họp", {0, 1}),
        ("dang -(họp OR ông)", set()),
        ("(đảng họp) OR (hoà bình)", {0, 3}),
        ("tuy*", {9}),
        ("tuyên*", {9}),
        ('"tuyên gi"*', {9}),
        ("32-CT/TW", {4}),
        ("32-ct/tw", {4}),
        ("chi thi 32", {4}),
        ("chỉ thị 32", {4}),
        ("chi thi 12", {6}),
        ("chi thi 5", {6}),
        ("18-NQ/TW", {5}),
        ("18 - NQ/TW", {5}),
        ("nghi quyet so 18 -NQ/TW", {5}),
        ("999/QĐ-TTg", {7}),
        ("999/qd-ttg", {7}),
        ("15/2020/NĐ-CP", {7}),
        ("nghi dinh 15/2020", {7}),
        ("Bà Rịa - Vũng Tàu", {10}),
        ("Bà Rịa-Vũng Tàu", {10}),
        ("title: đảng", set()),
        ("NEAR(đảng bộ)", set()),
    ],
)
def test_query_finds(index: sqlite3.Connection, query: str, wanted: set[int]) -> None:
    assert found(index, query) == wanted


@given(st.text(alphabet="abđảoòà \"“”()*-+^:|,./0132CTWNOR\n{}\x00'", max_size=60))
@example('"')
@example("(((")
@example("a OR")
@example("OR a")
@example("a NOT")
@example("-")
@example("*")
@example("(-a) b")
@example("((((((((((((((a))))))))))))))")
def test_no_query_is_a_syntax_error(index: sqlite3.Connection, query: str) -> None:
    if parse_query(query).match:
        found(index, query)


@given(st.text())
def test_every_text_is_a_query_or_says_why_not(text: str) -> None:
    query = parse_query(text)
    assert bool(query.match) != bool(query.problem)


@pytest.mark.parametrize("text", ["", "   ", '""', "()", "*", "- –", "OR", "!?…"])
def test_query_without_words_says_so(text: str) -> None:
    assert parse_query(text).problem == "Type at least one word to search for."


@pytest.mark.parametrize("text", ["-báo", "NOT báo", "-(a b)", "(-a) -b"])
def test_query_that_only_excludes_says_so(text: str) -> None:
    assert "besides those to leave out" in str(parse_query(text).problem)


def test_too_many_words_are_cut_and_said() -> None:
    query = parse_query(" ".join(f"w{number}" for number in range(MAX_TERMS + 5)))
    assert len(query.terms) == MAX_TERMS
    assert query.notes == (f"Only the first {MAX_TERMS} words were searched for.",)


def test_too_long_a_text_is_cut_and_said() -> None:
    assert "characters" in parse_query("a" * 5000).notes[0]


def test_excluded_words_are_not_highlighted() -> None:
    assert [term.words for term in parse_query("đảng -báo").terms] == [("đảng",)]
