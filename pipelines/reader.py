"""Element to drafts: reads the body of an article in order, as its markup shows it.

Inline elements join without a space, block elements and ``<br>`` separate. ``<br><br>`` ends a paragraph.
A single ``<br>`` ends one too where a sentence ends before it and a new one begins behind it; lines of a
verse (three short ones or more without such ends) stay one paragraph with line breaks; any other single
``<br>`` is a hard wrap and becomes a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.markup import class_words
from pipelines.text import normalize
from pipelines.tokens import CAPTION_WORDS, FILE_URL, IMAGE_FILE_NAME

DraftType = Literal["paragraph", "heading", "list", "table", "quote", "image", "caption"]

BOLD, ITALIC, LINK, FILE, CENTER, RIGHT, CAPTION = 1, 2, 4, 8, 16, 32, 64

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
    header hgroup legend li main nav p pre section summary tbody td tfoot th thead tr caption""".split()
)
_BOLD_TAGS = frozenset(["b", "strong"])
_ITALIC_TAGS = frozenset(["i", "em", "cite", "dfn"])
_IGNORED = frozenset(
    [
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "source",
        "track",
        "param",
        "hr",
        "col",
        "colgroup",
        "head",
        "title",
        "meta",
        "link",
    ]
)
_EMBEDS = re.compile(r"twitter-tweet|instagram-media|fb-(?:post|video|xfbml)|tiktok-embed|telegram")
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify|start|end)", re.IGNORECASE)
_CENTER_CLASS = re.compile(r"(?:^|[\s_-])(?:text-?center|align-?center|rtecenter|center)(?:$|[\s_-])", re.IGNORECASE)
_RIGHT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:text-?right|text-?end|rteright|has-text-align-right)(?:$|[\s_-])", re.IGNORECASE
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LIGHT_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*$")
_LINE_START = re.compile(r"[\"“‘'(\[]*[A-ZĐÀ-ỸƯƠ0-9]|[-–+•*]\s")
_ITEM_START = re.compile(r"(?:[-–+•*●▪]|\d{1,2}[.)]|[a-zđ][.)])\s*\S")
_VERSE_CHARS = 60
_LAYOUT_CHARS = 400
"""Cells with more text than this are running text in a layout table, not cells of data."""
_WHITE = re.compile(r"\s+")


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
    beside_image: bool = False
    """An image stands before it in the same block."""
    figure: HtmlElement | None = None
    credit: str | None = None

    def has(self, flag: int) -> bool:
        return bool(self.flags & flag)


_BREAK = "\n"


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
        self._flush(element, flags)
        self._walk(element, flags, element)
        self._flush(element, flags)

    def _walk(self, element: HtmlElement, flags: int, block: HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _IGNORED:
            return
        if tag == "br":
            self._run.pieces.append((_BREAK, 0))
        elif tag == "img":
            self._run.images.append((len(self._run.pieces), element))
        elif tag in _HEADINGS:
            self._heading(element, flags, _HEADINGS[tag], block)
        elif tag in _LISTS:
            self._flush(block, flags)
            self._list(element, flags)
        elif tag == "table":
            self._flush(block, flags)
            self._table(element, flags)
        elif tag == "blockquote":
            self._flush(block, flags)
            self._quote(element, flags)
        elif tag == "figure":
            self._flush(block, flags)
            self._figure(element, flags)
            self._flush(element, flags)
        elif tag in _BLOCKS:
            self._flush(block, flags)
            inner = _block_flags(element, flags)
            if tag in ("figcaption", "caption") or element in self.captions or self._is_caption(element):
                inner |= CAPTION
            self._children(element, inner, element)
            self._flush(element, inner)
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
        tag = element.tag
        if tag in _BOLD_TAGS:
            flags |= BOLD
        elif tag in _ITALIC_TAGS:
            flags |= ITALIC
        elif tag == "a":
            href = element.get("href", "").strip()
            if href and not href.startswith("#"):
                flags |= LINK
                self._run.hrefs.append(href)
                if FILE_URL.search(href):
                    flags |= FILE
        style = element.get("style")
        if style:
            flags = _styled(style, flags)
        if element in self.captions:
            flags |= CAPTION
        elif tag == "span" and element.get("class") and CAPTION_WORDS.search(element.get("class", "")):
            flags |= CAPTION
        return flags

    def _is_caption(self, element: HtmlElement) -> bool:
        if not (element.get("class") or element.get("id")):
            return False
        if not CAPTION_WORDS.search(class_words(element)):
            return False
        return next(element.iter("img"), None) is None

    def _flush(self, block: HtmlElement, flags: int) -> None:
        run, self._run = self._run, _Run()
        if not run.pieces and not run.images:
            return
        figure = self._figures[-1] if self._figures else None
        position, had_image = 0, False
        for index, image in [*run.images, (len(run.pieces), None)]:
            for draft in _paragraphs(run.pieces[position:index], block, tuple(run.hrefs)):
                draft.beside_image = had_image
                draft.figure = figure
                self.drafts.append(draft)
            position = index
            if image is not None:
                self._image(image, figure)
                had_image = True

    def _image(self, image: HtmlElement, figure: HtmlElement | None) -> None:
        url = image_url(image, self.base_url)
        if url is not None:
            alt = normalize(image.get("alt", "")) or None
            self.drafts.append(Draft(type="image", text="", element=image, url=url, alt=alt, figure=figure))

    def _heading(self, element: HtmlElement, flags: int, level: int, block: HtmlElement) -> None:
        self._flush(block, flags)
        start = len(self.drafts)
        inner = _block_flags(element, flags)
        if element in self.captions or self._is_caption(element):
            inner |= CAPTION
        self._children(element, inner, element)
        self._flush(element, inner)
        for draft in self.drafts[start:]:
            if draft.type == "paragraph":
                draft.type = "heading"
                draft.level = level

    def _nested(self, element: HtmlElement, flags: int) -> list[Draft]:
        """Drafts of what is inside *element*."""
        reader = Reader(self.base_url, self.captions)
        reader._figures = list(self._figures)
        reader._children(element, flags, element)
        reader._flush(element, flags)
        return reader.drafts

    def _list(self, element: HtmlElement, flags: int) -> None:
        flags = _block_flags(element, flags)
        ordered = element.tag == "ol"
        items: list[str] = []
        parts: list[Draft] = []
        for child in element:
            if not isinstance(child.tag, str):
                continue
            drafts = self._nested(child, _block_flags(child, flags))
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
        first = element.get("start", "1")
        number = int(first) if first.isdigit() and len(first) < 5 else 1
        marks = [f"{number + index}." if ordered else "-" for index in range(len(items))]
        text = "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
        draft = Draft(type="list", text=text, element=element, items=tuple(items), ordered=ordered)
        _sum_up(draft, parts)
        self.drafts.append(draft)

    def _quote(self, element: HtmlElement, flags: int) -> None:
        if _EMBEDS.search(class_words(element)):
            return
        drafts = self._nested(element, _block_flags(element, flags))
        if any(draft.type not in ("paragraph", "quote") for draft in drafts):
            self.drafts.extend(drafts)
            return
        if drafts:
            draft = Draft(type="quote", text="\n".join(part.text for part in drafts), element=element)
            _sum_up(draft, drafts)
            self.drafts.append(draft)

    def _figure(self, element: HtmlElement, flags: int) -> None:
        flags = _block_flags(element, flags)
        is_picture = next(element.iter("img", "video", "iframe"), None) is not None
        self._figures.append(element)
        start = len(self.drafts)
        self._children(element, flags, element)
        self._flush(element, flags)
        self._figures.pop()
        if not is_picture:
            return
        for draft in self.drafts[start:]:
            if draft.type in ("paragraph", "heading") and len(draft.text) <= _LAYOUT_CHARS:
                draft.flags |= CAPTION

    def _table(self, element: HtmlElement, flags: int) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        read = [[self._nested(cell, _cell_flags(cell, flags)) for cell in row] for row in cells]
        flat = [drafts for row in read for drafts in row if drafts]
        if not flat:
            return
        has_image = any(draft.type == "image" for drafts in flat for draft in drafts)
        longest = max(sum(len(draft.text) for draft in drafts) for drafts in flat)
        has_table = any(draft.type == "table" for drafts in flat for draft in drafts)
        if has_image and longest <= _LAYOUT_CHARS and not has_table and _is_image_table(flat):
            self.drafts.extend(_image_table(read, element))
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
        self.drafts.append(_data_table(read, cells, element))


def image_url(image: HtmlElement, base_url: str) -> str | None:
    """Absolute address of an ``img``, of the real picture where it is loaded lazily; None for pixels and icons."""
    sources = (image.get(name, "").strip() for name in ("data-src", "data-original", "data-lazy-src", "src"))
    source = next((value for value in sources if value and not value.startswith(("data:", "blob:", "about:"))), "")
    if not source:
        source = image.get("srcset", image.get("data-srcset", "")).split(",")[0].strip().split(" ")[0]
    if not source or source.startswith("data:"):
        return None
    for side in ("width", "height"):
        size = image.get(side, "")
        if size.isdigit() and int(size) <= 32:
            return None
    if re.search(r"(?:^|[\s_-])(?:emoji|smiley|icon|avatar|wp-smiley)(?:$|[\s_-])", image.get("class", "")):
        return None
    try:
        return urljoin(base_url, source)
    except ValueError:
        return None


def _block_flags(element: HtmlElement, flags: int) -> int:
    if element.tag == "center":
        flags = (flags & ~RIGHT) | CENTER
    align = element.get("align", "").lower()
    style = element.get("style")
    if style:
        flags = _styled(style, flags)
        match = _ALIGN.search(style)
        if match:
            align = match[1].lower()
    classes = element.get("class")
    if not align and classes:
        if _CENTER_CLASS.search(classes):
            align = "center"
        elif _RIGHT_CLASS.search(classes):
            align = "right"
    if align == "center":
        return (flags & ~RIGHT) | CENTER
    if align in ("right", "end"):
        return (flags & ~CENTER) | RIGHT
    if align in ("left", "justify", "start"):
        return flags & ~(CENTER | RIGHT)
    return flags


def _cell_flags(cell: HtmlElement, flags: int) -> int:
    return _block_flags(cell, flags | (CAPTION if CAPTION_WORDS.search(class_words(cell)) else 0))


def _styled(style: str, flags: int) -> int:
    if "font-" in style or "FONT-" in style:
        if _BOLD_STYLE.search(style):
            flags |= BOLD
        elif _LIGHT_STYLE.search(style):
            flags &= ~BOLD
        if _ITALIC_STYLE.search(style):
            flags |= ITALIC
    return flags


def _paragraphs(pieces: list[tuple[str, int]], block: HtmlElement, hrefs: tuple[str, ...]) -> list[Draft]:
    """Paragraphs of inline content."""
    lines: list[list[tuple[str, int]]] = [[]]
    for piece in pieces:
        if piece[0] == _BREAK and piece[1] == 0:
            lines.append([])
        else:
            lines[-1].append(piece)
    texts = [normalize(_WHITE.sub(" ", "".join(text for text, _ in line))) for line in lines]
    if block.tag == "pre":
        return _preformatted(pieces, block, hrefs)
    drafts: list[Draft] = []
    for group, joint in _grouped(texts):
        text = joint.join(texts[index] for index in group)
        if not text or IMAGE_FILE_NAME.fullmatch(text):
            continue
        draft = Draft(type="paragraph", text=text, element=block, hrefs=hrefs)
        _measure(draft, [piece for index in group for piece in lines[index]])
        drafts.append(draft)
    return drafts


def _grouped(texts: list[str]) -> list[tuple[list[int], str]]:
    """Which lines make a paragraph, and what joins them."""
    groups: list[list[int]] = []
    current: list[int] = []
    for index, text in enumerate(texts):
        if not text:
            if current:
                groups.append(current)
            current = []
            continue
        current.append(index)
    if current:
        groups.append(current)
    result: list[tuple[list[int], str]] = []
    for group in groups:
        if len(group) >= 3 and _is_verse([texts[index] for index in group]):
            result.append((group, "\n"))
            continue
        part = [group[0]]
        for index in group[1:]:
            if _parts(texts[part[-1]], texts[index]):
                result.append((part, " "))
                part = [index]
            else:
                part.append(index)
        result.append((part, " "))
    return result


def _is_verse(lines: list[str]) -> bool:
    if any(len(line) > _VERSE_CHARS or _ITEM_START.match(line) for line in lines):
        return False
    ends = sum(bool(_SENTENCE_END.search(line)) for line in lines)
    return ends * 2 < len(lines) and all(_LINE_START.match(line) for line in lines)


def _parts(before: str, after: str) -> bool:
    """Whether a single line break between two lines ends a paragraph."""
    if _ITEM_START.match(after):
        return True
    if _SENTENCE_END.search(before) and _LINE_START.match(after):
        return True
    # A short line before an upper-case beginning is a heading or a caption, not a wrapped line.
    return len(before) < 50 and bool(_LINE_START.match(after)) and not before.endswith((",", "-", "–"))


def _preformatted(pieces: list[tuple[str, int]], block: HtmlElement, hrefs: tuple[str, ...]) -> list[Draft]:
    source = "".join(text for text, _ in pieces)
    drafts = []
    for part in re.split(r"\n\s*\n", source):
        text = normalize(_WHITE.sub(" ", part))
        if text:
            draft = Draft(type="paragraph", text=text, element=block, hrefs=hrefs)
            _measure(draft, pieces)
            drafts.append(draft)
    return drafts


def _measure(draft: Draft, pieces: list[tuple[str, int]]) -> None:
    """Fill in flags and shares from the inline pieces."""
    total = linked = filed = 0
    common = BOLD | ITALIC | CENTER | RIGHT | CAPTION
    for text, flags in pieces:
        # Marks between two styled pieces often lost their style; they do not decide.
        weight = sum(character.isalnum() for character in text)
        if not weight:
            continue
        total += weight
        common &= flags
        if flags & LINK:
            linked += weight
            if flags & FILE:
                filed += weight
    if not total:
        draft.flags = 0
        return
    draft.flags = common
    draft.link_share = linked / total
    draft.file_share = filed / total


def _sum_up(draft: Draft, parts: list[Draft]) -> None:
    """Flags and shares of a compound block from its parts."""
    total = sum(len(part.text) for part in parts) or 1
    draft.link_share = sum(part.link_share * len(part.text) for part in parts) / total
    draft.file_share = sum(part.file_share * len(part.text) for part in parts) / total
    draft.hrefs = tuple(dict.fromkeys(href for part in parts for href in part.hrefs))
    common = BOLD | ITALIC | CENTER | RIGHT
    for part in parts:
        common &= part.flags
    draft.flags = common if parts else 0


def _is_image_table(cells: list[list[Draft]]) -> bool:
    """Whether a table only holds pictures and their captions: few and short texts beside the pictures."""
    images = sum(draft.type == "image" for drafts in cells for draft in drafts)
    texts = sum(bool(draft.text) for drafts in cells for draft in drafts)
    return texts <= images * 2


def _image_table(read: list[list[list[Draft]]], table: HtmlElement) -> list[Draft]:
    """Images, each followed by its caption. A caption stands in the cell of its image or in the row below
    (in the same column where there are several)."""
    result: list[Draft] = []
    waiting: list[Draft] = []
    for row in read:
        captions_here = [draft for drafts in row for draft in drafts if draft.type != "image"]
        images_here = [draft for drafts in row for draft in drafts if draft.type == "image"]
        if images_here and captions_here:
            for drafts in row:
                images = [draft for draft in drafts if draft.type == "image"]
                texts = [draft for draft in drafts if draft.type != "image"]
                result.extend(waiting)
                waiting = []
                if images or not texts:
                    result.extend(images)
                result.extend(
                    _as_captions(texts, (images or [draft for draft in result if draft.type == "image"])[-1:])
                )
        elif images_here:
            result.extend(waiting)
            waiting = images_here
        elif captions_here:
            texts = captions_here
            if len(texts) == len(waiting) and len(waiting) > 1:
                for image, text in zip(waiting, texts, strict=True):
                    result.append(image)
                    result.extend(_as_captions([text], [image]))
            else:
                result.extend(waiting)
                result.extend(
                    _as_captions(texts, waiting[-1:] or [draft for draft in result if draft.type == "image"][-1:])
                )
            waiting = []
    result.extend(waiting)
    for draft in result:
        draft.figure = table
    return result


def _as_captions(texts: list[Draft], images: list[Draft]) -> list[Draft]:
    for text in texts:
        text.type = "caption"
        text.url = images[-1].url if images else None
    return texts


def _data_table(read: list[list[list[Draft]]], cells: list[list[HtmlElement]], element: HtmlElement) -> Draft:
    rows: list[tuple[str, ...]] = []
    for drafts_row, cells_row in zip(read, cells, strict=True):
        row: list[str] = []
        for drafts, cell in zip(drafts_row, cells_row, strict=True):
            row.append(" ".join(draft.text.replace("\n", " ") for draft in drafts))
            span = cell.get("colspan", "1")
            row.extend([""] * (min(int(span), 50) - 1 if span.isdigit() and span != "0" else 0))
        if any(row):
            rows.append(tuple(row))
    width = max(map(len, rows))
    rows = [row + ("",) * (width - len(row)) for row in rows]
    draft = Draft(type="table", text=markdown(rows), element=element, rows=tuple(rows))
    _sum_up(draft, [part for row in read for drafts in row for part in drafts])
    return draft


def markdown(rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; its first row is the head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in rows[0]) + " |")
    return "\n".join(lines)
