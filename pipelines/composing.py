"""From the parts of an article to its text: what is furniture, caption, credit, lead, heading, block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Block, Image
from pipelines.blocks import (
    as_blocks,
    folded,
    images_of,
    mark_captions,
    mark_headings,
    reading_text,
    take_lead,
    without_furniture,
)
from pipelines.by_rules import Ruled
from pipelines.credits import Credits, read_credits
from pipelines.drafts import Draft
from pipelines.metadata import Metadata
from pipelines.parts import Parts
from pipelines.text import strip_lead_tag
from pipelines.titles import printed_titles


@dataclass(frozen=True, slots=True)
class Composed:
    lead: str | None
    text: str
    """``body``: lead and body blocks, captions left out."""
    blocks: tuple[Block, ...]
    images: tuple[Image, ...]
    credits: Credits
    link_share: float
    """Part of the characters of the body that are links."""


def compose(parts: Parts, ruled: Ruled, metadata: Metadata) -> Composed:
    """Lead, blocks, images and credits of an article. Changes the drafts of *parts*."""
    name = parts.title.text if parts.title else None
    drafts = without_furniture(parts.drafts, titles=[name or "", *printed_titles(metadata)])
    mark_captions(drafts)
    mark_captions(parts.pictures)
    credits, drafts = read_credits(
        drafts, byline=ruled.byline, source=ruled.source, after=parts.after, site_name=metadata.site_name
    )
    lead, drafts = take_lead(drafts, separate=parts.lead)
    mark_headings(drafts)
    lead, credits = _without_lead_tag(lead, drafts, credits)
    if lead and name and folded(lead) == folded(name):
        lead = None
    blocks = as_blocks(drafts, lead)
    return Composed(
        lead=lead,
        text=reading_text(blocks),
        blocks=_with_pictures(blocks, parts.pictures),
        images=images_of([*parts.pictures, *drafts]),
        credits=credits,
        link_share=_link_share(drafts),
    )


def _without_lead_tag(lead: str | None, drafts: Sequence[Draft], credits: Credits) -> tuple[str | None, Credits]:
    """The attribution with which an agency's lead begins goes into the source where none is printed."""
    if lead:
        tag, rest = strip_lead_tag(lead)
        if tag and rest:
            return rest, credits.with_source(tag)
    first = next((draft for draft in drafts if draft.type == "paragraph"), None)
    if first is not None:
        tag, rest = strip_lead_tag(first.text)
        if tag and rest:
            first.text = rest
            return lead, credits.with_source(tag)
    return lead, credits


def _with_pictures(blocks: tuple[Block, ...], pictures: Sequence[Draft]) -> tuple[Block, ...]:
    """Captions of pictures outside the body stand behind the lead."""
    have = {(block.image_url, block.text) for block in blocks if block.type == "caption"}
    new = tuple(
        block
        for block in as_blocks([draft for draft in pictures if draft.type == "caption"], None)
        if (block.image_url, block.text) not in have
    )
    head = 1 if blocks and blocks[0].type == "lead" else 0
    return blocks[:head] + new + blocks[head:]


def _link_share(drafts: Sequence[Draft]) -> float:
    total = sum(len(draft.text) for draft in drafts)
    return sum(draft.link_share * len(draft.text) for draft in drafts) / total if total else 0.0
