"""Reads an article page by the selectors of its portal."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from crawler.tree_index import TreeIndex
from pipelines.drafts import Draft
from pipelines.markup import body_of, drop, squeezed
from pipelines.reader import Reader
from pipelines.selectors import FieldSelectors, Match, Selector, every, first
from pipelines.text import normalize

MAX_BETWEEN_CHARS = 80
"""Text between a date and the title below it; more than that, and the date is that of a page's head."""


@dataclass(slots=True)
class Hidden:
    """What selectors find in metadata and hidden elements; read before those are removed."""

    section: tuple[str, ...] = ()
    date_meta: tuple[str, ...] = ()
    """Values of elements."""
    date_attributes: tuple[str, ...] = ()
    """Values of attributes (``::attr``): of meta elements."""
    updated_meta: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Ruled:
    """What the selectors of a portal found; empty where they found nothing."""

    title: str | None = None
    title_element: HtmlElement | None = None
    lead: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    dates_above: bool = False
    """The dates stand well above the title."""
    updated: list[str] = field(default_factory=list)
    byline: str | None = None
    source: str | None = None
    bodies: list[HtmlElement] = field(default_factory=list)
    pictures: list[Draft] = field(default_factory=list)
    """Of images outside the body."""
    drafts: list[Draft] = field(default_factory=list)
    attachment_areas: list[HtmlElement] = field(default_factory=list)

    @property
    def has_body(self) -> bool:
        return bool(self.bodies)


def texts(matches: list[Match]) -> tuple[str, ...]:
    """The text of each match, normalised; empty ones are left out."""
    found = (normalize(match if isinstance(match, str) else squeezed(match)) for match in matches)
    return tuple(text for text in found if text)


def drop_noise(root: HtmlElement, fields: FieldSelectors, index: TreeIndex | None = None) -> None:
    """Remove what the portal's ``noise`` selectors find."""
    for element in every(fields.noise, root, index):
        drop(element)


def read_hidden(root: HtmlElement, fields: FieldSelectors, index: TreeIndex | None = None) -> Hidden:
    """What stands in metadata and hidden elements. *index*, here and below, is one of *root*."""
    hidden: list[str] = []
    attributes: list[str] = []
    for selector in fields.date_meta:
        (attributes if selector.attribute else hidden).extend(texts(selector(root, index)))
    updated = [text for selector in fields.updated_meta for text in texts(selector(root, index))]
    return Hidden(
        section=texts(first(fields.section, root, index)),
        date_meta=tuple(hidden),
        date_attributes=tuple(attributes),
        updated_meta=tuple(updated),
        tags=texts(first(fields.tags, root, index)),
    )


def read_by_rules(root: HtmlElement, fields: FieldSelectors, base_url: str, index: TreeIndex | None = None) -> Ruled:
    """Read all fields but the hidden ones from *root*, from which noise and hidden elements are gone.

    Elements of other fields that stand within the body are taken out of it.
    """
    ruled = Ruled()
    captions = frozenset(every(fields.caption, root, index))
    title_matches = first(fields.title, root, index)
    titles = _elements(title_matches)
    ruled.title_element = titles[0] if titles else None
    ruled.title = next(iter(texts(title_matches)), None)
    ruled.bodies = _bodies(fields.body, root, index)
    within = {element for body in ruled.bodies for element in body.iter()}

    leads = _elements(first(fields.lead, root, index))
    lead_texts = [
        draft.text
        for element in leads
        for draft in _read(element, base_url, captions)
        if draft.text and draft.type not in ("image", "caption")
    ]
    ruled.lead = list(dict.fromkeys(lead_texts))
    dates = date_matches = first(fields.date, root, index)
    if ruled.title_element is not None:
        title = ruled.title_element
        below = [item for item in dates if isinstance(item, str) or not is_above(item, title)]
        ruled.dates_above = bool(dates) and not below
        dates = below or dates
    ruled.dates = list(texts(dates))[:2]
    ruled.updated = list(texts(first(fields.updated, root, index)))[:1]
    bylines = first(fields.byline, root, index)
    sources = first(fields.source, root, index)
    ruled.byline = next(iter(texts(bylines)), None)
    ruled.source = next(iter(texts(sources)), None)
    ruled.attachment_areas = every(fields.attachments, root, index)
    outside = [element for element in every(fields.images, root, index) if element not in within]
    for element in outside:
        ruled.pictures.extend(
            draft for draft in _read(element, base_url, captions) if draft.type in ("image", "caption", "paragraph")
        )

    own = [
        *titles,
        *leads,
        *_elements(date_matches),
        *_elements(bylines),
        *_elements(sources),
    ]
    for element in [*own, *ruled.attachment_areas]:
        if (
            element in within
            and element not in ruled.bodies
            and not any(element in set(body.iterancestors()) for body in ruled.bodies)
        ):
            drop(element)
    for body in ruled.bodies:
        ruled.drafts.extend(_read(body, base_url, captions))
    return ruled


def _read(element: HtmlElement, base_url: str, captions: frozenset[HtmlElement]) -> list[Draft]:
    reader = Reader(base_url, captions)
    reader.read(element)
    return reader.drafts


def _elements(matches: list[Match]) -> list[HtmlElement]:
    return _outermost([item for item in matches if isinstance(item, HtmlElement)])


def _bodies(selectors: tuple[Selector, ...], root: HtmlElement, index: TreeIndex | None) -> list[HtmlElement]:
    """Body elements: of the first selector with content, else the first that is there but empty (a notice
    whose text is all lead)."""
    found = _elements(first(selectors, root, index))
    if found or not selectors:
        return found
    for selector in selectors:
        empty = [item for item in selector(body_of(root)) if isinstance(item, HtmlElement)]
        if empty:
            return _outermost(empty)[:1]
    return []


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    members = set(elements)
    return [element for element in elements if members.isdisjoint(element.iterancestors())]


def is_above(element: HtmlElement, title: HtmlElement) -> bool:
    """Whether *element* stands before *title* with more than a line of text between the two."""
    common = title
    inside = {element, *element.iterancestors()}
    while common not in inside:
        parent = common.getparent()
        if parent is None:
            return False
        common = parent
    if common is element or common is title:
        return False
    between, is_behind = 0, False
    for event, item in etree.iterwalk(common, events=("start", "end")):
        if item is title:
            return is_behind and between > MAX_BETWEEN_CHARS
        if event == "end" and item is element:
            is_behind = True
        elif is_behind and event == "start" and item.text:
            between += len(item.text.strip())
        if is_behind and event == "end" and item.tail:
            between += len(item.tail.strip())
    return False
