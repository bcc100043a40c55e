"""What extraction hands to the store."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Article
from crawler.items import Link, Page


@dataclass(frozen=True, kw_only=True, slots=True)
class Extracted:
    """An article and the page it was read from."""

    article: Article
    page: Page
    links: tuple[Link, ...] = ()
    """Links of the page, only for portals whose file says ``discovery.from_articles``."""
