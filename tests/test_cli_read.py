from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reading_corpus import make_corpus

from corpus.cli import cli
from corpus.cli.search import bold_marks
from corpus.errors import CorpusError, InputError, MachineError


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_corpus(folder / "corpus.db")
    return folder


def run(data: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(data), *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# search


def test_search_prints_marked_hits(data: Path) -> None:
    assert "«Đảng bộ» xã Đăk Mới triển khai" in run(data, "search", "dang bo").output


def test_search_prints_id_and_address(data: Path) -> None:
    assert "aaaa1  https://kontum.example/bai/1.html" in run(data, "search", "dang bo").output


def test_search_says_how_many_and_in_which_order(data: Path) -> None:
    assert run(data, "search", "dang").output.endswith("4 articles, best first.\n")


def test_search_says_that_there_is_more(data: Path) -> None:
    assert (
        "Shown: 2 to 2; more with --offset or --limit."
        in run(data, "search", "dang", "--limit", "1", "--offset", "1").output
    )


def test_search_takes_words_as_separate_arguments(data: Path) -> None:
    assert run(data, "search", "dang", "bo").output == run(data, "search", "dang bo").output


def test_search_understands_exclusion(data: Path) -> None:
    assert "bbbb3" not in run(data, "search", "dang bo", "-gỡ").output


@pytest.mark.parametrize("word", ["-hội", "-p", "-đ"])
def test_excluded_word_is_no_option(data: Path, word: str) -> None:
    assert run(data, "search", "khongco", word).output.startswith("No article found")


def test_mistyped_option_is_not_searched_for(data: Path) -> None:
    result = run(data, "search", "--limt", "3", "dang")
    assert result.exit_code == 2
    assert "No such option" in result.output


def test_numbers_beyond_reason_are_wrong_options(data: Path) -> None:
    assert run(data, "search", "dang", "--limit", "9" * 20).exit_code == 2
    assert run(data, "show", "aaaa1", "--version", "9" * 20).exit_code == 2


def test_period_that_ends_before_it_begins_is_refused(data: Path) -> None:
    with pytest.raises(InputError, match="swap them"):
        run(data, "search", "dang", "--since", "2026", "--until", "2019-05")


def test_period_of_one_year_and_a_month_in_it_is_none_that_ends_before_it_begins(data: Path) -> None:
    assert run(data, "search", "dang", "--since", "2024-05", "--until", "2024").exit_code == 0


def test_search_with_filters_does_not_count_what_they_leave_out(data: Path) -> None:
    assert "Without diacritics" not in run(data, "search", "đáng", "--since", "2031").output


def test_show_of_nothing_names_no_ids(data: Path) -> None:
    with pytest.raises(InputError, match=r"^nothing: no article has this id\. Find ids"):
        run(data, "show", "")


def test_search_filters(data: Path) -> None:
    output = run(data, "search", "dang", "--portal", "kontum", "--since", "2023", "--until", "2023-12").output
    assert "1 article," in output
    assert "aaaa2" in output


@pytest.mark.parametrize("name", ["Hòa Bình", "hoà bình", "hoabinh", "Phú Thọ"])
def test_search_takes_provinces_by_name_or_slug(data: Path, name: str) -> None:
    assert "1 article," in run(data, "search", "đảng", "--province", name).output


def test_search_order(data: Path) -> None:
    output = run(data, "search", "dang", "--order", "oldest").output
    assert output.index("bbbb3") < output.index("aaaa3") < output.index("aaaa1")


def test_search_json(data: Path) -> None:
    value = json.loads(run(data, "search", "dang bo", "--json").output)
    assert (value["total"], value["order"], len(value["hits"])) == (2, "relevance", 2)
    assert "«" in value["hits"][0]["title_marked"]


def test_search_json_without_hits_is_json(data: Path) -> None:
    assert json.loads(run(data, "search", "khongco", "--json").output)["hits"] == []


def test_search_without_hits_is_no_failure(data: Path) -> None:
    result = run(data, "search", "khongco")
    assert result.exit_code == 0
    assert result.output.startswith("No article found for: khongco\nTry fewer words")


def test_search_without_hits_tells_of_other_diacritics(data: Path) -> None:
    assert "Without diacritics there are 4: tuyengiao search 'dang'" in run(data, "search", "đằng").output


def test_search_beyond_the_last_hit_says_so(data: Path) -> None:
    assert "none from --offset 50 on" in run(data, "search", "dang", "--offset", "50").output


def test_search_for_nothing_is_refused(data: Path) -> None:
    with pytest.raises(InputError, match="at least one word"):
        run(data, "search", "...")


def test_unknown_portal_is_refused_with_those_there_are(data: Path) -> None:
    with pytest.raises(InputError, match=r"kontun: no such portal in this corpus\. There is: kontum"):
        run(data, "search", "dang", "--portal", "kontun")


def test_unknown_province_is_refused_with_near_ones(data: Path) -> None:
    with pytest.raises(InputError, match=r"Kon Tun: no such province\. Did you mean: kontum"):
        run(data, "search", "dang", "--province", "Kon Tun")


def test_missing_corpus_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus there"):
        run(tmp_path, "search", "dang")


def test_bold_marks_takes_the_marks_away() -> None:
    styled = bold_marks("«a» \x02Đảng\x03 bộ", "bold")
    assert styled.plain == "«a» Đảng bộ"
    assert [styled.plain[span.start : span.end] for span in styled.spans] == ["Đảng"]


# show


def test_show_prints_the_parts_in_order(data: Path) -> None:
    output = run(data, "show", "aaaa1").output
    parts = (
        "Đảng bộ xã Đăk Mới triển khai",
        "2024-04-26 16:20 · Ban Tuyên giáo Tỉnh ủy Kon Tum",
        "Sáng 26/4",
        "Nhiệm vụ trọng tâm",
        "- Phân công đảng viên",
        "Số buổi",
        "“Mỗi đảng viên",
        "▣ Quang cảnh hội nghị.",
        "Ảnh: A Thuyên",
        "Thu Anh · Nguồn: Trang tin xã Đăk Mới",
        "aaaa1  https://kontum.example/bai/1.html",
        "2026-11-21T02:00:00Z edited: title",
    )
    places = [output.index(part) for part in parts]
    assert places == sorted(places)


def test_show_wraps_lines(data: Path) -> None:
    assert max(map(len, run(data, "show", "aaaa1").output.splitlines())) <= 88


def test_show_prints_attachments(data: Path) -> None:
    assert "- Lịch học 1,2 MB: https://hoabinh.example/lich.pdf" in run(data, "show", "bbbb2").output


def test_show_says_that_there_is_no_date(data: Path) -> None:
    assert "no date · " in run(data, "show", "bbbb2").output


def test_show_says_that_the_article_is_gone(data: Path) -> None:
    assert "Removed from the portal" in run(data, "show", "bbbb3").output


def test_show_prints_an_earlier_version(data: Path) -> None:
    output = run(data, "show", "aaaa1", "--version", "1").output
    assert "(bản cũ)" in output
    assert "Version 1 of 2" in output


def test_show_blocks(data: Path) -> None:
    assert "3 heading level=2\nNhiệm vụ trọng tâm\n" in run(data, "show", "aaaa1", "--blocks").output


def test_show_json(data: Path) -> None:
    value = json.loads(run(data, "show", "aaaa1", "--json").output)
    assert (value["authors"], value["version"]["number"]) == (["Thu Anh"], 2)


def test_show_blocks_as_json(data: Path) -> None:
    assert json.loads(run(data, "show", "bbbb2", "--blocks", "--json").output)[0]["type"] == "paragraph"


def test_show_by_address(data: Path) -> None:
    assert "Hoà Bình đẩy mạnh" in run(data, "show", "https://hoabinh.example/bai/4.html").output


def test_show_unknown_id_names_near_ones(data: Path) -> None:
    with pytest.raises(InputError, match="Near it: aaaa1"):
        run(data, "show", "aaaa")


# status


def test_status_totals(data: Path) -> None:
    assert run(data, "status").output.startswith(
        "6 articles of 2 portals (of 3), 2021-12-30 to 2025-03-01; 7 versions; 3 pages refused; "
        "still to be fetched: 1 article.\n"
    )


def test_status_names_a_portal_without_articles(data: Path) -> None:
    assert "trunguong\t-\t0\t\t-\t-\t\t\tnever\tactive" in run(data, "status").output


def test_status_says_how_the_latest_crawl_ended(data: Path) -> None:
    assert "Latest crawl: 1, begun 2026-11-20T02:00:00Z, finished at 2026-11-21T02:00:00Z" in run(data, "status").output


def test_status_explains_refusals(data: Path) -> None:
    assert "not_found\t2\tThe server answered 404 or 410." in run(data, "status").output


def test_status_json(data: Path) -> None:
    value = json.loads(run(data, "status", "--json").output)
    assert (value["articles"], len(value["portals"])) == (6, 3)


# serve


def test_serve_refuses_a_port_in_use(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MachineError, match=f"port {port} is in use.*--port"):
            run(data, "serve", "--port", str(port))


def test_serve_refuses_a_host_that_is_not_ours(data: Path) -> None:
    with pytest.raises(MachineError, match="--host"):
        run(data, "serve", "--host", "192.0.2.1", "--port", "0")


def test_serve_without_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus there"):
        run(tmp_path, "serve", "--port", "0")


def test_serve_answers_until_interrupted(data: Path) -> None:
    command = [sys.executable, "-m", "corpus.cli", "--data", str(data), "serve", "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = line.split(" at ")[1].split(" ")[0]
        try:
            with urllib.request.urlopen(f"{address}corpus/search.json?q=dang&_shape=array", timeout=60) as response:
                assert len(json.load(response)) == 4
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
