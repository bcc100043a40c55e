"""Whether a short line is a person's name, an organ, a rank, or something else."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.tones import fold_tone

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-z" + UPPER[3:].lower()
"""Vietnamese letters, to stand in a character class; a range such as À-Ỹ holds both cases."""

_INITIALS = re.compile(rf"(?:[{UPPER}]\. ?){{1,3}}[{UPPER}][{LOWER}]{{0,2}}\.?")
_CAPITALS = re.compile(rf"[{UPPER}]{{2,8}}")
_ORGAN_MARK = re.compile(r"BT[GDV]{1,3}(?:TU|TW|HU|ThU|TXU)?|BBT|VPTU|TTBDCT")
_DEGREES = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|Th\.S|Ths|CN|BS|KS|NCS|NSƯT|NSND|Nhà báo|Nhà văn|Nhà thơ|Đồng chí|Đ/c)\b[.,]*\s*)+(?=\S)"
)
_MAX_WORDS = 6
_MAX_CHARS = 45

_NOT_IN_NAMES = frozenset({
    "ban tuyên", "tuyên giáo", "dân vận", "tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "đảng ủy", "đảng bộ", "chi bộ",
    "trung ương", "bí thư", "trưởng ban", "phó ban", "phó trưởng", "chủ tịch", "ủy viên", "ủy ban", "nhân dân",
    "thường vụ", "thường trực", "chấp hành", "giám đốc", "hội nghị", "nghị quyết", "chỉ thị", "kết luận", "kế hoạch",
    "hướng dẫn", "thông báo", "báo cáo", "quyết định", "công văn", "văn bản", "phụ lục", "nơi nhận", "kính gửi",
    "kính mời", "mục đích", "yêu cầu", "tổ chức", "thời gian", "địa điểm", "thành phần", "nội dung", "ghi chú",
    "quang cảnh", "toàn cảnh", "đại biểu", "đại hội", "xem thêm", "xem chi", "tin liên", "trang chủ", "bài viết",
    "chuyên mục", "tài liệu", "tệp đính", "tuyên truyền", "cộng sản", "hà nội", "đảng cộng", "mặt trận", "hội đồng",
    "văn phòng", "thông tin", "điện tử", "đã ký", "còn nữa", "kỳ tới", "câu hỏi", "trả lời", "bác hồ", "nước cộng",
    "nguồn ảnh", "chào mừng", "nhiệt liệt", "kỷ niệm", "muôn năm", "quyết tâm", "chúc mừng", "lời kết", "kết thúc",
    "phát biểu", "tham luận", "khai mạc", "bế mạc", "phần thứ", "chương trình", "đoàn thanh", "tạp chí", "tổng hợp",
})  # fmt: skip
"""Pairs of words that no person's name holds; single ones would hit names (Anh Thư, Hội An)."""
_NOT_NAMES = frozenset({
    "hết", "số", "bảng", "ảnh", "video", "clip", "tin", "bài", "null", "ok", "việt nam", "ttxvn", "vov", "vtv", "ubnd",
    "hđnd", "mttq", "pdf", "doc", "docx", "xls", "xlsx", "jpg", "png", "tm", "kt", "tl", "tuq", "gmt", "pm", "am",
})  # fmt: skip
"""Whole lines that look like a name or initials and are none."""

_ORGANS = frozenset({
    "ban tuyên giáo", "ban dân vận", "ban tổ chức", "ban nội chính", "ban chỉ đạo", "ban chấp hành", "ban thường vụ",
    "ban biên tập", "ban quản lý", "ban dân tộc", "btg", "btgtu", "btgdvtu", "tỉnh ủy", "thành ủy", "huyện ủy",
    "thị ủy", "đảng ủy", "đảng bộ", "ủy ban", "ubnd", "ubmttq", "mttq", "hđnd", "hội đồng", "mặt trận", "sở", "bộ",
    "cục", "tổng cục", "vụ", "văn phòng", "phòng", "trung tâm", "cổng thông tin", "cổng ttđt", "trang thông tin",
    "trang tin", "bản tin", "báo", "tạp chí", "đài", "ttxvn", "thông tấn xã", "liên đoàn", "tỉnh đoàn", "thành đoàn",
    "huyện đoàn", "đoàn", "hội", "học viện", "trường", "công an", "công đoàn", "bảo tàng", "thư viện", "viện",
    "nhà xuất bản", "nxb", "khối", "quân khu", "bộ đội",
})  # fmt: skip
"""First words of the names of organs. After a single one the name's next word has a capital: Báo Nhân Dân."""
_NOT_ORGANS = frozenset({
    "báo cáo", "báo chí", "hội nghị", "hội thi", "hội thảo", "hội viên", "hội diễn", "hội trường", "hội chợ",
    "bộ đội cụ", "bộ máy", "bộ phận", "bộ sách", "sở hữu", "trường hợp", "trường kỳ", "trường học", "đoàn kết",
    "đoàn viên", "đoàn đại", "khối lượng", "khối đại", "viện trợ", "vụ việc", "vụ án", "đài tưởng", "phòng chống",
    "phòng ngừa", "phòng bệnh", "cục diện", "văn phòng phẩm", "tỉnh ủy viên", "thành ủy viên",
    "huyện ủy viên", "thị ủy viên",
})  # fmt: skip
_ORGAN_MAX_WORDS = 18

_RANKS = frozenset({
    "bí thư", "phó bí thư", "ủy viên", "tỉnh ủy viên", "thành ủy viên", "huyện ủy viên", "thị ủy viên",
    "uvbtv", "uvtw", "tuv", "trưởng ban", "phó trưởng ban", "phó ban",
    "trưởng phòng", "phó trưởng phòng", "trưởng đoàn", "phó trưởng đoàn", "trưởng khoa", "chủ tịch", "phó chủ tịch",
    "giám đốc", "phó giám đốc", "tổng giám đốc", "tổng biên tập", "phó tổng biên tập", "hiệu trưởng",
    "phó hiệu trưởng", "chánh văn phòng", "phó chánh văn phòng", "chủ nhiệm", "phó chủ nhiệm", "viện trưởng",
    "báo cáo viên", "chuyên viên", "giảng viên", "đại tá", "thượng tá", "trung tá", "thiếu tướng", "tổng bí thư",
    "bộ trưởng", "thứ trưởng", "học viện", "trường chính trị",
})  # fmt: skip
"""First words of lines that say what office an author holds, after *nguyên* or *quyền*."""
_RANK_MAX_WORDS = 25

# Verbs and the like that stand in headlines and sentences about organs, not in their names.
_VERB = re.compile(
    r"\b(?:đã|sẽ|đang|yêu cầu|đề nghị|phối hợp|triển khai|ban hành|khai mạc|kính|là|được|có|cho biết|phát biểu"
    r"|tiếp tục|chủ trì|tham dự|trao|thăm|tặng|tại|họp|làm việc|chúc mừng|quán triệt|kiểm tra)\b"
    r"|\btổ chức (?:hội|lễ|cuộc|lớp|buổi|giao|tập|tọa|họp|kiểm)\b"
)
_SENTENCE_END = re.compile(r"[.?!…:;,][”\"’')\]]*\Z")


def is_person(text: str) -> bool:
    """Return whether *text* can be one person's printed name: ``Thu Anh``, ``LÊ NĂNG ĐÔNG``, ``L.P``, ``HHU``.

    Degrees and *Đồng chí* before it are allowed. Only the form can be judged, with lists of what is none.
    """
    name = without_degree(text)
    plain = _plain(name)
    if not name or len(name) > _MAX_CHARS or plain in _NOT_NAMES:
        return False
    if _INITIALS.fullmatch(name) or _CAPITALS.fullmatch(name):
        return True
    words = name.split()
    if len(words) > _MAX_WORDS or not all(map(_is_name_word, words)):
        return False
    return not any(f"{one} {other}" in _NOT_IN_NAMES for one, other in pairwise(plain.replace(".", "").split()))


def is_organ_mark(text: str) -> bool:
    """Return whether *text* is the abbreviation with which an organ signs: ``BTGTU``, ``BTGDVTU``, ``BBT``."""
    return _ORGAN_MARK.fullmatch(text) is not None


def is_weak_name(name: str) -> bool:
    """Whether a name is a single word not in capitals: too little to tell it from any other word."""
    return " " not in name and not name.replace(".", "").isupper()


def without_degree(text: str) -> str:
    """Return *text* without academic degrees and *Đồng chí* before a name."""
    return _DEGREES.sub("", text, count=1) if _DEGREES.match(text) else text


def is_organ(text: str) -> bool:
    """Return whether *text* is an organ's name standing alone: ``Ban Tuyên giáo Tỉnh uỷ Kiên Giang``."""
    if not text[:1].isupper() or len(text.split()) > _ORGAN_MAX_WORDS or _SENTENCE_END.search(text):
        return False
    plain = _plain(text)
    first, _, rest = text.partition(" ")
    is_short_form = first.lower() in _ORGANS and bool(rest) and not rest[0].isupper()
    if is_short_form or _begins_with(plain, _NOT_ORGANS):
        return False
    return _begins_with(plain, _ORGANS) and _VERB.search(plain) is None


def is_rank(text: str) -> bool:
    """Return whether *text* is a line with an office: ``Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy``."""
    if len(text.split()) > _RANK_MAX_WORDS or _SENTENCE_END.search(text):
        return False
    plain = _plain(text)
    return _begins_with(re.sub(r"^(?:nguyên|quyền) ", "", plain), _RANKS) and _VERB.search(plain) is None


def _begins_with(plain: str, phrases: frozenset[str]) -> bool:
    words = re.split(r"[\s,;–-]+", plain, maxsplit=4)[:4]
    return any(" ".join(words[:count]) in phrases for count in range(1, len(words) + 1))


def _plain(text: str) -> str:
    return " ".join(fold_tone(text).lower().split())


def _is_name_word(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters[0].isupper() and (letters[1:].islower() or letters.isupper())
