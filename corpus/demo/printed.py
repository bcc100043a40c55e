"""How the sites print dates."""

from __future__ import annotations

from datetime import datetime

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


def print_date(pattern: str, at: datetime) -> str:
    """*at* by *pattern*: a ``str.format`` string with the fields ``at`` (a datetime), ``day``, ``weekday``
    (Thứ sáu), ``weekday_en`` (Fri), ``month_name`` (Tư), ``hour12``, ``meridiem`` (SA, CH) and ``meridiem_en``.

    >>> print_date("{at:%d/%m/%Y} {hour12}:{at:%M} {meridiem}", datetime(2025, 5, 9, 15, 25))
    '09/05/2025 3:25 CH'
    """
    afternoon = at.hour >= 12
    return pattern.format(
        at=at,
        day=at.day,
        weekday=WEEKDAYS[at.weekday()],
        weekday_en=WEEKDAYS_EN[at.weekday()],
        month_name=MONTHS[at.month - 1],
        month_en=MONTHS_EN[at.month - 1],
        hour12=at.hour % 12 or 12,
        meridiem="CH" if afternoon else "SA",
        meridiem_en="PM" if afternoon else "AM",
    )


def http_date(at: datetime) -> str:
    """The date of HTTP headers and feeds; *at* is in GMT."""
    return print_date("{weekday_en}, {at:%d} {month_en} {at:%Y %H:%M:%S} GMT", at)
