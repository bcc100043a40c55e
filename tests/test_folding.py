from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_corpus import make_corpus

from corpus import folding
from corpus.database import open_corpus
from corpus.folding import check_index, delete_entry, ensure_index, fold, index_values, insert_entry, reindex


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    db = open_corpus(make_corpus(tmp_path / "corpus.db"), write=True)
    yield db.conn
    db.close()


def matches(connection: sqlite3.Connection, expression: str) -> int:
    found = connection.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (expression,))
    return int(found.fetchone()[0])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng bộ", "Dang bo"),
        ("đường ướt ỡm ờ", "duong uot om o"),
        ("Quyết định số 999/QĐ-TTg", "Quyet dinh so 999/QD-TTg"),
        ("“Ngoặc” – … dấu", "“Ngoac” – … dau"),
        ("chữ  có\nnhiều\tkhoảng", "chu  co\nnhieu\tkhoang"),
        ("", ""),
    ],
)
def test_fold_takes_diacritics_away_and_nothing_else(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_of_nfd_is_fold_of_nfc() -> None:
    assert fold(unicodedata.normalize("NFD", "Nguyễn Thị Hường")) == "Nguyen Thi Huong"


@given(st.text())
def test_fold_gives_one_character_for_each_of_nfc(text: str) -> None:
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aăâđeêioôơuưyáàảãạấầẩẫậắằẳẵặéèẻẽẹóòỏõọúùủũụ ABCĐƠƯ"))
def test_fold_leaves_vietnamese_in_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_word_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MAX_CACHED_WORDS", 10)
    folding._WORDS.clear()
    fold(" ".join(f"đ{number}" for number in range(100)))
    assert len(folding._WORDS) <= 10


def test_index_values_unify_tone_placement() -> None:
    assert index_values("Hoà Bình", "uỷ ban") == index_values("Hòa Bình", "ủy ban")


def test_index_values_hold_exact_and_plain_texts() -> None:
    assert index_values("Đảng", "bộ") == ("Đảng", "bộ", "Dang", "bo")


def test_deleted_entry_leaves_no_word_behind(connection: sqlite3.Connection) -> None:
    insert_entry(connection, 7, "Hoà thuận", "văn bản đặc thù")
    delete_entry(connection, 7, "Hoà thuận", "văn bản đặc thù")
    assert matches(connection, "thù") == 0
    assert matches(connection, "thuan") == 0


def test_reindex_finds_what_was_found_before(connection: sqlite3.Connection) -> None:
    before = matches(connection, "dang")
    assert before > 0
    reindex(connection)
    assert matches(connection, "dang") == before


def test_reindex_counts_the_articles(connection: sqlite3.Connection) -> None:
    assert reindex(connection) == 6


def test_reindex_works_in_batches(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "REINDEX_BATCH_ROWS", 2)
    assert reindex(connection) == 6
    assert check_index(connection) is None


def test_reindex_takes_ghosts_away(connection: sqlite3.Connection) -> None:
    insert_entry(connection, 7, "bóng ma", "chữ thừa")
    reindex(connection)
    assert matches(connection, "thừa") == 0


def test_failed_reindex_changes_nothing(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    before = matches(connection, "dang")

    def fail(title: str, body: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(folding, "index_values", fail)
    with pytest.raises(RuntimeError):
        reindex(connection)
    assert matches(connection, "dang") == before
    assert not connection.in_transaction


def test_another_fold_version_is_reindexed(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "FOLD_VERSION", "next")
    assert ensure_index(connection)
    assert folding.stored_version(connection) == "next"


def test_the_same_fold_version_is_left_alone(connection: sqlite3.Connection) -> None:
    assert not ensure_index(connection)


def test_sound_index_has_no_problem(connection: sqlite3.Connection) -> None:
    assert check_index(connection) is None


def test_missing_entry_is_a_problem(connection: sqlite3.Connection) -> None:
    rowid, title, body = connection.execute("SELECT search_rowid, title, body FROM articles LIMIT 1").fetchone()
    delete_entry(connection, rowid, title, body)
    assert "lacks 1 articles" in str(check_index(connection))


def test_entry_without_article_is_a_problem(connection: sqlite3.Connection) -> None:
    insert_entry(connection, 7, "thừa", "thừa")
    assert "1 entries without" in str(check_index(connection))


def test_other_folding_is_a_problem(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE corpus_meta SET value = '0' WHERE key = 'fold_version'")
    assert "folding 0" in str(check_index(connection))


def test_damaged_index_is_a_problem(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM articles_fts_data WHERE id > 10")
    assert "damaged" in str(check_index(connection))


def test_fts_highlight_shows_the_original_text(connection: sqlite3.Connection) -> None:
    row = connection.execute(
        "SELECT highlight(articles_fts, 2, '[', ']') FROM articles_fts WHERE articles_fts MATCH '\"hoa binh\"'"
    ).fetchone()
    assert row[0] == "[Hoà Bình] đẩy mạnh chuyển đổi số"
