"""``tuyengiao show``: prints an article as a reader would want it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.cli.output import console, print_json
from corpus.database import open_corpus
from corpus.paths import DataFolder
from corpus.reading import Reading, Row, printed_date, read_article

READING_WIDTH = 88
"""Columns; longer lines are hard to read."""

HELP = """Print an article: ID is its public id or one of its addresses.

\b
Example: tuyengiao show 5w2q7n3kd4x6a
"""


@click.command(help=HELP)
@click.argument("id", metavar="ID")
@click.option("--version", "number", type=click.IntRange(1, 1_000_000), help="An earlier version, by its number.")
@click.option("--blocks", "as_blocks", is_flag=True, help="Print the typed blocks, one a paragraph, with their types.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with all that is known about it.")
@click.pass_obj
def show(folder: DataFolder, *, id: str, number: int | None, as_blocks: bool, as_json: bool) -> None:
    with closing(open_corpus(folder.corpus)) as db:
        reading = read_article(db.conn, id, version=number)
    if as_json:
        print_json(reading.version["blocks"] if as_blocks else reading.as_dict())
        return
    page = Console(highlight=False, width=min(console.width, READING_WIDTH))
    for part in _blocks(reading) if as_blocks else _article(reading):
        page.print(part)


def _article(reading: Reading) -> list[RenderableType]:
    version = reading.version
    parts: list[RenderableType] = [Text(version["title"], style="bold"), Text(_meta(reading), style="cyan"), ""]
    if not reading.is_latest:
        latest = reading.article["version_number"]
        parts[2:2] = [
            Text(f"Version {version['number']} of {latest}, seen until {version['seen_to']}.", style="yellow")
        ]
    if reading.article["state"] == "gone":
        parts[2:2] = [
            Text(f"Removed from the portal; found to be gone at {reading.article['gone_at']}.", style="yellow")
        ]
    for block in version["blocks"]:
        parts += [_block(block), ""]
    credits_line = " · ".join(
        part for part in (version["byline"], version["source"] and f"Nguồn: {version['source']}") if part
    )
    if credits_line:
        parts += [Text(credits_line, style="italic"), ""]
    if reading.attachments:
        parts += [Text("Attachments", style="bold"), *(_attachment(row) for row in reading.attachments), ""]
    parts += [Text(line, style="dim", overflow="fold") for line in _provenance(reading)]
    return parts


def _meta(reading: Reading) -> str:
    """Date, portal, province and section on one line."""
    article = reading.article
    date = printed_date(reading.version["published_at"]) or "no date"
    if article["updated_at"] not in (None, article["published_at"]):
        date += f" (updated {printed_date(article['updated_at'])})"
    province = " / ".join(reading.provinces)
    return " · ".join(part for part in (date, reading.portal["name"], province, article["section"]) if part)


def _block(block: Row) -> RenderableType:
    text = block["text"]
    match block["type"]:
        case "lead":
            return Text(text, style="bold italic")
        case "heading":
            return Text(text, style="bold")
        case "caption":
            credit = block.get("credit")
            lines = [f"▣ {text}", credit and f"  Ảnh: {credit}", block.get("image_url") and f"  {block['image_url']}"]
            return Padding(Text("\n".join(filter(None, lines)), overflow="fold"), (0, 0, 0, 4), expand=False)
        case "quote":
            return Padding(Text(text, style="italic"), (0, 4), expand=False)
        case "list":
            return Padding(Text(text), (0, 0, 0, 2), expand=False)
        case "table" if block.get("rows"):
            return _table(block["rows"])
    return Text(text)


def _table(rows: list[list[Any]]) -> Table:
    table = Table(show_header=False, show_lines=True)
    for _ in range(max(len(row) for row in rows)):
        table.add_column()
    for row in rows:
        table.add_row(*(str(cell or "") for cell in row))
    return table


def _attachment(row: Row) -> Text:
    size = f" {row['size_text']}" if row["size_text"] else ""
    return Text(f"- {row['name'] or 'file'}{size}: {row['url']}", overflow="fold")


def _provenance(reading: Reading) -> list[str]:
    """Where the article was, when it was seen, and how it was read."""
    article, version = reading.article, reading.version
    other = [row["url"] for row in reading.urls if row["url"] != article["url"]]
    lines = [f"{article['id']}  {article['url']}"]
    lines += [f"also at  {url}" for url in other]
    lines.append(f"Seen {version['seen_from']} to {version['seen_to']}; {len(reading.versions) or 1} version(s).")
    for event in reading.events:
        fields = (event["detail"] or {}).get("fields") if isinstance(event["detail"], dict) else None
        lines.append(f"{event['at']} {event['kind']}" + (f": {', '.join(fields)}" if fields else ""))
    how = f"Read by {article['extraction_method']}, extractor {version['extractor_version']}, "
    how += f"portal file {version['portal_digest']}"
    if article["published_method"]:
        how += f"; date from {article['published_method']}"
        if article["published_text"]:
            how += f" ({article['published_text']})"
    if reading.capture:
        how += f"; archive/{reading.capture['file']} at byte {reading.capture['offset']}"
    lines.append(how + ".")
    if article["quality_flags"]:
        lines.append(f"Doubts: {', '.join(article['quality_flags'])}.")
    return lines


def _blocks(reading: Reading) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, block in enumerate(reading.version["blocks"], start=1):
        extras = "".join(f" {key}={block[key]}" for key in ("level", "ordered", "credit", "image_url") if key in block)
        parts += [Text(f"{number} {block['type']}{extras}", style="cyan", overflow="fold"), Text(block["text"]), ""]
    return parts
