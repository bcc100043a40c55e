"""Sitemaps to links: index, urlset, news sitemap, plain text, each also as gzip."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.discovery.document import DiscoveryError, form_of, unpacked, without_doctype
from crawler.discovery.linking import LinkList
from crawler.discovery.printed import machine_date
from crawler.items import Link, Page
from crawler.portals.spec import Portal
from crawler.urls import absolute_url

MAX_ENTRIES = 100_000
"""Twice what the protocol allows in one file."""


@dataclass(frozen=True, slots=True)
class Entry:
    loc: str
    is_sitemap: bool
    title: str | None = None
    published: str | None = None


def read_sitemap(page: Page, portal: Portal) -> tuple[Link, ...]:
    """The addresses of a sitemap: further sitemaps of an index, articles and listings of a urlset.

    ``listed_at`` is ``news:publication_date`` alone: ``lastmod`` says when a page changed, not when it
    was published. Addresses without a rule are scored by the address; images, videos and language
    twins are not read. Raises ``DiscoveryError`` for bytes that hold no sitemap.
    """
    body = unpacked(page.body)
    form = form_of(body)
    if form not in ("sitemap", "text"):
        raise DiscoveryError(f"not a sitemap: {'no content' if form == 'empty' else form}")
    links = LinkList(page, portal)
    entries = [
        (entry, url)
        for entry in (_text_entries(body) if form == "text" else _xml_entries(without_doctype(body)))
        if (url := absolute_url(entry.loc, page.url))
    ]
    links.note_parents(url for _, url in entries)
    for entry, url in entries:
        if entry.is_sitemap:
            links.add_sitemap(url)
        else:
            links.add_addressed(url, text=entry.title, listed_at=entry.published)
    return links.sorted()


def _xml_entries(body: bytes) -> Iterator[Entry]:
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    count = 0
    try:
        for _, element in events:
            name = _name(element)
            if name not in ("url", "sitemap"):
                continue
            if entry := _entry(element, name):
                yield entry
                count += 1
                if count >= MAX_ENTRIES:
                    return
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError:
        return  # what stood before the damage was read


def _entry(element: etree._Element, name: str) -> Entry | None:
    loc = title = published = None
    for child in element:
        match _name(child):
            case "loc" if loc is None:
                loc = (child.text or "").strip()
            case "news":
                for part in child:
                    match _name(part):
                        case "publication_date":
                            published = machine_date(part.text or "")
                        case "title":
                            title = " ".join((part.text or "").split()) or None
    return Entry(loc, name == "sitemap", title, published) if loc else None


def _text_entries(body: bytes) -> Iterator[Entry]:
    lines = (line.strip() for line in body.decode("utf-8-sig", "replace").splitlines()[:MAX_ENTRIES])
    return (Entry(line, is_sitemap=False) for line in lines if line)


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
