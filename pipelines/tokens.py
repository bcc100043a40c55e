"""Words that tell furniture from text, as data: labels, class names, file endings.

Seen on portals of Party organs, provincial newspapers and the usual content management systems. Class
words are compared with whole words of ``class`` and ``id`` (``post-share`` has the words ``post`` and
``share``); lines are compared with the whole text of a block.
"""

from __future__ import annotations

import re

FILE_ENDINGS: dict[str, str] = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
"""Endings of attached files and their media types."""

FILE_URL = re.compile(r"\.(" + "|".join(FILE_ENDINGS) + r")(?=$|[?#&])", re.IGNORECASE)
"""Found in an address that names a file; group 1 is the ending."""

IMAGE_FILE_NAME = re.compile(r"[^\s/]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?)", re.IGNORECASE)
"""A line that is nothing but the name of an image file (an image without alternative text)."""

RELATED_HEADING = re.compile(
    r"(?:»|>>|\W)*\s*(?:"
    r"(?:các\s+|những\s+)?(?:tin|bài)(?:\s+(?:tức|bài|viết|đăng))?\s+(?:liên\s+quan|mới\s+hơn|cũ\s+hơn|khác|cùng\s+\S+(?:\s+\S+)?)"
    r"|(?:các\s+|những\s+)?(?:tin|bài)(?:\s+(?:tức|bài|viết))?\s+(?:đã\s+đưa|đã\s+đăng|mới\s+nhất|nổi\s+bật|xem\s+nhiều|đọc\s+nhiều|tiếp\s+theo)"
    r"|tin\s+cũ|tin\s+mới|bài\s+tiếp|có\s+thể\s+bạn\s+quan\s+tâm|có\s+liên\s+quan|liên\s+quan|xem\s+thêm|đọc\s+thêm|xem\s+tiếp"
    r"|cùng\s+chuyên\s+mục|cùng\s+chủ\s+đề|tin\s+cùng\s+mục|mời\s+(?:bạn\s+)?đọc\s+thêm"
    r"|related(?:\s+(?:posts?|articles?|news|content|stories))?|more\s+(?:posts?|articles?|news|stories|from\s+.{1,40})"
    r"|you\s+(?:may|might)\s+also\s+like|read\s+(?:more|next|also)|see\s+also|recommended(?:\s+(?:posts?|for\s+you))?|latest\s+(?:posts?|news)"
    r"|recent\s+(?:posts?|articles?|news)|popular\s+posts?|other\s+(?:news|posts?|articles?)|similar\s+(?:posts?|articles?)"
    r")\s*(?:\(\d+\))?\s*[:.…»>]*",
    re.IGNORECASE,
)
"""A line over links to other articles."""

RELATED_LINE = re.compile(
    r"(?:>>+|»|›|→|►|▶|\*\s*>>)\s*\S|(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|see also|read more|read also)\s*[:>»]",
    re.IGNORECASE,
)
"""How a line begins that is one link to another article in the midst of the text."""

TAIL_HEADING = re.compile(
    r"(?:\d+\s+)?(?:bình luận|ý kiến bạn đọc|ý kiến|độc giả bình luận|phản hồi|thảo luận|gửi bình luận|viết bình luận|để lại bình luận"
    r"|trả lời|để lại (?:một )?(?:bình luận|phản hồi|trả lời)|comments?|leave a (?:reply|comment)|post a comment|join the (?:discussion|conversation)"
    r"|discussion|responses?|add (?:new )?comment)\s*(?:\(?\d*\)?)\s*[:.…]?",
    re.IGNORECASE,
)
"""A heading with which comments begin: nothing of the article follows."""

FURNITURE_LINE = re.compile(
    r"(?:"
    # tools
    r"in ra|in bài(?: viết| này)?|bản in|in trang|print(?: this)?(?: page| article)?|email(?: this)?|gửi (?:mail|email|bài viết|cho bạn bè)(?: .{0,20})?"
    r"|lưu (?:bài|tin|lại)(?: viết)?(?: này)?|quay lại|trở lại|trở về|về trang trước|về đầu trang|lên đầu trang|back(?: to top)?|top"
    r"|a-\s*a?\s*a\+|a\s*-\s*a\s*\+|[aA][-+]?(?:\s+[aA][-+]?){1,3}|cỡ chữ.{0,40}|(?:xem với )?cỡ chữ|màu chữ.{0,20}|tương phản|(?:tăng|giảm)(?: giảm)? (?:tương phản|cỡ chữ)"
    r"|đọc bài viết|nghe bài viết|nghe đọc bài|truy cập nội dung luôn|bỏ qua nội dung chính|skip to (?:main )?content|focus on content|sign in|đăng nhập"
    # players
    r"|\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|giọng (?:nam|nữ|đọc)(?: miền (?:bắc|trung|nam))?|1x|tốc độ đọc.{0,20}"
    # counters
    r"|(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|tải)(?: tin| bài)?\s*[:：]?\s*[\d.,]+|\[?\s*số lần xem\s*[:：]?\s*[\d.,]+\s*\]?|[\d.,]+\s*(?:lượt|lần) (?:xem|đọc)"
    r"|(?:đã xem|phản hồi|xem|views?|hits?|cms-view-count|reads?|bình luận|comments?)\s*[:：]\s*[\d.,]+|[\d.,]+\s*(?:views?|hits?|comments?|min(?:ute)?s? read|phút đọc)"
    r"|đang (?:online|truy cập)\s*[:：]?\s*[\d.,]*|thống kê(?: truy cập)?|no comments(?: yet)?|chưa có bình luận(?: nào)?\.?"
    # rating
    r"|tổng số điểm của bài viết là.{0,60}|click để đánh giá.{0,30}|xếp hạng\s*[:：].{0,40}|đánh giá bài viết.{0,30}|\d+(?:[.,]\d+)?\s*[-/]\s*\d+\s*(?:phiếu bầu|votes?)"
    # sharing and following
    r"|chia sẻ(?: bài viết)?(?: (?:lên|qua|với|trên) .{0,60})?\s*:?|share(?: bai| this)?(?: post| article| on .{0,40})?\s*:?|like|tweet|facebook|twitter|zalo|linkedin|pinterest|whatsapp|telegram"
    r"|theo dõi (?:báo|chúng tôi|.{0,60}) trên.{0,60}|follow (?:us|.{0,40}) on.{0,40}|google news|like this:?|loading\.*|like loading\.*"
    # comments
    r"|xin vui lòng gõ tiếng việt có dấu.{0,60}|vui lòng (?:đăng nhập|gõ tiếng việt).{0,80}|sắp xếp theo bình luận.{0,30}|your email address will not be published.{0,80}|email của bạn sẽ không được hiển thị.{0,80}"
    # footers
    r"|(?:©|copyright|bản quyền).{0,160}|(?:ghi rõ nguồn|vui lòng ghi rõ nguồn).{0,120}|chịu trách nhiệm (?:nội dung|chính).{0,120}|powered by.{0,80}|all rights reserved\.?"
    r"|proudly powered by .{0,40}|designed by .{0,60}|thiết kế bởi.{0,60}"
    # residue and placeholders
    r"|leftcenterrightdel|image (?:banner|advertisement)|anh tin bai|xuất bản thông tin|chi tiết bài viết|null|undefined|advertisements?|quảng cáo"
    # previous and next
    r"|(?:bài|tin) (?:trước|sau|kế tiếp|kế trước|tiếp theo)(?: đó)?\s*[:>»]?|(?:«|‹|←|<<?|>>?|»|›|→)?\s*(?:previous|prev|next|older|newer)(?: (?:posts?|articles?|page))?\s*(?:«|‹|←|<<?|>>?|»|›|→|:)?|trang trước|trang sau"
    r"|post navigation|điều hướng bài viết|posted (?:in|by|on)|đăng (?:trong|bởi)|uncategorized|chưa phân loại|chưa được phân loại|read time.{0,20}|tải về|download|xem chi tiết(?: trong)?(?: (?:tệp|file) đính kèm)?\.?|(?:tệp|file) đính kèm\s*:?"
    r")",
    re.IGNORECASE,
)
"""A whole line that is a tool, counter, player, share or follow line, rating, notice or footer."""

TOOL_WORDS = re.compile(
    r"(?:chia sẻ|share|facebook|zalo|twitter|tweet|like|email|gửi mail|print|in(?: bài(?: viết)?)?|google\+?|linkedin|pinterest|telegram|whatsapp|copy link|sao chép(?: liên kết)?"
    r"|a-|a\+|a|cỡ chữ|nghe|lưu|theo dõi|quay lại|trở lại|\W)+",
    re.IGNORECASE,
)
"""A line of tool labels one behind the other."""

CATEGORY_SELECTORS = (
    "a[rel~=category]",
    ".cat-links a",
    ".taxonomy-category a",
    ".category-name a",
    ".post-category a",
    ".entry-category a",
    ".gh-article-tag",
    ".post-card-primary-tag",
    "[itemprop=articleSection]",
)
"""Where the usual systems print the category of an article."""

TAGS_LINE = re.compile(
    r"(?:tags?|từ khóa|từ khoá|thẻ|chủ đề|keywords?|tagged(?: (?:with|in))?|categor(?:y|ies)|chuyên mục|danh mục)\s*[:：]",
    re.IGNORECASE,
)
"""How a line of tags or categories begins."""

NOISE_TAGS = frozenset(
    "script style noscript template svg canvas button input select textarea option label map area dialog datalist progress meter".split()
)
"""Elements that never hold text of an article."""

NOISE_WORDS = frozenset(
    """
    comment comments commentlist respond reply disqus fbcomments binhluan idcomment
    related relatedposts tinlienquan lienquan tinkhac othernews similar recommended recommend suggested readmore morenews
    share sharing shares sharedaddy addtoany addthis social socials sharer fb zalo
    sidebar sidebars breadcrumb breadcrumbs nav navbar navigation menu menus submenu pager pagination pagenavi paginator
    footer widget widgets cookie cookies newsletter subscribe subscription popup modal lightbox offcanvas
    advert adverts advertisement ads adsbygoogle banner banners promo sponsor quangcao
    login signin search searchform rating ratings vote voting toolbar toolbars tools counter counters visitor thongke
    tags taglist tagcloud taxonomy skip sronly weather ticker marquee hotnews topnews mostread
    imgpreview suitebar ribbonrow contextlinks contextual prevnext backtotop gotop
    """.split()
)
"""Words of class and id that mark what is no part of an article."""

NOISE_PHRASES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|screen-reader|screen-reader-text|visually-hidden|visuallyhidden|element-invisible|other-news|tin-lien-quan|tin-khac|bai-viet-lien-quan"
    r"|author-(?:box|bio|info|card)|about-author|post-author-bio|post-navigation|post-nav|read-next|read-more|more-posts|back-to-top|social-\w+|entry-footer|post-footer|article-footer"
    r"|jp-relatedposts|yarpp|wp-block-post-template|wp-block-query|wp-block-comments|wp-block-post-terms|wp-block-post-navigation-link|cat-links|posted-in"
    r"|field--name-comment|field--name-field-tags|node__links|links--inline|inline-links|mod-articles\w*|com-content-article__(?:links|navigation|icons)|article-info-term|pagenavigation"
    r"|gh-(?:comments|read-next|subscribe|footer|head|navigation)|post-meta-wrapper|news-detail-player|ms-signInLink|s4-ribbonrow|suiteBar|block-views\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""The same as phrases, where the single words would be too common."""

META_WORDS = re.compile(
    r"(?:^|[\s_-])(?:entry-meta|post-meta|article-meta|byline|post-byline|entry-byline|posted-on|meta-info|post-info|article-info|node__meta|node__submitted|submitted|post-date|entry-date|published|pubdate|publish-date"
    r"|date-time|datetime|ngay-dang|ngaydang|thoi-gian|thoigian|article-date|news-date|wp-block-post-date|wp-block-post-author\w*|gh-article-meta|article-details|post-author|entry-author)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Class phrases of the line with date and author."""

CAPTION_WORDS = re.compile(
    r"(?:^|[\s_-])(?:\w*caption|caption\w*|image-?desc|img-?desc|photo-?desc|td-image-desc|image-title|chu-?thich|chuthich(?:anh)?|imgcap|gallery-caption|img-credit|legend|ghi-?chu-?anh)(?=$|[\s_-]|-text)",
    re.IGNORECASE,
)
"""Class words of captions."""

LEAD_WORDS = re.compile(
    r"(?:^|[\s_-])(?:sapo|sa-po|lead|lede|lead-?text|hometext|story_teaser|teaser-?text|(?<!with-)summary|intro|intro-?text|introtext|excerpt|standfirst|subtitle|sub-title|tomtat|tom-tat|trich-?yeu|mo-?ta"
    r"|article-?desc\w*|post-?excerpt|wp-block-post-excerpt|gh-article-excerpt|(?:post|entry|article|page)-(?:description|desc|subtitle|lead|summary|intro|sapo)|deck|dek|chapeau|itemIntroText|field--name-field-(?:sapo|lead|summary|intro|teaser|tom-tat))(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Class words of leads."""

BODY_SELECTORS = (
    "[itemprop~=articleBody]",
    ".entry-content",
    ".wp-block-post-content",
    ".gh-content",
    ".post-full-content",
    ".post-content",
    ".post-body",
    ".article-body",
    ".article__body",
    ".article-content",
    ".article__content",
    ".single-content",
    ".com-content-article__body",
    ".itemFullText",
    ".field--name-body",
    ".field-name-body",
    ".node__content",
    ".td-post-content",
    ".detail-content",
    ".content-detail",
    ".news-content",
    ".news-detail",
    ".newsdetail",
    ".bodytext",
    ".journal-content-article",
    ".story-body",
    ".story_body",
    ".fck_detail",
    ".cms-body",
    ".noi-dung",
    ".noidung",
    "#noidung",
    ".chi-tiet",
    ".chitiet",
    ".e-content",
    ".markdown-body",
    ".prose",
    ".item-page",
    ".blog-post",
    ".post-entry",
    ".post__content",
    ".content-article",
    ".body-content",
)
"""Where the usual systems keep the text of an article; the first that fits wins."""

CAPTION_OPENING = re.compile(
    r"(?:quang cảnh|toàn cảnh|ảnh(?: minh họa| minh hoạ| tư liệu)?\s*[:.]|các đại biểu (?:tham dự|dự|chụp)|đại biểu (?:tham dự|dự)|hình ảnh|một góc|khung cảnh|từ trái (?:sang|qua)|\(ảnh)",
    re.IGNORECASE,
)
"""How a caption begins where nothing in its markup tells it from a paragraph."""

CREDIT_AT_END = re.compile(
    r"(?:\(\s*(?:ảnh|nguồn ảnh)[^()]{0,60}\)|(?:^|[.\s])ảnh\s*:\s*[^.:]{1,50})\.?\s*\|?$", re.IGNORECASE
)
"""A photo credit at the end of a line: the line is a caption."""

NOT_AUTHORS = re.compile(
    r"(?:admin(?:istrator)?|quantri(?:vien)?|quản trị(?: viên)?|super ?user|webmaster|root|user\d*|editor|biên tập(?: viên)?|ban biên tập|author|anonymous|guest|test|bbt)",
    re.IGNORECASE,
)
"""Account names of content management systems, no authors."""

SOFT_404 = re.compile(
    r"(?:không tìm thấy|trang (?:này )?không tồn tại|không tồn tại|bài viết (?:này )?(?:không tồn tại|đã bị xóa|đã bị xoá|không còn)|nội dung (?:này )?không (?:còn|tồn tại)"
    r"|page not found|not found|404(?: error| not found)?|error 404|lỗi 404|the page (?:you .{0,40} )?(?:could not|cannot|can't) be found|nothing (?:was )?found|oops!?)",
    re.IGNORECASE,
)
"""Found in the title of a page that says it does not exist."""

LOGIN = re.compile(
    r"(?:đăng nhập(?: hệ thống| tài khoản| quản trị)?|log ?in|sign ?in|login required|đăng nhập để .{0,40})",
    re.IGNORECASE,
)
"""The whole title of a page that asks for a log-in."""

CHALLENGE = re.compile(
    r"(?:just a moment|checking your browser|attention required|verify(?:ing)? (?:that )?you are (?:a )?human|ddos protection|enable javascript and cookies|please enable (?:javascript|cookies)"
    r"|are you a robot|security check|xác minh (?:bạn|rằng bạn)|xác thực truy cập|vui lòng bật javascript|đang kiểm tra trình duyệt|access denied|captcha)",
    re.IGNORECASE,
)
"""Found in the little text of a page that wants to see a browser first."""

LISTING_TITLE = re.compile(
    r"(?:tag|từ khóa|từ khoá|chuyên mục|category|archives?|lưu trữ|tác giả|author|kết quả tìm kiếm|tìm kiếm|search results?(?: for)?|you searched for)\s*[:：].{0,120}|(?:tìm kiếm|search|kết quả tìm kiếm|search results?|sitemap|sơ đồ (?:site|trang|website|cổng)|rss(?:[- ]feeds?)?|trang chủ|home)",
    re.IGNORECASE,
)
"""The whole title of a tag, search, section or index page."""

HOME_WORDS = re.compile(r"(?:trang (?:chủ|nhất)|home(?: ?page)?|trang chính|front page|tin tức|news)", re.IGNORECASE)
"""The first steps of a breadcrumb that are no section."""
