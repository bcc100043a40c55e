"""Addresses of the pages of a listing taken apart: what stays from page to page, and the number that changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.portals.spec import Portal

_PATH_NUMBERS = (
    re.compile(r"/(?P<name>page|trang|paged?|p)[-/]?(?P<page>\d+)(?:\.\w{2,4})?/?$", re.IGNORECASE),
    re.compile(r"[-_](?P<name>page|trang|p)-?(?P<page>\d+)(?=(?:\.\w{2,4})?/?$)", re.IGNORECASE),
)
_QUERY_NUMBER = re.compile(
    r"(?P<name>(?:\w*_)?cur|(?:\w*_)?(?:c|current)?page(?:d|no|num(?:ber)?|index|id|firstrow)?|pg|p|trang|so-?trang"
    r"|(?:limit)?start|offset|from)=(?P<page>\d+)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"/?(?:index)?(?:\.(?:html?|aspx|php))?/?$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address taken apart: what stays from page to page, and the number that changes."""

    path: str
    parameters: frozenset[str]
    name: str
    number: int | None


def all_forms(asked: str, portal: Portal) -> list[Numbered]:
    """What *asked* (``path?query``) may be a page of; last the form in which it is a first page."""
    path, _, query = asked.partition("?")
    plain = Numbered(_plain_path(path), frozenset(filter(None, query.split("&"))), "", None)
    return [*taken_apart(asked, portal), plain]


def taken_apart(asked: str, portal: Portal) -> list[Numbered]:
    """The numbers in *asked* (``path?query``) that may be those of a listing's pages, each with what is left."""
    path, _, query = asked.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    forms = []
    for pattern in _PATH_NUMBERS:
        if match := pattern.search(path):
            first = _plain_path(path[: match.start()])
            forms.append(Numbered(first, frozenset(pairs), match["name"].lower(), int(match["page"])))
            break
    for pair in pairs:
        if match := _QUERY_NUMBER.fullmatch(pair):
            rest = frozenset(other for other in pairs if other is not pair)
            forms.append(Numbered(_plain_path(path), rest, match["name"].lower(), int(match["page"])))
    if not forms:
        for rule in portal.listing.page_url:
            if match := re.search(rule, asked):
                start, end = match.span("page")
                forms.append(Numbered(asked[:start] + asked[end:], frozenset(), "rule", int(match["page"])))
    return forms


def _plain_path(path: str) -> str:
    return _PLAIN.sub("", path)


def is_same_listing(form: Numbered, mine: Numbered) -> bool:
    """True where *form* adds at most parameters (portlets repeat their settings) to what *mine* is."""
    return form.path == mine.path and mine.parameters <= form.parameters and mine.name in ("", form.name)
