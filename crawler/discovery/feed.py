"""Feeds to links: RSS 0.9x, 1.0 (RDF) and 2.0, Atom."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from crawler.discovery.document import DiscoveryError, unpacked, without_doctype
from crawler.discovery.linking import LinkList
from crawler.discovery.printed import machine_date
from crawler.items import Link, Page
from crawler.portals.spec import Portal
from crawler.urls import absolute_url

MAX_BYTES = 16 * 1024 * 1024
MAX_ENTRIES = 5000


def read_feed(page: Page, portal: Portal) -> tuple[Link, ...]:
    """The entries of a feed as article links in its order, then its next page where it names one (RFC 5005).

    ``listed_at`` is the entry's publication date with the offset that the feed gives, ``section`` its first
    category. An Atom entry's ``updated`` is no publication date and is left out.
    Raises ``DiscoveryError`` when there is neither a feed nor an entry in the bytes.
    """
    body = without_doctype(unpacked(page.body, MAX_BYTES))
    # A stream, not bytes: feedparser would take a string for an address or a file name and open it.
    feed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": page.content_type, "content-location": page.url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not feed.get("version") and not feed.entries:
        raise DiscoveryError("not a feed: no entries, and no element that says so")
    links = LinkList(page, portal)
    for entry in feed.entries[:MAX_ENTRIES]:
        for address in _addresses(entry, page.url):
            text, date = _plain(entry.get("title")), _published(entry, feed.version)
            if links.add_listed(address, text=text, listed_at=date, section=_category(entry)):
                break
    for link in feed.feed.get("links", ()):
        if link.get("rel") == "next" and (url := absolute_url(link.get("href", ""), page.url)):
            links.add(url, "feed", is_pager=True)
    return links.sorted()


def _addresses(entry: Any, base: str) -> list[str]:
    """Where an entry's article may be, likeliest first: FeedBurner's original address, link, permanent guid."""
    hrefs = [entry.get("feedburner_origlink"), entry.get("link")]
    hrefs += [link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate"]
    guid = (entry.get("id") or "").strip()
    if re.match(r"(?:https?:)?//?\w", guid):
        hrefs.append(guid)
    return list(dict.fromkeys(url for href in hrefs if href and (url := absolute_url(href, base))))


def _published(entry: Any, version: str) -> str | None:
    text = entry.get("published")
    if not text and not version.startswith("atom"):
        text = entry.get("updated")  # feedparser's name for dc:date, which RSS 1.0 has instead of pubDate
    return machine_date(text) if text else None


def _category(entry: Any) -> str | None:
    for tag in entry.get("tags", ()):
        term = _plain(tag.get("label") or tag.get("term"))
        if term:
            return term
    return None


def _plain(text: str | None) -> str | None:
    return " ".join(re.sub(r"<[^<>]*>", " ", text or "").split()) or None
