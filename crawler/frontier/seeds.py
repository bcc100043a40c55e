"""Where a crawl of a portal begins, and what a new crawl has to look at again."""

from __future__ import annotations

import sqlite3

from crawler.frontier.links import insert
from crawler.items import Link
from crawler.options import CrawlOptions
from crawler.portals import Portal
from crawler.urls import absolute_url


def seed(
    connection: sqlite3.Connection, portal: Portal, options: CrawlOptions, *, now: str, changed_rules: bool
) -> None:
    """Make a portal's starting points known and due, and what a new crawl has to look at again."""
    home = f"{portal.scheme}://{portal.hosts[0]}/"
    starts = (
        *(Link(url=path, kind="feed") for path in portal.discovery.feeds),
        *(Link(url=path, kind="sitemap") for path in portal.discovery.sitemaps),
        *(Link(url=path, kind="listing") for path in portal.discovery.home),
        *(Link(url=part.url, kind="listing", section=part.name, text=part.name) for part in portal.sections),
    )
    for link in starts:
        url = absolute_url(link.url, home)
        if url:
            insert(connection, portal, link, url, via=None, depth=0, now=now)

    connection.execute(
        """UPDATE frontier SET state = 'pending', next_fetch_at = NULL WHERE portal = ? AND state = 'stored'
           AND kind IN ('feed', 'sitemap', 'listing') AND depth = 0""",
        (portal.slug,),
    )
    connection.execute(
        """UPDATE frontier SET state = 'pending'
           WHERE portal = ? AND state IN ('refused', 'gone') AND next_fetch_at <= ?""",
        (portal.slug, now),
    )
    if options.full:
        connection.execute(
            """UPDATE frontier SET state = 'pending', next_fetch_at = NULL
               WHERE portal = ? AND state IN ('stored', 'refused', 'gone') AND kind IN ('listing', 'article')""",
            (portal.slug,),
        )
    if changed_rules:
        connection.execute(
            "UPDATE frontier SET etag = NULL, last_modified = NULL WHERE portal = ?",
            (portal.slug,),
        )
        connection.execute(
            """UPDATE frontier SET state = 'pending', next_fetch_at = NULL, failures = 0
               WHERE portal = ? AND state = 'refused' AND kind = 'article'""",
            (portal.slug,),
        )
