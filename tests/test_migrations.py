"""Older corpus files are upgraded, whole or not at all, into what a new file is."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sample_corpus import ARTICLES, make_corpus, unpack_version_1

from corpus import database, migrations
from corpus.database import open_corpus
from corpus.errors import MachineError
from corpus.integrity import find_problems
from corpus.migrations import LEFT_OUT, migrate

Migration = Callable[[sqlite3.Connection], None]


def add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
    connection.execute("UPDATE articles SET mood = 'calm'")


def fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
    raise RuntimeError("no")


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the software one that has these steps after the first."""

    def apply(*steps: Migration) -> None:
        changed = (migrations.MIGRATIONS[0], *steps)
        monkeypatch.setattr(migrations, "MIGRATIONS", changed)
        monkeypatch.setattr(database, "SCHEMA_VERSION", len(changed))

    return apply


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return found


def columns(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def shape(path: Path) -> dict[str, Any]:
    """All that the schema of a file says, however it came to be: ALTER TABLE leaves other text in sqlite_master."""
    with closing(sqlite3.connect(path)) as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        found: dict[str, Any] = {}
        for name, kind, sql in rows("SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')"):
            if kind == "view" or sql.startswith("CREATE VIRTUAL"):
                found[name] = " ".join(sql.split())
                continue
            found[name] = {
                "columns": {row[1]: row[2:] for row in rows(f"PRAGMA table_xinfo({name})")},
                "references": {row[2:] for row in rows(f"PRAGMA foreign_key_list({name})")},
                "indexes": {
                    (unique, partial, tuple(row[2:5] for row in rows(f"PRAGMA index_xinfo({index})")))
                    for _, index, unique, _, partial in rows(f"PRAGMA index_list({name})")
                },
            }
        return found


def test_version_1_upgraded_is_what_a_new_file_is(tmp_path: Path) -> None:
    old = unpack_version_1(tmp_path / "old.db")
    open_corpus(old, write=True).close()
    open_corpus(tmp_path / "new.db", write=True).close()
    assert shape(old) == shape(tmp_path / "new.db"), (
        "corpus.schema changed without a step in corpus.migrations.MIGRATIONS "
        "(before version 1 is released, python tests/sample_corpus.py is enough)"
    )


def test_version_1_keeps_its_rows(tmp_path: Path) -> None:
    with closing(open_corpus(unpack_version_1(tmp_path / "corpus.db"), write=True)) as db:
        titles = dict(db.execute("SELECT id, title FROM articles").fetchall())
    assert titles == {article["id"]: article["title"] for article in ARTICLES}


def test_version_1_upgraded_is_sound(tmp_path: Path) -> None:
    with closing(open_corpus(unpack_version_1(tmp_path / "corpus.db"), write=True)) as db:
        assert list(find_problems(db.conn)) == []


@pytest.mark.parametrize("write", [True, False])
def test_older_file_is_upgraded_when_opened(tmp_path: Path, with_steps: Callable[..., None], write: bool) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(add_column)
    with closing(open_corpus(path, write=write)) as db:
        assert db.execute("SELECT DISTINCT mood FROM articles").fetchall() == [("calm",)]
    assert version(path) == 2


def test_steps_run_in_order(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(add_column, lambda connection: connection.execute("ALTER TABLE articles RENAME COLUMN mood TO humour"))
    open_corpus(path, write=True).close()
    assert "humour" in columns(path, "articles")
    assert version(path) == 3


def test_upgraded_file_is_not_upgraded_again(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    calls: list[int] = []
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(lambda _connection: calls.append(1))
    for _ in range(2):
        open_corpus(path, write=True).close()
    assert calls == [1]


def test_new_file_takes_no_steps(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    """It is made in today's shape, which has what the steps add."""
    with_steps(fail_halfway)
    open_corpus(tmp_path / "corpus.db", write=True).close()
    assert version(tmp_path / "corpus.db") == 2


def test_failed_step_leaves_the_version_before(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(fail_halfway)
    with pytest.raises(RuntimeError):
        open_corpus(path, write=True)
    assert version(path) == 1
    assert "mood" not in columns(path, "articles")


def test_steps_before_a_failed_one_are_kept(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(add_column, fail_halfway)
    with pytest.raises(sqlite3.OperationalError, match="duplicate column"):
        migrate_file(path)
    assert version(path) == 2


def migrate_file(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection)


def test_two_processes_upgrade_once(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    calls: list[int] = []
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(lambda _connection: calls.append(1))
    threads = [threading.Thread(target=migrate_file, args=(path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


def test_older_file_that_cannot_be_written_says_what_to_do(
    tmp_path: Path, with_steps: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    with_steps(
        lambda connection: connection.execute("PRAGMA query_only = ON"), add_column
    )  # as a read-only medium says
    with pytest.raises(MachineError, match=r"older version \(schema 1, this one needs 3\).*Copy it"):
        open_corpus(path)


def leave_out_frontier(path: Path) -> None:
    """What a snapshot lacks and says."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT sql FROM sqlite_master WHERE tbl_name = 'frontier' AND sql IS NOT NULL ORDER BY type = 'index'"
        statements = [row[0] for row in connection.execute(sql)]
        connection.execute("DROP TABLE frontier")
        connection.execute("INSERT INTO corpus_meta VALUES (?, ?)", (LEFT_OUT, json.dumps(statements)))
        connection.commit()


def test_step_finds_the_tables_that_a_snapshot_lacks(tmp_path: Path, with_steps: Callable[..., None]) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    leave_out_frontier(path)
    with_steps(lambda connection: connection.execute("ALTER TABLE frontier ADD COLUMN mood TEXT"))
    open_corpus(path).close()
    assert "mood" in columns(path, "frontier")


def test_writing_to_a_snapshot_restores_its_tables_empty(tmp_path: Path) -> None:
    path, untouched = make_corpus(tmp_path / "corpus.db"), make_corpus(tmp_path / "untouched.db")
    leave_out_frontier(path)
    with closing(open_corpus(path, write=True)) as db:
        assert db["frontier"].count == 0
    assert shape(path) == shape(untouched)


def test_reading_a_snapshot_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = make_corpus(tmp_path / "corpus.db")
    leave_out_frontier(path)
    open_corpus(path).close()
    assert columns(path, "frontier") == []
