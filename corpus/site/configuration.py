"""Datasette's metadata and settings, made from the schema."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from corpus.schema import SEARCH_TABLE, TABLES, VIEWS, Table, View
from corpus.site.queries import queries

STATIC_FOLDER = Path(__file__).parent / "static"
STATIC_MOUNT = "corpus-static"
TITLE = "Tuyên giáo Corpus"
DESCRIPTION = (
    "Articles from the portals of the Party's propaganda commissions in Vietnam, as they were published, "
    "with their changes. The rights in the texts stay with their publishers."
)

SETTINGS: dict[str, Any] = {
    "default_page_size": 50,
    "max_returned_rows": 10_000,
    "max_csv_mb": 0,  # no limit: a CSV of the whole corpus is not cut off
    "sql_time_limit_ms": 5_000,
    "facet_time_limit_ms": 500,  # five facets a page; on an indexed column of a million rows one takes about 0.2 s
    "default_facet_size": 20,
    "suggest_facets": False,  # 742 against 53 ms a page at 100,000 articles
    "truncate_cells_html": 240,
    "num_sql_threads": 4,
}

FACETS = ["portal", "province_2024", "province_2025", "section", "published_year"]
"""Columns of ``articles`` with an index of their own."""

_LABELS = {"articles": "title", "portals": "name", "provinces": "name_2024", "captures": "url", "crawls": "started_at"}
_NEWEST_FIRST = {
    "articles": "published_at",
    "article_events": "at",
    "captures": "id",
    "crawls": "id",
    "refusals": "refused_at",
}
_FACETS = {
    "articles": FACETS,
    "article_events": ["kind"],
    "article_urls": ["kind"],
    "refusals": ["reason", "portal"],
    "frontier": ["portal", "kind", "state"],
}
_UNITS = {"size_bytes": "byte", "length_bytes": "byte", "bytes": "byte", "seconds": "second"}


def configuration(corpus_path: Path) -> dict[str, Any]:
    """Return the metadata for serving *corpus_path*: what each table, view and column is, and the queries."""
    tables = {shape.name: _describe(shape) for shape in (*TABLES, *VIEWS)}
    tables["articles"] |= {"fts_table": SEARCH_TABLE, "fts_pk": "search_rowid"}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "extra_css_urls": [f"/{STATIC_MOUNT}/site.css?{_digest(STATIC_FOLDER / 'site.css')}"],
        "databases": {database_name(corpus_path): {"title": TITLE, "tables": tables, "queries": queries()}},
    }


def database_name(corpus_path: Path) -> str:
    """The name of the database in addresses: ``corpus`` for ``corpus.db``."""
    return corpus_path.stem


def _describe(shape: Table | View) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "description": shape.description,
        "columns": {column.name: column.description for column in shape.columns},
    }
    units = {column.name: _UNITS[column.name] for column in shape.columns if column.name in _UNITS}
    if units:
        entry["units"] = units
    if shape.name in _LABELS:
        entry["label_column"] = _LABELS[shape.name]
    if shape.name in _NEWEST_FIRST:
        entry["sort_desc"] = _NEWEST_FIRST[shape.name]
    if shape.name in _FACETS:
        entry["facets"] = _FACETS[shape.name]
    return entry


def _digest(file: Path) -> str:
    """So that a browser asks for a style sheet again after an update."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]
