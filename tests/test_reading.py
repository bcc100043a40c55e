from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading_corpus import make_corpus

from corpus.database import open_corpus
from corpus.errors import InputError
from corpus.reading import printed_date, read_article


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    db = open_corpus(make_corpus(tmp_path_factory.mktemp("reading") / "corpus.db"))
    yield db.conn
    db.close()


def test_article_is_read_by_its_id(connection: sqlite3.Connection) -> None:
    assert read_article(connection, "bbbb1").version["title"] == "Hoà Bình đẩy mạnh chuyển đổi số"


def test_article_is_read_by_any_of_its_addresses(connection: sqlite3.Connection) -> None:
    assert read_article(connection, "https://kontum.example/bai/1.html?in=1").article["id"] == "aaaa1"


def test_unknown_id_names_near_ones(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match=r"aaaa9: no article has this id\. Near it: aaaa1, aaaa2, aaaa3\."):
        read_article(connection, "aaaa9")


def test_mistyped_beginning_names_ids_that_look_alike(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match=r"Near it: .*bbbb1"):
        read_article(connection, "xbbb1")


def test_id_like_nothing_names_the_search(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match="tuyengiao search"):
        read_article(connection, "zzzzzzzz")


def test_unknown_address_is_refused(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match="no article was met at this address"):
        read_article(connection, "https://kontum.example/khac")


def test_earlier_version_has_its_own_title(connection: sqlite3.Connection) -> None:
    reading = read_article(connection, "aaaa1", version=1)
    assert reading.version["title"].endswith("(bản cũ)")
    assert not reading.is_latest


def test_latest_version_is_the_default(connection: sqlite3.Connection) -> None:
    assert read_article(connection, "aaaa1").version["number"] == 2


def test_unknown_version_names_those_there_are(connection: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match=r"aaaa1: no version 3\. There is: 1, 2\."):
        read_article(connection, "aaaa1", version=3)


def test_article_without_stored_version_is_read_from_its_row(tmp_path: Path) -> None:
    db = open_corpus(make_corpus(tmp_path / "corpus.db"), write=True)
    db.conn.execute("DELETE FROM article_versions")
    assert read_article(db.conn, "bbbb1").version["body"].startswith("Tỉnh Hoà Bình")
    db.close()


def test_what_belongs_to_it_is_there(connection: sqlite3.Connection) -> None:
    reading = read_article(connection, "aaaa1")
    assert [row["caption"] for row in reading.images] == ["Quang cảnh hội nghị."]
    assert [row["number"] for row in reading.versions] == [1, 2]
    assert reading.events[0]["detail"] == {"fields": ["title"]}
    assert reading.capture is not None
    assert reading.capture["file"] == "kontum/2026-11-20-1.warc.gz"


def test_attachments_are_there(connection: sqlite3.Connection) -> None:
    assert read_article(connection, "bbbb2").attachments[0]["name"] == "Lịch học"


def test_both_provinces_are_named(connection: sqlite3.Connection) -> None:
    assert read_article(connection, "aaaa1").provinces == ("Kon Tum", "Quảng Ngãi")


def test_as_dict_is_json_with_blocks_and_without_internal_ids(connection: sqlite3.Connection) -> None:
    value = json.loads(json.dumps(read_article(connection, "aaaa1").as_dict()))
    assert value["blocks"][0]["type"] == "lead"
    assert "search_rowid" not in value


@pytest.mark.parametrize(
    ("stored", "printed"),
    [("2024-04-26T16:20:00+07:00", "2024-04-26 16:20"), ("2024-04-26", "2024-04-26"), ("2024", "2024"), (None, None)],
)
def test_printed_date(stored: str | None, printed: str | None) -> None:
    assert printed_date(stored) == printed
