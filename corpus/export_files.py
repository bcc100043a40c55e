"""Writes exported rows: JSON Lines or CSV, to a stream or to a file that is read again before it gets its name."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Literal

import msgspec
import zstandard

from corpus.errors import CorpusError, InputError, MachineError
from corpus.export import Field

Format = Literal["jsonl", "csv"]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet may run a cell that begins with one of these."""
BYTE_ORDER_MARK = "\ufeff"


def write_rows(
    rows: Iterable[Sequence[Any]], columns: Sequence[Field], stream: IO[bytes], *, format: Format, excel: bool = False
) -> int:
    """Write *rows* to *stream* as they come and return how many there were.

    In JSON Lines, JSON columns are real arrays and objects and NULL is null. CSV is RFC 4180 in UTF-8: JSON
    columns stay text, NULL and the empty text are both an empty field. *excel* (CSV only) begins with a byte
    order mark and puts an apostrophe before cells that a spreadsheet might run as a formula. Raises
    ``CorpusError`` if a JSON column holds something else.
    """
    count = 0
    encode = _csv_encoder(excel=excel) if format == "csv" else _json_encoder(columns)
    if format == "csv":
        head = encode([column.name for column in columns])
        stream.write(BYTE_ORDER_MARK.encode() + head if excel else head)
    for row in rows:
        stream.write(encode(row))
        count += 1
    return count


def write_file(
    rows: Iterable[Sequence[Any]], columns: Sequence[Field], path: Path, *, format: Format, excel: bool = False
) -> int:
    """Write *rows* to *path*, compressed if its name ends in ``.gz`` or ``.zst``, and return how many there were.

    An existing file is replaced in one step, after the new one was read again and its records counted.
    Raises ``MachineError`` where the disk says no; *path* is then as it was.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: not a file. Name one, or write to standard output with --output -.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        try:
            with _open_for_writing(partial, path.suffix) as stream:
                count = write_rows(rows, columns, stream, format=format, excel=excel)
            found = count_records(partial, columns, format=format, compression=path.suffix, excel=excel)
            if found != count:
                raise MachineError(
                    f"{path}: {count} records written, {found} read again. Check the disk, then try again."
                )
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror or error}. Check the folder, its permissions and space.") from None
    return count


def count_records(
    path: Path, columns: Sequence[Field], *, format: Format, compression: str, excel: bool = False
) -> int:
    """Read the export at *path* and return the number of its records; each must have exactly *columns*.

    A record that cannot be read, or that has other columns, ends the count.
    """
    names = [column.name for column in columns]
    with _open_for_reading(path, compression) as stream:
        if format == "csv":
            return _count_csv(stream, names, "utf-8-sig" if excel else "utf-8")
        return _count_json(stream, names)


def _json_encoder(columns: Sequence[Field]) -> Callable[[Sequence[Any]], bytes]:
    encoder = msgspec.json.Encoder()

    def encode(row: Sequence[Any]) -> bytes:
        record = {}
        for column, value in zip(columns, row, strict=True):
            record[column.name] = _parse_json(column, value, row) if column.is_json and value is not None else value
        return encoder.encode(record) + b"\n"

    return encode


def _parse_json(column: Field, value: str, row: Sequence[Any]) -> Any:
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise CorpusError(
            f"{column.name} of the row that begins {row[0]!r} is not JSON ({error}). Mend it first."
        ) from None


def _csv_encoder(*, excel: bool) -> Callable[[Sequence[Any]], bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")

    def encode(row: Sequence[Any]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_harmless(cell) for cell in row] if excel else row)
        return buffer.getvalue().encode()

    return encode


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _count_json(stream: IO[bytes], names: list[str]) -> int:
    count = 0
    for line in stream:
        try:
            record = msgspec.json.decode(line)
        except msgspec.DecodeError:
            break
        if list(record) != names:
            break
        count += 1
    return count


def _count_csv(stream: IO[bytes], names: list[str], encoding: str) -> int:
    count = 0
    old_limit = csv.field_size_limit(1 << 30)  # Python's own, 128 KiB, is less than a long article
    try:
        reader = csv.reader(io.TextIOWrapper(stream, encoding=encoding, newline=""), strict=True)
        if next(reader, None) != names:
            return 0
        for record in reader:
            if len(record) != len(names):
                break
            count += 1
    except csv.Error:
        return count
    finally:
        csv.field_size_limit(old_limit)
    return count


@contextmanager
def _open_for_writing(path: Path, compression: str) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("wb"))
        stream: Any = file
        if compression == ".gz":
            # No time and no name in the header: the same rows make the same file.
            stream = stack.enter_context(gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0))
        elif compression == ".zst":
            compressor = zstandard.ZstdCompressor(write_checksum=True)
            stream = stack.enter_context(compressor.stream_writer(file, closefd=False))
        yield stream
        if stream is not file:
            stream.close()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _open_for_reading(path: Path, compression: str) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("rb"))
        if compression == ".gz":
            file = stack.enter_context(gzip.GzipFile(fileobj=file))
        elif compression == ".zst":
            file = io.BufferedReader(stack.enter_context(zstandard.ZstdDecompressor().stream_reader(file)))
        yield file
