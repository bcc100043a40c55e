"""One line's meaning: who wrote it (parse_byline), where it was taken from (parse_source)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.names import LOWER, UPPER, is_organ, is_organ_mark, is_person, without_degree


@dataclass(frozen=True, slots=True)
class Byline:
    """An author line.

    ``text`` is what is printed, without the label before it; ``authors`` the persons' names in it, as printed,
    none if an organ signs (``BTGTU``); ``role`` the label or remark as printed (``Tin, ảnh``, ``tổng hợp``), or None.
    """

    text: str
    authors: tuple[str, ...]
    role: str | None = None


_WORK = (
    r"(?:tin|bài viết|bài|ảnh|hình ảnh|hình|video|clip|tư liệu|đồ họa|đồ hoạ|thiết kế|trình bày|biên soạn|biên tập"
    r"|sưu tầm|tổng hợp|thực hiện|tác giả|người viết|người đăng|người gửi|tin ảnh|tin bài|bài ảnh|chùm ảnh|phóng sự"
    r"|ghi chép|nội dung|theo dõi|dựng phim|kịch bản|biên dịch|dịch|lược ghi|t/h|th|bt|b/t|viết bởi|by|author)"
)
_LABEL = re.compile(rf"(?P<role>{_WORK}(?:\s*(?:,|và|&|-|–|\+|/)\s*{_WORK})*)\s*:\s*(?=\S)", re.IGNORECASE)
_LABEL_BY = re.compile(rf"(?P<role>Thực hiện|By|Viết bởi|(?:Tin|Bài)(?:,| và)? ảnh)\s+(?=[{UPPER}])")
_PHOTO_ROLE = re.compile(r"(?:ảnh|hình ảnh|hình|video|clip|chùm ảnh|tư liệu|ảnh tư liệu)", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*\(\s*(?P<remark>tổng hợp|t/h|th|bt|b/t|sưu tầm|s/t|st|biên soạn|biên tập|biên dịch|dịch"
    r"|lược ghi|ghi|lược dịch)\s*\)\.?\Z",
    re.IGNORECASE,
)
_BARE_REMARK = re.compile(r"\s+(?P<remark>tổng hợp|sưu tầm|biên soạn|lược ghi)\.?\Z")
_INNER_LABEL = re.compile(
    rf"(?:\A|(?<=[\s;,(\-–|]))(?P<role>{_WORK}(?:\s*(?:,|và|&)\s*{_WORK})*)\s*:\s*", re.IGNORECASE
)
_BETWEEN_AUTHORS = re.compile(r"\s*[;,&+|]\s*|\s*[-–—]\s+|\s+[-–—]\s*|\s+/\s+|\s+và\s+|\n+")
_AFFILIATION = re.compile(r"\s*\([^()]*\)")
_FINAL_STOP = re.compile(rf"(?:(?<=[{LOWER})])|(?<=[{UPPER}]{{2}}))\.\Z")
_MAX_WORDS = 20


def parse_byline(text: str) -> Byline | None:
    """Return the author line that *text* is, or None: a source, a sentence, an organ, a caption.

    With a label (``Tin, ảnh:``, ``Tác giả:``, ``T/h:``) the rest is taken as names as far as it looks like names;
    without one all of it must be names. Whether an unlabelled name is a byline its place decides: ``read_tail``.

    >>> parse_byline("Tin, ảnh: Đặng Trần Chung")
    Byline(text='Đặng Trần Chung', authors=('Đặng Trần Chung',), role='Tin, ảnh')
    """
    line = text.strip(" |*•\n")
    if not line or len(line.split()) > _MAX_WORDS or parse_source(line) is not None:
        return None
    unwrapped = line[1:-1].strip() if line.startswith("(") and line.endswith(")") else line
    label = _LABEL.match(unwrapped) or _LABEL_BY.match(unwrapped)
    if label:
        role, rest = label["role"], _FINAL_STOP.sub("", unwrapped[label.end() :].strip())
        authors, remark = _authors(rest)
        return Byline(rest, authors, role) if authors or is_organ_mark(rest) else None
    if is_organ_mark(line):
        return Byline(line, ())
    authors, remark = _authors(line, needs_all=True)
    if not authors:
        return None
    return Byline(line, authors, remark)


def is_photo_credit(byline: Byline) -> bool:
    """Whether the label names nothing but pictures (``Ảnh: T.N``): a credit unless a text's author stands by it."""
    return byline.role is not None and _PHOTO_ROLE.fullmatch(byline.role) is not None


def _authors(text: str, *, needs_all: bool = False) -> tuple[tuple[str, ...], str | None]:
    """Names in a line, and the remark after them. With *needs_all* nothing else may stand there but an organ."""
    remark_match = _REMARK.search(text) or _BARE_REMARK.search(text)
    remark = remark_match["remark"] if remark_match else None
    if remark_match:
        text = text[: remark_match.start()]
    text = _INNER_LABEL.sub(" ; ", _AFFILIATION.sub("", text))
    names: list[str] = []
    for part in _parts(text):
        if is_organ_mark(part):
            continue
        if is_person(part):
            names.append(part)
        elif names and is_organ(part):
            continue  # the author's organ, after the name
        elif needs_all or not names:
            return (), remark
    return tuple(dict.fromkeys(names)), remark


def _parts(text: str) -> list[str]:
    """The names of a line; degrees joined by commas (``PGS, TS. Lê Minh``) stay with their name."""
    parts: list[str] = []
    pending = ""
    for raw in _BETWEEN_AUTHORS.split(text):
        part = raw.strip(" .") if not _looks_initial(raw.strip()) else raw.strip()
        if not part:
            continue
        if without_degree(f"{part} X") == "X":
            pending += f"{part}, "
            continue
        parts.append(pending + part)
        pending = ""
    return parts


def _looks_initial(text: str) -> bool:
    return len(text) <= 8 and text.count(".") >= 1 and text.replace(".", "").isupper()


_SOURCE = re.compile(
    r"(?:nguồn(?: tin)?(?: bài)?(?: dẫn| trích)?|trích nguồn|theo nguồn|dẫn nguồn|source)\s*:\s*(?P<source>\S.*)",
    re.IGNORECASE,
)
_SOURCE_WITHOUT_COLON = re.compile(r"Nguồn\s+[-–]?\s*(?P<source>(?:[A-ZĐ]{3,}|[\w.-]+\.(?:vn|com|net|org)\S*))")
_FOLLOWING = re.compile(
    rf"[Tt]heo\s*(?P<colon>:)?\s*(?P<source>[{UPPER}“\"].*|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\S*)"
)
_NO_SOURCE = re.compile(
    r"(?:Nghị quyết|Chỉ thị|Kết luận|Kế hoạch|Quyết định|Quy định|Hướng dẫn|Luật|Nghị định|Thông tư|Thông báo|Công văn"
    r"|Chương trình|Đề án|Điều|Khoản|Báo cáo|Hiến pháp|Điều lệ|Văn kiện|Di chúc|Bác)\b"
)
_SOURCE_MAX_WORDS = 25
_FOLLOWING_MAX_WORDS = 8
"""Unless an organ's name: those of joint commissions have eleven words and more."""


def parse_source(text: str) -> str | None:
    """Return the attribution that *text* is, without label and brackets, or None if it is none.

    Read are ``Nguồn: …``, ``Nguồn tin: …``, ``(Theo …)`` and ``Theo …`` before a name; not ``Nguồn ảnh:`` (a
    credit), not ``Theo đó, …`` or ``Theo Nghị quyết …`` (sentences).

    >>> parse_source("(Theo tuyengiao.vn)")
    'tuyengiao.vn'
    """
    line = " ".join(text.split()).strip(" |*•")
    in_brackets = re.fullmatch(r"[(\[]\s*(.*?)\s*[)\]]\.?", line)
    if in_brackets:
        line = in_brackets[1]
    match = _SOURCE.fullmatch(line) or _SOURCE_WITHOUT_COLON.fullmatch(line)
    if match:
        source = match["source"]
        return _FINAL_STOP.sub("", source) if len(source.split()) <= _SOURCE_MAX_WORDS else None
    match = _FOLLOWING.fullmatch(line)
    if match is None:
        return None
    source = _FINAL_STOP.sub("", match["source"])
    if (
        (len(source.split()) > _FOLLOWING_MAX_WORDS and not is_organ(source))
        or _NO_SOURCE.match(source)
        or re.search(r"[.?!…:;](?:\s|\Z)", source)
    ):
        return None
    if "," in source and not (in_brackets or match["colon"]):
        return None
    return source
