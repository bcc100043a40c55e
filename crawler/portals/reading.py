"""TOML to spec: one file read, merged with its family, converted, and every mistake told in one line."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from corpus.errors import InputError
from crawler.portals.rules import rule_problems
from crawler.portals.spec import Family, Portal

MERGED_TABLES = ("article", "canonical", "listing", "discovery", "fields")
"""Tables that a portal shares with its family, key by key."""
BOOKKEEPING = ("evidence", "confidence", "verified", "enabled", "state", "notes", "expect")
"""What we know about a portal rather than what is done with its pages: not part of the digest."""

PATTERNS = {
    r"^[a-z0-9.-]+(:[0-9]+)?$": "a host name in lower case, with its port if it needs one: 127.0.0.1:8000",
    r"^[a-z0-9][a-z0-9-]*$": "a slug: lower-case letters a to z, digits and hyphens",
}
"""What the patterns of the spec mean to a person."""

SpecType = TypeVar("SpecType", Family, Portal)


def read_family(path: Path) -> Family:
    """The family in *path*, checked. Raises ``InputError`` naming file, key and mistake."""
    table = read_table(path)
    for place, value in _lists(table):
        if value[:1] == ["+"]:
            raise _mistake(path, place, 'a family has nothing that "+" could extend; write the whole list')
    family = _convert(table, Family, path)
    _check(family, path)
    return family


def read_portal(path: Path, family_of: Any) -> Portal:
    """The portal in *path*, resolved with ``family_of(slug) -> Family``; its digest is filled.

    Without ``slug`` the file's stem is the slug. Raises ``InputError`` naming file, key and mistake.
    """
    table = read_table(path)
    table.setdefault("slug", path.stem)
    if "digest" in table:
        raise _mistake(path, "digest", "is computed when the file is loaded; remove it")
    slug = table.get("family", "generic")
    if not isinstance(slug, str):
        raise _mistake(path, "family", 'expected the name of a family, such as family = "nukeviet"')
    try:
        family = family_of(slug)
    except KeyError as unknown:
        raise _mistake(path, "family", unknown.args[0]) from None
    portal = _convert(_merge(table, family, path), Portal, path)
    _check(portal, path)
    return msgspec.structs.replace(portal, digest=digest(portal))


def read_table(path: Path) -> dict[str, Any]:
    """The TOML of *path* as it stands."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{shown(path)}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{shown(path)}: a folder, not a portal file") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(path)}: not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{shown(path)}: cannot be read: {error.strerror}") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{shown(path)}: not valid TOML: {error}") from None


def digest(portal: Portal) -> str:
    """First 16 hex digits of the SHA-256 of what *portal* says about pages, family rules included.

    Evidence, notes and states are left out, so that a note does not make every stored article look
    as if other rules had made it.
    """
    said = msgspec.to_builtins(portal)
    for key in (*BOOKKEEPING, "digest"):
        said.pop(key, None)
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:16]


def shown(path: Path) -> str:
    """*path* as a person in the current folder would write it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _merge(table: dict[str, Any], family: Family, path: Path) -> dict[str, Any]:
    merged = dict(table)
    for name in MERGED_TABLES:
        own = table.get(name, {})
        if not isinstance(own, dict):
            continue  # _convert says what is wrong with it
        base = msgspec.to_builtins(getattr(family, name))
        merged[name] = base | {key: _joined(base.get(key), value) for key, value in own.items()}
    merged["date_formats"] = _joined(list(family.date_formats), table.get("date_formats", ["+"]))
    for place, value in _lists(merged):
        if isinstance(value, list) and "+" in value:
            raise _mistake(path, place, '"+" stands only as the first element of a list that the family has too')
    return merged


def _joined(base: Any, own: Any) -> Any:
    if isinstance(own, list) and own[:1] == ["+"] and isinstance(base, (list, tuple)):
        return [*base, *own[1:]]
    return own


def _lists(table: dict[str, Any], place: str = "") -> list[tuple[str, list[Any]]]:
    found: list[tuple[str, list[Any]]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _lists(value, f"{place}{key}.")
        elif isinstance(value, (list, tuple)):
            found.append((f"{place}{key}", list(value)))
    return found


def _convert(table: dict[str, Any], spec: type[SpecType], path: Path) -> SpecType:
    try:
        return msgspec.convert(table, spec)
    except msgspec.ValidationError as error:
        place, what = _explained(str(error), spec)
        raise _mistake(path, place, what) from None


def _explained(message: str, spec: type[Any]) -> tuple[str, str]:
    """Where and what, from msgspec's message: ``Expected `str`, got `int` - at `$.fields.title[0]```."""
    what, _, place = message.partition(" - at `")
    place = place.rstrip("`").removeprefix("$").removeprefix(".")
    unknown = re.match(r"Object contains unknown field `(.+)`", what)
    missing = re.match(r"Object missing required field `(.+)`", what)
    if unknown:
        key = unknown[1]
        near = difflib.get_close_matches(key, _keys_at(place, spec), n=1, cutoff=0.5)
        remedy = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(_keys_at(place, spec))}"
        return f"{place}.{key}".lstrip("."), f"unknown key; {remedy}"
    if missing:
        return f"{place}.{missing[1]}".lstrip("."), "is missing"
    for pattern, meaning in PATTERNS.items():
        if pattern in what:
            return place, f"expected {meaning}"
    return place or "(top level)", what[:1].lower() + what[1:]


def _keys_at(place: str, spec: type[Any]) -> list[str]:
    """The keys that a table of a file may have: *place* is ``fields`` or ``canonical.rewrite[0]``."""
    kind: Any = msgspec.inspect.type_info(spec)
    for step in re.findall(r"\w+|\[\.*\d*\]", place):
        if step.startswith("["):
            kind = kind.item_type
        else:
            kind = next(field.type for field in kind.fields if field.encode_name == step)
    return [field.encode_name for field in kind.fields if field.encode_name != "digest"]


def _check(spec: Family | Portal, path: Path) -> None:
    for place, what in rule_problems(spec):
        raise _mistake(path, place, what)


def _mistake(path: Path, place: str, what: str) -> InputError:
    return InputError(f"{shown(path)}: {place}: {what}")
