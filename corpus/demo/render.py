"""A request to a demonstration site and its answer: pure, the same for the same arguments."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.demo.content import State, is_edited, newest_first, removed_in
from corpus.demo.files import file_bytes, media_type
from corpus.demo.printed import http_date, print_date
from corpus.demo.routes import Edition, Route, edition, listing_address, page_count, section_number, with_noise
from corpus.demo.site import site_stories
from corpus.demo.view import Shown

CLOCK: dict[State, datetime] = {"first": datetime(2026, 11, 2, 8, 15, 42), "later": datetime(2026, 11, 16, 14, 3, 29)}
"""What the sites' clocks show, in Vietnam's zone: fixed, so that a page is the same on each day."""
COUNTER = re.compile(rb"\x02(\d+)\x03")
VARIANTS = 3
"""Teasers come in this many selections, one after the other."""
TEMPLATES = {
    "article": "article", "language": "article", "home": "home", "listing": "listing", "print": "print", "save": "save",
    "tag": "tag", "login": "login", "about": "about", "feed_index": "feeds", "missing": "missing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. ``headers`` lack only those that the connection decides (length, date)."""

    status: int
    headers: dict[str, str]
    body: bytes


def render(
    site: str,
    address: str,
    *,
    state: State = "first",
    base_url: str = "http://127.0.0.1",
    hit: int = 0,
    count: int | None = None,
    heavy: bool = False,
) -> Response:
    """The answer of *site* to ``GET address`` (``path?query``).

    *hit* is how often the site was asked before: counters show it and teasers turn with it. *count* puts
    that many synthetic articles in place of the site's own; *heavy* pads pages to the weight of real ones.
    """
    found = edition(site, state, count)
    route = found.find(address)
    if route is None:
        return _missing(found, base_url, heavy=heavy, hit=hit)
    if route.kind == "redirect":
        return Response(301, {"Location": base_url + str(route.name)}, b"")
    if route.kind == "removed":
        return _removed(found, base_url, heavy=heavy, hit=hit)
    if route.kind in {"image", "file", "asset"}:
        name = str(route.name)
        return Response(200, {"Content-Type": media_type(name)}, file_bytes(name))
    headers = {"Content-Type": _content_type(found, route)} | _validators(found, route)
    if route.kind in TEMPLATES:
        body = _page(site, state, count, route, base_url, hit % VARIANTS, heavy)
        return Response(200, headers, counted(body, hit))
    return Response(200, headers, _machine(site, state, count, route, base_url))


def counted(body: bytes, hit: int) -> bytes:
    """*body* with its counters advanced to *hit*."""
    return COUNTER.sub(lambda found: b"%d" % (int(found[1]) + hit), body)


@cache
def templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["date"] = lambda at, pattern: print_date(pattern, at)
    environment.filters["gmt"] = lambda at: http_date(at - timedelta(hours=7))
    environment.globals.update(counter=lambda base: f"\x02{base}\x03", with_noise=with_noise)
    return environment


@lru_cache(maxsize=20_000)
def _page(site: str, state: State, count: int | None, route: Route, base_url: str, variant: int, heavy: bool) -> bytes:
    found = edition(site, state, count)
    template = templates().get_template(f"{site}/{TEMPLATES[route.kind]}.html.jinja")
    return template.render(page_context(found, route, base_url, variant=variant, heavy=heavy)).encode()


@lru_cache(maxsize=500)
def _machine(site: str, state: State, count: int | None, route: Route, base_url: str) -> bytes:
    """Feeds, sitemaps and robots.txt."""
    found = edition(site, state, count)
    name = "robots.txt" if route.kind == "robots" else f"{route.kind}.xml"
    text = templates().get_template(f"shared/{name}.jinja").render(page_context(found, route, base_url))
    return gzip.compress(text.encode(), mtime=0) if route.address.endswith(".gz") else text.encode()


def page_context(
    found: Edition, route: Route, base_url: str, *, variant: int = 0, heavy: bool = False
) -> dict[str, Any]:
    """What the templates are given for *route*."""
    site = found.site
    shown = [Shown(found, story) for story in found.stories]
    context: dict[str, Any] = {
        "site": site,
        "state": found.state,
        "base_url": base_url,
        "route": route,
        "page_url": base_url + route.address,
        "clock": print_date(site.clock, CLOCK[found.state]),
        "heavy": heavy,
        "sections": [(section, listing_address(site, section)) for section in site.sections],
        "latest": shown[:10],
        "teasers": [shown[(variant * 4 + place) % len(shown)] for place in range(min(4, len(shown)))],
        "blocks": [
            (section, listing_address(site, section), [one for one in shown if one.story.section == section.slug][:4])
            for section in site.sections
        ],
    }
    if route.story is not None:
        context["article"] = article = Shown(found, route.story)
        context["article_url"] = base_url + article.url
        context["listing"] = listing_address(site, article.section)
        context["linked_data"] = article.linked_data(base_url)
        context["section_number"] = section_number(site, article.story.section)
        context |= _neighbours(found, route)
    if route.kind in {"listing", "feed"}:
        context |= _listed(found, route, base_url)
    if route.kind == "tag":
        name, stories = found.tags[str(route.name)]
        context |= {"tag": name, "listed": [Shown(found, story) for story in newest_first(stories)]}
    if route.kind == "urlset":
        listed = [one for one in shown if one.story.id not in site.unlisted]
        context["listed"] = listed if route.name == "0" else []
    if route.kind == "news_sitemap":
        context["listed"] = shown[:20]
    return context


def _listed(found: Edition, route: Route, base_url: str) -> dict[str, Any]:
    site, section = found.site, route.section
    stories = found.stories if section is None else found.in_section(section.slug)
    if route.kind == "feed":
        return {"section": section, "listed": [Shown(found, story) for story in stories[: site.feed_size]]}
    assert section is not None
    pages = [listing_address(site, section, page) for page in range(1, page_count(site, len(stories)) + 1)]
    first = (route.page - 1) * site.page_size
    return {
        "section": section,
        "listed": [Shown(found, story) for story in stories[first : first + site.page_size]],
        "pages": pages,
        "page": route.page,
        "noise": site.routes.listing_noise.format(listing_quoted=quote(base_url + route.address, safe="")),
        "previous": pages[route.page - 2] if route.page > 1 else None,
        "next": pages[route.page] if route.page < len(pages) else None,
    }


def _neighbours(found: Edition, route: Route) -> dict[str, list[Shown]]:
    assert route.story is not None
    stories = found.in_section(route.story.section)
    place = stories.index(route.story)
    return {
        "newer": [Shown(found, story) for story in stories[max(0, place - 2) : place]],
        "older": [Shown(found, story) for story in stories[place + 1 : place + 6]],
    }


def _missing(found: Edition, base_url: str, *, heavy: bool, hit: int) -> Response:
    route = Route(kind="about", address="/khong-tim-thay", name="missing")
    template = templates().get_template(f"{found.site.slug}/missing.html.jinja")
    body = template.render(page_context(found, route, base_url, heavy=heavy)).encode()
    return Response(
        200 if found.site.soft_404 else 404, {"Content-Type": _content_type(found, route)}, counted(body, hit)
    )


def _removed(found: Edition, base_url: str, *, heavy: bool, hit: int) -> Response:
    habit = found.site.removed
    if habit == "home":
        return Response(302, {"Location": base_url + found.site.routes.home}, b"")
    page = _missing(found, base_url, heavy=heavy, hit=hit)
    return Response({"404": 404, "410": 410, "soft": 200}[habit], page.headers, page.body)


def _content_type(found: Edition, route: Route) -> str:
    if route.kind == "robots":
        return "text/plain; charset=utf-8"
    if route.address.endswith(".gz"):
        return "application/gzip"
    if route.kind in {"feed", "sitemap", "urlset", "news_sitemap"}:
        return "application/rss+xml; charset=utf-8" if route.kind == "feed" else "text/xml; charset=utf-8"
    return "text/html; charset=utf-8" if found.site.charset_header else "text/html"


def _validators(found: Edition, route: Route) -> dict[str, str]:
    """ETag and Last-Modified as the site sends them; they change when the page's own content does."""
    changed = changed_at(found, route)
    made = {}
    if "etag" in found.site.validators:
        made["ETag"] = f'W/"{zlib.crc32(route.address.encode()):08x}-{changed:%Y%m%d%H%M}"'
    if "last-modified" in found.site.validators:
        made["Last-Modified"] = http_date(changed - timedelta(hours=7))
    return made


def changed_at(found: Edition, route: Route) -> datetime:
    """When the content at *route* last changed, in Vietnam's zone; whatever lists articles changes with them."""
    if route.story is None:
        return CLOCK["later"] if found.state == "later" else found.stories[0].published_at
    if found.state == "later" and is_edited(route.story):
        return CLOCK["later"]
    return datetime.fromisoformat(route.story.updated or route.story.published)


__all__ = ["Response", "counted", "edition", "page_context", "removed_in", "render", "site_stories"]
