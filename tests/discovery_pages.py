"""Pages and portals for the discovery tests. Module of helpers, no tests."""

from __future__ import annotations

import datetime as dt

from crawler.discovery import read_links
from crawler.items import Context, Link, Page, PageKind
from crawler.portals import Portal, load_family
from crawler.portals.spec import ArticleRules, ListingRules

HOST = "thu.example.vn"
FETCHED = dt.datetime(2026, 3, 1, 5, tzinfo=dt.UTC)


def make_portal(family: str = "generic", **changes) -> Portal:
    """A portal of *family* on ``https://thu.example.vn``; *changes* replace whole tables."""
    rules = load_family(family)
    facts = {
        "slug": "thu",
        "name": "Trang thử",
        "organ": "Ban Tuyên giáo thử",
        "level": "central",
        "kind": "demo",
        "hosts": (HOST,),
        "evidence": ("test",),
        "family": family,
        "article": rules.article,
        "canonical": rules.canonical,
        "listing": rules.listing,
        "discovery": rules.discovery,
        "date_formats": rules.date_formats,
    }
    return Portal(**(facts | changes))


BARE = make_portal(article=ArticleRules(), listing=ListingRules())
"""A portal without any rule: everything is scored."""


def make_page(
    body: str | bytes,
    path: str = "/",
    *,
    kind: PageKind = "listing",
    content_type: str = "text/html; charset=utf-8",
    section: str | None = None,
) -> Page:
    url = path if path.startswith("http") else f"https://{HOST}{path}"
    return Page(
        url=url,
        requested_url=url,
        status=200,
        content_type=content_type,
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=FETCHED,
        context=Context(portal="thu", portal_digest="", crawl_id=1, frontier_id=1, kind=kind, section=section),
    )


def paths(links: tuple[Link, ...], kind: str, *, pager: bool = False) -> list[str]:
    """``path?query`` of the links of one kind; those of the pager by themselves."""
    chosen = [link for link in links if link.kind == kind and link.is_pager is pager]
    return [link.url.removeprefix(f"https://{HOST}") for link in chosen]


def articles(html: str, path: str = "/", portal: Portal = BARE) -> list[str]:
    return paths(read_links(make_page(html, path), portal), "article")


def next_page(html: str, path: str = "/", portal: Portal = BARE) -> list[str]:
    return paths(read_links(make_page(html, path), portal), "listing", pager=True)


def sections(html: str, path: str = "/", portal: Portal = BARE) -> list[str]:
    return paths(read_links(make_page(html, path), portal), "listing")
