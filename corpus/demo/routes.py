"""Every address of a demonstration site and what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal
from urllib.parse import quote

from corpus.demo.addresses import (
    image_address,
    listing_address,
    normal_address,
    page_count,
    slug_of,
    story_fields,
    tag_slug,
)
from corpus.demo.content import Section, State, Story, removed_in, stories_in
from corpus.demo.site import Site, site_stories, sites

RouteKind = Literal[
    "home", "listing", "article", "print", "save", "language", "redirect", "removed", "tag", "login", "about",
    "feed", "feed_index", "sitemap", "urlset", "news_sitemap", "robots", "image", "file", "asset",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    kind: RouteKind
    address: str
    story: Story | None = None
    section: Section | None = None
    page: int = 1
    name: str | None = None
    """A tag, a file name, the place of a urlset in its list, or where a redirect leads."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A site in one state: its stories, newest first, and its addresses."""

    site: Site
    state: State
    count: int | None
    """How many synthetic articles stand in place of the site's own, or None."""
    stories: tuple[Story, ...]
    routes: dict[str, Route] = field(default_factory=dict, compare=False)
    """By normal address."""
    addresses: dict[str, str] = field(default_factory=dict, compare=False)
    """Canonical ``path?query`` of each story, by its id; removed ones included."""
    tags: dict[str, tuple[str, tuple[Story, ...]]] = field(default_factory=dict, compare=False)
    """Name and stories of each tag, by its slug."""

    @cached_property
    def _sections(self) -> dict[str, tuple[Story, ...]]:
        stories: dict[str, list[Story]] = {}
        for story in self.stories:
            stories.setdefault(story.section, []).append(story)
        return {slug: tuple(listed) for slug, listed in stories.items()}

    def in_section(self, slug: str) -> tuple[Story, ...]:
        """Stories of one section, newest first."""
        return self._sections.get(slug, ())

    def find(self, address: str) -> Route | None:
        """What stands at *address* (``path?query``); a missing or surplus trailing slash is a redirect."""
        found = self.routes.get(normal_address(self.site, address))
        if found is None and "?" not in address:
            other = address[:-1] if address.endswith("/") else address + "/"
            found = self.routes.get(normal_address(self.site, other))
            if found is not None and found.kind != "redirect":
                return Route(kind="redirect", address=address, name=found.address)
        return found


@cache
def edition(slug: str, state: State = "first", count: int | None = None) -> Edition:
    """The site *slug* in *state*; with *count*, that many synthetic articles in place of its own."""
    site = sites()[slug]
    written = site_stories(slug, count)
    made = Edition(site=site, state=state, count=count, stories=stories_in(state, written))
    for route in _story_routes(made, removed_in(state, written), {story.id: story for story in written}):
        made.routes.setdefault(normal_address(site, route.address), route)
    for route in (*_list_routes(made), *_machine_routes(made)):
        made.routes.setdefault(normal_address(site, route.address), route)
    return made


def _story_routes(made: Edition, removed: tuple[Story, ...], written: dict[str, Story]) -> list[Route]:
    site, found = made.site, []
    taken: set[str] = set()
    for story in sorted((*made.stories, *removed), key=lambda one: one.number):
        first = written[story.id]  # an edited title leaves the address as it was
        slug = slug_of(first.title, site)
        fields = story_fields(site, story) | {"slug": slug}
        pattern = site.routes.article[story.number % len(site.routes.article)]
        while (address := pattern.format(**fields)) in taken:
            slug += "-2"
            fields["slug"] = slug
        taken.add(address)
        made.addresses[story.id] = address
        kind: RouteKind = "removed" if story in removed else "article"
        found.append(Route(kind=kind, address=address, story=story))
        fields["article_quoted"] = quote(address, safe="")
        for twin in site.routes.twins:
            same = "removed" if kind == "removed" else twin.kind
            found.append(Route(kind=same, address=twin.address.format(**fields), story=story, name=address))
        found += [
            Route(kind="image", address=image_address(site, p.image), name=p.image) for p in story.blocks if p.image
        ]
        found += [
            Route(kind="file", address=site.routes.file.format(file=note.file), name=note.file)
            for note in story.attachments
        ]
    return found


def _list_routes(made: Edition) -> list[Route]:
    site = made.site
    found = [Route(kind="home", address=address) for address in (site.routes.home, *site.routes.home_twins)]
    for section in site.sections:
        last = page_count(site, len(made.in_section(section.slug)))
        found += [
            Route(kind="listing", address=listing_address(site, section, page), section=section, page=page)
            for page in range(1, last + 1)
        ]
    for story in made.stories:
        for tag in story.tags:
            name, tagged = made.tags.get(tag_slug(tag), (tag, ()))
            made.tags[tag_slug(tag)] = (name, (*tagged, story))
    found += [Route(kind="tag", address=site.routes.tag.format(tag=tag), name=tag) for tag in made.tags]
    found.append(Route(kind="login", address=site.routes.login))
    found.append(Route(kind="about", address=site.routes.about))
    return found


def _machine_routes(made: Edition) -> list[Route]:
    site, routes = made.site, made.site.routes
    found = [Route(kind="robots", address="/robots.txt")]
    found += [Route(kind="asset", address=address, name=address.rpartition("/")[2]) for address in routes.assets]
    if routes.feed_index:
        found.append(Route(kind="feed_index", address=routes.feed_index))
    if routes.site_feed:
        found.append(Route(kind="feed", address=routes.site_feed))
    if routes.feed:
        found += [
            Route(kind="feed", address=routes.feed.format(section=section.slug), section=section)
            for section in site.sections
        ]
    if routes.sitemap:
        found.append(Route(kind="sitemap" if routes.urlsets else "urlset", address=routes.sitemap, name="0"))
    found += [Route(kind="urlset", address=one, name=str(place)) for place, one in enumerate(routes.urlsets)]
    if routes.news_sitemap:
        found.append(Route(kind="news_sitemap", address=routes.news_sitemap))
    return found
