"""Finds title, body and what stands between them on a page that no family rule describes.

The page is read once into drafts; the body is the element in which the sentences are dense, or one that
bears a name by which the usual systems call it, as near to the title as can be. Trafilatura reads the page
too (``pipelines.kept_text``; its text comes in as *kept*) and decides about doubtful lines at both ends: short or
linked ones stay only if it kept them. Its text alone is not enough: on such pages it loses leads, very short
bodies and some lists, and keeps captions and bylines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.blocks import folded
from pipelines.body_choice import (
    SENTENCE_END,
    around_title,
    article_box,
    better,
    common_ancestor,
    densest,
    named_body,
    weight_of,
)
from pipelines.class_names import CATEGORY_SELECTORS, LEAD_WORDS
from pipelines.drafts import CAPTION, Draft
from pipelines.markup import class_words, squeezed
from pipelines.page_dates import is_date_line
from pipelines.page_noise import drop_teasers
from pipelines.page_words import FIRST_STEPS
from pipelines.reader import Reader
from pipelines.selectors import compiled
from pipelines.text import normalize
from pipelines.titles import Title

_TRAIL = re.compile(r"[/»>›|→•·\\]+")


@dataclass(slots=True)
class Reading:
    """A page as the generic way sees it."""

    body: HtmlElement | None
    drafts: list[Draft] = field(default_factory=list)
    """Of the body, in order."""
    between: list[Draft] = field(default_factory=list)
    """After the title, before the body."""
    pictures: list[Draft] = field(default_factory=list)
    """Images and captions between title and body."""
    before: list[Draft] = field(default_factory=list)
    """The last lines before the title, within what surrounds title and body."""
    above: list[Draft] = field(default_factory=list)
    """The last lines before the title, wherever they stand."""
    after: list[Draft] = field(default_factory=list)
    """The first lines after the body, likewise."""
    lead: list[str] = field(default_factory=list)
    teasers: int = 0
    """Elements beside the article that show and link other articles."""
    is_named: bool = False
    """The body bears a name by which the usual systems call it."""


def read_page(body: HtmlElement, title: Title | None, base_url: str) -> Reading:
    """Body, and what stands between it and the title. *body* must be free of noise."""
    anchor = title.element if title else None
    teasers = drop_teasers(body, anchor)
    reader = Reader(base_url)
    reader.read(body)
    drafts = reader.drafts
    reading = Reading(None, teasers=teasers)
    start = _title_index(drafts, title)
    weights = [weight_of(draft) for draft in drafts]
    dense = densest(drafts, weights, body, start, anchor)
    named = named_body(body, drafts, weights)
    chosen = better(named, dense, anchor, drafts, weights)
    if chosen is None:
        chosen = around_title(anchor, body)
    if chosen is None:
        return reading
    reading.body = chosen
    reading.is_named = chosen in (named, article_box(anchor)) or any(
        up.tag == "article" for up in (chosen, *chosen.iterancestors())
    )
    inside = set(chosen.iter())
    own = [index for index, draft in enumerate(drafts) if draft.element in inside and index > start]
    if not own:
        return reading
    reading.drafts = [drafts[index] for index in own]
    reading.between = (
        [draft for draft in drafts[start + 1 : own[0]] if draft.element not in inside] if start >= 0 else []
    )
    reading.above = drafts[max(0, start - 6) : max(0, start)]
    reading.pictures = [draft for draft in reading.between if draft.type == "image" or draft.has(CAPTION)]
    reading.between = [draft for draft in reading.between if draft not in reading.pictures]
    if anchor is not None and anchor in inside:
        _split_top(reading)
    region = common_ancestor(anchor, chosen)
    if region is not None and region is not body:
        around = set(region.iter())
        if start > 0:
            reading.before = [draft for draft in drafts[max(0, start - 4) : start] if draft.element in around]
        reading.after = [draft for draft in drafts[own[-1] + 1 : own[-1] + 7] if draft.element in around]
    reading.lead = _lead_of(reading)
    return reading


def _split_top(reading: Reading) -> None:
    """Where title and text share one element: the lines of date and author go from the text to *between*."""
    head = reading.drafts[:6]
    dates = [index for index, draft in enumerate(head) if is_date_line(draft, (), strict=False)]
    if not dates:
        return
    top = [
        draft
        for index, draft in enumerate(head)
        if index in dates
        or (
            index < dates[-1]
            and draft.type in ("paragraph", "heading")
            and len(draft.text) < 60
            and not SENTENCE_END.search(draft.text)
        )
    ]
    reading.between.extend(top)
    reading.drafts = [draft for draft in reading.drafts if not any(draft is other for other in top)]


def _title_index(drafts: list[Draft], title: Title | None) -> int:
    if title is None or title.element is None:
        return -1
    inside = set(title.element.iter())
    for index, draft in enumerate(drafts):
        if draft.element in inside:
            return index
    wanted = folded(title.text)
    return next((index for index, draft in enumerate(drafts) if folded(draft.text) == wanted), -1)


def _lead_of(reading: Reading) -> list[str]:
    """The lead: of that class, or a sentence between title and body."""
    for draft in reading.between:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 30
            and is_lead_element(draft.element, None)
        ):
            return [draft.text]
    for draft in reading.drafts[:4]:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 30
            and is_lead_element(draft.element, reading.body)
        ):
            reading.drafts.remove(draft)
            return [draft.text]
    for draft in reading.between:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 60
            and (SENTENCE_END.search(draft.text) or len(draft.text) >= 100)
        ):
            return [draft.text]
    return []


def is_lead_element(element: HtmlElement, below: HtmlElement | None) -> bool:
    """Whether an element, or one around it (up to *below*, at most two), has a class of leads."""
    for depth, candidate in enumerate([element, *element.iterancestors()]):
        if depth > 2:
            return False
        names = class_words(candidate)
        if LEAD_WORDS.search(names) or candidate.get("itemprop") == "description":
            return True
        if candidate is below:
            return False
    return False


def category(body: HtmlElement, title: Title | None) -> str | None:
    """The category that a page prints with its article, within the element marked as the article."""
    region = article_box(title.element) if title else None
    for text in CATEGORY_SELECTORS:
        for item in compiled(text)(body if region is None else region):
            if isinstance(item, HtmlElement):
                name = normalize(squeezed(item))
                if name and len(name) <= 80:
                    return name
    return None


def trail(reading: Reading) -> tuple[str, ...]:
    """Steps of a breadcrumb that no markup names: a line of links before the title that begins at the home page."""
    for draft in reversed(reading.above):
        steps = tuple(step for part in _TRAIL.split(draft.text) if (step := part.strip()))
        if draft.hrefs and len(steps) >= 2 and FIRST_STEPS.fullmatch(steps[0]) and len(draft.text) <= 200:
            return steps
    return ()


def aligned(drafts: list[Draft], kept: str) -> list[Draft]:
    """Drafts of a body, checked against *kept*, the text that trafilatura took for the article.

    Short lines at the beginning and end that it did not keep go; sentences stay either way.
    """
    have = folded(kept)
    if not have:
        return drafts

    def is_doubtful(draft: Draft) -> bool:
        if draft.type in ("image", "caption", "table", "quote") or draft.file_share:
            return False
        own = folded(draft.text)
        if not own or own in have:
            return False
        return draft.link_share >= 0.3 or (len(draft.text) < 40 and not SENTENCE_END.search(draft.text))

    start, end = 0, len(drafts)
    while end > start and is_doubtful(drafts[end - 1]) and drafts[end - 1].link_share > 0:
        end -= 1
    while start < end and is_doubtful(drafts[start]) and drafts[start].link_share > 0:
        start += 1
    return drafts[start:end]
