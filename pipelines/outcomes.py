"""What came of one request, written with its frontier row: article, links, refusal, or nothing new."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from corpus import refusals, store
from corpus.reasons import GONE, RETRY_LATER
from corpus.store import Sighting
from crawler import frontier
from crawler.items import Context, Link, Links, Page, Postponed, Refusal
from crawler.run import stamp, utc_now
from crawler.urls import canonical_url, identity
from pipelines.extract import EXTRACTOR_VERSION
from pipelines.extracted import Extracted

if TYPE_CHECKING:
    from crawler.run import Run

Outcome = Extracted | Links | Refusal | Postponed | Page
MISSING_RECHECK_DAYS = 1
"""A stored article that was missing is looked for again so soon: two crawls must agree before it is gone."""


def refusal_of_error(item: Any, error: BaseException | None) -> Refusal:
    """The refusal with the reason ``error`` for an item that an exception of ours stopped."""
    page = item if isinstance(item, Page) else getattr(item, "page", None)
    context = context_of(item)
    return Refusal(
        url=page.requested_url if page else item.url,
        context=context,
        reason="error",
        detail=f"{type(error).__name__}: {error}"[:500],
        capture_id=page.capture_id if page else getattr(item, "capture_id", None),
        status=page.status if page else None,
        fetched_at=page.fetched_at if page else utc_now(),
        page=page,
    )


def context_of(item: Any) -> Context:
    if isinstance(item, Extracted | Links):
        return item.page.context
    context: Context = item.context
    return context


def store_outcome(connection: sqlite3.Connection, run: Run, item: Outcome) -> None:
    """Write what came of one request, with its frontier row, inside the caller's transaction."""
    context = context_of(item)
    counts = run.counts[context.portal]
    counts.touch()
    if context.kind == "article":
        counts.claimed_articles -= 1
    if isinstance(item, Extracted):
        _store_extracted(connection, run, item)
    elif isinstance(item, Links):
        _store_links(connection, run, item)
    elif isinstance(item, Refusal):
        _store_refusal(connection, run, item)
    elif isinstance(item, Postponed):
        counts.postponed += 1
        counts.claimed_pages -= 1
        frontier.postpone(connection, context.frontier_id, reason="robots", until=stamp(item.until))
    else:
        _store_unchanged(connection, run, item)


def _store_extracted(connection: sqlite3.Connection, run: Run, item: Extracted) -> None:
    article, page, context = item.article, item.page, item.page.context
    counts, portal = run.counts[context.portal], run.portals[context.portal]
    if is_outside(article.published_at, run):
        counts.outside += 1
        frontier.settle_outside(connection, context.frontier_id, article.published_at or "")
        _add_links(connection, run, page, item.links)
        refusals.clear_refusal(connection, context.portal, page.requested_url)
        return
    own_key = connection.execute("SELECT key FROM frontier WHERE id = ?", (context.frontier_id,)).fetchone()
    urls = [(page.requested_url, "listed"), *((url, "listed") for url in context.met_urls), (page.url, "answered")]
    seen = Sighting(
        capture_id=page.capture_id or 0,
        fetched_at=stamp(page.fetched_at),
        crawl_id=run.crawl_id,
        province=portal.province,
        urls=tuple((url, kind) for url, kind in urls if url != article.url),
        is_alias=own_key is not None and own_key[0] != identity(article.url, "article", portal),
    )
    outcome = store.store_article(connection, article, seen)
    if outcome == "new":
        counts.new += 1
    elif outcome == "changed":
        counts.changed += 1
    else:
        counts.unchanged += 1
    counts.selector_misses += "selector_miss" in article.quality_flags
    _add_links(connection, run, page, item.links)
    _settle(connection, page)


def _settle(connection: sqlite3.Connection, page: Page) -> None:
    """A good outcome: the row is done, its validators are kept, and an earlier refusal is forgotten."""
    frontier.settle(
        connection,
        page.context.frontier_id,
        "stored",
        now=stamp(page.fetched_at),
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
    )
    refusals.clear_refusal(connection, page.context.portal, page.requested_url)


def is_outside(published_at: str | None, run: Run) -> bool:
    """True for an article whose day is known to lie outside --since/--until."""
    if not published_at or len(published_at) < 10:
        return False
    day, options = published_at[:10], run.options
    return bool(
        (options.since and day < options.since.isoformat()) or (options.until and day > options.until.isoformat())
    )


def _store_links(connection: sqlite3.Connection, run: Run, item: Links) -> None:
    context = item.page.context
    run.counts[context.portal].listings += 1
    if context.kind == "article":
        frontier.turn_into_listing(connection, context.frontier_id, run.portals[context.portal])
    _add_links(connection, run, item.page, item.links)
    _settle(connection, item.page)


def _add_links(connection: sqlite3.Connection, run: Run, page: Page, links: tuple[Link, ...]) -> None:
    if not links:
        return
    context = page.context
    new, hosts = frontier.add_links(
        connection,
        run.portals[context.portal],
        links,
        via=page.url,
        row_id=context.frontier_id,
        options=run.options,
        now=stamp(page.fetched_at),
    )
    run.counts[context.portal].links_new += new
    run.changed_hosts.update(f"{context.portal} {host}" for host in hosts)


def _store_unchanged(connection: sqlite3.Connection, run: Run, page: Page) -> None:
    """304: the server says that nothing changed since the last fetch."""
    context, counts = page.context, run.counts[page.context.portal]
    frontier.settle_unchanged(connection, context.frontier_id, now=stamp(page.fetched_at))
    if context.kind != "article":
        counts.listings += 1
        return
    counts.unchanged += 1
    portal = run.portals[context.portal]
    url = canonical_url(page.requested_url, portal)
    store.see_again(
        connection,
        context.portal,
        (url, page.requested_url),
        at=stamp(page.fetched_at),
        crawl_id=run.crawl_id,
        capture_id=page.capture_id,
    )
    refusals.clear_refusal(connection, context.portal, page.requested_url)


def _store_refusal(connection: sqlite3.Connection, run: Run, item: Refusal) -> None:
    context, counts = item.context, run.counts[item.context.portal]
    at = item.fetched_at or utc_now()
    is_gone = item.reason in GONE
    counts.refused[item.reason] += 1
    recheck_days = frontier.RECHECK_DAYS
    if is_gone and context.kind == "article":
        missing = refusals.mark_missing(
            connection,
            context.portal,
            item.url,
            item.reason,
            at=stamp(at),
            crawl_id=run.crawl_id,
            capture_id=item.capture_id,
        )
        counts.gone += missing == "gone"
        if missing == "missing":
            recheck_days = MISSING_RECHECK_DAYS
    refusals.store_refusal(
        connection,
        url=item.url,
        portal=context.portal,
        kind=context.kind,
        reason=item.reason,
        detail=item.detail,
        status=item.status,
        capture_id=item.capture_id,
        crawl_id=run.crawl_id,
        refused_at=stamp(at),
        extractor_version=EXTRACTOR_VERSION if item.page and context.kind == "article" else None,
        portal_digest=context.portal_digest,
    )
    frontier.settle_refused(
        connection,
        context.frontier_id,
        item.reason,
        is_gone=is_gone,
        may_pass=item.reason in RETRY_LATER,
        now=at,
        recheck_days=recheck_days,
    )
