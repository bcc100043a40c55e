"""Words by which a page tells that it is no article, and the first steps of breadcrumbs, as data."""

from __future__ import annotations

import re

SOFT_404 = re.compile(
    r"(?:"
    r"không tìm thấy|trang (?:này )?không tồn tại|không tồn tại"
    r"|bài viết (?:này )?(?:không tồn tại|đã bị xóa|đã bị xoá|không còn)"
    r"|nội dung (?:này )?không (?:còn|tồn tại)|page not found|not found|404(?: error| not found)?|error 404"
    r"|lỗi 404|the page (?:you .{0,40} )?(?:could not|cannot|can't) be found|nothing (?:was )?found|oops!?"
    r")",
    re.IGNORECASE,
)
"""Found in the title of a page that says it does not exist."""

LOGIN = re.compile(
    r"(?:"
    r"đăng nhập(?: hệ thống| tài khoản| quản trị)?|log ?in|sign ?in|login required|đăng nhập để .{0,40}"
    r")",
    re.IGNORECASE,
)
"""The whole title of a page that asks for a log-in."""

CHALLENGE = re.compile(
    r"(?:"
    r"just a moment|checking your browser|attention required|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|ddos protection|enable javascript and cookies|please enable (?:javascript|cookies)|are you a robot"
    r"|security check|xác minh (?:bạn|rằng bạn)|xác thực truy cập|vui lòng bật javascript"
    r"|đang kiểm tra trình duyệt|access denied|captcha"
    r")",
    re.IGNORECASE,
)
"""Found in the little text of a page that wants to see a browser first."""

LISTING_TITLE = re.compile(
    r"(?:"
    r"tag|từ khóa|từ khoá|chuyên mục|category|archives?|lưu trữ|tác giả|author|kết quả tìm kiếm|tìm kiếm"
    r"|search results?(?: for)?|you searched for)\s*[:：].{0,120}|(?:tìm kiếm|search|kết quả tìm kiếm"
    r"|search results?|sitemap|sơ đồ (?:site|trang|website|cổng)|rss(?:[- ]feeds?)?|trang chủ|home"
    r")",
    re.IGNORECASE,
)
"""The whole title of a tag, search, section or index page."""

HOME_WORDS = re.compile(
    r"(?:"
    r"trang (?:chủ|nhất)|home(?: ?page)?|trang chính|front page"
    r")",
    re.IGNORECASE,
)
"""The first step of a breadcrumb: no section."""

FIRST_STEPS = re.compile(rf"{HOME_WORDS.pattern}|tin tức|news", re.IGNORECASE)
"""With what a breadcrumb begins; *Tin tức* is a section where nothing follows but the title."""
