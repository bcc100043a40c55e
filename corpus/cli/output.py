"""How commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

FOLDABLE_WIDTH = 16
"""A cell wider than this may be folded to several lines before a table is given up for a list."""
console = Console(highlight=False, soft_wrap=False)


def print_json(value: Any) -> None:
    """One JSON document on standard output, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(header: Iterable[str], rows: Iterable[Iterable[Any]], *, right: Iterable[str] = ()) -> None:
    """A table fitted to the terminal; plain tab-separated lines where standard output is no terminal."""
    columns = list(header)
    if not console.is_terminal:
        click.echo("\t".join(columns))
        for row in rows:
            click.echo("\t".join("" if cell is None else str(cell) for cell in row))
        return
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if needed_columns(columns, cells) > console.width:
        for row in cells:
            click.secho(row[0], bold=True)
            for name, cell in zip(columns[1:], row[1:], strict=True):
                if cell:
                    click.echo(f"  {name}: {cell}")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in set(right) else "left")
    for row in cells:
        table.add_row(*row)
    console.print(table)


def needed_columns(header: list[str], rows: list[list[str]]) -> int:
    """How many terminal columns a table needs if no cell but the last three widest is cut."""
    widths = sorted(max(cell_len(cell) for cell in column) for column in zip(header, *rows, strict=True))
    return sum(widths[:-3]) + sum(min(width, FOLDABLE_WIDTH) for width in widths[-3:]) + len(widths)
