"""Reasons to refuse a page as an article, each of ``corpus.reasons.REASONS``: conservative, named, counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.page_words import CHALLENGE, LISTING_TITLE, LOGIN, SOFT_404

MIN_TEXT_CHARS = 25
"""Less text than this, without pictures and files, is no content."""
_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|table|p|meta|title|script|article)\b", re.IGNORECASE)
_FEED = re.compile(rb"<\s*(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.IGNORECASE)
_COOKIE_SCRIPT = re.compile(
    r"document\.cookie\s*=|location\.(?:reload|href|replace)|window\.location|slowAES|challenge-platform|grecaptcha|h-captcha|cf-turnstile",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What extraction found on a page, as far as it matters here."""

    title: str | None
    title_is_guess: bool
    text_chars: int
    """Lead and body."""
    paragraphs: int
    images: int
    attachments: int
    players: int
    link_share: float
    """Part of the body's characters that are links."""
    teasers: int
    """Elements beside it that show and link other articles."""
    by_rules: bool
    """The family's selectors found the body."""
    has_date: bool
    """A date printed with the article, or in metadata."""
    is_named: bool
    """The body bears a name by which the usual systems call it."""
    says_article: bool
    says_list: bool
    in_menu: bool
    """The site's menu has the page under a short name."""
    only_in_sitemap: bool
    """A sitemap gave the address, and neither listing nor feed did, with a title or date."""
    rules_say_listing: bool
    rules_say_article: bool


def not_html(body: bytes, content_type: str) -> str | None:
    """Why a document is no HTML page, or None."""
    media_type = content_type.partition(";")[0].strip().lower()
    head = body[:4096]
    if media_type and media_type not in _HTML_TYPES:
        return f"media type {media_type}"
    if _FEED.search(head[:1024]) and not re.search(rb"<\s*html", head, re.IGNORECASE):
        return "a feed or sitemap"
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"\x1f\x8b")):
        return "a file of another kind"
    if media_type in ("", "text/plain", "application/xml", "text/xml") and not _MARKUP.search(
        body[:65536].replace(b"\0", b"")
    ):
        return "no HTML in it"
    return None


def challenge(text: str, title: str | None, source: str) -> str | None:
    """What shows that a page with little *text* wants to see a browser first, or None.

    *source* is the markup: a page without text whose script sets a cookie and loads again is one too.
    """
    if len(text) > 1500:
        return None
    match = CHALLENGE.search(f"{title or ''}\n{text}")
    if match and len(text) <= 600:
        return match[0]
    if len(text) < 100 and len(source) < 60_000 and re.search(r"<script", source, re.IGNORECASE):
        script = _COOKIE_SCRIPT.search(source)
        if script and re.search(r"document\.cookie|slowAES|challenge-platform|captcha|turnstile", source):
            return script[0]
    return None


def login(title: str | None, page_title: str | None, *, has_password: bool, text_chars: int) -> bool:
    """Whether a page is a form to log in: its title says so and nothing else stands there."""
    if not has_password or text_chars > 600:
        return False
    names = [name for name in (title, page_title) if name]
    return any(LOGIN.fullmatch(re.split(r"\s+[|–-]\s+", name)[0].strip()) for name in names) or not names


def soft_404(title: str | None, page_title: str | None, text: str) -> str | None:
    """What says that the page does not exist, although the status was 200; None otherwise.

    Conservative: the words must make up the title, or open a page of hardly any text. An article about
    broken links has a title of its own and a text.
    """
    for name in (title, page_title):
        if name:
            head = re.split(r"\s+[|–»-]\s+", name)[0].strip(" .!:")
            match = SOFT_404.search(head)
            if match and (len(head) - len(match[0]) <= 30) and len(text) < 900:
                return match[0]
    if len(text) < 300:
        match = SOFT_404.search(text[:200])
        if match and match.start() < 60 and (len(match[0]) > 4 or text.startswith(match[0])):
            return match[0]
    return None


def refusal(finding: Finding) -> tuple[str, str | None] | None:
    """Reason and detail if what was found is no article, else None."""
    listing = _listing(finding)
    if listing:
        return "listing", listing
    standing = _standing(finding)
    if standing:
        return "standing", standing
    if not finding.title:
        return "no_title", None
    has_things = bool(finding.images or finding.attachments or finding.players)
    if finding.text_chars < MIN_TEXT_CHARS and not has_things:
        if finding.teasers:
            return "listing", f"{finding.teasers} links to articles and no text"
        return "no_content", f"{finding.text_chars} characters"
    is_marked = finding.by_rules or finding.says_article or finding.has_date or finding.is_named
    if not is_marked and finding.title_is_guess and (finding.paragraphs < 3 or finding.text_chars < 800):
        return "no_content", "nothing marks an article: neither title, date nor body of its own"
    return None


def _standing(finding: Finding) -> str | None:
    """What shows a standing page of the site where no rules know its articles."""
    if finding.by_rules or finding.says_article:
        return None
    if finding.has_date or finding.rules_say_article:
        return None
    if finding.in_menu:
        return "the site's menu names it, and it bears no date"
    return "no date, and only a sitemap has it" if finding.only_in_sitemap else None


def _listing(finding: Finding) -> str | None:
    if finding.by_rules:
        return None
    if finding.title and LISTING_TITLE.fullmatch(finding.title):
        return f"its title is {finding.title[:80]}"
    if finding.says_list and not finding.says_article and finding.teasers:
        return "its metadata say it is a collection"
    if finding.link_share >= 0.5 and finding.paragraphs <= 3 and not finding.attachments:
        return f"{finding.link_share:.0%} of its text are links"
    if finding.rules_say_listing and not (finding.says_article or finding.has_date):
        return "its address is that of a listing"
    evidence = finding.says_article + finding.has_date + finding.is_named + (not finding.title_is_guess)
    if not evidence and finding.teasers >= 2:
        return f"{finding.teasers} links to articles, neither title, date nor body of its own"
    if finding.teasers >= 2 and not finding.says_article:
        if finding.text_chars < 400 and (evidence < 2 or not finding.has_date):
            return f"{finding.teasers} links to articles, {finding.text_chars} characters of text"
        if not finding.has_date and finding.title_is_guess:
            return f"{finding.teasers} links to articles, neither title nor date of its own"
    return None
