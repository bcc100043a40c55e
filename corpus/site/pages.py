"""What our templates show beyond what Datasette gives them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from corpus.errors import InputError
from corpus.highlight import highlight, snippet
from corpus.query import Query, parse_query
from corpus.reasons import REASONS
from corpus.search import Results, search
from corpus.site.queries import MAX_PAGE, PAGE_ROWS
from corpus.status import CorpusStatus, corpus_status

MARKS = ("<mark>", "</mark>")
STATUS_SECS = 30.0
"""Counts on the front page may be so old: at a million articles they take some 0.3 s."""

parse = lru_cache(maxsize=256)(parse_query)
"""SQL functions are called once a row, with the same query."""

_NOTHING = '""'
"""An FTS5 expression that is well formed and finds nothing."""


def register_functions(connection: sqlite3.Connection) -> None:
    """Give *connection* the SQL functions of the site; ``escape_fts`` is what Datasette's search box calls."""

    def match(text: str | None) -> str:
        return _query(text).match or _NOTHING

    connection.create_function("vi_query", 1, match, deterministic=True)
    connection.create_function("escape_fts", 1, match, deterministic=True)
    connection.create_function("vi_highlight", 2, _highlight, deterministic=True)
    connection.create_function("vi_snippet", 2, _snippet, deterministic=True)
    connection.create_function("vi_reason", 1, REASONS.get, deterministic=True)


def _query(text: str | None) -> Query:
    return parse(str(text or ""))


def _highlight(text: str | None, query: str | None) -> str | None:
    return None if text is None else highlight(text, _query(query).terms, MARKS)


def _snippet(text: str | None, query: str | None) -> str | None:
    return None if text is None else snippet(text, _query(query).terms, MARKS)


def marked(text: object) -> Markup:
    """Return *text* escaped, except that ``<mark>`` and ``</mark>`` work: no other markup gets through."""
    escaped = str(escape(text))
    for mark in MARKS:
        escaped = escaped.replace(str(escape(mark)), mark)
    return Markup(escaped)  # noqa: S704 - all of it was escaped, two fixed tags let through


def found_title(text: str, query: str | None) -> Markup:
    """Return *text* as HTML with what *query* finds in it marked."""
    return marked(_highlight(text, query))


def found_snippet(text: str, query: str | None) -> Markup:
    """Return the passage of *text* as HTML that says most about *query*, marked."""
    return marked(_snippet(text, query))


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Values to choose from for parameters of queries: pairs of slug and name."""

    portal: tuple[tuple[str, str], ...]
    province: tuple[tuple[str, str], ...]
    """Of both lists."""
    kind: tuple[tuple[str, str], ...] = (("edited", "edited"), ("removed", "removed"), ("returned", "returned"))


def choices(connection: sqlite3.Connection) -> Choices:
    portals = connection.execute("SELECT slug, name FROM portals ORDER BY name")
    provinces = connection.execute(
        "SELECT slug_2024 AS slug, name_2024 AS name FROM provinces UNION SELECT slug_2025, name_2025 FROM provinces "
        "ORDER BY name"
    )
    return Choices(
        portal=tuple((row[0], row[1]) for row in portals), province=tuple((row[0], row[1]) for row in provinces)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPage:
    """What the page of search results says about them."""

    problem: str | None
    """Why nothing was searched for; None if it was."""
    results: Results | None
    """Total, order and notes; its hits are left out."""
    page: int
    has_next: bool

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE_ROWS + 1


def search_page(connection: sqlite3.Connection, asked: Mapping[str, str]) -> SearchPage:
    """Return total and order for the parameters of the query ``search``."""
    page = int(asked["page"]) if asked.get("page", "").isdecimal() else 1
    page = min(max(page, 1), MAX_PAGE)
    results, problem = None, None
    try:
        results = search(
            connection,
            asked.get("q", ""),
            limit=0,
            portal=asked.get("portal") or None,
            province=asked.get("province") or None,
            since=asked.get("since") or None,
            until=asked.get("until") or None,
        )
    except InputError as error:
        problem = str(error)
    return SearchPage(
        problem=problem,
        results=results,
        page=page,
        has_next=results is not None and (not results.is_total_exact or page * PAGE_ROWS < results.total),
    )


_status: dict[str, tuple[float, CorpusStatus]] = {}


def cached_status(connection: sqlite3.Connection) -> CorpusStatus:
    """Return ``corpus_status``, at most ``STATUS_SECS`` old."""
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    now = time.monotonic()
    if file not in _status or now - _status[file][0] > STATUS_SECS:
        _status[file] = (now, corpus_status(connection))
    return _status[file][1]


def as_params(asked: Mapping[str, Any], **changes: Any) -> dict[str, str]:
    """Return the non-empty parameters of *asked* with *changes*, for a link to another page of results."""
    merged = {key: asked[key] for key in asked} | changes
    return {key: str(value) for key, value in merged.items() if value not in (None, "")}
