"""Drafts to blocks: which line is a caption, a heading, the lead, and which is no part of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.article import Block, Image
from corpus.tones import fold_tone
from pipelines.byline import split_credit
from pipelines.drafts import BOLD, CAPTION, CENTER, ITALIC, RIGHT, Draft
from pipelines.file_names import FILE_URL
from pipelines.line_words import (
    CAPTION_OPENING,
    CREDIT_AT_END,
    FURNITURE_LINE,
    RELATED_HEADING,
    RELATED_LINE,
    TAGS_LINE,
    TAIL_HEADING,
    TOOL_WORDS,
)

MAX_CAPTION_CHARS = 400
"""Longer texts under a picture are paragraphs, whatever their style."""
MAX_HEADING_CHARS = 160
MIN_LEAD_CHARS = 40
MAX_LEAD_CHARS = 1500

_FOLD = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…;,:][\"”’')\]]*$")
_FILE_WORDS = re.compile(
    r"(?:tải về|tải xuống|tải|download|xem(?: chi tiết)?(?: tại đây)?|tại đây|kèm theo|chi tiết|trong|đính kèm"
    r"|(?:tệp|tập|file|văn bản|tài liệu)(?: tin)?(?: đính)? kèm(?: theo)?"
    r"|pdf|docx?|xlsx?|pptx?|zip|rar|file|[\W\d_]|[KMG]B)+",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """*text* for comparison: lower case, one tone style, letters and digits only."""
    return _FOLD.sub(" ", fold_tone(text)).strip().lower()


def mark_captions(drafts: Sequence[Draft]) -> None:
    """Turn paragraphs into captions where markup or place says so, and give each the image it belongs to.

    A caption is: what the markup names so; a short italic or centred line, or one equal to the alternative
    text, with a credit at its end, or opening like a caption, directly behind an image.
    """
    for index, draft in enumerate(drafts):
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.has(CAPTION)
            and len(draft.text) <= MAX_CAPTION_CHARS * 2
        ) or (
            draft.type in ("paragraph", "heading")
            and index
            and drafts[index - 1].type == "image"
            and _is_caption(draft, drafts[index - 1])
        ):
            draft.type = "caption"
    for index, draft in enumerate(drafts):
        if draft.type == "caption":
            if draft.url is None:
                draft.url = _image_of(drafts, index)
            text, draft.credit = split_credit(draft.text)
            draft.text = text or draft.text


def _is_caption(draft: Draft, image: Draft) -> bool:
    text = draft.text
    if len(text) > MAX_CAPTION_CHARS or draft.link_share > 0.8:
        return False
    if image.alt and folded(image.alt) == folded(text):
        return True
    if CREDIT_AT_END.search(text) and len(text) <= 250:
        return True
    if draft.type == "heading":
        return draft.has(CENTER) and draft.has(ITALIC)
    if draft.has(ITALIC) and len(text) <= 300:
        return True
    if draft.has(CENTER) and not text.isupper():
        return True
    return len(text) <= 120 and bool(CAPTION_OPENING.match(text)) and "\n" not in text


def _image_of(drafts: Sequence[Draft], index: int) -> str | None:
    """The image that the caption at *index* stands under, or over where they share a figure."""
    figure = drafts[index].figure
    for before in reversed(drafts[:index]):
        if before.type == "image" and (figure is None or before.figure is figure):
            return before.url
        if before.type != "caption":
            break
    if figure is not None:
        for after in drafts[index + 1 :]:
            if after.figure is not figure:
                break
            if after.type == "image":
                return after.url
    return None


def mark_headings(drafts: Sequence[Draft]) -> None:
    """Turn short bold lines between paragraphs into headings, and headings too long to be one into paragraphs."""
    for index, draft in enumerate(drafts):
        if draft.type == "heading" and (
            len(draft.text) > 2 * MAX_HEADING_CHARS
            or (_SENTENCE_END.search(draft.text) and len(draft.text) > MAX_HEADING_CHARS)
        ):
            draft.type, draft.level = "paragraph", None
        elif draft.type == "paragraph" and draft.has(BOLD) and not draft.has(RIGHT) and _may_be_heading(draft):
            following = next((after for after in drafts[index + 1 :] if after.type not in ("image", "caption")), None)
            if (
                following is not None
                and following.type in ("paragraph", "list", "table", "quote")
                and not following.has(RIGHT)
            ):
                draft.type = "heading"


def _may_be_heading(draft: Draft) -> bool:
    text = draft.text
    return 3 <= len(text) <= MAX_HEADING_CHARS and "\n" not in text and not re.search(r"[.!?;,…][\"”’')]*$", text)


def without_furniture(drafts: Sequence[Draft], *, titles: Sequence[str] = ()) -> list[Draft]:
    """*drafts* without what is no text of the article.

    Dropped: tools, counters, player and share lines, footers; the title repeated; lists and lines of links
    to other articles, with the heading over them; everything from the heading of the comments on. *titles*
    are what the title was found to be.
    """
    names = {folded(title) for title in titles if title}
    kept: list[Draft] = []
    is_related = False
    for index, draft in enumerate(drafts):
        if draft.type in ("image", "caption"):
            if not is_related:
                kept.append(draft)
            continue
        text = draft.text
        is_short = len(text) <= 200
        if draft.type == "list" and _is_related_list(draft):
            is_related = True
            continue
        if (
            is_short
            and draft.type in ("heading", "paragraph")
            and TAIL_HEADING.fullmatch(text)
            and index * 2 > len(drafts)
        ):
            break
        if is_short and RELATED_HEADING.fullmatch(text):
            is_related = True
            continue
        if is_related and draft.link_share >= 0.5:
            continue
        is_related = False
        if is_short and is_furniture(text):
            continue
        if draft.link_share >= 0.5 and (RELATED_LINE.match(text) or TAGS_LINE.match(text)):
            continue
        if TAGS_LINE.match(text) and draft.link_share >= 0.3:
            continue
        if not any(before.type in ("paragraph", "list", "quote", "table") for before in kept) and folded(text) in names:
            continue
        if draft.type != "table" and is_only_files(draft):
            continue
        kept.append(draft)
    return _without_trailing_links(kept)


def is_furniture(text: str) -> bool:
    """Whether a whole line is a tool, counter, share line, notice or mere mark."""
    return (
        bool(FURNITURE_LINE.fullmatch(text)) or (len(text) <= 80 and bool(TOOL_WORDS.fullmatch(text))) or _is_mark(text)
    )


def _is_mark(text: str) -> bool:
    """Whether a line is mere punctuation or a bare number, such as a counter."""
    return not any(character.isalpha() for character in text) and len(text) <= 12


def _is_related_list(draft: Draft) -> bool:
    """A list in which every item is a link, none of them a file: other articles, tags or steps."""
    return draft.link_share >= 0.9 and draft.file_share < 0.2 and bool(draft.items)


def _without_trailing_links(drafts: list[Draft]) -> list[Draft]:
    end = len(drafts)
    while end:
        draft = drafts[end - 1]
        if draft.type in ("image", "caption"):
            break
        if draft.link_share >= 0.85 and draft.file_share < 0.2 and not _is_address(draft.text):
            end -= 1
            continue
        break
    if any(draft.type in ("paragraph", "list", "table", "quote") for draft in drafts[:end]):
        return drafts[:end]
    return drafts


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "www.")) and " " not in text


def is_only_files(draft: Draft) -> bool:
    """Whether a block is nothing but links to files and words like *tải về*."""
    if not any(FILE_URL.search(href) for href in draft.hrefs):
        return False
    if draft.file_share >= 0.9:
        return True
    return (
        draft.file_share > 0.3
        and len(draft.text) <= 250
        and draft.file_share + _share_of_file_words(draft.text) >= 0.95
    )


def _share_of_file_words(text: str) -> float:
    rest = _FILE_WORDS.sub("", text)
    return 1 - len(rest) / max(1, len(text))


def take_lead(drafts: list[Draft], *, separate: Sequence[str] = ()) -> tuple[str | None, list[Draft]]:
    """The lead and the drafts without it.

    *separate* is the lead as it stands outside the body. Without it a first paragraph that is all bold
    and at least a sentence long is the lead; a paragraph that merely repeats the lead is dropped.
    """
    lead = "\n".join(text for text in separate if text) or None
    first = next((index for index, draft in enumerate(drafts) if draft.type not in ("image", "caption")), None)
    if lead is not None:
        if first is not None and _repeats(drafts[first].text, lead):
            drafts = drafts[:first] + drafts[first + 1 :]
        return lead, drafts
    if first is None:
        return None, drafts
    draft = drafts[first]
    is_lead = draft.type in ("paragraph", "heading", "quote") and MIN_LEAD_CHARS <= len(draft.text) <= MAX_LEAD_CHARS
    rest = drafts[:first] + drafts[first + 1 :]
    if is_lead and draft.has(BOLD) and (len(draft.text) >= 80 or _SENTENCE_END.search(draft.text)):
        return draft.text, rest
    return None, drafts


def _repeats(text: str, lead: str) -> bool:
    one, other = folded(text), folded(lead)
    if one == other:
        return True
    # A lead cut off by its system: "… hội nghị tổng..." before the whole sentence is a different text.
    return bool(other) and one.endswith(other) and len(one) - len(other) <= 12


def as_blocks(drafts: Sequence[Draft], lead: str | None) -> tuple[Block, ...]:
    """Blocks in reading order, the lead first; images are not blocks, their captions are."""
    blocks = [Block(type="lead", text=lead)] if lead else []
    for draft in drafts:
        if draft.type == "image" or not draft.text:
            continue
        blocks.append(
            Block(
                type=draft.type,
                text=draft.text,
                level=draft.level,
                items=draft.items,
                ordered=draft.ordered,
                rows=draft.rows,
                image_url=draft.url if draft.type == "caption" else None,
                credit=draft.credit,
            )
        )
    return tuple(blocks)


def reading_text(blocks: Sequence[Block]) -> str:
    """``body``: lead and body blocks, one newline between; captions are not in it."""
    return "\n".join(block.text for block in blocks if block.type != "caption")


def images_of(drafts: Sequence[Draft]) -> tuple[Image, ...]:
    """Images in reading order, each address once, with the caption under it."""
    found: dict[str, Image] = {}
    for draft in drafts:
        if draft.type == "image" and draft.url and draft.url not in found:
            found[draft.url] = Image(url=draft.url, alt=draft.alt)
    for draft in drafts:
        if draft.type == "caption" and draft.url in found and found[draft.url].caption is None:
            image = found[draft.url]
            found[draft.url] = Image(url=image.url, caption=draft.text, credit=draft.credit, alt=image.alt)
    return tuple(found.values())
