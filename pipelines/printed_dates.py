"""Dates as pages print them: find_dates. Day comes before month, always; the zone is Vietnam's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.date_values import ISO_MOMENT, ClockTime, FoundDate, clock_time, found_date, from_iso

MONTH_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
"""*Chạp* is left out: it is said of the lunar calendar."""
ENGLISH_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip

_ENGLISH_MONTH = (
    "(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_VIETNAMESE_MONTH = (
    r"tháng\s*(?P<month>\d{1,2}(?!\d)|"
    + "|".join(sorted(MONTH_WORDS, key=len, reverse=True)).replace(" ", r"\s+")
    + ")"
)
_BEFORE = r"(?<!\d)(?<!\d[/.])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WORD_YEAR = r"(?:\s*(?:,?\s*năm|[,/.\-–])\s*|\s+)" + _YEAR


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_DAY_FIRST = (
    _pattern(_BEFORE, r"(?P<day>\d{1,2})\s?(?P<sep>[/.\-–])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?", _YEAR, r"(?![/.]\d)"),
    _pattern(r"(?:ngày\s*)?(?<!\d)(?P<day>\d{1,2})\s*[,/\-]?\s*", _VIETNAMESE_MONTH, _WORD_YEAR),
    _pattern(r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+", _ENGLISH_MONTH, r",?[\s\-]+", _YEAR),
    _pattern(r"\b", _ENGLISH_MONTH, r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+", _YEAR),
)
_TWO_DIGIT_YEAR = _pattern(
    _BEFORE, r"(?P<day>\d{1,2})(?P<sep>[/.\-–])(?P<month>\d{1,2})(?P=sep)(?P<year>\d\d)(?!\d)(?![/.:]\d)"
)
_MONTH_ONLY = _pattern(_VIETNAMESE_MONTH, _WORD_YEAR)

_WEEKDAY = (
    r"(?:\bth[ứử]\s*(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|\bchủ\s*nhật|\bCN|\bT[2-7]"
    r"|\b(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?)\b\.?"
)
_ZONE = r"(?:\s*[\[(]?\s*\b(?:GMT|UTC)\b(?:\s*[+\-]\s*\d{1,2}(?::?\d{2})?)?\s*[\])]?)"
_TIME = (
    r"(?<![\d:.,/])(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?(?![\d:])"
    r"|\s?(?:giờ|h|g)(?:\s?(?P<minute_word>\d{1,2})(?!\d)(?:\s?(?:phút|ph)\b)?|(?![^\W\d_])))"
    r"(?:\s?')?(?:\s*(?P<meridiem>AM|PM|SA|CH|[ap]\.m\.)(?![^\W\d_]))?" + _ZONE + "?"
)
_JOIN = r"[\s,|\-–—:;·•'(\[]*"
_LEFT = _pattern(
    rf"(?:{_WEEKDAY}{_JOIN})?(?P<time>{_TIME}[\s,|\-–—:;·•'()\[\]]*)?(?:{_WEEKDAY}{_JOIN})?(?:\bngày\b{_JOIN})?\Z"
)
_RIGHT = _pattern(r"[\s,|\-–—:;·•()\[\]]{0,6}(?:\b(?:vào|lúc|hồi|at)\b\s*){0,2}:?\s*", _TIME)
_RIGHT_OF_NEXT = _pattern(rf"{_JOIN}(?:{_WEEKDAY}{_JOIN})?\bngày\b")
_ZONE_RIGHT = _pattern(r"\s*'?", _ZONE)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_LEFT_REACH = 60
"""Characters before a date in which its time and weekday are sought; the longest seen form has 38."""

Core = tuple[int, int, dict[str, str | None] | None]
"""Start, end and parts of a date without its time; None instead of parts for an ISO date with a time."""


def find_dates(text: str, formats: Sequence[str] = (), *, two_digit_years: bool = False) -> list[FoundDate]:
    """Return the dates that *text* prints, those of *formats* first, then the general ones from left to right.

    *formats* are regular expressions with the groups ``day``, ``month``, ``year``, ``hour``, ``minute``,
    ``second`` and ``meridiem``; what they match is not read again by the general forms. Days without a year and
    dates that no calendar has are not found. Years of two digits (then 20xx) are read only if a format or
    *two_digit_years* says so: they are mostly of clocks. *text* is expected in NFC.

    >>> [found.value for found in find_dates("Thứ sáu, 26/04/2024 | 14:30 GMT+7")]
    ['2024-04-26T14:30:00+07:00']
    """
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for pattern in formats:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if _is_free(match.span(), taken):
                taken.append(match.span())
                found += [date for date in [_of_format(match)] if date]
    if not two_digit_years and not _HAS_YEAR.search(text):
        return found
    previous_end = 0
    general: list[FoundDate] = []
    for core in _cores(text, two_digit_years):
        start, end, parts = core
        if not _is_free((start, end), taken):
            continue
        date = _with_time(text, start, end, parts, previous_end) if parts else _iso(text, start)
        if date:
            general.append(date)
        previous_end = date.end if date else end
    return found + [date for date in general if _is_free((date.start, date.end), taken)]


def month_number(text: str) -> int | None:
    """Return 1 to 12 for a month in digits, in Vietnamese words or in English; None for anything else."""
    word = " ".join(text.lower().split()).removeprefix("tháng ")
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    return MONTH_WORDS.get(word) or ENGLISH_MONTHS.get(word[:3])


def _is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _cores(text: str, two_digit_years: bool) -> list[Core]:
    """Dates without times, from left to right; of two that overlap the earlier and longer one."""
    patterns = (*_DAY_FIRST, *((_TWO_DIGIT_YEAR,) if two_digit_years else ()), _MONTH_ONLY)
    spans: list[Core] = [(*match.span(), match.groupdict()) for pattern in patterns for match in pattern.finditer(text)]
    for match in ISO_MOMENT.finditer(text):
        has_time = match["hour"] or match["hour2"]
        spans.append((*match.span(), None if has_time else match.groupdict()))
    kept: list[Core] = []
    for core in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or core[0] >= kept[-1][1]:
            kept.append(core)
    return kept


def _iso(text: str, start: int) -> FoundDate | None:
    match = ISO_MOMENT.match(text, start)
    return from_iso(match) if match else None


def _of_format(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    year, month, day, hour = (parts.get(name) for name in ("year", "month", "day", "hour"))
    if year is None or (month is not None and month_number(month) is None):
        return None
    return found_date(
        match.string,
        match.start(),
        match.end(),
        year=_full_year(year),
        month=month_number(month) if month else None,
        day=int(day) if day and month else None,
        time=clock_time(hour, parts.get("minute"), parts.get("second"), parts.get("meridiem")) if hour else None,
    )


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _with_time(text: str, start: int, end: int, parts: dict[str, str | None], floor: int) -> FoundDate | None:
    """The date with weekday, time and zone from its left (not before *floor*) or right."""
    month = month_number(parts["month"] or "")
    if month is None:
        return None
    day = parts.get("day")
    time: ClockTime | None = None
    if day is not None:
        date_start = start
        start, time, time_end = _left(text, date_start, floor)
        if time is None or time.is_midnight:
            right = _right(text, end)
            if right and (time is None or not right[0].is_midnight):
                if time is not None:
                    start = _left(text, date_start, time_end)[0]
                time, end = right
        zone = _ZONE_RIGHT.match(text, end)
        end = zone.end() if zone else end
    return found_date(
        text,
        start,
        end,
        year=_full_year(parts["year"] or ""),
        month=month,
        day=int(day) if day else None,
        time=time,
    )


def _left(text: str, date_start: int, floor: int) -> tuple[int, ClockTime | None, int]:
    """Where the weekday or time before a date begins, that time, and where the time ends."""
    floor = max(floor, date_start - _LEFT_REACH)
    match = _LEFT.search(text, floor, date_start)
    if match is None:
        return date_start, None, floor
    if match["time"] is None:
        is_bare = match[0].lower().strip(" ,|-–—:;·•'([\t\n") in {"", "ngày"}
        return date_start if is_bare else match.start(), None, floor
    time = _time_of(match)
    if time is None:
        return _left(text, date_start, match.end("time"))
    return match.start(), time, match.end("time")


def _right(text: str, date_end: int) -> tuple[ClockTime, int] | None:
    """The time after a date and where it ends; None if there is none or it belongs to a next date."""
    match = _RIGHT.match(text, date_end)
    if match is None or _RIGHT_OF_NEXT.match(text, match.end()):
        return None
    time = _time_of(match)
    return (time, match.end()) if time else None


def _time_of(match: re.Match[str]) -> ClockTime | None:
    return clock_time(match["hour"], match["minute"] or match["minute_word"], match["second"], match["meridiem"])
