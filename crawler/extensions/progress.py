"""Shows a crawl at work: a bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run
    from crawler.spiders.portal import PortalSpider

TERMINAL_SECS = 0.5
PLAIN_SECS = 10.0


class ProgressExtension:
    """On with the setting ``SHOW_PROGRESS``, which ``tuyengiao crawl`` and ``tuyengiao demo`` set."""

    def __init__(self, crawler: Crawler):
        if not crawler.settings.getbool("SHOW_PROGRESS"):
            raise NotConfigured
        self.console = Console(stderr=True)
        self.task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: PortalSpider) -> None:
        show = self._show_bar if self.console.is_terminal else self._show_lines
        self.task = asyncio.get_running_loop().create_task(show(spider.run))

    def spider_closed(self) -> None:
        if self.task:
            self.task.cancel()

    async def _show_bar(self, run: Run) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
        )
        started = time.monotonic()
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task("crawling", rate="", total=None)
            while True:
                await asyncio.sleep(TERMINAL_SECS)
                done, total = pages_done(run), pages_known(run)
                rate = done / max(time.monotonic() - started, 0.001)
                progress.update(
                    task, completed=done, total=total, description=describe(run), rate=f"{rate:.1f} pages/s"
                )

    async def _show_lines(self, run: Run) -> None:
        while True:
            await asyncio.sleep(PLAIN_SECS)
            print(f"{pages_done(run)} of {pages_known(run)} pages; {describe(run)}", file=sys.stderr, flush=True)


def describe(run: Run) -> str:
    """Counts so far in words."""
    counts = run.counts.values()
    new, changed = sum(c.new for c in counts), sum(c.changed for c in counts)
    refused = sum(c.refused.total() for c in counts)
    return f"{new} new, {changed} changed, {refused} refused"


def pages_done(run: Run) -> int:
    """Pages of this crawl with an outcome."""
    return sum(c.listings + c.stored + c.outside + c.refused.total() for c in run.counts.values())


def pages_known(run: Run) -> int:
    """Pages with an outcome plus those still due, as far as they are known now."""
    slugs = list(run.portals)
    (waiting,) = run.connection.execute(
        f"""SELECT count(*) FROM frontier WHERE portal IN ({", ".join("?" * len(slugs))})
            AND state IN ('pending', 'claimed') AND kind != 'robots'""",
        slugs,
    ).fetchone()
    return pages_done(run) + int(waiting)
