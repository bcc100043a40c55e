"""One crawl of a site on which everything goes wrong that can: each page has its own named outcome."""

import gzip
import itertools
import json
import sqlite3

import pytest
from loopback import Answer, Site, crawl, listing, nukeviet_article, portal_file, serve

GOOD = "/tin-tuc/bai-tot-1.html"
PAGES = {
    "/tin-tuc/bai-mat-2.html": "not_found",
    "/tin-tuc/bai-loi-3.html": "http_error",
    "/tin-tuc/bai-rong-4.html": "empty",
    "/tin-tuc/bai-ngoai-5.html": "offsite",
    "/tin-tuc/bai-vong-6.html": "redirect_loop",
    "/tin-tuc/bai-cam-7.html": "robots",
    "/tin-tuc/bai-lon-8.html": "too_large",
    "/tin-tuc/bai-cham-9.html": "timeout",
    "/tin-tuc/bai-dut-10.html": "connection",
    "/tin-tuc/bai-bom-11.html": "too_large",
    "/tin-tuc/bai-pdf-12.html": "not_html",
    "/tin-tuc/bai-sau-13.html": "too_deep",
    "/tin-tuc/bai-danh-sach-14.html": "listing",
    "/tin-tuc/bai-trong-15.html": "no_content",
}


def build() -> Site:
    site = Site()
    site.page("/robots.txt", "User-agent: *\nDisallow: /tin-tuc/bai-cam-\n", content_type="text/plain")
    site.page("/", listing(GOOD, *PAGES))
    site.page(GOOD, nukeviet_article("Bài tốt"))
    site.page("/tin-tuc/bai-loi-3.html", "<h1>Lỗi</h1>", status=500)
    site.page("/tin-tuc/bai-rong-4.html", "")
    site.page("/tin-tuc/bai-ngoai-5.html", status=302, headers={"Location": "http://elsewhere.example/bai-5.html"})
    site.page("/tin-tuc/bai-vong-6.html", status=302, headers={"Location": "/tin-tuc/bai-vong-6.html?x=1"})
    site.page("/tin-tuc/bai-vong-6.html?x=1", status=302, headers={"Location": "/tin-tuc/bai-vong-6.html"})
    site.page("/tin-tuc/bai-cam-7.html", nukeviet_article("Bài cấm"))
    site.page("/tin-tuc/bai-lon-8.html", nukeviet_article("Bài lớn", text="x" * 17_000_000))
    site.page("/tin-tuc/bai-cham-9.html", nukeviet_article("Bài chậm"), delay_secs=8)
    site.page("/tin-tuc/bai-dut-10.html", nukeviet_article("Bài đứt"), cut_at=500)
    site.page(
        "/tin-tuc/bai-bom-11.html", gzip.compress(b"<p>" + b"0" * 60_000_000), headers={"Content-Encoding": "gzip"}
    )
    site.page("/tin-tuc/bai-pdf-12.html", b"%PDF-1.4\n" + b"\0" * 3000, content_type="application/pdf")
    site.page("/tin-tuc/bai-sau-13.html", "<html><body>" + "<div>" * 100_000 + "sâu")
    items = "".join(f'<li><a href="/tin-tuc/khac-{n}.html">Hội nghị lần thứ {n} của tỉnh</a></li>' for n in range(40))
    site.page("/tin-tuc/bai-danh-sach-14.html", f"<html><body><h1>Tin tức</h1><ul>{items}</ul></body></html>")
    site.page("/tin-tuc/bai-trong-15.html", nukeviet_article("Bài trống").split('<div class="hometext"')[0])
    return site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outcomes")
    with serve(build()) as site:
        file = portal_file(folder, site)
        process = crawl(folder / "data", file, "-s", "DOWNLOAD_TIMEOUT=3", "-s", "RETRY_TIMES=0")
    connection = sqlite3.connect(folder / "data" / "corpus.db")
    connection.row_factory = sqlite3.Row
    return process, connection, site


@pytest.mark.parametrize(("path", "reason"), PAGES.items(), ids=list(PAGES.values()))
def test_each_fault_has_its_own_reason(crawled, path, reason):
    _, connection, site = crawled
    row = connection.execute("SELECT * FROM refusals WHERE url = ?", (f"http://{site.host}{path}",)).fetchone()
    assert row is not None
    assert row["reason"] == reason


def test_the_good_article_is_stored(crawled):
    _, connection, _ = crawled
    assert [row["title"] for row in connection.execute("SELECT title FROM articles")] == ["Bài tốt"]


def test_refusals_are_counted_by_reason(crawled):
    _, connection, _ = crawled
    (row,) = connection.execute("SELECT refused FROM crawl_portals")
    in_table = dict(connection.execute("SELECT reason, count(*) FROM refusals GROUP BY reason").fetchall())
    assert json.loads(row["refused"]) == in_table


def test_every_page_that_was_asked_for_has_an_outcome(crawled):
    _, connection, _ = crawled
    assert connection.execute("SELECT count(*) FROM frontier WHERE state IN ('pending', 'claimed')").fetchone()[0] == 0


def test_no_request_went_past_robots(crawled):
    assert "/tin-tuc/bai-cam-7.html" not in crawled[2].requests


def test_robots_is_asked_first(crawled):
    assert crawled[2].requests[0] == "/robots.txt"


def test_faults_of_the_site_are_no_fault_of_the_crawl(crawled):
    process, _, _ = crawled
    assert process.returncode == 0, process.stderr


def test_a_portal_that_was_crawled_well_is_active(crawled):
    _, connection, _ = crawled
    (row,) = connection.execute("SELECT state, state_since, last_good_crawl_id FROM portals")
    assert (row["state"], row["state_since"] is not None, row["last_good_crawl_id"]) == ("active", True, 1)


def test_redirects_errors_and_robots_are_archived(crawled):
    _, connection, _ = crawled
    kinds = set(connection.execute("SELECT kind, status FROM captures").fetchall())
    assert {("robots", 200), ("article", 302), ("article", 404), ("article", 500), ("article", None)} <= {
        tuple(kind) for kind in kinds
    }


def test_refusals_of_answered_pages_name_their_capture(crawled):
    _, connection, site = crawled
    row = connection.execute(
        """SELECT c.status FROM refusals AS r JOIN captures AS c ON c.id = r.capture_id
           WHERE r.url = ?""",
        (f"http://{site.host}/tin-tuc/bai-loi-3.html",),
    ).fetchone()
    assert row["status"] == 500


def test_the_user_agent_names_the_software_and_the_contact(crawled):
    agents = {headers.get("user-agent") for headers in crawled[2].request_headers}
    assert all(agent.startswith("TuyengiaoCorpus/") and "contact: " in agent for agent in agents)


def once(site: Site, tmp_path, *options, family="nukeviet", more=""):
    with serve(site):
        return crawl(tmp_path / "data", portal_file(tmp_path, site, family=family, more=more), *options)


def table(tmp_path, sql):
    return sqlite3.connect(tmp_path / "data" / "corpus.db").execute(sql).fetchall()


def test_robots_that_fail_with_5xx_stop_everything_for_now(tmp_path):
    site = Site()
    site.page("/robots.txt", "", status=503)
    site.page("/", listing(GOOD))
    process = once(site, tmp_path)
    assert set(site.requests) == {"/robots.txt"}
    assert process.returncode == 1
    assert table(tmp_path, "SELECT count(*) FROM frontier WHERE state = 'pending'")[0][0] > 0


def test_robots_that_are_absent_allow_everything(tmp_path):
    site = Site()
    site.page("/", listing(GOOD))
    site.page(GOOD, nukeviet_article("Bài tốt"))
    assert once(site, tmp_path).summary["portals"][0]["new"] == 1


def test_a_portal_that_cannot_be_reached_is_a_failed_crawl(tmp_path):
    site = Site()
    with serve(site):
        file = portal_file(tmp_path, site)
    process = crawl(tmp_path / "data", file)
    assert process.returncode == 1
    assert table(tmp_path, "SELECT state FROM crawl_portals") == [("failed",)]


def test_max_articles_leaves_the_rest_pending(tmp_path):
    site = Site()
    paths = [f"/tin-tuc/bai-{n}.html" for n in range(1, 11)]
    site.page("/", listing(*paths))
    for path in paths:
        site.page(path, nukeviet_article(path))
    assert once(site, tmp_path, "--max-articles", 3).summary["portals"][0]["new"] == 3
    assert table(tmp_path, "SELECT count(*) FROM frontier WHERE kind = 'article' AND state = 'pending'") == [(7,)]


def test_max_pages_bounds_the_requests(tmp_path):
    site = Site()
    paths = [f"/tin-tuc/bai-{n}.html" for n in range(1, 11)]
    site.page("/", listing(*paths))
    once(site, tmp_path, "--max-pages", 4)
    assert len([path for path in site.requests if path != "/robots.txt"]) == 4


def test_since_leaves_older_articles_pending_with_their_date(tmp_path):
    site = Site()
    site.page("/", listing("/tin-tuc/cu-1.html", "/tin-tuc/moi-2.html"))
    site.page("/tin-tuc/cu-1.html", nukeviet_article("Bài cũ", day="01/02/2020"))
    site.page("/tin-tuc/moi-2.html", nukeviet_article("Bài mới", day="01/02/2024"))
    once(site, tmp_path, "--since", "2023-01-01")
    assert table(tmp_path, "SELECT title FROM articles") == [("Bài mới",)]
    assert table(tmp_path, "SELECT state, listed_at FROM frontier WHERE url LIKE '%cu-1%'")[0][0] == "pending"
    assert table(tmp_path, "SELECT count(*) FROM refusals WHERE kind = 'article'") == [(0,)]


def test_unchanged_pages_are_asked_for_with_validators(tmp_path):
    site = Site()
    site.answers["/"] = lambda time: Answer(
        listing(GOOD) if time == 1 else "", status=200 if time == 1 else 304, headers={"ETag": '"abc"'}
    )
    site.page(GOOD, nukeviet_article("Bài tốt"))
    with serve(site):
        file = portal_file(tmp_path, site)
        crawl(tmp_path / "data", file)
        site.request_headers.clear()
        second = crawl(tmp_path / "data", file)
    assert '"abc"' in [headers.get("if-none-match") for headers in site.request_headers]
    assert second.summary["portals"][0]["listings"] == 1
    assert site.requests.count(GOOD) == 1


def test_an_edit_is_noticed_by_a_full_crawl(tmp_path):
    site = Site()
    site.page("/", listing(GOOD))
    site.answers[GOOD] = lambda time: Answer(nukeviet_article("Bài tốt" if time == 1 else "Bài đã sửa"))
    with serve(site):
        file = portal_file(tmp_path, site)
        crawl(tmp_path / "data", file)
        second = crawl(tmp_path / "data", file, "--full")
    assert second.summary["portals"][0]["changed"] == 1
    assert table(tmp_path, "SELECT title, version_number FROM articles") == [("Bài đã sửa", 2)]


def test_a_fault_of_ours_is_refused_as_error_and_fails_the_crawl(tmp_path):
    site = Site()
    site.page("/", listing(GOOD, "/tin-tuc/bai-hai-2.html"))
    site.page(GOOD, nukeviet_article("Bài tốt"))
    site.page("/tin-tuc/bai-hai-2.html", nukeviet_article("Bài hai"))
    pipelines = json.dumps(
        {
            "faulty.FaultyPipeline": 500,
            "pipelines.store.StorePipeline": 900,
            "pipelines.extract_pipeline.ExtractPipeline": 100,
        }
    )
    (tmp_path / "faulty.py").write_text(
        "class FaultyPipeline:\n"
        "    def process_item(self, item):\n"
        "        if getattr(getattr(item, 'article', None), 'title', '') == 'Bài hai':\n"
        "            raise ValueError('our fault')\n"
        "        return item\n",
        encoding="utf-8",
    )
    with serve(site):
        file = portal_file(tmp_path, site)
        process = crawl(
            tmp_path / "data", file, "-s", f"ITEM_PIPELINES={pipelines}", environment={"PYTHONPATH": str(tmp_path)}
        )
    assert process.returncode == 1
    assert table(tmp_path, "SELECT title FROM articles") == [("Bài tốt",)]
    (row,) = table(
        tmp_path,
        """SELECT r.reason, r.detail, c.status FROM refusals AS r JOIN captures AS c ON c.id = r.capture_id
           WHERE r.kind = 'article'""",
    )
    assert row == ("error", "ValueError: our fault", 200)
    assert table(tmp_path, "SELECT errors FROM crawl_portals") == [(1,)]


def test_a_page_claimed_six_times_in_vain_is_set_aside(tmp_path):
    site = Site()
    site.page("/", listing(GOOD, "/tin-tuc/bai-giet-2.html"))
    site.page(GOOD, nukeviet_article("Bài tốt"))
    site.page("/tin-tuc/bai-giet-2.html", nukeviet_article("Bài giết"))
    with serve(site):
        file = portal_file(tmp_path, site)
        crawl(tmp_path / "data", file, "--max-articles", 1)
        connection = sqlite3.connect(tmp_path / "data" / "corpus.db")
        with connection:
            connection.execute("UPDATE frontier SET attempts = 6 WHERE url LIKE '%bai-giet-2%'")
        connection.close()
        site.requests.clear()
        process = crawl(tmp_path / "data", file)
    assert process.summary["portals"][0]["refused"]["attempts"] == 1
    assert "/tin-tuc/bai-giet-2.html" not in site.requests
    assert table(tmp_path, "SELECT reason FROM refusals WHERE url LIKE '%bai-giet-2%'") == [("attempts",)]
    assert table(tmp_path, "SELECT title FROM articles") == [("Bài tốt",)]


def test_articles_are_read_for_links_only_where_the_portal_file_says_so(tmp_path):
    linked = nukeviet_article("Bài tốt").replace(
        "</body>",
        '<ul><li><a href="/tin-tuc/bai-an-2.html">Hội nghị báo cáo viên quý hai của tỉnh</a></li></ul></body>',
    )
    for folder, more, wanted in (("no", "", 1), ("yes", "[discovery]\nfrom_articles = true", 2)):
        site = Site()
        site.page("/", listing(GOOD))
        site.page(GOOD, linked)
        site.page("/tin-tuc/bai-an-2.html", nukeviet_article("Bài ẩn"))
        (tmp_path / folder).mkdir()
        assert once(site, tmp_path / folder, more=more).summary["portals"][0]["new"] == wanted


def test_a_listing_taken_for_an_article_is_read_as_a_listing(tmp_path):
    from loopback import TEXT

    def plain(title: str) -> str:
        return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p><p>{TEXT} Hết.</p></article></body></html>"

    site = Site()
    paths = [f"/2024/05/bai-viet-so-{n}-ve-hoi-nghi-bao-cao-vien/" for n in range(1, 9)]
    hidden = "/chuyen-de-hoc-tap-va-lam-theo-tu-tuong-cua-bac-nam-2024/"
    site.page("/", listing(*paths[:4], hidden))
    site.page(hidden, listing(*paths))
    for path in paths:
        site.page(path, plain(f"Bài {path}"))
    process = once(site, tmp_path, family="generic")
    assert process.summary["portals"][0]["new"] == 8, process.summary
    assert table(tmp_path, f"SELECT kind, state FROM frontier WHERE url LIKE '%{hidden}'") == [("listing", "stored")]


def test_a_store_that_breaks_down_ends_the_crawl_and_says_so(tmp_path):
    site = Site()
    site.page("/", listing(GOOD))
    site.page(GOOD, nukeviet_article("Bài tốt"))
    pipelines = json.dumps({"broken.BrokenStore": 900, "pipelines.extract_pipeline.ExtractPipeline": 100})
    (tmp_path / "broken.py").write_text(
        "from pipelines.store import StorePipeline\n"
        "class BrokenStore(StorePipeline):\n"
        "    def _commit(self, captures, items):\n"
        "        raise RuntimeError('broken down')\n",
        encoding="utf-8",
    )
    with serve(site):
        process = crawl(
            tmp_path / "data",
            portal_file(tmp_path, site),
            "-s",
            f"ITEM_PIPELINES={pipelines}",
            environment={"PYTHONPATH": str(tmp_path)},
        )
    assert process.returncode == 5
    assert "cannot store: RuntimeError: broken down" in process.summary["failure"]
    assert table(tmp_path, "SELECT state FROM crawls") == [("failed",)]
    assert table(tmp_path, "SELECT count(*) FROM frontier WHERE state = 'claimed'") == [(0,)]


def test_a_crawl_delay_of_robots_is_kept_between_any_two_requests(tmp_path):
    import time

    times = []

    def answer(body):
        def give(_):
            times.append(time.monotonic())
            return Answer(body)

        return give

    site = Site()
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 1\n", content_type="text/plain")
    site.answers["/rss/"] = answer("")
    site.answers["/"] = answer(listing(GOOD))
    site.answers[GOOD] = answer(nukeviet_article("Bài tốt"))
    once(site, tmp_path, "--max-pages", 6)
    assert len(times) >= 2
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.95
