"""Where links come from: feeds, sitemaps and listings, bytes in, links out. Pure; no network, no entity expansion."""

from __future__ import annotations

import dataclasses

from scrapy.utils.sitemap import sitemap_urls_from_robots

from crawler.discovery.document import MAX_HTML_BYTES, DiscoveryError, form_of, unpacked
from crawler.discovery.feed import read_feed
from crawler.discovery.linking import LinkList
from crawler.discovery.listing import read_listing
from crawler.discovery.sitemap import read_sitemap
from crawler.items import Link, Page
from crawler.portals.spec import Portal
from crawler.urls import absolute_url

__all__ = ["DiscoveryError", "read_feed", "read_links", "read_listing", "read_robots", "read_sitemap"]


def read_links(page: Page, portal: Portal) -> tuple[Link, ...]:
    """The links of *page*, each once: articles in page order, then the next page, feeds, sitemaps, sections.

    What the bytes are decides how they are read, not the kind they were asked for as: a feed at a
    sitemap's address is a feed, a web page at a feed's address is an index of feeds or a listing. A file
    of another form has no links. Raises ``DiscoveryError`` where a feed or sitemap was asked for and nothing came
    that lists anything.
    """
    kind = page.context.kind
    if kind == "robots":
        return read_robots(page, portal)
    if kind == "attachment":
        return ()
    body = unpacked(page.body)
    if body is not page.body:
        page = dataclasses.replace(page, body=body)
    form = form_of(body)
    if form == "feed":
        return read_feed(page, portal)
    if form == "sitemap" or (form == "text" and kind == "sitemap"):
        return read_sitemap(page, portal)
    links = read_listing(page, portal) if form == "html" and len(body) <= MAX_HTML_BYTES else ()
    if not links and kind in ("feed", "sitemap"):
        what = {"html": "a web page that lists nothing", "empty": "no content"}.get(form, f"not XML ({form})")
        raise DiscoveryError(f"not a {kind}: {what}")
    return links


def read_robots(page: Page, portal: Portal) -> tuple[Link, ...]:
    """The sitemaps that a robots.txt names."""
    links = LinkList(page, portal)
    for named in sitemap_urls_from_robots(page.body[:512_000], page.url):
        if url := absolute_url(named, page.url):
            links.add(url, "sitemap")
    return links.sorted()
