"""The photographer's line in a caption: split_credit."""

from __future__ import annotations

import re

from pipelines.names import UPPER

_WORD = r"(?:nguồn ảnh|nguồn|ảnh|hình ảnh|hình|photo|đồ họa|đồ hoạ|infographic|video|clip)"
_KIND = r"(?:tư liệu|minh họa|minh hoạ|internet|sưu tầm|cắt từ clip|chụp màn hình|cộng tác viên|CTV|BTC)"
_BRACKETED = re.compile(
    rf"\s*[(\[]\s*(?:{_WORD}\s*:\s*(?P<name>[^()\[\]]{{1,60}}?)"
    rf"|(?P<kind>ảnh\s+(?:{_KIND}|(?-i:[{UPPER}]))[^()\[\]:]{{0,40}}?)|(?P<agency>TTXVN|T\.?L))\s*[)\]]\s*\.?\s*\Z",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?:\A|(?P<stop>[.!?…”\"])\s*[-–—/|]?\s*|\s+[-–—/|]\s*|\n\s*){_WORD}\s*:\s*"
    r"(?P<name>[^:\n]{1,60}?)\s*\Z",
    re.IGNORECASE,
)
_TRAILING_KIND = re.compile(rf"(?P<stop>[.!?…])\s*(?P<kind>ảnh\s+{_KIND})\s*\.?\s*\Z", re.IGNORECASE)
_NAME = re.compile(
    rf"(?:(?:[{UPPER}][\w.’'-]*|[\w-]+(?:\.[\w-]+)+)(?:\s*[,/&–-]\s*|\s+và\s+|\s+|\Z)){{1,8}}|{_KIND}(?:\s+\S+){{0,3}}"
)
_FINAL_STOP = re.compile(r"(?<=\w[^\W\d_])\.\Z")


def split_credit(caption: str) -> tuple[str, str | None]:
    """Return the caption without its photo credit, and the credit without label and brackets, or None.

    A credit stands at the end, in brackets or after the last sentence. ``(ảnh tư liệu)`` is returned as it is. A
    stray ``|`` at the end goes. ``Ảnh: Quang cảnh hội nghị`` is a caption: what follows the label is no name.

    >>> split_credit("Quang cảnh Hội nghị. (Ảnh: TTXVN)")
    ('Quang cảnh Hội nghị.', 'TTXVN')
    """
    # Runs of spaces are made one first: the patterns' time grows with the square of their length.
    text = "\n".join(" ".join(line.split()) for line in caption.splitlines() if line.strip()).rstrip("| ")
    match = _BRACKETED.search(text)
    if match:
        credit = match["name"] or match["kind"] or match["agency"]
        return text[: match.start()].rstrip(), " ".join(credit.split())
    match = _TRAILING.search(text)
    if match:
        name = _FINAL_STOP.sub("", match["name"].strip())
        if _NAME.fullmatch(name):
            return (text[: match.start()] + (match["stop"] or "")).rstrip(), name
        return text, None
    match = _TRAILING_KIND.search(text)
    if match:
        return text[: match.start()] + match["stop"], match["kind"]
    return text, None
