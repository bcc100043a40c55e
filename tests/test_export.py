"""Exports hold public columns, the rows asked for, and come whole or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sample_corpus import CHANGED_AT, make_corpus

from corpus import export_files
from corpus.cli import cli
from corpus.database import open_corpus
from corpus.errors import CorpusError, InputError, MachineError
from corpus.export import EXPORTABLE, Field, Selection, fields, find_table, select_rows
from corpus.export_files import count_records, write_file, write_rows
from corpus.schema import TABLES

REPOSITORY = Path(__file__).parent.parent
INTERNAL = {"id", "capture_id", "crawl_id", "last_good_crawl_id", "search_rowid", "pid"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_corpus(tmp_path / "corpus.db")
    return tmp_path


def run(data: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), "export", *options])


def records(data: Path, *options: str) -> list[dict[str, Any]]:
    result = run(data, *options)
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def chosen(data: Path, **selection: Any) -> list[str]:
    with closing(open_corpus(data / "corpus.db")) as db:
        return [row[0] for row in select_rows(db.conn, find_table("articles"), Selection(**selection))]


# Columns


def test_every_table_but_the_operational_can_be_exported() -> None:
    assert set(EXPORTABLE) == {table.name for table in TABLES if not table.operational}


@pytest.mark.parametrize("name", EXPORTABLE)
def test_numbers_of_one_file_are_left_out(name: str) -> None:
    internal = INTERNAL - ({"id"} if name == "articles" else set())
    assert not internal & {field.name for field in fields(find_table(name))}


@pytest.mark.parametrize("name", EXPORTABLE)
def test_every_other_column_is_exported(name: str) -> None:
    exported = {field.name for field in fields(find_table(name))}
    assert {column.name for column in find_table(name).columns} - INTERNAL <= exported


@pytest.mark.parametrize("name", EXPORTABLE)
def test_each_table_comes_whole(data: Path, name: str) -> None:
    with closing(open_corpus(data / "corpus.db")) as db:
        count = db[name].count
    assert len(records(data, "--table", name)) == count


def test_capture_is_named_by_its_place_in_the_archive(data: Path) -> None:
    first = records(data)[0]
    assert (first["capture_file"], first["capture_offset"]) == ("kontum/2026-11-20-1.warc.gz", 1000)


def test_crawl_is_named_by_its_start(data: Path) -> None:
    assert records(data, "--table", "article_events")[0]["crawl_started_at"] == "2026-11-21T01:00:00Z"


def test_row_without_a_capture_is_exported(data: Path) -> None:
    assert records(data, "--table", "refusals")[0]["capture_file"] is None


def test_rows_come_in_the_order_of_the_key(data: Path) -> None:
    assert [record["id"] for record in records(data)] == ["a1", "a2", "a3", "a4", "a5"]


@pytest.mark.parametrize("name", ["frontier", "articles_fts", "sqlite_master", "x; DROP TABLE articles"])
def test_other_tables_are_refused(data: Path, name: str) -> None:
    result = run(data, "--table", name)
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{name}: no table that can be exported. Choose one of ")


# Selection


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        ({}, "a1 a2 a3 a4 a5"),
        ({"portals": ("kontum",)}, "a1 a2"),
        ({"portals": ("kontum", "khanhhoa")}, "a1 a2 a3 a4 a5"),
        ({"province": "kontum"}, "a1 a2"),
        ({"province": "quangngai"}, "a1 a2"),
        ({"province": "hanoi"}, ""),
        ({"since": "2024"}, "a1 a2"),
        ({"since": "2024-05"}, "a2"),
        ({"since": "2024-04-26"}, "a1 a2"),
        ({"since": "2024-04-27"}, "a2"),
        ({"since": "2023-08-15", "until": "2023"}, "a3"),
        ({"since": "2023-09"}, "a1 a2"),
        ({"until": "2024-04-26"}, "a1 a3 a5"),
        ({"until": "2024-04-25"}, "a3 a5"),
        ({"until": "2023-08-15"}, "a3 a5"),
        ({"until": "2023-07"}, "a5"),
        ({"since": "2022-01-02", "until": "2022-01-02"}, "a5"),
        ({"changed_since": CHANGED_AT}, "a1"),
        ({"changed_since": "2026-11-21T09:00:00+07:00"}, "a1"),
        ({"changed_since": "2026-11-21T09:00:01+07:00"}, ""),
        ({"changed_since": "2026-11-20"}, "a1 a2 a3 a4 a5"),
        ({"portals": ("khanhhoa",), "since": "2023"}, "a3"),
    ],
)
def test_selection(data: Path, selection: dict[str, Any], ids: str) -> None:
    assert chosen(data, **selection) == ids.split()


def test_tables_about_articles_follow_the_articles(data: Path) -> None:
    found = records(data, "--table", "article_versions", "--portal", "kontum", "--since", "2024-05")
    assert [record["article_id"] for record in found] == ["a2"]


def test_tables_of_portals_can_be_chosen_by_portal(data: Path) -> None:
    assert {record["portal"] for record in records(data, "--table", "captures", "--portal", "kontum")} == {"kontum"}


def test_portals_can_be_chosen_by_portal(data: Path) -> None:
    assert [record["slug"] for record in records(data, "--table", "portals", "--portal", "kontum")] == ["kontum"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--portal", "atlantis"), "atlantis: no such portal"),
        (("--province", "atlantis"), "atlantis: no such province"),
        (("--since", "yesterday"), "--since yesterday: not a date"),
        (("--since", "2024-02-30"), "--since 2024-02-30: not a date"),
        (("--since", "2024-13"), "--since 2024-13: not a date"),
        (("--until", "2024-4-6"), "--until 2024-4-6: not a date"),
        (("--until", "0000"), "--until 0000: not a date"),
        (("--changed-since", "noon"), "--changed-since noon: not a time"),
        (("--table", "provinces", "--portal", "kontum"), "provinces: cannot be chosen from that way"),
        (("--table", "captures", "--since", "2024"), "captures: cannot be chosen from that way"),
        (("--excel",), "--excel: only for CSV"),
    ],
)
def test_mistake_is_one_line(data: Path, options: Sequence[str], message: str) -> None:
    result = run(data, *options)
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(message)
    assert "\n" not in str(result.exception)


def test_mistake_leaves_no_file(data: Path) -> None:
    run(data, "--portal", "atlantis", "--output", str(data / "out.jsonl"))
    assert not list(data.glob("out*"))


# JSON Lines


@pytest.mark.parametrize(("column", "value"), [("authors", ["Y Thanh", "Hoà Bình"]), ("tags", [])])
def test_json_columns_are_json(data: Path, column: str, value: object) -> None:
    assert records(data)[0][column] == value


def test_blocks_are_objects(data: Path) -> None:
    assert records(data)[0]["blocks"][0] == {"type": "lead", "text": "Sáng nay, lớp học đã khai mạc."}


def test_unknown_is_null(data: Path) -> None:
    assert records(data, "--portal", "khanhhoa")[1]["published_at"] is None


def test_vietnamese_is_not_escaped(data: Path) -> None:
    assert "Đảng bộ tỉnh Kon Tum" in run(data).stdout


def test_broken_json_is_told_not_passed_on(data: Path) -> None:
    with closing(open_corpus(data / "corpus.db", write=True)) as db:
        db.execute("UPDATE articles SET tags = '[oops' WHERE id = 'a3'")
    result = run(data, "--output", str(data / "out.jsonl"))
    assert isinstance(result.exception, CorpusError)
    assert str(result.exception).startswith("tags of the row that begins 'a3' is not JSON")
    assert not list(data.glob("out*"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_with_a_json_default_are_known_as_json(table: Any) -> None:
    for column in table.columns:
        if "'[]'" in column.type or "'{}'" in column.type:
            assert column.is_json, column.name


# CSV


def parse_csv(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True))


def test_csv_has_a_header_and_a_record_for_each_row(data: Path) -> None:
    rows = parse_csv(run(data, "--format", "csv").stdout_bytes)
    assert rows[0] == [field.name for field in fields(find_table("articles"))]
    assert [row[0] for row in rows[1:]] == ["a1", "a2", "a3", "a4", "a5"]


def test_csv_lines_end_as_the_standard_says(data: Path) -> None:
    assert run(data, "--format", "csv", "--table", "images").stdout_bytes.count(b"\r\n") == 2


def test_csv_keeps_line_breaks_and_quotes(data: Path) -> None:
    rows = parse_csv(run(data, "--format", "csv").stdout_bytes)
    body = dict(zip(rows[0], rows[2], strict=True))["body"]
    assert body == 'Dòng một; có dấu phẩy, và ngoặc "kép".\n=SUM(A1:A2) là chữ, không phải công thức.'


def test_csv_is_plain_by_default(data: Path) -> None:
    with closing(open_corpus(data / "corpus.db", write=True)) as db:
        db.execute("UPDATE articles SET title = '=1+1' WHERE id = 'a1'")
    out = run(data, "--format", "csv").stdout_bytes
    assert not out.startswith(b"\xef\xbb\xbf")
    assert parse_csv(out)[1][4] == "=1+1"


def test_excel_csv_begins_with_a_byte_order_mark(data: Path) -> None:
    assert run(data, "--format", "csv", "--excel").stdout_bytes.startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_excel_csv_disarms_formulas(start: str) -> None:
    stream = io.BytesIO()
    write_rows([(f"{start}1",)], [Field("a", "a", False)], stream, format="csv", excel=True)
    assert parse_csv(stream.getvalue(), "utf-8-sig")[1] == [f"'{start}1"]


def test_excel_csv_leaves_numbers_alone() -> None:
    stream = io.BytesIO()
    write_rows([(-1.5,)], [Field("a", "a", False)], stream, format="csv", excel=True)
    assert parse_csv(stream.getvalue(), "utf-8-sig")[1] == ["-1.5"]


# Any text survives


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
COLUMNS = [Field("a", "a", False), Field("b", "b", False)]


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_csv_gives_back_any_text(rows: list[tuple[str, str]]) -> None:
    stream = io.BytesIO()
    write_rows(rows, COLUMNS, stream, format="csv")
    assert parse_csv(stream.getvalue())[1:] == [list(row) for row in rows]


@given(
    st.lists(
        st.tuples(
            TEXT, st.none() | TEXT | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
        )
    )
)
def test_json_lines_give_back_any_value(rows: list[tuple[str, Any]]) -> None:
    stream = io.BytesIO()
    write_rows(rows, COLUMNS, stream, format="jsonl")
    assert [tuple(json.loads(line).values()) for line in stream.getvalue().split(b"\n")[:-1]] == rows


# Files


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_file_holds_what_standard_output_gets(data: Path, format_name: str, suffix: str) -> None:
    path = data / f"out.{format_name}{suffix}"
    assert run(data, "--output", str(path)).exit_code == 0
    content = path.read_bytes()
    if suffix == ".gz":
        content = gzip.decompress(content)
    elif suffix == ".zst":
        content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
    assert content == run(data, "--format", format_name).stdout_bytes


@pytest.mark.parametrize("suffix", ["jsonl.gz", "csv.zst"])
def test_same_rows_make_the_same_file(data: Path, suffix: str) -> None:
    for name in ("one", "two"):
        run(data, "--output", str(data / f"{name}.{suffix}"))
    assert (data / f"one.{suffix}").read_bytes() == (data / f"two.{suffix}").read_bytes()


def test_count_is_printed_on_standard_error(data: Path) -> None:
    result = run(data, "--output", str(data / "out.csv"))
    assert (result.stdout, result.stderr) == ("", "5 rows of articles\n")


def test_file_is_replaced(data: Path) -> None:
    (data / "out.csv").write_text("old")
    run(data, "--output", str(data / "out.csv"), "--table", "images")
    assert (data / "out.csv").read_text(encoding="utf-8").startswith("article_id,")
    assert not (data / "out.csv.partial").exists()


def test_who_reads_the_old_file_keeps_it_whole(data: Path) -> None:
    (data / "out.csv").write_text("old")
    with (data / "out.csv").open() as reader:
        run(data, "--output", str(data / "out.csv"))
        assert reader.read() == "old"


def failing_rows(error: BaseException) -> Any:
    yield ("1", "2")
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_failure_keeps_the_old_file(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else MachineError):
        write_file(failing_rows(error), COLUMNS, path, format="csv")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
def test_file_that_reads_back_short_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: Any
) -> None:
    write = export_files.write_rows

    def lose_the_last(rows: Any, columns: Any, stream: Any, **options: Any) -> int:
        return write(list(rows)[:-1], columns, stream, **options) + 1

    monkeypatch.setattr(export_files, "write_rows", lose_the_last)
    with pytest.raises(MachineError, match="2 records written, 1 read again"):
        write_file([("1", "2"), ("3", "4")], COLUMNS, tmp_path / "out", format=format_name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("format_name", "content"),
    [
        ("jsonl", b'{"a":1,"b":2}\n{"a":1,"b"'),
        ("jsonl", b'{"a":1,"b":2}\n{"a":1}\n'),
        ("csv", b"a,b\r\n1,2\r\n3\r\n"),
        ("csv", b'a,b\r\n1,2\r\n3,"4'),
    ],
)
def test_broken_record_ends_the_count(tmp_path: Path, format_name: Any, content: bytes) -> None:
    (tmp_path / "out").write_bytes(content)
    assert count_records(tmp_path / "out", COLUMNS, format=format_name, compression="") == 1


def test_long_articles_are_counted(tmp_path: Path) -> None:
    """Python's csv module refuses fields over 128 KiB unless told otherwise."""
    assert write_file([("1", "ă" * 200_000)], COLUMNS, tmp_path / "out.csv", format="csv") == 1


@pytest.mark.parametrize("name", ["/dev/null", "."])
def test_output_that_is_no_file_is_refused(data: Path, name: str) -> None:
    result = run(data, "--output", name)
    assert isinstance(result.exception, InputError)
    assert "not a file" in str(result.exception)


def test_corpus_is_not_overwritten(data: Path) -> None:
    result = run(data, "--output", str(data / "corpus.db"))
    assert isinstance(result.exception, InputError)
    assert "the corpus itself" in str(result.exception)


def test_missing_folder_is_one_line(data: Path) -> None:
    result = run(data, "--output", str(data / "nowhere" / "out.csv"))
    assert isinstance(result.exception, MachineError)
    assert "\n" not in str(result.exception)


def test_reader_who_has_enough_is_no_error(tmp_path: Path) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with closing(open_corpus(path, write=True)) as db:
        db.execute("UPDATE articles SET body = hex(zeroblob(1000000))")
    code = "from corpus.cli import main; main()"
    command = [sys.executable, "-c", code, "--data", str(tmp_path), "export"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
