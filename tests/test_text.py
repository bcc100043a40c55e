"""pipelines.text: what normalisation changes, and what it must leave as written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import (
    fold_tone,
    is_probably_vietnamese,
    join_wrapped,
    looks_like_legacy_encoding,
    looks_like_mojibake,
    normalize,
    strip_lead_tag,
    word_count,
)

NEWS = (
    "Sáng 12/3, Huyện ủy tổ chức hội nghị báo cáo viên, thông tin tình hình thời sự và định hướng tuyên truyền "
    "trong thời gian tới; hơn một trăm đại biểu dự ở ba điểm cầu."
)

CHANGED = {
    "decomposed": (unicodedata.normalize("NFD", "Tỉnh ủy Đắk Lắk"), "Tỉnh ủy Đắk Lắk"),
    "vietnamese-tone-marks": ("ê\u0341", "ế"),
    "no-break-space": ("Tỉnh\u00a0ủy", "Tỉnh ủy"),
    "narrow-space": ("10\u202f000", "10 000"),
    "ideographic-space": ("Tỉnh\u3000ủy", "Tỉnh ủy"),
    "tab": ("Tỉnh\tủy", "Tỉnh ủy"),
    "runs-of-spaces": ("Tỉnh  \u00a0 ủy", "Tỉnh ủy"),
    "ends": (" \u00a0Tỉnh ủy\n ", "Tỉnh ủy"),
    "zero-width-space": ("Tuyên\u200bgiáo", "Tuyêngiáo"),
    "byte-order-mark": ("\ufeffHội nghị", "Hội nghị"),
    "soft-hyphen": ("tuyên\u00adtruyền", "tuyêntruyền"),
    "direction-mark": ("Hội\u200e nghị", "Hội nghị"),
    "nul": ("Hội\x00 nghị", "Hội nghị"),
    "control": ("Hội\x08 nghị\x9d", "Hội nghị"),
    "lone-surrogate": ("Hội\ud800 nghị", "Hội nghị"),
    "carriage-returns": ("một\r\nhai\rba", "một\nhai\nba"),
    "line-separator": ("một\u2028hai\u2029ba\x0bbốn\x85năm", "một\nhai\nba\nbốn\nnăm"),
    "blank-lines": ("một\n \n\n\n hai", "một\n\nhai"),
    "eth": ("Ðảng bộ, lãnh ðạo", "Đảng bộ, lãnh đạo"),
    "eth-african": ("Ɖảng", "Đảng"),
    "eth-plain-word": ("Ðak Lak", "Đak Lak"),
    "eth-abbreviation": ("HÐND", "HĐND"),
    "eth-glued": ("hoạt độngÐảng", "hoạt độngĐảng"),
    "font-bullet": ("\uf0b7 Mục đích", "• Mục đích"),
}
LEFT = [
    "“Dân vận khéo” – ‘một’ … 10/4",
    "phần mở đầu , phần kết",
    "hoà bình, hòa bình, uỷ ban, ủy ban",
    "Hội nghị.\nĐại biểu",
    "một\n\nhai",
    "10 m², 5 °C, ½, № 5, €",
    "Fréttablaðið",
    "þórður",
    "Tiếng Anh: naïve café",
    "e-mail: a_b@c.vn",
    "中文 ខ្មែរ",
    "😀 Chúc mừng",
]


@pytest.mark.parametrize(("raw", "clean"), CHANGED.values(), ids=CHANGED.keys())
def test_normalize_changes(raw, clean):
    assert normalize(raw) == clean


@pytest.mark.parametrize("text", LEFT)
def test_normalize_leaves(text):
    assert normalize(text) == text


@given(st.text())
def test_normalize_is_idempotent(text):
    assert normalize(normalize(text)) == normalize(text)


@given(st.text())
def test_normalized_text_can_be_stored(text):
    normalize(text).encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_normalized_text_has_no_invisible_characters(text):
    assert not {"\x00", "\u200b", "\ufeff", "\u00ad", "\u00a0", "\r", "\t"} & set(normalize(text))


@given(st.text(alphabet="aăâđêôơưáàảãạ ốộ\n.,;", max_size=60))
def test_decomposed_and_composed_text_become_the_same(text):
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(text)


WRAPPED = {
    "hard-wraps": (
        "Thực hiện kế hoạch công tác năm, Ban Tuyên giáo Huyện\n"
        "ủy tổ chức hội nghị giao ban với các cơ quan trong khối\n"
        "khoa giáo, văn hóa và văn nghệ trên địa bàn huyện.",
        "Thực hiện kế hoạch công tác năm, Ban Tuyên giáo Huyện ủy tổ chức hội nghị giao ban với các cơ quan trong khối "
        "khoa giáo, văn hóa và văn nghệ trên địa bàn huyện.",
    ),
    "capital-after-wrap": (
        "Hội nghị do đồng chí Trưởng ban chủ trì, với sự tham gia của\nBan Thường vụ Huyện đoàn và các phòng liên quan.",
        "Hội nghị do đồng chí Trưởng ban chủ trì, với sự tham gia của Ban Thường vụ Huyện đoàn và các phòng liên quan.",
    ),
    "paragraphs-by-blank-line": ("Đoạn thứ nhất\nnói tiếp.\n\nĐoạn thứ hai.", "Đoạn thứ nhất nói tiếp.\nĐoạn thứ hai."),
    "short-last-line-ends-paragraph": (
        "Các đại biểu đã thảo luận sôi nổi về những nhiệm vụ trọng\ntâm của quý tới.\n"
        "Kết luận hội nghị, lãnh đạo Ban biểu dương kết quả đã đạt.",
        "Các đại biểu đã thảo luận sôi nổi về những nhiệm vụ trọng tâm của quý tới.\n"
        "Kết luận hội nghị, lãnh đạo Ban biểu dương kết quả đã đạt.",
    ),
    "list": ("- Mục thứ nhất\n- Mục thứ hai\n1. Mục ba\na) Mục bốn", "- Mục thứ nhất\n- Mục thứ hai\n1. Mục ba\na) Mục bốn"),
    "list-item-wrapped": (
        "- Tăng cường công tác tuyên truyền miệng ở cơ\nsở và khu dân cư\n- Nắm tình hình dư luận xã hội",
        "- Tăng cường công tác tuyên truyền miệng ở cơ sở và khu dân cư\n- Nắm tình hình dư luận xã hội",
    ),
    "verse": ("Đường quê lúa chín vàng bông\nTrống trường rộn rã bên sông", "Đường quê lúa chín vàng bông\nTrống trường rộn rã bên sông"),
    "signature": ("TRƯỞNG BAN\nNguyễn Văn An", "TRƯỞNG BAN\nNguyễn Văn An"),
    "one-line": (NEWS, NEWS),
    "empty": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "joined"), WRAPPED.values(), ids=WRAPPED.keys())
def test_join_wrapped(raw, joined):
    assert join_wrapped(raw) == joined


@given(st.lists(st.text(alphabet="aăâ ĐB.,-1\n", max_size=70), max_size=6).map("\n".join))
def test_joining_keeps_every_word(text):
    assert join_wrapped(normalize(text)).split() == normalize(text).split()


@pytest.mark.parametrize(
    ("text", "count"),
    [("Ban Tuyên giáo Tỉnh ủy", 5), ("Bà Rịa – Vũng Tàu", 4), ("ngày 26/4 , lúc 7 giờ", 5), ("… - !", 0), ("", 0)],
)
def test_word_count(text, count):
    assert word_count(text) == count


LEAD_TAGS = [
    ("(ĐCSVN) – Ngày 26/4, hội nghị", "ĐCSVN", "Ngày 26/4, hội nghị"),
    ("(ĐCSVN) - Ngày", "ĐCSVN", "Ngày"),
    ("(ĐCSVN)– Ngày", "ĐCSVN", "Ngày"),
    ("(TCTG) Ngày", "TCTG", "Ngày"),
    ("(TCTG)- “Dân vận khéo”", "TCTG", "“Dân vận khéo”"),
    ("(Baohatinh.vn) - Sáng nay", "Baohatinh.vn", "Sáng nay"),
    ("(Thanhuytphcm.vn) – Sáng", "Thanhuytphcm.vn", "Sáng"),
    ("(kontumtv.vn) - Sáng", "kontumtv.vn", "Sáng"),
    ("(CTT-Đồng Nai) - Sáng", "CTT-Đồng Nai", "Sáng"),
    ("(CTTT) – Sáng 5/10", "CTTT", "Sáng 5/10"),
    ("BHG - Ngày 5/10", "BHG", "Ngày 5/10"),
    ("TCCS - Đảng ta", "TCCS", "Đảng ta"),
    ("TCCSĐT – Ngày", "TCCSĐT", "Ngày"),
    ("YênBái - Sáng", "YênBái", "Sáng"),
    ("QTO- Sáng", "QTO", "Sáng"),
    ("Baoquangngai.vn - Sáng", "Baoquangngai.vn", "Sáng"),
    ("ĐTO – Sáng 5/10", "ĐTO", "Sáng 5/10"),
]
NO_LEAD_TAGS = [
    "(1) Về công tác tư tưởng",
    "(II) Nhiệm vụ",
    "(IV) - Nhiệm vụ",
    "(Ảnh: TTXVN)",
    "(tiếp theo) Phần hai",
    "(Kèm theo Kế hoạch) Các đơn vị",
    "HĐND - UBND tỉnh",
    "HG: Tổng kết công tác",
    "UBMTTQ - Đoàn thể",
    "COVID-19 - Những điều cần biết",
    "ASEAN - Trung Quốc",
    "TP - Ngày hội",
    "WHO - Tổ chức Y tế Thế giới",
    "Kiên Giang - Ngày hội",
    "QTO là tên gọi tắt",
    "(ĐCSVN)",
    "Ngày 26/4 - Ban Tuyên giáo",
    "",
]


@pytest.mark.parametrize(("text", "tag", "rest"), LEAD_TAGS)
def test_lead_tag_is_stripped(text, tag, rest):
    assert strip_lead_tag(text) == (tag, rest)


@pytest.mark.parametrize("text", NO_LEAD_TAGS)
def test_text_without_lead_tag_stays(text):
    assert strip_lead_tag(text) == (None, text)


@given(st.text())
def test_strip_lead_tag_loses_nothing_but_the_tag(text):
    tag, rest = strip_lead_tag(text)
    assert text.endswith(rest)
    assert tag is None or tag in text[: len(text) - len(rest)]


@pytest.mark.parametrize("text", [NEWS, NEWS.upper(), unicodedata.normalize("NFD", NEWS), "Hội nghị báo cáo viên"])
def test_vietnamese_is_recognised(text):
    assert is_probably_vietnamese(text)


@pytest.mark.parametrize(
    "text",
    [
        "The conference of the Hồ Chí Minh City committee was held on Monday with two hundred guests from the districts.",
        "Le comité a tenu sa réunion générale à Hanoï, où il a été décidé de poursuivre les travaux.",
        "Hoi nghi bao cao vien thang tu nam hai nghin khong tram hai muoi bon",
        "会议在河内举行",
        "12345 --- 2024",
        "",
    ],
)
def test_other_text_is_not_vietnamese(text):
    assert not is_probably_vietnamese(text)


@pytest.mark.parametrize(
    "text",
    [
        "Uû ban nh©n d©n tØnh tæ chøc héi nghÞ tæng kÕt c«ng t¸c n¨m",
        "§¶ng bé huyÖn l·nh ®¹o nh©n d©n thùc hiÖn th¾ng lîi nghÞ quyÕt",
        "Uyû ban nhaân daân tænh toå chöùc hoäi nghò toång keát coâng taùc naêm",
        "Ñaûng boä huyeän laõnh ñaïo nhaân daân thöïc hieän nghò quyeát",
    ],
)
def test_legacy_encoding_is_recognised(text):
    assert looks_like_legacy_encoding(text)


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "Copyright © 2024 ®; 10 µm; «trích dẫn»; 5¾; Google® và Meta®",
        "El año pasado, la señora Muñoz y los niños de España fueron a la montaña con sus compañeros.",
        "Die Häuser der Königin, größer als früher, blieben schön; naïve cañon",
        "oà uà uý oá hoà thuý khoá quâ",
        "",
    ],
)
def test_other_text_is_not_legacy(text):
    assert not looks_like_legacy_encoding(text)


def test_mojibake_is_recognised():
    assert looks_like_mojibake(NEWS.encode().decode("latin-1"))


def test_mojibake_of_windows_1252_is_recognised():
    assert looks_like_mojibake(NEWS.encode().decode("cp1252", errors="ignore"))


@pytest.mark.parametrize("text", [NEWS, "São Paulo, Ángel, Ä, Æ", ""])
def test_correct_text_is_no_mojibake(text):
    assert not looks_like_mojibake(text)


def test_fold_tone_is_the_one_of_the_corpus():
    assert fold_tone("hoà") == "hòa"
