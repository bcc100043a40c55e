"""Dates as metadata states them: parse_machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

from pipelines.date_values import ISO_MOMENT, ClockTime, FoundDate, clock_time, found_date, from_iso
from pipelines.printed_dates import ENGLISH_MONTHS, find_dates

_FIRST_YEAR, _LAST_YEAR = 1995, 2100
"""Bounds within which bare digits are believed to be a date at all."""

_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d{4})?)?"
)
_YEAR_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?")
_DAY_NAME = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_RFC_2822 = re.compile(
    rf"(?:{_DAY_NAME},\s*)?\d{{1,2}}[\s-][A-Z][a-z]{{2}}[\s-]\d{{4}}\s+\d\d:\d\d(?::\d\d)?(?:\s+(?P<zone>\S+))?",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    rf"{_DAY_NAME}\s+(?P<month>[A-Z][a-z]{{2}})\s+(?P<day>\d{{1,2}})"
    r"(?:\s+(?P<year>\d{4}))?\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?:\s+(?P<zone>(?:GMT|UTC)?[+-]\d{4}|[A-Z]{3,4}))?(?:\s+\([^)]*\))?(?:\s+(?P<year_last>\d{4}))?"
)
"""``Date.toString`` of JavaScript and Java, and C's ``ctime``."""
_SLASHED = re.compile(
    r"(?P<first>\d{1,2})/(?P<second_number>\d{1,2})/(?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s*(?P<meridiem>AM|PM|SA|CH))?)?",
    re.IGNORECASE,
)
_ZONES = {"ICT": timedelta(hours=7), "GMT": timedelta(0), "UTC": timedelta(0), "Z": timedelta(0)}


def parse_machine(text: str) -> FoundDate | None:
    """Return the date of a metadata value, or None if it is not one or could be read in two ways.

    Read are ISO 8601 (without zone: Vietnamese time), compact ISO, RFC 2822, Unix time in seconds or
    milliseconds, what JavaScript, Java and C print, ``M/D/YYYY h:mm:ss AM`` if one number is above 12 or both
    are equal, and, if nothing else in it has digits, any one form of ``find_dates``. ``text`` of the result is
    the whole value.

    >>> parse_machine("2024-04-26T09:20:00Z").value
    '2024-04-26T16:20:00+07:00'
    """
    value = text.strip()
    if not value or len(value) > 100:
        return None
    if value.isdecimal() and value.isascii():
        return _digits(value)
    if match := ISO_MOMENT.fullmatch(value):
        return from_iso(match)
    if match := _COMPACT.fullmatch(value):
        return _compact(value, match)
    if match := _YEAR_MONTH.fullmatch(value):
        return found_date(value, 0, len(value), year=int(match["year"]), month=int(match["month"]))
    if match := _RFC_2822.fullmatch(value):
        return _rfc_2822(value, match["zone"])
    if match := _PROGRAM.fullmatch(value):
        return _program(value, match)
    if match := _SLASHED.fullmatch(value):
        return _slashed(value, match)
    return _printed(value)


def _at(value: str, moment: datetime) -> FoundDate | None:
    """An aware moment as the date of the whole value."""
    return found_date(
        value,
        0,
        len(value),
        year=moment.year,
        month=moment.month,
        day=moment.day,
        time=ClockTime(moment.hour, moment.minute, moment.second),
        offset=moment.utcoffset(),
    )


def _digits(value: str) -> FoundDate | None:
    """Unix time has 10 digits (13 in milliseconds) in all accepted years, compact dates have 8, 12 or 14."""
    if len(value) in (10, 13):
        moment = datetime.fromtimestamp(int(value) / (1 if len(value) == 10 else 1000), UTC)
        return _at(value, moment) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
    if len(value) in (8, 12, 14) and (match := _COMPACT.fullmatch(value)):
        return _compact(value, match)
    if len(value) == 4 and _FIRST_YEAR <= int(value) <= _LAST_YEAR:
        return found_date(value, 0, 4, year=int(value))
    return None


def _compact(value: str, match: re.Match[str]) -> FoundDate | None:
    year = int(match["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    hour, zone = match["hour"], match["zone"]
    time = clock_time(hour, match["minute"], match["second"], None) if hour else None
    if hour and time is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    return found_date(value, 0, len(value), year=year, month=month, day=day, time=time, offset=_offset(zone))


def _offset(zone: str | None) -> timedelta | None:
    """None for a zone that is not given; names and ``+0700``, ``GMT+0700`` become offsets."""
    if zone is None:
        return None
    if zone.upper() in _ZONES:
        return _ZONES[zone.upper()]
    digits = zone[-4:]
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[-5] == "-" else size


def _rfc_2822(value: str, zone: str | None) -> FoundDate | None:
    """Without a zone Vietnamese time (the standard library would say UTC); an unknown zone gives None."""
    parts = parsedate_tz(value)
    if parts is None or not _is_known_zone(zone):
        return None
    year, month, day, hour, minute, second = parts[:6]
    time = clock_time(str(hour), str(minute), str(second), None)
    return found_date(value, 0, len(value), year=year, month=month, day=day, time=time, offset=_offset(zone))


def _is_known_zone(zone: str | None) -> bool:
    return zone is None or zone.upper() in _ZONES or re.fullmatch(r"(?:GMT|UTC)?[+-]\d{4}", zone) is not None


def _program(value: str, match: re.Match[str]) -> FoundDate | None:
    year, zone = match["year"] or match["year_last"], match["zone"]
    month = ENGLISH_MONTHS.get(match["month"].lower())
    if year is None or month is None or not _is_known_zone(zone):
        return None
    time = clock_time(match["hour"], match["minute"], match["second"], None)
    day = int(match["day"])
    return found_date(value, 0, len(value), year=int(year), month=month, day=day, time=time, offset=_offset(zone))


def _slashed(value: str, match: re.Match[str]) -> FoundDate | None:
    """Day first, unless AM or PM point to an American system: then only what can be read in one way."""
    first, second = int(match["first"]), int(match["second_number"])
    meridiem = (match["meridiem"] or "").upper()
    if first <= 12 < second:
        day, month = second, first
    elif meridiem in {"AM", "PM"} and first <= 12 and first != second:
        return None
    else:
        day, month = first, second
    time = None
    if match["hour"]:
        time = clock_time(match["hour"], match["minute"], match["second"], meridiem)
    return found_date(value, 0, len(value), year=int(match["year"]), month=month, day=day, time=time)


def _printed(value: str) -> FoundDate | None:
    found = find_dates(value)
    if len(found) != 1:
        return None
    date = found[0]
    rest = value[: date.start] + value[date.end :]
    if any(ch.isdigit() for ch in rest):
        return None
    return FoundDate(date.value, date.precision, value, 0, len(value))
