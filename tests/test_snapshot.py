"""A snapshot is whole, readable without us, made while a crawl writes, and never left half named."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner
from filelock import FileLock
from sample_corpus import make_corpus

from corpus import snapshot as module
from corpus.cli import cli
from corpus.database import open_corpus
from corpus.errors import CorpusError, MachineError
from corpus.schema import APPLICATION_ID, TABLES
from corpus.snapshot import Snapshot, write_snapshot

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
OPERATIONAL = [table.name for table in TABLES if table.operational]
REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "corpus.db")


def unpack(snapshot: Snapshot, folder: Path) -> Path:
    path = folder / "unpacked.db"
    with snapshot.path.open("rb") as packed, path.open("wb") as plain:
        zstandard.ZstdDecompressor().copy_stream(packed, plain)
    return path


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def made(corpus: Path, tmp_path: Path) -> Snapshot:
    return write_snapshot(corpus, tmp_path / "snapshots", now=NOW)


@pytest.fixture
def unpacked(made: Snapshot, tmp_path: Path) -> Path:
    return unpack(made, tmp_path)


def test_folder_is_named_by_the_day(made: Snapshot, tmp_path: Path) -> None:
    assert made.path == tmp_path / "snapshots" / "2026-11-22" / "corpus.db.zst"


def test_day_is_in_utc(corpus: Path, tmp_path: Path) -> None:
    late = datetime(2026, 11, 23, 3, 0, tzinfo=timezone(timedelta(hours=7)))
    assert write_snapshot(corpus, tmp_path / "snapshots", now=late).path.parent.name == "2026-11-22"


def test_folder_holds_three_files(made: Snapshot) -> None:
    assert {path.name for path in made.path.parent.iterdir()} == {"corpus.db.zst", "SHA256SUMS", "README.md"}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sums_are_what_sha256sum_checks(made: Snapshot) -> None:
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=made.path.parent, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["corpus.db.zst: OK", "README.md: OK"]


def test_digest_and_size_are_those_of_the_file(made: Snapshot) -> None:
    data = made.path.read_bytes()
    assert (made.sha256, made.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_unpacked_digest_and_size_are_those_of_the_file(made: Snapshot, unpacked: Path) -> None:
    data = unpacked.read_bytes()
    assert (made.unpacked_sha256, made.unpacked_bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_unpacked_file_says_what_it_is(unpacked: Path) -> None:
    assert query(unpacked, "PRAGMA application_id") == [(APPLICATION_ID,)]


def test_unpacked_file_needs_no_side_files(unpacked: Path) -> None:
    assert query(unpacked, "PRAGMA journal_mode") == [("delete",)]


def test_unpacked_file_is_sound(unpacked: Path) -> None:
    assert query(unpacked, "PRAGMA integrity_check") == [("ok",)]


def test_operational_tables_and_their_indexes_are_left_out(unpacked: Path) -> None:
    names = {row[0] for row in query(unpacked, "SELECT DISTINCT tbl_name FROM sqlite_master")}
    assert OPERATIONAL
    assert not names & set(OPERATIONAL)


def test_no_trace_of_operational_rows_is_in_the_pages(corpus: Path, tmp_path: Path) -> None:
    with closing(open_corpus(corpus, write=True)) as db:
        db.execute("UPDATE frontier SET via = 'https://only-in-the-frontier.example/'")
    made = write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert b"only-in-the-frontier" not in unpack(made, tmp_path).read_bytes()


def test_no_empty_pages_are_left_where_they_were(unpacked: Path) -> None:
    assert query(unpacked, "PRAGMA freelist_count") == [(0,)]


@pytest.mark.parametrize("table", [table.name for table in TABLES if not table.operational])
def test_every_published_row_is_there(corpus: Path, made: Snapshot, unpacked: Path, table: str) -> None:
    columns = "*"
    if table == "crawls":
        columns = "id, started_at, finished_at, state, finish_reason, exit_status, options, software_version"
    where = "WHERE key NOT IN ('snapshot', 'snapshot_at', 'left_out')" if table == "corpus_meta" else ""
    sql = f"SELECT {columns} FROM {table} {where} ORDER BY 1, 2"
    rows = query(unpacked, sql)
    assert rows == query(corpus, sql)
    assert made.counts[table] == query(unpacked, f"SELECT count(*) FROM {table}")[0][0]


def test_process_ids_are_left_out(unpacked: Path) -> None:
    assert query(unpacked, "SELECT DISTINCT pid FROM crawls") == [(None,)]


def test_folders_of_portal_files_are_left_out(corpus: Path, tmp_path: Path) -> None:
    with closing(open_corpus(corpus, write=True)) as db:
        db.execute(
            """UPDATE crawls SET options = '{"full": true, "portal_files": ["/home/lan/my.toml"]}' WHERE id = 1"""
        )
    path = unpack(write_snapshot(corpus, tmp_path / "snapshots", now=NOW), tmp_path)
    ((options,),) = query(path, "SELECT options FROM crawls WHERE id = 1")
    assert json.loads(str(options)) == {"full": True, "portal_files": ["my.toml"]}


def test_file_knows_its_name_and_time(unpacked: Path) -> None:
    facts = dict(query(unpacked, "SELECT key, value FROM corpus_meta"))
    assert (facts["snapshot"], facts["snapshot_at"]) == ("2026-11-22", "2026-11-22T03:04:05Z")


@pytest.mark.parametrize(("words", "found"), [("dang bo", "a1"), ("đảng", "a1"), ('"ky niem"', "a3")])
def test_search_works_in_plain_sqlite(unpacked: Path, words: str, found: str) -> None:
    sql = f"SELECT id FROM articles_fts JOIN articles ON search_rowid = articles_fts.rowid WHERE articles_fts MATCH '{words}'"
    assert query(unpacked, sql) == [(found,)]


def test_search_shows_the_original_text(unpacked: Path) -> None:
    sql = "SELECT highlight(articles_fts, 2, '[', ']') FROM articles_fts WHERE articles_fts MATCH 'dang'"
    assert query(unpacked, sql) == [("[Đảng] bộ tỉnh Kon Tum học tập chỉ thị mới",)]


def test_blocks_view_works(unpacked: Path) -> None:
    assert query(unpacked, "SELECT count(*) FROM article_blocks WHERE type = 'caption'") == [(5,)]


def test_our_own_software_opens_it(unpacked: Path) -> None:
    with closing(open_corpus(unpacked)) as db:
        assert db["articles"].count == 5


def test_it_can_be_crawled_on(unpacked: Path) -> None:
    with closing(open_corpus(unpacked, write=True)) as db:
        assert db["frontier"].count == 0


def test_snapshot_of_a_snapshot(unpacked: Path, made: Snapshot, tmp_path: Path) -> None:
    again = write_snapshot(unpacked, tmp_path / "again", now=NOW)
    assert again.counts == made.counts
    with closing(open_corpus(unpack(again, tmp_path), write=True)) as db:
        assert db["frontier"].count == 0


def test_source_is_not_changed(corpus: Path, tmp_path: Path) -> None:
    before = corpus.read_bytes()
    write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert corpus.read_bytes() == before


def test_second_of_a_day_gets_a_number(made: Snapshot, corpus: Path, tmp_path: Path) -> None:
    data = made.path.read_bytes()
    names = [write_snapshot(corpus, tmp_path / "snapshots", now=NOW).path.parent.name for _ in range(2)]
    assert names == ["2026-11-22-2", "2026-11-22-3"]
    assert made.path.read_bytes() == data


def test_file_in_the_way_of_a_name_is_kept(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "2026-11-22").write_text("mine")
    assert write_snapshot(corpus, tmp_path / "snapshots", now=NOW).path.parent.name == "2026-11-22-2"
    assert (tmp_path / "snapshots" / "2026-11-22").read_text() == "mine"


def test_leftover_of_a_crash_is_removed(corpus: Path, tmp_path: Path) -> None:
    leftover = tmp_path / "snapshots" / "2026-11-20.partial"
    leftover.mkdir(parents=True)
    (leftover / "work.db").write_text("half")
    write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert not leftover.exists()


def test_two_at_once_are_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    with FileLock(tmp_path / "snapshots" / ".lock"), pytest.raises(CorpusError, match="another snapshot"):
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)


WRITER = """
import sqlite3, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from corpus.database import open_corpus
from sample_corpus import insert_article
db = open_corpus(Path(sys.argv[1]), write=True)
number = 100
while True:
    db.conn.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        insert_article(db.conn, number, id=f"w{number}", portal="kontum", title=f"Bài viết {number}", lead=None,
                       paragraphs=["Đoạn văn " * 200], published_at=None, published_precision=None, province="kontum")
        number += 1
    db.conn.execute("COMMIT")
    print(number, flush=True)
"""


def test_made_while_another_process_writes(corpus: Path, tmp_path: Path) -> None:
    """The writer adds articles in pairs; a moment of the corpus has both or none, each with all its rows."""
    command = [sys.executable, "-c", WRITER, str(corpus), str(REPOSITORY), str(REPOSITORY / "tests")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            for _ in range(20):
                writer.stdout.readline()
            made = write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
            for _ in range(20):
                assert writer.stdout.readline(), "the writer was stopped by the snapshot"
        finally:
            writer.kill()
    path = unpack(made, tmp_path)
    written = query(path, "SELECT count(*) FROM articles WHERE id LIKE 'w%'")[0][0]
    assert isinstance(written, int)
    assert written >= 40
    assert written % 2 == 0
    for table in ("article_versions", "captures", "article_urls", "articles_fts_docsize"):
        assert query(path, f"SELECT count(*) FROM {table}") == [(written + 5,)], table


def break_and_expect(corpus: Path, tmp_path: Path, sql: str, message: str, *, references: bool = True) -> None:
    with closing(open_corpus(corpus, write=True)) as db:
        db.execute(f"PRAGMA foreign_keys = {int(references)}")
        db.execute(sql)
    with pytest.raises(CorpusError, match=message) as caught:
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert "\n" not in str(caught.value)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_article_missing_from_the_index_is_found(corpus: Path, tmp_path: Path) -> None:
    break_and_expect(
        corpus, tmp_path, "UPDATE articles SET search_rowid = 999 WHERE id = 'a1'", "lacks 1 articles and has 1"
    )


def test_damaged_index_is_found(corpus: Path, tmp_path: Path) -> None:
    break_and_expect(corpus, tmp_path, "DELETE FROM articles_fts_data WHERE id > 10", "search index")


def test_dangling_reference_is_found(corpus: Path, tmp_path: Path) -> None:
    sql = "INSERT INTO images (article_id, position, url) VALUES ('nobody', 1, 'x')"
    break_and_expect(corpus, tmp_path, sql, "row .* of images refers to a row of articles", references=False)


def test_empty_corpus_is_not_published(tmp_path: Path) -> None:
    open_corpus(tmp_path / "corpus.db", write=True).close()
    with pytest.raises(CorpusError, match="no articles"):
        write_snapshot(tmp_path / "corpus.db", tmp_path / "snapshots", now=NOW)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_missing_corpus_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus there"):
        write_snapshot(tmp_path / "corpus.db", tmp_path / "snapshots", now=NOW)
    assert not (tmp_path / "snapshots").exists()


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def test_file_that_the_disk_changed_gets_no_name(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compress = module._compress

    def compress_badly(source: Path, target: Path, level: int) -> tuple[str, str]:
        sums = compress(source, target, level)
        spoil(target)
        return sums

    monkeypatch.setattr(module, "_compress", compress_badly)
    with pytest.raises(MachineError, match="reads back other than it was written"):
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_truncated_file_gets_no_name(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compress = module._compress

    def lose_the_end(source: Path, target: Path, level: int) -> tuple[str, str]:
        unpacked_sha256, _ = compress(source, target, level)
        target.write_bytes(target.read_bytes()[:-100])
        return unpacked_sha256, hashlib.sha256(target.read_bytes()).hexdigest()

    monkeypatch.setattr(module, "_compress", lose_the_end)
    with pytest.raises(MachineError, match="reads back other"):
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)


def test_lost_rows_are_noticed(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = module._count
    monkeypatch.setattr(module, "_count", lambda connection: count(connection) | {"images": id(connection)})
    with pytest.raises(CorpusError, match=r"lost rows on its way \(images\)"):
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)


@pytest.mark.parametrize("step", ["copying", "leaving out operational tables", "compressing", "checking"])
def test_interruption_leaves_nothing(corpus: Path, tmp_path: Path, step: str) -> None:
    def interrupt(reported: str) -> None:
        if reported == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW, report=interrupt)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_kill_leaves_only_a_partial_folder(corpus: Path, tmp_path: Path) -> None:
    code = (
        "import os, sys, signal; from pathlib import Path; from datetime import datetime, UTC\n"
        "from corpus.snapshot import write_snapshot\n"
        "die = lambda step: step == 'checking' and os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_snapshot(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC), report=die)\n"
    )
    command = [sys.executable, "-c", code, str(corpus), str(tmp_path / "snapshots")]
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == -9
    names = [path.name for path in (tmp_path / "snapshots").iterdir() if path.name != ".lock"]
    assert len(names) == 1
    assert names[0].endswith(".partial")


@pytest.mark.parametrize("limit_bytes", [40_000, 230_000])
def test_disk_that_takes_no_more_is_one_line(corpus: Path, tmp_path: Path, limit_bytes: int) -> None:
    """The limit on the size of a file stands for a full disk."""
    command = [sys.executable, "-c", "from corpus.cli import main; main()", "--data", str(tmp_path), "snapshot"]
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
    )
    errors = [line for line in done.stderr.splitlines() if not line.startswith("snapshot: ")]
    assert done.returncode == 5
    assert len(errors) == 1
    assert "no snapshot written" in errors[0]
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_folder_without_permission_is_one_line(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").write_text("a file in its place")
    with pytest.raises(MachineError) as caught:
        write_snapshot(corpus, tmp_path / "snapshots", now=NOW)
    assert "\n" not in str(caught.value)


# The README


def read(made: Snapshot) -> str:
    return (made.path.parent / "README.md").read_text(encoding="utf-8")


def test_readme_describes_every_published_column(made: Snapshot) -> None:
    text = read(made)
    for table in TABLES:
        for column in table.columns:
            if not table.operational:
                assert f"| `{column.name}` | {column.type} | {column.description}" in text


def test_readme_leaves_out_operational_tables(made: Snapshot) -> None:
    assert not re.search(rf"^### ({'|'.join(OPERATIONAL)})$", read(made), re.MULTILINE)


def test_readme_gives_the_counts(made: Snapshot) -> None:
    assert re.search(r"### provinces\n\n.*63 rows\.", read(made))


@pytest.mark.parametrize(
    "fact",
    [
        "2026-11-22T03:04:05Z",
        "rights in them stay with their publishers",
        "RSQLite",
        "pandas",
        "DuckDB",
        "sha256sum -c",
    ],
)
def test_readme_says(made: Snapshot, fact: str) -> None:
    assert fact in read(made)


def test_readme_names_the_digest_of_the_unpacked_file(made: Snapshot) -> None:
    assert made.unpacked_sha256 in read(made)


def test_readme_names_no_path_of_this_machine(made: Snapshot, tmp_path: Path) -> None:
    assert str(tmp_path) not in read(made)


def test_readme_shows_how_each_portal_stands(made: Snapshot) -> None:
    row = "| kontum | Ban Tuyên giáo Kon Tum | 2 | 1 | 2024-05-01 | 2026-11-20T02:00:00Z |"
    assert row in read(made)


def test_clean_crawl_gives_no_warning(made: Snapshot) -> None:
    assert made.warnings == ()
    assert "The latest crawl, begun 2026-11-21T01:00:00Z, ended 2026-11-21T03:00:00Z: finished." in read(made)


def snapshot_after(tmp_path: Path, state: str, sql: str = "SELECT 1") -> Snapshot:
    path = make_corpus(tmp_path / "corpus.db", crawl_state=state)
    with closing(open_corpus(path, write=True)) as db:
        db.execute(sql)
    return write_snapshot(path, tmp_path / "snapshots", now=NOW)


@pytest.mark.parametrize("state", ["failed", "interrupted", "killed"])
def test_unclean_crawl_is_told(tmp_path: Path, state: str) -> None:
    made = snapshot_after(tmp_path, state)
    assert len(made.warnings) == 1
    assert f": {state}." in made.warnings[0]
    assert made.warnings[0] in read(made)


def test_crawl_that_lost_something_is_told(tmp_path: Path) -> None:
    made = snapshot_after(tmp_path, "finished", "UPDATE crawls SET exit_status = 1")
    assert "finished with exit status 1" in made.warnings[0]


def test_running_crawl_is_told(tmp_path: Path) -> None:
    made = snapshot_after(tmp_path, "running", f"UPDATE crawls SET pid = {os.getpid()}")
    assert "was still running" in made.warnings[0]


def test_crawl_whose_process_is_gone_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    made = snapshot_after(tmp_path, "running", f"UPDATE crawls SET pid = {process.pid}")
    assert "was killed" in made.warnings[0]


def test_portal_that_was_never_crawled_well_is_told(tmp_path: Path) -> None:
    made = snapshot_after(tmp_path, "finished", "UPDATE portals SET last_good_crawl_at = NULL WHERE slug = 'kontum'")
    assert "kontum" in made.warnings[0]


# The command


def run(data: Path, *options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--data", str(data), "snapshot", *options])
    return result.exit_code, result.stdout, result.stderr


def test_command_prints_path_digest_and_counts(corpus: Path, tmp_path: Path) -> None:
    status, out, _ = run(tmp_path)
    path = next((tmp_path / "snapshots").glob("*/corpus.db.zst"))
    assert status == 0
    assert str(path) in out
    assert hashlib.sha256(path.read_bytes()).hexdigest() in out
    assert "articles\t5" in out


def test_command_prints_json(corpus: Path, tmp_path: Path) -> None:
    status, out, _ = run(tmp_path, "--json", "--level", "1")
    answer = json.loads(out)
    assert status == 0
    assert answer["counts"]["articles"] == 5
    assert hashlib.sha256(Path(answer["path"]).read_bytes()).hexdigest() == answer["sha256"]


def test_command_tells_warnings(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db", crawl_state="failed")
    assert ": failed." in run(tmp_path)[2]


def test_level_out_of_range_is_refused(corpus: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "--level", "99")[0] == 2
