"""What a crawl was asked to do: dates, counts, lists, and mistakes in one line."""

import datetime as dt

import pytest

from corpus.errors import InputError
from crawler.options import parse_options


@pytest.mark.parametrize(
    ("value", "since", "until"),
    [
        ("2024-02-05", dt.date(2024, 2, 5), dt.date(2024, 2, 5)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_a_month_or_year_means_all_of_it(value, since, until):
    options = parse_options(since=value, until=value)
    assert (options.since, options.until) == (since, until)


@pytest.mark.parametrize("value", ["x", "2024-13", "2024-02-30", "24", "20240205", "2024-2-5"])
def test_what_is_no_date_is_refused(value):
    with pytest.raises(InputError, match="not a date"):
        parse_options(since=value)


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5"])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(InputError, match="not a whole number of at least 1"):
        parse_options(max_articles=value)


def test_lists_are_separated_by_commas():
    assert parse_options(portals="kontum, khanhhoa,").portals == ("kontum", "khanhhoa")


def test_a_range_the_wrong_way_round_is_refused():
    with pytest.raises(InputError, match="swap them"):
        parse_options(since="2024", until="2023")


def test_an_unknown_argument_is_named():
    with pytest.raises(InputError, match="unknown spider argument portls"):
        parse_options(portls="kontum")
