"""The README of a snapshot: what it is, how far it can be trusted, how to open it, what each column means."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import psutil

from corpus import schema_docs
from corpus.database import SCHEMA_VERSION
from corpus.schema import TABLES, VIEWS


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a portal stands in the corpus; a row of the README."""

    portal: str
    name: str
    articles: int
    refused: int
    newest: str | None
    """``published_at`` of its newest article."""
    last_good_crawl_at: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the README says about the corpus besides its schema."""

    crawl: str
    """The latest crawl and how it ended, one sentence."""
    warnings: tuple[str, ...]
    """Reasons to trust it less, one sentence each."""
    portals: tuple[Coverage, ...]


def read_facts(connection: sqlite3.Connection) -> Facts:
    """Read the facts from a copy of the corpus that still has the process ids of its crawls."""
    latest = connection.execute(
        "SELECT started_at, finished_at, state, finish_reason, exit_status, pid FROM crawls ORDER BY id DESC LIMIT 1"
    ).fetchone()
    portals = tuple(
        Coverage(*row)
        for row in connection.execute("""
            SELECT slug, name, (SELECT count(*) FROM articles WHERE portal = slug),
                   (SELECT count(*) FROM refusals WHERE portal = slug),
                   (SELECT max(published_at) FROM articles WHERE portal = slug), last_good_crawl_at
            FROM portals ORDER BY slug""")
    )
    warnings = []
    never = [portal.portal for portal in portals if portal.last_good_crawl_at is None]
    if never:
        warnings.append(f"No crawl has ended cleanly yet for: {', '.join(never)}. These portals may be incomplete.")
    if latest is None:
        crawl = "No crawl is recorded in this corpus."
        warnings.append(crawl)
    else:
        crawl, complete = _describe(latest)
        if not complete:
            warnings.append(f"{crawl} What it did not reach is missing or older.")
    return Facts(crawl, tuple(warnings), portals)


def _describe(crawl: tuple[str, str | None, str, str | None, int | None, int | None]) -> tuple[str, bool]:
    """One sentence on a crawl, and whether it ended with nothing lost."""
    started_at, finished_at, state, reason, exit_status, pid = crawl
    if state == "running" and pid is not None and psutil.pid_exists(pid):
        return f"A crawl begun {started_at} was still running when this snapshot was made.", False
    if state == "running":
        return f"The latest crawl, begun {started_at}, was killed.", False
    because = f" ({reason})" if reason and state != "finished" else ""
    lost = bool(exit_status)
    tail = f" with exit status {exit_status}" if lost else ""
    sentence = (
        f"The latest crawl, begun {started_at}, ended {finished_at or 'at an unknown time'}: {state}{because}{tail}."
    )
    return sentence, state == "finished" and not lost


def readme(
    facts: Facts,
    *,
    name: str,
    made_at: datetime,
    counts: Mapping[str, int],
    file_name: str,
    size_bytes: int,
    unpacked_bytes: int,
    unpacked_sha256: str,
) -> str:
    """Return the README of the snapshot *name* in Markdown; *counts* are its rows by table."""
    software = version("tuyengiao-corpus")
    published = tuple(table for table in TABLES if table.name in counts)
    portals = [
        f"| {row.portal} | {schema_docs.cell(row.name)} | {row.articles:,} | {row.refused:,} "
        f"| {row.newest or ''} | {row.last_good_crawl_at or 'never'} |"
        for row in facts.portals
    ]
    parts = [
        f"# Tuyên giáo Corpus, snapshot {name}\n",
        f"{counts['articles']:,} articles that Vietnam's Party propaganda commissions and their neighbours published, "
        "as crawled from their portals, in one SQLite file.\n",
        f"- Made {made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} by tuyengiao-corpus {software}, schema {SCHEMA_VERSION}.",
        f"- {facts.crawl}",
        *(f"- **Mind:** {warning}" for warning in facts.warnings),
        "",
        "## Rights\n",
        schema_docs.RIGHTS + "\n",
        "## Files\n",
        f"- `{file_name}`: the corpus, {size_bytes:,} bytes, compressed with Zstandard.",
        f"- Unpacked, `corpus.db`: {unpacked_bytes:,} bytes, SHA-256 `{unpacked_sha256}`.",
        "- `SHA256SUMS`: check the download with `sha256sum -c SHA256SUMS`.",
        "",
        f"Unpack with `zstd -d {file_name}`, or in Python with the package zstandard:\n",
        "    import zstandard",
        f'    with open("{file_name}", "rb") as packed, open("corpus.db", "wb") as plain:',
        "        zstandard.ZstdDecompressor().copy_stream(packed, plain)",
        "",
        "Or put `corpus.db` into a folder and browse it: `tuyengiao --data FOLDER serve`.\n",
        "## Loading\n",
        schema_docs.LOADING,
        "## Portals\n",
        "| portal | name | articles | refused | newest article | last good crawl |",
        "| --- | --- | ---: | ---: | --- | --- |",
        *portals,
        "",
        *schema_docs.notes("##"),
        "## Tables\n",
        "The crawler's own tables are left out, and in `crawls` process ids and folders of portal files. The archive\n"
        "to whose files `captures` refers is not part of a snapshot; `captures` says what was fetched, when, and its\n"
        "digest.\n",
        *schema_docs.tables(published, "###", counts),
        "## Views\n",
        *schema_docs.views(VIEWS, "###"),
        *schema_docs.reasons("##"),
        *schema_docs.examples("##"),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"
