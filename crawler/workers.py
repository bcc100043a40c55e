"""Worker processes under a watchdog: parsing of what strangers sent never runs in the crawl process."""

from __future__ import annotations

import asyncio
import gc
import importlib
import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any, TypeVar, cast

import psutil
from pebble import ProcessExpired, ProcessPool

from crawler.items import Page
from crawler.portals import Portal

Result = TypeVar("Result")
PRELOAD = ("pipelines.extract", "crawler.discovery")
"""Imported once in the fork server, so that a replaced worker starts in milliseconds, not in a second."""
MEMORY_CHECK_SECS = 0.25
FIND_WORKERS_SECS = 2.0
"""How often the worker processes are looked up: that reads all of /proc (15 ms with 100 processes)."""

_portals: dict[str, Portal] = {}


class WorkerFailure(Exception):
    """The worker could not finish: *reason* is extract_timeout, memory or worker_died."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Workers:
    """A pool of processes that apply a module-level function to ``(page, portal)``.

    A page that takes longer than *timeout_secs*, or makes its worker grow past *memory_limit_bytes*,
    costs that page alone.
    """

    def __init__(
        self,
        portals: Iterable[Portal],
        *,
        count: int,
        timeout_secs: float,
        memory_limit_bytes: int,
        tasks_per_worker: int,
    ):
        self.timeout_secs = timeout_secs
        self.memory_limit_bytes = memory_limit_bytes
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(PRELOAD))
        self.pool = ProcessPool(
            max_workers=count,
            max_tasks=tasks_per_worker,
            initializer=_initialize,
            initargs=({portal.slug: portal for portal in portals},),
            context=context,
        )
        self.killed_for_memory: dict[int, int] = {}
        self.cpu_secs: Counter[str] = Counter()
        """CPU time that workers spent, by function name, seconds."""
        self._watch: asyncio.Task[None] | None = None

    async def apply(self, function: Callable[[Page, Portal], Result], page: Page) -> Result:
        """``function(page, portal)`` in a worker. Raises ``WorkerFailure``, or what the function raised."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._watch_memory())
        future = self.pool.schedule(
            _apply, args=(f"{function.__module__}:{function.__qualname__}", page), timeout=self.timeout_secs
        )
        try:
            result, cpu_secs = await asyncio.wrap_future(future)
        except (FutureTimeoutError, TimeoutError):
            raise WorkerFailure("extract_timeout", f"more than {self.timeout_secs:g} s") from None
        except ProcessExpired as error:
            size_bytes = self.killed_for_memory.pop(error.pid or 0, None)
            if size_bytes is not None:
                raise WorkerFailure("memory", f"worker grew to {size_bytes // 2**20} MiB") from None
            raise WorkerFailure("worker_died", f"exit status {error.exitcode}") from None
        self.cpu_secs[function.__name__] += cpu_secs
        return cast("Result", result)

    async def _watch_memory(self) -> None:
        """Kill workers that outgrow the limit: from outside, since libraries swallow MemoryError within."""
        processes: list[psutil.Process] = []
        found_at = 0.0
        while True:
            await asyncio.sleep(MEMORY_CHECK_SECS)
            if time.monotonic() - found_at > FIND_WORKERS_SECS:
                processes = psutil.Process().children(recursive=True)
                found_at = time.monotonic()
            for process in processes:
                try:
                    size_bytes = process.memory_info().rss
                    if size_bytes > self.memory_limit_bytes:
                        self.killed_for_memory[process.pid] = size_bytes
                        process.kill()
                except psutil.Error:  # it ended meanwhile
                    continue

    async def close(self) -> None:
        """Stop the processes; tasks still running are given up."""
        if self._watch:
            self._watch.cancel()
        self.pool.stop()
        await asyncio.to_thread(self.pool.join, 10)


def _initialize(portals: dict[str, Portal]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is imported by now lives as long as the process: looking through it again and again for
    # garbage took a quarter of the time of reading links.
    gc.collect()
    gc.freeze()
    _portals.update(portals)


def _apply(name: str, page: Page) -> tuple[Any, float]:
    """The function's result and the CPU time that it took, seconds."""
    started = time.process_time()
    module, _, function = name.partition(":")
    result = getattr(importlib.import_module(module), function)(page, _portals[page.context.portal])
    return result, time.process_time() - started
