"""The queries that the site offers beside the tables, as Datasette's metadata wants them."""

from __future__ import annotations

from typing import Any

from corpus.search import COLUMN_WEIGHTS, RANK_LIMIT

PAGE_ROWS = 50
"""Hits on a page of search results."""
MAX_PAGE = 1_000_000
"""Larger numbers of a page are this one: a product beyond 64 bits is no OFFSET to SQLite."""

_FILTERS = """(:portal = '' OR a.portal = :portal)
         AND (:province = '' OR :province IN (a.province_2024, a.province_2025))
         AND (:since = '' OR a.published_at >= :since)
         AND (:until = '' OR substr(a.published_at, 1, length(:until)) <= :until)"""

_OFFSET = f"{PAGE_ROWS} * min({MAX_PAGE}, max(0, cast(:page AS integer) - 1))"

# Two branches of which one is empty: a condition on the number of hits inside ORDER BY would sort them all.
SEARCH = f"""
WITH few(hits) AS (
  SELECT count(*) <= {RANK_LIMIT}
  FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH vi_query(:q) LIMIT {RANK_LIMIT + 1})
),
ranked(number, score) AS (
  SELECT f.rowid, bm25(articles_fts, {COLUMN_WEIGHTS}) AS score
  FROM articles_fts AS f JOIN articles AS a ON a.search_rowid = f.rowid
  WHERE articles_fts MATCH vi_query(:q) AND (SELECT hits FROM few) AND {_FILTERS}
  ORDER BY score, f.rowid DESC LIMIT {PAGE_ROWS} OFFSET {_OFFSET}
),
newest(number, score) AS (
  SELECT f.rowid, NULL
  FROM articles_fts AS f JOIN articles AS a ON a.search_rowid = f.rowid
  WHERE articles_fts MATCH vi_query(:q) AND NOT (SELECT hits FROM few) AND {_FILTERS}
  ORDER BY f.rowid DESC LIMIT {PAGE_ROWS} OFFSET {_OFFSET}
),
page AS (SELECT * FROM ranked UNION ALL SELECT * FROM newest)
SELECT a.id, vi_highlight(a.title, :q) AS title, vi_snippet(a.body, :q) AS snippet, a.published_at, a.portal,
       a.province_2024, a.section, a.state, a.url, round(-page.score, 4) AS score
FROM page JOIN articles AS a ON a.search_rowid = page.number
ORDER BY page.score, page.number DESC
"""

FIRST_SAID = """
WITH said AS (
  SELECT a.id, a.portal, a.title, a.body, a.published_at, a.source,
         row_number() OVER (PARTITION BY a.portal ORDER BY a.published_at, a.id) AS place,
         count(*) OVER (PARTITION BY a.portal) AS articles
  FROM articles_fts AS f JOIN articles AS a ON a.search_rowid = f.rowid
  WHERE articles_fts MATCH vi_query('"' || replace(:phrase, '"', ' ') || '"') AND a.published_at IS NOT NULL
)
SELECT published_at,
       cast(julianday(substr(published_at, 1, 10)) - julianday(substr(min(published_at) OVER (), 1, 10)) AS integer)
         AS days_after_first,
       portal, articles, id, vi_highlight(title, '"' || replace(:phrase, '"', ' ') || '"') AS title,
       vi_snippet(body, '"' || replace(:phrase, '"', ' ') || '"') AS snippet, source
FROM said WHERE place = 1 ORDER BY published_at, portal
"""

CHANGES = """
SELECT e.at, e.kind, a.portal, a.id, a.title, e.from_version, e.to_version, e.detail, a.url
FROM article_events AS e JOIN articles AS a ON a.id = e.article_id
WHERE (:portal = '' OR a.portal = :portal) AND (:kind = '' OR e.kind = :kind)
ORDER BY e.at DESC, a.id LIMIT 1000
"""

REFUSALS_BY_REASON = """
SELECT portal, reason, vi_reason(reason) AS meaning, count(*) AS pages, max(refused_at) AS latest
FROM refusals WHERE :portal = '' OR portal = :portal
GROUP BY portal, reason ORDER BY pages DESC, portal, reason
"""

COVERAGE_BY_MONTH = """
SELECT portal, substr(published_at, 1, 7) AS month, count(*) AS articles
FROM articles
WHERE length(published_at) >= 7 AND (:portal = '' OR portal = :portal)
  AND (:province = '' OR :province IN (province_2024, province_2025))
GROUP BY portal, month ORDER BY month DESC, portal
"""

PORTALS_OVERVIEW = """
SELECT p.slug AS portal, p.name, p.province_2024, count(a.id) AS articles, min(a.published_at) AS first,
       max(a.published_at) AS newest, p.last_good_crawl_at, p.state
FROM portals AS p LEFT JOIN articles AS a ON a.portal = p.slug
GROUP BY p.slug ORDER BY articles DESC, p.slug
"""

PHRASES = (
    "Words with diacritics are exact about them (hoà and hòa are the same), words without match both. "
    "Quotation marks make a phrase, tuyên* finds beginnings, đoàn OR hội finds either, -báo leaves a word out. "
    "Document numbers are understood: 32-CT/TW, chi thi 32, 15/2020/NĐ-CP."
)


def queries() -> dict[str, dict[str, Any]]:
    """Canned queries by name; each has title, description, SQL and its parameters in order."""
    return {
        "search": _query(
            "Search",
            f"{PHRASES} Up to {RANK_LIMIT:,} hits come best first, more of them newest first.",
            SEARCH,
            "q portal province since until page",
        ),
        "first_said": _query(
            "Who said it first",
            "The first dated article of each portal in which a phrase stands, in order of date. "
            "Of two articles of one day the one whose time is not known comes first.",
            FIRST_SAID,
            "phrase",
        ),
        "changes": _query(
            "Edits, removals and returns",
            "The latest 1,000 events; kind is edited, removed or returned.",
            CHANGES,
            "portal kind",
        ),
        "refusals_by_reason": _query(
            "Refused pages by reason",
            "What was fetched or wanted and is not stored, and why.",
            REFUSALS_BY_REASON,
            "portal",
        ),
        "coverage_by_month": _query(
            "Coverage by month",
            "Articles per portal and month of publication. Province is a slug of 2024 or 2025.",
            COVERAGE_BY_MONTH,
            "portal province",
        ),
        "portals_overview": _query(
            "Portals at a glance", "What there is of each portal, those without an article too.", PORTALS_OVERVIEW, ""
        ),
    }


def _query(title: str, description: str, sql: str, params: str) -> dict[str, Any]:
    return {"title": title, "description": description, "sql": sql.strip(), "params": params.split(), "hide_sql": True}
