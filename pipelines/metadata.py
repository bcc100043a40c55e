"""What a page says about itself in machine-readable form: JSON-LD, meta elements, microdata, breadcrumbs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipelines.markup import elements, squeezed
from pipelines.page_words import HOME_WORDS
from pipelines.text import normalize

_ARTICLE_TYPES = re.compile(
    r"(?:\w*Article|BlogPosting|Report|AnalysisNewsArticle|LiveBlogPosting|SocialMediaPosting)$"
)
_LIST_TYPES = frozenset(["CollectionPage", "SearchResultsPage", "ItemList", "Blog"])
_JSON_LD = etree.XPath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")
_METAS = etree.XPath("//meta[@content]")
_MICRODATA = etree.XPath("//*[@itemprop]")
_MICRODATA_NAMES = frozenset(["datePublished", "dateModified", "dateCreated", "headline"])
_BREADCRUMB_LISTS = etree.XPath(
    "//*[contains(@itemtype, 'BreadcrumbList') or contains(@id, 'breadcrumb')"
    " or contains(@class, 'breadcrumb') or contains(@class, 'Breadcrumb')"
    " or starts-with(@aria-label, 'breadcrumb') or starts-with(@aria-label, 'Breadcrumb')]"
)
_MAX_JSON_CHARS = 400_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """Texts as the page has them; None or empty where it has none."""

    title: str | None
    """The ``title`` element, usually with the site's name."""
    headline: str | None
    """JSON-LD or microdata headline, else og:title."""
    site_name: str | None
    published: tuple[str, ...]
    """Machine-readable publication dates, the most trustworthy first."""
    modified: tuple[str, ...]
    section: str | None
    breadcrumb: tuple[str, ...]
    """Steps of the breadcrumb from the home page on."""
    tags: tuple[str, ...]
    language: str | None
    canonical: str | None
    says_article: bool
    """og:type or a schema.org type says that the page is an article."""
    says_list: bool
    """A schema.org type says that the page is a collection or a search."""


def read_metadata(root: HtmlElement, *, breadcrumb: bool = True) -> Metadata:
    """Everything that *root*, the tree before hidden elements were removed, says about itself.

    *breadcrumb* false leaves that out (a sixth of the time of a page whose portal has a selector for it).
    """
    metas = _metas(root)
    things = list(_things(root))
    articles = [thing for thing in things if any(_ARTICLE_TYPES.search(name) for name in _types(thing))]
    lists = [thing for thing in things if not _LIST_TYPES.isdisjoint(_types(thing))]
    micro = _microdata(root)
    article = articles[0] if articles else {}
    web_page = next((thing for thing in things if "WebPage" in _types(thing)), {})

    def meta(*names: str) -> str | None:
        return next((metas[name][0] for name in names if name in metas), None)

    published = [_text(article.get("datePublished")), *micro.get("datePublished", ()), meta("article:published_time")]
    published += [
        _text(web_page.get("datePublished")),
        meta("datepublished", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dcterms.created"),
        meta("dc.date", "date", "parsely-pub-date", "sailthru.date"),
    ]
    published += [_text(article.get("dateCreated")), *micro.get("dateCreated", ())]
    modified = [
        _text(article.get("dateModified")),
        *micro.get("dateModified", ()),
        meta("article:modified_time", "og:updated_time", "lastmod"),
    ]
    title = root.find(".//title")
    html_language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    canonical = next(
        (
            link.get("href")
            for link in root.iter("link")
            if link.get("rel", "").lower() == "canonical" and link.get("href")
        ),
        None,
    )
    return Metadata(
        title=_clean(squeezed(title)) if title is not None else None,
        headline=_clean(_text(article.get("headline")))
        or next(iter(micro.get("headline", ())), None)
        or _clean(meta("og:title", "twitter:title")),
        site_name=_clean(meta("og:site_name", "application-name")),
        published=_distinct(published),
        modified=_distinct(modified),
        section=_clean(meta("article:section")) or _clean(_text(article.get("articleSection"))),
        breadcrumb=_breadcrumb(root, things) if breadcrumb else (),
        tags=_distinct(metas.get("article:tag", ())),
        language=(html_language or meta("og:locale") or "").replace("_", "-").strip() or None,
        canonical=canonical.strip() if canonical else None,
        says_article=bool(articles)
        or "headline" in micro
        or (meta("og:type") or "").lower() in ("article", "news", "newsarticle"),
        says_list=bool(lists) and not articles,
    )


def last_section(steps: tuple[str, ...] | list[str], title: str) -> str | None:
    """The last step of a breadcrumb that is neither the home page nor the article's own *title*."""
    name = title.casefold()
    for step in reversed(steps):
        text = normalize(step).strip(" »>/›|-–")
        own = text.casefold()
        if not text or HOME_WORDS.fullmatch(text) or len(text) > 120:
            continue
        if own == name or (len(own) >= 20 and name.startswith(own.rstrip(".… "))):
            continue
        return text
    return None


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements(_METAS, root):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        value = element.get("content", "").strip()
        if name and value:
            found.setdefault(name, []).append(value)
    return found


def _things(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """All objects of all JSON-LD blocks, ``@graph`` and nested lists included."""
    for script in elements(_JSON_LD, root):
        source = (script.text or "").strip()
        if not source or len(source) > _MAX_JSON_CHARS:
            continue
        source = re.sub(r"^\s*(?:<!\[CDATA\[|//<!\[CDATA\[|<!--)|(?:\]\]>|//\]\]>|-->)\s*$", "", source)
        try:
            value = json.loads(source, strict=False)
        except ValueError:
            continue  # broken JSON-LD is common; the page says the same elsewhere
        yield from _objects(value, 0)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (list, dict)):
                yield from _objects(value[key], depth + 1)


def _types(thing: dict[str, Any]) -> set[str]:
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return str(value).strip() or None if isinstance(value, (str, int, float)) else None


def _microdata(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements(_MICRODATA, root):
        name = element.get("itemprop", "")
        if name not in _MICRODATA_NAMES:
            continue
        if element.tag == "meta" or next(element.iterancestors("aside", "footer"), None) is not None:
            value = element.get("content") if element.tag == "meta" else None
        else:
            value = element.get("datetime") or element.get("content") or squeezed(element)
        if value and value.strip():
            found.setdefault(name, []).append(normalize(value))
    # Several headlines are a list of articles, not one article.
    for name, values in found.items():
        if len(set(values)) > 1:
            found[name] = [] if name == "headline" else values[:1]
    return {name: values for name, values in found.items() if values}


def _breadcrumb(root: HtmlElement, things: list[dict[str, Any]]) -> tuple[str, ...]:
    for thing in things:
        if "BreadcrumbList" in _types(thing) and isinstance(thing.get("itemListElement"), list):
            names = [
                _text(step.get("name")) or _text(step.get("item"))
                for step in thing["itemListElement"]
                if isinstance(step, dict)
            ]
            steps = _distinct(names)
            if steps:
                return steps
    for element in elements(_BREADCRUMB_LISTS, root):
        steps = _steps(element)
        if len(steps) >= 1:
            return steps
    return ()


def _steps(element: HtmlElement) -> tuple[str, ...]:
    names = [squeezed(step) for step in element.iter() if step.get("itemprop") == "name"]
    if not names:
        names = [squeezed(step) for step in element.iter("li")]
    if not names:
        names = [squeezed(step) for step in element.iter("a")]
    return _distinct([name for name in names if len(name) <= 200])


def _clean(text: str | None) -> str | None:
    if text is None:
        return None
    return normalize(" ".join(text.split())) or None


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (_clean(value) for value in values) if text))
