"""The schema is described: all of it, as it is, with examples that run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from sample_corpus import make_corpus

from corpus.database import open_corpus
from corpus.folding import index_values
from corpus.reasons import REASONS
from corpus.schema import TABLES, VIEWS, Table, View
from corpus.schema_docs import DOCUMENT, EXAMPLES, Example, cell, schema_markdown

SHAPES = (*TABLES, *VIEWS)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite_utils.Database]:
    path = make_corpus(tmp_path_factory.mktemp("corpus") / "corpus.db")
    with closing(open_corpus(path, write=True)) as opened:
        opened.execute("UPDATE article_versions SET number = 2, title = 'Tên mới' WHERE article_id = 'a1'")
        opened.execute(
            "INSERT INTO article_versions SELECT article_id, 1, content_hash, 'Tên cũ', lead, body, blocks, published_at,"
            " byline, source, extractor_version, portal_digest, capture_id, seen_from, seen_to"
            " FROM article_versions WHERE article_id = 'a1'"
        )
        yield opened


def test_document_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == schema_markdown(), "python -m corpus.schema_docs --write"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_table_or_view_is_described(shape: Table | View) -> None:
    assert shape.description.endswith(".")
    assert f"### {shape.name}\n\n{shape.description}" in schema_markdown()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_columns_are_described(shape: Table | View) -> None:
    text = schema_markdown()
    for column in shape.columns:
        assert column.description, column.name
        assert f"| `{column.name}` | {column.type} | {cell(column.description)} |" in text


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_described_columns_are_those_of_the_file(db: sqlite_utils.Database, shape: Table | View) -> None:
    found = [row[1] for row in db.execute(f"PRAGMA table_info({shape.name})")]
    assert found == [column.name for column in shape.columns]


def test_everything_in_the_file_is_described(db: sqlite_utils.Database) -> None:
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    ours = {name for name in names if not name.startswith(("sqlite_", "articles_fts"))}
    assert ours == {shape.name for shape in SHAPES}


def test_operational_tables_are_marked() -> None:
    for table in TABLES:
        assert (f"{table.description} *Operational.*" in schema_markdown()) == table.operational


@pytest.mark.parametrize("reason", REASONS)
def test_refusal_reasons_are_described(reason: str) -> None:
    assert f"| `{reason}` | {cell(REASONS[reason])} |" in schema_markdown()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.question)
def test_example_runs_and_finds_something(db: sqlite_utils.Database, example: Example) -> None:
    assert db.execute(example.sql).fetchall()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.question)
def test_example_is_in_the_document(example: Example) -> None:
    assert example.sql in schema_markdown()


@pytest.mark.parametrize(
    "subject", ["Identity", "Dates", "Text, blocks and spans", "Versions, edits and removals", "Search"]
)
def test_document_says_how_to_read(subject: str) -> None:
    assert f"\n## {subject}\n" in schema_markdown()


@pytest.mark.parametrize(("written", "indexed"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe")])
def test_placement_of_tone_marks_is_as_described(written: str, indexed: str) -> None:
    assert re.search(rf"{written} (is\s+indexed )?as\s+{indexed}", schema_markdown())
    assert index_values(written, "")[0] == indexed


def test_cell_keeps_a_table_whole() -> None:
    assert cell("a | b\nc") == "a \\| b c"


def test_document_is_plain_of_this_machine(tmp_path: Path) -> None:
    assert str(Path(__file__).parent.parent) not in schema_markdown()
