"""What the demonstration articles promise to the portals and tests that are made from them."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Any

import pytest

SITES = {"nukeviet": "nk", "sharepoint": "sp", "liferay": "lf", "vnptportal": "vn", "dotnetnuke": "dn", "generic": "gn"}
CONTENT = files("corpus.demo") / "content"

TRAITS_AT_LEAST = {
    "nfd": 4,
    "old_tone": 10,
    "both_tones": 3,
    "repost": 10,
    "attachment_only": 2,
    "gallery": 2,
    "hard_wraps": 3,
    "no_lead": 4,
    "no_time": 6,
    "official_letter": 3,
    "data_table": 5,
    "quote": 5,
    "list": 8,
    "long": 4,
    "short": 5,
    "citations": 70,
    "layout_table_caption": 8,
    "caption_twice": 4,
    "lead_tag": 5,
    "byline_in_body": 10,
    "top_author": 3,
    "edited": 6,
    "deleted": 5,
    "updated_date": 3,
    "title_quotes": 4,
    "eth": 2,
    "entities": 4,
    "nbsp": 5,
    "glued": 3,
    "clock": 1,
    "backdated": 6,
}

CITATION = re.compile(
    r"\d\s?[-–/]\s?(?:NQ|CT|KL|QĐi?|HD|KH|CTr|TB|CV)[-/](?:TW|TU|BTG|HU|ĐU|TTg|UBND)|\d{4}/(?:NĐ-CP|QH\d\d)"
)
OPEN_OLD_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?![^\W\d_])")
OPEN_NEW_TONE = re.compile(r"(?:[òóỏõọ][ae]|(?<![qQ])[ùúủũụ]y)(?![^\W\d_])")


def load(name: str) -> Any:
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


BY_SITE: dict[str, list[dict[str, Any]]] = {site: load(site) for site in SITES}
ARTICLES = [article for articles in BY_SITE.values() for article in articles]
BY_ID = {article["id"]: article for article in ARTICLES}
SECTIONS: dict[str, list[dict[str, str]]] = load("sections")
PASSAGES = {passage["id"]: passage["text"] for passage in load("passages")}


def with_trait(trait: str) -> list[dict[str, Any]]:
    return [article for article in ARTICLES if trait in article["traits"]]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def reading_text(article: dict[str, Any]) -> str:
    return "\n".join(strings([article["title"], article["lead"] or "", [dict(b, type="") for b in article["blocks"]]]))


def words(article: dict[str, Any]) -> int:
    prose = [b.get("text") or b.get("items") or b.get("rows") for b in article["blocks"]]
    return len(" ".join(strings([article["lead"] or "", prose])).split())


def paragraphs(article: dict[str, Any]) -> list[str]:
    return [b["text"] for b in article["blocks"] if b["type"] == "p"]


def test_there_are_at_least_165_articles() -> None:
    assert len(ARTICLES) >= 165


@pytest.mark.parametrize("site", SITES)
def test_each_site_has_at_least_27_articles(site: str) -> None:
    assert len(BY_SITE[site]) >= 27


@pytest.mark.parametrize(("trait", "least"), TRAITS_AT_LEAST.items())
def test_each_difficulty_occurs_often_enough(trait: str, least: int) -> None:
    assert len(with_trait(trait)) >= least


def test_no_trait_is_misspelt() -> None:
    assert {t for a in ARTICLES for t in a["traits"]} <= TRAITS_AT_LEAST.keys()


def test_every_year_from_2018_to_2026_occurs() -> None:
    assert {a["published"][:4] for a in ARTICLES} == {str(year) for year in range(2018, 2027)}


def test_at_least_twelve_provinces_occur() -> None:
    assert len({a["province"] for a in ARTICLES}) >= 12


def test_the_journal_has_articles_from_ten_provinces() -> None:
    assert len({a["province"] for a in BY_SITE["generic"]}) >= 10


def test_most_titles_of_the_journal_begin_with_the_province() -> None:
    prefixed = sum(": " in a["title"][:20] for a in BY_SITE["generic"])
    assert 0.5 < prefixed / len(BY_SITE["generic"]) < 0.9


def test_every_province_is_known() -> None:
    with (files("corpus") / "data" / "provinces.csv").open(encoding="utf-8") as lines:
        known = {row["slug_2024"] for row in csv.DictReader(lines)}
    assert {a["province"] for a in ARTICLES} <= known


@pytest.mark.parametrize("site", SITES)
def test_each_site_has_four_to_six_sections(site: str) -> None:
    assert 4 <= len(SECTIONS[site]) <= 6


@pytest.mark.parametrize("site", SITES)
def test_every_section_has_articles_and_every_article_a_section(site: str) -> None:
    assert {a["section"] for a in BY_SITE[site]} == {s["slug"] for s in SECTIONS[site]}


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(ARTICLES)


@pytest.mark.parametrize(("site", "prefix"), SITES.items())
def test_ids_carry_the_prefix_of_their_site(site: str, prefix: str) -> None:
    assert all(re.fullmatch(rf"{prefix}-\d{{3}}", a["id"]) for a in BY_SITE[site])


@pytest.mark.parametrize("site", SITES)
def test_numbers_are_unique_and_ascend(site: str) -> None:
    numbers = [a["number"] for a in BY_SITE[site]]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("site", SITES)
def test_only_backdated_articles_break_the_order_of_dates(site: str) -> None:
    dates = [a["published"] for a in BY_SITE[site] if "backdated" not in a["traits"]]
    assert [d[:10] for d in dates] == sorted(d[:10] for d in dates)


@pytest.mark.parametrize("site", SITES)
def test_each_site_has_two_backdated_articles(site: str) -> None:
    articles = BY_SITE[site]
    marked = [i for i, a in enumerate(articles) if "backdated" in a["traits"]]
    assert len(marked) == 2
    assert all(any(b["published"] > articles[i]["published"] for b in articles[:i]) for i in marked)


def test_published_is_a_minute_or_a_day() -> None:
    for a in ARTICLES:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", a["published"])
        assert datetime.fromisoformat(a["published"]) <= datetime(2026, 10, 31)


def test_no_time_means_a_day_and_midnight_never_stands_for_it() -> None:
    assert {a["id"] for a in with_trait("no_time")} == {a["id"] for a in ARTICLES if len(a["published"]) == 10}
    assert not [a for a in ARTICLES if a["published"].endswith("T00:00")]


def test_updated_is_later_than_published() -> None:
    assert all(a["updated"] > a["published"] for a in ARTICLES if a.get("updated"))
    assert {a["id"] for a in with_trait("updated_date")} == {a["id"] for a in ARTICLES if a.get("updated")}


def test_titles_are_distinct_except_of_reposts() -> None:
    titles = Counter(a["title"] for a in ARTICLES if "repost_of" not in a)
    assert [t for t, n in titles.items() if n > 1] == []


def test_all_text_is_stored_in_nfc() -> None:
    everything = [BY_SITE, SECTIONS, list(PASSAGES.values())]
    assert [s for s in strings([list(BY_SITE.values()), everything]) if not unicodedata.is_normalized("NFC", s)] == []


def test_text_has_neither_markup_nor_stray_spaces() -> None:
    assert [s for s in strings([list(BY_SITE.values())]) if re.search(r"[<>{}$\u00a0\u200b\u00d0]|  |^\s|\s$", s)] == []


def test_files_are_pretty_printed_one_way() -> None:
    for site, articles in BY_SITE.items():
        stored = (CONTENT / f"{site}.json").read_text(encoding="utf-8")
        assert stored == json.dumps(articles, ensure_ascii=False, indent=1) + "\n"


def test_blocks_have_the_keys_of_their_type() -> None:
    keys = {
        "p": {"text"},
        "h2": {"text"},
        "quote": {"text"},
        "list": {"items", "ordered"},
        "table": {"rows"},
        "caption": {"text", "image", "credit"},
    }
    for a in ARTICLES:
        for block in a["blocks"] + ((a["later"] or {}).get("blocks") or []):
            assert set(block) - {"type"} == keys[block["type"]], a["id"]


def test_tables_are_rectangular() -> None:
    tables = [b["rows"] for a in ARTICLES for b in a["blocks"] if b["type"] == "table"]
    assert all(len({len(row) for row in rows}) == 1 for rows in tables)


def test_lists_and_tables_have_several_entries() -> None:
    entries = [b.get("items") or b["rows"] for a in ARTICLES for b in a["blocks"] if b["type"] in ("list", "table")]
    assert all(len(entry) >= 2 for entry in entries)
    assert not [text for text in strings(entries) if ";;" in text or "|" in text]


def test_each_image_is_named_once_in_its_article() -> None:
    for a in ARTICLES:
        images = [b["image"] for b in a["blocks"] if b["type"] == "caption"]
        assert len(set(images)) == len(images)
        assert all(re.fullmatch(r"anh-\d\d\.png", image) for image in images)


def test_attachments_are_files_with_a_printed_size() -> None:
    attachments = [f for a in ARTICLES for f in a["attachments"]]
    assert attachments
    assert all(re.fullmatch(r"[a-z0-9-]+\.(pdf|docx|xlsx)", f["file"]) for f in attachments)
    assert all(re.fullmatch(r"\d+(,\d)? [KM]B", f["size"]) for f in attachments)


def test_authors_stand_in_the_byline_in_the_same_form() -> None:
    assert [a["id"] for a in ARTICLES if any(name not in (a["byline"] or "") for name in a["authors"])] == []


def test_traits_of_the_byline_have_a_byline() -> None:
    assert all(a["byline"] for trait in ("byline_in_body", "top_author") for a in with_trait(trait))


@pytest.mark.parametrize("passage", PASSAGES)
def test_each_passage_recurs_at_three_sites(passage: str) -> None:
    assert len({a["id"][:2] for a in ARTICLES if passage in a["passages"]}) >= 3


def test_there_are_at_least_twelve_passages() -> None:
    assert len(PASSAGES) >= 12


def test_articles_hold_the_passages_they_name_word_for_word() -> None:
    for a in ARTICLES:
        held = {key for key, text in PASSAGES.items() if text in paragraphs(a)}
        assert held == set(a["passages"]), a["id"]


def test_only_passages_and_reposts_share_a_paragraph() -> None:
    shared = Counter(
        text
        for a in ARTICLES
        if "repost_of" not in a
        for text in set(paragraphs(a)) - set(PASSAGES.values())
        if len(text.split()) > 12
    )
    assert [text for text, n in shared.items() if n > 1] == []


def test_reposts_repeat_the_whole_body_of_an_article_that_exists() -> None:
    assert {a["id"] for a in with_trait("repost")} == {a["id"] for a in ARTICLES if "repost_of" in a}
    for a in with_trait("repost"):
        original = BY_ID[a["repost_of"]]
        assert a["blocks"] == original["blocks"]
        assert a["published"][:10] > original["published"][:10]
        assert a["source"]
        assert (a["id"][:2], a["section"]) != (original["id"][:2], original["section"])


def test_some_reposts_change_the_lead_and_some_the_title() -> None:
    pairs = [(a, BY_ID[a["repost_of"]]) for a in with_trait("repost")]
    assert any(a["lead"] != original["lead"] for a, original in pairs)
    assert any(a["title"] != original["title"] for a, original in pairs)


def test_old_tone_articles_use_only_the_old_placement() -> None:
    for a in with_trait("old_tone"):
        assert OPEN_OLD_TONE.search(reading_text(a)), a["id"]
        assert not OPEN_NEW_TONE.search(reading_text(a)), a["id"]


def test_both_tones_stand_in_one_article() -> None:
    for a in with_trait("both_tones"):
        assert OPEN_OLD_TONE.search(reading_text(a)), a["id"]
        assert OPEN_NEW_TONE.search(reading_text(a)), a["id"]


def test_citations_are_really_there() -> None:
    assert [a["id"] for a in with_trait("citations") if not CITATION.search(reading_text(a))] == []


@pytest.mark.parametrize(
    "form",
    [
        r"số \d+ -(?:NQ|CT|KL|HD|KH|TB)/",
        r"\d- (?:NQ|CT|KL|HD|KH|TB)/",
        r"\d–(?:NQ|CT|KL|HD|KH|TB)/",
        r"(?:Nghị quyết|Chỉ thị|Kết luận|Luật An ninh mạng|Nghị định|Quyết định) \d",
        r"-(?:TW|TU|CT/TW|NQ/TW),? ngày|/TW, ngày \d",
        r"/T[WU] ngày \d",
        r"ngày \d+ tháng \d+ năm \d{4} của",
        r"ngày \d+-\d+-\d{4} của",
        r"ngày \d+\.\d+\.\d{4} của",
        r"kho(?:á|ã|a)? XI|khoá XI",
        r"khóa XI",
        r"số [^.;]*(?:TW|TU) và (?:Kết luận|Chỉ thị|Nghị quyết|Quy định) số",
        r"\d{4}/NĐ-CP",
        r"/QĐ-TTg",
        r"/QH14",
        r"/BTG",
        r"/TU\b",
    ],
)
def test_citations_come_in_every_printed_form(form: str) -> None:
    assert any(re.search(form, reading_text(a)) for a in ARTICLES)


def test_no_lead_means_none() -> None:
    assert all(a["lead"] is None for a in with_trait("no_lead"))


def test_lead_tags_open_the_lead() -> None:
    tag = re.compile(r"^(\([^()]{2,12}\)|[A-ZĐ]{2,6}) [–-] \S")
    assert [a["id"] for a in with_trait("lead_tag") if not tag.match(a["lead"])] == []


def test_an_attachment_only_notice_has_nothing_else() -> None:
    assert all(not a["blocks"] and a["lead"] is None and a["attachments"] for a in with_trait("attachment_only"))


def test_a_gallery_has_only_captions() -> None:
    for a in with_trait("gallery"):
        assert a["lead"] is None
        assert {b["type"] for b in a["blocks"]} == {"caption"}


def test_official_letters_have_letterhead_addressee_and_distribution() -> None:
    for a in with_trait("official_letter"):
        head, tail = a["blocks"][0], a["blocks"][-1]
        assert re.search(r"Số \d+-(CV|TB)/BTGTU", " ".join(strings(head["rows"])))
        assert any(text.startswith("Kính gửi:") for text in paragraphs(a))
        assert tail["rows"][0][0] == "Nơi nhận:"


@pytest.mark.parametrize(("trait", "kind"), [("quote", "quote"), ("list", "list"), ("data_table", "table")])
def test_traits_of_blocks_have_their_block(trait: str, kind: str) -> None:
    assert all(any(b["type"] == kind for b in a["blocks"]) for a in with_trait(trait))


@pytest.mark.parametrize("trait", ["layout_table_caption", "caption_twice"])
def test_traits_of_captions_have_a_caption(trait: str) -> None:
    assert all(any(b["type"] == "caption" for b in a["blocks"]) for a in with_trait(trait))


def test_long_articles_are_long() -> None:
    assert sum(words(a) >= 1200 for a in with_trait("long")) >= 4


def test_short_articles_are_short() -> None:
    assert all(40 <= words(a) <= 70 for a in with_trait("short"))


def test_title_quotes_are_typographic() -> None:
    assert all(re.search("[“”…–&]", a["title"]) for a in with_trait("title_quotes"))
    assert all(any(mark in a["title"] for a in ARTICLES) for mark in "“”…–&")


def test_eth_articles_have_a_letter_to_replace() -> None:
    assert all("Đ" in reading_text(a) for a in with_trait("eth"))


def test_deleted_articles_are_gone_at_the_second_visit() -> None:
    assert {a["id"] for a in with_trait("deleted")} == {a["id"] for a in ARTICLES if a["later"] == {"deleted": True}}


def test_edited_articles_show_something_else_at_the_second_visit() -> None:
    for a in with_trait("edited"):
        assert set(a["later"]) == {"title", "lead", "blocks"}
        assert a["later"]["blocks"] != a["blocks"]


def test_organs_change_their_name_with_the_merger_of_2025() -> None:
    early = [a["id"] for a in ARTICLES if a["published"] < "2025-02" and "Ban Tuyên giáo và Dân vận" in reading_text(a)]
    assert early == []
    assert any(
        a["published"] > "2025-03" and "Ban Tuyên giáo và Dân vận" in unicodedata.normalize("NFC", reading_text(a))
        for a in ARTICLES
    )
