"""Making addresses known: each once, with all the ways it was met."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.frontier.due import folded
from crawler.items import Link, PageKind
from crawler.options import CrawlOptions
from crawler.portals import Portal
from crawler.urls import canonical_url, identity, is_allowed

VIETNAM = dt.timezone(dt.timedelta(hours=7))
MAX_MET_URLS = 20
PRIORITY: dict[PageKind, float] = {
    "robots": 100,
    "feed": 90,
    "sitemap": 80,
    "listing": 60,
    "article": 50,
    "attachment": 10,
}
PAGER_PRIORITY = 40.0
"""Below articles: what a listing's first page lists is fetched before its later pages are read."""


def host_of(url: str) -> str:
    """Host with port as written in *url*, lower-case: the unit of politeness."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def vietnam_time(listed_at: str | None) -> str | None:
    """A listed date in Vietnam's zone (feeds often give GMT), so that its first ten characters are the day."""
    if listed_at is None or "T" not in listed_at:
        return listed_at
    time = dt.datetime.fromisoformat(listed_at)
    return time.astimezone(VIETNAM).isoformat() if time.tzinfo else listed_at


def insert(
    connection: sqlite3.Connection, portal: Portal, link: Link, url: str, *, via: str | None, depth: int, now: str
) -> bool:
    """Make *url* known; True if it was not. A known row gains the address, date and section it lacked."""
    canonical = canonical_url(url, portal)
    key = identity(canonical, link.kind, portal)
    link_date = vietnam_time(link.listed_at)
    known = connection.execute(
        "SELECT id, url, met_urls, listed_at, section FROM frontier WHERE portal = ? AND key = ?", (portal.slug, key)
    ).fetchone()
    if known is None:
        priority = PAGER_PRIORITY if link.is_pager else PRIORITY[link.kind]
        connection.execute(
            """INSERT INTO frontier (portal, key, url, host, kind, priority, depth, via, link_text, listed_at, section,
               met_urls, discovered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                portal.slug,
                key,
                canonical,
                host_of(canonical),
                link.kind,
                priority + link.score,
                depth,
                via,
                link.text,
                link_date,
                link.section,
                json.dumps([url] if url != canonical else [], ensure_ascii=False),
                now,
            ),
        )
        return True
    row_id, row_url, met_json, listed_at, section = known
    met = json.loads(met_json)
    if url not in (row_url, *met) and len(met) < MAX_MET_URLS:
        met.append(url)
    changed = (json.dumps(met, ensure_ascii=False), listed_at or link_date, section or link.section)
    if changed != (met_json, listed_at, section):
        connection.execute(
            "UPDATE frontier SET met_urls = ?, listed_at = ?, section = ? WHERE id = ?", (*changed, row_id)
        )
    return False


def add_links(
    connection: sqlite3.Connection,
    portal: Portal,
    links: Iterable[Link],
    *,
    via: str,
    row_id: int,
    options: CrawlOptions,
    now: str,
) -> tuple[int, set[str]]:
    """Make the links of one page known. Returns how many articles are new, and the hosts with work.

    A pager's next page is always made known; on a later crawl it is due again only when this page
    listed something new, or with ``--full``.
    """
    row = connection.execute("SELECT depth, section, last_fetched_at FROM frontier WHERE id = ?", (row_id,)).fetchone()
    depth, section, _ = row if row else (0, None, None)
    new_articles = 0
    hosts: set[str] = set()
    pagers: list[Link] = []
    dates: list[str] = []
    for link in links:
        if not is_allowed(link.url, portal):
            continue
        if link.is_pager:
            pagers.append(link)
            continue
        if link.kind == "listing" and not _is_wanted_section(link, options):
            continue
        if link.kind == "article" and link.listed_at:
            dates.append(link.listed_at)
        is_new = insert(connection, portal, _in_section(link, section), link.url, via=via, depth=0, now=now)
        hosts.add(host_of(canonical_url(link.url, portal)))
        new_articles += is_new and link.kind == "article"
    for link in pagers:
        newest = max(dates, default=None)
        page = Link(
            url=link.url,
            kind=link.kind,
            text=link.text,
            section=section,
            score=link.score,
            is_pager=True,
            listed_at=newest,
        )
        is_new = insert(connection, portal, page, link.url, via=via, depth=depth + 1, now=now)
        hosts.add(host_of(canonical_url(link.url, portal)))
        if not is_new and new_articles:
            key = identity(canonical_url(link.url, portal), link.kind, portal)
            connection.execute(
                """UPDATE frontier SET state = 'pending', next_fetch_at = NULL
                   WHERE portal = ? AND key = ? AND state = 'stored'""",
                (portal.slug, key),
            )
    return new_articles, hosts


def _in_section(link: Link, section: str | None) -> Link:
    if link.section or not section or link.kind != "article":
        return link
    return Link(
        url=link.url, kind=link.kind, text=link.text, listed_at=link.listed_at, section=section, score=link.score
    )


def _is_wanted_section(link: Link, options: CrawlOptions) -> bool:
    if options.section is None:
        return True
    wanted = folded(options.section)
    names = {folded(link.section), folded(link.text)}
    return wanted in names or wanted in (folded(urlsplit(link.url).path) or "").strip("/").split("/")


def turn_into_listing(connection: sqlite3.Connection, row_id: int, portal: Portal) -> None:
    """An address that was guessed to be an article lists articles: later crawls read it as a listing."""
    (url,) = connection.execute("SELECT url FROM frontier WHERE id = ?", (row_id,)).fetchone()
    key = identity(url, "listing", portal)
    if connection.execute("SELECT 1 FROM frontier WHERE portal = ? AND key = ?", (portal.slug, key)).fetchone():
        return  # it is known as a listing by another way
    connection.execute("UPDATE frontier SET kind = 'listing', key = ?, depth = 0 WHERE id = ?", (key, row_id))
