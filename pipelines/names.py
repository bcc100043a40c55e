"""Whether a short line is a person's name, an organ, a rank, or something else."""

from __future__ import annotations

import re

from corpus.tones import fold_tone

_INITIALS = re.compile(r"(?:[A-ZĐÂĂÊÔƠƯ]\.? ?){1,3}[A-ZĐÂĂÊÔƠƯ][a-zà-ỹ]{0,2}\.?")
_CAPITALS = re.compile(r"[A-ZĐÀ-Ỹ]{2,8}")
_MAX_WORDS = 6
_MAX_CHARS = 45

_DEGREE = r"(?:GS|PGS|TSKH|TS|ThS|Th\.S|CN|BS|KS|NCS|NSƯT|NSND|Ths|Nhà báo|Nhà văn|Nhà thơ|Đồng chí|Đ/c)\b\.?,?"
_DEGREES = re.compile(rf"(?:{_DEGREE}[ ,.]*)+(?=\S)")

# Words that are no part of a person's name; pairs, as their single words are (Anh Thư, Trung Ban).
_NOT_NAMES = frozenset({
    "ban tuyên", "tuyên giáo", "dân vận", "tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "đảng ủy", "đảng bộ", "chi bộ",
    "trung ương", "bí thư", "trưởng ban", "phó ban", "phó trưởng", "chủ tịch", "ủy viên", "ủy ban", "nhân dân",
    "thường vụ", "thường trực", "chấp hành", "giám đốc", "hội nghị", "nghị quyết", "chỉ thị", "kết luận", "kế hoạch",
    "hướng dẫn", "thông báo", "báo cáo", "quyết định", "công văn", "văn bản", "phụ lục", "nơi nhận", "kính gửi",
    "kính mời", "mục đích", "yêu cầu", "tổ chức", "thời gian", "địa điểm", "thành phần", "nội dung", "ghi chú",
    "quang cảnh", "toàn cảnh", "đại biểu", "đại hội", "xem thêm", "xem chi tiết", "tin liên", "trang chủ", "bài viết",
    "chuyên mục", "tài liệu", "tệp đính", "tuyên truyền", "cộng sản", "việt nam", "hà nội", "đảng cộng", "mặt trận",
    "hội đồng", "văn phòng", "thông tin", "điện tử", "phòng giáo", "đã ký", "còn nữa", "kỳ tới", "câu hỏi", "trả lời",
    "bác hồ", "nước cộng", "nguồn ảnh", "chào mừng", "nhiệt liệt", "kỷ niệm", "muôn năm", "quyết tâm", "chúc mừng",
    "lời kết", "kết thúc", "phát biểu", "tham luận", "khai mạc", "bế mạc", "phần thứ", "chương trình", "đoàn thanh",
})  # fmt: skip
_NOT_A_NAME_ALONE = frozenset({"hết", "hà", "số", "bảng", "ảnh", "video", "clip", "tin", "bài", "kg", "null", "ok"})

_ORGAN = re.compile(
    r"(?:ban (?:tuyên giáo|dân vận|tổ chức|nội chính|chỉ đạo|chấp hành|thường vụ|biên tập|quản lý|bảo vệ|thi đua|dân tộc)"
    r"|btg|btgtu|btgdvtu|tỉnh ủy|thành ủy|huyện ủy|thị ủy|đảng ủy|đảng bộ|ủy ban|ubnd|ubmttq|mttq|hđnd|hội đồng|mặt trận"
    r"|sở |bộ |cục |tổng cục |vụ |văn phòng|phòng |trung tâm|cổng (?:thông tin|ttđt)|trang (?:thông tin|tin)|báo |tạp chí"
    r"|đài |ttxvn|thông tấn xã|liên đoàn|tỉnh đoàn|thành đoàn|huyện đoàn|đoàn |hội |học viện|trường |công an|bộ chỉ huy"
    r"|công đoàn|bảo tàng|thư viện|viện |tổ |nhà xuất bản|nxb|khối |báo điện tử)"
)
_ORGAN_MAX_WORDS = 14

_RANK = re.compile(
    r"(?:(?:nguyên|quyền) )?(?:(?:phó )?bí thư|ủy viên|uv(?:btv|tw)\b|tuv\b|(?:phó )?trưởng (?:ban|phòng|đoàn|khoa|tiểu ban)"
    r"|(?:phó )?chủ tịch|(?:phó )?(?:tổng )?giám đốc|(?:phó )?tổng biên tập|(?:phó )?hiệu trưởng|(?:phó )?chánh văn phòng"
    r"|(?:phó )?chủ nhiệm|(?:phó )?viện trưởng|báo cáo viên|chuyên viên|giảng viên|đại tá|thượng tá|trung tá|thiếu tướng"
    r"|(?:phó )?tổng bí thư|(?:phó )?bộ trưởng|thứ trưởng|học viện|trường chính trị)"
)
_SENTENCE_END = re.compile(r"[.?!…:;,][”\"’')\]]*\Z")


def is_person(text: str) -> bool:
    """Return whether *text* can be one person's printed name: ``Thu Anh``, ``LÊ NĂNG ĐÔNG``, ``L.P``, ``HHU``.

    Degrees and *Đồng chí* before it are allowed. Only the form can be judged, with a list of what is none.
    """
    name = without_degree(text)
    if not name or len(name) > _MAX_CHARS or any(ch.isdigit() for ch in name):
        return False
    if _INITIALS.fullmatch(name) or _CAPITALS.fullmatch(name):
        return _plain(name) not in _NOT_A_NAME_ALONE
    words = name.split()
    if len(words) > _MAX_WORDS or not all(map(_is_name_word, words)):
        return False
    plain = [word.strip(".") for word in _plain(name).split()]
    if any(f"{one} {other}" in _NOT_NAMES for one, other in zip(plain, plain[1:], strict=False)):
        return False
    return len(words) > 1 or plain[0] not in _NOT_A_NAME_ALONE


def without_degree(text: str) -> str:
    """Return *text* without academic degrees and *Đồng chí* before a name."""
    return _DEGREES.sub("", text, count=1) if _DEGREES.match(text) else text


def is_organ(text: str) -> bool:
    """Return whether *text* is an organ's name standing alone: ``Ban Tuyên giáo Tỉnh uỷ Kiên Giang``."""
    if _SENTENCE_END.search(text) or len(text.split()) > _ORGAN_MAX_WORDS or not text[:1].isupper():
        return False
    return _ORGAN.match(_plain(text)) is not None and not _has_verb(text)


def is_rank(text: str) -> bool:
    """Return whether *text* is a line with an office: ``Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy``."""
    return len(text.split()) <= 25 and not _SENTENCE_END.search(text) and _RANK.match(_plain(text)) is not None


def is_one_word(name: str) -> bool:
    """Whether a name is a single word that is not in capitals: too little to tell it from other words."""
    return " " not in name and not name.replace(".", "").isupper()


def _plain(text: str) -> str:
    return " ".join(fold_tone(text).lower().split())


def _is_name_word(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters[0].isupper() and (letters[1:].islower() or letters.isupper())


_VERB = re.compile(
    r"\b(?:tổ chức (?!thành|trung|tỉnh|huyện|đảng)|đã|sẽ|đang|yêu cầu|đề nghị|phối hợp|triển khai|ban hành|khai mạc|chúc"
    r"|kính|là|được|có|cho biết|phát biểu|tiếp tục|chủ trì|tham dự|trao|thăm|tặng|tại)\b"
)


def _has_verb(text: str) -> bool:
    return _VERB.search(" ".join(_plain(text).split()[2:])) is not None
