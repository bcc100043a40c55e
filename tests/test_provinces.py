"""The two lists of provinces, and the province that a title names."""

import pytest

from corpus.provinces import own_provinces, province_2025, provinces


def test_the_lists_have_63_and_34_provinces():
    assert len(provinces()) == 63
    assert len({row["slug_2025"] for row in provinces().values()}) == 34


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Kiên Giang: Tăng cường công tác thông tin", "kiengiang"),
        ("Khánh Hoà: Hội nghị", "khanhhoa"),
        ("KHÁNH HÒA: Hội nghị", "khanhhoa"),
        ("Bà Rịa – Vũng Tàu: Hội nghị", "bariavungtau"),
        ("Bà Rịa-Vũng Tàu: Hội nghị", "bariavungtau"),
        ("TP. Hồ Chí Minh: Hội nghị", "hochiminh"),
        ("TP.HCM: Hội nghị", "hochiminh"),
        ("TPHCM: Hội nghị", "hochiminh"),
        ("Đắc Lắc : Hội nghị", "daklak"),
        ("Thừa Thiên Huế: Hội nghị", "thuathienhue"),
        ("Thừa Thiên - Huế: Hội nghị", "thuathienhue"),
        ("Hội nghị ở Kiên Giang", None),
        ("Học tập tư tưởng Hồ Chí Minh: kết quả", None),
        ("Hồ Chí Minh: người đi tìm hình của nước", None),
        ("Kiên Giang:", None),
    ],
)
def test_a_title_of_a_central_portal_names_its_province(title, slug):
    assert own_provinces(None, title, "2024-04-26")[0] == slug


def test_the_province_of_the_portal_comes_before_the_title():
    assert own_provinces("kontum", "Gia Lai: Hội nghị", "2024-04-26") == ("kontum", "quangngai")


def test_a_merged_name_after_the_merger_means_the_new_province_alone():
    assert own_provinces(None, "Lâm Đồng: Hội nghị", "2025-07-01T08:00:00+07:00") == (None, "lamdong")


def test_an_unmerged_name_after_the_merger_means_both():
    assert own_provinces(None, "Cao Bằng: Hội nghị", "2025-07-01") == ("caobang", "caobang")


def test_a_name_that_was_merged_away_means_its_successor():
    assert own_provinces(None, "Kiên Giang: Hội nghị", "2025-12-01") == (None, "angiang")


def test_central_portals_have_no_successor_province():
    assert province_2025(None) is None
