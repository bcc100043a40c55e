"""What an export of a table holds: public columns only, the rows that were asked for, in a fixed order.

Numbers of one file never leave it. ``capture_id`` becomes ``capture_file`` and ``capture_offset`` (where the
archived response lies), ``crawl_id`` becomes ``crawl_started_at``; ``captures.id``, ``crawls.id``,
``search_rowid``, ``last_good_crawl_id`` and process ids are left out.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from corpus.errors import InputError
from corpus.schema import TABLES, Column, Table

EXPORTABLE = {table.name: table for table in TABLES if not table.operational}
INTERNAL = frozenset({"search_rowid", "last_good_crawl_id", "pid"})
PUBLIC_FORM = {
    "capture_id": (("capture_file", "capture.file"), ("capture_offset", "capture.offset")),
    "crawl_id": (("crawl_started_at", "crawl.started_at"),),
}
"""Column that refers to a number of one file: the columns (name, SQL) that stand for it."""
_JOINS = {
    "capture_id": "LEFT JOIN captures AS capture ON capture.id = t.capture_id",
    "crawl_id": "LEFT JOIN crawls AS crawl ON crawl.id = t.crawl_id",
}
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows to export; everything that is given must hold.

    For a table about articles (versions, images, …) it chooses by the article. Dates are of publication,
    as a year, month or day; an article known to the month only is taken if part of the month is in the
    range, one without a date never is.
    """

    portals: tuple[str, ...] = ()
    province: str | None = None
    """Slug of either list, 2024 or 2025."""
    since: str | None = None
    until: str | None = None
    """Inclusive: ``2024`` means to the end of that year."""
    changed_since: str | None = None
    """ISO 8601 date or time, UTC unless it says otherwise: stored or changed at or after it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an export."""

    name: str
    sql: str
    is_json: bool


def find_table(name: str) -> Table:
    """Return the table *name* if it may be exported, else raise ``InputError``."""
    if name not in EXPORTABLE:
        raise InputError(f"{name}: no table that can be exported. Choose one of {', '.join(EXPORTABLE)}.")
    return EXPORTABLE[name]


def fields(table: Table) -> tuple[Field, ...]:
    """Return the columns of an export of *table*, in the order of the schema."""
    found: list[Field] = []
    for column in table.columns:
        if column.name in PUBLIC_FORM:
            found += (Field(name, sql, False) for name, sql in PUBLIC_FORM[column.name])
        elif not _is_internal(column):
            found.append(Field(column.name, f"t.{column.name}", column.is_json))
    return tuple(found)


def select_rows(
    connection: sqlite3.Connection, table: Table, selection: Selection
) -> Generator[tuple[Any, ...], None, None]:
    """Yield the chosen rows of *table* in the order of its primary key, one at a time.

    Raises ``InputError`` for a portal or province that the corpus does not know, a date that is none, or a
    selection that means nothing for the table.
    """
    _check_names(connection, selection)
    conditions, values = _conditions(table, selection)
    joins = [sql for name, sql in _JOINS.items() if name in table.column_names]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    names = ", ".join(field.sql for field in fields(table))
    order = ", ".join(f"t.{name}" for name in _primary_key(table))
    sql = f"SELECT {names} FROM {table.name} AS t {' '.join(joins)} {where} ORDER BY {order}"
    yield from connection.execute(sql, values)


def _is_internal(column: Column) -> bool:
    return column.name in INTERNAL or column.type.startswith("INTEGER PRIMARY KEY")


def _primary_key(table: Table) -> list[str]:
    for constraint in table.constraints:
        if constraint.startswith("PRIMARY KEY"):
            return re.findall(r"\w+", constraint.removeprefix("PRIMARY KEY"))
    return [column.name for column in table.columns if "PRIMARY KEY" in column.type]


def _check_names(connection: sqlite3.Connection, selection: Selection) -> None:
    known = {row[0] for row in connection.execute("SELECT slug FROM portals")}
    for slug in selection.portals:
        if slug not in known:
            raise InputError(f"{slug}: no such portal in this corpus. tuyengiao status lists those that it has.")
    if (
        selection.province is not None
        and not connection.execute(
            "SELECT 1 FROM provinces WHERE :slug IN (slug_2024, slug_2025)", {"slug": selection.province}
        ).fetchone()
    ):
        raise InputError(
            f"{selection.province}: no such province. The table provinces has the slugs (kontum, khanhhoa)."
        )


def _conditions(table: Table, selection: Selection) -> tuple[list[str], dict[str, Any]]:
    if selection == Selection():
        return [], {}
    if table.name == "articles":
        return _article_conditions("t", selection)
    if "article_id" in table.column_names:
        conditions, values = _article_conditions("a", selection)
        return [f"t.article_id IN (SELECT a.id FROM articles AS a WHERE {' AND '.join(conditions)})"], values
    portal = "slug" if table.name == "portals" else "portal"
    if selection == Selection(portals=selection.portals) and portal in table.column_names:
        return _portal_condition(f"t.{portal}", selection.portals)
    raise InputError(f"{table.name}: cannot be chosen from that way. Leave the options out or export another table.")


def _article_conditions(name: str, selection: Selection) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if selection.portals:
        conditions, values = _portal_condition(f"{name}.portal", selection.portals)
    if selection.province is not None:
        conditions.append(f":province IN ({name}.province_2024, {name}.province_2025)")
        values["province"] = selection.province
    published = f"{name}.published_at"
    if selection.since is not None:
        conditions.append(f"{published} >= substr(:since, 1, length({published}))")
        values["since"] = _parse_date("since", selection.since)
    if selection.until is not None:
        conditions.append(f"substr({published}, 1, length(:until)) <= :until")
        values["until"] = _parse_date("until", selection.until)
    if selection.changed_since is not None:
        conditions.append(f"{name}.changed_at >= :changed_since")
        values["changed_since"] = _parse_time(selection.changed_since)
    return conditions, values


def _portal_condition(column: str, portals: tuple[str, ...]) -> tuple[list[str], dict[str, Any]]:
    values = {f"portal{number}": slug for number, slug in enumerate(portals)}
    return [f"{column} IN ({', '.join(f':{name}' for name in values)})"], values


def _parse_date(option: str, text: str) -> str:
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
        except ValueError:
            pass
        else:
            return text
    raise InputError(f"--{option} {text}: not a date. Write 2024, 2024-04 or 2024-04-26.")


def _parse_time(text: str) -> str:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"--changed-since {text}: not a time. Write 2026-11-22 or 2026-11-22T03:04:05Z.") from None
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
