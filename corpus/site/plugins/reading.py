"""Datasette's hooks: SQL functions, what our templates show, links in query results."""

# mypy: disable-error-code="untyped-decorator"
# (Datasette has no types.)

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import handle_exception, hookimpl
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound
from markupsafe import Markup

from corpus.errors import InputError
from corpus.reading import printed_date, read_article
from corpus.reasons import REASONS
from corpus.site import pages

# Where rich is installed, Datasette prints a screenful of local variables for each mistyped SQL statement.
handle_exception.rich = None


def _database(datasette: Any) -> str:
    names: list[str] = [name for name in datasette.databases if name != "_internal"]
    return names[0]


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:
    # Last, so that our escape_fts takes the place of Datasette's.
    pages.register_functions(conn)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    env.globals["corpus"] = _database(datasette)
    env.filters["printed_date"] = printed_date
    env.filters["found_title"] = pages.found_title
    env.filters["found_snippet"] = pages.found_snippet
    env.filters["marked"] = pages.marked
    env.globals["refusal_reasons"] = REASONS
    env.globals["as_params"] = pages.as_params


@hookimpl
def extra_template_vars(
    template: str, database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def variables() -> dict[str, Any]:
        found: dict[str, Any] = {}
        db = datasette.databases[_database(datasette)]
        if view_name == "index":
            found["status"] = await db.execute_fn(pages.cached_status)
        elif view_name == "row" and table == "articles":
            id_, version = tilde_decode(request.url_vars["pks"]), request.args.get("version", "")
            try:
                number = int(version) if version else None
                found["reading"] = await db.execute_fn(lambda conn: read_article(conn, id_, version=number))
            except (InputError, ValueError):
                raise NotFound(f"No version {version} of this article") from None
        elif template.startswith("query-"):
            found["choices"] = await db.execute_fn(pages.choices)
            if template.endswith("-search.html"):
                asked = {key: request.args[key] for key in request.args}
                found["search_page"] = await db.execute_fn(lambda conn: pages.search_page(conn, asked))
        return found

    return variables


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """In results of queries: titles lead to their articles, portals to their rows, found words are marked."""
    if table is not None or not isinstance(value, str):
        return None
    columns = row.keys()
    if column == "title" and "id" in columns and row["id"]:
        link = datasette.urls.row(database, "articles", tilde_encode(str(row["id"])))
        return Markup('<a lang="vi" href="{}">{}</a>').format(link, pages.marked(value))
    if column == "snippet":
        return pages.marked(value)
    if column == "portal":
        link = datasette.urls.row(database, "portals", tilde_encode(value))
        return Markup('<a href="{}">{}</a>').format(link, value)
    return None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """An empty search box means all rows; Datasette would search for nothing and find none."""

    def wrap(app: Any) -> Any:
        async def without_empty_search(scope: Any, receive: Any, send: Any) -> None:
            asked = scope.get("query_string", b"")
            if b"_search=" in asked:
                pairs = parse_qsl(asked.decode("latin-1"), keep_blank_values=True)
                kept = [(key, value) for key, value in pairs if key != "_search" or value.strip()]
                if len(kept) < len(pairs):
                    scope = {**scope, "query_string": urlencode(kept).encode("latin-1")}
            await app(scope, receive, send)

        return without_empty_search

    return wrap
