"""What the markup says of the looks of a text, as flags of ``pipelines.drafts``."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.class_names import CAPTION_WORDS
from pipelines.drafts import BOLD, CAPTION, CENTER, ITALIC, RIGHT
from pipelines.markup import class_words

_BOLD_TAGS = frozenset(["b", "strong"])
_ITALIC_TAGS = frozenset(["i", "em", "cite", "dfn"])
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify|start|end)", re.IGNORECASE)
_CENTER_CLASS = re.compile(r"(?:^|[\s_-])(?:text-?center|align-?center|rtecenter|center)(?:$|[\s_-])", re.IGNORECASE)
_RIGHT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:text-?right|text-?end|rteright|has-text-align-right)(?:$|[\s_-])", re.IGNORECASE
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LIGHT_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


def inline_flags(element: HtmlElement, flags: int) -> int:
    """*flags* as an inline element changes them: bold and italic, by tag or style."""
    if element.tag in _BOLD_TAGS:
        flags |= BOLD
    elif element.tag in _ITALIC_TAGS:
        flags |= ITALIC
    style = element.get("style")
    return _styled(style, flags) if style else flags


def block_flags(element: HtmlElement, flags: int) -> int:
    """*flags* as a block element changes them: its alignment (attribute, style or class) and the styles of its text."""
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


def cell_flags(cell: HtmlElement, flags: int) -> int:
    """*flags* as a cell of a layout table changes them; its class may say that it holds a caption."""
    return block_flags(cell, flags | (CAPTION if CAPTION_WORDS.search(class_words(cell)) else 0))


def _styled(style: str, flags: int) -> int:
    """*flags* as a ``style`` attribute changes them; the innermost wins."""
    if "font-" in style or "FONT-" in style:
        if _BOLD_STYLE.search(style):
            flags |= BOLD
        elif _LIGHT_STYLE.search(style):
            flags &= ~BOLD
        if _ITALIC_STYLE.search(style):
            flags |= ITALIC
    return flags
