"""The record: an Article, whose fields are the columns of the table ``articles``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

BlockType = Literal["lead", "paragraph", "heading", "list", "table", "quote", "caption"]
Precision = Literal["minute", "day", "month", "year"]
ExtractionMethod = Literal["selectors", "mixed", "trafilatura"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One typed part of an article, in reading order.

    ``text`` is the reading text of the block (for a list its items as lines beginning with ``- ``, numbered
    or not: a browser's numbers are no text of the page; for a table Markdown). Only the keys that a
    type has are written to JSON.
    """

    type: BlockType
    text: str
    level: int | None = None
    items: tuple[str, ...] | None = None
    ordered: bool | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    image_url: str | None = None
    credit: str | None = None

    def as_dict(self) -> dict[str, Any]:
        pairs = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    url: str
    name: str | None = None
    media_type: str | None = None
    size_text: str | None = None
    """The size as printed on the page (``(1,2 MB)``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article as extracted from one capture.

    Dates are ISO 8601: ``2024-04-26T16:20:00+07:00`` at minute precision, ``2024-04-26`` at day
    precision, ``2024-04`` or ``2024`` below. None always means: the page does not say.
    """

    portal: str
    article_key: str
    """The portal's own id of the article, or its canonical URL without scheme and ``www.``."""
    url: str
    """Canonical URL, absolute."""
    title: str
    lead: str | None
    body: str
    """The reading text: lead, then body blocks, one newline between."""
    blocks: tuple[Block, ...]
    published_at: str | None
    published_precision: Precision | None
    published_method: str | None
    """Where the date came from: printed, metadata, hidden, url, listing."""
    published_text: str | None
    """The printed form, verbatim."""
    updated_at: str | None = None
    updated_precision: Precision | None = None
    byline: str | None = None
    """Author line as printed, without its label."""
    authors: tuple[str, ...] = ()
    source: str | None = None
    """Attribution line without its label."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    word_count: int = 0
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    extraction_method: ExtractionMethod = "selectors"
    quality_flags: tuple[str, ...] = ()
    extractor_version: str = ""
    portal_digest: str = ""
