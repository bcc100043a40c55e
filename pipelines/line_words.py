"""Words that tell furniture, headings, captions and credits from text, as data.

Seen on portals of Party organs, provincial newspapers and the usual content management systems. Where nothing
else is said, they are compared with the whole text of a block.
"""

from __future__ import annotations

import re

RELATED_HEADING = re.compile(
    r"(?:»|>>|\W)*\s*(?:"
    r"(?:các\s+|những\s+)?(?:tin|bài)(?:\s+(?:tức|bài|viết|đăng))?\s+(?:liên\s+quan|mới\s+hơn|cũ\s+hơn|khác"
    r"|cùng\s+\S+(?:\s+\S+)?)"
    r"|(?:các\s+|những\s+)?(?:tin|bài)(?:\s+(?:tức|bài|viết))?\s+(?:đã\s+đưa|đã\s+đăng|mới\s+nhất|nổi\s+bật"
    r"|xem\s+nhiều|đọc\s+nhiều|tiếp\s+theo)"
    r"|tin\s+cũ|tin\s+mới|bài\s+tiếp|có\s+thể\s+bạn\s+quan\s+tâm|có\s+liên\s+quan|liên\s+quan|xem\s+thêm"
    r"|đọc\s+thêm|xem\s+tiếp|cùng\s+chuyên\s+mục|cùng\s+chủ\s+đề|tin\s+cùng\s+mục|mời\s+(?:bạn\s+)?đọc\s+thêm"
    r"|related(?:\s+(?:posts?|articles?|news|content|stories))?"
    r"|more\s+(?:posts?|articles?|news|stories|from\s+.{1,40})|you\s+(?:may|might)\s+also\s+like"
    r"|read\s+(?:more|next|also)|see\s+also|recommended(?:\s+(?:posts?|for\s+you))?|latest\s+(?:posts?|news)"
    r"|recent\s+(?:posts?|articles?|news)|popular\s+posts?|other\s+(?:news|posts?|articles?)"
    r"|similar\s+(?:posts?|articles?)"
    r")\s*(?:\(\d+\))?\s*[:.…»>]*",
    re.IGNORECASE,
)
"""A line over links to other articles."""

RELATED_LINE = re.compile(
    r"(?:>>+|»|›|→|►|▶|\*\s*>>)\s*\S"
    r"|(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|see also|read more|read also)\s*[:>»]",
    re.IGNORECASE,
)
"""How a line begins that is one link to another article in the midst of the text."""

TAIL_HEADING = re.compile(
    r"(?:\d+\s+)?(?:"
    r"bình luận|ý kiến bạn đọc|ý kiến|độc giả bình luận|phản hồi|thảo luận|gửi bình luận|viết bình luận"
    r"|để lại bình luận|trả lời|để lại (?:một )?(?:bình luận|phản hồi|trả lời)|comments?"
    r"|leave a (?:reply|comment)|post a comment|join the (?:discussion|conversation)|discussion|responses?"
    r"|add (?:new )?comment"
    r")\s*(?:\(?\d*\)?)\s*[:.…]?",
    re.IGNORECASE,
)
"""A heading with which comments begin: nothing of the article follows."""

FURNITURE_LINE = re.compile(
    r"(?:"
    r"in ra|in bài(?: viết| này)?|bản in|in trang|print(?: this)?(?: page| article)?|email(?: this)?"
    r"|gửi (?:mail|email|bài viết|cho bạn bè)(?: .{0,20})?|lưu (?:bài|tin|lại)(?: viết)?(?: này)?|quay lại"
    r"|trở lại|trở về|về trang trước|về đầu trang|lên đầu trang|back(?: to top)?|top|a-\s*a?\s*a\+"
    r"|a\s*-\s*a\s*\+|[aA][-+]?(?:\s+[aA][-+]?){1,3}|cỡ chữ.{0,40}|(?:xem với )?cỡ chữ|màu chữ.{0,20}"
    r"|tương phản|(?:tăng|giảm)(?: giảm)? (?:tương phản|cỡ chữ)|đọc bài viết|nghe bài viết|nghe đọc bài"
    r"|truy cập nội dung luôn|bỏ qua nội dung chính|skip to (?:main )?content|focus on content|sign in"
    r"|đăng nhập|\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|giọng (?:nam|nữ|đọc)(?: miền (?:bắc|trung|nam))?|1x"
    r"|tốc độ đọc.{0,20}|(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|tải)(?: tin| bài)?\s*[:：]?\s*[\d.,]+"
    r"|\[?\s*số lần xem\s*[:：]?\s*[\d.,]+\s*\]?|[\d.,]+\s*(?:lượt|lần) (?:xem|đọc)"
    r"|(?:đã xem|phản hồi|xem|views?|hits?|cms-view-count|reads?|bình luận|comments?)\s*[:：]\s*[\d.,]+"
    r"|[\d.,]+\s*(?:views?|hits?|comments?|min(?:ute)?s? read|phút đọc)"
    r"|đang (?:online|truy cập)\s*[:：]?\s*[\d.,]*|thống kê(?: truy cập)?|no comments(?: yet)?"
    r"|chưa có bình luận(?: nào)?\.?|tổng số điểm của bài viết là.{0,60}|click để đánh giá.{0,30}"
    r"|xếp hạng\s*[:：].{0,40}|đánh giá bài viết.{0,30}|\d+(?:[.,]\d+)?\s*[-/]\s*\d+\s*(?:phiếu bầu|votes?)"
    r"|chia sẻ(?: bài viết)?(?: (?:lên|qua|với|trên) .{0,60})?\s*:?"
    r"|share(?: bai| this)?(?: post| article| on .{0,40})?\s*:?|like|tweet|facebook|twitter|zalo|linkedin"
    r"|pinterest|whatsapp|telegram|theo dõi (?:báo|chúng tôi|.{0,60}) trên.{0,60}"
    r"|follow (?:us|.{0,40}) on.{0,40}|google news|like this:?|loading\.*|like loading\.*"
    r"|xin vui lòng gõ tiếng việt có dấu.{0,60}|vui lòng (?:đăng nhập|gõ tiếng việt).{0,80}"
    r"|sắp xếp theo bình luận.{0,30}|your email address will not be published.{0,80}"
    r"|email của bạn sẽ không được hiển thị.{0,80}|(?:©|copyright|bản quyền).{0,160}"
    r"|(?:ghi rõ nguồn|vui lòng ghi rõ nguồn).{0,120}|chịu trách nhiệm (?:nội dung|chính).{0,120}"
    r"|powered by.{0,80}|all rights reserved\.?|proudly powered by .{0,40}|designed by .{0,60}"
    r"|thiết kế bởi.{0,60}|leftcenterrightdel|image (?:banner|advertisement)|anh tin bai|xuất bản thông tin"
    r"|chi tiết bài viết|null|undefined|advertisements?|quảng cáo"
    r"|(?:bài|tin) (?:trước|sau|kế tiếp|kế trước|tiếp theo)(?: đó)?\s*[:>»]?"
    r"|(?:«|‹|←|<<?|>>?|»|›|→)?\s*(?:previous|prev|next|older|newer)(?: (?:posts?|articles?|page))?\s*(?:«|‹"
    r"|←|<<?|>>?|»|›|→|:)?"
    r"|trang trước|trang sau|post navigation|điều hướng bài viết|posted (?:in|by|on)|đăng (?:trong|bởi)"
    r"|uncategorized|chưa phân loại|chưa được phân loại|read time.{0,20}|tải về|download"
    r"|xem chi tiết(?: trong)?(?: (?:tệp|file) đính kèm)?\.?|(?:tệp|file) đính kèm\s*:?"
    r")",
    re.IGNORECASE,
)
"""A whole line that is a tool, counter, player, share or follow line, rating, notice or footer."""

TOOL_WORDS = re.compile(
    r"(?:"
    r"chia sẻ|share|facebook|zalo|twitter|tweet|like|email|gửi mail|print|in(?: bài(?: viết)?)?|google\+?"
    r"|linkedin|pinterest|telegram|whatsapp|copy link|sao chép(?: liên kết)?|a-|a\+|a|cỡ chữ|nghe|lưu|theo dõi"
    r"|quay lại|trở lại|\W"
    r")+",
    re.IGNORECASE,
)
"""A line of tool labels one behind the other."""

TAGS_LINE = re.compile(
    r"(?:"
    r"tags?|từ khóa|từ khoá|thẻ|chủ đề|keywords?|tagged(?: (?:with|in))?|categor(?:y|ies)|chuyên mục|danh mục"
    r")\s*[:：]",
    re.IGNORECASE,
)
"""How a line of tags or categories begins."""

CAPTION_OPENING = re.compile(
    r"(?:"
    r"quang cảnh|toàn cảnh|ảnh(?: minh họa| minh hoạ| tư liệu)?\s*[:.]|các đại biểu (?:tham dự|dự|chụp)"
    r"|đại biểu (?:tham dự|dự)|hình ảnh|một góc|khung cảnh|từ trái (?:sang|qua)|\(ảnh"
    r")",
    re.IGNORECASE,
)
"""How a caption begins where nothing in its markup tells it from a paragraph."""

CREDIT_AT_END = re.compile(
    r"(?:\(\s*(?:ảnh|nguồn ảnh)[^()]{0,60}\)|(?:^|[.\s])ảnh\s*:\s*[^.:]{1,50})\.?\s*\|?$", re.IGNORECASE
)
"""A photo credit at the end of a line: the line is a caption."""

NOT_AUTHORS = re.compile(
    r"(?:"
    r"admin(?:istrator)?|quantri(?:vien)?|quản trị(?: viên)?|super ?user|webmaster|root|user\d*|editor"
    r"|biên tập(?: viên)?|ban biên tập|author|anonymous|guest|test|bbt"
    r")",
    re.IGNORECASE,
)
"""Account names of content management systems, no authors."""
