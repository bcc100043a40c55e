"""pipelines.byline: authors, sources and photo credits, and the lines that are none of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.byline import Byline, TailLine, parse_byline, parse_source, read_head, read_tail, split_credit
from pipelines.names import is_organ, is_person, is_rank

BYLINES = [
    ("Tin, ảnh: Đặng Trần Chung", "Đặng Trần Chung", ("Đặng Trần Chung",), "Tin, ảnh"),
    ("Tin, ảnh: HÙNG KHOA", "HÙNG KHOA", ("HÙNG KHOA",), "Tin, ảnh"),
    ("Tin, ảnh THU HÀ", "THU HÀ", ("THU HÀ",), "Tin, ảnh"),
    ("Bài và ảnh: Lê Lan - Minh Bảo", "Lê Lan - Minh Bảo", ("Lê Lan", "Minh Bảo"), "Bài và ảnh"),
    ("Bài, ảnh: Thu Hà.", "Thu Hà", ("Thu Hà",), "Bài, ảnh"),
    ("Tin: Thu Hà; ảnh: Minh Đức", "Thu Hà; ảnh: Minh Đức", ("Thu Hà", "Minh Đức"), "Tin"),
    ("LÊ NĂNG ĐÔNG", "LÊ NĂNG ĐÔNG", ("LÊ NĂNG ĐÔNG",), None),
    ("TUỆ LÂM", "TUỆ LÂM", ("TUỆ LÂM",), None),
    ("Thu Anh", "Thu Anh", ("Thu Anh",), None),
    ("Thu Anh, Minh Đức và Lê Hoa", "Thu Anh, Minh Đức và Lê Hoa", ("Thu Anh", "Minh Đức", "Lê Hoa"), None),
    ("HHU", "HHU", ("HHU",), None),
    ("L.P", "L.P", ("L.P",), None),
    ("P.V", "P.V", ("P.V",), None),
    ("T.H (tổng hợp)", "T.H (tổng hợp)", ("T.H",), "tổng hợp"),
    ("T.H(bt)", "T.H(bt)", ("T.H",), "bt"),
    ("T/h: Lê Hoa", "Lê Hoa", ("Lê Hoa",), "T/h"),
    ("Đồ họa: Minh Anh", "Minh Anh", ("Minh Anh",), "Đồ họa"),
    ("Thực hiện : Minh Anh", "Minh Anh", ("Minh Anh",), "Thực hiện"),
    ("Tác giả: Nguyễn Văn Bình", "Nguyễn Văn Bình", ("Nguyễn Văn Bình",), "Tác giả"),
    ("(Tin, ảnh: Thu Hà)", "Thu Hà", ("Thu Hà",), "Tin, ảnh"),
    ("BTGTU", "BTGTU", (), None),
    ("BTGDVTU", "BTGDVTU", (), None),
    ("Tin: BTGTU", "BTGTU", (), "Tin"),
    ("PGS, TS. Lê Minh Hoàng", "PGS, TS. Lê Minh Hoàng", ("PGS, TS. Lê Minh Hoàng",), None),
    ("ThS. Trần Thị Mai", "ThS. Trần Thị Mai", ("ThS. Trần Thị Mai",), None),
    ("Thu Anh - Ban Tuyên giáo Tỉnh ủy", "Thu Anh - Ban Tuyên giáo Tỉnh ủy", ("Thu Anh",), None),
    ("Lê An (Ban Tuyên giáo Huyện uỷ)", "Lê An (Ban Tuyên giáo Huyện uỷ)", ("Lê An",), None),
]


@pytest.mark.parametrize(("line", "text", "authors", "role"), BYLINES)
def test_byline(line, text, authors, role):
    assert parse_byline(line) == Byline(text, authors, role)


NO_BYLINES = [
    "Theo TTXVN",
    "(Theo tuyengiao.vn)",
    "Nguồn: tuyengiao.vn",
    "Hội nghị Báo cáo viên",
    "HỘI NGHỊ BÁO CÁO VIÊN",
    "BAN TUYÊN GIÁO",
    "Ban Tuyên giáo Tỉnh uỷ Kiên Giang",
    "TRƯỞNG BAN",
    "PHỤ LỤC",
    "Nơi nhận:",
    "Kính gửi: Các huyện ủy",
    "Quang cảnh Hội nghị.",
    "Quang cảnh hội nghị",
    "Hội nghị kết thúc tốt đẹp",
    "Số 115-CV/BTGTU",
    "115-CV/BTGTU",
    "Ngày 26/4",
    "Bài: Ban Tuyên giáo Tỉnh ủy",
    "Bài học kinh nghiệm: Một là, bám sát cơ sở",
    "Tin: hội nghị diễn ra thành công",
    "Ảnh: quang cảnh hội nghị",
    "TTXVN",
    "Hết",
    "Việt Nam",
    "thu anh",
    "* * *",
    "",
    "Nguyễn Văn An, Trần Thị Bình dự hội nghị",
]


@pytest.mark.parametrize("line", NO_BYLINES)
def test_no_byline(line):
    assert parse_byline(line) is None


SOURCES = [
    ("Nguồn: tuyengiao.vn", "tuyengiao.vn"),
    ("Nguồn : Ban Tuyên giáo Trung ương", "Ban Tuyên giáo Trung ương"),
    ("Nguồn tin: Báo Nhân Dân", "Báo Nhân Dân"),
    ("NGUỒN: TTXVN", "TTXVN"),
    ("(Nguồn: TTXVN)", "TTXVN"),
    ("Nguồn: https://tuyengiao.vn/bai-viet/a-123.html", "https://tuyengiao.vn/bai-viet/a-123.html"),
    ("Nguồn TTXVN", "TTXVN"),
    ("Trích nguồn: Tạp chí Cộng sản", "Tạp chí Cộng sản"),
    ("(Theo dangcongsan.vn)", "dangcongsan.vn"),
    ("(Theo TTXVN).", "TTXVN"),
    ("[Theo TTXVN]", "TTXVN"),
    ("Theo TTXVN", "TTXVN"),
    ("Theo TTXVN.", "TTXVN"),
    ("Theo Báo Kiên Giang", "Báo Kiên Giang"),
    ("Theo: Báo Nhân Dân", "Báo Nhân Dân"),
    ("Theo tuyengiao.vn", "tuyengiao.vn"),
    ("(Theo Thanh Hà, TTXVN)", "Thanh Hà, TTXVN"),
]
NO_SOURCES = [
    "Theo đó, các cấp ủy tập trung lãnh đạo",
    "Theo kế hoạch",
    "Theo Nghị quyết số 18-NQ/TW",
    "Theo Kế hoạch số 172-KH/TU",
    "Theo Bác Hồ",
    "Theo đồng chí Nguyễn Văn An",
    "Theo Ban Tổ chức, hội thi diễn ra trong hai ngày.",
    "Theo Ban Tổ chức, hội thi diễn ra trong hai ngày",
    "Theo Ban Chỉ đạo. Hội thi diễn ra",
    "Theo dõi chúng tôi trên mạng xã hội",
    "Nguồn nhân lực",
    "Nguồn lực: vốn và đất",
    "Nguồn ảnh: TTXVN",
    "Nguồn:",
    "Tin nguồn",
    "Ban Tuyên giáo Tỉnh uỷ Kiên Giang",
    "Thu Anh",
    "",
]


@pytest.mark.parametrize(("line", "source"), SOURCES)
def test_source(line, source):
    assert parse_source(line) == source


@pytest.mark.parametrize("line", NO_SOURCES)
def test_no_source(line):
    assert parse_source(line) is None


CREDITS = [
    ("Quang cảnh Hội nghị. (Ảnh: TTXVN)", "Quang cảnh Hội nghị.", "TTXVN"),
    ("Quang cảnh Hội nghị (Ảnh: TTXVN).", "Quang cảnh Hội nghị", "TTXVN"),
    ("Quang cảnh Hội nghị. Ảnh: T.N", "Quang cảnh Hội nghị.", "T.N"),
    ("Quang cảnh Hội nghị. Ảnh: T.N.", "Quang cảnh Hội nghị.", "T.N."),
    ("Quang cảnh Hội nghị.Ảnh: Thu Anh", "Quang cảnh Hội nghị.", "Thu Anh"),
    ("Đại biểu dự hội nghị - Ảnh: Thu Anh", "Đại biểu dự hội nghị", "Thu Anh"),
    ("Toàn cảnh. Ảnh: Lê An/TTXVN", "Toàn cảnh.", "Lê An/TTXVN"),
    ("Toàn cảnh. Ảnh: Báo Kiên Giang.", "Toàn cảnh.", "Báo Kiên Giang"),
    ("Toàn cảnh. Ảnh: Internet", "Toàn cảnh.", "Internet"),
    ("Toàn cảnh. Ảnh: internet", "Toàn cảnh.", "internet"),
    ("Bác Hồ với đồng bào (ảnh tư liệu)", "Bác Hồ với đồng bào", "ảnh tư liệu"),
    ("Toàn cảnh (Ảnh tư liệu) |", "Toàn cảnh", "Ảnh tư liệu"),
    ("Toàn cảnh. Ảnh minh họa", "Toàn cảnh.", "Ảnh minh họa"),
    ("Toàn cảnh\nẢnh: Thu Anh", "Toàn cảnh", "Thu Anh"),
    ("Cầu mới (Nguồn: Internet)", "Cầu mới", "Internet"),
    ("Toàn cảnh (Nguồn ảnh: TTXVN)", "Toàn cảnh", "TTXVN"),
    ("Ảnh: TTXVN", "", "TTXVN"),
    ("Quang cảnh Hội nghị |", "Quang cảnh Hội nghị", None),
    ("Quang cảnh Hội nghị.", "Quang cảnh Hội nghị.", None),
]
NO_CREDITS = [
    "Ảnh: Quang cảnh hội nghị",
    "Đồng chí Lê An phát biểu (ảnh trên)",
    "Đồng chí Lê An, Trưởng ban (bên phải)",
    "Lãnh đạo tỉnh trao ảnh: một kỷ niệm đẹp",
    "Triển lãm ảnh tư liệu",
    "Hội nghị (đợt 2)",
    "",
]


@pytest.mark.parametrize(("caption", "text", "credit"), CREDITS)
def test_credit(caption, text, credit):
    assert split_credit(caption) == (text, credit)


@pytest.mark.parametrize("caption", NO_CREDITS)
def test_caption_without_credit_stays(caption):
    assert split_credit(caption) == (caption, None)


BODY = TailLine("Các đại biểu đã thảo luận nhiều giải pháp cho quý tới.")


def bold(text: str) -> TailLine:
    return TailLine(text, is_bold=True)


def right(text: str) -> TailLine:
    return TailLine(text, is_right_aligned=True)


def caption(text: str) -> TailLine:
    return TailLine(text, is_centered=True, is_italic=True)


TAILS = {
    "name-then-source": ([bold("Thu Anh"), TailLine("Theo tuyengiao.vn")], "Thu Anh", "tuyengiao.vn", (1, 2)),
    "name-then-organ": (
        [TailLine("Thu Anh"), TailLine("Ban Tuyên giáo Tỉnh uỷ Kiên Giang")],
        "Thu Anh",
        "Ban Tuyên giáo Tỉnh uỷ Kiên Giang",
        (1, 2),
    ),
    "organ-then-name": (
        [TailLine("Ban Tuyên giáo Tỉnh ủy"), right("Thu Anh")],
        "Thu Anh",
        "Ban Tuyên giáo Tỉnh ủy",
        (1, 2),
    ),
    "plain-capitals": ([TailLine("LÊ NĂNG ĐÔNG")], "LÊ NĂNG ĐÔNG", None, (1,)),
    "plain-name": ([TailLine("Thu Anh")], "Thu Anh", None, (1,)),
    "initials": ([TailLine("L.P")], "L.P", None, (1,)),
    "organ-mark": ([right("BTGTU")], "BTGTU", None, (1,)),
    "labelled": ([TailLine("Tin, ảnh: Thu Hà")], "Thu Hà", None, (1,)),
    "text-and-pictures": (
        [TailLine("Tin: Thu Hà"), TailLine("Ảnh: Minh Đức")],
        "Thu Hà; Ảnh: Minh Đức",
        None,
        (1, 2),
    ),
    "two-set-off": ([bold("THU HÀ"), bold("MINH ANH")], "THU HÀ; MINH ANH", None, (1, 2)),
    "name-and-source-in-one": ([TailLine("Thu Anh (Theo TTXVN)")], "Thu Anh", "TTXVN", (1,)),
    "name-dash-source": ([TailLine("Thu Anh - Nguồn: tuyengiao.vn")], "Thu Anh", "tuyengiao.vn", (1,)),
    "source-only": ([TailLine("Nguồn: tuyengiao.vn")], None, "tuyengiao.vn", (1,)),
    "organ-only": ([TailLine("Ban Tuyên giáo Tỉnh ủy Kiên Giang")], None, "Ban Tuyên giáo Tỉnh ủy Kiên Giang", (1,)),
    "empty-lines-between": ([TailLine(""), bold("Thu Anh"), TailLine(" ")], "Thu Anh", None, (2,)),
    "photographer-set-right": ([right("Ảnh: Trúc Ly")], "Trúc Ly", None, (1,)),
    "one-word-set-right": ([right("Hoài")], "Hoài", None, (1,)),
}
NOT_TAILS = {
    "sentence": [TailLine("Hội nghị đã thành công tốt đẹp.")],
    "short-sentence": [bold("Trân trọng!")],
    "question": [bold("Vì Sao?")],
    "long-line": [bold("Đảng Cộng Sản Việt Nam Quang Vinh Muôn Năm Và Đời Đời Bền Vững")],
    "slogan": [bold("Chào mừng Đại hội Đảng bộ huyện")],
    "quote": [TailLine("“Thu Anh”")],
    "list-item": [TailLine("- Thu Anh")],
    "numbered-item": [TailLine("3. Thu Anh")],
    "list-of-names": [TailLine("Danh sách gồm"), TailLine("Nguyễn Văn An"), TailLine("Trần Thị Bình")],
    "recipients": [TailLine("Nơi nhận:"), TailLine("- Như trên;"), bold("Nguyễn Văn An")],
    "signed-letter": [TailLine("T/M BAN THƯỜNG VỤ"), TailLine("PHÓ BÍ THƯ"), bold("Nguyễn Văn An")],
    "signature": [bold("TRƯỞNG BAN"), bold("Nguyễn Văn An")],
    "already-signed": [TailLine("(Đã ký)"), bold("Nguyễn Văn An")],
    "document-number": [TailLine("Số 115-CV/BTGTU")],
    "bare-document-number": [TailLine("115-CV/BTGTU")],
    "place-and-date": [right("Kiên Giang, ngày 26 tháng 4 năm 2024")],
    "caption": [caption("Quang cảnh Hội nghị")],
    "caption-with-a-name": [caption("Đồng chí Lê An")],
    "caption-with-credit": [caption("Quang cảnh Hội nghị. Ảnh: Thu Anh")],
    "credit-of-a-picture": [TailLine("Ảnh: Minh Đức")],
    "heading": [bold("Kết quả bước đầu")],
    "heading-in-capitals": [bold("BÁO CÁO VIÊN TIÊU BIỂU")],
    "organ-that-acts": [TailLine("Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị")],
    "organ-word-that-is-none": [bold("Hội nghị thành công")],
    "one-plain-word": [TailLine("Hoài")],
    "sentence-with-theo": [TailLine("Theo đó, các cấp ủy tập trung lãnh đạo")],
}


@pytest.mark.parametrize(("lines", "byline", "source", "consumed"), TAILS.values(), ids=TAILS.keys())
def test_tail(lines, byline, source, consumed):
    tail = read_tail([BODY, *lines])
    assert (tail.byline and tail.byline.text, tail.source, tail.consumed) == (byline, source, consumed)


@pytest.mark.parametrize("lines", NOT_TAILS.values(), ids=NOT_TAILS.keys())
def test_text_at_the_end_is_not_taken(lines):
    assert read_tail([BODY, *lines]).consumed == ()


def test_name_that_continues_an_open_line_is_not_taken():
    assert read_tail([TailLine("Người dẫn chương trình là"), TailLine("Thu Anh")]).byline is None


def test_a_name_above_the_last_sentence_is_not_taken():
    assert read_tail([BODY, bold("Thu Anh"), BODY]).consumed == ()


def test_a_tail_has_at_most_four_lines():
    names = [bold(name) for name in ("Thu Anh", "Minh Đức", "Lê Hoa", "Bảo Trâm", "Quốc Anh")]
    assert read_tail([BODY, *names]).consumed == (2, 3, 4, 5)


def test_only_one_source_is_taken():
    tail = read_tail([BODY, TailLine("Nguồn: a.vn"), TailLine("Nguồn: b.vn")])
    assert (tail.source, tail.consumed) == ("b.vn", (2,))


def test_a_photo_credit_above_a_source_stays():
    tail = read_tail([BODY, TailLine("Ảnh: Minh Đức"), TailLine("Nguồn: a.vn")])
    assert (tail.byline, tail.source, tail.consumed) == (None, "a.vn", (2,))


def test_authors_of_two_lines_are_joined():
    tail = read_tail([BODY, TailLine("Tin: Thu Hà"), TailLine("Ảnh: Minh Đức, Thu Hà")])
    assert tail.byline.authors == ("Thu Hà", "Minh Đức")


def test_an_article_without_text_may_have_an_author():
    assert read_tail([TailLine("Thu Anh")]).byline.text == "Thu Anh"


def test_a_gallery_without_text_may_have_a_photographer():
    assert read_tail([TailLine("Ảnh: Trúc Ly")]).byline.authors == ("Trúc Ly",)


def test_no_lines_no_tail():
    assert read_tail([]).consumed == ()


HEADS = {
    "name-and-rank": (
        [bold("NGUYỄN VĂN AN"), TailLine("Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy")],
        "NGUYỄN VĂN AN",
        "Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy",
        (0, 1),
    ),
    "plain-name-and-rank": (
        [TailLine("TS. Nguyễn Văn An"), TailLine("Phó Bí thư Tỉnh uỷ")],
        "TS. Nguyễn Văn An",
        "Phó Bí thư Tỉnh uỷ",
        (0, 1),
    ),
    "two-ranks": (
        [bold("Lê An"), TailLine("Tỉnh ủy viên"), TailLine("Trưởng Ban Tuyên giáo")],
        "Lê An",
        "Tỉnh ủy viên; Trưởng Ban Tuyên giáo",
        (0, 1, 2),
    ),
    "set-right": ([right("Nguyễn Văn An")], "Nguyễn Văn An", None, (0,)),
    "centred": ([TailLine("Thu Anh", is_centered=True)], "Thu Anh", None, (0,)),
    "labelled": ([TailLine("Tác giả: Lê Hoa")], "Lê Hoa", "Tác giả", (0,)),
}
NOT_HEADS = {
    "plain-name": [TailLine("Nguyễn Văn An")],
    "list-of-names": [bold("Nguyễn Văn An"), bold("Trần Thị Bình")],
    "heading": [bold("Kết quả bước đầu")],
    "title-case-heading": [bold("Hội Nghị Báo Cáo Viên")],
    "one-word": [bold("BTGTU")],
    "photo-credit": [TailLine("Ảnh: Minh Đức")],
    "organ": [bold("Ban Tuyên giáo Tỉnh ủy")],
    "quote": [bold("“Thu Anh”")],
}


@pytest.mark.parametrize(("lines", "byline", "role", "consumed"), HEADS.values(), ids=HEADS.keys())
def test_head(lines, byline, role, consumed):
    head = read_head([*lines, BODY])
    assert (head.byline.text, head.byline.role, head.consumed) == (byline, role, consumed)


@pytest.mark.parametrize("lines", NOT_HEADS.values(), ids=NOT_HEADS.keys())
def test_text_at_the_start_is_not_taken(lines):
    assert read_head([*lines, BODY]).consumed == ()


@pytest.mark.parametrize(
    "text", ["Báo Nhân Dân", "Sở Y tế", "Hội Nông dân tỉnh", "BAN TUYÊN GIÁO TỈNH ỦY", "Huyện uỷ Gò Quao"]
)
def test_organ(text):
    assert is_organ(text)


@pytest.mark.parametrize(
    "text", ["Báo cáo viên giỏi", "Hội nghị", "Sở hữu toàn dân", "BÁO CÁO TỔNG KẾT", "Đoàn kết", "báo chí", ""]
)
def test_no_organ(text):
    assert not is_organ(text)


@pytest.mark.parametrize(
    "text", ["Nguyên Bí thư Tỉnh ủy", "Phó Chủ tịch UBND tỉnh", "TRƯỞNG BAN", "Uỷ viên Trung ương Đảng"]
)
def test_rank(text):
    assert is_rank(text)


@pytest.mark.parametrize("text", ["Bí thư Tỉnh ủy phát biểu", "Chủ tịch tỉnh đã dự.", "Thu Anh", ""])
def test_no_rank(text):
    assert not is_rank(text)


@given(st.text())
def test_no_text_breaks_the_readers(text):
    parse_byline(text)
    parse_source(text)
    split_credit(text)
    is_person(text)


WORDS = st.sampled_from(["Tin", "ảnh", ":", "Thu", "Anh", "Ban", "Tuyên", "giáo", ".", ",", "(", ")", "Theo", "Nguồn", "-", "hội", "nghị", "L.P", "5/10", "“"])  # fmt: skip
LINES = st.lists(WORDS, max_size=8).map(" ".join)


@given(st.lists(st.builds(TailLine, LINES, st.booleans(), st.booleans(), st.booleans(), st.booleans()), max_size=7))
def test_consumed_lines_are_of_the_last_four(lines):
    consumed = read_tail(lines).consumed
    last = [index for index, line in enumerate(lines) if line.text.strip()][-4:]
    assert set(consumed) <= set(last)


@given(LINES)
def test_a_sentence_is_never_taken(words):
    sentence = f"Hội nghị {words} đã kết thúc."
    assert read_tail([BODY, bold(sentence)]).consumed == ()


@given(LINES)
def test_authors_stand_in_the_byline(line):
    byline = parse_byline(line)
    assert byline is None or all(word in line for author in byline.authors for word in author.replace(",", "").split())


@pytest.mark.parametrize(
    "organ",
    [
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Đồng Tháp",
        "Bản tin nội bộ Ban Tuyên giáo Tỉnh ủy",
        "Trang thông tin điện tử Ban Tuyên giáo và Dân vận Tỉnh ủy Ninh Bình",
    ],
)
@pytest.mark.parametrize("line", ["Theo {}", "(Theo {})"])
def test_an_organ_with_a_long_name_is_a_source(organ: str, line: str) -> None:
    assert parse_source(line.format(organ)) == organ


def test_a_long_sentence_after_theo_is_no_source() -> None:
    assert parse_source("Theo Ban Tuyên giáo Tỉnh ủy Đồng Tháp, hội nghị sẽ triển khai vào tháng sau") is None
