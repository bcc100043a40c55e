"""Opening a corpus: what is opened, what is refused and how, and that a refused file stays as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sample_corpus import make_corpus

from corpus import database
from corpus.database import SCHEMA_VERSION, open_corpus
from corpus.errors import CorpusError, MachineError, UserError
from corpus.schema import APPLICATION_ID, TABLES

NOBODY = 65534


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that a user without privileges may reach; pytest's own are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp(prefix="corpus-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged(public_folder: Path) -> Iterator[None]:
    """Run as somebody whom permissions bind: root becomes nobody meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("runs as root and cannot become anyone else, so permissions bind nobody")
    yield
    os.seteuid(0)


def refusal(path: Path, *, write: bool = False) -> UserError:
    """The error on opening *path*, after checks that hold for every one."""
    with pytest.raises(UserError) as caught:
        open_corpus(path, write=write)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    assert caught.value.exit_status in {4, 5}
    return caught.value


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def make_foreign(path: Path, *, journal_mode: str = "delete") -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal_mode}")
        connection.execute("CREATE TABLE recipe (name)")
        connection.commit()


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {version}")


def test_writing_makes_a_missing_corpus(tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "new" / "corpus.db", write=True)) as db:
        assert {table.name for table in TABLES} <= set(db.table_names())


def test_new_corpus_says_what_it_is(tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "corpus.db", write=True)) as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION


def test_new_corpus_knows_the_provinces(tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "corpus.db", write=True)) as db:
        counts = db.execute("SELECT count(*), count(DISTINCT slug_2025) FROM provinces").fetchone()
    assert counts == (63, 34)


def test_writer_uses_a_write_ahead_log(tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "corpus.db", write=True)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@pytest.mark.parametrize("write", [True, False])
def test_references_are_enforced(tmp_path: Path, write: bool) -> None:
    make_corpus(tmp_path / "corpus.db")
    with closing(open_corpus(tmp_path / "corpus.db", write=write)) as db:
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_reader_cannot_write(tmp_path: Path) -> None:
    with (
        closing(open_corpus(make_corpus(tmp_path / "corpus.db"))) as db,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        db.execute("DELETE FROM articles")


def test_reader_sees_what_a_live_writer_committed(tmp_path: Path) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with closing(open_corpus(path, write=True)) as writer, closing(open_corpus(path)) as reader:
        writer.execute("UPDATE articles SET title = 'Mới' WHERE id = 'a1'")
        assert reader.execute("SELECT title FROM articles WHERE id = 'a1'").fetchone()[0] == "Mới"


def test_opening_again_keeps_the_rows(tmp_path: Path) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with closing(open_corpus(path, write=True)) as db:
        assert db["articles"].count == 5


def test_empty_file_becomes_a_corpus_when_written(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").touch()
    with closing(open_corpus(tmp_path / "corpus.db", write=True)) as db:
        assert "articles" in db.table_names()


def test_empty_file_is_refused_to_readers(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").touch()
    error = refusal(tmp_path / "corpus.db")
    assert isinstance(error, CorpusError)
    assert "empty" in str(error)


def test_database_without_tables_becomes_a_corpus_when_written(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with closing(open_corpus(tmp_path / "corpus.db", write=True)) as db:
        assert "articles" in db.table_names()


def test_missing_corpus_is_refused_to_readers(tmp_path: Path) -> None:
    error = refusal(tmp_path / "nowhere" / "corpus.db")
    assert isinstance(error, CorpusError)
    assert "no corpus there" in str(error)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [True, False])
def test_database_of_others_is_refused(tmp_path: Path, write: bool) -> None:
    make_foreign(tmp_path / "corpus.db")
    error = refusal(tmp_path / "corpus.db", write=write)
    assert isinstance(error, CorpusError)
    assert "not a corpus of ours" in str(error)


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize(
    "content", [b"Xin ch\xc3\xa0o" * 100, b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 4000]
)
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes, write: bool) -> None:
    (tmp_path / "corpus.db").write_bytes(content)
    error = refusal(tmp_path / "corpus.db", write=write)
    assert isinstance(error, CorpusError)
    assert contents(tmp_path) == {"corpus.db": content}


@pytest.mark.parametrize("write", [True, False])
def test_newer_corpus_is_refused(tmp_path: Path, write: bool) -> None:
    set_version(make_corpus(tmp_path / "corpus.db"), 99)
    error = refusal(tmp_path / "corpus.db", write=write)
    assert isinstance(error, CorpusError)
    assert f"newer version (schema 99, this one knows {SCHEMA_VERSION})" in str(error)


@pytest.mark.parametrize("write", [True, False])
def test_newer_corpus_is_refused_while_its_version_is_in_the_log(tmp_path: Path, write: bool) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
        newer.execute("SELECT 1 FROM articles").fetchone()
        assert "newer version" in str(refusal(path, write=write))


@pytest.mark.parametrize("write", [True, False])
def test_corpus_without_version_is_refused(tmp_path: Path, write: bool) -> None:
    set_version(make_corpus(tmp_path / "corpus.db"), 0)
    assert "not a corpus of ours" in str(refusal(tmp_path / "corpus.db", write=write))


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("kind", ["foreign", "foreign with a log", "newer"])
def test_refused_file_is_left_as_it_was(tmp_path: Path, kind: str, write: bool) -> None:
    path = tmp_path / "corpus.db"
    if kind == "newer":
        set_version(make_corpus(path), 99)
    elif kind == "foreign":
        make_foreign(path)
    else:
        make_foreign(tmp_path / "live.db", journal_mode="wal")
        with closing(sqlite3.connect(tmp_path / "live.db")) as live:
            live.execute("INSERT INTO recipe VALUES ('phở')")
            live.commit()
            for suffix in ("", "-wal"):  # as a killed process leaves them
                shutil.copy(f"{tmp_path / 'live.db'}{suffix}", f"{path}{suffix}")
        (tmp_path / "live.db").unlink()
    before = contents(tmp_path)
    refusal(path, write=write)
    assert contents(tmp_path) == before


def test_damaged_corpus_is_refused(tmp_path: Path) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(data)
    error = refusal(path)
    assert isinstance(error, CorpusError)
    assert "damaged" in str(error)


def test_locked_corpus_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECS", 0.0)
    path = make_corpus(tmp_path / "corpus.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        error = refusal(path)
    assert isinstance(error, CorpusError)
    assert "locked by another process" in str(error)


@pytest.mark.parametrize("write", [True, False])
def test_folder_in_place_of_the_corpus_is_refused(tmp_path: Path, write: bool) -> None:
    (tmp_path / "corpus.db").mkdir()
    assert isinstance(refusal(tmp_path / "corpus.db", write=write), MachineError)


@pytest.mark.parametrize("write", [True, False])
def test_file_in_place_of_the_data_folder_is_refused(tmp_path: Path, write: bool) -> None:
    (tmp_path / "data").write_text("")
    refusal(tmp_path / "data" / "corpus.db", write=write)


def test_refusal_closes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = database._connect

    def remember(path: Path, *, write: bool) -> sqlite3.Connection:
        opened.append(connect(path, write=write))
        return opened[-1]

    monkeypatch.setattr(database, "_connect", remember)
    (tmp_path / "corpus.db").touch()
    refusal(tmp_path / "corpus.db")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_unreadable_file_is_refused(public_folder: Path, request: pytest.FixtureRequest) -> None:
    make_corpus(public_folder / "corpus.db").chmod(0)
    request.getfixturevalue("unprivileged")
    error = refusal(public_folder / "corpus.db")
    assert isinstance(error, MachineError)
    assert "no permission" in str(error)


def test_closed_folder_is_refused(public_folder: Path, request: pytest.FixtureRequest) -> None:
    make_corpus(public_folder / "data" / "corpus.db")
    (public_folder / "data").chmod(0)
    request.getfixturevalue("unprivileged")
    assert isinstance(refusal(public_folder / "data" / "corpus.db"), MachineError)


def test_read_only_file_is_refused_to_writers(public_folder: Path, request: pytest.FixtureRequest) -> None:
    make_corpus(public_folder / "corpus.db").chmod(0o444)
    request.getfixturevalue("unprivileged")
    error = refusal(public_folder / "corpus.db", write=True)
    assert isinstance(error, MachineError)
    assert "no permission to write" in str(error)


def test_read_only_folder_is_refused_to_writers(public_folder: Path, request: pytest.FixtureRequest) -> None:
    public_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    assert isinstance(refusal(public_folder / "corpus.db", write=True), MachineError)


def test_corpus_in_a_read_only_folder_can_be_read(public_folder: Path, request: pytest.FixtureRequest) -> None:
    path = make_corpus(public_folder / "corpus.db")
    path.chmod(0o444)
    public_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    with closing(open_corpus(path)) as db:
        assert db["articles"].count == 5


def test_log_with_rows_in_a_read_only_folder_is_not_passed_over(
    public_folder: Path, request: pytest.FixtureRequest
) -> None:
    """SQLite cannot read the log there; without it the file shows an older state."""
    path = make_corpus(public_folder / "live.db")
    with closing(sqlite3.connect(path)) as live:
        live.execute("UPDATE articles SET title = 'Mới' WHERE id = 'a1'")
        live.commit()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{public_folder / 'corpus.db'}{suffix}")
    public_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    assert isinstance(refusal(public_folder / "corpus.db"), MachineError)
