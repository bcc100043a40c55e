"""The date that an address bears."""

from __future__ import annotations

import datetime as dt

from crawler.portals.spec import Portal
from crawler.urls.canonical import canonical_url, path_query_of
from crawler.urls.patterns import compiled


def url_date(url: str, portal: Portal) -> str | None:
    """The date in the address by the family's ``url_date`` rules: ``2024-04-26``, ``2024-04``, or None.

    Digits that no rule names are never read as a date, and an impossible date is None.
    """
    asked = path_query_of(canonical_url(url, portal))
    for pattern in compiled(portal.article.url_date):
        for match in pattern.finditer(asked):
            if date := _date(match.groupdict()):
                return date
    return None


def _date(groups: dict[str, str | None]) -> str | None:
    year, month, day = (groups.get(name) for name in ("year", "month", "day"))
    try:
        date = dt.date(int(year or 0), int(month or 0), int(day or 1))
    except ValueError:
        return None
    if not 1990 <= date.year <= 2100:
        return None
    return date.isoformat() if day else date.isoformat()[:7]
