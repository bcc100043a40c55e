from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.highlight import highlight, snippet
from corpus.query import parse_query

MARKS = ("[", "]")


def marked(text: str, query: str) -> str:
    return highlight(text, parse_query(query).terms, MARKS)


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("Đảng bộ tỉnh", "dang", "[Đảng] bộ tỉnh"),
        ("Đảng bộ, đang họp", "đảng", "[Đảng] bộ, đang họp"),
        ("Đảng bộ tỉnh", "dang bo", "[Đảng bộ] tỉnh"),
        ("bộ Đảng; đảng bộ", '"dang bo"', "bộ Đảng; [đảng bộ]"),
        ("Hoà Bình", "hòa", "[Hoà] Bình"),
        ("Hòa Bình", "hoà", "[Hòa] Bình"),
        ("Tuyên truyền, tuyến", "tuyên*", "[Tuyên] truyền, tuyến"),
        ("Tuyên giáo viên", '"tuyên gi"*', "[Tuyên giáo] viên"),
        ("Chỉ thị số 32-CT/TW.", "32-CT/TW", "Chỉ thị số [32-CT/TW]."),
        ("số 18 - NQ/TW", "18-NQ/TW", "số [18 - NQ/TW]"),
        ("Đảng bo và đảng bộ", "Đảng bo", "[Đảng bo] và [đảng bộ]"),
        ("không có gì", "đảng", "không có gì"),
        ("", "đảng", ""),
    ],
)
def test_highlight(text: str, query: str, wanted: str) -> None:
    assert marked(text, query) == wanted


def test_highlight_of_nfd_marks_the_whole_word() -> None:
    assert marked(unicodedata.normalize("NFD", "Đảng bộ"), "đảng") == "[Đảng] bộ"


@given(st.text(alphabet="aàáoòuyđĐ .,\n", max_size=80), st.text(alphabet='aoòđ" *', max_size=10))
def test_highlight_changes_nothing_but_marks(text: str, query: str) -> None:
    assert re.sub(r"[\[\]]", "", marked(text, query)) == unicodedata.normalize("NFC", text)


@given(st.text(max_size=200), st.text(max_size=20))
def test_snippet_never_fails(text: str, query: str) -> None:
    assert "\n" not in snippet(text, parse_query(query).terms, MARKS)


LONG = "Mở đầu bài viết. " + "chữ " * 100 + "xong. Ở giữa có đảng bộ huyện. " + "chữ " * 100 + "hết."


def test_snippet_shows_the_hit_from_its_sentence_on() -> None:
    assert snippet(LONG, parse_query("dang").terms, MARKS, length=16).startswith("… Ở giữa có [đảng] bộ huyện. chữ")


def test_snippet_without_hit_is_the_beginning() -> None:
    assert snippet(LONG, parse_query("khác").terms, MARKS, length=4) == "Mở đầu bài viết. …"


def test_snippet_prefers_the_passage_with_most_terms() -> None:
    text = "đảng " + "x " * 50 + "đảng và đoàn " + "x " * 50
    assert "[đoàn]" in snippet(text, parse_query("đảng đoàn").terms, MARKS, length=10)


def test_snippet_of_a_short_text_is_all_of_it() -> None:
    assert snippet("Một câu.\nHai câu.", (), MARKS) == "Một câu. Hai câu."


def test_snippet_leaves_out_the_rule_of_a_table() -> None:
    assert snippet("| a | b |\n| --- | --- |\n| c | d |", (), MARKS) == "| a | b | | c | d |"


def test_snippet_keeps_punctuation_around_its_words() -> None:
    assert snippet("x " * 50 + "(đảng)", parse_query("đảng").terms, MARKS, length=1) == "… ([đảng])"
