"""Text as the portals' editors left it in the markup: entities, decomposed letters, hard wraps, pasted spans."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata

from markupsafe import Markup

from corpus.demo.content import Story
from corpus.demo.site import Site

NAMED = {
    "á": "aacute", "à": "agrave", "â": "acirc", "ã": "atilde", "é": "eacute", "è": "egrave", "ê": "ecirc",
    "í": "iacute", "ì": "igrave", "ó": "oacute", "ò": "ograve", "ô": "ocirc", "õ": "otilde", "ú": "uacute",
    "ù": "ugrave", "ý": "yacute", "“": "ldquo", "”": "rdquo", "–": "ndash", "…": "hellip",
}  # fmt: skip
SYMBOL = re.compile(r"\b\d+ ?[-–/][^\s,;.]*(?:TW|TU|TTg|BTGTU|BTGTW|CP)\b")
SPACE_AFTER_NUMBER = re.compile(r"(?<=\d) (?=\w)")


def letters(text: str, story: Story) -> str:
    """*text* with the story's traits that change characters: ``eth``, ``nbsp`` and ``nfd``."""
    if "eth" in story.traits:
        text = text.replace("Đ", "\u00d0")
    if "nbsp" in story.traits:
        text = SPACE_AFTER_NUMBER.sub("\u00a0", text)
        text = re.sub(r" (?=(?:Đảng|Tỉnh|Trung)\b)", "\u00a0", text)
    if "nfd" in story.traits:
        text = unicodedata.normalize("NFD", text)
    return text


def escaped(text: str, story: Story) -> Markup:
    """*text* as markup for titles, leads and captions; letters as references where the story has ``entities``."""
    safe = html.escape(letters(text, story), quote=False)
    if "entities" in story.traits:
        safe = "".join(_reference(char) for char in safe)
    return Markup(safe)  # noqa: S704  escaped just above


def paragraph(text: str, story: Story, site: Site) -> Markup:
    """*text* as the inside of a body paragraph, with hard wraps, pasted spans and bold document numbers."""
    if "hard_wraps" in story.traits:
        lines = _wrapped(text)
        return Markup(site.wrap).join(escaped(line, story) for line in lines)  # noqa: S704  from sites.toml
    if site.soup and story.number % 3 == 0 and not story.traits & {"nfd", "entities", "nbsp"}:
        return _soup(text, story)
    if story.number % 2 == 0:
        return _bold_symbols(text, story)
    return escaped(text, story)


def _wrapped(text: str) -> list[str]:
    """Lines of at most 78 characters; none ends with a sentence, where a break could as well be a paragraph's."""
    lines, rest = [], text
    while len(rest) > 78:
        words = textwrap.wrap(rest, 78, break_on_hyphens=False)[0].split(" ")
        while len(words) > 1 and words[-1][-1] in ".!?…:;,”":
            words.pop()
        lines.append(" ".join(words))
        rest = rest[len(lines[-1]) + 1 :]
    return [*lines, rest]


def _reference(char: str) -> str:
    if char in NAMED:
        return f"&{NAMED[char]};"
    return f"&#{ord(char)};" if "\u0100" <= char <= "\u1eff" and not unicodedata.combining(char) else char


def _bold_symbols(text: str, story: Story) -> Markup:
    """Bold around document numbers: inline elements that begin and end beside letters and commas."""
    made, at = Markup(), 0
    for match in SYMBOL.finditer(text):
        made += escaped(text[at : match.start()], story) + Markup("<strong>%s</strong>") % escaped(match[0], story)
        at = match.end()
    return made + escaped(text[at:], story)


def _soup(text: str, story: Story) -> Markup:
    """Spans that a word processor leaves inside words: nothing may be glued or split where they end."""
    words = text.split(" ")
    for place in range(4, len(words), 9):
        word = words[place]
        if len(word) > 3 and word.isalpha():
            half = len(word) // 2
            words[place] = f"\0{word[:half]}\1{word[half:]}"
    inside = str(escaped(" ".join(words), story))
    inside = inside.replace("\0", '<span lang="VI" style="font-size:14.0pt">').replace("\1", "</span>")
    return Markup('<span style="font-family:&quot;Times New Roman&quot;,serif">%s</span>') % Markup(inside)  # noqa: S704
