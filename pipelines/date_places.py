"""Where a page shows its date when no selector says it: candidates for ``pipelines.dates.choose``."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.by_rules import Hidden
from pipelines.dates import Candidate
from pipelines.drafts import Draft
from pipelines.generic import Reading
from pipelines.metadata import Metadata
from pipelines.page_dates import is_date_line, printed, stated, time_elements
from pipelines.titles import Title


def in_metadata(hidden: Hidden, metadata: Metadata) -> list[Candidate]:
    """Machine-readable dates, of the portal's selectors and of the page's own metadata."""
    return [
        *stated(hidden.date_attributes, "metadata"),
        *stated(metadata.published, "metadata"),
        *stated(hidden.date_meta, "hidden"),
        *stated([*hidden.updated_meta, *metadata.modified], "metadata", is_update=True),
    ]


def in_time_elements(title: Title | None, body: HtmlElement, formats: Sequence[str]) -> list[Candidate]:
    """Dates in ``time`` elements of the article, before footers are removed. *body* is that of the page."""
    if title is None or title.element is None:
        return []
    region = next((up for up in title.element.iterancestors() if up.tag in ("article", "main")), None)
    if region is None:
        region = next((up for up in title.element.iterancestors() if next(up.iter("time"), None) is not None), None)
    return time_elements(region, formats) if region is not None and region is not body else []


def at_top(drafts: list[Draft], formats: Sequence[str]) -> list[Candidate]:
    """The date line among the first lines of the body, which is taken out of *drafts*."""
    for draft in drafts[:3]:
        if is_date_line(draft, formats, strict=True):
            drafts.remove(draft)
            return printed([draft.text], formats)
    return []


def around_body(reading: Reading, formats: Sequence[str]) -> list[Candidate]:
    """Dates between title and body and at the body's top (taken out of it); else behind it; else above the title."""
    found = printed(_lines(reading.between, formats), formats)
    found += at_top(reading.drafts, formats)
    if not found:
        found = printed(_lines(reading.after[:3], formats), formats)
    if not found:
        found = printed(_lines(reading.before, formats, strict=True), formats, is_above=True)
    return found


def _lines(drafts: Sequence[Draft], formats: Sequence[str], *, strict: bool = False) -> list[str]:
    return [draft.text for draft in drafts if is_date_line(draft, formats, strict=strict)]
