"""Describes the schema to its readers: ``docs/schema.md`` and the README of each snapshot.

``python -m corpus.schema_docs --write`` renews ``docs/schema.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.migrations import MIGRATIONS
from corpus.reasons import REASONS
from corpus.schema import APPLICATION_ID, SEARCH_TABLE, TABLES, VIEWS, Table, View

DOCUMENT = Path(__file__).parent.parent / "docs" / "schema.md"

RIGHTS = """\
The texts are public pages of public bodies; the rights in them stay with their publishers. The corpus is
given for reading, research and quotation with the source named (portal, title, date, address). The
software and the descriptions in this file are under Apache-2.0, the texts are not."""

IDENTITY = """\
- `articles.id` is the public id: a short hash of the portal's slug and the article key. It is the same in
  every rebuild and every snapshot; join and cite by it.
- `portal` and `article_key` together are unique. The key is the portal's own number of the article where
  there is one, else its canonical URL without scheme and `www.`.
- `captures.id`, `crawls.id`, `capture_id`, `crawl_id` and `search_rowid` are numbers of one file. They join
  tables within it and mean something else in the next file; exports leave them out.
- An article may have been met under several addresses: `article_urls` has all of them.
- Province columns come twice: by the 63 provinces until 30 June 2025 and the 34 since. `provinces` maps them.
"""

DATES = """\
- `published_at` is text. Its length says how much is known, `published_precision` says it in a word:
  `2024-04-26T16:20:00+07:00` (minute), `2024-04-26` (day), `2024-04` (month), `2024` (year). NULL means that
  the page does not say; no date is ever guessed.
- Article dates are in Vietnam's time (+07:00, no daylight saving time), so text order is time order and
  `substr(published_at, 1, 7)` is the month. Do not let a program turn a bare date into midnight UTC.
- `published_method` says where the date was found and `published_text` how it was printed.
- Everything that we did (fetched, seen, changed, crawled) is in UTC: `2026-11-22T03:04:05Z`.
"""

BLOCKS = """\
- `blocks` is a JSON array in reading order. Each block has `type` (lead, paragraph, heading, list, table,
  quote, caption) and `text`; a heading has `level`, a list `items` and `ordered`, a table `rows`, a caption
  `image_url` and `credit`. A key that does not apply is absent.
- The view `article_blocks` has one row for each block.
- `body` is the reading text made of them: the lead, then the other blocks, one newline between. Captions,
  the byline and the source line are not in it. `lead` is also a column of its own.
- A span in a text (of a citation, a place, a name) is a pair of offsets, start and end, in code points, the
  end exclusive, in a named field (title, body, caption or attachment). Python and SQLite's `substr` count
  code points; JavaScript and Java count UTF-16 units, and some languages bytes.
- All text is Unicode NFC, with the tone marks where the page placed them.
"""

VERSIONS = """\
- `articles` shows the latest version. `article_versions` has each distinct content in the order seen: a text
  that was changed and changed back has three.
- `content_hash` covers title, lead, body, captions and the printed publication date, nothing else of a page.
- `article_events` says what was noticed when: edited, removed, returned. The text of a removed article stays,
  with `state` gone.
- To follow the corpus, remember the time of your last visit and ask for `changed_at` since then.
"""

SEARCH = f"""\
- `{SEARCH_TABLE}` is an FTS5 index over title and body, each indexed twice: as printed and without
  diacritics (đ as d). `dang bo` finds Đảng bộ; `đảng` finds only đảng. Highlights show the original text.
- Its row id is `articles.search_rowid`, which follows the date: newest first is `ORDER BY rowid DESC`, best
  first is `ORDER BY rank`.
- The index holds tone marks in the older of the two placements in use (hoà is indexed as hòa, thuỷ as thủy,
  khoẻ as khỏe). In plain SQL write a query that way; the command `tuyengiao search` and the
  site do it themselves.
- Put a document number into double quotes: `"32-CT/TW"`. Without them it is a syntax error.
- The index keeps no text of its own (external content: the view `articles_search`). Never run its command
  `rebuild`: it would index the original texts in the columns without diacritics.
"""


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    sql: str


EXAMPLES = (
    Example(
        "How many articles did each province publish in each year?",
        "SELECT province_2024, published_year, count(*) AS articles FROM articles\n"
        "GROUP BY province_2024, published_year ORDER BY province_2024, published_year;",
    ),
    Example(
        "The same by the provinces since July 2025, with their names?",
        "SELECT p.name_2025, count(*) AS articles FROM articles AS a\n"
        "JOIN (SELECT DISTINCT slug_2025, name_2025 FROM provinces) AS p ON p.slug_2025 = a.province_2025\n"
        "GROUP BY p.slug_2025 ORDER BY articles DESC;",
    ),
    Example(
        "Which articles contain a phrase, best first, with the place in the text?",
        "SELECT a.id, a.title, snippet(articles_fts, -1, '[', ']', '…', 12) AS excerpt\n"
        "FROM articles_fts JOIN articles AS a ON a.search_rowid = articles_fts.rowid\n"
        "WHERE articles_fts MATCH '\"dang bo\"' ORDER BY rank LIMIT 20;",
    ),
    Example(
        "The same, newest first?",
        "SELECT a.id, a.published_at, a.title\n"
        "FROM articles_fts JOIN articles AS a ON a.search_rowid = articles_fts.rowid\n"
        "WHERE articles_fts MATCH 'đảng' ORDER BY articles_fts.rowid DESC LIMIT 20;",
    ),
    Example(
        "How many articles a month (those of which only the year is known left out)?",
        "SELECT substr(published_at, 1, 7) AS month, count(*) AS articles FROM articles\n"
        "WHERE published_precision IN ('minute', 'day', 'month') GROUP BY month ORDER BY month;",
    ),
    Example(
        "Who wrote most?",
        "SELECT author.value AS author, count(*) AS articles FROM articles, json_each(articles.authors) AS author\n"
        "GROUP BY author.value ORDER BY articles DESC LIMIT 20;",
    ),
    Example(
        "The captions of all pictures, with their articles?",
        "SELECT article_id, text AS caption, credit, image_url FROM article_blocks WHERE type = 'caption';",
    ),
    Example(
        "Which titles were changed after publication?",
        "SELECT old.article_id, old.title AS title_before, new.title AS title_after, new.seen_from\n"
        "FROM article_versions AS old JOIN article_versions AS new\n"
        "  ON new.article_id = old.article_id AND new.number = old.number + 1\n"
        "WHERE new.title <> old.title ORDER BY new.seen_from DESC;",
    ),
    Example(
        "What did portals remove?",
        "SELECT portal, title, url, gone_at FROM articles WHERE state = 'gone' ORDER BY gone_at DESC;",
    ),
    Example(
        "What is new or changed since a day?",
        "SELECT id, title, changed_at FROM articles WHERE changed_at >= '2026-11-21T00:00:00Z' ORDER BY changed_at;",
    ),
    Example(
        "Where does the archived page lie from which an article was read?",
        "SELECT a.id, c.url, c.file, c.offset, c.fetched_at\n"
        "FROM articles AS a JOIN captures AS c ON c.id = a.capture_id;",
    ),
    Example(
        "How far can each portal be trusted to be complete?",
        "SELECT p.slug, p.last_good_crawl_at,\n"
        "  (SELECT count(*) FROM articles AS a WHERE a.portal = p.slug) AS articles,\n"
        "  (SELECT count(*) FROM refusals AS r WHERE r.portal = p.slug) AS refused\n"
        "FROM portals AS p ORDER BY p.slug;",
    ),
)
"""Each is run by the tests against a small corpus, in which it finds something."""

LOADING = """\
The file needs SQLite 3.38 or later, with FTS5 for the search (both are in every current build).

sqlite3:

    sqlite3 -readonly corpus.db "SELECT portal, count(*) FROM articles GROUP BY portal"

Python with pandas:

    import sqlite3, pandas
    connection = sqlite3.connect("file:corpus.db?mode=ro", uri=True)
    articles = pandas.read_sql_query("SELECT * FROM articles", connection, index_col="id")

R:

    connection <- DBI::dbConnect(RSQLite::SQLite(), "corpus.db", flags = RSQLite::SQLITE_RO)
    articles <- DBI::dbGetQuery(connection, "SELECT * FROM articles")

DuckDB (its `sqlite` extension is not built in; DuckDB fetches it once from its own site):

    INSTALL sqlite; LOAD sqlite;
    ATTACH 'corpus.db' AS corpus (TYPE sqlite, READ_ONLY);
    SELECT portal, count(*) FROM corpus.articles GROUP BY portal;

Without that extension, export first: `tuyengiao export --output articles.jsonl`, then in DuckDB
`SELECT * FROM read_json('articles.jsonl')`.
"""


def schema_markdown() -> str:
    """Return the text of ``docs/schema.md``."""
    parts = [
        "# Schema\n",
        "<!-- Made by: python -m corpus.schema_docs --write. Do not edit. -->\n",
        f"A corpus is one SQLite file (`application_id` {APPLICATION_ID:#x}; `user_version`, the number of the schema, "
        f"is {len(MIGRATIONS)}). An older file is upgraded when it is opened; a newer one is refused.\n",
        *notes("##"),
        "## Tables\n",
        "Tables marked *operational* serve the crawler; snapshots and exports leave them out.\n",
        *tables(TABLES, "###"),
        "## Views\n",
        *views(VIEWS, "###"),
        *reasons("##"),
        *examples("##"),
        "## Loading it elsewhere\n",
        LOADING,
        "## Rights\n",
        RIGHTS + "\n",
    ]
    return "\n".join(parts)


def notes(level: str) -> list[str]:
    """Sections that say how to read the columns, under headings of *level* (``##``)."""
    sections = {"Identity": IDENTITY, "Dates": DATES, "Text, blocks and spans": BLOCKS}
    sections |= {"Versions, edits and removals": VERSIONS, "Search": SEARCH}
    return [line for title, text in sections.items() for line in (f"{level} {title}\n", text)]


def tables(chosen: Iterable[Table], level: str, counts: Mapping[str, int] | None = None) -> list[str]:
    """A heading, description, keys and a table of columns for each of *chosen*; with rows where *counts* says."""
    lines = []
    for table in chosen:
        rows = f" {counts[table.name]:,} rows." if counts else ""
        mark = " *Operational.*" if table.operational else ""
        lines.append(f"{level} {table.name}\n")
        lines.append(f"{table.description}{mark}{rows}\n")
        if table.constraints:
            lines.append("Keys: " + ", ".join(f"`{constraint}`" for constraint in table.constraints) + ".\n")
        lines.append(_columns(table))
    return lines


def views(chosen: Iterable[View], level: str) -> list[str]:
    """A heading, description and a table of columns for each of *chosen*."""
    return [line for view in chosen for line in (f"{level} {view.name}\n", f"{view.description}\n", _columns(view))]


def reasons(level: str) -> list[str]:
    """The reasons in ``refusals.reason`` with their meaning."""
    rows = (f"| `{name}` | {cell(meaning)} |" for name, meaning in REASONS.items())
    return [f"{level} Reasons of refusals\n", "\n".join(["| reason | meaning |", "| --- | --- |", *rows]) + "\n"]


def examples(level: str) -> list[str]:
    """The example queries."""
    texts = (f"{example.question}\n\n```sql\n{example.sql}\n```\n" for example in EXAMPLES)
    return [f"{level} Examples\n", *texts]


def cell(text: str) -> str:
    """Return *text* fit for a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def _columns(shape: Table | View) -> str:
    rows = (f"| `{column.name}` | {column.type} | {cell(column.description)} |" for column in shape.columns)
    return "\n".join(["| column | type | what it is |", "| --- | --- | --- |", *rows]) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        DOCUMENT.write_text(schema_markdown(), encoding="utf-8")
    else:
        sys.stdout.write(schema_markdown())
