"""Dates as listings and feeds print them, beside a link. Day comes before month, always."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

ZONE = dt.timezone(dt.timedelta(hours=7))
"""Asia/Ho_Chi_Minh, without daylight saving since 1975: the zone of a date printed without one."""
FIRST_YEAR, LAST_YEAR = 1990, 2100

_YEAR = re.compile(r"\d{4}")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMBER_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_WORDED = re.compile(
    r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}|mười một|mười hai|[a-zà-ỹ]+)\s*(?:,|năm|,\s*năm)?\s*(\d{4})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:/])(\d{1,2})\s?(?::|giờ|h)\s?(\d{2})(?::\d{2})?(?![\d/])\s*(AM|PM|SA|CH)?\b", re.IGNORECASE
)
_GMT_HOURS = re.compile(r"(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*$")


def printed_date(text: str, formats: Iterable[str] = ()) -> str | None:
    """The first full date in *text*: ``2024-04-26T16:20:00+07:00`` with a clock beside it, ``2024-04-26``
    without one or at midnight, which means: no time. None without day, month and year.

    *formats* are a family's ``date_formats``, tried first.
    """
    for pattern in formats:
        if (match := re.search(pattern, text)) and (found := _by_groups(match.groupdict())):
            return found
    day = _day(text)
    if day is None:
        return None
    date, start, end = day
    clock = _CLOCK.search(text[:start]) or _CLOCK.search(text, end)
    return _stamp(date, clock)


def machine_date(text: str) -> str | None:
    """A date of a feed, sitemap or ``datetime`` attribute as ISO 8601 with the offset that it gives.

    RFC 822 and ISO forms first, then printed ones. A time without offset is one of Vietnam; a date
    without time stays one. None for anything else, or a year that no portal can have.
    """
    text = " ".join(text.split())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _checked_day(text)
    moment = _iso_moment(text) or _mail_moment(text)
    if moment is None:
        return printed_date(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    return moment.replace(microsecond=0).isoformat()


def date_only(text: str, formats: Iterable[str] = ()) -> str | None:
    """The date of a line that is little else: at most a label, a weekday and a clock beside it."""
    if not _YEAR.search(text):
        return None
    text = " ".join(text.split())
    if not 6 <= len(text) <= 80:
        return None
    found = printed_date(text, formats)
    if found is None:
        return None
    rest = _WORDED.sub("", _NUMERIC.sub("", _ISO.sub("", _ENGLISH.sub("", _CLOCK.sub("", text)))))
    return found if sum(map(str.isalpha, rest)) <= 30 else None


def _day(text: str) -> tuple[dt.date, int, int] | None:
    for pattern, order in ((_NUMERIC, (4, 3, 1)), (_ISO, (1, 2, 3))):
        for match in pattern.finditer(text):
            if date := _date(*(int(match[group]) for group in order)):
                return date, *match.span()
    for match in _WORDED.finditer(text):
        month = int(match[2]) if match[2].isdigit() else _NUMBER_WORDS.get(match[2].lower(), 0)
        if date := _date(int(match[3]), month, int(match[1])):
            return date, *match.span()
    for match in _ENGLISH.finditer(text):
        month = _ENGLISH_MONTHS.index(match[2][:3].lower()) + 1
        if date := _date(int(match[4]), month, int(match[1] or match[3] or 0)):
            return date, *match.span()
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _stamp(date: dt.date, clock: re.Match[str] | None) -> str:
    if clock is None:
        return date.isoformat()
    hour, minute = int(clock[1]), int(clock[2])
    half = (clock[3] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or (hour, minute) == (0, 0):
        return date.isoformat()
    return dt.datetime(date.year, date.month, date.day, hour, minute, tzinfo=ZONE).isoformat()


def _by_groups(groups: dict[str, str | None]) -> str | None:
    try:
        date = _date(*(int(groups.get(name) or 0) for name in ("year", "month", "day")))
    except ValueError:
        return None
    if date is None:
        return None
    clock = None
    if groups.get("hour") and groups.get("minute"):
        clock = _CLOCK.match(f"{groups['hour']}:{groups['minute']} {groups.get('meridiem') or ''}".strip())
    return _stamp(date, clock)


def _checked_day(text: str) -> str | None:
    year, month, day = map(int, text.split("-"))
    return text if _date(year, month, day) else None


def _iso_moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if re.match(r"\d{4}-\d\d-\d\d[T ]", text) else None
    except ValueError:
        return None


def _mail_moment(text: str) -> dt.datetime | None:
    text = _GMT_HOURS.sub(lambda match: f"{match[1]}{match[2]:0>2}{match[3] or '00'}", text)
    if not re.search(r"\d{1,2}\s+[A-Za-z]{3,}\s+(?:19|20)\d{2}\s+\d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
