"""The pages of a demonstration site, made from its templates."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.demo.addresses import listing_address, page_count, section_number, with_noise
from corpus.demo.content import Section, State, newest_first
from corpus.demo.printed import http_date, print_date
from corpus.demo.routes import Edition, Route, edition
from corpus.demo.view import Shown

CLOCK: dict[State, datetime] = {"first": datetime(2026, 11, 2, 8, 15, 42), "later": datetime(2026, 11, 16, 14, 3, 29)}
"""What the sites' clocks show, in Vietnam's zone: fixed, so that a page is the same on each day."""
VARIANTS = 3
"""Teasers come in this many selections, one after the other."""
TEMPLATES = {
    "article": "article", "language": "article", "home": "home", "listing": "listing", "print": "print", "save": "save",
    "tag": "tag", "login": "login", "about": "about", "feed_index": "feeds",
}  # fmt: skip
"""Template of each kind of page; the rest are feeds, sitemaps and files."""


class Front(NamedTuple):
    """What all pages of an edition show."""

    stories: tuple[Shown, ...]
    sections: list[tuple[Section, str]]
    """With the address of each."""
    blocks: list[tuple[Section, str, list[Shown]]]
    """The newest four of each section."""


@cache
def templates() -> Environment:
    """Counters come out of the templates as ``\\x02<base>\\x03``, for ``render.counted``."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
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
def page_bytes(
    site: str, state: State, count: int | None, address: str, base_url: str, variant: int, heavy: bool
) -> bytes:
    """The HTML page at *address*, with its counters unset."""
    found = edition(site, state, count)
    route = found.find(address)
    name = "missing" if route is None else TEMPLATES[route.kind]
    route = route or Route(kind="about", address="/")
    context = page_context(found, route, base_url, variant=variant, heavy=heavy)
    return templates().get_template(f"{site}/{name}.html.jinja").render(context).encode()


@lru_cache(maxsize=500)
def machine_bytes(site: str, state: State, count: int | None, address: str, base_url: str) -> bytes:
    """The feed, sitemap or robots.txt at *address*."""
    found = edition(site, state, count)
    route = found.find(address)
    if route is None:
        raise ValueError(f"nothing stands at {address}")
    name = "robots.txt" if route.kind == "robots" else f"{route.kind}.xml"
    text = templates().get_template(f"shared/{name}.jinja").render(page_context(found, route, base_url))
    return gzip.compress(text.encode(), mtime=0) if address.endswith(".gz") else text.encode()


@cache
def front(site: str, state: State, count: int | None) -> Front:
    found = edition(site, state, count)
    sections = [(section, listing_address(found.site, section)) for section in found.site.sections]
    return Front(
        stories=tuple(Shown(found, story) for story in found.stories),
        sections=sections,
        blocks=[
            (section, address, [Shown(found, story) for story in found.in_section(section.slug)[:4]])
            for section, address in sections
        ],
    )


def page_context(
    found: Edition, route: Route, base_url: str, *, variant: int = 0, heavy: bool = False
) -> dict[str, Any]:
    """What the templates are given for *route*."""
    site = found.site
    common = front(site.slug, found.state, found.count)
    shown = common.stories
    context: dict[str, Any] = {
        "site": site,
        "state": found.state,
        "base_url": base_url,
        "route": route,
        "page_url": base_url + route.address,
        "clock": print_date(site.clock, CLOCK[found.state]),
        "heavy": heavy,
        "sections": common.sections,
        "latest": shown[:10],
        "teasers": [shown[(variant * 4 + place) % len(shown)] for place in range(min(4, len(shown)))],
        "blocks": common.blocks,
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
