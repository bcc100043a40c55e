"""``tuyengiao search``: finds articles."""

from __future__ import annotations

import dataclasses
import difflib
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import click
from rich.padding import Padding
from rich.text import Text

from corpus.cli.output import console, print_json
from corpus.database import open_corpus
from corpus.errors import InputError
from corpus.folding import fold
from corpus.paths import DataFolder
from corpus.query import Query
from corpus.reading import printed_date
from corpus.search import COUNT_LIMIT, Hit, Order, Results, parse_query
from corpus.search import search as find

MAX_ROWS = 1_000_000
PLAIN_MARKS = ("«", "»")
TERMINAL_MARKS = ("\x02", "\x03")
"""Control characters, which no stored text holds; shown as bold type."""

HELP = """Find articles by words in title and text, best first.

\b
dang bo            words with any diacritics
đảng bộ            words with exactly these diacritics (hoà and hòa are the same)
'"đảng bộ"'        a phrase (the shell takes the outer quotes)
tuyên*             words that begin so
đoàn OR hội        either
đảng -báo          the first without the second
32-CT/TW, chi thi 32, 15/2020/NĐ-CP      articles that cite the document

\b
Example: tuyengiao search "chi thi 32" --province kontum --since 2024
"""


@click.command(help=HELP, context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option("--portal", help="Only articles of this portal (slug).")
@click.option("--province", help="Only articles of this province: slug or name, of 2024 or 2025.")
@click.option("--since", metavar="DATE", help="Published on that day or later: 2024-04-26, 2024-04 or 2024.")
@click.option("--until", metavar="DATE", help="Published on that day or earlier.")
@click.option("--limit", type=click.IntRange(1, MAX_ROWS), default=10, show_default=True, help="Show so many.")
@click.option(
    "--offset", type=click.IntRange(0, MAX_ROWS), default=0, show_default=True, help="Leave out so many before."
)
@click.option(
    "--order",
    type=click.Choice(["auto", "relevance", "newest", "oldest"]),
    default="auto",
    show_default=True,
    help="auto: best first where hits are few, else newest first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def search(
    folder: DataFolder,
    *,
    query: tuple[str, ...],
    portal: str | None,
    province: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    offset: int,
    order: Order,
    as_json: bool,
) -> None:
    refuse_unknown_options(query)
    parsed = parse_query(" ".join(query))
    with closing(open_corpus(folder.corpus)) as db:
        connection = db.conn
        province = find_province(connection, province) if province else None
        if portal:
            require_portal(connection, portal)
        results = find(
            connection,
            parsed,
            limit=limit,
            offset=offset,
            portal=portal,
            province=province,
            since=since,
            until=until,
            order=order,
            marks=TERMINAL_MARKS if console.is_terminal and not as_json else PLAIN_MARKS,
        )
        if as_json:
            print_json(as_object(results))
        elif results.hits:
            print_results(results)
        else:
            has_filters = any((portal, province, since, until))
            click.echo(no_hits(connection, parsed, results, has_filters=has_filters))


def as_object(results: Results) -> dict[str, object]:
    """What ``--json`` prints: hits with ``«»`` around what was found, how many there are, in which order."""
    return {
        "query": results.query.text,
        "notes": list(results.query.notes),
        "total": results.total,
        "is_total_exact": results.is_total_exact,
        "order": results.order,
        "offset": results.offset,
        "hits": [dataclasses.asdict(hit) for hit in results.hits],
    }


def print_results(results: Results) -> None:
    for note in results.query.notes:
        click.echo(note, err=True)
    for number, hit in enumerate(results.hits, start=results.offset + 1):
        _print_hit(number, hit)
    click.echo(summary(results))


def summary(results: Results) -> str:
    """One line: how many articles there are, in which order, and how to see more of them."""
    count = f"{results.total:,}" if results.is_total_exact else f"More than {COUNT_LIMIT:,}"
    noun = "article" if results.total == 1 else "articles"
    order = {"relevance": "best first", "newest": "newest first", "oldest": "oldest first"}[results.order]
    line = f"{count} {noun}, {order}."
    if results.has_more:
        line += f" Shown: {results.offset + 1} to {results.offset + len(results.hits)}; more with --offset or --limit."
    return line


def refuse_unknown_options(words: Sequence[str]) -> None:
    """Raise for a mistyped option: ``-báo`` leaves a word out, ``--limt`` is nothing that anyone searches for."""
    for word in words:
        if re.match(r"--[a-z]", word):
            raise click.NoSuchOption(word.partition("=")[0], ctx=click.get_current_context())


def no_hits(connection: sqlite3.Connection, query: Query, results: Results, *, has_filters: bool) -> str:
    """What to say when nothing is shown, with the hint that fits."""
    if results.total:
        return f"{summary(dataclasses.replace(results, hits=()))[:-1]}: none from --offset {results.offset} on."
    said = f"No article found for: {query.text}"
    if not has_filters and any(term.is_exact for term in query.terms):
        plain = fold(query.text)
        count = find(connection, plain, limit=1).total
        if count:
            return f"{said}\nWithout diacritics there are {count:,}: tuyengiao search '{plain}'"
    return f"{said}\nTry fewer words, no quotation marks or filters, or see what there is: tuyengiao status"


def find_province(connection: sqlite3.Connection, name: str) -> str:
    """Return the slug of the province *name* (slug or name, of 2024 or 2025), or raise ``InputError``."""
    rows = connection.execute("SELECT slug_2024, name_2024, slug_2025, name_2025 FROM provinces").fetchall()
    slugs: dict[str, str] = {}
    for slug_2024, name_2024, slug_2025, name_2025 in rows:
        slugs |= {_letters(name_2025): slug_2025, slug_2025: slug_2025}
        slugs |= {_letters(name_2024): slug_2024, slug_2024: slug_2024}
    wanted = _letters(name)
    if wanted in slugs:
        return slugs[wanted]
    near = difflib.get_close_matches(wanted, slugs, n=3)
    remedy = (
        f"Did you mean: {', '.join(dict.fromkeys(slugs[key] for key in near))}?" if near else "See the table provinces."
    )
    raise InputError(f"{name}: no such province. {remedy}")


def require_portal(connection: sqlite3.Connection, slug: str) -> None:
    """Raise ``InputError`` if the corpus has no portal *slug*, naming those that it has."""
    slugs = [row[0] for row in connection.execute("SELECT slug FROM portals ORDER BY slug")]
    if slug not in slugs:
        near = difflib.get_close_matches(slug, slugs, n=5) or slugs[:10]
        raise InputError(f"{slug}: no such portal in this corpus. There is: {', '.join(near) or 'none yet'}.")


def _letters(name: str) -> str:
    return "".join(char for char in fold(name).lower() if char.isalnum())


def _print_hit(number: int, hit: Hit) -> None:
    facts = " · ".join(part for part in (printed_date(hit.published_at), hit.portal, hit.section) if part)
    if not console.is_terminal:
        click.echo(f"{number}. {hit.title_marked}\n   {facts}\n   {hit.snippet}\n   {hit.id}  {hit.url}\n")
        return
    console.print(Text(f"{number}. ").append_text(bold_marks(hit.title_marked, "bold underline")))
    console.print(Padding(Text(facts, style="cyan"), (0, 0, 0, 3), expand=False))
    console.print(Padding(bold_marks(hit.snippet, "bold yellow"), (0, 0, 0, 3), expand=False))
    console.print(Padding(Text(f"{hit.id}  {hit.url}", style="dim", overflow="fold"), (0, 0, 1, 3), expand=False))


def bold_marks(text: str, style: str) -> Text:
    """Return *text* with what stands between marks in *style*, without the marks."""
    opening, closing_mark = TERMINAL_MARKS
    before, *rest = text.split(opening)
    styled = Text(before)
    for part in rest:
        found, _, after = part.partition(closing_mark)
        styled.append(found, style=style).append(after)
    return styled
