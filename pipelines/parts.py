"""The parts of an article as they stand on its page, found by the portal's selectors or without them.

Where the selectors find the body, its blocks are read from that element, and trafilatura (``kept_text``) decides
about lines that are links at its ends. Where they find nothing, or the portal has none, trafilatura reads the
whole page and ``pipelines.generic`` checks the page's own blocks against what it kept.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement

from corpus.article import ExtractionMethod
from crawler.items import Page
from crawler.portals.spec import Portal
from crawler.urls import url_date
from pipelines import date_places, generic, page_dates, page_noise
from pipelines.by_rules import Hidden, Ruled
from pipelines.dates import Candidate
from pipelines.drafts import Draft
from pipelines.kept_text import kept_of_element, kept_of_page
from pipelines.markup import body_of
from pipelines.metadata import Metadata
from pipelines.own_links import read_own_links
from pipelines.page_address import own_addresses
from pipelines.titles import Title, find_title, is_title


@dataclass(frozen=True, slots=True)
class Opened:
    """A fetched page and all that was read from it before its article is looked for."""

    page: Page
    portal: Portal
    root: HtmlElement
    """Without noise and hidden elements."""
    base_url: str
    metadata: Metadata
    hidden: Hidden
    ruled: Ruled


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to the article, in its own field each; empty or None where the page has none."""

    method: ExtractionMethod
    title: Title | None
    lead: list[str]
    drafts: list[Draft]
    """Of the body, in order."""
    pictures: list[Draft]
    """Images and captions outside the body."""
    dates: list[Candidate]
    areas: list[HtmlElement]
    """The elements that make up the body."""
    after: tuple[Draft, ...] = ()
    """The first lines behind the body."""
    trail: tuple[str, ...] = ()
    """Steps of a breadcrumb that no markup names."""
    category: str | None = None
    teasers: int = 0
    """Elements beside the article that show and link other articles."""
    is_named: bool = False
    """The body bears a name by which the usual systems call it."""
    in_menu: bool = False
    """The site's menu has the page under a short name."""
    flags: tuple[str, ...] = ()


def read_parts(opened: Opened) -> Parts:
    """The parts of the article on a page. Changes the tree: of a page without rules only the body is left."""
    return _by_rules(opened) if opened.ruled.has_body else _by_markup(opened)


def _by_rules(opened: Opened) -> Parts:
    ruled, formats = opened.ruled, opened.portal.date_formats
    drafts = _cleaned(ruled)
    dates = _dates_of_rules(opened)
    if not any(date.method == "printed" for date in dates):
        dates = [*date_places.at_top(drafts, formats), *dates]
    return Parts(
        method="selectors",
        title=_ruled_title(ruled) or find_title(body_of(opened.root), opened.metadata),
        lead=ruled.lead,
        drafts=drafts,
        pictures=ruled.pictures,
        dates=[*dates, *_dates_from_outside(opened)],
        areas=ruled.bodies,
    )


def _by_markup(opened: Opened) -> Parts:
    ruled, metadata, formats = opened.ruled, opened.metadata, opened.portal.date_formats
    has_rules = bool(opened.portal.fields.body)
    body = body_of(opened.root)
    in_menu = read_own_links(body, opened.base_url, own_addresses(opened.page, opened.base_url, metadata.canonical))
    title, printed = _ruled_title(ruled), find_title(body, metadata)
    if title is None or (printed is not None and not printed.is_guess) or metadata.site_name == title.text:
        title = printed
    times = date_places.in_time_elements(title, body, formats)
    category = generic.category(body, title)

    whole = deepcopy(opened.root)
    page_noise.drop_noise(body, title.element if title else None)
    reading = generic.read_page(body, title, opened.base_url)
    reading.drafts = generic.aligned(reading.drafts, kept_of_page(whole))
    dates = _dates_of_rules(opened)
    dates = [*dates, *times] if ruled.dates else [*date_places.around_body(reading, formats), *times, *dates]
    return Parts(
        method="mixed" if has_rules and (ruled.title or ruled.lead) else "trafilatura",
        title=title,
        lead=ruled.lead or reading.lead,
        drafts=reading.drafts,
        pictures=[*ruled.pictures, *reading.pictures],
        dates=[*dates, *_dates_from_outside(opened)],
        areas=[reading.body] if reading.body is not None else [],
        after=tuple(reading.after),
        trail=generic.trail(reading),
        category=category,
        teasers=reading.teasers,
        is_named=reading.is_named,
        in_menu=in_menu,
        flags=("selector_miss",) if has_rules else (),
    )


def _ruled_title(ruled: Ruled) -> Title | None:
    return Title(ruled.title, ruled.title_element, is_guess=False) if ruled.title and is_title(ruled.title) else None


def _dates_of_rules(opened: Opened) -> list[Candidate]:
    """Dates that the portal's selectors find, then those of the page's metadata."""
    ruled, formats = opened.ruled, opened.portal.date_formats
    return [
        *page_dates.printed(ruled.dates, formats, is_above=ruled.dates_above),
        *page_dates.printed(ruled.updated, formats, "updated"),
        *date_places.in_metadata(opened.hidden, opened.metadata),
    ]


def _dates_from_outside(opened: Opened) -> list[Candidate]:
    """Dates in the address and beside the link that led here."""
    page = opened.page
    return [
        *page_dates.from_url(url_date(page.url, opened.portal)),
        *page_dates.from_listing(page.context.listed_at),
    ]


def _cleaned(ruled: Ruled) -> list[Draft]:
    """Drafts of the selected body without the lines that trafilatura takes for furniture."""
    doubtful = [draft for draft in ruled.drafts if draft.link_share >= 0.3 and draft.type in ("paragraph", "heading")]
    if not doubtful:
        return ruled.drafts
    return generic.aligned(ruled.drafts, "\n".join(map(kept_of_element, ruled.bodies)))
