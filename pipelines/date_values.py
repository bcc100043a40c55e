"""What a found date is, and how its parts become one: shared by printed and machine-readable forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from corpus.article import Precision

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: +07:00 without daylight saving in all the years that are accepted."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    ``value`` is ISO 8601: ``2024-04-26T16:20:00+07:00`` at minute precision, ``2024-04-26`` at day precision,
    ``2024-04`` and ``2024`` below. ``text`` is the printed form with weekday, time and zone but without its
    label, verbatim: ``source[start:end]``.
    """

    value: str
    precision: Precision
    text: str
    start: int
    end: int

    @property
    def day(self) -> str | None:
        """``2024-04-26``, or None below day precision."""
        return self.value[:10] if len(self.value) >= 10 else None


@dataclass(frozen=True, slots=True)
class ClockTime:
    hour: int
    minute: int
    second: int = 0

    @property
    def is_midnight(self) -> bool:
        """Midnight stands for: time unknown."""
        return (self.hour, self.minute, self.second) == (0, 0, 0)


_AFTERNOON = frozenset({"pm", "ch"})
_FORENOON = frozenset({"am", "sa"})


def clock_time(hour: str, minute: str | None, second: str | None, meridiem: str | None) -> ClockTime | None:
    """Return a time of day, or None if there is none such as 25:61.

    ``meridiem`` is AM, PM, SA or CH in any case, with or without dots. Hours above 12 are of the 24-hour clock
    whatever the meridiem says (``14:33 PM``).
    """
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    mark = (meridiem or "").replace(".", "").lower()
    if mark in _AFTERNOON and h < 12:
        h += 12
    elif mark in _FORENOON and h == 12:
        h = 0
    return ClockTime(h, m, s) if h < 24 and m < 60 and s < 60 else None


def found_date(
    source: str,
    start: int,
    end: int,
    *,
    year: int,
    month: int | None = None,
    day: int | None = None,
    time: ClockTime | None = None,
    offset: timedelta | None = None,
) -> FoundDate | None:
    """Return the date of these parts as it stands in ``source[start:end]``; None if the calendar has none such.

    Without *offset* the time is Vietnamese. Midnight, Vietnamese or UTC, gives day precision: systems write it
    for dates without a time.
    """
    text = source[start:end]
    try:
        if month is None:
            return FoundDate(datetime(year, 1, 1).isoformat()[:4], "year", text, start, end)
        if day is None:
            return FoundDate(datetime(year, month, 1).isoformat()[:7], "month", text, start, end)
        date = datetime(year, month, day)
        if time is None or (time.is_midnight and not offset):
            return FoundDate(date.isoformat()[:10], "day", text, start, end)
        zone = VIETNAM if offset is None else timezone(offset)
        moment = date.replace(hour=time.hour, minute=time.minute, second=time.second, tzinfo=zone).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return FoundDate(moment.isoformat()[:10], "day", text, start, end)
    return FoundDate(f"{moment.isoformat()[:16]}:00+07:00", "minute", text, start, end)


ISO_MOMENT = re.compile(
    r"""(?<!\d)(?<!\d[/.\-])
    (?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)
    (?:
      (?:T|[ ]T?[ ]?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?![\d:])
      (?:[ ]?(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?)(?![\d:A-Za-z]))?
    |
      # A template that prints date, zone and time in the wrong order.
      (?P<zone_first>[+-]\d{2}(?::?[034][05])?)(?P<hour2>\d{2}):(?P<minute2>\d{2}):(?P<second2>\d{2})(?!\d)
    )?""",
    re.VERBOSE,
)
"""Year-first dates with optional time and zone, also ``2024-04-26+0716:20:00``."""


def utc_offset(zone: str | None) -> timedelta | None:
    """Return the offset that ``Z``, ``+07``, ``+0700`` or ``+07:00`` names; None for None."""
    if zone is None:
        return None
    if zone in "Zz":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def from_iso(match: re.Match[str]) -> FoundDate | None:
    """Return the date of a match of ``ISO_MOMENT``. Without a zone it is Vietnamese time."""
    hour = match["hour"] or match["hour2"]
    time = None
    if hour is not None:
        time = clock_time(hour, match["minute"] or match["minute2"], match["second"] or match["second2"], None)
    return found_date(
        match.string,
        match.start(),
        match.end(),
        year=int(match["year"]),
        month=int(match["month"]),
        day=int(match["day"]),
        time=time,
        offset=utc_offset(match["zone"] or match["zone_first"]),
    )
