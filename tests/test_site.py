from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from reading_corpus import make_corpus

from corpus.schema import SEARCH_TABLE, TABLES, VIEWS
from corpus.site.application import application
from corpus.site.configuration import FACETS, configuration
from corpus.site.pages import marked
from corpus.site.queries import queries


@pytest.fixture(scope="module")
def corpus_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("site") / "corpus.db")


@pytest.fixture
def site(corpus_path: Path) -> Datasette:
    return application(corpus_path)


async def text(site: Datasette, path: str, status: int = 200) -> str:
    response = await site.client.get(path)
    assert response.status_code == status, response.text
    return str(response.text)


async def rows(site: Datasette, path: str) -> list[dict[str, Any]]:
    response = await site.client.get(path + ("&" if "?" in path else "?") + "_shape=array")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = json.loads(response.text)
    return found


async def ids(site: Datasette, path: str) -> set[str]:
    return {row["id"] for row in await rows(site, path)}


# Pages


@pytest.mark.parametrize("name", [shape.name for shape in (*TABLES, *VIEWS)])
async def test_every_table_and_view_has_a_page(site: Datasette, name: str) -> None:
    await text(site, f"/corpus/{name}")


@pytest.mark.parametrize("name", list(queries()))
async def test_every_query_has_a_page(site: Datasette, name: str) -> None:
    assert html.escape(queries()[name]["title"]) in await text(site, f"/corpus/{name}")


async def test_front_page_has_a_search_box_and_every_portal(site: Datasette) -> None:
    page = await text(site, "/")
    assert 'action="/corpus/search"' in page
    for name in ("Ban Tuyên giáo Tỉnh ủy Kon Tum", "Tạp chí Trung ương"):
        assert name in page


async def test_front_page_counts_articles(site: Datasette) -> None:
    assert "<b>6</b> articles" in await text(site, "/")


async def test_no_page_names_a_foreign_host_for_scripts_styles_or_images(site: Datasette) -> None:
    for path in ("/", "/corpus", "/corpus/articles", "/corpus/articles/aaaa1", "/corpus/search?q=dang"):
        page = await text(site, path)
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="((?:https?:)?//[^"]+)', page)
        assert [address for address in loaded if not address.startswith("http://localhost/")] == []


async def test_style_sheet_is_served(site: Datasette) -> None:
    page = await text(site, "/")
    address = re.search(r'href="(/corpus-static/site\.css\?[0-9a-f]{8})"', page)
    assert address
    assert "prefers-color-scheme" in await text(site, address[1])


async def test_every_input_has_a_label(site: Datasette) -> None:
    for path in ("/", "/corpus/search?q=dang", "/corpus/changes", "/corpus"):
        page = await text(site, path)
        for control in re.findall(r'<(?:input|select|textarea)[^>]*\bid="([^"]+)"', page):
            assert f'for="{control}"' in page


# Descriptions


@pytest.mark.parametrize("shape", [*TABLES, *VIEWS], ids=lambda shape: shape.name)
async def test_every_column_is_described_on_its_page(site: Datasette, shape: Any) -> None:
    page = html.unescape(await text(site, f"/corpus/{shape.name}"))
    for column in shape.columns:
        assert f"<dt>{column.name}</dt><dd>{column.description}</dd>" in page


async def test_every_table_is_described_among_all_data(site: Datasette) -> None:
    page = html.unescape(await text(site, "/corpus"))
    for shape in (*TABLES, *VIEWS):
        assert shape.description in page


async def test_tables_of_the_index_are_hidden(site: Datasette) -> None:
    assert f"/corpus/{SEARCH_TABLE}_docsize" not in await text(site, "/corpus")


def test_facets_are_on_indexed_columns() -> None:
    articles = next(table for table in TABLES if table.name == "articles")
    indexed = {index.split(",")[0] for index in articles.indexes}
    assert set(FACETS) <= indexed


def test_metadata_names_the_database_after_the_file(tmp_path: Path) -> None:
    assert list(configuration(tmp_path / "corpus.db")["databases"]) == ["corpus"]


# The table of articles


async def test_articles_come_newest_first(site: Datasette) -> None:
    dates = [row["published_at"] for row in await rows(site, "/corpus/articles.json")]
    assert dates == sorted(dates, key=lambda date: date or "", reverse=True)


@pytest.mark.parametrize("column", FACETS)
async def test_articles_have_facets(site: Datasette, column: str) -> None:
    assert f'data-column="{column}"' in await text(site, "/corpus/articles")


async def test_list_says_how_many_there_are(site: Datasette) -> None:
    page = await text(site, "/corpus/articles?_size=2")
    assert "Download all 6 rows as CSV" in page
    assert "this page shows 2" in page


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("dang", {"aaaa1", "aaaa2", "aaaa3", "bbbb3"}),
        ("đảng", {"aaaa1", "bbbb3"}),
        ("hòa bình", {"bbbb1"}),
        ("chi thi 32", {"aaaa1"}),
        ("18-NQ/TW", {"aaaa3"}),
        ('"đảng bộ" -gỡ', {"aaaa1"}),
        ('") (', set()),
    ],
)
async def test_search_box_of_the_table_reads_our_query_language(site: Datasette, words: str, wanted: set[str]) -> None:
    response = await site.client.get("/corpus/articles.json", params={"_search": words, "_shape": "array"})
    assert {row["id"] for row in response.json()} == wanted


async def test_empty_search_box_shows_all(site: Datasette) -> None:
    assert len(await ids(site, "/corpus/articles.json?_search=")) == 6


async def test_search_box_keeps_other_filters(site: Datasette) -> None:
    assert await ids(site, "/corpus/articles.json?_search=&portal=hoabinh&section=Kinh+t%E1%BA%BF") == {
        "bbbb1",
        "bbbb3",
    }


async def test_found_words_are_marked_in_the_list(site: Datasette) -> None:
    page = await text(site, "/corpus/articles?_search=dang+bo")
    assert "<mark>Đảng bộ</mark> xã Đăk Mới" in page


async def test_list_can_show_all_columns(site: Datasette) -> None:
    assert "col-extraction_method" in await text(site, "/corpus/articles?_view=columns")


async def test_list_with_chosen_columns_is_a_table(site: Datasette) -> None:
    assert "col-section" in await text(site, "/corpus/articles?_col=section")


async def test_list_without_hits_says_so(site: Datasette) -> None:
    assert "0 records" in await text(site, "/corpus/articles?_search=kh%C3%B4ngc%C3%B3")


async def test_csv_streams_all_rows_beyond_the_page_limit(corpus_path: Path) -> None:
    site = application(corpus_path)
    site.max_returned_rows = 2
    page = await text(site, "/corpus/articles.csv?_stream=on&_size=max")
    assert len(list(csv.DictReader(io.StringIO(page)))) == 6


# The page of an article


async def test_article_page_shows_its_parts(site: Datasette) -> None:
    page = await text(site, "/corpus/articles/aaaa1")
    for part in (
        "<h1>Đảng bộ xã Đăk Mới triển khai Chỉ thị số 32-CT/TW</h1>",
        '<time datetime="2024-04-26T16:20:00+07:00">2024-04-26 16:20</time>',
        '<p class="lead">Sáng 26/4',
        "<h2>Nhiệm vụ trọng tâm</h2>",
        "<li>Phân công đảng viên</li>",
        "<td>Số buổi</td>",
        "<blockquote>“Mỗi đảng viên",
        "<figcaption>Quang cảnh hội nghị.",
        "Ảnh: A Thuyên",
        '<span class="byline">Thu Anh</span>',
        "Nguồn: Trang tin xã Đăk Mới",
        "kontum/2026-11-20-1.warc.gz",
        "edited (title)",
    ):
        assert part in page


async def test_article_page_is_marked_as_vietnamese(site: Datasette) -> None:
    assert '<article class="article" lang="vi">' in await text(site, "/corpus/articles/aaaa1")


async def test_article_page_loads_no_image(site: Datasette) -> None:
    assert "<img" not in await text(site, "/corpus/articles/aaaa1")


async def test_article_page_escapes_the_text(site: Datasette) -> None:
    assert "<script>alert" not in await text(site, "/corpus/articles/bbbb3")


async def test_removed_article_says_so(site: Datasette) -> None:
    assert "The portal removed this article" in await text(site, "/corpus/articles/bbbb3")


async def test_attachments_are_linked(site: Datasette) -> None:
    assert 'href="https://hoabinh.example/lich.pdf"' in await text(site, "/corpus/articles/bbbb2")


async def test_earlier_version_is_shown(site: Datasette) -> None:
    page = await text(site, "/corpus/articles/aaaa1?version=1")
    assert "(bản cũ)</h1>" in page
    assert "This is version 1" in page


@pytest.mark.parametrize("version", ["9", "x"])
async def test_unknown_version_is_not_found(site: Datasette, version: str) -> None:
    await text(site, f"/corpus/articles/aaaa1?version={version}", status=404)


async def test_unknown_article_is_not_found(site: Datasette) -> None:
    await text(site, "/corpus/articles/nichts", status=404)


async def test_article_is_json_too(site: Datasette) -> None:
    assert (await rows(site, "/corpus/articles/aaaa1.json"))[0]["portal"] == "kontum"


# The query search


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("q=dang", {"aaaa1", "aaaa2", "aaaa3", "bbbb3"}),
        ("q=%C4%91%E1%BA%A3ng", {"aaaa1", "bbbb3"}),
        ("q=dang&portal=hoabinh", {"bbbb3"}),
        ("q=dang&province=quangngai", {"aaaa1", "aaaa2", "aaaa3"}),
        ("q=dang&since=2023&until=2023", {"aaaa2"}),
        ("q=dang&page=2", set()),
        ("q=dang&page=99999999999999999999", set()),
        ("q=", set()),
        ('q=")(', set()),
    ],
)
async def test_search_query(site: Datasette, asked: str, wanted: set[str]) -> None:
    assert await ids(site, f"/corpus/search.json?{asked}") == wanted


async def test_search_is_ranked(site: Datasette) -> None:
    scores = [row["score"] for row in await rows(site, "/corpus/search.json?q=dang")]
    assert scores == sorted(scores, reverse=True)
    assert None not in scores


async def test_search_with_many_hits_is_newest_first(corpus_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.site import queries as module

    many = {name: dict(query) for name, query in queries().items()}
    many["search"]["sql"] = module.SEARCH.replace("2000", "1").replace("2001", "2")
    site = application(corpus_path)
    site._metadata_local["databases"]["corpus"]["queries"] = many
    found = await rows(site, "/corpus/search.json?q=dang")
    assert [row["id"] for row in found] == ["aaaa1", "aaaa2", "aaaa3", "bbbb3"]
    assert {row["score"] for row in found} == {None}


async def test_search_page_says_total_and_order(site: Datasette) -> None:
    assert "<b>4</b> articles, best first" in await text(site, "/corpus/search?q=dang")


async def test_search_page_links_hits_to_their_articles(site: Datasette) -> None:
    assert 'href="/corpus/articles/aaaa1"' in await text(site, "/corpus/search?q=dang")


async def test_search_page_marks_hits_and_escapes_the_rest(site: Datasette) -> None:
    page = await text(site, "/corpus/search?q=%C4%91%E1%BA%A3ng")
    assert "&lt;script&gt;alert(&#39;<mark>đảng</mark>&#39;)" in page
    assert "<script>alert" not in page


async def test_search_page_says_when_nothing_is_found(site: Datasette) -> None:
    assert "No article found for" in await text(site, "/corpus/search?q=xyzxyz")


async def test_search_page_says_why_it_did_not_search(site: Datasette) -> None:
    assert "besides those to leave out" in await text(site, "/corpus/search?q=-b%C3%A1o")


async def test_search_page_says_what_is_no_date(site: Datasette) -> None:
    assert "not a date for --since" in await text(site, "/corpus/search?q=dang&since=hom+qua")


async def test_search_page_says_that_a_period_ends_before_it_begins(site: Datasette) -> None:
    assert "2026 is after 2019: swap them." in await text(site, "/corpus/search?q=dang&since=2026&until=2019")


async def test_every_cell_of_a_query_names_its_column(site: Datasette) -> None:
    page = await text(site, "/corpus/portals_overview")
    assert page.count("<td ") == page.count('<td data-label="') > 0


async def test_search_page_escapes_what_was_asked(site: Datasette) -> None:
    assert "<b>x</b>" not in await text(site, "/corpus/search?q=%3Cb%3Ex%3C/b%3E")


async def test_search_page_goes_on_to_the_next(corpus_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.site.pages.PAGE_ROWS", 3)
    page = html.unescape(await text(application(corpus_path), "/corpus/search?q=dang&portal=&since=2020"))
    assert 'rel="next" href="/corpus/search?q=dang&since=2020&page=2"' in page


# Other queries


async def test_first_said_gives_the_first_article_of_each_portal(site: Datasette) -> None:
    found = await rows(site, "/corpus/first_said.json?phrase=dang")
    assert [(row["portal"], row["id"], row["articles"], row["days_after_first"]) for row in found] == [
        ("hoabinh", "bbbb3", 1, 0),
        ("kontum", "aaaa3", 3, 125),
    ]


async def test_first_said_takes_its_words_as_a_phrase(site: Datasette) -> None:
    assert [row["id"] for row in await rows(site, "/corpus/first_said.json?phrase=dang+bo")] == ["bbbb3", "aaaa1"]


async def test_changes_lists_events(site: Datasette) -> None:
    found = await rows(site, "/corpus/changes.json?kind=edited")
    assert [(row["id"], row["kind"]) for row in found] == [("aaaa1", "edited")]


async def test_refusals_are_explained(site: Datasette) -> None:
    found = await rows(site, "/corpus/refusals_by_reason.json?portal=kontum")
    assert (found[0]["reason"], found[0]["pages"], found[0]["meaning"]) == (
        "not_found",
        2,
        "The server answered 404 or 410.",
    )


async def test_coverage_counts_months(site: Datasette) -> None:
    found = await rows(site, "/corpus/coverage_by_month.json?province=kontum")
    assert [(row["month"], row["articles"]) for row in found] == [("2024-04", 1), ("2023-08", 1), ("2022-05", 1)]


async def test_overview_has_portals_without_articles(site: Datasette) -> None:
    found = {row["portal"]: row["articles"] for row in await rows(site, "/corpus/portals_overview.json")}
    assert found == {"kontum": 3, "hoabinh": 3, "trunguong": 0}


async def test_titles_in_query_results_lead_to_their_articles(site: Datasette) -> None:
    page = await text(site, "/corpus/changes")
    assert '<a lang="vi" href="/corpus/articles/aaaa1">' in page


async def test_marks_of_a_foreign_query_are_the_only_markup_let_through(site: Datasette) -> None:
    response = await site.client.get("/corpus", params={"sql": "select '<mark><img src=x></mark>' as snippet"})
    assert "<mark>&lt;img src=x&gt;</mark>" in response.text


def test_marked_lets_no_attributes_through() -> None:
    assert marked("<mark onclick=x>đ</mark>") == "&lt;mark onclick=x&gt;đ</mark>"


# Read-only, closed to robots


async def test_robots_are_blocked(site: Datasette) -> None:
    assert "Disallow: /" in await text(site, "/robots.txt")


@pytest.mark.parametrize(
    "sql", ["delete from articles", "insert into corpus_meta values ('a', 'b')", "drop table articles"]
)
async def test_writing_is_refused(site: Datasette, sql: str) -> None:
    response = await site.client.get("/corpus", params={"sql": sql})
    assert response.status_code == 400


async def test_connection_cannot_write(site: Datasette) -> None:
    with pytest.raises(Exception, match="readonly"):
        await site.get_database("corpus").execute_fn(lambda conn: conn.execute("DELETE FROM articles"))


async def test_tables_do_not_take_posts(site: Datasette) -> None:
    response = await site.client.post("/corpus/articles", json={"row": {}})
    assert response.status_code >= 400


async def test_mistyped_sql_is_an_error_of_one_page(site: Datasette, capsys: pytest.CaptureFixture[str]) -> None:
    response = await site.client.get("/corpus", params={"sql": "select * from nowhere"})
    assert response.status_code == 400
    assert "no such table" in response.text
    assert capsys.readouterr().out == ""


async def test_limits_are_ours(site: Datasette) -> None:
    settings = (await site.client.get("/-/settings.json")).json()
    assert (settings["suggest_facets"], settings["max_returned_rows"], settings["max_csv_mb"]) == (False, 10_000, 0)
