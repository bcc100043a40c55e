"""Dates beside links, as portals print them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.printed import date_only, machine_date, printed_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("19/11/2024", "2024-11-19"),
        ("9-5-2022", "2022-05-09"),
        ("01.08.2019 | 10:37:56", "2019-08-01T10:37:00+07:00"),
        ("Thứ tư - 28/09/2022 21:45", "2022-09-28T21:45:00+07:00"),
        ("(14:46 | 13/05/2020)", "2020-05-13T14:46:00+07:00"),
        ("00:00 19/11/2024", "2024-11-19"),
        ("11:14, Thứ Hai, 11-3-2024", "2024-03-11T11:14:00+07:00"),
        ("Thứ sáu, 26/04/2024 | 14:30 GMT+7", "2024-04-26T14:30:00+07:00"),
        ("09/05/2025 3:25 CH", "2025-05-09T15:25:00+07:00"),
        ("01/08/2014 8:32 SA", "2014-08-01T08:32:00+07:00"),
        ("03:00:59 PM | 28/12/2016", "2016-12-28T15:00:00+07:00"),
        ("Fri, 23/04/2021 | 14:33 PM", "2021-04-23T14:33:00+07:00"),
        ("[ Cập nhật vào ngày (11/01/2022) ]", "2022-01-11"),
        ("Ngày 11 tháng 07 năm 2019", "2019-07-11"),
        ("26 Tháng Tư 2024", "2024-04-26"),
        ("17 Tháng Mười Một, 2024", "2024-11-17"),
        ("Thứ tư, 08 Tháng 9 2021 15:09", "2021-09-08T15:09:00+07:00"),
        ("Feb 8, 2024", "2024-02-08"),
        ("8 February 2024", "2024-02-08"),
        ("2024-02-08", "2024-02-08"),
        ("31/02/2024", None),
        ("13/13/2024", None),
        ("ngày 26/4", None),
        ("26/04/24", None),
        ("01/01/1930", None),
        ("Lượt xem: 2024", None),
        ("(1/8/1930 - 1/8/2022)", "2022-08-01"),
    ],
)
def test_printed_date(text, iso):
    assert printed_date(text) == iso


def test_formats_of_the_family_come_first():
    assert printed_date("2024 | 04 | 26", [r"(?P<year>\d{4}) \| (?P<month>\d\d) \| (?P<day>\d\d)"]) == "2024-04-26"


def test_a_sentence_with_a_date_is_no_date_line():
    assert date_only("Hội nghị ngày 19/5/2022 đã thông qua chương trình công tác năm") is None


def test_a_label_beside_a_date_is_one():
    assert date_only("Ngày đăng: 26-4-2024 - Lượt xem: 30") == "2024-04-26"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-17T08:30:00+07:00", "2024-05-17T08:30:00+07:00"),
        ("2024-05-17T08:30:00Z", "2024-05-17T08:30:00+00:00"),
        ("2024-05-17T08:30:00.123+07:00", "2024-05-17T08:30:00+07:00"),
        ("2024-05-17T08:30", "2024-05-17T08:30:00+07:00"),
        ("17 May 2024 08:30:00 +0700", "2024-05-17T08:30:00+07:00"),
        ("2024-02-31", None),
        ("9999-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_machine_date(text, iso):
    assert machine_date(text) == iso


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.sampled_from("/-."))
def test_day_comes_before_month(day, mark):
    assert printed_date(f"{day.day}{mark}{day.month}{mark}{day.year}") == day.isoformat()


@given(st.text(max_size=60))
def test_rubbish_never_raises(text):
    printed_date(text)
    machine_date(text)
    date_only(text)


@given(st.text(alphabet="0123456789/-.: thángnămAPMSCH", max_size=40))
def test_what_comes_back_is_a_date(text):
    if found := printed_date(text):
        assert dt.datetime.fromisoformat(found)
