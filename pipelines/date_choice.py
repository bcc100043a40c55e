"""Which of the dates of a page is its publication: labelled, choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from corpus.tones import fold_tone
from pipelines.date_values import VIETNAM, FoundDate

DateMethod = Literal["printed", "metadata", "hidden", "url", "listing"]
DateLabel = Literal["published", "updated", "clock", "unknown"]

METHODS: tuple[DateMethod, ...] = ("printed", "metadata", "hidden", "url", "listing")
"""In the order of trust."""
FIRST_YEAR = 1995
"""No Vietnamese portal is older: the country's network went public in 1997."""

DATE_FLAGS = {
    "future_date": "A date was refused because it lies after the fetch.",
    "old_date": "A date was refused because it lies before 1995, when no portal existed.",
    "clock_date": "A date was refused because it is the server's clock or today's date, not the publication.",
    "date_conflict": "Printed date and metadata name days that are more than a day apart; the printed one was taken.",
    "updated_only": "The page prints only the date of its last update; it was taken as the publication date.",
}
"""What ``Chosen.flags`` may hold."""

_CLOCK_TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that a page, its address or its listing gives; ``found.text`` is what stands there."""

    found: FoundDate
    method: DateMethod
    label: DateLabel = "unknown"
    is_above: bool = False
    """Printed well above the title, where clocks stand: counts only if another candidate names the same day,
    or if there is none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """``published`` is None if no candidate was acceptable; ``flags`` (of ``DATE_FLAGS``) say what was refused.

    ``updated`` is later than ``published``: systems print or state the day of publication where nothing was changed.
    ``method`` is that of ``published``, even where another one gave its time of day.
    """

    published: FoundDate | None
    method: DateMethod | None
    flags: tuple[str, ...] = ()
    updated: FoundDate | None = None


_LABELS: dict[DateLabel, re.Pattern[str]] = {
    "updated": re.compile(
        r"cập nhật|(?:sửa|chỉnh sửa|thay đổi)(?: lần)? cuối|ngày (?:sửa|chỉnh sửa)|chỉnh sửa (?:lúc|ngày)"
        r"|\b(?:last )?(?:updated|modified)\b|\bupdate date\b|\bdatemodified\b"
    ),
    "published": re.compile(
        r"ngày (?:giờ )?(?:đăng(?! ký| kí)|xuất bản|đưa tin|gửi|tạo|viết|phát hành)"
        r"|\bđăng(?: tin| bài| tải)?(?: vào)?(?: (?:ngày|lúc|hồi))?\s*:?\s*$"
        r"|\bđăng (?:tải )?(?:vào )?(?:ngày|lúc|hồi)\b"
        r"|thời gian(?: đăng(?: tin| bài)?| xuất bản)?\s*:|thời gian đăng|xuất bản (?:ngày|lúc|vào)"
        r"|\bpublish(?:ed)?\b|\bposted\b|\bpost date\b|\bdatepublished\b|\bcreated\b"
    ),
    "clock": re.compile(r"hôm nay|bây giờ|hiện tại|giờ hệ thống|\btoday\b|\bserver time\b"),
}


def labelled(text: str) -> DateLabel:
    """Return what the label in *text* says of the date that follows it: of several the last one.

    Give the text that stands before the date (``Đăng ngày``), or the whole line.
    """
    line = fold_tone(text).lower()
    last: tuple[int, DateLabel] = (-1, "unknown")
    for label, pattern in _LABELS.items():
        for match in pattern.finditer(line):
            last = max(last, (match.start(), label))
    return last[1]


def choose(candidates: Sequence[Candidate], fetched_at: datetime) -> Chosen:
    """Return the publication date among *candidates*, which stand in order of trust within each method.

    Printed comes before metadata, hidden, url and listing. A coarser printed date takes its time of day from
    metadata or hidden spans that name the same day. Refused are dates after *fetched_at* (an aware datetime),
    before 1995, and server clocks: labelled so, or printed without a label and within two minutes of the fetch
    (or of its day while other dates are older). Where only an update is printed, it is taken before the listing.
    """
    flags: set[str] = set()
    usable = [candidate for candidate in candidates if _is_acceptable(candidate, candidates, fetched_at, flags)]
    published = [c for method in METHODS for c in usable if c.method == method and c.label != "updated"]
    published = _without_clocks(published, usable)
    updates = [c for method in METHODS for c in usable if c.method == method and c.label == "updated"]
    best = _best(published, updates, flags)
    if best is None:
        return Chosen(None, None, _sorted(flags), updates[0].found if updates else None)
    refiner = _refiner(best, published) if best.method == "printed" else None
    found = best.found
    if refiner:
        source = refiner.found
        found = FoundDate(source.value, source.precision, found.text, found.start, found.end)
    if best.method == "printed" and best.label != "updated" and _conflicts(best, published):
        flags.add("date_conflict")
    updated = next((c.found for c in updates if _may_be_later(c.found, found)), None)
    return Chosen(found, best.method, _sorted(flags), updated)


def _without_clocks(published: Sequence[Candidate], usable: Sequence[Candidate]) -> list[Candidate]:
    """*published* without what stands above the title and no other candidate bears out; that alone stays."""
    others = [c for c in usable if not c.is_above]
    if not others:
        return list(published)
    return [c for c in published if not c.is_above or any(o.found.value[:10] == c.found.value[:10] for o in others)]


def _may_be_later(update: FoundDate, published: FoundDate) -> bool:
    """Whether *update* says more than *published*: a later date, or a time on a day of which no time is known."""
    shared = min(len(update.value), len(published.value))
    if update.value[:shared] != published.value[:shared]:
        return update.value[:shared] > published.value[:shared]
    return len(update.value) > len(published.value)


def _sorted(flags: set[str]) -> tuple[str, ...]:
    return tuple(sorted(flags))


def _best(published: Sequence[Candidate], updates: Sequence[Candidate], flags: set[str]) -> Candidate | None:
    first = published[0] if published else None
    printed_update = next((c for c in updates if c.method == "printed"), None)
    if printed_update is None or (first and first.method != "listing"):
        return first
    # A listing that names an earlier day knows more than the line of the last update.
    if first and first.found.value[:10] < printed_update.found.value[:10]:
        return first
    flags.add("updated_only")
    return printed_update


def _is_acceptable(
    candidate: Candidate, candidates: Sequence[Candidate], fetched_at: datetime, flags: set[str]
) -> bool:
    value = candidate.found.value
    now = fetched_at.astimezone(VIETNAM).isoformat()[:16]
    if _is_clock(candidate, candidates, fetched_at):
        flags.add("clock_date")
    elif int(value[:4]) < FIRST_YEAR:
        flags.add("old_date")
    elif value[:16] > now[: len(value)]:
        flags.add("future_date")
    else:
        return True
    return False


def _is_clock(candidate: Candidate, candidates: Sequence[Candidate], fetched_at: datetime) -> bool:
    if candidate.label == "clock":
        return True
    if candidate.label != "unknown" or candidate.method != "printed":
        return False
    found = candidate.found
    others = [c for c in candidates if c is not candidate and c.label in ("published", "unknown")]
    if found.precision == "minute":
        is_now = abs(datetime.fromisoformat(found.value) - fetched_at) <= _CLOCK_TOLERANCE
        return is_now and not any(c.method != "printed" and _agree(c.found, found) for c in others)
    today = fetched_at.astimezone(VIETNAM).isoformat()[:10]
    return found.value == today and any(c.found.day is not None and c.found.value[:10] < today for c in others)


def _agree(one: FoundDate, other: FoundDate) -> bool:
    if one.precision != "minute" or other.precision != "minute":
        return False
    return abs(datetime.fromisoformat(one.value) - datetime.fromisoformat(other.value)) <= _CLOCK_TOLERANCE


def _refiner(best: Candidate, published: Sequence[Candidate]) -> Candidate | None:
    """The first metadata or hidden date that says the same and more: same day with a time, same month with a day."""
    if best.found.precision == "minute":
        return None
    return next(
        (
            c
            for c in published
            if c.method in ("metadata", "hidden")
            and len(c.found.value) > len(best.found.value)
            and c.found.value.startswith(best.found.value)
        ),
        None,
    )


def _conflicts(best: Candidate, published: Sequence[Candidate]) -> bool:
    stated = next((c.found for c in published if c.method in ("metadata", "hidden") and c.found.day), None)
    if stated is None or stated.day is None or best.found.day is None:
        return False
    return abs(datetime.fromisoformat(stated.day) - datetime.fromisoformat(best.found.day)) > timedelta(days=1)
