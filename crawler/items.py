"""What the spider hands to the pipelines: frozen records of what came of one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

PageKind = Literal["robots", "feed", "sitemap", "listing", "article", "attachment"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address found where links are listed."""

    url: str
    """Absolute, as it was met; see ``crawler.urls.canonical_url`` for the form that is compared."""
    kind: PageKind
    text: str | None = None
    listed_at: str | None = None
    """Date beside the link (feed, sitemap ``lastmod`` of news sitemaps, listing), ISO 8601, or None."""
    section: str | None = None
    score: float = 1.0
    """1.0 when a family rule says so, less when guessed; the frontier fetches high scores first."""
    is_pager: bool = False
    """True for a link to a further page of the same listing: followed only while pages bring news."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """How a page was met: what extraction needs again later, archived beside the response."""

    portal: str
    portal_digest: str
    crawl_id: int
    frontier_id: int
    kind: PageKind
    via: str | None = None
    link_text: str | None = None
    listed_at: str | None = None
    section: str | None = None
    met_urls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One fetched document, content-decoded, and how it was met."""

    url: str
    """The address that answered, after redirects."""
    requested_url: str
    status: int
    content_type: str
    """Media type with parameters as the server sent it, or an empty string."""
    body: bytes
    fetched_at: datetime
    """Aware, UTC."""
    context: Context
    capture_id: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """Only those that extraction or the frontier read: etag, last-modified, content-language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Links:
    """What a feed, sitemap or listing listed; committed together with its own frontier row."""

    page: Page
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A page that is not stored, and why. ``reason`` is one of ``corpus.reasons.REASONS``."""

    url: str
    context: Context
    reason: str
    detail: str | None = None
    capture_id: int | None = None
    status: int | None = None
    fetched_at: datetime | None = None
    page: Page | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Postponed:
    """A request that could not be judged now (robots.txt out of reach): its row stays pending."""

    url: str
    context: Context
    detail: str
    until: datetime
    """Aware, UTC: not before then is it tried again."""


def refuse(page: Page, reason: str, detail: str | None = None) -> Refusal:
    """The refusal of a page that was fetched."""
    return Refusal(
        url=page.requested_url,
        context=page.context,
        reason=reason,
        detail=detail,
        capture_id=page.capture_id,
        status=page.status,
        fetched_at=page.fetched_at,
        page=page,
    )
