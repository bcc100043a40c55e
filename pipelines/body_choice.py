"""Which element of a page without rules holds the text of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from pipelines.class_names import BODY_SELECTORS
from pipelines.drafts import Draft
from pipelines.page_noise import is_below, text_chars
from pipelines.selectors import compiled

SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*$")


def weight_of(draft: Draft) -> float:
    """How much a draft looks like running text, in characters."""
    if draft.type in ("image", "caption", "heading") or draft.link_share > 0.4:
        return 0.0
    length = len(draft.text)
    if length >= 80 or (length >= 30 and SENTENCE_END.search(draft.text)) or (draft.type == "table" and length >= 80):
        return float(length)
    return 0.0


def densest(
    drafts: list[Draft], weights: list[float], body: HtmlElement, start: int, title: HtmlElement | None
) -> HtmlElement | None:
    """The element around most of the running text behind the title; text far from the title counts less."""
    near = _nearness(drafts, weights, title)
    inner: dict[HtmlElement, float] = {}
    scores: dict[HtmlElement, float] = {}
    for index, (draft, weight, factor) in enumerate(zip(drafts, weights, near, strict=True)):
        if not weight:
            continue
        counted = weight * factor * (0.1 if index < start else 1.0)
        share = 1.0
        element: HtmlElement | None = draft.element
        if draft.element.tag not in ("div", "td", "section", "article", "main"):
            element = draft.element.getparent()
        while element is not None:
            inner[element] = inner.get(element, 0.0) + counted
            scores[element] = scores.get(element, 0.0) + counted * share
            if element is body:
                break
            share *= 0.6
            element = element.getparent()
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element])
    # A body split over several elements: climb while that adds a good part of text, as far as the title.
    limit = common_ancestor(title, best)
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
    depths = [
        next((depth[up] for up in (draft.element, *draft.element.iterancestors()) if up in depth), 0)
        for draft in drafts
    ]
    deepest = max((d for d, weight in zip(depths, weights, strict=True) if weight), default=0)
    return [1.0 if d >= deepest - 2 else 0.2 for d in depths]


def named_body(body: HtmlElement, drafts: list[Draft], weights: list[float]) -> HtmlElement | None:
    """The element that bears a usual name of the body and holds most of what is so named."""
    for text in BODY_SELECTORS:
        found = [item for item in compiled(text)(body) if isinstance(item, HtmlElement) and is_below(item, body)]
        outer = [
            item
            for item in found
            if not any(other is not item and other in set(item.iterancestors()) for other in found)
        ]
        outer = [
            item for item in outer if text_chars(item) or next(item.iter("img", "iframe", "object"), None) is not None
        ]
        if len(outer) == 1:
            return _innermost(outer[0], drafts, weights)
        if outer:
            sizes = [_inside(item, drafts, weights) for item in outer]
            if max(sizes) > 0.7 * sum(sizes):
                return _innermost(outer[sizes.index(max(sizes))], drafts, weights)
    return None


def _innermost(outer: HtmlElement, drafts: list[Draft], weights: list[float]) -> HtmlElement:
    """*outer*, or an element in it that also bears the name of a body and has all of its sentences but a lead.

    What such an element leaves out are lines of date, category, author and licence.
    """
    members = set(outer.iter())
    running = [draft for draft, weight in zip(drafts, weights, strict=True) if weight and draft.element in members]
    for text in BODY_SELECTORS:
        for inner in compiled(text)(outer):
            if not isinstance(inner, HtmlElement) or inner is outer or inner not in members:
                continue
            within = set(inner.iter())
            has = [draft.element in within for draft in running]
            if any(has) and all(has[1:]) and text_chars(inner) >= 0.5 * text_chars(outer):
                return inner
    return outer


def _inside(element: HtmlElement, drafts: Iterable[Draft], weights: Iterable[float]) -> float:
    members = set(element.iter())
    return sum(weight for draft, weight in zip(drafts, weights, strict=True) if draft.element in members)


def better(
    named: HtmlElement | None,
    dense: HtmlElement | None,
    title: HtmlElement | None,
    drafts: list[Draft],
    weights: list[float],
) -> HtmlElement | None:
    """The better of the two: what stands closer to the title, else what holds more."""
    box = article_box(title)
    if box is not None:
        members = set(box.iter())
        inner = named if named is not None and named in members else None
        if dense is not None and dense not in members:
            # Dense text outside of the element that is marked as the article: a side bar beside a short notice.
            return inner if inner is not None else box
    if named is None or dense is None:
        return _beside(title, dense, drafts, weights) if named is None else named
    near, far = common_ancestor(title, named), common_ancestor(title, dense)
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
    common = common_ancestor(title, dense)
    around = next(
        (
            up
            for up in title.iterancestors()
            if text_chars(up) > text_chars(title) + 40 or next(up.iter("img"), None) is not None
        ),
        None,
    )
    if around is None or common is None or around is common:
        return dense
    for levels, up in enumerate(around.iterancestors(), start=1):
        if up is common:
            return around if levels >= 2 else dense
    return dense


def article_box(title: HtmlElement | None) -> HtmlElement | None:
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
            if has_media or text_chars(ancestor) > text_chars(title) + 20:
                return ancestor
    return None


def around_title(title: HtmlElement | None, body: HtmlElement) -> HtmlElement | None:
    if title is None:
        return None
    for ancestor in title.iterancestors():
        if ancestor.tag in ("article", "main") or ancestor is body:
            return ancestor
        if ancestor.tag in ("div", "section", "td") and (
            text_chars(ancestor) > text_chars(title) + 40 or next(ancestor.iter("img"), None) is not None
        ):
            return ancestor
    return None


def common_ancestor(one: HtmlElement | None, other: HtmlElement) -> HtmlElement | None:
    """The innermost element around both."""
    if one is None:
        return None
    above = {one, *one.iterancestors()}
    return next((element for element in (other, *other.iterancestors()) if element in above), None)
