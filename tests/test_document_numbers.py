from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document_numbers import match_number
from corpus.folding import fold


def phrases(text: str) -> set[str]:
    found = match_number(text, fold(text).lower(), 0)
    return {" ".join(words) for words in found.phrases} if found else set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("32-CT/TW", {"32 ct tw"}),
        ("18 - NQ/TW", {"18 nq tw"}),
        ("18- NQ/TW", {"18 nq tw"}),
        ("115 -HD/BTGTW", {"115 hd btgtw"}),
        ("37–QĐ/TW", {"37 qđ tw"}),
        ("37-qd/tw", {"37 qd tw"}),
        ("999/QĐ-TTg", {"999 qđ ttg"}),
        ("15/2020/NĐ-CP", {"15 2020 nđ cp"}),
        ("202/2025/QH15", {"202 2025 qh15"}),
        ("chỉ thị số 32-CT/TW", {"32 ct tw"}),
        ("05-CT/TW", {"05 ct tw", "5 ct tw"}),
        ("5-CT/TW", {"05 ct tw", "5 ct tw"}),
        ("chi thi 32", {"chi thi 32", "chi thi so 32", "32 ct"}),
        ("Chỉ thị 32", {"chỉ thị 32", "chỉ thị số 32", "32 ct"}),
        ("quyet dinh 999", {"quyet dinh 999", "quyet dinh so 999", "999 qd"}),
        ("Quyết định số 999", {"quyết định 999", "quyết định số 999", "999 qđ"}),
        ("nghị định 15/2020", {"nghị định 15 2020", "nghị định số 15 2020", "15 2020 nđ"}),
    ],
)
def test_number_is_read(text: str, wanted: set[str]) -> None:
    assert phrases(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch 5 năm",
        "báo cáo 6 tháng",
        "kế hoạch 2025",
        "chương trình 1,5 tỷ",
        "10 - 12",
        "26/4/2024",
        "chi thi",
        "32",
    ],
)
def test_no_number_is_read(text: str) -> None:
    assert phrases(text) == set()


def test_number_inside_a_word_is_none() -> None:
    text = "a32-CT/TW"
    assert match_number(text, fold(text).lower(), 1) is None


def test_end_is_after_the_symbol() -> None:
    text = "18 - NQ/TW về"
    found = match_number(text, fold(text).lower(), 0)
    assert found is not None
    assert text[found.end :] == " về"


@given(st.from_regex(r"[0-9]{1,3} ?[-/] ?(CT|NQ|QĐ|KH)/[A-Z]{2,5}", fullmatch=True))
def test_every_symbol_of_a_known_kind_is_read(text: str) -> None:
    assert phrases(text)
