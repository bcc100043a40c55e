"""Bytes to text."""

from __future__ import annotations

import pytest
from extract_pages import LEAD, P1, article, ruled
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.encoding import decode

TEXT = "<p>Ban Tuyên giáo Tỉnh ủy</p>"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "how"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", "utf-8", "bytes"),
        (TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8", "bytes"),
        (TEXT.encode("utf-8-sig"), "text/html", "utf-8", "bom"),
        (TEXT.encode("utf-16"), "text/html", "utf-16", "bom"),
        (TEXT.encode("utf-16-le"), "text/html", "utf-16-le", "detected"),
    ],
)
def test_encodings_of_one_text(body: bytes, content_type: str, encoding: str, how: str) -> None:
    found = decode(body, content_type)
    assert (found.text, found.encoding, found.how, found.replaced) == (TEXT, encoding, how, 0)


def test_charset_of_the_header_decides_where_bytes_are_no_utf_8() -> None:
    found = decode("café, đơn".encode("cp1258"), "text/html; charset=windows-1258")
    assert (found.text, found.how) == ("café, đơn", "header")


def test_charset_of_the_meta_element_where_the_header_has_none() -> None:
    found = decode(b"<meta charset='windows-1258'>" + "đơn giá".encode("cp1258"), "text/html")
    assert (found.text[-7:], found.how) == ("đơn giá", "meta")


def test_unknown_charset_is_passed_over() -> None:
    assert decode(TEXT.encode(), "text/html; charset=x-khong-co").text == TEXT


def test_nul_characters_are_removed() -> None:
    assert decode(b"<p>Ban\0 b\0\xc3\xa2y</p>", "").text == "<p>Ban bây</p>"


def test_a_broken_byte_does_not_change_the_encoding() -> None:
    found = decode((TEXT * 40).encode() + b"\xff", "text/html; charset=utf-8")
    assert (found.encoding, found.replaced, found.text.startswith(TEXT)) == ("utf-8", 1, True)


def test_broken_characters_in_the_text_are_flagged() -> None:
    html = (
        ruled(f"<p>{P1}</p><p>Câu này hỏng @ ở giữa chừng, còn lại vẫn đọc được.</p>").encode().replace(b"@", b"\xff")
    )
    assert "broken_characters" in article(html).quality_flags


def test_page_in_utf_16_is_read() -> None:
    assert article(ruled(f"<p>{P1}</p>").encode("utf-16"), content_type="text/html").body == f"{LEAD}\n{P1}"


@settings(deadline=None)  # detection loads its tables once
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=utf-16", "x;charset=\0"]),
)
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    assert "\0" not in decode(body, content_type).text
