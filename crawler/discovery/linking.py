"""The links of one page as they are gathered: permitted, each once, in the order they are handed on."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.discovery.address import addresses_of
from crawler.discovery.score import THRESHOLD, is_junk, listed_address_score
from crawler.items import Link, Page, PageKind
from crawler.portals.spec import Portal

LISTED_SCORE = 0.9
"""A feed lists articles: an entry is one unless a rule says otherwise."""
_NEWS_MAPS = ("post", "news", "article", "bai-viet", "tin")
_GROUP_MAPS = ("category", "chuyen-muc", "danh-muc", "section", "topic")
_SKIPPED_MAPS = ("post_tag", "tag-", "tags", "author", "image", "product", "user")


class LinkList:
    """Links of *page*; addresses off the portal's hosts, never-addresses and the page itself do not get in."""

    def __init__(self, page: Page, portal: Portal):
        self.page, self.portal = page, portal
        self._links: dict[str, Link] = {}
        self._parents: frozenset[str] = frozenset()
        self.addresses = addresses_of(portal)
        self._own = {self.addresses[url].key for url in (page.url, page.requested_url)}

    def add(
        self,
        url: str,
        kind: PageKind,
        *,
        text: str | None = None,
        listed_at: str | None = None,
        section: str | None = None,
        score: float = 1.0,
        is_pager: bool = False,
    ) -> bool:
        """Take *url* in; False where it may not be followed. A known one gains what it lacked."""
        address = self.addresses[url]
        permitted = address.permitted
        if permitted is None or address.key in self._own:
            return False
        key = address.identity(kind)
        link = Link(
            url=permitted,
            kind=kind,
            text=text,
            listed_at=listed_at,
            section=section,
            score=score,
            is_pager=is_pager,
        )
        known = self._links.get(key)
        if known is not None:
            link = dataclasses.replace(
                known,
                text=known.text or text,
                listed_at=known.listed_at or listed_at,
                section=known.section or section,
                score=max(known.score, score),
                is_pager=known.is_pager or is_pager,
            )
        self._links[key] = link
        return True

    def add_listed(self, url: str, *, text: str | None, listed_at: str | None, section: str | None) -> bool:
        """An entry of a feed: an article, unless its address is a feed, an attachment or plainly something else."""
        address = self.addresses[url]
        kind = address.kind
        if kind in ("feed", "sitemap", "attachment") or (kind != "article" and is_junk(address.asked)):
            return False
        score = 1.0 if kind == "article" else LISTED_SCORE
        return self.add(url, "article", text=text, listed_at=listed_at, section=section, score=score)

    def add_addressed(self, url: str, *, text: str | None = None, listed_at: str | None = None) -> bool:
        """An entry of a sitemap: what the rules say, else by its address, its neighbours and the sitemap's name."""
        address = self.addresses[url]
        kind, asked = address.kind, address.asked
        if kind in ("feed", "attachment") or address.permitted is None:
            return False
        if kind in ("article", "sitemap"):
            return self.add(url, kind, text=text, listed_at=listed_at)
        if is_junk(asked):
            return False
        name = urlsplit(self.page.url).path.rpartition("/")[2].lower()
        score = listed_address_score(asked)
        if listed_at or any(word in name for word in _NEWS_MAPS):
            score = min(score + 0.3, 0.99)
        elif "page" in name.partition("?")[0] and "sitemap" in name:
            score = max(score - 0.3, 0.0)
        is_group = any(word in name for word in _GROUP_MAPS) or self.is_parent(url)
        if kind == "listing" and not self.portal.article.complete:
            is_group = is_group or score < 0.8
        if kind == "listing" and (self.portal.article.complete or is_group):
            return self.add(url, "listing", text=text)
        if self.portal.article.complete:
            return False
        if is_group:
            return self.add(url, "listing", text=text, score=0.5)
        return score >= THRESHOLD and self.add(url, "article", text=text, listed_at=listed_at, score=score)

    def add_sitemap(self, url: str) -> bool:
        """A further sitemap of an index; those of tags, authors and pictures repeat the rest."""
        name = urlsplit(url).path.rpartition("/")[2].lower()
        return not name.startswith(_SKIPPED_MAPS) and self.add(url, "sitemap")

    def note_parents(self, urls: Iterable[str]) -> None:
        """Remember which paths lie above two or more of *urls*: those are sections, whatever they look like."""
        above: Counter[str] = Counter()
        by_path = {(address := self.addresses[url]).path: address.above for url in urls}
        for paths in by_path.values():
            above.update(paths)
        self._parents = frozenset(path for path, count in above.items() if count > 1)

    def is_parent(self, url: str) -> bool:
        return self.addresses[url].path in self._parents

    def sorted(self) -> tuple[Link, ...]:
        """Articles, then the next page, then feeds, sitemaps and sections, each in the order of the page."""
        return tuple(sorted(self._links.values(), key=_rank))


def _rank(link: Link) -> int:
    if link.kind == "article":
        return 0
    if link.is_pager:
        return 1
    return {"feed": 2, "sitemap": 3}.get(link.kind, 4)
