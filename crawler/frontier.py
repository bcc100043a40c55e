"""What to fetch next and when: the rules of the table ``frontier``.

All functions take the crawl's connection; those that write run inside the caller's transaction. Only
``claim`` commits by itself, so that a page which kills the process is counted before it is fetched.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.items import Context, Link, PageKind
from crawler.options import CrawlOptions
from crawler.portals import Portal
from crawler.urls import absolute_url, canonical_url, identity, is_allowed

VIETNAM = dt.timezone(dt.timedelta(hours=7))
MAX_ATTEMPTS = 3
"""Claims without an outcome before a row is set aside."""
MAX_FAILURES = 5
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
RETRY_HOURS = (1, 6, 24, 72, 168)
"""Pause after the first, second, … failure in a row."""
RECHECK_DAYS = 30
"""When an address that was tried in vain (a feed that a family may have) is tried again."""

_ROW_FIELDS = (
    *("id", "portal", "key", "url", "host", "kind", "via", "link_text", "listed_at", "section", "met_urls"),
    *("etag", "last_modified", "attempts", "depth"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A frontier row as the scheduler needs it."""

    id: int
    portal: str
    key: str
    url: str
    host: str
    kind: PageKind
    via: str | None
    link_text: str | None
    listed_at: str | None
    section: str | None
    met_urls: tuple[str, ...]
    etag: str | None
    last_modified: str | None
    attempts: int
    depth: int

    def context(self, crawl_id: int, portal_digest: str) -> Context:
        return Context(
            portal=self.portal,
            portal_digest=portal_digest,
            crawl_id=crawl_id,
            frontier_id=self.id,
            kind=self.kind,
            via=self.via,
            link_text=self.link_text,
            listed_at=self.listed_at,
            section=self.section,
            met_urls=self.met_urls,
        )


def host_of(url: str) -> str:
    """Host with port as written in *url*, lower-case: the unit of politeness."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


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
    wanted = options.section.casefold()
    names = {(link.section or "").casefold(), (link.text or "").strip().casefold()}
    return wanted in names or wanted in urlsplit(link.url).path.casefold().strip("/").split("/")


def turn_into_listing(connection: sqlite3.Connection, row_id: int, portal: Portal) -> None:
    """An address that was guessed to be an article lists articles: later crawls read it as a listing."""
    (url,) = connection.execute("SELECT url FROM frontier WHERE id = ?", (row_id,)).fetchone()
    key = identity(url, "listing", portal)
    if connection.execute("SELECT 1 FROM frontier WHERE portal = ? AND key = ?", (portal.slug, key)).fetchone():
        return  # it is known as a listing by another way
    connection.execute("UPDATE frontier SET kind = 'listing', key = ?, depth = 0 WHERE id = ?", (key, row_id))


def due_hosts(connection: sqlite3.Connection, portal: str, now: str) -> list[str]:
    """Hosts of *portal* that have pending rows whose time has come."""
    rows = connection.execute(
        """SELECT DISTINCT host FROM frontier WHERE portal = ? AND state = 'pending'
           AND (next_fetch_at IS NULL OR next_fetch_at <= ?)""",
        (portal, now),
    )
    return [host for (host,) in rows]


def due_rows(
    connection: sqlite3.Connection,
    portal: str,
    host: str,
    options: CrawlOptions,
    *,
    now: str,
    kinds: Iterable[PageKind],
    limit: int,
) -> list[Row]:
    """Pending rows of *host*, most wanted first. Rows outside --since, --until and --section stay behind."""
    wanted = list(kinds)
    where = ["portal = ?", "state = 'pending'", "host = ?", "(next_fetch_at IS NULL OR next_fetch_at <= ?)"]
    values: list[object] = [portal, host, now]
    where.append(f"kind IN ({', '.join('?' * len(wanted))})")
    values += wanted
    if options.since:
        where.append("(listed_at IS NULL OR substr(listed_at, 1, 10) >= ?)")
        values.append(options.since.isoformat())
    if options.until:
        where.append("(kind != 'article' OR listed_at IS NULL OR substr(listed_at, 1, 10) <= ?)")
        values.append(options.until.isoformat())
    if options.section:
        where.append("(kind NOT IN ('article') OR section = ? OR '/' || url || '/' LIKE '%/' || ? || '/%')")
        values += [options.section, options.section]
    columns = ", ".join(_ROW_FIELDS)
    rows = connection.execute(
        f"SELECT {columns} FROM frontier WHERE {' AND '.join(where)} ORDER BY priority DESC, id LIMIT {int(limit)}",
        values,
    )
    return [_row(values) for values in rows]


def _row(values: tuple[object, ...]) -> Row:
    named = dict(zip(_ROW_FIELDS, values, strict=True))
    named["met_urls"] = tuple(json.loads(str(named["met_urls"])))
    return Row(**named)  # type: ignore[arg-type]


def claim(connection: sqlite3.Connection, row: Row) -> bool:
    """Take *row* for fetching; False if it is no longer pending."""
    cursor = connection.execute(
        "UPDATE frontier SET state = 'claimed', attempts = attempts + 1 WHERE id = ? AND state = 'pending'", (row.id,)
    )
    return cursor.rowcount == 1


def release_claims(connection: sqlite3.Connection, *, keep_attempts: bool = False) -> None:
    """Claimed rows without an outcome become pending again; a clean stop takes the attempt back."""
    attempts = "attempts" if keep_attempts else "max(attempts - 1, 0)"
    connection.execute(f"UPDATE frontier SET state = 'pending', attempts = {attempts} WHERE state = 'claimed'")


def settle(
    connection: sqlite3.Connection,
    row_id: int,
    state: str,
    *,
    now: str,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """Write a good outcome: *state* is stored (or pending, for what stays to be fetched another time)."""
    connection.execute(
        """UPDATE frontier SET state = ?, last_fetched_at = ?, next_fetch_at = NULL, etag = ?, last_modified = ?,
           attempts = 0, failures = 0, reason = NULL WHERE id = ?""",
        (state, now, etag, last_modified, row_id),
    )


def settle_unchanged(connection: sqlite3.Connection, row_id: int, *, now: str) -> None:
    """Write that the server answered 304: what is known stays, validators included."""
    connection.execute(
        """UPDATE frontier SET state = 'stored', last_fetched_at = ?, next_fetch_at = NULL, attempts = 0, failures = 0,
           reason = NULL WHERE id = ?""",
        (now, row_id),
    )


def settle_outside(connection: sqlite3.Connection, row_id: int, published_at: str) -> None:
    """The article lies outside --since/--until: it stays pending, now with its date."""
    connection.execute(
        "UPDATE frontier SET state = 'pending', listed_at = ?, attempts = 0, failures = 0 WHERE id = ?",
        (published_at, row_id),
    )


def settle_refused(
    connection: sqlite3.Connection,
    row_id: int,
    reason: str,
    *,
    is_gone: bool,
    may_pass: bool,
    now: dt.datetime,
    recheck_days: int = RECHECK_DAYS,
) -> None:
    """Write a refusal. What may pass is due again after a growing pause; the rest is looked at again rarely."""
    row = connection.execute("SELECT kind, failures FROM frontier WHERE id = ?", (row_id,)).fetchone()
    if row is None:
        return
    kind, failures = row
    if may_pass and failures < MAX_FAILURES:
        due: dt.datetime | None = now + dt.timedelta(hours=RETRY_HOURS[min(failures, len(RETRY_HOURS) - 1)])
    elif kind == "article" and not is_gone and reason != "robots":
        due = None
    else:
        due = now + dt.timedelta(days=recheck_days)
    connection.execute(
        """UPDATE frontier SET state = ?, last_fetched_at = ?, next_fetch_at = ?, attempts = 0, failures = failures + 1,
           reason = ? WHERE id = ?""",
        (
            "gone" if is_gone else "refused",
            now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            due and due.strftime("%Y-%m-%dT%H:%M:%SZ"),
            reason,
            row_id,
        ),
    )
