"""Author and source of an article: from the portal's selectors, its last lines, or lines with a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.blocks import folded
from pipelines.byline import TailLine, parse_byline, parse_source, read_head, read_tail
from pipelines.drafts import BOLD, CENTER, ITALIC, RIGHT, Draft
from pipelines.line_words import NOT_AUTHORS

TAIL_LINES = 4
_LABELLED = re.compile(
    r"(?:tác giả|người viết|bài(?: và ảnh)?|tin(?:,| và)? (?:bài|ảnh)|thực hiện|by|author|written by)\s*:",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(r"(?:nguồn(?: tin)?|source|theo)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credits:
    byline: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None

    def with_source(self, source: str) -> Credits:
        """These credits, with *source* where none was known."""
        return self if self.source else replace(self, source=source)


def read_credits(
    drafts: list[Draft],
    *,
    byline: str | None,
    source: str | None,
    after: Sequence[Draft] = (),
    site_name: str | None = None,
) -> tuple[Credits, list[Draft]]:
    """Credits, and *drafts* without the lines that hold them.

    *byline* and *source* are the texts that the portal's selectors found; *after* are lines behind the body,
    of which only labelled ones count. Account names of the system (admin, quantri) are no authors.
    """
    credits = Credits()
    if byline:
        credits = _with_byline(credits, byline, site_name)
    if source:
        credits = credits.with_source(parse_source(source) or _SOURCE_LABEL.sub("", source, count=1).strip() or source)
    for draft in after[:6]:
        if len(draft.text) > 160:
            continue
        if credits.byline is None and _LABELLED.match(draft.text):
            credits = _with_byline(credits, draft.text, site_name)
        elif credits.source is None and _SOURCE_LABEL.match(draft.text):
            found = parse_source(draft.text)
            credits = credits.with_source(found) if found else credits
    drafts, credits = _tail(drafts, credits)
    if credits.byline is None:
        drafts, credits = _head(drafts, credits)
    return credits, drafts


def _with_byline(credits: Credits, text: str, site_name: str | None) -> Credits:
    found = parse_byline(text)
    if (
        found is None
        or not found.text
        or NOT_AUTHORS.fullmatch(found.text.strip())
        or (site_name and folded(found.text) == folded(site_name))
    ):
        return credits
    return replace(credits, byline=found.text, authors=found.authors)


def _lines(drafts: Sequence[Draft]) -> list[TailLine]:
    return [
        TailLine(
            text=draft.text,
            is_right_aligned=draft.has(RIGHT),
            is_bold=draft.has(BOLD),
            is_italic=draft.has(ITALIC),
            is_centered=draft.has(CENTER),
        )
        for draft in drafts
    ]


def _tail(drafts: list[Draft], credits: Credits) -> tuple[list[Draft], Credits]:
    """Byline and source from the last paragraphs; nothing behind a list, table or quote is looked at beyond it."""
    positions: list[int] = []
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        if draft.type in ("image", "caption"):
            continue
        if draft.type not in ("paragraph", "heading") or len(positions) == TAIL_LINES:
            break
        positions.insert(0, index)
    if not positions:
        return drafts, credits
    tail = read_tail(_lines([drafts[index] for index in positions]))
    consumed = {positions[index] for index in tail.consumed}
    if (
        tail.byline is not None
        and tail.byline.text
        and credits.byline is None
        and not NOT_AUTHORS.fullmatch(tail.byline.text)
    ):
        credits = replace(credits, byline=tail.byline.text, authors=tail.byline.authors)
    if tail.source:
        credits = credits.with_source(tail.source)
    return [draft for index, draft in enumerate(drafts) if index not in consumed], credits


def _head(drafts: list[Draft], credits: Credits) -> tuple[list[Draft], Credits]:
    """The author of a signed speech or paper, in one to three short lines on top."""
    positions = [index for index, draft in enumerate(drafts) if draft.type in ("paragraph", "heading")][:TAIL_LINES]
    if len(positions) < 2:
        return drafts, credits
    head = read_head(_lines([drafts[index] for index in positions]))
    if head.byline is None or not head.byline.text or NOT_AUTHORS.fullmatch(head.byline.text):
        return drafts, credits
    consumed = {positions[index] for index in head.consumed}
    credits = replace(credits, byline=head.byline.text, authors=head.byline.authors)
    return [draft for index, draft in enumerate(drafts) if index not in consumed], credits
