"""The dates of a page, from its markup to candidates for ``pipelines.dates.choose``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from lxml.html import HtmlElement

from pipelines.dates import Candidate, Chosen, DateMethod, FoundDate, choose, find_dates, labelled, parse_machine
from pipelines.drafts import Draft
from pipelines.markup import class_words, squeezed
from pipelines.text import normalize

MAX_DATE_LINE_CHARS = 160
_UPDATED_CLASS = re.compile(r"updated|modified|cap-?nhat", re.IGNORECASE)
_PUBLISHED_CLASS = re.compile(r"published|entry-date|created|post-date|ngay-?dang", re.IGNORECASE)
_REST = re.compile(r"[\W\d_]+")
_REST_WORDS = re.compile(
    r"\b(?:ngày|đăng|giờ|gửi|tin|bài|lúc|vào|cập nhật|thời gian|xuất bản|tạo|viết|thứ|chủ nhật|hai|ba|tư|năm|sáu|bảy"
    r"|published|posted|submitted|created|updated|last|modified|written|date|on|at|by|in|gmt|sa|ch|am|pm"
    r"|lượt xem|lượt đọc|đã xem|số lần xem|views?|hits?|phản hồi|bình luận|comments?)\b",
    re.IGNORECASE,
)


def printed(
    texts: Iterable[str], formats: Sequence[str], label: str | None = None, *, is_above: bool = False
) -> list[Candidate]:
    """Candidates from lines that hold a printed date; *label* ``updated`` overrides what a line says.

    *is_above*: the lines stand above the title (``Candidate.is_above``).
    """
    found: list[Candidate] = []
    for text in texts:
        line = normalize(text)
        for date in find_dates(line, formats):
            before = line[: date.start]
            said = labelled(before) if before.strip() else labelled(line[date.end :])
            found.append(Candidate(date, "printed", "updated" if label == "updated" else said, is_above))
    return found


def stated(values: Iterable[str], method: DateMethod, *, is_update: bool = False) -> list[Candidate]:
    """Candidates from machine-readable values."""
    dates = (parse_machine(value.strip()) for value in values)
    return [Candidate(date, method, "updated" if is_update else "published") for date in dates if date is not None]


def from_url(value: str | None) -> list[Candidate]:
    """The candidate from the date in an address (ISO 8601, cut off at its precision)."""
    return [Candidate(_iso(value), "url", "published")] if value else []


def from_listing(value: str | None) -> list[Candidate]:
    """The candidate from the date beside the link that led here."""
    if not value:
        return []
    date = parse_machine(value) or next(iter(find_dates(value)), None)
    return [Candidate(date, "listing", "published")] if date else []


def _iso(value: str) -> FoundDate:
    precision = {4: "year", 7: "month", 10: "day"}.get(len(value), "minute")
    return FoundDate(value, precision, value, 0, len(value))  # type: ignore[arg-type]


def time_elements(region: HtmlElement, formats: Sequence[str]) -> list[Candidate]:
    """Candidates from the first ``time`` element and those beside it: the printed text, then its
    machine-readable value as metadata. Further ones belong to comments and other articles."""
    beside: HtmlElement | None = None
    texts: list[Candidate] = []
    values: list[Candidate] = []
    for element in region.iter("time", "abbr"):
        if element.tag == "abbr" and "published" not in class_words(element):
            continue
        parent = element.getparent()
        if beside is None:
            beside = parent if parent.getparent() is None else parent.getparent()
        elif beside not in element.iterancestors():
            break
        names = class_words(element) + " " + class_words(parent)
        is_update = bool(_UPDATED_CLASS.search(names)) and not _PUBLISHED_CLASS.search(names)
        texts += printed([squeezed(element)], formats, "updated" if is_update else None)
        value = element.get("datetime") or element.get("title") or ""
        values += stated([value], "metadata", is_update=is_update)
    return texts[:3] + values[:3]


def is_date_line(draft: Draft, formats: Sequence[str], *, strict: bool) -> bool:
    """Whether a line is a date with its label, counter or author, rather than a sentence that names a day.

    *strict*: nothing but date, label and counter.
    """
    text = draft.text
    if len(text) > MAX_DATE_LINE_CHARS or draft.type not in ("paragraph", "heading", "list"):
        return False
    dates = [date for date in find_dates(text, formats) if date.precision in ("day", "minute")]
    if not dates:
        return False
    rest = text[: dates[0].start] + " " + text[dates[0].end :]
    rest = _REST.sub(" ", _REST_WORDS.sub(" ", rest)).strip()
    return len(rest) <= (4 if strict else 60)


def settle(candidates: list[Candidate], fetched_at: datetime) -> tuple[Chosen, tuple[str, ...]]:
    """The publication date and the flags about it.

    A printed date of which metadata show that its month stands first (stock themes of foreign systems) is
    left out: day and month of the one are month and day of the other, and the days differ.
    """
    stated_days = {
        c.found.value[:10]
        for c in candidates
        if c.method in ("metadata", "hidden") and c.label != "updated" and len(c.found.value) >= 10
    }
    kept = []
    flags: tuple[str, ...] = ()
    for candidate in candidates:
        if (
            candidate.method == "printed"
            and _swapped(candidate.found.value) in stated_days
            and candidate.found.value[:10] not in stated_days
        ):
            flags = ("month_first",)
            continue
        kept.append(candidate)
    chosen = choose(kept, fetched_at)
    return chosen, (*chosen.flags, *flags)


def _swapped(value: str) -> str | None:
    year, _, rest = value[:10].partition("-")
    month, _, day = rest.partition("-")
    return f"{year}-{day}-{month}" if day else None
