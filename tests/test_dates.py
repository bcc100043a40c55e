"""pipelines.dates: printed forms, metadata values, labels, and the choice among candidates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import DATE_FLAGS, Candidate, FoundDate, choose, find_dates, labelled, parse_machine

PRINTED = [
    ("Thứ Tư, 26/10/2022 12:22'(GMT+7)", "2022-10-26T12:22:00+07:00"),
    ("Thứ Tư, 26/10/2022 16:8'(GMT+7)", "2022-10-26T16:08:00+07:00"),
    ("Thứ ba, 06/06/2023 16:04", "2023-06-06T16:04:00+07:00"),
    ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
    ("Thứ ba - 27/06/2023 10:14", "2023-06-27T10:14:00+07:00"),
    ("13:53 - 14/05/2019", "2019-05-14T13:53:00+07:00"),
    ("24/09/2020 - 12:39", "2020-09-24T12:39:00+07:00"),
    ("03:00:59 PM | 28/12/2016", "2016-12-28T15:00:00+07:00"),
    ("15/06/2017 - 2:09:22 PM", "2017-06-15T14:09:00+07:00"),
    ("01/08/2022 11:07:54 AM", "2022-08-01T11:07:00+07:00"),
    ("01/08/2014 8:32 SA", "2014-08-01T08:32:00+07:00"),
    ("09/05/2025 3:25 CH", "2025-05-09T15:25:00+07:00"),
    ("21/04/2022 9:37:59 SA", "2022-04-21T09:37:00+07:00"),
    ("12/07/2023 5:00:07 CH", "2023-07-12T17:00:00+07:00"),
    ("26/04/2024 12:05 SA", "2024-04-26T00:05:00+07:00"),
    ("26/04/2024 12:05 CH", "2024-04-26T12:05:00+07:00"),
    ("Fri, 23/04/2021 | 14:33 PM", "2021-04-23T14:33:00+07:00"),
    ("00:00 19/11/2024", "2024-11-19"),
    ("Thứ 7, 01/08/2020 | 00:00:00", "2020-08-01"),
    ("26/04/2024 12:00:00 SA", "2024-04-26"),
    ("14:46 | 13/05/2020", "2020-05-13T14:46:00+07:00"),
    ("Thứ sáu: 18:53 ngày 01/08/2025", "2025-08-01T18:53:00+07:00"),
    ("Thứ Ba, ngày 16/01/2024 | 04:44", "2024-01-16T04:44:00+07:00"),
    ("18:00 |22/05/2022", "2022-05-22T18:00:00+07:00"),
    ("08:30, Thứ Ba, 30/01/2018 (GMT+7)", "2018-01-30T08:30:00+07:00"),
    ("Thứ Tư, 14/08/2024, 18:31 [GMT+7]", "2024-08-14T18:31:00+07:00"),
    ("08:59, 30/03/2022", "2022-03-30T08:59:00+07:00"),
    ("15-05-2022 10:48", "2022-05-15T10:48:00+07:00"),
    ("Ngày 11 tháng 07 năm 2019", "2019-07-11"),
    ("11:14, Thứ Hai, 11-3-2024", "2024-03-11T11:14:00+07:00"),
    ("Thứ 5, 01.08.2019 | 10:37:56", "2019-08-01T10:37:00+07:00"),
    ("Thứ tư, 08 Tháng 9 2021 15:09", "2021-09-08T15:09:00+07:00"),
    ("Thứ sáu, 26/04/2024 | 14:30 GMT+7", "2024-04-26T14:30:00+07:00"),
    ("26 Tháng Tư 2024", "2024-04-26"),
    ("26 Tháng Tư, 2024", "2024-04-26"),
    ("5 Tháng Mười Hai, 2023", "2023-12-05"),
    ("5 Tháng Mười Một 2023", "2023-11-05"),
    ("5 Tháng Mười 2023", "2023-10-05"),
    ("26 tháng Năm năm 2023", "2023-05-26"),
    ("26 tháng 4/2024", "2024-04-26"),
    ("26/4/2024 lúc 16h20", "2024-04-26T16:20:00+07:00"),
    ("16 giờ 20 phút, ngày 26/4/2024", "2024-04-26T16:20:00+07:00"),
    ("7 giờ, ngày 26/4/2024", "2024-04-26T07:00:00+07:00"),
    ("CN, 26/05/2024 - 06:45", "2024-05-26T06:45:00+07:00"),
    ("Chủ nhật, 26/05/2024", "2024-05-26"),
    ("THỨ BẢY, 25/05/2024 08:00", "2024-05-25T08:00:00+07:00"),
    ("26 / 04 / 2024", "2024-04-26"),
    ("04/05/2024", "2024-05-04"),
    ("2024-04-26", "2024-04-26"),
    ("2022-7-12", "2022-07-12"),
    ("2024/04/26", "2024-04-26"),
    ("2024-04-26T16:20:00+07:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T09:20:00Z", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26 16:20", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26+0716:20:00", "2024-04-26T16:20:00+07:00"),
    ("April 26, 2024 at 4:20 pm", "2024-04-26T16:20:00+07:00"),
    ("26 Apr 2024", "2024-04-26"),
    ("tháng 10 năm 2024", "2024-10"),
    ("Tháng 10/2024", "2024-10"),
]


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_printed_form(text, value):
    assert [found.value for found in find_dates(text)] == [value]


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_printed_form_is_kept_whole(text, value):
    assert find_dates(text)[0].text == text


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_printed_form_within_a_line(text, value):
    assert [found.value for found in find_dates(f"Ngày đăng : ({text}) | Lượt xem: 1162 - Phản hồi: 0")] == [value]


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_position_is_that_of_the_text(text, value):
    line = f"[ Ngày đăng: {text} ] Đã xem"
    found = find_dates(line)[0]
    assert line[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("value", "precision"),
    [("26/04/2024 16:20", "minute"), ("26/04/2024", "day"), ("00:00 26/04/2024", "day"), ("tháng 4 năm 2024", "month")],
)
def test_precision(value, precision):
    assert find_dates(value)[0].precision == precision


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("Cập nhật lúc21:55, Thứ Ba, 14/03/2017 (GMT+7)", ["2017-03-14T21:55:00+07:00"]),
        ("[ Cập nhật vào ngày (11/01/2022) ]", ["2022-01-11"]),
        ("Thứ ba - 23/06/2020 19:00 183 0", ["2020-06-23T19:00:00+07:00"]),
        ("0:00/ 0:00 Thứ ba, 06/06/2023 16:04", ["2023-06-06T16:04:00+07:00"]),
        ("Thứ ba, 06/06/2023 16:04 0:00/ 0:00 Giọng nam", ["2023-06-06T16:04:00+07:00"]),
        ("- 03:00:59 PM | 28/12/2016", ["2016-12-28T15:00:00+07:00"]),
        ("(1/8/1930 - 1/8/2022)", ["1930-08-01", "2022-08-01"]),
        ("từ 26/4/2024 - 16:00 ngày 27/4/2024", ["2024-04-26", "2024-04-27T16:00:00+07:00"]),
        ("26/04/2024 08:30 27/04/2024 09:15", ["2024-04-26T08:30:00+07:00", "2024-04-27T09:15:00+07:00"]),
        ("08:30 26/04/2024 09:15 27/04/2024", ["2024-04-26T08:30:00+07:00", "2024-04-27T09:15:00+07:00"]),
        ("26/04/2024 25:61", ["2024-04-26"]),
        ("Kiên Giang, ngày 15 tháng 6 năm 2021", ["2021-06-15"]),
        ("Đăng ngày: 15/06/2017 - 2:09:22 PM | Lượt xem: 1162 | Thu Anh", ["2017-06-15T14:09:00+07:00"]),
    ],
)
def test_lines_as_pages_have_them(line, values):
    assert [found.value for found in find_dates(line)] == values


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2024 10:00",
        "ngày 31 tháng 2 năm 2024",
        "00/04/2024",
        "26/13/2024",
        "04/26/2024",
        "2024-02-30",
        "29/02/2023",
        "Ngày 5/10, Ban Tuyên giáo",
        "sáng 22-4 và 18.6",
        "Thứ tư, 24-12-25 08:29:22",
        "Nghị định số 15/2020/NĐ-CP",
        "Nghị quyết số 202/2025/QH15",
        "Chỉ thị số 32-CT/TW",
        "192.168.1.2024",
        "Lượt xem: 20240426",
        "0270.3822.2024",
        "năm 2024",
        "quý I/2024",
        "126/04/20245",
        "",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text) == []


def test_two_digit_years_are_read_when_asked_for():
    assert [f.value for f in find_dates("Thứ tư, 24-12-25 08:29:22", two_digit_years=True)] == [
        "2025-12-24T08:29:00+07:00"
    ]


FORMAT = r"ngày (?P<day>\d+) \((?P<month>\d+)\) (?P<year>\d+) lúc (?P<hour>\d+)\.(?P<minute>\d+)"


def test_a_family_format_is_read():
    assert [f.value for f in find_dates("ngày 26 (4) 2024 lúc 16.20", [FORMAT])] == ["2024-04-26T16:20:00+07:00"]


def test_a_family_format_comes_before_general_forms():
    found = find_dates("01/01/2020 ngày 26 (4) 2024 lúc 16.20", [FORMAT])
    assert [f.value for f in found] == ["2024-04-26T16:20:00+07:00", "2020-01-01"]


def test_what_a_family_format_reads_is_not_read_again():
    pattern = r"(?P<day>\d+)/(?P<month>\d+)/(?P<year>\d{4})"
    assert [f.value for f in find_dates("26/04/2024", [pattern])] == ["2024-04-26"]


@pytest.mark.parametrize(
    ("pattern", "text", "value"),
    [
        (r"(?P<year>\d{4})(?P<month>\d\d)", "202404", "2024-04"),
        (r"năm (?P<year>\d{4})", "năm 2024", "2024"),
        (r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d\d)", "26.4.24", "2024-04-26"),
        (r"(?P<day>\d+) (?P<month>tháng \w+) (?P<year>\d{4})", "26 Tháng Tư 2024", "2024-04-26"),
        (
            r"(?P<day>\d+)~(?P<month>\d+)~(?P<year>\d+) (?P<hour>\d+)~(?P<minute>\d+) (?P<meridiem>\w+)",
            "26~4~2024 3~25 CH",
            "2024-04-26T15:25:00+07:00",
        ),
    ],
)
def test_groups_of_a_family_format(pattern, text, value):
    assert [f.value for f in find_dates(text, [pattern])] == [value]


def test_a_family_format_without_a_real_date_yields_nothing():
    assert find_dates("31.2.24", [r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d\d)"]) == []


MACHINE = [
    ("2024-04-26T16:20:00+07:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T16:20:00+0700", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T16:20:35.123456+07:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T09:20:00Z", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T20:20:00Z", "2024-04-27T03:20:00+07:00"),
    ("2024-04-26T11:20:00+02:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T16:20:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26 16:20", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26+0716:20:00", "2024-04-26T16:20:00+07:00"),
    ("2024-04-26T00:00:00+07:00", "2024-04-26"),
    ("2024-04-26T00:00:00Z", "2024-04-26"),
    ("2024-04-25T17:00:00Z", "2024-04-26"),
    ("2024-04-26", "2024-04-26"),
    ("2024-04", "2024-04"),
    ("2024", "2024"),
    ("20240426", "2024-04-26"),
    ("20240426162035", "2024-04-26T16:20:00+07:00"),
    ("20240426T092000Z", "2024-04-26T16:20:00+07:00"),
    ("1714123200", "2024-04-26T16:20:00+07:00"),
    ("1714123200000", "2024-04-26T16:20:00+07:00"),
    ("Fri, 26 Apr 2024 16:20:00 +0700", "2024-04-26T16:20:00+07:00"),
    ("Fri, 26 Apr 2024 09:20:00 GMT", "2024-04-26T16:20:00+07:00"),
    ("Fri, 26 Apr 2024 09:20:00 -0000", "2024-04-26T16:20:00+07:00"),
    ("26 Apr 2024 16:20", "2024-04-26T16:20:00+07:00"),
    ("Fri Apr 26 2024 16:20:00 GMT+0700 (Indochina Time)", "2024-04-26T16:20:00+07:00"),
    ("Fri Apr 26 16:20:00 ICT 2024", "2024-04-26T16:20:00+07:00"),
    ("Fri Apr 26 09:20:00 UTC 2024", "2024-04-26T16:20:00+07:00"),
    ("4/26/2024 4:20:00 PM", "2024-04-26T16:20:00+07:00"),
    ("26/4/2024 4:20:00 PM", "2024-04-26T16:20:00+07:00"),
    ("5/5/2024 4:20:00 PM", "2024-05-05T16:20:00+07:00"),
    ("4/5/2024 4:20:00 CH", "2024-05-04T16:20:00+07:00"),
    ("04/05/2024 16:20", "2024-05-04T16:20:00+07:00"),
    ("Thứ Sáu, 26/04/2024 | 16:20", "2024-04-26T16:20:00+07:00"),
    ("Apr 26, 2024 4:20:00 PM", "2024-04-26T16:20:00+07:00"),
    ("  2024-04-26\n", "2024-04-26"),
]
NOT_MACHINE = [
    "4/5/2024 4:20:00 PM",
    "2024-02-30",
    "2024-13-01T00:00:00Z",
    "0000000000",
    "9999999999",
    "12345",
    "99999999",
    "Fri, 26 Apr 2024 16:20:00 XYZ",
    "Fri Apr 26 16:20:00 XYZ 2024",
    "26/04/2024 và 27/04/2024",
    "Số 5, 26/04/2024",
    "hôm qua",
    "0001-01-01T00:00:00",
    "1714123200" * 20,
    "",
]


@pytest.mark.parametrize(("value", "expected"), MACHINE)
def test_machine_value(value, expected):
    found = parse_machine(value)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize("value", NOT_MACHINE)
def test_value_that_is_no_date_or_two(value):
    assert parse_machine(value) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ngày đăng:", "published"),
        ("Ngày đăng :", "published"),
        ("Đăng ngày", "published"),
        ("Đăng lúc", "published"),
        ("Đăng", "published"),
        ("Thời gian đăng:", "published"),
        ("Ngày xuất bản", "published"),
        ("Publish date", "published"),
        ("Posted on", "published"),
        ("Cập nhật lúc", "updated"),
        ("[ Cập nhật vào ngày (", "updated"),
        ("Ngày cập nhật:", "updated"),
        ("Cập nhật lần cuối", "updated"),
        ("Last modified", "updated"),
        ("Hôm nay:", "clock"),
        ("Hôm nay, Thứ Sáu,", "clock"),
        ("Ngày đăng: 26/04/2024 | Cập nhật:", "updated"),
        ("Cập nhật: 26/04/2024 | Ngày đăng:", "published"),
        ("Ngày đăng ký", "unknown"),
        ("Ngày", "unknown"),
        ("Thứ sáu,", "unknown"),
        ("Lượt xem: 12", "unknown"),
        ("", "unknown"),
    ],
)
def test_label(text, label):
    assert labelled(text) == label


FETCHED = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam


def candidate(text: str, method: str = "printed", label: str = "unknown") -> Candidate:
    found = parse_machine(text)
    assert found is not None
    return Candidate(found, method, label)  # type: ignore[arg-type]


def published(*candidates: Candidate, fetched_at: datetime = FETCHED) -> str | None:
    chosen = choose(candidates, fetched_at)
    return chosen.published.value if chosen.published else None


def test_printed_comes_before_metadata():
    assert published(candidate("2024-04-20", "metadata"), candidate("2024-04-26 16:20")) == "2024-04-26T16:20:00+07:00"


@pytest.mark.parametrize(
    ("better", "worse"),
    [("printed", "metadata"), ("metadata", "hidden"), ("hidden", "url"), ("url", "listing")],
)
def test_order_of_methods(better, worse):
    chosen = choose([candidate("2024-04-20", worse), candidate("2024-04-26", better)], FETCHED)
    assert (chosen.published.value, chosen.method) == ("2024-04-26", better)


@pytest.mark.parametrize("method", ["metadata", "hidden"])
def test_printed_day_takes_its_time_from_metadata_of_that_day(method):
    chosen = choose([candidate("26/04/2024"), candidate("2024-04-26T16:20:00+07:00", method)], FETCHED)
    assert (chosen.published.value, chosen.method) == ("2024-04-26T16:20:00+07:00", "printed")


def test_refined_date_keeps_the_printed_text():
    chosen = choose([candidate("26/04/2024"), candidate("2024-04-26T16:20:00+07:00", "metadata")], FETCHED)
    assert chosen.published.text == "26/04/2024"


def test_metadata_of_another_day_refines_nothing():
    assert published(candidate("26/04/2024"), candidate("2024-04-27T16:20:00+07:00", "metadata")) == "2024-04-26"


def test_an_update_refines_nothing():
    update = candidate("2024-04-26T16:20:00+07:00", "metadata", "updated")
    assert published(candidate("26/04/2024"), update) == "2024-04-26"


def test_listing_refines_nothing():
    assert published(candidate("26/04/2024"), candidate("2024-04-26T16:20:00+07:00", "listing")) == "2024-04-26"


def test_printed_month_takes_the_day_from_metadata():
    month = Candidate(find_dates("tháng 4 năm 2024")[0], "printed")
    assert published(month, candidate("2024-04-26", "metadata")) == "2024-04-26"


@pytest.mark.parametrize("late", ["11/03/2026", "2026-03-10T09:03:00+07:00", "2026-04"])
def test_date_after_the_fetch_is_refused(late):
    chosen = choose([candidate(late)], FETCHED)
    assert (chosen.published, chosen.flags) == (None, ("future_date",))


@pytest.mark.parametrize("date", ["10/03/2026", "2026-03-10T08:50:00+07:00", "2026-03", "2026"])
def test_date_of_the_day_of_the_fetch_is_accepted(date):
    assert published(candidate(date)) is not None


def test_labelled_time_a_minute_after_the_fetch_is_refused():
    chosen = choose([candidate("2026-03-10T09:01:00+07:00", label="published")], FETCHED)
    assert (chosen.published, chosen.flags) == (None, ("future_date",))


def test_day_of_the_fetch_is_the_vietnamese_one():
    fetched_at = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
    assert published(candidate("10/03/2026"), fetched_at=fetched_at) == "2026-03-10"


def test_fetch_time_of_another_zone_is_the_same_moment():
    fetched_at = FETCHED.astimezone(timezone(timedelta(hours=-5)))
    assert published(candidate("10/03/2026"), fetched_at=fetched_at) == "2026-03-10"


def test_after_a_refused_date_the_next_is_taken():
    chosen = choose([candidate("11/03/2027"), candidate("2024-04-26", "metadata")], FETCHED)
    assert (chosen.published.value, chosen.method, chosen.flags) == ("2024-04-26", "metadata", ("future_date",))


def test_date_before_the_first_portals_is_refused():
    chosen = choose([candidate("03/02/1930")], FETCHED)
    assert (chosen.published, chosen.flags) == (None, ("old_date",))


def test_labelled_clock_is_refused():
    chosen = choose([candidate("21/6/2024", label="clock"), candidate("26/10/2022")], FETCHED)
    assert (chosen.published.value, chosen.flags) == ("2022-10-26", ("clock_date",))


@pytest.mark.parametrize(
    "minute", ["2026-03-10T08:58:00+07:00", "2026-03-10T09:00:00+07:00", "2026-03-10T09:01:00+07:00"]
)
def test_time_of_the_fetch_is_a_clock(minute):
    chosen = choose([candidate(minute), candidate("2022-10-26", "metadata")], FETCHED)
    assert (chosen.published.value, chosen.flags) == ("2022-10-26", ("clock_date",))


def test_time_shortly_before_the_fetch_is_no_clock():
    assert published(candidate("2026-03-10T08:55:00+07:00")) == "2026-03-10T08:55:00+07:00"


def test_time_of_the_fetch_with_a_label_is_a_publication():
    assert published(candidate("2026-03-10T08:59:00+07:00", label="published")) == "2026-03-10T08:59:00+07:00"


def test_time_of_the_fetch_that_metadata_confirms_is_a_publication():
    moment = "2026-03-10T08:59:00+07:00"
    assert published(candidate(moment), candidate(moment, "metadata")) == moment


def test_day_of_the_fetch_beside_an_older_date_is_a_clock():
    chosen = choose([candidate("10/03/2026"), candidate("26/10/2022")], FETCHED)
    assert (chosen.published.value, chosen.flags) == ("2022-10-26", ("clock_date",))


def test_update_is_kept_beside_the_publication():
    chosen = choose([candidate("26/04/2024"), candidate("2024-05-02", label="updated")], FETCHED)
    assert (chosen.published.value, chosen.updated.value) == ("2024-04-26", "2024-05-02")


def test_update_before_the_publication_is_none():
    assert choose([candidate("26/04/2024"), candidate("2024-04-02", label="updated")], FETCHED).updated is None


def test_metadata_comes_before_a_printed_update():
    assert published(candidate("02/05/2024", label="updated"), candidate("2024-04-26", "metadata")) == "2024-04-26"


def test_only_a_printed_update_is_taken_and_flagged():
    chosen = choose([candidate("11/01/2022", label="updated")], FETCHED)
    assert (chosen.published.value, chosen.method, chosen.flags) == ("2022-01-11", "printed", ("updated_only",))


def test_listing_of_an_earlier_day_comes_before_a_printed_update():
    assert published(candidate("11/01/2022", label="updated"), candidate("2022-01-09", "listing")) == "2022-01-09"


def test_listing_of_the_same_day_does_not_replace_a_printed_update():
    chosen = choose([candidate("11/01/2022", label="updated"), candidate("2022-01-11", "listing")], FETCHED)
    assert chosen.method == "printed"


def test_an_update_in_metadata_alone_is_no_publication():
    chosen = choose([candidate("2022-01-11", "metadata", "updated")], FETCHED)
    assert (chosen.published, chosen.updated.value) == (None, "2022-01-11")


def test_days_apart_are_flagged():
    chosen = choose([candidate("26/04/2024"), candidate("2024-04-20", "metadata")], FETCHED)
    assert chosen.flags == ("date_conflict",)


def test_one_day_apart_is_no_conflict():
    assert choose([candidate("26/04/2024"), candidate("2024-04-25", "metadata")], FETCHED).flags == ()


def test_no_candidates_give_no_date():
    chosen = choose([], FETCHED)
    assert (chosen.published, chosen.method, chosen.flags, chosen.updated) == (None, None, (), None)


days = st.dates(min_value=datetime(1996, 1, 1).date(), max_value=datetime(2026, 1, 1).date())
times = st.times().filter(lambda time: (time.hour, time.minute) != (0, 0))


@given(
    days,
    times,
    st.sampled_from(["{d:%d/%m/%Y} {t:%H:%M}", "{t:%H:%M} - {d:%d-%m-%Y}", "Thứ 2, {d:%d.%m.%Y} | {t:%H:%M:%S}"]),
)
def test_printing_and_finding_is_a_round_trip(day, time, form):
    assert [f.value for f in find_dates(form.format(d=day, t=time))] == [f"{day}T{time:%H:%M}:00+07:00"]


@given(st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_metadata_names_the_same_moment(moment):
    found = parse_machine(moment.isoformat(timespec="seconds"))
    assert found is not None
    if found.precision == "minute":
        assert datetime.fromisoformat(found.value) == moment.replace(second=0, microsecond=0)


@given(st.text() | st.text(alphabet="0123456789/-.: thángnămgiờ|,'()GMT+ZTAPSCH", max_size=60))
def test_no_text_breaks_the_finder(text):
    for found in find_dates(text, two_digit_years=True):
        assert text[found.start : found.end] == found.text


@given(st.text() | st.text(alphabet="0123456789/-.: TZ+APM", max_size=30))
def test_no_text_breaks_the_parser(text):
    found = parse_machine(text)
    assert found is None or len(found.value) in (4, 7, 10, 25)


@given(st.lists(st.builds(Candidate, st.sampled_from([FoundDate("2024-04-26", "day", "", 0, 0), FoundDate("2027", "year", "", 0, 0), FoundDate("2026-03-10T09:00:00+07:00", "minute", "", 0, 0)]), st.sampled_from(["printed", "metadata", "url", "listing"]), st.sampled_from(["published", "updated", "clock", "unknown"]))))  # fmt: skip
def test_chosen_flags_are_documented(candidates):
    assert set(choose(candidates, FETCHED).flags) <= set(DATE_FLAGS)
