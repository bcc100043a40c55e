"""How likely a link is an article where no rule of a family decides: 0 to 1, from 0.5 on it is taken for one.

Points are added up. They were set on pages of WordPress (dated and plain addresses), Drupal, Joomla,
Ghost, NukeViet read without its family, and on pages of custom systems; ``tests/test_discovery_cms.py`` holds
small ones of each. A false candidate costs one request and is refused at extraction; a missed one is
lost: in doubt a link in a list of teasers is taken.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from crawler.addresses import readable

THRESHOLD = 0.5
KEPT = 16384
"""Addresses whose points are remembered: the menus of a site stand on all its pages."""

Region = Literal["main", "nav", "aside", "footer", "pager", "noise"]

_JUNK_STEP = re.compile(
    r"(?:about(?:-us)?|gioi-?thieu|introduction|contact(?:-us)?|lien-?he|log-?(?:in|out|on)|sign-?(?:in|up|out)|"
    r"dang-?(?:nhap|ky|xuat)|register|users?|members?|thanh-?vien|account|tai-?khoan|profile|search|tim-?kiem|seek|"
    r"site-?map|so-?do(?:-(?:site|trang|cong))?|siteterms|dieu-?khoan(?:-su-dung)?|terms(?:-of-\w+)?|privacy(?:-policy)?|"
    r"chinh-sach(?:-\w+)*|copyright|ban-quyen|faqs?|hoi-?dap|gop-?y|y-kien|voting|polls?|tham-?do(?:-y-kien)?|binh-?chon|"
    r"statistics|thong-ke|banners?|quang-cao|web-?links?|lien-ket(?:-web(?:site)?)?|cart|gio-hang|checkout|"
    r"tags?|tu-khoa|keywords?|authors?|tac-gia|archives?|luu-tru|print(?:er)?|in-bai|trang-in|e?mail|sendmail|savefile|"
    r"share|comments?|binh-luan|trackback|embed|amp|feeds?|rss|atom|calendar|lich(?:-(?:cong-tac|lam-viec|tuan))?|"
    r"admin|administrator|wp-\w+|cdn-cgi|cgi-bin|ajax|api|_layouts|_vti_bin|javascript|default|index(?:-?\d{1,4})?|home|"
    r"trang-?chu|trang-?nhat|van-ban-phap-quy|(?:page|trang|p)-?\d+)",
    re.IGNORECASE,
)
_SECTION_STEP = re.compile(
    r"(?:tin-?tuc(?:-su-?kien)?|su-?kien|news|blogs?|bai-viet|tin-(?:moi|nong|van|bai|hoat-dong|trong-(?:nuoc|tinh)|dia-phuong)|"
    r"thong-bao|van-ban(?:-\w+){0,3}|chuyen-(?:de|muc)|thoi-su|chinh-tri|kinh-te(?:-xa-hoi)?|xa-hoi|van-hoa(?:-xa-hoi)?|"
    r"quoc-(?:te|phong-an-ninh)|the-thao|giao-duc|y-te|phap-luat|du-lich|xay-dung-dang|tuyen-truyen|tuyen-giao|khoa-giao|"
    r"ly-luan(?:-chinh-tri)?|dan-van|tu-lieu|tai-lieu|video(?:-clips?)?|clips?|audio|media|multimedia|podcast|"
    r"(?:thu-vien|phong-su)(?:-(?:anh|video|hinh-anh))?|(?:hinh-)?anh|photos?|gallery|infographics?|emagazine|categor(?:y|ies)|"
    r"danh-(?:muc|sach)|the-loai|danhsach|chuyenmuc|lists?|topics?|chu-de|muc)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|vnp|epi|bcb|tpo|cms)$", re.IGNORECASE)
_HEX_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{24}", re.IGNORECASE)
_TAIL_ID = re.compile(r"(?:^|[-_.])(?!(?:19|20)\d{2}$)[a-z]{0,4}\d+[a-z]?$|^\d+[-_]|[a-z]\d{3,}$", re.IGNORECASE)
_DATE_PATH = re.compile(r"/(?:19|20)\d{2}(?:/(?:0?[1-9]|1[0-2])(?:/|$)|-\d{1,2}-\d{1,2}|(?:0[1-9]|1[0-2])(?:\d\d)?/)")
_MONTH_ARCHIVE = re.compile(r"/(?:19|20)\d{2}(?:[/_-]\d{1,2}){0,2}/?(?:_archive)?(?:\.html?)?$")
_GROUP_NAME = re.compile(
    r"(?:cat|category|cid|catid|cateid|chuyen-?muc|section|sec|menu|tab|zone|type|loai|nhom|group|tag|topic)_?(?:id)?",
    re.IGNORECASE,
)
_ID_NAME = re.compile(r"[a-z_]*id|p|n|bv|bai|tin|news|article|post|view|detail|slug|title", re.IGNORECASE)
_DETAIL = re.compile(r"chi-?tiet|detail|view|xem|read|show|article|bai-?viet|post|node", re.IGNORECASE)
_GROUP_PAGE = re.compile(r"danh-?sach|list|chuyen-?muc|category|nhom|loai|archive", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How an address stands on a page: the strongest of all links to it."""

    asked: str
    """``path?query`` of the canonical address."""
    text: str = ""
    region: Region = "main"
    in_heading: bool = False
    is_dated: bool = False
    """A date is printed beside it."""
    has_teaser: bool = False
    """A picture, or text of some length, stands in the same item."""
    is_repeated: bool = False
    """Two or more items beside it are built alike."""
    peers: float | None = None
    """Of the links that stand in the same markup on the page, the share that looks like articles; None for few."""
    has_more: bool = False
    """A second link to it says "read on"."""
    is_bookmark: bool = False


@functools.lru_cache(maxsize=KEPT)
def is_junk(asked: str) -> bool:
    """True where a step of the path names what is no article and lists none: log-in, search, tags, months."""
    path = asked.partition("?")[0]
    if path in ("", "/") and "?" not in asked:
        return True
    steps = [_EXTENSION.sub("", readable(step)) for step in path.split("/") if step]
    return bool(
        any(_JUNK_STEP.fullmatch(step) for step in steps[:-1])
        or (steps and "?" not in asked and _JUNK_STEP.fullmatch(steps[-1]))
        or _MONTH_ARCHIVE.search(path)
    )


@functools.lru_cache(maxsize=KEPT)
def address_score(asked: str) -> float:
    """Points of the address alone, unbounded; 0.3 says nothing either way."""
    path, _, query = asked.partition("?")
    steps = [readable(step) for step in path.split("/") if step]
    if not steps and not query:
        return 0.0
    points = 0.3 + (0.05 if steps and _EXTENSION.search(steps[-1]) else 0)
    names = [_EXTENSION.sub("", step) for step in steps]
    has_id = any(_HEX_ID.search(step) for step in names)
    while len(names) > 1 and (names[-1].isdigit() or _HEX_ID.fullmatch(names[-1]) or names[-1] in ("index", "default")):
        has_id = has_id or names[-1].isdigit()
        names.pop()
    slug = names[-1] if names else ""
    has_id = has_id or bool(_TAIL_ID.search(slug)) or (len(names) > 1 and names[-2].isdigit())
    count = _word_count(slug)
    points += _by_count(count, ((8, 0.35), (6, 0.3), (5, 0.22), (4, 0.12), (3, 0.0)), -0.1)
    if _SECTION_STEP.fullmatch(slug) and not query:
        points -= 0.4 if not has_id else 0.1
    if _DATE_PATH.search(path):
        points += 0.25
    points += _query_points(path, query)
    return points + (0.2 if has_id else 0)


def listed_address_score(asked: str) -> float:
    """The score of an address that a sitemap or feed lists without anything around it."""
    return 0.0 if is_junk(asked) else _bounded(address_score(asked) + 0.15)


def link_score(sight: Sight) -> float:
    """The score of a link as it stands on a page."""
    if is_junk(sight.asked):
        return 0.0
    points = address_score(sight.asked)
    words = sight.text.split()
    points += _by_count(len(words), ((8, 0.3), (6, 0.25), (5, 0.2), (4, 0.1), (3, 0.0)), -0.2 if words else -0.05)
    points += {"main": 0.0, "aside": -0.05, "nav": -0.35, "footer": -0.4, "pager": -0.6, "noise": -0.4}[sight.region]
    points += 0.15 if sight.in_heading else 0
    points += 0.25 if sight.is_dated else 0
    points += 0.1 if sight.has_teaser else 0
    points += 0.1 if sight.is_repeated else 0
    points += 0.15 if sight.has_more else 0
    points += 0.3 if sight.is_bookmark else 0
    if sight.peers is not None:
        points += 0.35 if sight.peers >= 0.5 else 0
        points -= 0.3 if sight.peers < 0.3 and not sight.is_dated and not has_article_shape(sight.asked) else 0
    return _bounded(points)


@functools.lru_cache(maxsize=KEPT)
def has_article_shape(asked: str) -> bool:
    """True where the address carries an id or a date besides a slug of some words: no section front looks so."""
    path, _, query = asked.partition("?")
    name = _EXTENSION.sub("", readable(path.rstrip("/").rpartition("/")[2]))
    if _DATE_PATH.search(path):
        return True
    return bool(_TAIL_ID.search(name) or _query_points(path, query) > 0.15) and (bool(query) or _word_count(name) >= 4)


def _query_points(path: str, query: str) -> float:
    points = 0.0
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if _GROUP_NAME.fullmatch(name):
            points -= 0.1
        elif _ID_NAME.fullmatch(name) and (value.isdigit() or _HEX_ID.fullmatch(value) or _word_count(value) >= 3):
            points += 0.2
    points = max(min(points, 0.2), -0.3)
    if query and points <= 0:
        points -= 0.2  # parameters that name nothing: sorting, filters, views
    if query and _DETAIL.search(path + query):
        points += 0.1
    if query and _GROUP_PAGE.search(path):
        points -= 0.3
    return points


def _word_count(slug: str) -> int:
    words = [word for word in re.split(r"[-_+.,\s]+|%20", slug) if any(map(str.isalpha, word))]
    if len(words) <= 2 and (longest := max(map(len, words), default=0)) >= 20:
        return longest // 5  # words written together, as SharePoint names its pages
    return len(words)


def _by_count(count: int, steps: tuple[tuple[int, float], ...], below: float) -> float:
    return next((points for least, points in steps if count >= least), below)


def _bounded(points: float) -> float:
    return round(min(max(points, 0.0), 0.99), 2)
