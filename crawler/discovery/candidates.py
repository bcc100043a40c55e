"""Links of a page, gathered by where they lead: texts, places, and the item of the listing they stand in."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.discovery.address import Address
from crawler.discovery.printed import date_only, machine_date
from crawler.discovery.score import Region, Sight
from crawler.discovery.selecting import select
from crawler.items import PageKind
from crawler.portals.spec import Portal

MAX_TEXT = 300
TEASER_CHARS = 60
MAX_DATE_BLOCKS = 20
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_READ_ON = re.compile(
    r"(?:\W|…)*(?:xem (?:tiếp|thêm|chi tiết)|đọc (?:tiếp|thêm)|chi tiết|tiếp|read (?:more|on)|more|"
    r"continue(?: reading)?|»|›)(?:\W|…)*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_TITLE_NAME = re.compile(r"title|tieu-?de|headline", re.IGNORECASE)
_DATE_NAMES = re.compile(r"date|time|ngay|posted|publish|created|meta|clock", re.IGNORECASE)
_ORDER: tuple[Region, ...] = ("main", "aside", "nav", "noise", "footer", "pager")


@dataclass(slots=True)
class Candidate:
    """All links of a page to one address."""

    url: str
    asked: str
    kind: PageKind | None
    """By rule; None where no rule knows the address."""
    address: Address
    anchors: list[html.HtmlElement] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    items: list[html.HtmlElement] = field(default_factory=list)
    """The largest elements around its links that hold no link to another article."""

    first_score: float | None = None
    """Its score by address, text and region alone, once it was asked for."""

    @property
    def region(self) -> Region:
        return min(self.regions, key=_ORDER.index)

    _text: str | None = None

    @property
    def text(self) -> str:
        """The fullest title among the links' texts, ``title`` attributes and pictures' texts; empty for none."""
        if self._text is None:
            self._text = self._fullest_title()
        return self._text

    def _fullest_title(self) -> str:
        best = ""
        for anchor in self.anchors:
            shown = _title_of(anchor)
            if _READ_ON.fullmatch(shown):
                shown = ""
            named = squeezed(anchor.get("title") or "")
            if (not shown or (_CUT.search(shown) and named.startswith(_CUT.sub("", shown)[:20]))) and named:
                shown = named
            if len(shown) > len(best) and (not best or _CUT.search(best) or shown.startswith(best[:20])):
                best = shown
        if not best:
            pictures = [squeezed(image.get("alt") or "") for anchor in self.anchors for image in anchor.iter("img")]
            best = max(pictures, key=len, default="")
        return best[:MAX_TEXT]

    @property
    def has_more(self) -> bool:
        return any(_READ_ON.fullmatch(text_of(anchor)) for anchor in self.anchors)

    @property
    def in_heading(self) -> bool:
        return any(_is_heading(anchor) for anchor in self.anchors)

    def sight(self, *, is_dated: bool = False, is_repeated: bool = False, peers: float | None = None) -> Sight:
        rel = {token for anchor in self.anchors for token in (anchor.get("rel") or "").lower().split()}
        return Sight(
            asked=self.asked,
            text=self.text,
            region=self.region,
            in_heading=self.in_heading,
            is_dated=is_dated,
            has_teaser=any(map(_has_teaser, self.items)),
            is_repeated=is_repeated,
            peers=peers,
            has_more=self.has_more,
            is_bookmark="bookmark" in rel,
        )


def markup(anchor: html.HtmlElement) -> tuple[str, ...]:
    """How the link stands in the page: tags, classes and ids (without digits) of it and its next ancestors."""
    steps = [anchor, *(parent for parent, _ in zip(anchor.iterancestors(), range(4)))]
    return tuple(_step(step.tag, step.get("class"), step.get("id")) for step in steps)


@functools.lru_cache(maxsize=16384)
def _step(tag: str, classes: str | None, own: str | None) -> str:
    return _DIGITS.sub("", f"{tag}.{' '.join((classes or '').split()[:2])}#{own or ''}")


def give_items(candidates: list[Candidate], selected: Iterable[html.HtmlElement]) -> None:
    """Fill ``items`` of *candidates*: one of *selected* around a link, else the largest that holds one article only."""
    marked = set(selected)
    owner: dict[html.HtmlElement, Candidate | None] = {}
    for candidate in candidates:
        for anchor in candidate.anchors:
            step: html.HtmlElement | None = anchor
            while step is not None:
                if step not in owner:
                    owner[step] = candidate
                elif owner[step] is None:
                    break  # so is everything above
                elif owner[step] is not candidate:
                    owner[step] = None
                step = step.getparent()
    for candidate in candidates:
        for anchor in candidate.anchors:
            item = anchor
            for step in anchor.iterancestors():
                if step in marked:
                    item = step
                    break
                if owner.get(step) is not candidate:
                    if not marked:
                        break  # nor is anything above
                elif step.tag not in ("body", "html"):
                    item = step
            if item not in candidate.items:
                candidate.items.append(item)


def repeated_items(candidates: list[Candidate]) -> set[html.HtmlElement]:
    """Items with two or more others of the same tag and first class under the same parent or grandparent."""
    counts: Counter[tuple[object, object, str]] = Counter()
    shapes: dict[html.HtmlElement, list[tuple[object, object, str]]] = {}
    for candidate in candidates:
        for item in candidate.items:
            name = (item.get("class") or "").split()[:1]
            above = [parent for parent, _ in zip(item.iterancestors(), range(2))]
            shapes[item] = [(parent, item.tag, name[0] if name else "") for parent in above]
    for keys in shapes.values():
        counts.update(keys)
    return {item for item, keys in shapes.items() if any(counts[key] >= 3 for key in keys)}


def item_date(candidate: Candidate, portal: Portal) -> str | None:
    """The date printed in the candidate's items, outside the link's own text; ISO 8601 or None."""
    for item in candidate.items:
        for element in select(item, portal.listing.item_date):
            if found := date_only(element.text_content(), portal.date_formats):
                return found
        if found := _date_within(item, candidate, portal):
            return found
    return None


def squeezed(text: str) -> str:
    return " ".join(text.split())


def text_of(element: html.HtmlElement) -> str:
    """The text in *element*, its tail left out. Of a link with an icon in it: 1.2 µs, as text_content() 2.8 µs."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False) if len(element) else element.text
    return " ".join((text or "").split())


def _date_within(item: html.HtmlElement, candidate: Candidate, portal: Portal) -> str | None:
    for element in item.iter("time"):
        if stamp := element.get("datetime"):
            found = machine_date(stamp)
            if found:
                return found
    own = {element for anchor in candidate.anchors if _is_plain(anchor) for element in anchor.iter()}
    lines: list[str] = []
    named = 0
    for element in item.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element not in own:
            if element.text:
                lines.append(element.text)
            if len(element) and _is_date_name(element.get("class"), element.get("id")):
                named += 1
                if named <= MAX_DATE_BLOCKS:
                    lines.append(element.text_content())
        if element.tail and element is not item and element.getparent() not in own:
            lines.append(element.tail)
    return next((found for line in lines if (found := date_only(line, portal.date_formats))), None)


@functools.lru_cache(maxsize=4096)
def _is_date_name(classes: str | None, own: str | None) -> bool:
    return _DATE_NAMES.search(f"{classes or ''} {own or ''}") is not None


def _is_plain(anchor: html.HtmlElement) -> bool:
    """True for a link around a title; False for one around a whole item, whose date stands inside it."""
    return not any(
        isinstance(child.tag, str) and child.tag in (*_HEADINGS, "p", "div", "time") for child in anchor.iter()
    )


def _title_of(anchor: html.HtmlElement) -> str:
    """The link's text; of a link around a whole item the heading in it."""
    if not len(anchor):
        return squeezed(anchor.text or "")
    named: list[html.HtmlElement] = []
    for element in anchor.iter():
        if element.tag in _HEADINGS and (text := text_of(element)):
            return text
        if (classes := element.get("class")) and element is not anchor and _is_title_name(classes):
            named.append(element)
    return next(filter(None, map(text_of, named)), None) or text_of(anchor)


@functools.lru_cache(maxsize=4096)
def _is_title_name(classes: str) -> bool:
    return _TITLE_NAME.search(classes) is not None


def _is_heading(anchor: html.HtmlElement) -> bool:
    step = anchor
    for _ in range(4):
        step = step.getparent()
        if step is None:
            break
        if step.tag in _HEADINGS:
            return True
    return len(anchor) > 0 and next(anchor.iter(*_HEADINGS), None) is not None


def _has_teaser(item: html.HtmlElement) -> bool:
    if next(item.iter("img", "picture"), None) is not None:
        return True
    return any(len(squeezed(element.text or "")) >= TEASER_CHARS for element in item.iter("p", "div", "span")) or any(
        len(squeezed(element.tail or "")) >= TEASER_CHARS for element in item.iterdescendants()
    )
