"""A crawl that was killed or interrupted goes on, and ends with the corpus of an uninterrupted one."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from loopback import Answer, Site, crawl, listing, nukeviet_article, portal_file, serve

from corpus.folding import check_index

PAGES = 60


def build(delay_secs: float = 0.02) -> Site:
    site = Site()
    paths = [f"/tin-tuc/bai-{n}.html" for n in range(1, PAGES + 1)]
    for page in range(6):
        address = "/tin-tuc/" if page == 0 else f"/tin-tuc/page-{page + 1}/"
        following = f"/tin-tuc/page-{page + 2}/" if page < 5 else None
        site.page(address, listing(*paths[page * 10 : page * 10 + 10], next_page=following))
    site.page("/", listing(*paths[:10], next_page="/tin-tuc/page-2/"))
    for path in paths:
        site.page(path, nukeviet_article(f"Hội nghị {path}"), delay_secs=delay_secs)
    site.answers["/tin-tuc/bai-7.html"] = Answer("<h1>Lỗi</h1>", status=404)
    return site


def rows(data, sql):
    connection = sqlite3.connect(data / "corpus.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


PUBLIC = {
    "articles": "SELECT id, url, title, body, content_hash, version_number FROM articles ORDER BY id",
    "versions": "SELECT article_id, number, content_hash FROM article_versions ORDER BY 1, 2",
    "addresses": "SELECT url, article_id, kind FROM article_urls ORDER BY 1, 2",
    "refusals": "SELECT url, reason FROM refusals ORDER BY 1",
    "events": "SELECT article_id, kind FROM article_events ORDER BY 1, 2",
}


def outcome(data):
    return {name: rows(data, sql) for name, sql in PUBLIC.items()}


def start(data, file):
    return subprocess.Popen(
        [sys.executable, "-m", "corpus.cli", "--data", str(data), "crawl", "--portal-file", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    with serve(build(0)) as site:
        site.host_for_all = site.host
        crawl(folder / "data", portal_file(folder, site))
    return {
        name: [tuple(str(cell).replace(site.host, "HOST") for cell in row) for row in found]
        for name, found in outcome(folder / "data").items()
    }


def same_as(uninterrupted, data, host):
    """Ids hash the address, and the port differs from run to run: compare all but ids by address."""
    found = outcome(data)
    for name, left_out in (("articles", (0, 4)), ("refusals", ()), ("events", ())):
        wanted = sorted(tuple(c for i, c in enumerate(row) if i not in left_out) for row in uninterrupted[name])
        got = sorted(
            tuple(str(c).replace(host, "HOST") for i, c in enumerate(row) if i not in left_out) for row in found[name]
        )
        assert got == wanted, name
    assert len(found["versions"]) == len(uninterrupted["versions"])
    assert len(found["addresses"]) == len(uninterrupted["addresses"])


@pytest.mark.parametrize("seed", range(4))
def test_a_crawl_killed_again_and_again_ends_like_an_uninterrupted_one(tmp_path, uninterrupted, seed):
    chance = random.Random(seed)
    data = tmp_path / "data"
    with serve(build()) as site:
        file = portal_file(tmp_path, site)
        for _ in range(3):
            process = start(data, file)
            time.sleep(chance.uniform(1.5, 4.0))
            process.kill()
            process.communicate()
        last = crawl(data, file)
        assert last.returncode == 0, last.stderr
        same_as(uninterrupted, data, site.host)
    assert not rows(data, "SELECT url FROM frontier WHERE state IN ('claimed', 'pending')")
    connection = sqlite3.connect(data / "corpus.db")
    assert check_index(connection) is None
    connection.close()


def test_a_killed_crawl_is_marked_by_the_next_one(tmp_path):
    data = tmp_path / "data"
    with serve(build()) as site:
        file = portal_file(tmp_path, site)
        process = start(data, file)
        while not (data / "corpus.db").exists() or not rows_or_none(data):
            time.sleep(0.05)
        process.kill()
        process.communicate()
        crawl(data, file)
    assert [state for (state,) in rows(data, "SELECT state FROM crawls ORDER BY id")] == ["killed", "finished"]


def rows_or_none(data):
    try:
        return rows(data, "SELECT 1 FROM crawls")
    except sqlite3.OperationalError:
        return None


def test_ctrl_c_keeps_what_was_done_and_says_so(tmp_path):
    data = tmp_path / "data"
    with serve(build(0.1)) as site:
        file = portal_file(tmp_path, site)
        process = start(data, file)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(site.requests) < 12:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "Interrupted" in output
        (stored,) = rows(data, "SELECT count(*) FROM articles")[0]
        assert stored > 0
        assert rows(data, "SELECT state, exit_status FROM crawls") == [("interrupted", 130)]
        asked = set(site.requests)
        site.requests.clear()
        assert crawl(data, file).returncode == 0
        again = {path for path in site.requests if path in asked and "bai-" in path}
        assert not again - {"/tin-tuc/bai-7.html"}
    assert len(rows(data, "SELECT 1 FROM articles")) == PAGES - 1


def test_two_crawls_at_once_are_refused(tmp_path):
    data = tmp_path / "data"
    with serve(build(0.2)) as site:
        file = portal_file(tmp_path, site)
        first = start(data, file)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not site.requests:
            time.sleep(0.05)
        second = crawl(data, file)
        first.kill()
        first.communicate()
    assert second.returncode == 4
    assert "another crawl is writing" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
