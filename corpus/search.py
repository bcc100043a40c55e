"""Finds articles: ranked where the hits are few, newest first where they are many."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Literal

from corpus.errors import InputError
from corpus.highlight import highlight, snippet
from corpus.query import Query, parse_query
from corpus.schema import SEARCH_TABLE

__all__ = ["COUNT_LIMIT", "RANK_LIMIT", "Hit", "Order", "Results", "parse_query", "search"]

Order = Literal["auto", "relevance", "newest", "oldest"]

RANK_LIMIT = 2_000
"""More hits than these are not ranked unless asked for: bm25 reads each of them (0.6 s for a word that
stands in most of 100,000 articles), newest first reads only those it shows."""
COUNT_LIMIT = 10_000
"""Hits are counted up to here."""
COLUMN_WEIGHTS = "8.0, 1.0, 8.0, 1.0"
"""bm25 weights of title, body, title_plain, body_plain."""
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    id: str
    title: str
    title_marked: str
    """Title with marks around what was found."""
    snippet: str
    """One line of the reading text, with marks around what was found."""
    portal: str
    province: str | None
    """Slug of the 2024 province."""
    section: str | None
    published_at: str | None
    url: str
    score: float | None
    """Relevance, higher is better; None where hits are not ranked. Compare within one query only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    query: Query
    hits: tuple[Hit, ...]
    total: int
    """Number of articles found, counted up to ``COUNT_LIMIT``."""
    is_total_exact: bool
    """False if there are more than ``COUNT_LIMIT``."""
    order: Literal["relevance", "newest", "oldest"]
    offset: int

    @property
    def is_ranked(self) -> bool:
        return self.order == "relevance"

    @property
    def has_more(self) -> bool:
        return not self.is_total_exact or self.offset + len(self.hits) < self.total


def search(
    connection: sqlite3.Connection,
    query: Query | str,
    *,
    limit: int = 20,
    offset: int = 0,
    portal: str | None = None,
    province: str | None = None,
    since: str | None = None,
    until: str | None = None,
    order: Order = "auto",
    marks: tuple[str, str] = ("<mark>", "</mark>"),
) -> Results:
    """Return *limit* articles that *query* finds, from *offset* on, and how many there are.

    *province* is a slug of either list (2024 or 2025). *since* and *until* are ISO dates, also of a month
    or a year, both included; articles without a date are then left out. ``auto`` ranks up to
    ``RANK_LIMIT`` hits. Raises ``InputError`` for a query without words and a date that is none.
    """
    if isinstance(query, str):
        query = parse_query(query)
    if query.problem:
        raise InputError(query.problem)
    filters, values = _filters(portal, province, since, until)
    values["match"] = query.match
    found = f"FROM {SEARCH_TABLE} AS f JOIN articles AS a ON a.search_rowid = f.rowid"
    where = f"WHERE {SEARCH_TABLE} MATCH :match{filters}"
    total = _count(connection, found if filters else f"FROM {SEARCH_TABLE} AS f", where, values)
    if order == "auto":
        order = "relevance" if total <= RANK_LIMIT else "newest"
    # Articles without a date have the lowest row ids, so newest first ends with them.
    score = f"bm25({SEARCH_TABLE}, {COLUMN_WEIGHTS})" if order == "relevance" else "NULL"
    order_by = {"relevance": "score, f.rowid DESC", "newest": "f.rowid DESC", "oldest": "f.rowid"}[order]
    rows = connection.execute(
        f"""WITH page AS (
              SELECT f.rowid AS number, {score} AS score {found if filters else f"FROM {SEARCH_TABLE} AS f"} {where}
              ORDER BY {order_by} LIMIT :limit OFFSET :offset)
            SELECT a.id, a.title, a.body, a.portal, a.province_2024, a.section, a.published_at, a.url, page.score
            FROM page JOIN articles AS a ON a.search_rowid = page.number
            ORDER BY {order_by.replace("f.rowid", "page.number").replace("score", "page.score")}""",
        {**values, "limit": limit, "offset": offset},
    )
    hits = tuple(
        Hit(
            id=id_,
            title=title,
            title_marked=highlight(title, query.terms, marks),
            snippet=snippet(body, query.terms, marks),
            portal=portal_,
            province=province_,
            section=section,
            published_at=published_at,
            url=url,
            score=None if rank is None else round(-rank, 4),
        )
        for id_, title, body, portal_, province_, section, published_at, url, rank in rows
    )
    return Results(
        query=query,
        hits=hits,
        total=min(total, COUNT_LIMIT),
        is_total_exact=total <= COUNT_LIMIT,
        order=order,
        offset=offset,
    )


def _count(connection: sqlite3.Connection, found: str, where: str, values: dict[str, str]) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 {found} {where} LIMIT {COUNT_LIMIT + 1})"
    count: int = connection.execute(sql, values).fetchone()[0]
    return count


def _filters(
    portal: str | None, province: str | None, since: str | None, until: str | None
) -> tuple[str, dict[str, str]]:
    clauses = []
    values = {}
    if portal:
        clauses.append("a.portal = :portal")
        values["portal"] = portal
    if province:
        clauses.append(":province IN (a.province_2024, a.province_2025)")
        values["province"] = province
    for name, date in (("since", since), ("until", until)):
        if date and not DATE.fullmatch(date):
            raise InputError(f"{date}: not a date for --{name}. Write 2024-04-26, 2024-04 or 2024.")
    if since and until:
        length = min(len(since), len(until))
        if since[:length] > until[:length]:
            raise InputError(f"{since} is after {until}: swap them.")
    if since:
        clauses.append("a.published_at >= :since")
        values["since"] = since
    if until:
        clauses.append("substr(a.published_at, 1, length(:until)) <= :until")
        values["until"] = until
    return "".join(f" AND {clause}" for clause in clauses), values
