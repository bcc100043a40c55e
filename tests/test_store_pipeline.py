"""Batches: an outcome that cannot be written costs itself alone, and counts are those of what was committed."""

import datetime as dt
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from test_store import ARTICLE, connection  # noqa: F401  a fixture

from crawler import frontier
from crawler.counts import PortalCounts
from crawler.items import Context, Page
from crawler.options import CrawlOptions
from crawler.portals import Portal, load_family
from pipelines.extracted import Extracted
from pipelines.store import StorePipeline

NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def pipeline(connection):  # noqa: F811
    family = load_family("nukeviet")
    portal = Portal(
        slug="kontum", name="x", organ="x", level="province", kind="tuyengiao", province="kontum",
        hosts=("portal.example",), evidence=("own",), article=family.article, canonical=family.canonical,
    )  # fmt: skip
    run = SimpleNamespace(
        connection=connection,
        counts={"kontum": PortalCounts()},
        portals={"kontum": portal},
        options=CrawlOptions(),
        crawl_id=1,
        archive=None,
        cpu_secs={"store": 0.0},
        write_counts=lambda: None,
        failure=None,
        changed_hosts=set(),
    )
    settings = Settings({"STORE_BATCH_ROWS": 100, "STORE_FLUSH_SECS": 0.01})
    return StorePipeline(SimpleNamespace(spider=SimpleNamespace(run=run), settings=settings))


def extracted(pipeline, number, **changes):
    import dataclasses

    connection = pipeline.run.connection  # noqa: F811
    url = f"https://portal.example/tin-tuc/bai-{number}.html"
    from crawler.items import Link

    portal = pipeline.run.portals["kontum"]
    frontier.insert(
        connection, portal, Link(url=url, kind="article"), url, via=None, depth=0, now="2024-05-01T00:00:00Z"
    )
    (row_id,) = connection.execute("SELECT id FROM frontier WHERE url = ?", (url,)).fetchone()
    pipeline.run.counts["kontum"].claimed_articles += 1
    context = Context(portal="kontum", portal_digest="aaaa", crawl_id=1, frontier_id=row_id, kind="article")
    page = Page(
        url=url, requested_url=url, status=200, content_type="text/html", body=b"x", fetched_at=NOW, context=context,
        capture_id=number,
    )  # fmt: skip
    article = dataclasses.replace(ARTICLE, article_key=str(number), url=url, **changes)
    return Extracted(article=article, page=page)


def titles(pipeline):
    return [title for (title,) in pipeline.run.connection.execute("SELECT title FROM articles ORDER BY title")]


def test_a_batch_stores_its_outcomes(pipeline):
    pipeline._commit([], [extracted(pipeline, 1, title="Một"), extracted(pipeline, 2, title="Hai")])
    assert titles(pipeline) == ["Hai", "Một"]
    assert pipeline.run.counts["kontum"].new == 2


def test_an_outcome_that_cannot_be_written_is_refused_alone(pipeline):
    items = [
        extracted(pipeline, 1, title="Một"),
        extracted(pipeline, 2, title=None),
        extracted(pipeline, 3, title="Ba"),
    ]
    pipeline._commit([], items)
    assert titles(pipeline) == ["Ba", "Một"]
    rows = pipeline.run.connection.execute("SELECT reason, url, capture_id FROM refusals").fetchall()
    assert rows == [("error", "https://portal.example/tin-tuc/bai-2.html", 2)]


def test_counts_are_those_of_what_was_committed(pipeline):
    pipeline._commit([], [extracted(pipeline, 1), extracted(pipeline, 2, title=None)])
    counts = pipeline.run.counts["kontum"]
    assert (counts.new, counts.refused["error"], counts.claimed_articles) == (1, 1, 0)


def test_a_batch_that_cannot_be_written_changes_nothing(pipeline):
    import sqlite3

    pipeline.run.write_counts = lambda: pipeline.run.connection.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.OperationalError):
        pipeline._commit([], [extracted(pipeline, 1)])
    assert titles(pipeline) == []
    assert pipeline.run.counts["kontum"].new == 0
