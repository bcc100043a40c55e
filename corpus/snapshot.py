"""Publishes the corpus: ``snapshots/<date>/`` with the compressed file, its checksums and a README.

A snapshot is made in ``<date>.partial`` beside its place. It gets its name only after the compressed file
was unpacked again, opened, checked and counted, so a folder without ``.partial`` is always whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard
from filelock import FileLock, Timeout

from corpus.database import explain, open_corpus
from corpus.errors import CorpusError, MachineError, UserError
from corpus.integrity import find_problems
from corpus.migrations import LEFT_OUT
from corpus.schema import META, TABLES
from corpus.snapshot_readme import Facts, read_facts, readme

FILE_NAME = "corpus.db.zst"
DEFAULT_LEVEL = 10
PARTIAL = ".partial"
PUBLISHED = tuple(table for table in TABLES if not table.operational)
_CHUNK_BYTES = 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A finished snapshot."""

    path: Path
    """The compressed file, in the snapshot's folder."""
    size_bytes: int
    sha256: str
    """Of the compressed file."""
    unpacked_bytes: int
    unpacked_sha256: str
    counts: dict[str, int]
    """Rows by table, counted in the file as unpacked from *path*."""
    warnings: tuple[str, ...]
    """What a reader must know of the crawls behind it, one sentence each; also in the README."""


def write_snapshot(
    corpus_path: Path,
    folder: Path,
    *,
    now: datetime,
    level: int = DEFAULT_LEVEL,
    report: Callable[[str], None] = lambda _step: None,
) -> Snapshot:
    """Write a snapshot of the corpus at *corpus_path* into ``folder/<date of now in UTC>``.

    A crawl may be writing meanwhile; the snapshot shows one moment of it. A second snapshot of a day is
    named ``<date>-2``; none is ever overwritten. *level* is zstandard's, 1 to 19; *report* is told each
    step as it begins. Raises ``CorpusError`` for a corpus that cannot be published (empty, damaged, its
    search index incomplete) and ``MachineError`` where the disk says no; nothing with a final name is
    left then.
    """
    with closing(open_corpus(corpus_path)) as source:
        try:
            with _lock(folder):
                _remove_leftovers(folder)
                name = _free_name(folder, now)
                partial = folder / f"{name}{PARTIAL}"
                partial.mkdir()
                try:
                    snapshot = _fill(source.conn, partial, folder / name, now=now, level=level, report=report)
                    os.rename(partial, folder / name)
                except BaseException:
                    shutil.rmtree(partial, ignore_errors=True)
                    raise
                _sync(folder)
        except OSError as error:
            raise MachineError(
                f"{folder}: no snapshot written ({error.strerror or error}). {_advice(folder)}"
            ) from None
        except sqlite3.OperationalError as error:
            raise _failure(error, corpus_path, folder) from None
        except sqlite3.DatabaseError as error:
            raise explain(error, corpus_path) from None
    return snapshot


def _fill(
    source: sqlite3.Connection,
    partial: Path,
    final: Path,
    *,
    now: datetime,
    level: int,
    report: Callable[[str], None],
) -> Snapshot:
    work, unpacked, packed = partial / "work.db", partial / "corpus.db", partial / FILE_NAME
    report("copying")
    source.execute("VACUUM INTO ?", (str(work),))
    report("leaving out operational tables")
    with closing(_open_scratch(work)) as connection:
        facts = read_facts(connection)
        _strip(connection, final.name, now)
        counts = _count(connection)
        if not counts["articles"]:
            raise CorpusError("The corpus holds no articles: nothing to publish. Crawl first (tuyengiao crawl).")
        connection.execute("VACUUM INTO ?", (str(unpacked),))
    work.unlink()
    report("compressing")
    unpacked_bytes = unpacked.stat().st_size
    unpacked_sha256, sha256 = _compress(unpacked, packed, level)
    unpacked.unlink()
    report("checking")
    _verify(packed, unpacked, sha256=sha256, unpacked_sha256=unpacked_sha256, counts=counts)
    unpacked.unlink()
    snapshot = Snapshot(
        path=final / FILE_NAME,
        size_bytes=packed.stat().st_size,
        sha256=sha256,
        unpacked_bytes=unpacked_bytes,
        unpacked_sha256=unpacked_sha256,
        counts=counts,
        warnings=facts.warnings,
    )
    _write_texts(partial, snapshot, facts, now)
    return snapshot


def _write_texts(partial: Path, snapshot: Snapshot, facts: Facts, now: datetime) -> None:
    text = readme(
        facts,
        name=snapshot.path.parent.name,
        made_at=now,
        counts=snapshot.counts,
        file_name=FILE_NAME,
        size_bytes=snapshot.size_bytes,
        unpacked_bytes=snapshot.unpacked_bytes,
        unpacked_sha256=snapshot.unpacked_sha256,
    ).encode()
    (partial / "README.md").write_bytes(text)
    sums = f"{snapshot.sha256}  {FILE_NAME}\n{hashlib.sha256(text).hexdigest()}  README.md\n"
    (partial / "SHA256SUMS").write_text(sums, encoding="ascii")
    for path in partial.iterdir():
        _sync(path)
    _sync(partial)


def _open_scratch(path: Path) -> sqlite3.Connection:
    """Open a file that is thrown away when anything goes wrong: no journal, no waiting for the disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _strip(connection: sqlite3.Connection, name: str, now: datetime) -> None:
    """Drop the operational tables (with their indexes) and what concerns this machine alone."""
    left_out: list[str] = []
    for table in TABLES:
        if table.operational:
            rows = connection.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type = 'index', name",
                (table.name,),
            )
            left_out += (row[0] for row in rows)
            connection.execute(f"DROP TABLE IF EXISTS {table.name}")
    connection.execute("UPDATE crawls SET pid = NULL")
    for number, options in connection.execute("SELECT id, options FROM crawls").fetchall():
        public = json.dumps(_without_folders(json.loads(options)), ensure_ascii=False)
        connection.execute("UPDATE crawls SET options = ? WHERE id = ?", (public, number))
    facts = {"snapshot": name, "snapshot_at": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    if left_out:  # a corpus that is itself an unpacked snapshot has the fact already
        facts[LEFT_OUT] = json.dumps(left_out)
    connection.executemany(
        f"INSERT INTO {META.name} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", facts.items()
    )


def _without_folders(options: dict[str, Any]) -> dict[str, Any]:
    """Name portal files that a crawl was given without the folders of this machine."""
    if "portal_files" not in options:
        return options
    return options | {"portal_files": [Path(name).name for name in options["portal_files"]]}


def _count(connection: sqlite3.Connection) -> dict[str, int]:
    return {table.name: connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in PUBLISHED}


def _compress(source: Path, target: Path, level: int) -> tuple[str, str]:
    """Compress *source* into *target*; return the SHA-256 of what was read and of what was written."""
    compressor = zstandard.ZstdCompressor(level=level, write_checksum=True)
    stream = compressor.compressobj(size=source.stat().st_size)
    return _pass(source, target, stream.compress, stream.flush)


def _decompress(source: Path, target: Path) -> tuple[str, str]:
    """Unpack *source* into *target*; return the SHA-256 of what was read and of what was written."""
    return _pass(source, target, zstandard.ZstdDecompressor().decompressobj().decompress, lambda: b"")


def _pass(source: Path, target: Path, change: Callable[[bytes], bytes], finish: Callable[[], bytes]) -> tuple[str, str]:
    read, written = hashlib.sha256(), hashlib.sha256()
    with source.open("rb") as incoming, target.open("xb") as outgoing:

        def put(data: bytes) -> None:
            outgoing.write(data)
            written.update(data)

        while chunk := incoming.read(_CHUNK_BYTES):
            read.update(chunk)
            put(change(chunk))
        put(finish())
    return read.hexdigest(), written.hexdigest()


def _verify(packed: Path, unpacked: Path, *, sha256: str, unpacked_sha256: str, counts: dict[str, int]) -> None:
    """Unpack *packed* to *unpacked*; raise an error unless it is a whole, searchable corpus with *counts* rows."""
    try:
        sums = _decompress(packed, unpacked)
    except zstandard.ZstdError:
        sums = ("", "")
    if sums != (sha256, unpacked_sha256):
        raise MachineError(f"{packed}: reads back other than it was written. Check the disk, then try again.")
    with closing(_open_scratch(unpacked)) as connection:
        for problem in find_problems(connection):
            raise CorpusError(f"The corpus cannot be published: {problem}. No snapshot written.")
        if (found := _count(connection)) != counts:
            wrong = ", ".join(name for name in counts if counts[name] != found[name])
            raise CorpusError(f"The snapshot lost rows on its way ({wrong}). No snapshot written; try again.")


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """One snapshot at a time: another run's unfinished folder must not be taken for a leftover."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(f"{folder}: another snapshot is being written there. Wait until it ends.") from None
    try:
        yield
    finally:
        lock.release()


def _remove_leftovers(folder: Path) -> None:
    for path in folder.glob(f"*{PARTIAL}"):
        shutil.rmtree(path)


def _free_name(folder: Path, now: datetime) -> str:
    date = now.astimezone(UTC).date().isoformat()
    name, number = date, 1
    while os.path.lexists(folder / name):
        number += 1
        name = f"{date}-{number}"
    return name


def _failure(error: sqlite3.OperationalError, corpus_path: Path, folder: Path) -> UserError:
    if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
        return MachineError(f"{folder}: no snapshot written ({error}). {_advice(folder)}")
    return explain(error, corpus_path)


def _advice(folder: Path) -> str:
    """What to do when a folder cannot be written."""
    try:
        free_mb = shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return "Choose another folder with --data."
    return f"Check permissions and space: about twice the corpus is needed, {free_mb:,} MB are free."


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
