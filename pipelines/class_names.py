"""What class names, ids and tags say of an element, as data: noise, caption, lead, body, category.

Seen on portals of Party organs, provincial newspapers and the usual content management systems. Whole words of
``class`` and ``id`` are compared (``post-share`` has the words ``post`` and ``share``).
"""

from __future__ import annotations

import re

NOISE_TAGS = frozenset({
    "area", "button", "canvas", "datalist", "dialog", "input", "label", "map", "meter", "noscript", "option",
    "progress", "script", "select", "style", "svg", "template", "textarea",
})  # fmt: skip
"""Elements that never hold text of an article."""

NOISE_WORDS = frozenset({
    "addthis", "addtoany", "ads", "adsbygoogle", "advert", "advertisement", "adverts", "backtotop", "banner",
    "banners", "binhluan", "breadcrumb", "breadcrumbs", "comment", "commentlist", "comments", "contextlinks",
    "contextual", "cookie", "cookies", "copyright", "counter", "counters", "disqus", "fb", "fbcomments", "footer",
    "gotop",
    "hotnews", "idcomment", "imgpreview", "licence", "license", "licensing", "lienquan", "lightbox", "login",
    "marquee", "menu", "menus", "modal",
    "morenews", "mostread", "nav", "navbar", "navigation", "newsletter", "offcanvas", "othernews", "pagenavi",
    "pager", "pagination", "paginator", "popup", "prevnext", "promo", "quangcao", "rating", "ratings",
    "readmore", "recommend", "recommended", "related", "relatedposts", "reply", "respond", "ribbonrow",
    "search", "searchform", "share", "sharedaddy", "sharer", "shares", "sharing", "sidebar", "sidebars",
    "signin", "similar", "skip", "social", "socials", "sponsor", "sronly", "submenu", "subscribe",
    "subscription", "suggested", "suitebar", "tagcloud", "taglist", "tags", "taxonomy", "thongke", "ticker",
    "tinkhac", "tinlienquan", "toolbar", "toolbars", "tools", "topnews", "visitor", "vote", "voting", "weather",
    "widget", "widgets", "zalo",
})  # fmt: skip
"""Words of class and id that mark what is no part of an article."""

NOISE_PHRASES = re.compile(
    r"(?:^|[\s_-])(?:"
    r"sr-only|screen-reader|screen-reader-text|visually-hidden|visuallyhidden|element-invisible|other-news"
    r"|tin-lien-quan|tin-khac|bai-viet-lien-quan|author-(?:box|bio|info|card)|about-author|post-author-bio"
    r"|post-navigation|post-nav|read-next|read-more|more-posts|back-to-top|social-\w+|entry-footer|post-footer"
    r"|article-footer|jp-relatedposts|yarpp|wp-block-post-template|wp-block-query|wp-block-comments"
    r"|wp-block-post-terms|wp-block-post-navigation-link|cat-links|posted-in|field--name-comment"
    r"|field--name-field-tags|node__links|links--inline|inline-links|mod-articles\w*"
    r"|com-content-article__(?:links|navigation|icons)|article-info-term|pagenavigation"
    r"|gh-(?:comments|read-next|subscribe|footer|head|navigation)|post-meta-wrapper|news-detail-player"
    r"|ms-signInLink|s4-ribbonrow|suiteBar|block-views\w*"
    r")(?=$|[\s_-])",
    re.IGNORECASE,
)
"""The same as phrases, where the single words would be too common."""

CAPTION_WORDS = re.compile(
    r"(?:^|[\s_-])(?:"
    r"\w*caption|caption\w*|image-?desc|img-?desc|photo-?desc|td-image-desc|image-title|chu-?thich"
    r"|chuthich(?:anh)?|imgcap|gallery-caption|img-credit|legend|ghi-?chu-?anh"
    r")(?=$|[\s_-]|-text)",
    re.IGNORECASE,
)
"""Class words of captions."""

LEAD_WORDS = re.compile(
    r"(?:^|[\s_-])(?:"
    r"sapo|sa-po|lead|lede|lead-?text|hometext|story_teaser|teaser-?text|(?<!with-)summary|intro|intro-?text"
    r"|introtext|excerpt|standfirst|subtitle|sub-title|tomtat|tom-tat|trich-?yeu|mo-?ta|article-?desc\w*"
    r"|post-?excerpt|wp-block-post-excerpt|gh-article-excerpt"
    r"|(?:post|entry|article|page)-(?:description|desc|subtitle|lead|summary|intro|sapo)|deck|dek|chapeau"
    r"|itemIntroText|field--name-field-(?:sapo|lead|summary|intro|teaser|tom-tat)"
    r")(?=$|[\s_-])",
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
