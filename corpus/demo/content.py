"""The articles of the demonstration portals, as written in ``content/*.json``."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

State = Literal["first", "later"]
"""``first`` is what a first visitor finds; ``later`` is after edits, removals and one new article a site."""

CONTENT_FOLDER = Path(__file__).parent / "content"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One block of an article in reading order: a paragraph, heading, quote, list, table or caption."""

    type: Literal["p", "h2", "h3", "quote", "list", "table", "caption"]
    text: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    image: str | None = None
    credit: str | None = None


class FileNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An attached file: its name as linked, its file name and its size as printed."""

    name: str
    file: str
    size: str | None = None


class Later(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the second visit finds in place of the article; fields that are left out stay as they were."""

    deleted: bool = False
    new: bool = False
    title: str | None = None
    lead: str | None = None
    blocks: tuple[Part, ...] | None = None


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article of one portal. ``published`` and ``updated`` are ISO 8601 in Vietnam's zone, without offset."""

    id: str
    number: int
    section: str
    province: str
    title: str
    lead: str | None
    published: str
    updated: str | None = None
    blocks: tuple[Part, ...]
    byline: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[FileNote, ...] = ()
    traits: frozenset[str] = frozenset()
    passages: tuple[str, ...] = ()
    repost_of: str | None = None
    later: Later | None = None

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.published)

    @property
    def has_time(self) -> bool:
        return "T" in self.published


class Section(NamedTuple):
    slug: str
    name: str


@cache
def sections() -> dict[str, tuple[Section, ...]]:
    """Sections of each site in menu order."""
    rows = msgspec.json.decode(
        (CONTENT_FOLDER / "sections.json").read_bytes(), type=dict[str, list[dict[Literal["slug", "name"], str]]]
    )
    return {site: tuple(Section(row["slug"], row["name"]) for row in listed) for site, listed in rows.items()}


@cache
def all_stories(site: str) -> tuple[Story, ...]:
    """Every article of *site* as written, newest first."""
    raw = (CONTENT_FOLDER / f"{site}.json").read_bytes()
    return newest_first(msgspec.json.decode(raw, type=tuple[Story, ...]))


def newest_first(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (story.published, story.number), reverse=True))


def stories_in(state: State, stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """*stories* as the visitor of *state* finds them: removed ones are left out, edited ones show the edit."""
    if state == "first":
        return tuple(story for story in stories if not (story.later and story.later.new))
    return tuple(_edited(story) for story in stories if not (story.later and story.later.deleted))


def removed_in(state: State, stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """Articles that the first visit found and *state* no longer has."""
    if state == "first":
        return ()
    return tuple(story for story in stories if story.later and story.later.deleted)


def is_edited(story: Story) -> bool:
    """Whether the later visit finds other words than the first."""
    later = story.later
    return later is not None and (later.title or later.lead or later.blocks) is not None


def _edited(story: Story) -> Story:
    later = story.later
    if later is None or not is_edited(story):
        return story
    return msgspec.structs.replace(
        story,
        title=later.title or story.title,
        lead=later.lead or story.lead,
        blocks=later.blocks if later.blocks is not None else story.blocks,
    )


def many_articles(site: str, count: int) -> tuple[Story, ...]:
    """*count* distinct articles for load tests, made by crossing the site's own paragraphs, newest first.

    Each has a title and first paragraph of its own, so that no two are the same text; dates are 7 hours apart.
    """
    bank = tuple(story for story in all_stories(site) if sum(part.type == "p" for part in story.blocks) >= 4)
    if not bank:
        raise ValueError(f"no article of {site} has the four paragraphs that load tests are made of")
    newest = datetime(2026, 10, 30, 16, 0)
    made = []
    for index, first in zip(range(count), itertools.cycle(bank)):
        second = bank[(index * 7 + index // len(bank) + 1) % len(bank)]
        paragraphs = [part for part in first.blocks if part.type == "p"]
        others = [part for part in second.blocks if part.type == "p"]
        opening = Part(type="p", text=f"Đây là bản tin thứ {index + 1} trong loạt bài của cổng thông tin trình diễn.")
        made.append(
            msgspec.structs.replace(
                first,
                id=f"{first.id}-{index + 1}",
                number=100_000 + count - index,
                title=f"{first.title} (kỳ {index + 1})",
                published=(newest - timedelta(hours=7 * index)).isoformat(timespec="minutes"),
                updated=None,
                blocks=(opening, *paragraphs[: 2 + index % 5], *others[index % 3 :]),
                attachments=(),
                traits=frozenset(),
                repost_of=None,
                later=None,
            )
        )
    return tuple(made)
