"""A block as read from the markup, before it is decided what it is in the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

DraftType = Literal["paragraph", "heading", "list", "table", "quote", "image", "caption"]

BOLD, ITALIC, LINK, FILE, CENTER, RIGHT, CAPTION = 1, 2, 4, 8, 16, 32, 64


@dataclass(slots=True)
class Draft:
    """A block as read, before it is decided what it is in the article."""

    type: DraftType
    text: str
    element: HtmlElement
    """The block element it stands in."""
    level: int | None = None
    items: tuple[str, ...] | None = None
    ordered: bool | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    url: str | None = None
    """Of an image; or of the image that a caption belongs to."""
    alt: str | None = None
    flags: int = 0
    """BOLD, ITALIC, CENTER, RIGHT where all of the text is so; CAPTION where the markup says so."""
    link_share: float = 0.0
    """Part of the characters that are links."""
    file_share: float = 0.0
    """Part of the characters that are links to files."""
    hrefs: tuple[str, ...] = ()
    figure: HtmlElement | None = None
    credit: str | None = None

    def has(self, flag: int) -> bool:
        return bool(self.flags & flag)


def sum_up(draft: Draft, parts: Sequence[Draft]) -> None:
    """Flags and shares of a compound block from its parts."""
    total = sum(len(part.text) for part in parts) or 1
    draft.link_share = sum(part.link_share * len(part.text) for part in parts) / total
    draft.file_share = sum(part.file_share * len(part.text) for part in parts) / total
    draft.hrefs = tuple(dict.fromkeys(href for part in parts for href in part.hrefs))
    common = BOLD | ITALIC | CENTER | RIGHT
    for part in parts:
        common &= part.flags
    draft.flags = common if parts else 0
