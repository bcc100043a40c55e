"""The watchdog over worker processes: a bad page costs itself and nothing else."""

import datetime as dt
import os
import signal
import time

import pytest

from crawler.items import Context, Page
from crawler.portals import Portal
from crawler.workers import WorkerFailure, Workers

PORTAL = Portal(
    slug="kontum", name="x", organ="x", level="province", kind="tuyengiao", province="kontum", hosts=("a.example",),
    evidence=("own",),
)  # fmt: skip
CONTEXT = Context(portal="kontum", portal_digest="a", crawl_id=1, frontier_id=1, kind="article")


def page(body: bytes) -> Page:
    return Page(
        url="https://a.example/1",
        requested_url="https://a.example/1",
        status=200,
        content_type="text/html",
        body=body,
        fetched_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        context=CONTEXT,
    )


def behave(page: Page, portal: Portal) -> str:
    """What the tests run in a worker; the page's body says how it behaves."""
    if page.body == b"hang":
        time.sleep(60)
    if page.body == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    if page.body == b"grow":
        kept = []
        while True:
            kept.append(bytearray(8 * 2**20))
            time.sleep(0.01)
    if page.body == b"raise":
        raise ValueError("our fault")
    return f"{portal.slug} {page.body.decode()}"


@pytest.fixture
async def workers():
    made = Workers([PORTAL], count=2, timeout_secs=3, memory_limit_bytes=600 * 2**20, tasks_per_worker=100)
    yield made
    await made.close()


async def test_a_function_is_applied_to_page_and_portal(workers):
    assert await workers.apply(behave, page(b"good")) == "kontum good"


async def test_an_exception_of_the_function_is_raised(workers):
    with pytest.raises(ValueError, match="our fault"):
        await workers.apply(behave, page(b"raise"))


@pytest.mark.parametrize(
    ("body", "reason"), [(b"hang", "extract_timeout"), (b"die", "worker_died"), (b"grow", "memory")]
)
async def test_a_bad_page_costs_itself_alone(workers, body, reason):
    import asyncio

    bad = asyncio.create_task(workers.apply(behave, page(body)))
    good = [asyncio.create_task(workers.apply(behave, page(b"good %d" % n))) for n in range(6)]
    with pytest.raises(WorkerFailure) as caught:
        await bad
    assert caught.value.reason == reason
    assert [await task for task in good] == [f"kontum good {n}" for n in range(6)]


async def test_cpu_time_is_counted_by_function(workers):
    await workers.apply(behave, page(b"good"))
    assert workers.cpu_secs["behave"] >= 0
    assert set(workers.cpu_secs) == {"behave"}
