"""Opens a corpus file: ours or not, older (upgraded), newer (refused), readable or not.

The only importer of ``sqlite_utils``.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlite_utils

from corpus.errors import CorpusError, MachineError
from corpus.migrations import MIGRATIONS, migrate
from corpus.schema import APPLICATION_ID

SCHEMA_VERSION = len(MIGRATIONS)
BUSY_TIMEOUT_SECS = 30.0


def open_corpus(path: Path, *, write: bool = False) -> sqlite_utils.Database:
    """Open the corpus at *path*, upgrading an older schema.

    A missing file is created when *write* is true. Raises ``CorpusError`` for a missing file, a
    database that is not a corpus, or one from a newer version; ``MachineError`` where the file system
    says no.
    """
    if not write and not path.exists():
        raise CorpusError(f"{path}: no corpus there. Crawl first (tuyengiao crawl), or name its folder with --data.")
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, write=write)
        _check(connection, path, write=write)
    except PermissionError as error:
        raise MachineError(f"{path}: no permission ({error.strerror}). Choose another folder with --data.") from None
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}. Choose another folder with --data.") from None
    except sqlite3.OperationalError as error:
        raise MachineError(f"{path}: cannot be opened ({error}). Check permissions and free space.") from None
    except sqlite3.DatabaseError:
        raise CorpusError(f"{path}: not an SQLite database, or damaged. Move it away or choose another --data.") from None
    return sqlite_utils.Database(connection)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECS, isolation_level=None)
    else:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECS, isolation_level=None)
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    is_new = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if not is_new and application_id != APPLICATION_ID:
        raise CorpusError(f"{path}: an SQLite database, but not a corpus of ours. Choose another folder with --data.")
    if version > SCHEMA_VERSION:
        raise CorpusError(
            f"{path}: made by a newer version (schema {version}, this one knows {SCHEMA_VERSION}). Update the software."
        )
    if version < SCHEMA_VERSION:
        if write:
            migrate(connection)
        elif is_new:
            raise CorpusError(f"{path}: empty. Crawl first (tuyengiao crawl).")
        else:
            with sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECS, isolation_level=None) as writable:
                migrate(writable)
            writable.close()
    connection.execute("PRAGMA foreign_keys = ON")
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
