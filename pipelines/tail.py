"""Where author and source stand in an article: read_tail, read_head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.attribution import Byline, is_photo_credit, parse_byline, parse_source
from pipelines.names import is_organ, is_person, is_rank, is_weak_name


@dataclass(frozen=True, slots=True)
class TailLine:
    """A paragraph near an end of the body, with what its markup says of it."""

    text: str
    is_right_aligned: bool = False
    is_bold: bool = False
    is_italic: bool = False
    is_centered: bool = False

    @property
    def is_emphasised(self) -> bool:
        return self.is_right_aligned or self.is_bold or self.is_italic


@dataclass(frozen=True, slots=True)
class Tail:
    """Byline and source, and the indices, in the sequence given, of the lines that they are."""

    byline: Byline | None = None
    source: str | None = None
    consumed: tuple[int, ...] = ()


_REACH = 4
"""Non-empty lines at an end of the body that may be byline or source."""
_NAME_MAX_WORDS = 8
_LETTER = re.compile(
    r"\s*(?:nơi nhận|kính gửi|t/m\b|tm\.|kt\.|tl\.|tuq\.|\(?đã ký|\(ký|số\s*[:\d]|-?\s*lưu\b)", re.IGNORECASE
)
_LETTER_REACH = 12
_NO_NAME = re.compile(r"[“\"'‘«(\[\-–—+*•\d]")
_SENTENCE = re.compile(r"[.?!…:;,][”\"’')\]]*\Z")
_NAME_AND_SOURCE = re.compile(
    r"(?P<byline>[^()]+?)\s*(?:\((?P<bracketed>(?:Theo|Nguồn)\b[^()]+)\)|[-–—|;]\s*(?P<plain>Nguồn(?: tin)?\s*:.+))\.?"
)


def read_tail(paragraphs: Sequence[TailLine]) -> Tail:
    """Return byline and source from the last lines of a body, and which lines they are.

    At most four non-empty lines are looked at, from the last upwards, until one is neither. Sentences, quotes,
    list items, captions, document numbers and the foot of an official letter are never taken. A name without a
    label counts if it is emphasised, or if the line before it ends a sentence.
    """
    indices = [index for index, line in enumerate(paragraphs) if line.text.strip()]
    if any(_LETTER.match(paragraphs[index].text) for index in indices[-_LETTER_REACH:]):
        return Tail()
    found: list[tuple[Byline, TailLine]] = []
    source: str | None = None
    consumed: list[int] = []
    for place in range(len(indices) - 1, max(len(indices) - 1 - _REACH, -1), -1):
        line = paragraphs[indices[place]]
        byline, stated = _attributed(line, paragraphs[indices[place - 1]] if place else None)
        if (byline is None and stated is None) or (stated and source):
            break
        if byline and found and not _belong_together((byline, line), found[0]):
            break
        source = source or stated
        if byline:
            found.insert(0, (byline, line))
        consumed.append(indices[place])
    bylines = [byline for byline, _ in found]
    if found and all(_is_of_a_picture(byline, line, paragraphs[indices[0]]) for byline, line in found):
        return Tail(None, source, _sources(paragraphs, consumed))
    return Tail(_merged(bylines), source, tuple(sorted(consumed)))


def _is_of_a_picture(byline: Byline, line: TailLine, first: TailLine) -> bool:
    """Whether a photo credit is a caption's, not the author of a gallery (set right, or with no text before it)."""
    return is_photo_credit(byline) and not line.is_right_aligned and line is not first


def _belong_together(one: tuple[Byline, TailLine], other: tuple[Byline, TailLine]) -> bool:
    """Whether two author lines are of one article: a label tells them apart, or both are set off from the text."""
    return bool(one[0].role or other[0].role) or (one[1].is_emphasised and other[1].is_emphasised)


def _merged(bylines: Sequence[Byline]) -> Byline | None:
    """Several author lines as one: the first without its label, the others as printed."""
    if len(bylines) < 2:
        return bylines[0] if bylines else None
    first, *others = bylines
    text = "; ".join([first.text, *(f"{line.role}: {line.text}" if line.role else line.text for line in others)])
    authors = tuple(dict.fromkeys(name for line in bylines for name in line.authors))
    return Byline(text, authors, ", ".join(line.role for line in bylines if line.role) or None)


def _sources(paragraphs: Sequence[TailLine], consumed: Sequence[int]) -> tuple[int, ...]:
    """Without an author beside it a photo credit belongs to a picture: only the source lines are consumed."""
    return tuple(sorted(i for i in consumed if not is_credit_line(paragraphs[i].text)))


def is_credit_line(text: str) -> bool:
    """Whether a line is a photo credit and nothing else."""
    byline = parse_byline(text)
    return byline is not None and is_photo_credit(byline)


def _attributed(line: TailLine, above: TailLine | None) -> tuple[Byline | None, str | None]:
    """What a tail line says: byline, source, both or neither."""
    text = " ".join(line.text.split())
    stated = parse_source(text)
    if stated is not None:
        return None, stated
    both = _NAME_AND_SOURCE.fullmatch(text)
    if both:
        byline = parse_byline(both["byline"])
        stated = parse_source(both["bracketed"] or both["plain"])
        return (byline, stated) if byline and stated else (None, None)
    byline = parse_byline(text)
    if byline is None:
        return (None, text) if is_organ(text) and _follows_body(line, above, after_author=True) else (None, None)
    if byline.role is not None:
        return byline, None
    if _NO_NAME.match(text) or len(text.split()) > _NAME_MAX_WORDS or (line.is_centered and line.is_italic):
        return None, None
    if is_weak_name(byline.text) and not line.is_right_aligned:
        return None, None
    if above is not None and above.text.strip().isupper() and is_rank(above.text.strip()):
        return None, None  # the signature of a letter or decision
    return (byline, None) if _follows_body(line, above) else (None, None)


def _follows_body(line: TailLine, above: TailLine | None, *, after_author: bool = False) -> bool:
    """Whether an unlabelled line stands where author or source stand: set off, alone, or after a sentence or source.

    A name after a name is a list of names; an organ may follow the author.
    """
    if line.is_emphasised or above is None:
        return True
    text = above.text.strip()
    if _SENTENCE.search(text) or parse_source(text) is not None or is_organ(text):
        return True
    byline = parse_byline(text)
    return byline is not None and (after_author or byline.role is not None)


def read_head(lines: Sequence[TailLine]) -> Tail:
    """Return the author printed under title or lead, with the office held, and which of *lines* these are.

    At most four non-empty lines are looked at, from the first on: a labelled author line, or a name that is
    emphasised, centred or followed by a line with an office (``Trưởng Ban Tuyên giáo Tỉnh ủy``), which becomes the
    role. A source may stand beside. Reading stops at the first other line.
    """
    indices = [index for index, line in enumerate(lines) if line.text.strip()][:_REACH]
    byline: Byline | None = None
    source: str | None = None
    consumed: list[int] = []
    ranks: list[str] = []
    for place, index in enumerate(indices):
        line = lines[index]
        text = " ".join(line.text.split())
        following = lines[indices[place + 1]].text.strip() if place + 1 < len(indices) else ""
        stated = parse_source(text)
        if stated is not None and source is None:
            source = stated
        elif byline is not None and byline.role is None and is_rank(text):
            ranks.append(text)
        elif byline is None and (found := _head_byline(line, text, following)):
            byline = found
        else:
            break
        consumed.append(index)
    if byline is not None and ranks:
        byline = Byline(byline.text, byline.authors, "; ".join(ranks))
    return Tail(byline, source, tuple(consumed))


def _head_byline(line: TailLine, text: str, following: str) -> Byline | None:
    byline = parse_byline(text)
    if byline is None or is_photo_credit(byline):
        return None
    if byline.role is not None:
        return byline
    if _NO_NAME.match(text) or len(text.split()) > _NAME_MAX_WORDS or " " not in text:
        return None
    if is_rank(following):
        return byline
    is_set_off = line.is_emphasised or line.is_centered
    return byline if is_set_off and not is_person(following) else None
