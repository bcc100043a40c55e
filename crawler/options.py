"""What a crawl was asked to do: the arguments of ``scrapy crawl portal -a …`` and ``tuyengiao crawl``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    portals: tuple[str, ...] = ()
    """Slugs; empty with portal files means those files alone, empty without means every enabled portal."""
    portal_files: tuple[Path, ...] = ()
    since: dt.date | None = None
    """Articles before this day stay pending."""
    until: dt.date | None = None
    """Articles after this day stay pending."""
    max_articles: int | None = None
    """Articles stored per portal, then the rest stays pending."""
    max_pages: int | None = None
    """Requests per portal, then the rest stays pending."""
    section: str | None = None
    """Only the section with this slug or name."""
    full: bool = False
    """Read listings to their end and fetch known articles again."""

    def as_json(self) -> dict[str, Any]:
        """Plain values for the crawl record."""
        values = asdict(self)
        values["portal_files"] = [str(path) for path in self.portal_files]
        for name in ("since", "until"):
            values[name] = values[name].isoformat() if values[name] else None
        return values


def parse_options(
    *,
    portals: str = "",
    portal_files: str = "",
    since: str | None = None,
    until: str | None = None,
    max_articles: str | int | None = None,
    max_pages: str | int | None = None,
    section: str | None = None,
    full: str | bool = False,
    **unknown: object,
) -> CrawlOptions:
    """Read spider arguments, which are strings; lists are separated by commas.

    Raises ``InputError`` that names the argument.
    """
    if unknown:
        known = ", ".join(CrawlOptions.__slots__)
        raise InputError(f"unknown spider argument {min(unknown)}. Known are {known}.")
    options = CrawlOptions(
        portals=tuple(slug.strip() for slug in portals.split(",") if slug.strip()),
        portal_files=tuple(Path(name.strip()) for name in portal_files.split(",") if name.strip()),
        since=_day("since", since),
        until=_day("until", until),
        max_articles=_count("max_articles", max_articles),
        max_pages=_count("max_pages", max_pages),
        section=section or None,
        full=full if isinstance(full, bool) else full.lower() in {"1", "true", "yes"},
    )
    if options.since and options.until and options.since > options.until:
        raise InputError(f"--since {options.since} is after --until {options.until}: swap them.")
    return options


def _day(name: str, value: str | None) -> dt.date | None:
    """A day; of a month or year the first for --since and the last for --until."""
    if not value:
        return None
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        first = dt.date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        raise InputError(f"--{name} {value}: not a date. Write 2024, 2024-04 or 2024-04-26.") from None
    if name == "since" or len(value) == 10:
        return first
    month = 12 if len(value) == 4 else first.month
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def _count(name: str, value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise InputError(f"--{name.replace('_', '-')} {value}: not a whole number of at least 1.")
    return number
