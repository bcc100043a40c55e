"""What a faithful reader finds on each article page of the demonstration sites: the measure of end-to-end tests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.demo.addresses import cms_number
from corpus.demo.content import Part, State, Story, is_edited
from corpus.demo.routes import Edition, edition
from corpus.demo.view import Shown

LEAD_TAG = re.compile(r"(?:\((?P<tag>[^()]{2,20})\)\s*[-–—]?|(?P<bare>[A-ZĐ]{2,8}) [-–—])\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedArticle:
    """One article as it should be stored; field names are those of ``corpus.article.Article``.

    ``path`` is the address (``path?query``) under which the site itself links it, ``number`` the id that the
    CMS gives it. Text is NFC with plain spaces, whatever the page's markup does to it.
    """

    site: str
    story_id: str
    number: int
    path: str
    title: str
    lead: str | None
    """Without the agency's tag (``(CTTT) –``), which is the attribution where the page prints no other."""
    body: str
    captions: tuple[tuple[str, str | None], ...]
    """Text and photo credit."""
    byline: str | None
    authors: tuple[str, ...]
    source: str | None
    section: str
    published_at: str
    precision: str
    updated_at: str | None
    tags: tuple[str, ...]
    attachments: tuple[tuple[str, str], ...]
    """Name as linked and address."""
    traits: frozenset[str]
    passages: tuple[str, ...]
    repost_of: str | None
    edited: bool
    """Whether the later visit finds other words than the first."""


def expected(site: str, state: State = "first", count: int | None = None) -> list[ExpectedArticle]:
    """All articles of *site* in *state*, newest first; with *count*, of its synthetic edition."""
    found = edition(site, state, count)
    return [_expected(found, story) for story in found.stories]


def _expected(found: Edition, story: Story) -> ExpectedArticle:
    site, shown = found.site, Shown(found, story)
    tag, lead = split_tag(story.lead) if "lead_tag" in story.traits else (None, story.lead)
    has_minute = story.has_time and (site.prints_time or site.metadata_time)
    texts = [part_text(part) for part in story.blocks if part.type != "caption"]
    return ExpectedArticle(
        site=site.slug,
        story_id=story.id,
        number=cms_number(site, story),
        path=shown.url,
        title=story.title,
        lead=lead,
        body="\n".join(([lead] if lead else []) + texts),
        captions=tuple((part.text, part.credit) for part in story.blocks if part.type == "caption"),
        byline=None if story.byline is None else story.byline.rpartition(": ")[2],
        authors=story.authors,
        source=story.source or tag,
        section=shown.section.name,
        published_at=f"{story.published}:00+07:00" if has_minute else story.published[:10],
        precision="minute" if has_minute else "day",
        updated_at=_updated(shown),
        tags=story.tags if site.prints_tags else (),
        attachments=tuple((name, address) for name, address, _ in shown.attachments),
        traits=story.traits,
        passages=story.passages,
        repost_of=story.repost_of,
        edited=is_edited(story),
    )


def split_tag(lead: str | None) -> tuple[str | None, str | None]:
    """The tag with which an agency's lead begins, without its brackets, and the rest.

    >>> split_tag("(CTTT) – Sáng 5/3, hội nghị khai mạc.")
    ('CTTT', 'Sáng 5/3, hội nghị khai mạc.')
    """
    found = LEAD_TAG.match(lead) if lead else None
    if lead is None or found is None:
        return None, lead
    return found["tag"] or found["bare"], lead[found.end() :]


def part_text(part: Part) -> str:
    """The reading text of a block: list items as lines, a table as Markdown, else its text."""
    if part.type == "list":
        return "\n".join(f"- {item}" for item in part.items)
    if part.type == "table":
        rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in part.rows]
        rows.insert(1, "|" + " --- |" * len(part.rows[0]))
        return "\n".join(rows)
    return part.text


def _updated(shown: Shown) -> str | None:
    if shown.updated_at is None or not shown.site.prints_updates:
        return None
    exact = "T" in (shown.story.updated or "") and (shown.site.prints_time or shown.site.metadata_time)
    return f"{shown.story.updated}:00+07:00" if exact else str(shown.story.updated)[:10]
