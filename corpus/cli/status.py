"""``tuyengiao status``: says what is in the corpus."""

from __future__ import annotations

import dataclasses
from contextlib import closing

import click

from corpus.cli.output import print_json, print_table
from corpus.database import open_corpus
from corpus.paths import DataFolder
from corpus.reading import printed_date
from corpus.reasons import REASONS
from corpus.status import CorpusStatus, PortalStatus, corpus_status

HELP = """Say what is in the corpus: articles per portal, newest, refused, pending, last good crawl.

\b
Example: tuyengiao status --json
"""


@click.command(help=HELP)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(folder: DataFolder, *, as_json: bool) -> None:
    with closing(open_corpus(folder.corpus)) as db:
        found = corpus_status(db.conn)
    if as_json:
        print_json(dataclasses.asdict(found))
        return
    click.echo(_totals(found))
    if found.latest_crawl:
        click.echo(_crawl(found))
    click.echo()
    header = (
        "portal",
        "province",
        "articles",
        "gone",
        "first",
        "newest",
        "refused",
        "pending",
        "last good crawl",
        "state",
    )
    print_table(header, map(_row, found.portals), right=("articles", "gone", "refused", "pending"))
    if found.refused:
        click.echo()
        rows = [(reason, count, REASONS.get(reason, "")) for reason, count in found.refused.items()]
        print_table(("refused because", "pages", "meaning"), rows, right=("pages",))


def _totals(found: CorpusStatus) -> str:
    with_articles = sum(portal.articles > 0 for portal in found.portals)
    line = f"{found.articles:,} articles of {with_articles} portals (of {len(found.portals)})"
    if found.first_published and found.last_published:
        line += f", {found.first_published[:10]} to {found.last_published[:10]}"
    line += f"; {found.versions:,} versions; {sum(found.refused.values()):,} pages refused"
    pending = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found.pending.items()))
    return f"{line}; still to be fetched: {pending or 'nothing'}."


def _crawl(found: CorpusStatus) -> str:
    crawl = found.latest_crawl
    assert crawl is not None
    line = f"Latest crawl: {crawl['id']}, begun {crawl['started_at']}, {crawl['state']}"
    if crawl["finished_at"]:
        line += f" at {crawl['finished_at']}"
    return line + (f" ({crawl['finish_reason']})." if crawl["finish_reason"] else ".")


def _row(portal: PortalStatus) -> tuple[object, ...]:
    return (
        portal.slug,
        portal.province_2024 or "-",
        portal.articles,
        portal.gone or None,
        (portal.first_published or "-")[:10],
        printed_date(portal.last_published) or "-",
        sum(portal.refused.values()) or None,
        portal.pending or None,
        portal.last_good_crawl_at or "never",
        portal.state,
    )
