"""corpus.tones: one placement for hoà/hòa, nothing else touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tones import fold_tone

SAME_WORD = [
    ("hoà", "hòa"),
    ("hoá", "hóa"),
    ("hoả", "hỏa"),
    ("Hoạ", "Họa"),
    ("loã", "lõa"),
    ("khoẻ", "khỏe"),
    ("xoè", "xòe"),
    ("toé", "tóe"),
    ("thuỷ", "thủy"),
    ("Thuý", "Thúy"),
    ("tuỳ", "tùy"),
    ("luỹ", "lũy"),
    ("nguỵ", "ngụy"),
    ("uỷ", "ủy"),
    ("UỶ", "ỦY"),
    ("Uỷ", "Ủy"),
    ("HOÀ", "HÒA"),
    ("KHOẺ", "KHỎE"),
    ("oà", "òa"),
    ("huỷ-diệt", "hủy-diệt"),
    ("hoà2", "hòa2"),
    ("hoà_bình", "hòa_bình"),
    ("qúy", "quý"),
    ("QÚY", "QUÝ"),
    ("qủa", "quả"),
]
ONE_PLACEMENT = [
    "oán",
    "toàn",
    "hoàng",
    "hoặc",
    "ngoài",
    "xoáy",
    "khoèo",
    "khuỷu",
    "khuya",
    "tuyên",
    "truyền",
    "nguyễn",
    "quý",
    "quỳ",
    "quỹ",
    "Quỳnh",
    "quí",
    "quà",
    "quả",
    "quá",
    "que",
    "mùa",
    "của",
    "lúa",
    "thuở",
    "huế",
    "múi",
    "túi",
    "già",
    "giò",
    "chúa",
    "kìa",
    "múa",
    "thuế",
    "đòi",
    "khói",
    "tòan",
    "Côte",
    "voilà",
]


@pytest.mark.parametrize(("new_style", "old_style"), SAME_WORD)
def test_both_placements_fold_to_one(new_style, old_style):
    assert fold_tone(new_style) == old_style == fold_tone(old_style)


@pytest.mark.parametrize("word", ONE_PLACEMENT)
def test_words_with_one_placement_stay(word):
    assert fold_tone(word) == word


@pytest.mark.parametrize(("new_style", "old_style"), SAME_WORD)
def test_words_fold_within_a_sentence(new_style, old_style):
    assert fold_tone(f"Ngày 5/10, {new_style}, “{new_style}”.") == f"Ngày 5/10, {old_style}, “{old_style}”."


def test_decomposed_text_folds_like_composed():
    text = "Uỷ ban nhân dân tỉnh Khánh Hoà"
    assert fold_tone(unicodedata.normalize("NFD", text)) == "Ủy ban nhân dân tỉnh Khánh Hòa"


def test_words_that_differ_in_tone_stay_different():
    assert len({fold_tone(word) for word in ("hoa", "hoà", "hoá", "hoả", "hoã", "hoạ")}) == 6


@given(st.text(alphabet="oòóuủúỷyýaàáeéèẻqQhHUOÀÁÝ nt", max_size=30))
def test_folding_twice_changes_nothing(text):
    assert fold_tone(fold_tone(text)) == fold_tone(text)


@given(st.text())
def test_length_is_that_of_the_composed_text(text):
    assert len(fold_tone(text)) == len(unicodedata.normalize("NFC", text))


@given(st.text())
def test_letters_without_marks_stay(text):
    def plain(value: str) -> str:
        decomposed = unicodedata.normalize("NFD", value)
        return "".join(ch for ch in decomposed if not unicodedata.combining(ch))

    assert plain(fold_tone(text)) == plain(text)
