"""A date well above the title, where pages show clocks, against the dates near it."""

from datetime import UTC, datetime

import pytest
from extract_pages import P1, P2, P3, TITLE, article, ruled
from lxml import html

from pipelines.by_rules import is_above
from pipelines.dates import Candidate, choose, find_dates, parse_machine

BODY = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
MENU = "<ul>" + "".join(f"<li>Mục {number} của trình đơn</li>" for number in range(9)) + "</ul>"
CLOCK = "<span class='date'>Thứ hai, 02/11/2026 8:15:42 AM</span>" + MENU
PRINTED = "<span class='date'>Ngày đăng: 12/03/2024</span>"
FETCHED = datetime(2026, 11, 22, tzinfo=UTC)


def above(text):
    return Candidate(find_dates(text)[0], "printed", is_above=True)


def stated(text):
    return Candidate(parse_machine(text), "metadata", "published")


def test_a_clock_in_the_head_loses_against_the_date_under_the_title():
    page = ruled(BODY, title=f"{CLOCK}<h1 class='title'>{TITLE}</h1>", date=PRINTED)
    assert article(page).published_at == "2024-03-12"


def test_a_clock_in_the_head_loses_against_metadata():
    meta = '<meta property="article:published_time" content="2024-03-12T16:20:00+07:00">'
    page = ruled(BODY, title=f"{CLOCK}<h1 class='title'>{TITLE}</h1>", date="", head=meta)
    assert article(page).published_at == "2024-03-12T16:20:00+07:00"


def test_a_date_in_the_line_over_the_title_is_printed():
    page = ruled(BODY, title=f"{PRINTED}<h1 class='title'>{TITLE}</h1>", date="")
    assert article(page).published_method == "printed"


def test_a_date_above_that_metadata_bear_out_counts_as_printed():
    chosen = choose([above("12/03/2024 08:15"), stated("2024-03-12T00:00:00+07:00")], FETCHED)
    assert chosen.method == "printed"


def test_a_date_above_stands_where_there_is_no_other():
    assert choose([above("12/03/2024 08:15")], FETCHED).published.value == "2024-03-12T08:15:00+07:00"


@pytest.mark.parametrize(
    ("stated_update", "kept"),
    [
        ("2024-03-12T16:20:00+07:00", None),
        ("2024-03-12T15:00:00+07:00", None),
        ("2024-03-12", None),
        ("2024-03-12T16:21:00+07:00", "2024-03-12T16:21:00+07:00"),
        ("2024-03-13", "2024-03-13"),
    ],
)
def test_an_update_is_later_than_the_publication(stated_update, kept):
    update = Candidate(parse_machine(stated_update), "metadata", "updated")
    chosen = choose([Candidate(find_dates("12/03/2024 16:20")[0], "printed"), update], FETCHED)
    assert (chosen.updated and chosen.updated.value) == kept


def test_the_time_of_an_update_on_the_day_of_publication_is_kept():
    update = Candidate(parse_machine("2024-03-12T16:20:00+07:00"), "metadata", "updated")
    chosen = choose([Candidate(find_dates("12/03/2024")[0], "printed"), update], FETCHED)
    assert chosen.updated.value == "2024-03-12T16:20:00+07:00"


def test_above_means_before_the_title_with_text_between():
    tree = html.fromstring(f"<div><b>1</b>{MENU}<i>2</i><h1>Tiêu đề</h1><u>3</u></div>")
    title = tree.find("h1")
    assert [is_above(tree.find(tag), title) for tag in "biu"] == [True, False, False]
