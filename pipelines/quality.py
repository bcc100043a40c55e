"""Named doubts about an extracted article (``corpus.flags.FLAGS``)."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.article import Block
from pipelines.blocks import folded
from pipelines.encoding import Decoded
from pipelines.text import is_probably_vietnamese, looks_like_legacy_encoding
from pipelines.validate import Finding

SHORT_BODY_CHARS = 200
REPEATED_CHARS = 80
"""Paragraphs shorter than this may well stand twice."""


def flags_of(finding: Finding, lead: str | None, text: str, blocks: Sequence[Block], decoded: Decoded) -> list[str]:
    """Flags about title, text and encoding; those about dates and selectors are known elsewhere."""
    flags = []
    if finding.title_is_guess:
        flags.append("title_guess")
    if lead is None:
        flags.append("no_lead")
    if len(text) < SHORT_BODY_CHARS:
        flags.append("short_body")
        if finding.attachments:
            flags.append("attachment_only")
        elif finding.images >= 2:
            flags.append("gallery")
        elif finding.players:
            flags.append("video")
    long = [folded(b.text) for b in blocks if b.type in ("lead", "paragraph") and len(b.text) >= REPEATED_CHARS]
    if len(long) != len(set(long)):
        flags.append("repeated_paragraphs")
    if decoded.how == "detected":
        flags.append("encoding_guess")
    if "\ufffd" in text:
        flags.append("broken_characters")
    if looks_like_legacy_encoding(text):
        flags.append("legacy_encoding")
    elif len(text) >= SHORT_BODY_CHARS and not is_probably_vietnamese(text):
        flags.append("not_vietnamese")
    return flags
