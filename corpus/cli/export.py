"""``tuyengiao export``."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import cast

import click

from corpus.database import open_corpus
from corpus.errors import InputError
from corpus.export import EXPORTABLE, Selection, fields, find_table, select_rows
from corpus.export_files import Format, write_file, write_rows
from corpus.paths import DataFolder


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["jsonl", "csv"]),
    help="JSON Lines or CSV; by default as the name of the file says, else JSON Lines.",
)
@click.option(
    "--output",
    "-o",
    default="-",
    show_default=True,
    help="File to write (compressed if it ends in .gz or .zst), or - for standard output.",
)
@click.option("--table", default="articles", show_default=True, help=f"One of {', '.join(EXPORTABLE)}.")
@click.option("--portal", "portals", multiple=True, help="Only of this portal; may be repeated.")
@click.option("--province", help="Only of this province, by its slug of 2024 or 2025.")
@click.option("--since", metavar="DATE", help="Published on or after: 2024, 2024-04 or 2024-04-26.")
@click.option("--until", metavar="DATE", help="Published on or before.")
@click.option("--changed-since", metavar="TIME", help="Stored or changed at or after, in UTC: 2026-11-22T03:04:05Z.")
@click.option(
    "--excel",
    is_flag=True,
    help="CSV for spreadsheets: with a byte order mark, and an apostrophe before cells that look like a formula.",
)
@click.pass_obj
def export(
    data: DataFolder,
    *,
    format_name: str | None,
    output: str,
    table: str,
    portals: tuple[str, ...],
    province: str | None,
    since: str | None,
    until: str | None,
    changed_since: str | None,
    excel: bool,
) -> None:
    """Write a table as JSON Lines or CSV.

    Rows come in the order of their public ids. Numbers that mean something in one file alone are left out;
    the archived page is named by capture_file and capture_offset. A file gets its name after it was read
    again and counted; the count is printed on standard error. Articles without a date are left out where
    --since or --until is given.

    \b
    Example:
      tuyengiao export --output articles.jsonl.gz
      tuyengiao export --portal kontum --since 2024 --output kontum.csv --excel
      tuyengiao export --changed-since 2026-11-01 | jq .title
    """
    shape = find_table(table)
    chosen = _choose_format(format_name, output)
    if excel and chosen != "csv":
        raise InputError("--excel: only for CSV. Add --format csv.")
    selection = Selection(portals=portals, province=province, since=since, until=until, changed_since=changed_since)
    columns = fields(shape)
    with closing(open_corpus(data.corpus)) as db, closing(select_rows(db.conn, shape, selection)) as rows:
        if output == "-":
            try:
                stream = sys.stdout.buffer
                count = write_rows(rows, columns, stream, format=chosen, excel=excel)
                stream.flush()
            except BrokenPipeError:
                # The reader has enough. What Python still holds for it goes nowhere, without a word at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
        else:
            path = Path(output)
            if path.exists() and path.samefile(data.corpus):
                raise InputError(f"{path}: the corpus itself. Choose another file.")
            count = write_file(rows, columns, path, format=chosen, excel=excel)
    click.echo(f"{count:,} rows of {table}", err=True)


def _choose_format(name: str | None, output: str) -> Format:
    if name is None:
        suffixes = [suffix for suffix in Path(output).suffixes if suffix not in {".gz", ".zst"}]
        name = "csv" if suffixes[-1:] == [".csv"] else "jsonl"
    return cast("Format", name)
