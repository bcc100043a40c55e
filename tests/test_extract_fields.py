"""A page of a family, field by field."""

from __future__ import annotations

import pickle

import pytest
from extract_pages import LEAD, P1, P2, P3, TITLE, article, page, portal, refusal, ruled

from corpus.flags import FLAGS
from crawler.portals.spec import Fields
from pipelines.extract import EXTRACTOR_VERSION, extract

BODY = f"<p>{P1}</p><p>{P2}</p>"


def test_title_is_that_of_the_selector() -> None:
    assert article(ruled(BODY)).title == TITLE


def test_title_null_is_replaced_by_the_printed_one() -> None:
    html = ruled(BODY, title=f"<h1 class='title'>null</h1><h2>{TITLE}</h2>")
    assert article(html).title == TITLE


def test_lead_is_its_own_field_and_first_in_body() -> None:
    found = article(ruled(BODY))
    assert (found.lead, found.body) == (LEAD, f"{LEAD}\n{P1}\n{P2}")


def test_lead_repeated_as_first_paragraph_stands_once() -> None:
    assert article(ruled(f"<p>{LEAD}</p>{BODY}")).body == f"{LEAD}\n{P1}\n{P2}"


def test_bold_first_paragraph_is_the_lead_where_none_is_marked() -> None:
    found = article(ruled(f"<p><b>{LEAD}</b></p>{BODY}", lead=""))
    assert found.lead == LEAD
    assert found.body == f"{LEAD}\n{P1}\n{P2}"


def test_first_paragraph_that_is_not_bold_is_no_lead() -> None:
    found = article(ruled(BODY, lead=""))
    assert found.lead is None
    assert "no_lead" in found.quality_flags


def test_printed_date_has_minutes_method_and_text() -> None:
    found = article(ruled(BODY))
    assert (found.published_at, found.published_precision, found.published_method) == (
        "2024-03-12T16:20:00+07:00",
        "minute",
        "printed",
    )
    assert found.published_text == "Thứ ba - 12/03/2024 16:20"


def test_printed_date_comes_before_metadata() -> None:
    html = ruled(BODY, head="<meta property='article:published_time' content='2024-03-15T08:00:00+07:00'>")
    assert article(html).published_at == "2024-03-12T16:20:00+07:00"


def test_metadata_date_where_none_is_printed() -> None:
    html = ruled(BODY, date="", head="<meta property='article:published_time' content='2024-03-15T08:00:00+07:00'>")
    found = article(html)
    assert (found.published_at, found.published_method) == ("2024-03-15T08:00:00+07:00", "metadata")


def test_hidden_date_is_read_before_hidden_elements_go() -> None:
    fields = Fields(title=("h1",), body=("div.body",), date_meta=("[itemprop=datePublished]",))
    html = ruled(BODY, date="<span class='hidden' itemprop='datePublished'>2024-03-12T16:20:00+07:00</span>")
    assert article(html, of=portal(fields=fields)).published_at == "2024-03-12T16:20:00+07:00"


def test_date_after_the_fetch_is_refused_and_flagged() -> None:
    found = article(ruled(BODY, date="<span class='date'>12/03/2027</span>"))
    assert found.published_at is None
    assert {"future_date", "no_date"} <= set(found.quality_flags)


def test_listing_date_is_the_last_resort() -> None:
    found = article(ruled(BODY, date=""), listed_at="2024-03-12")
    assert (found.published_at, found.published_method) == ("2024-03-12", "listing")


def test_byline_and_source_of_selectors_lose_their_labels() -> None:
    html = ruled(BODY, after="<p class='author'><b>Tác giả:</b> Lê Thu Hà</p><p class='source'>Nguồn tin: Báo Thử</p>")
    found = article(html)
    assert (found.byline, found.authors, found.source) == ("Lê Thu Hà", ("Lê Thu Hà",), "Báo Thử")


def test_byline_and_source_at_the_end_of_the_text_leave_the_body() -> None:
    tail = "<p style='text-align:right'><b>Lê Thu Hà</b></p><p style='text-align:right'>Nguồn: Báo Thử</p>"
    found = article(ruled(BODY + tail))
    assert (found.byline, found.source) == ("Lê Thu Hà", "Báo Thử")
    assert found.body == f"{LEAD}\n{P1}\n{P2}"


@pytest.mark.parametrize("name", ["quantri", "admin", "Super User"])
def test_account_names_are_no_authors(name: str) -> None:
    assert article(ruled(BODY, after=f"<p class='author'>{name}</p>")).byline is None


def test_newsroom_tag_goes_from_the_lead_into_the_source() -> None:
    found = article(ruled(BODY, lead=f"<div class='sapo'>(ĐCSVN) – {LEAD}</div>"))
    assert (found.lead, found.source) == (LEAD, "ĐCSVN")


def test_section_is_the_last_step_of_the_breadcrumb() -> None:
    assert article(ruled(BODY)).section == "Tuyên truyền"


def test_section_of_the_listing_where_the_page_has_none() -> None:
    html = ruled(BODY).replace("<li>Tuyên truyền</li>", "")
    assert article(html, section="Tin trong tỉnh").section == "Tin trong tỉnh"


def test_title_at_the_end_of_the_breadcrumb_is_no_section() -> None:
    html = ruled(BODY).replace("<li>Tuyên truyền</li>", f"<li>Tuyên truyền</li><li>{TITLE}</li>")
    assert article(html).section == "Tuyên truyền"


def test_tags() -> None:
    html = ruled(
        BODY, after="<div class='tags'>Tags: <a href='/tag/a'>tập huấn</a>, <a href='/tag/b'>dư luận</a></div>"
    )
    assert article(html).tags == ("tập huấn", "dư luận")


def test_noise_of_the_portal_is_not_read() -> None:
    assert "Cỡ chữ" not in article(ruled(f"<div class='tools'>Cỡ chữ lớn nhỏ</div>{BODY}")).body


def test_key_and_url_come_from_the_rules() -> None:
    found = article(ruled(BODY), url="http://www.a.example.vn/tin/tap-huan-12.html?utm_source=rss")
    assert (found.article_key, found.url) == ("12", "https://a.example.vn/tin/tap-huan-12.html")


def test_without_a_key_the_canonical_address_is_the_key() -> None:
    found = article(ruled(BODY), url="https://www.a.example.vn/tin/gioi-thieu")
    assert found.article_key == "a.example.vn/tin/gioi-thieu"


def test_declared_canonical_that_is_no_article_is_not_believed() -> None:
    html = ruled(BODY, head="<link rel='canonical' href='https://a.example.vn/'>")
    assert article(html).url == "https://a.example.vn/tin/tap-huan-12.html"


def test_declared_canonical_of_the_same_article_is_believed() -> None:
    html = ruled(BODY, head="<link rel='canonical' href='https://a.example.vn/tin/ten-moi-12.html'>")
    assert article(html).url == "https://a.example.vn/tin/ten-moi-12.html"


def test_declared_canonical_on_another_host_is_not_believed() -> None:
    html = ruled(BODY, head="<link rel='canonical' href='https://b.example.vn/tin/ten-moi-12.html'>")
    assert article(html).url == "https://a.example.vn/tin/tap-huan-12.html"


def test_method_and_versions_are_recorded() -> None:
    found = article(ruled(BODY), of=portal(digest="abc"))
    assert (found.extraction_method, found.extractor_version, found.portal_digest) == (
        "selectors",
        EXTRACTOR_VERSION,
        "abc",
    )


def test_a_redesign_is_read_without_selectors_and_flagged() -> None:
    html = (
        f"<html lang='vi'><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><time datetime='2024-03-12'>"
        f"12/03/2024</time><div class='text'><p>{P1}</p><p>{P2}</p><p>{P3}</p></div></article></body></html>"
    )
    found = article(html)
    assert found.body == f"{P1}\n{P2}\n{P3}"
    assert found.extraction_method == "trafilatura"
    assert "selector_miss" in found.quality_flags


def test_language_of_vietnamese_text() -> None:
    assert article(ruled(BODY)).language == "vi"


def test_word_count_is_that_of_the_body() -> None:
    found = article(ruled(BODY))
    assert found.word_count == len(found.body.split())


def test_decomposed_letters_are_stored_composed() -> None:
    import unicodedata

    assert article(unicodedata.normalize("NFD", ruled(BODY))).body == f"{LEAD}\n{P1}\n{P2}"


def test_attached_files_with_name_type_and_size() -> None:
    html = ruled(BODY, after="<div class='files'><a href='/f/ke-hoach.PDF'>Kế hoạch tập huấn</a> (1,2 MB)</div>")
    (file,) = article(html).attachments
    assert (file.url, file.name, file.media_type, file.size_text) == (
        "https://a.example.vn/f/ke-hoach.PDF",
        "Kế hoạch tập huấn",
        "application/pdf",
        "1,2 MB",
    )


def test_notice_that_is_only_a_file_is_an_article() -> None:
    found = article(ruled("<p><a href='/f/huong-dan.docx'>Tải về hướng dẫn</a></p>", lead=""))
    assert found.body == ""
    assert {"attachment_only", "short_body"} <= set(found.quality_flags)


def test_file_shown_in_a_viewer_is_an_attachment() -> None:
    html = ruled("<iframe src='https://docs.google.com/viewer?url=https%3A%2F%2Fa.example.vn%2Ff%2Fcv.pdf'></iframe>")
    assert [file.url for file in article(html).attachments] == ["https://a.example.vn/f/cv.pdf"]


def test_gallery_is_an_article_with_captions_and_no_text() -> None:
    body = "".join(
        f"<figure><img src='/{n}.jpg'><figcaption>Ảnh hội thi số {n}.</figcaption></figure>" for n in (1, 2, 3)
    )
    found = article(ruled(body, lead=""))
    assert found.body == ""
    assert [image.caption for image in found.images] == [f"Ảnh hội thi số {n}." for n in (1, 2, 3)]
    assert "gallery" in found.quality_flags


def test_lead_picture_outside_the_body_has_its_caption_behind_the_lead() -> None:
    html = ruled(
        BODY,
        lead=f"<div class='sapo'>{LEAD}</div><figure class='lead'><img src='/a.jpg'><figcaption>Giờ thực hành.</figcaption></figure>",
    )
    found = article(html)
    assert [(block.type, block.text) for block in found.blocks[:2]] == [("lead", LEAD), ("caption", "Giờ thực hành.")]
    assert found.images[0].url == "https://a.example.vn/a.jpg"


def test_lead_alone_with_an_empty_body_is_an_article() -> None:
    assert article(ruled("")).body == LEAD


def test_repeated_paragraph_is_flagged_and_kept() -> None:
    found = article(ruled(f"<p>{P1}</p><p>{P2}</p><p>{P1}</p>"))
    assert "repeated_paragraphs" in found.quality_flags
    assert found.body.count(P1) == 2


def test_every_flag_is_documented() -> None:
    pages = [
        ruled(BODY),
        ruled("", date="<span class='date'>12/03/2027</span>"),
        ruled(f"<p>{P1}</p>" * 3, lead=""),
        ruled("<p><a href='/f.pdf'>Tải về</a></p>", lead="", date=""),
    ]
    assert {flag for html in pages for flag in article(html).quality_flags} <= set(FLAGS)


def test_article_and_refusal_can_be_sent_between_processes() -> None:
    for html in (ruled(BODY), ""):
        result = extract(page(html), portal())
        assert pickle.loads(pickle.dumps(result)) == result


def test_refusal_carries_page_and_context() -> None:
    found = refusal("")
    assert (found.reason, found.status, found.fetched_at is not None, found.page is not None) == (
        "empty",
        200,
        True,
        True,
    )
