"""``tuyengiao crawl``: the same run as ``scrapy crawl portal``, with a summary for people."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.cli.output import print_json, print_table
from corpus.errors import InputError, MachineError
from corpus.paths import DataFolder

if TYPE_CHECKING:
    from crawler.run import Run

EPILOG = """\b
Examples:
  tuyengiao crawl kontum khanhhoa
  tuyengiao crawl kontum --since 2024-01-01 --max-articles 200
  tuyengiao crawl --portal-file my-portal.toml --data /srv/corpus
"""


@click.command(epilog=EPILOG)
@click.argument("portals", nargs=-1)
@click.option(
    "--portal-file", "portal_files", multiple=True, type=click.Path(path_type=Path), help="A portal of your own."
)
@click.option("--since", metavar="DAY", help="Leave articles before this day (or month, or year) for another time.")
@click.option("--until", metavar="DAY", help="Leave articles after this day (or month, or year) for another time.")
@click.option("--max-articles", metavar="N", help="Store at most N articles of each portal.")
@click.option("--max-pages", metavar="N", help="Request at most N pages of each portal.")
@click.option("--section", help="Only the section with this slug or name.")
@click.option("--full", is_flag=True, help="Read listings to their end and fetch known articles again.")
@click.option("--contact", metavar="TEXT", help="Mail or web address of whoever crawls, for the User-Agent.")
@click.option(
    "-s", "--setting", "overrides", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting for this crawl."
)
@click.option(
    "--log-level",
    type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"], case_sensitive=False),
    default="WARNING",
    show_default=True,
    help="How much Scrapy says on standard error.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_obj
def crawl(
    folder: DataFolder,
    /,
    portals: tuple[str, ...],
    portal_files: tuple[Path, ...],
    contact: str | None,
    overrides: tuple[str, ...],
    log_level: str,
    as_json: bool,
    **options: Any,
) -> int:
    """Crawl PORTALS (slugs; all enabled ones if none is named) into the corpus.

    A crawl continues where the last one stopped. Exit status 1 means that something was lost or a
    portal could not be reached; 130 that it was interrupted, with everything so far kept.
    """
    arguments = {name: value for name, value in options.items() if value not in (None, "")}
    arguments["portals"] = ",".join(portals)
    arguments["portal_files"] = ",".join(str(path) for path in portal_files)
    settings: dict[str, Any] = {"LOG_LEVEL": log_level.upper()}
    if contact:
        settings["CONTACT"] = contact
    for override in overrides:
        name, equals, value = override.partition("=")
        if not equals:
            raise InputError(f"--setting {override}: write it as NAME=VALUE.")
        settings[name] = value
    run = run_crawl(folder, arguments, settings)
    summary = summarize(run)
    if as_json:
        print_json(summary)
    else:
        print_summary(summary)
    return run.exit_status


def run_crawl(folder: DataFolder, arguments: Mapping[str, Any], settings: Mapping[str, Any]) -> Run:
    """Run the spider ``portal`` by name with our settings plus *settings*; returns the finished run.

    Raises ``UserError`` for what the user can mend, before any request is made.
    """
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    project = get_project_settings()
    project.setdict({"CORPUS_DATA": str(folder.root), "SHOW_PROGRESS": True, **settings}, priority="cmdline")
    process = AsyncCrawlerProcess(project)
    crawler = process.create_crawler("portal")
    task = process.crawl(crawler, **arguments)
    process.start()
    error = task.exception() if task.done() and not task.cancelled() else None
    if error:
        raise error
    run: Run | None = getattr(crawler.spider, "run", None)
    if run is None:
        raise MachineError("the crawl could not start; run it again with --log-level DEBUG to see why.")
    if run.lock.is_locked and run.failure is None and was_interrupted(process):
        run.exit_status = 130  # a second Ctrl-C, or one in the first moments: the end is not in the crawl's record
    return run


def was_interrupted(process: object) -> bool:
    """True if Ctrl-C was pressed: Scrapy then replaces its first handler, by which a second one kills at once."""
    return signal.getsignal(signal.SIGINT) != getattr(process, "_signal_shutdown", None)


def summarize(run: Run) -> dict[str, Any]:
    """What came of a crawl, per portal and in all; plain values."""
    from crawler.run import is_unreached

    rows = []
    for slug, counts in run.counts.items():
        pages = counts.listings + counts.stored + counts.outside + counts.refused.total()
        rows.append(
            {
                "portal": slug,
                "requests": counts.requests,
                "listings": counts.listings,
                "found": counts.links_new,
                "new": counts.new,
                "changed": counts.changed,
                "unchanged": counts.unchanged,
                "outside": counts.outside,
                "gone": counts.gone,
                "refused": dict(sorted(counts.refused.items())),
                "is_reached": not is_unreached(counts),
                "selector_misses": counts.selector_misses,
                "seconds": round(counts.seconds, 1),
                "pages_per_second": round(pages / counts.seconds, 1) if counts.seconds else None,
            }
        )
    return {
        "crawl": run.crawl_id,
        "exit_status": run.exit_status,
        "failure": run.failure,
        "corpus": str(run.data.corpus),
        "cpu_seconds": {step: round(seconds, 2) for step, seconds in run.cpu_secs.items()},
        "portals": rows,
    }


def print_summary(summary: dict[str, Any]) -> None:
    """The table for people, then totals and what to do next."""
    header = ("portal", "listings", "found", "new", "changed", "unchanged", "refused", "seconds", "pages/s")
    rows = [
        (
            row["portal"],
            row["listings"],
            row["found"],
            row["new"],
            row["changed"],
            row["unchanged"],
            ", ".join(f"{reason} {count}" for reason, count in row["refused"].items()) or "-",
            row["seconds"],
            row["pages_per_second"],
        )
        for row in summary["portals"]
    ]
    print_table(header, rows, right=set(header) - {"portal", "refused"})
    stored = sum(row["new"] + row["changed"] for row in summary["portals"])
    click.echo(f"{stored} articles new or changed in {summary['corpus']} (crawl {summary['crawl']}).")
    if summary["failure"]:
        click.echo(f"tuyengiao: {summary['failure']}", err=True)
    elif summary["exit_status"] == 130:
        click.echo("Interrupted. What was done is kept; the same command goes on from here.")
    elif summary["exit_status"]:
        unreached = [row["portal"] for row in summary["portals"] if not row["is_reached"]]
        if unreached:
            names = ", ".join(unreached)
            click.echo(f"Not reached: {names}. Why stands in the table frontier, column reason.", err=True)
        if any("error" in row["refused"] for row in summary["portals"]) or not unreached:
            click.echo("Something was lost: see refusals in tuyengiao status.", err=True)
