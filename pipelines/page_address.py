"""The address of a page: what its links are relative to, which one the article is stored under, what it says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.items import Page
from crawler.portals.spec import Portal
from crawler.urls import article_key, canonical_url, classify


def base_of(root: HtmlElement, url: str) -> str:
    """What relative addresses on the page at *url* are joined to: its ``base`` element, else *url*."""
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return urljoin(url, base) if base else url


def own_addresses(page: Page, base_url: str, declared: str | None) -> tuple[str, ...]:
    """The addresses under which a page may link to itself; *declared* is its ``rel=canonical``, if it has one."""
    return (page.url, page.requested_url, urljoin(base_url, declared) if declared else "")


def article_url(page: Page, portal: Portal, base_url: str, declared: str | None) -> str:
    """The canonical URL: the one that answered, or the declared one where the rules take it for an article."""
    own = canonical_url(page.url, portal)
    if declared and portal.article.url:
        other = canonical_url(urljoin(base_url, declared), portal)
        same_host = urlsplit(other).netloc == urlsplit(own).netloc
        if (
            same_host
            and classify(other, portal) == "article"
            and article_key(own, portal) in (None, article_key(other, portal))
        ):
            return other
    return own


def key_of(url: str, portal: Portal) -> str:
    """The article key of a canonical URL: the portal's own, else the address without scheme and ``www.``."""
    return article_key(url, portal) or _bare(url)


def said_by_address(page: Page, portal: Portal) -> dict[str, bool]:
    """What the address and the way to it say of a page: fields of ``validate.Finding``."""
    kind = classify(page.url, portal)
    context = page.context
    return {
        "rules_say_listing": kind in ("listing", "feed", "sitemap"),
        "rules_say_article": kind == "article",
        "only_in_sitemap": context.via is not None
        and classify(context.via, portal) == "sitemap"
        and not (context.link_text or context.listed_at or context.section),
    }


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path + (f"?{parts.query}" if parts.query else "")
