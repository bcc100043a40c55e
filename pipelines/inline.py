"""Inline content to paragraphs: what a line break means, and how much of a text is bold, linked or centred."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.drafts import BOLD, CAPTION, CENTER, FILE, ITALIC, LINK, RIGHT, Draft
from pipelines.file_names import IMAGE_FILE_NAME
from pipelines.text import normalize

BREAK = "\n"
"""The piece that stands for ``<br>``, with flags 0."""
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*$")
_LINE_START = re.compile(r"[\"“‘'(\[]*[A-ZĐÀ-ỸƯƠ0-9]|[-–+•*]\s")
_ITEM_START = re.compile(r"(?:[-–+•*●▪]|\d{1,2}[.)]|[a-zđ][.)])\s*\S")
_VERSE_CHARS = 60
_WHITE = re.compile(r"\s+")


def paragraphs(pieces: list[tuple[str, int]], block: HtmlElement, hrefs: tuple[str, ...]) -> list[Draft]:
    """Paragraphs of inline content."""
    lines: list[list[tuple[str, int]]] = [[]]
    for piece in pieces:
        if piece[0] == BREAK and piece[1] == 0:
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
        weight = len("".join(text.split()))
        if not weight or (weight <= 3 and not any(map(str.isalnum, text))):
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
