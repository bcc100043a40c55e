"""Finds title, body and what stands between them on a page that no family rule describes.

The page is read once into drafts; the body is the element in which the sentences are dense, or one that
bears a name by which the usual systems call it. Trafilatura's own reading of the page is the cross-check
(``pipelines.extract`` hands it in as *kept*): what it keeps of the running text is not lost, and of the
short lines at the edges only those stay that it kept too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.blocks import folded
from pipelines.markup import class_words, drop, squeezed
from pipelines.metadata import Metadata
from pipelines.page_dates import is_date_line
from pipelines.reader import CAPTION, Draft, Reader
from pipelines.selectors import compiled
from pipelines.text import normalize
from pipelines.tokens import BODY_SELECTORS, CATEGORY_SELECTORS, FILE_URL, HOME_WORDS, LEAD_WORDS, NOISE_PHRASES, NOISE_WORDS

_NOISE_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "complementary", "menu", "menubar", "dialog", "toolbar"]
)
_NOISE_ELEMENTS = frozenset(["nav", "footer", "aside", "form", "header"])
_WORD = re.compile(r"[A-Za-z0-9]+")
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:title|headline|(?:lbl)?tieu-?de|entry-title|post-title|node__title|page-header|article-title|news-title|detail-title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s+(?:[|»«:·•–—-]|::|<|>)\s+")
_TRAIL = re.compile(r"[/»>›|→•·\\]+")
_BAD_TITLES = frozenset(["null", "undefined", "untitled", "no title", "none", "không có tiêu đề"])
_SENTENCE = re.compile(r"[.!?…:;][\"”’')\]]*$")
_TEASER_TAGS = frozenset(["li", "article", "div", "section", "tr", "td", "dd", "a"])
_MAX_TEASER_CHARS = 900


@dataclass(slots=True)
class Title:
    text: str
    element: HtmlElement | None
    is_guess: bool
    """Not found printed on the page: from metadata alone, or cut out of the ``title`` element."""


@dataclass(slots=True)
class Reading:
    """A page as the generic way sees it."""

    title: Title | None
    body: HtmlElement | None
    drafts: list[Draft] = field(default_factory=list)
    """Of the body, in order."""
    between: list[Draft] = field(default_factory=list)
    """After the title, before the body."""
    pictures: list[Draft] = field(default_factory=list)
    """Images and captions between title and body."""
    before: list[Draft] = field(default_factory=list)
    """The last lines before the title, within what surrounds title and body."""
    above: list[Draft] = field(default_factory=list)
    """The last lines before the title, wherever they stand."""
    after: list[Draft] = field(default_factory=list)
    """The first lines after the body, likewise."""
    lead: list[str] = field(default_factory=list)
    teasers: int = 0
    """Elements beside the article that show and link other articles."""
    is_named: bool = False
    """The body bears a name by which the usual systems call it."""


def printed_titles(metadata: Metadata) -> list[str]:
    """What the page's metadata say its title is, without the site's name, the best first."""
    found: list[str] = []
    for text in (metadata.headline, metadata.title):
        if not text or text.casefold() in _BAD_TITLES:
            continue
        found.append(without_site_name(text, metadata.site_name))
        found.append(text)
    return list(dict.fromkeys(found))


def without_site_name(title: str, site_name: str | None) -> str:
    """*title* without a leading or trailing site name set off by a dash, bar or the like."""
    if not site_name:
        return title
    name = folded(site_name)
    for match in _SEPARATORS.finditer(title):
        if folded(title[match.end() :]) == name:
            return title[: match.start()].strip()
        if folded(title[: match.start()]) == name:
            return title[match.end() :].strip()
    return title


def find_title(body: HtmlElement, metadata: Metadata) -> Title | None:
    """The title as printed on the page, else as metadata have it (a guess), else None.

    An ``h1`` that the metadata confirm is best; then any heading or element of class *title* that they
    confirm; then the only ``h1`` that is not the site's name; then any element with exactly that text.
    """
    known = [folded(text) for text in printed_titles(metadata)]
    whole = folded(metadata.title or "")
    site = {folded(metadata.site_name or "")} - {""}

    def confirmed(text: str) -> int:
        own = folded(text)
        if not own:
            return 0
        if own in known and own not in site:
            return 3
        if (
            len(own) >= 12
            and own not in site
            and any(
                name.startswith(own + " ") or own.startswith(name + " ") and len(name) >= 30
                for name in [*known, whole]
                if name
            )
        ):
            return 2
        return 0

    h1s = [(element, text) for element in body.iter("h1") if (text := _title_text(element)) and is_title(text)]
    for wanted in (3, 2):
        for element, text in h1s:
            if confirmed(text) == wanted:
                return Title(text, element, is_guess=False)
    others = [
        (element, text)
        for element in body.iter("h2", "h3", "h4", "h5", "p", "div", "span", "td", "strong", "b", "a")
        if (element.tag[0] == "h" or element.get("itemprop") == "headline" or _TITLE_CLASS.search(class_words(element)))
        and len(text := _title_text(element)) >= 8
        and is_title(text)
        and len(text) <= 400
    ]
    for wanted in (3, 2):
        for element, text in others:
            if confirmed(text) == wanted and not _in_link_elsewhere(element):
                return Title(text, element, is_guess=False)
    plain = [(element, text) for element, text in h1s if folded(text) not in site and not _is_home_link(element)]
    if plain and (len(plain) == 1 or not known):
        return Title(plain[0][1], plain[0][0], is_guess=False)
    for name in printed_titles(metadata):
        if len(name) >= 15:
            exact = _exact(body, folded(name))
            if exact is not None:
                return Title(_title_text(exact), exact, is_guess=False)
    named = [
        (element, text)
        for element, text in others
        if len(text) >= 20 and _TITLE_CLASS.search(class_words(element)) and not _in_link_elsewhere(element)
        if folded(text) not in site and next(element.iter("a"), None) is None
    ]
    if named and not plain:
        return Title(named[0][1], named[0][0], is_guess=False)
    if plain:
        return Title(plain[0][1], plain[0][0], is_guess=False)
    text = next((text for text in printed_titles(metadata) if folded(text) not in site), None)
    return Title(text, None, is_guess=True) if text else None


def _title_text(element: HtmlElement) -> str:
    return normalize(
        " ".join(" ".join(part for part in element.itertext() if part.strip() != "null").split())
        if _has_blocks(element)
        else squeezed(element)
    )


def _has_blocks(element: HtmlElement) -> bool:
    return next(element.iter("br", "div", "p"), None) is not None


def is_title(text: str) -> bool:
    """Whether a text can be a title at all: not *null*, not mere marks."""
    return text.casefold() not in _BAD_TITLES and any(character.isalpha() for character in text)


def _in_link_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is a link, or stands in a list item with other links: a teaser's title."""
    return next(element.iterancestors("a", "nav", "aside", "footer"), None) is not None


def _is_home_link(element: HtmlElement) -> bool:
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", link.get("href", "").strip()) for link in links)


def _exact(body: HtmlElement, wanted: str) -> HtmlElement | None:
    """The innermost element whose whole text is *wanted* (folded)."""
    for element in body.iter("td", "span", "div", "p", "strong", "b", "font", "h2", "h3"):
        if len(element) <= 3 and not _in_link_elsewhere(element):
            text = squeezed(element)
            if len(text) <= 400 and folded(text) == wanted:
                return element
    return None


def drop_noise(body: HtmlElement, title: HtmlElement | None) -> None:
    """Remove navigation, side bars, comments, tools and the like. Nothing that holds the title or most of
    the text is removed, whatever it is called."""
    around = set(title.iterancestors()) | {title} if title is not None else set()
    total = max(1, _chars(body))
    doomed: list[HtmlElement] = []
    for element in body.iter():
        tag = element.tag
        if not isinstance(tag, str) or element in around or element is body:
            continue
        if tag in _NOISE_ELEMENTS or element.get("role", "").lower() in _NOISE_ROLES:
            doomed.append(element)
            continue
        if element.get("class") or element.get("id"):
            names = class_words(element)
            if not NOISE_WORDS.isdisjoint(word.lower() for word in _WORD.findall(names)) or NOISE_PHRASES.search(names):
                doomed.append(element)
    for element in doomed:
        if element.getparent() is None or not _is_below(element, body):
            continue
        if _chars(element) > 0.5 * total:
            continue
        if element.tag == "header" and title is None and element.find(".//h1") is not None:
            continue
        drop(element)


def _is_below(element: HtmlElement, root: HtmlElement) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def _chars(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def drop_teasers(body: HtmlElement, title: HtmlElement | None) -> int:
    """Remove groups of elements that show and link other articles; how many there were."""
    around = set(title.iterancestors()) | {title} if title is not None else set()
    count = 0
    for parent in [
        element
        for element in body.iter("div", "ul", "ol", "section", "main", "tbody", "table", "article", "tr", "dl", "body")
    ]:
        groups: dict[str, list[HtmlElement]] = {}
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _TEASER_TAGS and child not in around:
                groups.setdefault(child.tag, []).append(child)
        for tag, children in groups.items():
            teasers = [child for child in children if _is_teaser(child)]
            if len(teasers) >= 2 and len(teasers) >= 0.5 * len(children) or (tag == "article" and teasers):
                count += len(teasers)
                for teaser in teasers:
                    drop(teaser)
    for heading in list(body.iter("h2", "h3", "h4", "h5")):
        if heading not in around and _is_linked_heading(heading):
            count += 1
            drop(_card(heading, around))
    return count


def _is_linked_heading(heading: HtmlElement) -> bool:
    """Whether a heading is nothing but a link to another page."""
    text = squeezed(heading)
    links = [link for link in (*heading.iter("a"), *heading.iterancestors("a")) if _is_page_link(link.get("href", ""))]
    return len(text) >= 12 and bool(links) and sum(len(squeezed(link)) for link in links) >= 0.9 * len(text)


def _card(heading: HtmlElement, around: set[HtmlElement]) -> HtmlElement:
    """What belongs to a linked heading: the outermost element around it without another heading or long text."""
    card = heading
    for ancestor in heading.iterancestors():
        if ancestor in around or ancestor.tag in ("body", "main") or _chars(ancestor) > _MAX_TEASER_CHARS:
            break
        if sum(1 for _ in ancestor.iter("h1", "h2", "h3", "h4", "h5")) > 1:
            break
        card = ancestor
    return card


def _is_teaser(element: HtmlElement) -> bool:
    links = [element] if element.tag == "a" else list(element.iter("a"))
    links = [link for link in links if _is_page_link(link.get("href", ""))]
    if not links or len(links) > 8:
        return False
    text = squeezed(element)
    if not 12 <= len(text) <= _MAX_TEASER_CHARS:
        return False
    titles = [squeezed(link) for link in links]
    longest = max(map(len, titles))
    if longest < 12:
        return False
    if sum(map(len, titles)) >= 0.5 * len(text):
        return True
    for link, title in zip(links, titles, strict=True):
        heading = next(
            (up for up in link.iterancestors("h1", "h2", "h3", "h4", "h5", "h6") if _is_below(up, element)), None
        )
        if heading is None:
            heading = next(iter(link.iter("h2", "h3", "h4", "h5", "h6")), None)
        if heading is not None and len(title) >= 12:
            return True
    return False


def _is_page_link(href: str) -> bool:
    href = href.strip()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:")) and not FILE_URL.search(href)


def read_page(body: HtmlElement, title: Title | None, base_url: str) -> Reading:
    """Body, and what stands between it and the title. *body* must be free of noise."""
    anchor = title.element if title else None
    teasers = drop_teasers(body, anchor)
    reader = Reader(base_url)
    reader.read(body)
    drafts = reader.drafts
    reading = Reading(title, None, teasers=teasers)
    start = _title_index(drafts, title)
    weights = [_weight(draft) for draft in drafts]
    dense = _densest(drafts, weights, body, start, anchor)
    named = _named(body, drafts, weights, anchor)
    chosen = _chosen(named, dense, anchor, drafts, weights)
    if chosen is None:
        chosen = _around_title(anchor, body)
    if chosen is None:
        return reading
    reading.body = chosen
    reading.is_named = chosen is named or chosen is _box(anchor)
    inside = set(chosen.iter())
    own = [index for index, draft in enumerate(drafts) if draft.element in inside and index > start]
    if not own:
        return reading
    reading.drafts = [drafts[index] for index in own]
    reading.between = (
        [draft for draft in drafts[start + 1 : own[0]] if draft.element not in inside] if start >= 0 else []
    )
    reading.above = drafts[max(0, start - 6) : max(0, start)]
    reading.pictures = [draft for draft in reading.between if draft.type == "image" or draft.has(CAPTION)]
    reading.between = [draft for draft in reading.between if draft not in reading.pictures]
    if anchor is not None and anchor in inside:
        _split_top(reading)
    region = _common(anchor, chosen)
    if region is not None and region is not body:
        around = set(region.iter())
        if start > 0:
            reading.before = [draft for draft in drafts[max(0, start - 4) : start] if draft.element in around]
        reading.after = [draft for draft in drafts[own[-1] + 1 : own[-1] + 7] if draft.element in around]
    reading.lead = _lead_of(reading)
    return reading


def _split_top(reading: Reading) -> None:
    """Where title and text share one element: the lines of date and author go from the text to *between*."""
    head = reading.drafts[:6]
    dates = [index for index, draft in enumerate(head) if is_date_line(draft, (), strict=False)]
    if not dates:
        return
    top = [
        draft
        for index, draft in enumerate(head)
        if index in dates
        or (index < dates[-1] and draft.type in ("paragraph", "heading") and len(draft.text) < 60 and not _SENTENCE.search(draft.text))
    ]
    reading.between.extend(top)
    reading.drafts = [draft for draft in reading.drafts if not any(draft is other for other in top)]


def _common(one: HtmlElement | None, other: HtmlElement) -> HtmlElement | None:
    """The innermost element around both."""
    if one is None:
        return None
    above = {one, *one.iterancestors()}
    return next((element for element in (other, *other.iterancestors()) if element in above), None)


def _title_index(drafts: list[Draft], title: Title | None) -> int:
    if title is None or title.element is None:
        return -1
    inside = set(title.element.iter())
    for index, draft in enumerate(drafts):
        if draft.element in inside:
            return index
    wanted = folded(title.text)
    return next((index for index, draft in enumerate(drafts) if folded(draft.text) == wanted), -1)


def _weight(draft: Draft) -> float:
    """How much a draft looks like running text, in characters."""
    if draft.type in ("image", "caption", "heading") or draft.link_share > 0.4:
        return 0.0
    length = len(draft.text)
    if length >= 80 or (length >= 30 and _SENTENCE.search(draft.text)) or (draft.type == "table" and length >= 80):
        return float(length)
    return 0.0


def _densest(
    drafts: list[Draft], weights: list[float], body: HtmlElement, start: int, title: HtmlElement | None
) -> HtmlElement | None:
    """The element around most of the running text behind the title; text far from the title counts less."""
    near = _nearness(drafts, weights, title)
    inner: dict[HtmlElement, float] = {}
    scores: dict[HtmlElement, float] = {}
    for index, (draft, weight, factor) in enumerate(zip(drafts, weights, near, strict=True)):
        if not weight:
            continue
        weight *= factor * (0.1 if index < start else 1.0)
        share = 1.0
        element: HtmlElement | None = draft.element
        if draft.element.tag not in ("div", "td", "section", "article", "main"):
            element = draft.element.getparent()
        while element is not None:
            inner[element] = inner.get(element, 0.0) + weight
            scores[element] = scores.get(element, 0.0) + weight * share
            if element is body:
                break
            share *= 0.6
            element = element.getparent()
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element])
    # A body split over several elements: climb while that adds a good part of text, as far as the title.
    limit = _common(title, best)
    for ancestor in best.iterancestors() if limit is not None and limit is not best else ():
        if inner.get(ancestor, 0.0) >= 1.3 * inner[best]:
            best = ancestor
        if ancestor is limit:
            break
    return best


def _nearness(drafts: list[Draft], weights: list[float], title: HtmlElement | None) -> list[float]:
    """1.0 for drafts that share a close ancestor with the title, 0.2 for those in other parts of the page."""
    if title is None:
        return [1.0] * len(drafts)
    line = [title, *title.iterancestors()]
    depth = {element: len(line) - position for position, element in enumerate(line)}
    depths = []
    for draft in drafts:
        depths.append(next((depth[up] for up in (draft.element, *draft.element.iterancestors()) if up in depth), 0))
    deepest = max((d for d, weight in zip(depths, weights, strict=True) if weight), default=0)
    return [1.0 if d >= deepest - 2 else 0.2 for d in depths]


def _named(
    body: HtmlElement, drafts: list[Draft], weights: list[float], title: HtmlElement | None
) -> HtmlElement | None:
    """The element that bears a usual name of the body and holds most of what is so named."""
    for text in BODY_SELECTORS:
        found = [item for item in compiled(text)(body) if isinstance(item, HtmlElement) and _is_below(item, body)]
        outer = [
            item
            for item in found
            if not any(other is not item and other in set(item.iterancestors()) for other in found)
        ]
        outer = [item for item in outer if _chars(item) or next(item.iter("img", "iframe", "object"), None) is not None]
        if len(outer) == 1:
            return outer[0]
        if outer:
            sizes = [_inside(item, drafts, weights) for item in outer]
            if max(sizes) > 0.7 * sum(sizes):
                return outer[sizes.index(max(sizes))]
    return None


def _inside(element: HtmlElement, drafts: Iterable[Draft], weights: Iterable[float]) -> float:
    members = set(element.iter())
    return sum(weight for draft, weight in zip(drafts, weights, strict=True) if draft.element in members)


def _chosen(
    named: HtmlElement | None,
    dense: HtmlElement | None,
    title: HtmlElement | None,
    drafts: list[Draft],
    weights: list[float],
) -> HtmlElement | None:
    """The better of the two: what stands closer to the title, else what holds more."""
    box = _box(title)
    if box is not None:
        members = set(box.iter())
        inner = named if named is not None and named in members else None
        if dense is not None and dense not in members:
            # Dense text outside of the element that is marked as the article: a side bar beside a short notice.
            return inner if inner is not None else box
    if named is None or dense is None:
        return _beside(title, dense, drafts, weights) if named is None else named
    near, far = _common(title, named), _common(title, dense)
    if near is not None and far is not None and far is not near and far in set(near.iterancestors()):
        return named
    if _inside(named, drafts, weights) >= 0.5 * _inside(dense, drafts, weights):
        return named
    return dense


def _beside(
    title: HtmlElement | None, dense: HtmlElement | None, drafts: list[Draft], weights: list[float]
) -> HtmlElement | None:
    """*dense*, unless it is a little text far from the title: then what stands around the title."""
    if title is None or dense is None or _inside(dense, drafts, weights) > 600:
        return dense
    common = _common(title, dense)
    around = next(
        (
            up
            for up in title.iterancestors()
            if _chars(up) > _chars(title) + 40 or next(up.iter("img"), None) is not None
        ),
        None,
    )
    if around is None or common is None or around is common:
        return dense
    levels = 0
    for up in around.iterancestors():
        levels += 1
        if up is common:
            return around if levels >= 2 else dense
    return dense


def _box(title: HtmlElement | None) -> HtmlElement | None:
    """The element around the title that its markup calls an article or the main part, with something in it."""
    if title is None:
        return None
    for ancestor in title.iterancestors():
        if (
            ancestor.tag in ("article", "main")
            or "Article" in ancestor.get("itemtype", "")
            or ancestor.get("role") in ("article", "main")
        ):
            has_media = next(ancestor.iter("img", "iframe", "object", "embed", "video"), None) is not None
            if has_media or _chars(ancestor) > _chars(title) + 20:
                return ancestor
    return None


def _around_title(title: HtmlElement | None, body: HtmlElement) -> HtmlElement | None:
    if title is None:
        return None
    for ancestor in title.iterancestors():
        if ancestor.tag in ("article", "main") or ancestor is body:
            return ancestor
        if ancestor.tag in ("div", "section", "td") and (
            _chars(ancestor) > _chars(title) + 40 or next(ancestor.iter("img"), None) is not None
        ):
            return ancestor
    return None


def _lead_of(reading: Reading) -> list[str]:
    """The lead: of that class, or a sentence between title and body."""
    for draft in reading.between:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 30
            and is_lead_element(draft.element, None)
        ):
            return [draft.text]
    for draft in reading.drafts[:4]:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 30
            and is_lead_element(draft.element, reading.body)
        ):
            reading.drafts.remove(draft)
            return [draft.text]
    for draft in reading.between:
        if (
            draft.type in ("paragraph", "heading", "quote")
            and draft.link_share < 0.3
            and len(draft.text) >= 60
            and (_SENTENCE.search(draft.text) or len(draft.text) >= 100)
        ):
            return [draft.text]
    return []


def is_lead_element(element: HtmlElement, below: HtmlElement | None) -> bool:
    """Whether an element, or one around it (up to *below*, at most two), has a class of leads."""
    for depth, candidate in enumerate([element, *element.iterancestors()]):
        if depth > 2:
            return False
        names = class_words(candidate)
        if LEAD_WORDS.search(names) or candidate.get("itemprop") == "description":
            return True
        if candidate is below:
            return False
    return False


def category(body: HtmlElement, title: Title | None) -> str | None:
    """The category that a page prints with its article, within the element marked as the article."""
    region = _box(title.element) if title else None
    for text in CATEGORY_SELECTORS:
        for item in compiled(text)(body if region is None else region):
            if isinstance(item, HtmlElement):
                name = normalize(squeezed(item))
                if name and len(name) <= 80:
                    return name
    return None


def trail(reading: Reading) -> tuple[str, ...]:
    """Steps of a breadcrumb that no markup names: a line of links before the title that begins at the home page."""
    for draft in reversed(reading.above):
        steps = tuple(step for part in _TRAIL.split(draft.text) if (step := part.strip()))
        if draft.hrefs and len(steps) >= 2 and HOME_WORDS.fullmatch(steps[0]) and len(draft.text) <= 200:
            return steps
    return ()


def aligned(drafts: list[Draft], kept: str) -> list[Draft]:
    """Drafts of a body, checked against *kept*, the text that trafilatura took for the article.

    Short lines at the beginning and end that it did not keep go; sentences stay either way.
    """
    have = folded(kept)
    if not have:
        return drafts

    def is_doubtful(draft: Draft) -> bool:
        if draft.type in ("image", "caption", "table", "quote") or draft.file_share:
            return False
        own = folded(draft.text)
        if not own or own in have:
            return False
        return draft.link_share >= 0.3 or (len(draft.text) < 40 and not _SENTENCE.search(draft.text))

    start, end = 0, len(drafts)
    while end > start and is_doubtful(drafts[end - 1]) and drafts[end - 1].link_share > 0:
        end -= 1
    while start < end and is_doubtful(drafts[start]) and drafts[start].link_share > 0:
        start += 1
    return drafts[start:end]
