from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading_corpus import make_corpus

from corpus.database import open_corpus
from corpus.status import CorpusStatus, corpus_status


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusStatus]:
    db = open_corpus(make_corpus(tmp_path_factory.mktemp("status") / "corpus.db"))
    yield corpus_status(db.conn)
    db.close()


def test_totals(status: CorpusStatus) -> None:
    assert (status.articles, status.versions) == (6, 7)


def test_span_of_dates(status: CorpusStatus) -> None:
    assert (status.first_published, status.last_published) == ("2021-12-30", "2025-03-01T08:05:00+07:00")


def test_refused_by_reason_most_frequent_first(status: CorpusStatus) -> None:
    assert list(status.refused.items()) == [("not_found", 2), ("no_content", 1)]


def test_pending_by_kind(status: CorpusStatus) -> None:
    assert status.pending == {"article": 1}


def test_latest_crawl(status: CorpusStatus) -> None:
    assert status.latest_crawl is not None
    assert status.latest_crawl["state"] == "finished"


def test_portal_without_articles_is_there(status: CorpusStatus) -> None:
    portal = next(portal for portal in status.portals if portal.slug == "trunguong")
    assert (portal.articles, portal.last_published, portal.last_good_crawl_at) == (0, None, None)


def test_portal_counts(status: CorpusStatus) -> None:
    portal = next(portal for portal in status.portals if portal.slug == "hoabinh")
    facts = (portal.articles, portal.gone, portal.undated, portal.pending, portal.province)
    assert facts == (3, 1, 1, 1, "Hòa Bình")


def test_file_without_frontier_has_nothing_pending(tmp_path: Path) -> None:
    db = open_corpus(make_corpus(tmp_path / "corpus.db"), write=True)
    db.conn.execute("DROP TABLE frontier")
    assert corpus_status(db.conn).pending == {}
    db.close()


def test_empty_corpus_has_a_status(tmp_path: Path) -> None:
    db = open_corpus(tmp_path / "corpus.db", write=True)
    found = corpus_status(db.conn)
    assert (found.articles, found.portals, found.latest_crawl, found.last_published) == (0, (), None, None)
    db.close()


@pytest.mark.parametrize(
    ("pid", "state"),
    [(os.getpid(), "running"), (2**22 + 1, "killed"), (None, "killed")],
    ids=lambda value: value if isinstance(value, str) else "pid",
)
def test_a_crawl_whose_process_is_gone_is_not_running(tmp_path: Path, pid: int | None, state: str) -> None:
    connection = open_corpus(tmp_path / "corpus.db", write=True).conn
    connection.execute(
        "INSERT INTO crawls (started_at, state, options, software_version, pid) VALUES ('2026', 'running', '{}', '1', ?)",
        (pid,),
    )
    latest = corpus_status(connection).latest_crawl
    assert latest is not None
    assert latest["state"] == state
