"""Files attached to an article: linked ones and those shown in embedded viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from corpus.article import Attachment
from pipelines.file_names import FILE_ENDINGS, FILE_URL
from pipelines.markup import squeezed
from pipelines.text import normalize

_SIZE = re.compile(r"\(?\s*\b(\d+(?:[.,]\d+)?\s*(?:[KMG]i?B|bytes|KB|MB))\b\s*\)?", re.IGNORECASE)
_SIZE_IN_BRACKETS = re.compile(rf"\s*[(\[][^()\[\]]*{_SIZE.pattern}[^()\[\]]*[)\]]", re.IGNORECASE)
_PLAYER = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|facebook\.com/plugins/video|/player|\.(?:mp4|m3u8|webm|mp3|m4a)(?:$|[?#])|^(?:video|audio):",
    re.IGNORECASE,
)


def attachments_of(areas: Sequence[HtmlElement], base_url: str) -> tuple[Attachment, ...]:
    """Files linked or embedded in *areas*, each address once, in reading order."""
    found: dict[str, Attachment] = {}
    for area in areas:
        for link in area.iter("a"):
            href = link.get("href", "")
            if not FILE_URL.search(href):
                continue
            parent = link.getparent()
            around = squeezed(parent) if parent is not None else ""
            item = attachment(href, normalize(squeezed(link)), around if len(around) < 200 else "", base_url)
            if item is not None and (item.url not in found or found[item.url].name is None):
                found[item.url] = item
    for source in embedded(areas):
        item = attachment(source, "", "", base_url)
        if item is not None:
            found.setdefault(item.url, item)
    return tuple(found.values())


def embedded(areas: Sequence[HtmlElement]) -> Iterator[str]:
    """Addresses of what is embedded in *areas*: frames, objects, players; those of document viewers unwrapped.

    A player without an address of its own is ``video:`` or ``audio:``.
    """
    for area in areas:
        for element in area.iter("iframe", "object", "embed", "video", "audio"):
            source = (element.get("data-src") or element.get("src") or element.get("data") or "").strip()
            if element.tag in ("video", "audio"):
                yield source or f"{element.tag}:"
            elif source:
                yield _unwrapped(source)


def is_player(source: str) -> bool:
    """Whether an embedded address is a video or sound recording."""
    return bool(_PLAYER.search(source))


def _unwrapped(source: str) -> str:
    """The file that a document viewer shows (``viewer?url=…``), else the address itself."""
    try:
        query = parse_qs(urlsplit(source).query)
    except ValueError:
        return source
    for name in ("url", "file", "src"):
        for value in query.get(name, ()):
            if FILE_URL.search(value):
                return unquote(value)
    return source


def attachment(href: str, text: str, around: str, base_url: str) -> Attachment | None:
    """The file that a link names, or None if it names none. *around* is the text in which a size may stand."""
    match = FILE_URL.search(href)
    if match is None:
        return None
    try:
        url = urljoin(base_url, href.strip())
    except ValueError:
        return None
    size = _SIZE.search(text) or _SIZE.search(around)
    name = _trimmed(_SIZE.sub("", _SIZE_IN_BRACKETS.sub("", text))) or None
    return Attachment(
        url=url, name=name, media_type=FILE_ENDINGS[match[1].lower()], size_text=size[1] if size else None
    )


def _trimmed(name: str) -> str:
    """*name* without marks at its ends and without brackets that hold nothing else, or only half of which is there."""
    name = name.strip(" |-–")
    for opening, closing in ("()", "[]"):
        if name.startswith(opening) and name.endswith(closing) and opening not in name[1:]:
            name = name[1:-1].strip(" |-–")
        if name.endswith(opening) or (name.endswith(closing) and opening not in name):
            name = name[:-1].rstrip(" |-–")
        if name.startswith(closing) or (name.startswith(opening) and closing not in name):
            name = name[1:].lstrip(" |-–")
    return name
