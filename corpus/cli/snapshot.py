"""``tuyengiao snapshot``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from corpus.cli.output import print_json, print_table
from corpus.paths import DataFolder
from corpus.snapshot import DEFAULT_LEVEL, write_snapshot


@click.command()
@click.option(
    "--level",
    type=click.IntRange(1, 19),
    default=DEFAULT_LEVEL,
    show_default=True,
    help="Zstandard's compression level: higher is smaller and slower.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def snapshot(data: DataFolder, level: int, as_json: bool) -> None:
    """Publish a frozen copy of the corpus.

    Writes snapshots/DATE/ (UTC) under the data folder: corpus.db.zst, SHA256SUMS and a README with the schema.
    It is checked and counted before it gets its name. A crawl may be running meanwhile.

    \b
    Example:
      tuyengiao snapshot
      tuyengiao --data data/demo snapshot --level 19 --json
    """

    def report(step: str) -> None:
        click.echo(f"snapshot: {step}", err=True)

    made = write_snapshot(data.corpus, data.snapshots, now=datetime.now(UTC), level=level, report=report)
    for warning in made.warnings:
        click.echo(f"snapshot: {warning}", err=True)
    if as_json:
        print_json(
            {
                "path": str(made.path),
                "size_bytes": made.size_bytes,
                "sha256": made.sha256,
                "unpacked_bytes": made.unpacked_bytes,
                "unpacked_sha256": made.unpacked_sha256,
                "counts": made.counts,
                "warnings": made.warnings,
            }
        )
        return
    click.echo(f"{made.path}")
    click.echo(f"{made.size_bytes:,} bytes ({made.unpacked_bytes:,} unpacked), SHA-256 {made.sha256}")
    print_table(("table", "rows"), made.counts.items(), right=("rows",))
