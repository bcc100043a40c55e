"""Element to drafts: reads the body of an article in order, as its markup shows it.

Inline elements join without a space, block elements and ``<br>`` separate. ``<br><br>`` ends a paragraph.
A single ``<br>`` ends one too where a sentence ends before it and a new one begins behind it; lines of a
verse (three short ones or more without such ends) stay one paragraph with line breaks; any other single
``<br>`` is a hard wrap and becomes a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.class_names import CAPTION_WORDS
from pipelines.drafts import CAPTION, FILE, LINK, Draft, sum_up
from pipelines.file_names import FILE_URL
from pipelines.image_address import image_url
from pipelines.inline import BREAK, paragraphs
from pipelines.markup import class_words
from pipelines.styles import block_flags, cell_flags, inline_flags
from pipelines.tables import data_table, image_table, is_image_table
from pipelines.text import normalize

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "legend", "li", "main", "nav",
    "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
_IGNORED = frozenset({
    "iframe", "object", "embed", "audio", "video", "source", "track", "param", "hr", "col", "colgroup", "head", "title",
    "meta", "link",
})  # fmt: skip
_EMBEDS = re.compile(r"twitter-tweet|instagram-media|fb-(?:post|video|xfbml)|tiktok-embed|telegram")
_LAYOUT_CHARS = 400
"""Cells with more text than this are running text in a layout table, not cells of data."""


@dataclass(slots=True)
class _Run:
    """Inline content since the last block boundary."""

    pieces: list[tuple[str, int]] = field(default_factory=list)
    images: list[tuple[int, HtmlElement]] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)


class Reader:
    """Reads elements into ``drafts``. ``captions`` are elements known to be captions by the portal's rules."""

    def __init__(self, base_url: str, captions: frozenset[HtmlElement] = frozenset()) -> None:
        self.base_url = base_url
        self.captions = captions
        self.drafts: list[Draft] = []
        self._run = _Run()
        self._figures: list[HtmlElement] = []

    def read(self, element: HtmlElement, flags: int = 0) -> None:
        """Append the drafts of *element*, itself included."""
        self._flush(element)
        self._walk(element, flags, element)
        self._flush(element)

    def _walk(self, element: HtmlElement, flags: int, block: HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _IGNORED:
            return
        if tag == "br":
            self._run.pieces.append((BREAK, 0))
        elif tag == "img":
            self._run.images.append((len(self._run.pieces), element))
        elif tag in _HEADINGS:
            self._heading(element, flags, _HEADINGS[tag], block)
        elif tag in _LISTS:
            self._flush(block)
            self._list(element, flags)
        elif tag == "table":
            self._flush(block)
            self._table(element, flags)
        elif tag == "blockquote":
            self._flush(block)
            self._quote(element, flags)
        elif tag == "figure":
            self._flush(block)
            self._figure(element, flags)
            self._flush(element)
        elif tag in _BLOCKS:
            self._flush(block)
            inner = block_flags(element, flags)
            if tag in ("figcaption", "caption") or element in self.captions or self._is_caption(element):
                inner |= CAPTION
            self._children(element, inner, element)
            self._flush(element)
        else:
            self._children(element, self._inline_flags(element, flags), block)

    def _children(self, element: HtmlElement, flags: int, block: HtmlElement) -> None:
        pieces = self._run.pieces
        if element.text:
            pieces.append((element.text, flags))
        for child in element:
            self._walk(child, flags, block)
            if child.tail:
                self._run.pieces.append((child.tail, flags))

    def _inline_flags(self, element: HtmlElement, flags: int) -> int:
        flags = inline_flags(element, flags)
        if element.tag == "a":
            href = element.get("href", "").strip()
            if href and not href.startswith("#"):
                flags |= LINK
                self._run.hrefs.append(href)
                if FILE_URL.search(href):
                    flags |= FILE
        if element in self.captions or (element.tag == "span" and CAPTION_WORDS.search(element.get("class", ""))):
            flags |= CAPTION
        return flags

    def _is_caption(self, element: HtmlElement) -> bool:
        if not (element.get("class") or element.get("id")):
            return False
        if not CAPTION_WORDS.search(class_words(element)):
            return False
        return next(element.iter("img"), None) is None

    def _flush(self, block: HtmlElement) -> None:
        run, self._run = self._run, _Run()
        if not run.pieces and not run.images:
            return
        figure = self._figures[-1] if self._figures else None
        position = 0
        for index, image in [*run.images, (len(run.pieces), None)]:
            for draft in paragraphs(run.pieces[position:index], block, tuple(run.hrefs)):
                draft.figure = figure
                self.drafts.append(draft)
            position = index
            if image is not None:
                self._image(image, figure)

    def _image(self, image: HtmlElement, figure: HtmlElement | None) -> None:
        url = image_url(image, self.base_url)
        if url is not None:
            alt = normalize(image.get("alt", "")) or None
            self.drafts.append(Draft(type="image", text="", element=image, url=url, alt=alt, figure=figure))

    def _heading(self, element: HtmlElement, flags: int, level: int, block: HtmlElement) -> None:
        self._flush(block)
        start = len(self.drafts)
        inner = block_flags(element, flags)
        if element in self.captions or self._is_caption(element):
            inner |= CAPTION
        self._children(element, inner, element)
        self._flush(element)
        for draft in self.drafts[start:]:
            if draft.type == "paragraph":
                draft.type = "heading"
                draft.level = level

    def _nested(self, element: HtmlElement, flags: int) -> list[Draft]:
        """Drafts of what is inside *element*."""
        reader = Reader(self.base_url, self.captions)
        reader._figures = list(self._figures)
        reader._children(element, flags, element)
        reader._flush(element)
        return reader.drafts

    def _list(self, element: HtmlElement, flags: int) -> None:
        flags = block_flags(element, flags)
        ordered = element.tag == "ol"
        items: list[str] = []
        parts: list[Draft] = []
        for child in element:
            if not isinstance(child.tag, str):
                continue
            drafts = self._nested(child, block_flags(child, flags))
            if any(draft.type in ("image", "table", "caption", "heading") for draft in drafts):
                # A list for layout (gallery, cards): its items are blocks of their own.
                self._end_list(element, ordered, items, parts)
                items, parts = [], []
                self.drafts.extend(drafts)
                continue
            own = " ".join(draft.text for draft in drafts if draft.type != "list")
            if own:
                items.append(own)
            for draft in drafts:
                items.extend(draft.items or ())
            parts.extend(drafts)
        self._end_list(element, ordered, items, parts)

    def _end_list(self, element: HtmlElement, ordered: bool, items: list[str], parts: list[Draft]) -> None:
        if not items:
            return
        text = "\n".join(f"- {item}" for item in items)
        draft = Draft(type="list", text=text, element=element, items=tuple(items), ordered=ordered)
        sum_up(draft, parts)
        self.drafts.append(draft)

    def _quote(self, element: HtmlElement, flags: int) -> None:
        if _EMBEDS.search(class_words(element)):
            return
        drafts = self._nested(element, block_flags(element, flags))
        if any(draft.type not in ("paragraph", "quote") for draft in drafts):
            self.drafts.extend(drafts)
            return
        if drafts:
            draft = Draft(type="quote", text="\n".join(part.text for part in drafts), element=element)
            sum_up(draft, drafts)
            self.drafts.append(draft)

    def _figure(self, element: HtmlElement, flags: int) -> None:
        flags = block_flags(element, flags)
        is_picture = next(element.iter("img", "video", "iframe"), None) is not None
        self._figures.append(element)
        start = len(self.drafts)
        self._children(element, flags, element)
        self._flush(element)
        self._figures.pop()
        if not is_picture:
            return
        for draft in self.drafts[start:]:
            if draft.type in ("paragraph", "heading") and len(draft.text) <= _LAYOUT_CHARS:
                draft.flags |= CAPTION

    def _table(self, element: HtmlElement, flags: int) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        read = [[self._nested(cell, cell_flags(cell, flags)) for cell in row] for row in cells]
        flat = [drafts for row in read for drafts in row if drafts]
        if not flat:
            return
        has_image = any(draft.type == "image" for drafts in flat for draft in drafts)
        longest = max(sum(len(draft.text) for draft in drafts) for drafts in flat)
        has_table = any(draft.type == "table" for drafts in flat for draft in drafts)
        if has_image and longest <= _LAYOUT_CHARS and not has_table and is_image_table(flat):
            self.drafts.extend(image_table(read, element))
            return
        columns = max((len([drafts for drafts in row if drafts]) for row in read), default=0)
        filled_rows = sum(any(row) for row in read)
        title = element.find("caption")
        if has_image or has_table or columns < 2 or filled_rows < 2 or longest > 3 * _LAYOUT_CHARS:
            for drafts in flat:
                self.drafts.extend(drafts)
            return
        if title is not None:
            self.drafts.extend(self._nested(title, flags))
        self.drafts.append(data_table(read, cells, element))
