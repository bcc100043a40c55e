"""A request to a demonstration site and its answer: pure, the same for the same arguments."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.demo.content import State, is_edited
from corpus.demo.files import file_bytes, media_type
from corpus.demo.pages import CLOCK, TEMPLATES, VARIANTS, machine_bytes, page_bytes
from corpus.demo.printed import http_date
from corpus.demo.routes import Edition, Route, edition

COUNTER = re.compile(rb"\x02(\d+)\x03")
NOWHERE = "/khong-co-trang-nay"
"""An address that no site has: the page for missing ones stands there."""


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

    *hit* is how often the page was asked for before: counters show it and teasers turn with it. *count* puts
    that many synthetic articles in place of the site's own, whose teasers stay as they are (so that each page
    is rendered once); *heavy* pads pages to the weight of real ones.
    """
    found = edition(site, state, count)
    variant = hit % VARIANTS if count is None else 0
    route = found.find(address)
    if route is not None and route.kind == "redirect":
        return Response(301, {"Location": base_url + str(route.name)}, b"")
    if route is not None and route.kind in {"image", "file", "asset"}:
        return Response(200, {"Content-Type": media_type(str(route.name))}, file_bytes(str(route.name)))
    if route is not None and route.kind == "removed" and found.site.removed == "home":
        return Response(302, {"Location": base_url + found.site.routes.home}, b"")
    if route is None or route.kind == "removed":
        body = page_bytes(site, state, count, NOWHERE, base_url, variant, heavy)
        return Response(_absent(found, route), {"Content-Type": _html(found)}, counted(body, hit))
    headers = {"Content-Type": _content_type(found, route)} | _validators(found, route)
    if route.kind in TEMPLATES:
        body = page_bytes(site, state, count, route.address, base_url, variant, heavy)
        return Response(200, headers, counted(body, hit))
    return Response(200, headers, machine_bytes(site, state, count, route.address, base_url))


def counted(body: bytes, hit: int) -> bytes:
    """*body* with its counters advanced to *hit*."""
    return COUNTER.sub(lambda found: b"%d" % (int(found[1]) + hit), body)


def _absent(found: Edition, route: Route | None) -> int:
    """Status for an address with nothing, or nothing any more, behind it."""
    if found.site.soft_404:
        return 200
    return int(found.site.removed) if route is not None else 404


def _html(found: Edition) -> str:
    return "text/html; charset=utf-8" if found.site.charset_header else "text/html"


def _content_type(found: Edition, route: Route) -> str:
    if route.kind == "robots":
        return "text/plain; charset=utf-8"
    if route.address.endswith(".gz"):
        return "application/gzip"
    if route.kind == "feed":
        return "application/rss+xml; charset=utf-8"
    return "text/xml; charset=utf-8" if route.kind in {"sitemap", "urlset", "news_sitemap"} else _html(found)


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
