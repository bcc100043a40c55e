"""The links of one page as they are gathered: permitted, each once, in the order they are handed on."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.discovery.score import THRESHOLD, is_junk, listed_address_score
from crawler.items import Link, Page, PageKind
from crawler.portals.spec import Portal
from crawler.urls import canonical_url, classify, identity, is_allowed, is_never, path_query_of

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
        self._own = {identity(url, "listing", portal) for url in (page.url, page.requested_url)}

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
        permitted = self.permitted(url)
        if permitted is None or identity(permitted, "listing", self.portal) in self._own:
            return False
        key = identity(permitted, kind, self.portal)
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
        kind = classify(url, self.portal)
        if kind in ("feed", "sitemap", "attachment") or (kind != "article" and is_junk(self._asked(url))):
            return False
        score = 1.0 if kind == "article" else LISTED_SCORE
        return self.add(url, "article", text=text, listed_at=listed_at, section=section, score=score)

    def add_addressed(self, url: str, *, text: str | None = None, listed_at: str | None = None) -> bool:
        """An entry of a sitemap: what the rules say, else by its address, its neighbours and the sitemap's name."""
        kind, asked = classify(url, self.portal), self._asked(url)
        if kind in ("feed", "attachment") or is_never(url, self.portal):
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

    def permitted(self, url: str) -> str | None:
        """*url*, its canonical address where only that one may be requested (a former host), or None."""
        if not is_allowed(url, self.portal):
            url = canonical_url(url, self.portal)
            if not is_allowed(url, self.portal):
                return None
        return None if classify(url, self.portal) is None and is_never(url, self.portal) else url

    def note_parents(self, urls: Iterable[str]) -> None:
        """Remember which paths lie above two or more of *urls*: those are sections, whatever they look like."""
        above: Counter[str] = Counter()
        for path in {self._path(url) for url in urls}:
            steps = path.split("/")
            above.update("/".join(steps[:end]) for end in range(2, len(steps)))
        self._parents = frozenset(path for path, count in above.items() if count > 1)

    def is_parent(self, url: str) -> bool:
        return self._path(url) in self._parents

    def sorted(self) -> tuple[Link, ...]:
        """Articles, then the next page, then feeds, sitemaps and sections, each in the order of the page."""
        return tuple(sorted(self._links.values(), key=_rank))

    def _asked(self, url: str) -> str:
        return path_query_of(canonical_url(url, self.portal))

    def _path(self, url: str) -> str:
        return self._asked(url).partition("?")[0].rstrip("/").removesuffix(".html").removesuffix(".htm")


def _rank(link: Link) -> int:
    if link.kind == "article":
        return 0
    if link.is_pager:
        return 1
    return {"feed": 2, "sitemap": 3}.get(link.kind, 4)
