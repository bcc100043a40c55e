"""Articles as the templates show them: markup, addresses and printed dates in place of plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from markupsafe import Markup

from corpus.demo.addresses import cms_number, image_address, tag_slug
from corpus.demo.content import Part, Section, Story
from corpus.demo.printed import print_date
from corpus.demo.prose import escaped, letters, paragraph
from corpus.demo.routes import Edition
from corpus.demo.site import Site


@dataclass(frozen=True)
class ShownPart:
    type: str
    html: Markup
    items: tuple[Markup, ...]
    ordered: bool
    rows: tuple[tuple[Markup, ...], ...]
    image: str | None
    file: str | None
    alt: str
    layout: str
    """How a caption stands by its picture: figure, table or italic."""


@dataclass(frozen=True)
class Shown:
    """A story on its site."""

    edition: Edition
    story: Story

    @property
    def site(self) -> Site:
        return self.edition.site

    @cached_property
    def url(self) -> str:
        return self.edition.addresses[self.story.id]

    @property
    def number(self) -> int:
        return cms_number(self.site, self.story)

    @cached_property
    def title(self) -> Markup:
        return escaped(self.story.title, self.story)

    @cached_property
    def plain_title(self) -> str:
        """For attributes and feeds, where the template escapes it."""
        return letters(self.story.title, self.story)

    @cached_property
    def lead(self) -> Markup | None:
        return None if self.story.lead is None else escaped(self.story.lead, self.story)

    @property
    def plain_lead(self) -> str:
        return letters(self.story.lead or "", self.story)

    @property
    def section(self) -> Section:
        return next(section for section in self.site.sections if section.slug == self.story.section)

    @property
    def date(self) -> str:
        pattern = self.site.date if self.story.has_time else self.site.date_without_time
        return print_date(pattern, self.story.published_at)

    @property
    def listing_date(self) -> str:
        return print_date(self.site.listing_date, self.story.published_at)

    @property
    def at(self) -> datetime:
        return self.story.published_at

    @property
    def updated_at(self) -> datetime | None:
        return None if self.story.updated is None else datetime.fromisoformat(self.story.updated)

    @property
    def updated(self) -> str | None:
        return None if self.updated_at is None else print_date(self.site.date, self.updated_at)

    @property
    def views(self) -> int:
        """The counter before the first visit."""
        return 40 + self.story.number * 37 % 4000

    @property
    def byline_place(self) -> str | None:
        """top (under the title or first in the body), field (the template's own place), body (its end) or None."""
        if self.story.byline is None:
            return None
        if "top_author" in self.story.traits:
            return "top"
        return "field" if self.site.byline_field and "byline_in_body" not in self.story.traits else "body"

    @property
    def byline(self) -> str:
        """The author as printed: in the template's own place without what he did (``Tin, ảnh:``)."""
        printed = self.story.byline or ""
        return printed.rpartition(": ")[2] if self.byline_place == "field" else printed

    @property
    def source_line(self) -> str | None:
        """The attribution as the last line of the body, where the template has no place for it."""
        if self.story.source is None or self.site.source_field:
            return None
        return self.site.source_line.format(source=self.story.source)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Name and address of each tag that the page prints."""
        return [
            (tag, self.site.routes.tag.format(tag=tag_slug(tag))) for tag in self.story.tags if self.site.prints_tags
        ]

    @property
    def attachments(self) -> list[tuple[str, str, str | None]]:
        """Name, address and printed size."""
        pattern = self.site.routes.file
        return [(note.name, pattern.format(file=note.file), note.size) for note in self.story.attachments]

    @cached_property
    def parts(self) -> tuple[ShownPart, ...]:
        return tuple(self._part(place, part) for place, part in enumerate(self.story.blocks))

    @property
    def image(self) -> str | None:
        """Address of the first picture."""
        return next((part.image for part in self.parts if part.image), None)

    @property
    def glued(self) -> bool:
        return "glued" in self.story.traits

    def linked_data(self, base_url: str) -> dict[str, Any]:
        """JSON-LD of the article as an SEO plugin writes it."""
        page = base_url + self.url
        entry: dict[str, Any] = {
            "@type": "NewsArticle",
            "@id": page + "#article",
            "headline": self.plain_title,
            "datePublished": f"{self.at:%Y-%m-%dT%H:%M:%S}+07:00",
            "dateModified": f"{self.updated_at or self.at:%Y-%m-%dT%H:%M:%S}+07:00",
            "mainEntityOfPage": {"@id": page},
            "articleSection": [self.section.name],
            "keywords": list(self.story.tags),
            "inLanguage": "vi",
            "publisher": {"@type": "Organization", "name": self.site.organ},
        }
        if self.story.authors:
            entry["author"] = [{"@type": "Person", "name": name} for name in self.story.authors]
        crumbs = [("Trang chủ", base_url + "/"), (self.section.name, None), (self.plain_title, None)]
        trail = {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name} | ({"item": url} if url else {})
                for place, (name, url) in enumerate(crumbs, 1)
            ],
        }
        site = {"@type": "WebSite", "url": base_url + "/", "name": self.site.name}
        return {"@context": "https://schema.org", "@graph": [entry, trail, site]}

    def _part(self, place: int, part: Part) -> ShownPart:
        story, site = self.story, self.site
        layout = site.captions[(story.number + place) % len(site.captions)]
        if "layout_table_caption" in story.traits:
            layout = "table"
        if part.type == "caption":
            html = escaped(self._caption(part), story)
        else:
            html = paragraph(part.text, story, site)
        return ShownPart(
            type=part.type,
            html=html,
            items=tuple(paragraph(item, story, site) for item in part.items),
            ordered=part.ordered,
            rows=tuple(tuple(escaped(cell, story) for cell in row) for row in part.rows),
            image=image_address(site, part.image) if part.image else None,
            file=part.image,
            alt=letters(part.text, story) if "caption_twice" in story.traits else site.alt.format(file=part.image),
            layout=layout,
        )

    def _caption(self, part: Part) -> str:
        if part.credit is None:
            return part.text
        if part.credit.startswith("Ảnh"):
            return f"{part.text} ({part.credit})"
        return f"{part.text} (Ảnh: {part.credit})" if self.story.number % 2 else f"{part.text} Ảnh: {part.credit}"
