"""Body markup to typed blocks."""

from __future__ import annotations

import lxml.html
import pytest
from extract_pages import LEAD, P1, P2, P3, TITLE, article, ruled
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Block
from pipelines.reader import Reader


def blocks(body: str, **kwargs: str) -> list[Block]:
    return [block for block in article(ruled(body, **kwargs)).blocks if block.type != "lead"]


def shape(body: str) -> list[tuple[str, str]]:
    return [(block.type, block.text) for block in blocks(body)]


CAPTION = "Học viên thực hành tại thôn Bản Mới."
IMG = "<img src='/a.jpg'>"


def test_inline_elements_join_without_a_space() -> None:
    assert shape("<p>Ban <b>Tuyên</b><i> giáo</i> Tỉnh<span> ủ</span>y mở lớp tập huấn.</p>") == [
        ("paragraph", "Ban Tuyên giáo Tỉnh ủy mở lớp tập huấn.")
    ]


def test_block_elements_separate() -> None:
    assert shape(f"<div>{P1}<div>{P2}</div>{P3}</div>") == [("paragraph", P1), ("paragraph", P2), ("paragraph", P3)]


def test_two_breaks_separate_paragraphs() -> None:
    assert shape(f"{P1}<br><br>{P2}") == [("paragraph", P1), ("paragraph", P2)]


def test_single_break_between_sentences_separates_paragraphs() -> None:
    assert shape(f"{P1}<br>{P2}") == [("paragraph", P1), ("paragraph", P2)]


def test_single_break_inside_a_sentence_is_a_space() -> None:
    text = "Các học viên được nghe giới thiệu kỹ năng nắm bắt dư luận,<br>cách viết tin ngắn và trả lời câu hỏi."
    assert shape(f"<p>{text}</p>") == [("paragraph", text.replace("<br>", " "))]


def test_lines_of_a_verse_stay_one_paragraph() -> None:
    verse = "Bản làng rộn rã tiếng loa<br>Tin vui theo gió đi qua núi đồi<br>Cán bộ xuống tận nương thôi"
    assert shape(f"<p>{verse}</p>") == [("paragraph", verse.replace("<br>", "\n"))]


def test_items_behind_breaks_are_paragraphs() -> None:
    assert [text for _, text in shape("<p>Nội dung gồm:<br>- Kỹ năng viết tin<br>- Kỹ năng nói</p>")] == [
        "Nội dung gồm:",
        "- Kỹ năng viết tin",
        "- Kỹ năng nói",
    ]


def test_hard_wrapped_source_is_one_line() -> None:
    assert shape(f"<p>{P1.replace(' ', chr(10))}</p>") == [("paragraph", P1)]


def test_preformatted_text_is_unwrapped_at_blank_lines() -> None:
    first, second = P1.replace(" Tỉnh ủy", "\nTỉnh ủy"), P2
    assert shape(f"<pre>{first}\n\n{second}</pre>") == [("paragraph", P1), ("paragraph", P2)]


def test_short_paragraphs_are_kept() -> None:
    assert ("paragraph", "Lớp học bế mạc chiều 14/3.") in shape(
        f"<p>{P1}</p><p>Lớp học bế mạc chiều 14/3.</p><p>{P2}</p>"
    )


def test_headings_have_levels() -> None:
    found = blocks(f"<h2>Nội dung chính</h2><p>{P1}</p><h3>Kết quả</h3><p>{P2}</p>")
    assert [(block.type, block.level) for block in found if block.type == "heading"] == [("heading", 2), ("heading", 3)]


def test_short_bold_line_between_paragraphs_is_a_heading() -> None:
    assert ("heading", "Thực hành là chính") in shape(
        f"<p>{P1}</p><p><strong>Thực hành là chính</strong></p><p>{P2}</p>"
    )


def test_bold_sentence_is_a_paragraph() -> None:
    sentence = "Đây là lớp thứ năm trong năm nay."
    assert ("paragraph", sentence) in shape(f"<p>{P1}</p><p><b>{sentence}</b></p><p>{P2}</p>")


def test_lists_have_items_and_marks() -> None:
    (found,) = blocks("<ol start='3'><li>Viết tin</li><li>Nói trước <b>dân</b></li></ol>")
    assert (found.type, found.ordered, found.items) == ("list", True, ("Viết tin", "Nói trước dân"))
    assert found.text == "- Viết tin\n- Nói trước dân"


def test_nested_lists_keep_all_items() -> None:
    (found,) = blocks("<ul><li>Kỹ năng<ul><li>Viết</li><li>Nói</li></ul></li><li>Thực hành</li></ul>")
    assert found.items == ("Kỹ năng", "Viết", "Nói", "Thực hành")


def test_data_table_has_rows_and_markdown() -> None:
    (found,) = blocks("<table><tr><th>Xã</th><th>Số lớp</th></tr><tr><td>Bản Mới</td><td>3</td></tr></table>")
    assert found.rows == (("Xã", "Số lớp"), ("Bản Mới", "3"))
    assert found.text == "| Xã | Số lớp |\n| --- | --- |\n| Bản Mới | 3 |"


def test_spanning_cells_keep_the_columns() -> None:
    (found,) = blocks(
        "<table><tr><td colspan=2>Kết quả</td><td>Năm</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>"
    )
    assert found.rows == (("Kết quả", "", "Năm"), ("a", "b", "c"))


def test_layout_table_around_the_text_is_unwrapped() -> None:
    assert shape(f"<table><tr><td><p>{P1}</p><p>{P2}</p></td></tr></table>") == [("paragraph", P1), ("paragraph", P2)]


def test_blockquote_is_a_quote() -> None:
    assert shape(f"<p>{P1}</p><blockquote><p>{P2}</p></blockquote>") == [("paragraph", P1), ("quote", P2)]


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>",
        f"<table align='center'><tr><td>{IMG}</td></tr><tr><td>{CAPTION}</td></tr></table>",
        f"<table><tbody><tr><td>{IMG}<br>{CAPTION}</td></tr></tbody></table>",
        f"<p style='text-align: center;'>{IMG}<br><em>{CAPTION}</em></p>",
        f"<p align='center'>{IMG}</p><p align='center'>{CAPTION}</p>",
        f"<p>{IMG}</p><p><em>{CAPTION}</em></p>",
        f"<center>{IMG}</center><center><i>{CAPTION}</i></center>",
        f"<div>{IMG}</div><div class='image-caption'>{CAPTION}</div>",
        f"<div class='wp-caption aligncenter'>{IMG}<p class='wp-caption-text'>{CAPTION}</p></div>",
        f"<p><img src='/a.jpg' alt='{CAPTION}'></p><p>{CAPTION}</p>",
        f"<p>{IMG}</p><p>Quang cảnh lớp học.</p>".replace("Quang cảnh lớp học.", f"Quang cảnh: {CAPTION}"),
    ],
)
def test_captions_are_no_body_text_and_name_their_image(markup: str) -> None:
    found = article(ruled(f"<p>{P1}</p>{markup}<p>{P2}</p>"))
    (caption,) = [block for block in found.blocks if block.type == "caption"]
    assert caption.text.endswith(CAPTION)
    assert caption.image_url == "https://a.example.vn/a.jpg"
    assert found.body == f"{LEAD}\n{P1}\n{P2}"
    assert found.images[0].caption == caption.text


def test_credit_is_split_from_the_caption() -> None:
    (caption,) = blocks(f"<figure>{IMG}<figcaption>Giờ thực hành. (Ảnh: Thu Hà)</figcaption></figure>")
    assert (caption.text, caption.credit) == ("Giờ thực hành.", "Thu Hà")


def test_each_image_of_a_table_has_its_own_caption() -> None:
    found = article(
        ruled(
            f"<p>{P1}</p><table><tr><td><img src='/1.jpg'></td><td><img src='/2.jpg'></td></tr>"
            "<tr><td>Ảnh thứ nhất.</td><td>Ảnh thứ hai.</td></tr></table>"
        )
    )
    assert [(image.url[-5:], image.caption) for image in found.images] == [
        ("1.jpg", "Ảnh thứ nhất."),
        ("2.jpg", "Ảnh thứ hai."),
    ]


def test_long_centred_text_under_an_image_is_a_paragraph() -> None:
    long = " ".join([P1, P2, P3, P1])
    assert ("paragraph", long) in shape(f"<p align='center'>{IMG}</p><p align='center'>{long}</p><p>{P2}</p>")


def test_plain_paragraph_behind_an_image_is_a_paragraph() -> None:
    assert shape(f"<p>{IMG}</p><p>{P1}</p>") == [("paragraph", P1)]


def test_image_file_names_are_dropped() -> None:
    assert shape(f"<p>DSC_7215.jpg</p><p>{P1}</p>") == [("paragraph", P1)]


def test_lazy_images_have_their_real_address() -> None:
    found = article(ruled(f"<p><img src='data:image/gif;base64,R0' data-src='/that.jpg'></p><p>{P1}</p>"))
    assert [image.url for image in found.images] == ["https://a.example.vn/that.jpg"]


def test_pixels_and_icons_are_no_images() -> None:
    assert article(ruled(f"<img src='/p.gif' width='1'><img class='emoji' src='/e.png'><p>{P1}</p>")).images == ()


RELATED = "<ul><li><a href='/x-1.html'>Một bài khác của trang</a></li><li><a href='/y-2.html'>Bài nữa</a></li></ul>"


@pytest.mark.parametrize(
    "markup",
    [
        f"<p><b>Tin liên quan</b></p>{RELATED}",
        f"<h3>Những tin cũ hơn</h3>{RELATED}",
        RELATED,
        "<p><a href='/x-1.html'>Một bài khác của trang nói về lớp tập huấn năm ngoái</a></p>",
        "<p>&gt;&gt; <a href='/x-1.html'>Một bài khác của trang nói về lớp tập huấn</a></p>",
        "<p>Theo dõi Báo Thử trên Google News</p>",
        "<p>Chia sẻ bài viết lên facebook</p>",
        "<p>Lượt xem: 1.234</p>",
        "<p>24114 lượt xem</p>",
        "<p>0:00 / 0:00</p><p>Giọng nam</p>",
        "<p>leftcenterrightdel</p>",
        "<p>In ra</p><p>A- A A+</p>",
        "<p>Bản quyền thuộc Ban Tuyên giáo Tỉnh ủy</p>",
        "<p>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>",
        "<h3>Bình luận (3)</h3><p>Bài viết hay quá, cảm ơn ban biên tập nhiều lắm.</p>",
        "<p>Tags: <a href='/tag/a'>tập huấn</a>, <a href='/tag/b'>vùng cao</a></p>",
    ],
)
def test_furniture_is_dropped(markup: str) -> None:
    assert article(ruled(f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>{markup}")).body == f"{LEAD}\n{P1}\n{P2}\n{P3}"


def test_links_to_other_articles_amid_the_text_are_dropped_and_the_text_goes_on() -> None:
    body = f"<p>{P1}</p><p><b>Xem thêm:</b></p>{RELATED}<p>{P2}</p>"
    assert article(ruled(body)).body == f"{LEAD}\n{P1}\n{P2}"


def test_linked_lines_under_a_related_heading_are_dropped() -> None:
    links = "".join(f"<p><a href='/{n}.html'>Bài viết thứ {n} của trang</a></p>" for n in (1, 2))
    body = f"<p>{P1}</p><p><b>Tin liên quan</b></p>{links}<p>{P2}</p>"
    assert article(ruled(body)).body == f"{LEAD}\n{P1}\n{P2}"


def test_paragraph_with_a_link_in_it_is_kept() -> None:
    body = f"<p>{P1}</p><p>Kế hoạch được đăng tại <a href='/kh.html'>trang của Tỉnh ủy</a> từ hôm qua.</p>"
    assert "Kế hoạch được đăng tại trang của Tỉnh ủy từ hôm qua." in article(ruled(body)).body


def test_sentence_about_related_news_is_kept() -> None:
    sentence = "Tin liên quan đến lớp học được đăng đều đặn trên bản tin của thôn."
    assert sentence in article(ruled(f"<p>{P1}</p><p>{sentence}</p><p>{P2}</p>")).body


def test_title_repeated_in_the_body_is_dropped() -> None:
    assert article(ruled(f"<h1>{TITLE}</h1><p>{P1}</p>")).body == f"{LEAD}\n{P1}"


def test_hidden_elements_are_not_read() -> None:
    body = f"<p>{P1}</p><p hidden>ẩn một</p><p style='display: none'>ẩn hai</p><p class='hidden'>ẩn ba</p>"
    assert "ẩn" not in article(ruled(body)).body


def test_text_behind_a_removed_element_stays() -> None:
    assert shape("<p>Lớp học <script>x()</script>có năm mươi người.</p>") == [
        ("paragraph", "Lớp học có năm mươi người.")
    ]


_words = st.lists(st.text("abcđêôư", min_size=1, max_size=6), min_size=1, max_size=12)
_tags = st.sampled_from(["b", "i", "span", "p", "div", "br", "em", "section", "li", "td", "font"])


@settings(deadline=None)
@given(st.lists(st.tuples(_tags, _words), min_size=1, max_size=8))
def test_no_word_is_lost_or_split_by_markup(parts: list[tuple[str, list[str]]]) -> None:
    html = "".join(f"<{tag}>{' '.join(words)}</{tag}> " for tag, words in parts)
    reader = Reader("https://a.example.vn/")
    reader.read(lxml.html.fromstring(f"<div>{html}</div>"))
    read = " ".join(draft.text for draft in reader.drafts).split()
    assert sorted(read) == sorted(word for _, words in parts for word in words)
