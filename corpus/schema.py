"""The shape of the corpus as data: tables, columns with descriptions, indexes, full-text search, views.

``docs/schema.md``, Datasette's descriptions and the README of snapshots are made from this module.
Times are ISO 8601 in UTC (``2026-11-22T03:04:05Z``); dates of articles are in Vietnam's zone (+07:00).
"""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x54474331
"""``PRAGMA application_id`` of a corpus: the bytes ``TGC1``."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """SQL type with constraints."""
    description: str

    @property
    def is_json(self) -> bool:
        """True if the text is a JSON document; its description then begins with that word."""
        return self.description.startswith("JSON")


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    description: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    """Column lists; ``UNIQUE`` or a ``WHERE`` part may be written with them."""
    operational: bool = False
    """True for tables that serve the crawler and are left out of snapshots."""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class View:
    name: str
    description: str
    columns: tuple[Column, ...]
    sql: str


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines ``name | SQL type | description``."""
    rows = (line.split("|", 2) for line in text.strip().splitlines())
    return tuple(Column(*(part.strip() for part in row)) for row in rows)


PROVINCES = Table(
    "provinces",
    "The 63 provinces of 2024 and the 34 of July 2025 that they went into (resolution 202/2025/QH15).",
    _columns("""
        slug_2024 | TEXT PRIMARY KEY | Slug of the province as it was until 30 June 2025.
        name_2024 | TEXT NOT NULL | Its name.
        code_2024 | TEXT NOT NULL | Its official code then. Codes repeat across the two lists: never join on a code without its year.
        type_2024 | TEXT NOT NULL | tỉnh or thành phố (municipality).
        region_2024 | TEXT NOT NULL | Its socio-economic region.
        seat_2024_lat | REAL | Latitude of its seat, degrees.
        seat_2024_lon | REAL | Longitude of its seat, degrees.
        slug_2025 | TEXT NOT NULL | Slug of the province it belongs to since 1 July 2025.
        name_2025 | TEXT NOT NULL | Name of that province.
        code_2025 | TEXT NOT NULL | Official code of that province.
        seat_2025_lat | REAL | Latitude of that province's seat, degrees.
        seat_2025_lon | REAL | Longitude of that province's seat, degrees.
    """),
    indexes=("slug_2025",),
)

PORTALS = Table(
    "portals",
    "The sites that are crawled, one of an organ each.",
    _columns("""
        slug | TEXT PRIMARY KEY | Slug of the portal; it never changes.
        name | TEXT NOT NULL | Name of the site or its organ.
        organ | TEXT NOT NULL | The Party organ that publishes it.
        level | TEXT NOT NULL | central, province or district.
        kind | TEXT NOT NULL | tuyengiao (a commission), tinhuy (a Party committee), journal, newspaper or demo.
        province_2024 | TEXT REFERENCES provinces(slug_2024) | Province of the organ by the 2024 list; NULL for central organs.
        province_2025 | TEXT | Slug of the province since July 2025.
        url | TEXT NOT NULL | Address of the home page.
        hosts | TEXT NOT NULL | JSON array: hosts to which requests go.
        family | TEXT NOT NULL | CMS family whose rules it is read by.
        verified | INTEGER NOT NULL DEFAULT 0 | 1 once a live crawl was checked by a person.
        state | TEXT NOT NULL DEFAULT 'unknown' | active, blocked, challenged, moved, closed or unknown.
        state_since | TEXT | When the state was last seen to change.
        portal_digest | TEXT NOT NULL | Digest of the resolved portal file as last used.
        last_good_crawl_id | INTEGER | Latest crawl that ended cleanly for this portal.
        last_good_crawl_at | TEXT | When that crawl ended.
    """),
    indexes=("province_2024",),
)

ARTICLES = Table(
    "articles",
    "The articles, one row each, in their latest version.",
    _columns("""
        id | TEXT PRIMARY KEY | Public id: a short hash of portal slug and article key, the same in every rebuild.
        portal | TEXT NOT NULL REFERENCES portals(slug) | Portal that published it.
        article_key | TEXT NOT NULL | The portal's own id of the article, or its canonical URL without scheme and www.
        url | TEXT NOT NULL | Canonical URL.
        title | TEXT NOT NULL | Title as printed.
        lead | TEXT | Lead (sapô), also the first paragraph of body; NULL if there is none.
        body | TEXT NOT NULL | Reading text: lead, then the body blocks, one newline between. Captions, byline and source are not in it.
        blocks | TEXT NOT NULL | JSON array of typed blocks in reading order; see the view article_blocks.
        published_at | TEXT | First publication: ISO 8601 with +07:00 at minute precision, a bare date at day precision; NULL if unknown.
        published_precision | TEXT | minute, day, month or year.
        published_method | TEXT | Where the date came from: printed, metadata, hidden, url or listing.
        published_text | TEXT | The date as printed, verbatim.
        published_year | INTEGER | Year of published_at.
        updated_at | TEXT | Last update as the page states it; NULL if it does not.
        updated_precision | TEXT | minute, day, month or year.
        byline | TEXT | Author line as printed, without its label.
        authors | TEXT NOT NULL DEFAULT '[]' | JSON array of the names in the byline.
        source | TEXT | Attribution line (Theo …, Nguồn: …) without its label.
        section | TEXT | Section of the portal, from the breadcrumb or the listing.
        tags | TEXT NOT NULL DEFAULT '[]' | JSON array of the page's tags.
        language | TEXT | BCP 47 tag as far as known.
        word_count | INTEGER NOT NULL | Number of space-separated words in body.
        province_2024 | TEXT REFERENCES provinces(slug_2024) | The article's own province by the 2024 list: that of its portal; on a central portal the one that the title names before a colon.
        province_2025 | TEXT | The province since July 2025.
        extraction_method | TEXT NOT NULL | selectors (family rules), mixed (rules, trafilatura where they were silent) or trafilatura (whole page).
        quality_flags | TEXT NOT NULL DEFAULT '[]' | JSON array of named doubts: no_date, short_body, selector_miss, …
        content_hash | TEXT NOT NULL | SHA-256 over title, lead, body, captions and the printed publication date.
        version_number | INTEGER NOT NULL DEFAULT 1 | Number of the version shown here.
        state | TEXT NOT NULL DEFAULT 'live' | live, or gone when the portal removed it; the text stays.
        gone_at | TEXT | When it was found to be gone.
        first_seen_at | TEXT NOT NULL | Fetch time of its first capture.
        last_seen_at | TEXT NOT NULL | Fetch time of the latest capture that showed it.
        changed_at | TEXT NOT NULL | When this row last changed in content.
        capture_id | INTEGER NOT NULL | Capture from which the fields were extracted.
        extractor_version | TEXT NOT NULL | Version of the extraction code.
        portal_digest | TEXT NOT NULL | Digest of the portal file that the extraction used.
        search_rowid | INTEGER NOT NULL UNIQUE | Row id in the search index: day number × 2^22 + bits of a hash, so that newest first is cheap. Internal.
    """),
    constraints=("UNIQUE (portal, article_key)",),
    indexes=(
        "published_at",
        "portal, published_at",
        "province_2024, published_at",
        "province_2025, published_at",
        "published_year",
        "section",
        "source",
        "state",
        "changed_at",
        "extraction_method",
        "content_hash",
    ),
)

ARTICLE_VERSIONS = Table(
    "article_versions",
    "Each distinct content of an article in the order seen; A→B→A is three versions.",
    _columns("""
        article_id | TEXT NOT NULL REFERENCES articles(id) | The article.
        number | INTEGER NOT NULL | 1, 2, 3, …
        content_hash | TEXT NOT NULL | SHA-256 over title, lead, body, captions and the printed publication date.
        title | TEXT NOT NULL | Title of this version.
        lead | TEXT | Lead of this version.
        body | TEXT NOT NULL | Reading text of this version.
        blocks | TEXT NOT NULL | JSON array of typed blocks.
        published_at | TEXT | Publication date of this version.
        byline | TEXT | Byline of this version.
        source | TEXT | Attribution of this version.
        extractor_version | TEXT NOT NULL | Version of the extraction code.
        portal_digest | TEXT NOT NULL | Digest of the portal file that the extraction used.
        capture_id | INTEGER NOT NULL | First capture with this content.
        seen_from | TEXT NOT NULL | Fetch time of the first capture with this content.
        seen_to | TEXT NOT NULL | Fetch time of the latest capture with this content.
    """),
    constraints=("PRIMARY KEY (article_id, number)",),
)

ARTICLE_EVENTS = Table(
    "article_events",
    "What happened to articles after they were first stored: edits, removals and returns.",
    _columns("""
        article_id | TEXT NOT NULL REFERENCES articles(id) | The article.
        at | TEXT NOT NULL | Fetch time at which it was noticed.
        kind | TEXT NOT NULL | edited, removed or returned.
        from_version | INTEGER | Version before.
        to_version | INTEGER | Version after.
        detail | TEXT | JSON: fields that changed, or the reason of a removal.
        crawl_id | INTEGER | Crawl that noticed it.
        capture_id | INTEGER | Capture that shows it.
    """),
    constraints=("PRIMARY KEY (article_id, at, kind)",),
    indexes=("at", "kind, at"),
)

IMAGES = Table(
    "images",
    "Images of articles with their captions.",
    _columns("""
        article_id | TEXT NOT NULL REFERENCES articles(id) | The article.
        position | INTEGER NOT NULL | 1, 2, 3, … in reading order.
        url | TEXT NOT NULL | Address of the image; images are not fetched.
        caption | TEXT | Caption without its credit.
        credit | TEXT | Photo credit (Ảnh: …) as printed, without its label.
        alt | TEXT | Alternative text in the markup.
    """),
    constraints=("PRIMARY KEY (article_id, position)",),
)

ATTACHMENTS = Table(
    "attachments",
    "Files attached to articles.",
    _columns("""
        article_id | TEXT NOT NULL REFERENCES articles(id) | The article.
        position | INTEGER NOT NULL | 1, 2, 3, … in reading order.
        url | TEXT NOT NULL | Address of the file.
        name | TEXT | Name as linked.
        media_type | TEXT | Media type, from the file name until it is fetched.
        size_text | TEXT | Size as printed on the page.
        size_bytes | INTEGER | Size as fetched; NULL while it was not.
        sha256 | TEXT | SHA-256 of the file; NULL while it was not fetched.
        text | TEXT | Text layer of the file; NULL while it was not fetched or has none.
        capture_id | INTEGER | Capture of the file; NULL while it was not fetched.
    """),
    constraints=("PRIMARY KEY (article_id, position)",),
)

ARTICLE_URLS = Table(
    "article_urls",
    "All addresses by which an article was met.",
    _columns("""
        url | TEXT NOT NULL | An address of the article.
        article_id | TEXT NOT NULL REFERENCES articles(id) | The article.
        kind | TEXT NOT NULL | canonical, listed (as linked somewhere), answered (after redirects) or declared (link rel=canonical).
        first_seen_at | TEXT NOT NULL | When it was first met.
    """),
    constraints=("PRIMARY KEY (url, article_id)",),
    indexes=("article_id",),
)

CAPTURES = Table(
    "captures",
    "Archived responses: where each one lies in the WARC files under archive/.",
    _columns("""
        id | INTEGER PRIMARY KEY | Number of the capture in this file. Internal.
        portal | TEXT NOT NULL | Portal for which it was fetched.
        url | TEXT NOT NULL | Address requested.
        kind | TEXT NOT NULL | robots, feed, sitemap, listing, article or attachment.
        file | TEXT NOT NULL | WARC file, relative to archive/.
        offset | INTEGER NOT NULL | Offset of the record in that file, bytes.
        length_bytes | INTEGER NOT NULL | Length of the compressed record.
        digest | TEXT | sha1 of the payload as in the record's WARC-Payload-Digest.
        status | INTEGER | HTTP status; NULL for a failure without a response.
        media_type | TEXT | Media type that the server named.
        size_bytes | INTEGER NOT NULL | Size of the payload as it came over the wire.
        error | TEXT | What went wrong, for a failure without a response.
        fetched_at | TEXT NOT NULL | When the response was complete.
        crawl_id | INTEGER NOT NULL | Crawl that fetched it.
    """),
    indexes=("url, fetched_at", "crawl_id"),
)

REFUSALS = Table(
    "refusals",
    "Pages that were fetched or wanted but are not stored, with the reason; a row goes when its page is stored after all.",
    _columns("""
        url | TEXT NOT NULL | Address of the page.
        portal | TEXT NOT NULL REFERENCES portals(slug) | Portal.
        kind | TEXT NOT NULL | feed, sitemap, listing, article or attachment.
        reason | TEXT NOT NULL | One of the reasons in docs/operations.md.
        detail | TEXT | What exactly was seen.
        status | INTEGER | HTTP status, if there was a response.
        capture_id | INTEGER | Capture of the refused response, if there was one.
        crawl_id | INTEGER NOT NULL | Latest crawl that refused it.
        first_refused_at | TEXT NOT NULL | When it was first refused.
        refused_at | TEXT NOT NULL | When it was last refused.
        times | INTEGER NOT NULL DEFAULT 1 | How often it was refused.
        extractor_version | TEXT | Version of the extraction code, if extraction refused it.
        portal_digest | TEXT NOT NULL | Digest of the portal file then.
    """),
    constraints=("PRIMARY KEY (portal, url)",),
    indexes=("reason",),
)

CRAWLS = Table(
    "crawls",
    "Runs of the crawler: written at the start, completed at the end.",
    _columns("""
        id | INTEGER PRIMARY KEY | Number of the run.
        started_at | TEXT NOT NULL | Start.
        finished_at | TEXT | End; NULL while it runs or if it was killed.
        state | TEXT NOT NULL | running, finished, interrupted, failed or killed (found dead by the next run).
        finish_reason | TEXT | Why it ended.
        exit_status | INTEGER | Exit status of the command.
        options | TEXT NOT NULL | JSON: portals and limits it was started with.
        software_version | TEXT NOT NULL | Version of this software.
        pid | INTEGER | Process id, to tell a running crawl from a killed one.
    """),
)

CRAWL_PORTALS = Table(
    "crawl_portals",
    "What a crawl did on each portal.",
    _columns("""
        crawl_id | INTEGER NOT NULL REFERENCES crawls(id) | The crawl.
        portal | TEXT NOT NULL REFERENCES portals(slug) | The portal.
        portal_digest | TEXT NOT NULL | Digest of the resolved portal file.
        requests | INTEGER NOT NULL DEFAULT 0 | Responses and failures received.
        bytes | INTEGER NOT NULL DEFAULT 0 | Bytes of response bodies as they came over the wire.
        listings | INTEGER NOT NULL DEFAULT 0 | Feeds, sitemaps and listings read.
        links_new | INTEGER NOT NULL DEFAULT 0 | Article addresses met for the first time.
        new | INTEGER NOT NULL DEFAULT 0 | Articles stored for the first time.
        changed | INTEGER NOT NULL DEFAULT 0 | Articles of which a new version was stored.
        unchanged | INTEGER NOT NULL DEFAULT 0 | Articles fetched again without a difference.
        gone | INTEGER NOT NULL DEFAULT 0 | Articles found to be removed.
        refused | TEXT NOT NULL DEFAULT '{}' | JSON object: refusals by reason.
        errors | INTEGER NOT NULL DEFAULT 0 | Refusals with the reason error.
        selector_misses | INTEGER NOT NULL DEFAULT 0 | Articles where the family's selectors found no body.
        state | TEXT NOT NULL DEFAULT 'running' | running, finished, interrupted or failed.
        seconds | REAL NOT NULL DEFAULT 0 | From the first request to the last outcome.
    """),
    constraints=("PRIMARY KEY (crawl_id, portal)",),
    indexes=("portal, crawl_id",),
)

FRONTIER = Table(
    "frontier",
    "Each known address: what to fetch next and when.",
    _columns("""
        id | INTEGER PRIMARY KEY | Internal.
        portal | TEXT NOT NULL | Portal.
        key | TEXT NOT NULL | What the address identifies: the article key, or kind and canonical URL without scheme and www.
        url | TEXT NOT NULL | Address to request.
        host | TEXT NOT NULL | Host (with port) of that address.
        kind | TEXT NOT NULL | robots, feed, sitemap, listing, article or attachment.
        state | TEXT NOT NULL DEFAULT 'pending' | pending, claimed, stored, refused or gone.
        priority | REAL NOT NULL DEFAULT 0 | Higher is fetched first.
        depth | INTEGER NOT NULL DEFAULT 0 | Number of pager or section steps from the home page, feed or sitemap.
        via | TEXT | Address of the page that listed it.
        link_text | TEXT | Text of the link.
        listed_at | TEXT | Date beside the link, ISO 8601.
        section | TEXT | Section of the listing that listed it.
        met_urls | TEXT NOT NULL DEFAULT '[]' | JSON array: other addresses under which the same thing was met.
        discovered_at | TEXT NOT NULL | When it was first met.
        last_fetched_at | TEXT | When it was last requested with an outcome.
        next_fetch_at | TEXT | When it is due; NULL means never again by itself.
        etag | TEXT | ETag of the last response.
        last_modified | TEXT | Last-Modified of the last response.
        attempts | INTEGER NOT NULL DEFAULT 0 | Claims without an outcome since the last outcome.
        failures | INTEGER NOT NULL DEFAULT 0 | Outcomes in a row that were failures.
        reason | TEXT | Reason of the last refusal.
    """),
    constraints=("UNIQUE (portal, key)",),
    indexes=(
        "portal, state, host, priority DESC, id",
        "host, state, next_fetch_at",
    ),
    operational=True,
)

META = Table(
    "corpus_meta",
    "Facts about this file, such as the version of the search folding.",
    _columns("""
        key | TEXT PRIMARY KEY | Name of the fact.
        value | TEXT NOT NULL | Its value.
    """),
)

TABLES = (
    META,
    PROVINCES,
    PORTALS,
    ARTICLES,
    ARTICLE_VERSIONS,
    ARTICLE_EVENTS,
    IMAGES,
    ATTACHMENTS,
    ARTICLE_URLS,
    CAPTURES,
    REFUSALS,
    CRAWLS,
    CRAWL_PORTALS,
    FRONTIER,
)

ARTICLE_BLOCKS = View(
    "article_blocks",
    "One row for each block of an article.",
    _columns("""
        article_id | TEXT | The article.
        position | INTEGER | 1, 2, 3, … in reading order.
        type | TEXT | lead, paragraph, heading, list, table, quote or caption.
        text | TEXT | Text of the block.
        image_url | TEXT | For captions: the image.
        credit | TEXT | For captions: the photo credit.
    """),
    """SELECT a.id AS article_id, b.key + 1 AS position, b.value ->> 'type' AS type, b.value ->> 'text' AS text,
              b.value ->> 'image_url' AS image_url, b.value ->> 'credit' AS credit
       FROM articles AS a, json_each(a.blocks) AS b""",
)

ARTICLES_SEARCH = View(
    "articles_search",
    "What the search index is over: original text twice, exact and folded columns alike.",
    _columns("""
        search_rowid | INTEGER | Row id in the index.
        title | TEXT | Title.
        body | TEXT | Reading text.
        title_plain | TEXT | Title again, for the column indexed without diacritics.
        body_plain | TEXT | Reading text again, likewise.
    """),
    "SELECT search_rowid, title, body, title AS title_plain, body AS body_plain FROM articles",
)

VIEWS = (ARTICLE_BLOCKS, ARTICLES_SEARCH)

SEARCH_TABLE = "articles_fts"
SEARCH_SQL = """CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, body, title_plain, body_plain,
    content='articles_search', content_rowid='search_rowid', tokenize="unicode61 remove_diacritics 0")"""
"""No tokenizer option folds đ, so each text is indexed twice: as it is and folded (``corpus.folding``)."""


def create_statements(table: Table) -> list[str]:
    """SQL that makes a table and its indexes."""
    parts = [f"{column.name} {column.type}" for column in table.columns] + list(table.constraints)
    statements = [f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(parts) + "\n)"]
    for columns in table.indexes:
        name = "_".join(word.strip(",") for word in columns.split() if word.strip(",").islower())
        statements.append(f"CREATE INDEX idx_{table.name}_{name} ON {table.name} ({columns})")
    return statements
