"""What distinguishes one demonstration site from another: read from ``sites.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from corpus.demo.content import Later, Part, Section, State, Story, all_stories, many_articles, sections


class Twin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another address of an article: a page of its own (print, save, language) or a redirect to the article."""

    kind: Literal["article", "print", "save", "language", "redirect"]
    address: str


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Patterns of ``path?query``, filled by ``str.format``; see ``corpus.demo.routes`` for the fields."""

    home: str = "/"
    listing: str
    listing_page: str
    article: tuple[str, ...]
    """A story takes one of these, by its number."""
    twins: tuple[Twin, ...] = ()
    home_twins: tuple[str, ...] = ()
    tag: str
    login: str
    about: str
    feed_index: str | None = None
    feed: str | None = None
    site_feed: str | None = None
    sitemap: str | None = None
    urlsets: tuple[str, ...] = ()
    news_sitemap: str | None = None
    image: str
    file: str
    assets: tuple[str, ...]
    """Style sheet, script and pictures of the theme, in this order."""
    listing_noise: str = ""
    """Appended to article links in listings."""
    feed_noise: str = ""
    """Appended to article links in feeds."""


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One demonstration site: its organ, its addresses and its habits."""

    slug: str
    name: str
    organ: str
    level: Literal["central", "province"]
    province: str | None = None
    address: str
    """Postal address of the organ, for the footer."""
    routes: Addresses
    number_offset: int = 0
    """What the CMS's ids have more than the numbers of the stories: an old system's are large."""
    slug_style: Literal["hyphen", "underscore", "camel"] = "hyphen"
    slug_chars: int = 90
    """Longer slugs are cut at a word."""
    slug_keeps_d: bool = False
    """Whether slugs keep the letter đ, percent-encoded in addresses."""
    cut_mark: str = ""
    """Stands after a slug that was cut."""
    date: str
    """Printed form, filled by ``str.format``; see ``corpus.demo.printed``."""
    date_without_time: str
    listing_date: str
    clock: str
    """The server's clock as the page shows it; a trap for readers of dates."""
    prints_time: bool = True
    metadata_time: bool = False
    """Whether metadata holds the time that the page does not print."""
    captions: tuple[Literal["figure", "table", "italic"], ...]
    alt: str = ""
    """Alternative text of pictures whose caption is not repeated there; ``{file}`` is the file's name."""
    byline_field: bool = False
    """Whether the template has a place for the author; else editors end the body with a line."""
    source_field: bool = False
    source_line: str = "Nguồn: {source}"
    prints_tags: bool = False
    prints_updates: bool = True
    wrap: str = "\n"
    """What stands at the end of a line where text was pasted with its line breaks."""
    soup: bool = False
    """Word processor's spans inside words."""
    ignore_case: bool = False
    ignore_query: tuple[str, ...] = ()
    """Parameters that the server takes no notice of, besides tracking ones."""
    heed_query: tuple[str, ...] = ()
    """Paths where no parameter is ignored."""
    page_size: int = 10
    feed_size: int = 10
    unlisted: tuple[str, ...] = ()
    """Ids of stories that the sitemap leaves out."""
    later_only: tuple[str, ...] = ()
    """Ids of stories that are not yet there at the first visit."""
    validators: tuple[Literal["etag", "last-modified"], ...] = ()
    removed: Literal["404", "410", "home"] = "404"
    """What the address of a removed article answers; ``home`` is a redirect there."""
    soft_404: bool = False
    """Whether missing and removed pages answer with status 200."""
    compress: bool = False
    charset_header: bool = True
    disallow: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = {}
    """Selectors that this site's portal file gives besides its family's."""

    @property
    def sections(self) -> tuple[Section, ...]:
        return sections()[self.slug]


@cache
def sites() -> dict[str, Site]:
    """All demonstration sites by slug, in the order of their ports."""
    listed = msgspec.toml.decode((Path(__file__).parent / "sites.toml").read_bytes(), type=dict[str, dict[str, object]])
    return {slug: msgspec.convert({"slug": slug, **table}, type=Site) for slug, table in listed.items()}


@cache
def site_stories(slug: str, count: int | None = None) -> tuple[Story, ...]:
    """All stories of a site, or *count* synthetic ones, newest first."""
    if count is not None:
        return many_articles(slug, count)
    new = set(sites()[slug].later_only)
    return tuple(
        msgspec.structs.replace(story, later=Later(new=True)) if story.id in new else story
        for story in all_stories(slug)
    )


__all__ = ["Addresses", "Part", "Section", "Site", "State", "Story", "Twin", "site_stories", "sites"]
