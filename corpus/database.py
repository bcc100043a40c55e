"""Opens a corpus file: ours or not, older (upgraded), newer (refused), readable or not.

The only importer of ``sqlite_utils``.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from corpus.errors import CorpusError, MachineError, UserError
from corpus.migrations import MIGRATIONS, lacks_tables, migrate, restore_left_out
from corpus.schema import APPLICATION_ID

SCHEMA_VERSION = len(MIGRATIONS)
BUSY_TIMEOUT_SECS = 30.0

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


def open_corpus(path: Path, *, write: bool = False) -> sqlite_utils.Database:
    """Open the corpus at *path*, upgrading an older schema.

    A missing or empty file is made a corpus when *write* is true. Raises ``CorpusError`` for a missing
    file, a database that is not a corpus, one from a newer version or one locked by another process;
    ``MachineError`` where the file system says no. A file that is refused is left as it was.
    """
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not _exists(path):
            raise CorpusError(
                f"{path}: no corpus there. Crawl first (tuyengiao crawl), or name its folder with --data."
            )
        _check_header(path)
        connection = _connect(path, write=write)
        try:
            _check(connection, path, write=write)
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise explain(error, path) from None
    return sqlite_utils.Database(connection)


def explain(error: OSError | sqlite3.Error, path: Path) -> UserError:
    """Return the one line for a user that *error*, met while using the database at *path*, amounts to."""
    if isinstance(error, PermissionError):
        return MachineError(f"{path}: no permission ({error.strerror}). Choose another folder with --data.")
    if isinstance(error, OSError):
        return MachineError(f"{path}: {error.strerror or error}. Choose another folder with --data.")
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest is the extended code
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return CorpusError(f"{path}: locked by another process. Wait until it ends, then try again.")
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return CorpusError(f"{path}: not an SQLite database, or damaged. Move it away or choose another --data.")
    if code == sqlite3.SQLITE_FULL:
        return MachineError(f"{path}: the disk is full. Free some space, then try again.")
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return MachineError(f"{path}: no permission ({error}). Choose another folder with --data.")
    if code == sqlite3.SQLITE_IOERR:
        return MachineError(f"{path}: the disk or file system failed ({error}). Check it and its free space.")
    return CorpusError(f"{path}: cannot be used as a corpus ({error}). Move it away or choose another --data.")


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _check_header(path: Path) -> None:
    """Refuse what is plainly not ours before SQLite opens it: that alone may change a file or its side files."""
    if not _exists(path) or _exists(_side(path, "-journal")):  # with a hot journal the header may be half written
        return
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        return
    if not header.startswith(_MAGIC) or len(header) < _HEADER_BYTES:
        raise CorpusError(f"{path}: not an SQLite database, or damaged. Move it away or choose another --data.")
    pages, version, application_id = (int.from_bytes(header[at : at + 4], "big") for at in (28, 60, 68))
    if application_id == APPLICATION_ID:
        _refuse_newer(version, path)
    elif pages > 1:  # a table takes a page of its own: one page is a database without any
        raise _not_ours(path)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        if _exists(path) and not _may_write(path):  # SQLite would fall back to reading and fail at the first row
            raise MachineError(f"{path}: no permission to write. Choose another folder with --data.")
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECS, isolation_level=None)
    else:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        if _is_frozen(path):
            uri += "&immutable=1"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECS, isolation_level=None)
    return connection


def _is_frozen(path: Path) -> bool:
    """True for a file that cannot change and beside which nothing can be written (read-only medium or folder).

    A WAL file needs side files even to be read; SQLite does without them only if told that nobody writes.
    A log with content must be read, though: then the file is not frozen, and SQLite says what it lacks.
    """
    if _may_write(path.parent):
        return False
    log = _side(path, "-wal")
    return not _exists(log) or log.stat().st_size == 0


def _check(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    is_new = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if not is_new and (application_id != APPLICATION_ID or version == 0):
        raise _not_ours(path)
    _refuse_newer(version, path)
    if version < SCHEMA_VERSION:
        if write:
            migrate(connection)
        elif is_new:
            raise CorpusError(f"{path}: empty. Crawl first (tuyengiao crawl).")
        else:
            _upgrade(path, version)
    connection.execute("PRAGMA foreign_keys = ON")
    if write:
        if lacks_tables(connection):
            connection.execute("BEGIN IMMEDIATE")
            restore_left_out(connection)
            connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")


def _upgrade(path: Path, version: int) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECS, isolation_level=None)) as connection:
            migrate(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        raise MachineError(
            f"{path}: made by an older version (schema {version}, this one needs {SCHEMA_VERSION}) and it cannot be "
            "upgraded where it is. Copy it to a folder where you may write."
        ) from None


def _refuse_newer(version: int, path: Path) -> None:
    if version > SCHEMA_VERSION:
        raise CorpusError(
            f"{path}: made by a newer version (schema {version}, this one knows {SCHEMA_VERSION}). Update the software."
        )


def _not_ours(path: Path) -> CorpusError:
    return CorpusError(f"{path}: an SQLite database, but not a corpus of ours. Choose another folder with --data.")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _side(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
