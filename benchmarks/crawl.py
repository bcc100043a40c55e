"""Articles a second of ``tuyengiao crawl`` beside a plain spider, in one run on loopback.

Politeness off (delay 0, still one connection a host), archiving and search index on. The sites are the
five demonstration families with synthetic articles on pages of 60 to 125 KB, served by a process of its
own that renders each page beforehand.

    python -m benchmarks.crawl --pages 2000
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.demo.portals import write_portal_files

FAMILIES = ("nukeviet", "sharepoint", "liferay", "vnptportal", "dotnetnuke")
STEPS = {
    "links": "feeds, sitemaps and listings read for links",
    "archive": "WARC records compressed and written",
    "extract": "pages turned into articles",
    "store": "committed, search index included",
}


@dataclass(frozen=True)
class Measured:
    articles: int
    seconds: float
    cpu_secs: float
    """User and system time of the process and its children."""

    @property
    def rate(self) -> float:
        return self.articles / self.seconds


def serve(pages: int, port_base: int) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start the sites; returns the process and their addresses by family."""
    sites = [part for family in FAMILIES for part in ("--site", family)]
    command = [sys.executable, "-m", "corpus.demo.server", "--heavy", "--count", str(pages // len(FAMILIES))]
    server = subprocess.Popen([*command, "--port-base", str(port_base), *sites], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    addresses = {}
    for _ in FAMILIES:
        name, url = server.stdout.readline().split()
        addresses[name] = url
    return server, addresses


def measure(command: list[str], database: Path, output: Path) -> Measured:
    """Run *command*, its standard output to *output*; count the articles it stored."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with output.open("w", encoding="utf-8") as file:
        subprocess.run(command, check=True, stdout=file, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with sqlite3.connect(database) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    cpu_secs = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(articles, seconds, cpu_secs)


def run(pages: int, port_base: int, folder: Path) -> dict[str, object]:
    """Both crawls, the plain one first, on the same server."""
    server, addresses = serve(pages, port_base)
    try:
        plain = measure(
            [sys.executable, "-m", "benchmarks.plain_spider", str(folder / "plain.db"), *addresses.values()],
            folder / "plain.db",
            folder / "plain.out",
        )
        files = write_portal_files(folder / "portals", addresses)
        options = [part for file in files for part in ("--portal-file", str(file))]
        ours = measure(
            [sys.executable, "-m", "corpus.cli", "--data", str(folder / "data"), "crawl", "--json", *options],
            folder / "data" / "corpus.db",
            folder / "ours.json",
        )
    finally:
        server.terminate()
        server.wait()
    summary = json.loads((folder / "ours.json").read_text(encoding="utf-8"))
    steps = {step: summary["cpu_seconds"].get(step, 0.0) for step in STEPS}
    # What remains of the crawl process is Scrapy: requests, responses, scheduling.
    steps["fetch"] = summary["cpu_seconds"]["process"] - steps["archive"] - steps["store"]
    # Worker processes are children of the fork server, which the system does not add to ours.
    ours = dataclasses.replace(ours, cpu_secs=sum(steps.values()))
    return {
        "pages": pages,
        "plain": plain,
        "ours": ours,
        "ratio": ours.rate / plain.rate,
        "cpu_ms_per_article": {step: 1000 * secs / ours.articles for step, secs in steps.items()},
    }


def show(result: dict[str, object]) -> None:
    plain, ours = result["plain"], result["ours"]
    assert isinstance(plain, Measured)
    assert isinstance(ours, Measured)
    for name, measured in (("plain spider", plain), ("tuyengiao crawl", ours)):
        print(
            f"{name:16} {measured.articles:6} articles {measured.seconds:8.1f} s {measured.rate:8.1f} articles/s "
            f"{1000 * measured.cpu_secs / measured.articles:7.1f} ms CPU an article"
        )
    print(f"ratio of rates: {result['ratio']:.1f}")
    print("CPU per article of tuyengiao crawl, ms:")
    steps = result["cpu_ms_per_article"]
    assert isinstance(steps, dict)
    for step in ("fetch", *STEPS):
        print(f"  {step:8} {steps[step]:6.2f}  {STEPS.get(step, 'Scrapy: requests, responses, scheduling')}")
    print(f"({os.cpu_count()} cores, server included)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="articles on all sites together")
    parser.add_argument("--port-base", type=int, default=8821, help="first of five ports")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show(run(options.pages, options.port_base, Path(folder)))


if __name__ == "__main__":
    main()
