"""``tuyengiao portals``: what is in the registry, what a portal's rules are, whether all files are sound."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from corpus.cli.output import print_json, print_table
from corpus.errors import InputError
from corpus.provinces import provinces

# As in crawler.portals.spec.Kind: written out so that `--help` need not read the specs; a test compares them.
KINDS = ("tuyengiao", "tinhuy", "journal", "newspaper", "demo")


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table."),
        click.option("--province", metavar="SLUG", help="Only this province, by its slug of 2024 or of 2025."),
        click.option("--family", metavar="SLUG", help="Only portals of this CMS family."),
        click.option("--kind", type=click.Choice(KINDS), help="Only portals of this kind."),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@_filters
@click.pass_context
def portals(ctx: click.Context, kind: str | None, family: str | None, province: str | None, as_json: bool) -> None:
    """List, show and check the portals that can be crawled.

    Without a subcommand: list.

    \b
    Example:  tuyengiao portals --province quangngai
    """
    if ctx.invoked_subcommand is None:
        _print_list(kind, family, province, as_json)
    elif kind or family or province or as_json:
        raise click.UsageError(f"put options after the subcommand: tuyengiao portals {ctx.invoked_subcommand} …")


@portals.command("list")
@_filters
def list_portals(kind: str | None, family: str | None, province: str | None, as_json: bool) -> None:
    """List portals with province (2024 → since July 2025), family and state.

    \b
    Example:  tuyengiao portals list --kind tuyengiao --family nukeviet
    """
    _print_list(kind, family, province, as_json)


@portals.command()
@click.argument("portal", metavar="SLUG|FILE")
@click.option("--json", "as_json", is_flag=True, help="The resolved portal as one JSON object.")
def show(portal: str, as_json: bool) -> None:
    """Show one portal with its family's rules worked in, as a crawl uses it.

    \b
    Examples:  tuyengiao portals show kontum
               tuyengiao portals show my.toml
    """
    import msgspec

    from crawler.portals import load_portal, load_portal_file

    spec = load_portal_file(Path(portal)) if portal.endswith(".toml") else load_portal(portal)
    if as_json:
        print_json(msgspec.to_builtins(spec))
        return
    for line in _lines(msgspec.to_builtins(spec)):
        click.echo(line)


@portals.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check every family and portal of the registry, and FILES, without any network.

    Prints one line for each problem and ends with status 3 if there is one.

    \b
    Examples:  tuyengiao portals check
               tuyengiao portals check my.toml
    """
    from crawler.portals import family_slugs, portal_slugs, registry_problems

    problems = registry_problems(files)
    for problem in problems:
        click.echo(problem)
    checked = f"{len(portal_slugs()) + len(files)} portals and {len(family_slugs())} families checked"
    click.echo(f"{checked}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}.")
    if problems:
        ctx.exit(InputError.exit_status)


def _print_list(kind: str | None, family: str | None, province: str | None, as_json: bool) -> None:
    from crawler.portals import family_slugs, iter_portals

    if family is not None and family not in family_slugs():
        raise InputError(f"unknown family {family!r}; there are: {', '.join(family_slugs())}")
    places = provinces()
    _require_province(
        province, {slug for place in places.values() for slug in (place["slug_2024"], place["slug_2025"])}
    )
    rows: list[dict[str, Any]] = []
    for portal in iter_portals(kinds=kind and (kind,), include_disabled=True):
        place = places[portal.province] if portal.province else None
        if family is not None and portal.family != family:
            continue
        if province is not None and (place is None or province not in (place["slug_2024"], place["slug_2025"])):
            continue
        rows.append(
            {
                "slug": portal.slug,
                "name": portal.name,
                "kind": portal.kind,
                "level": portal.level,
                "province_2024": portal.province,
                "province_2025": place and place["slug_2025"],
                "province": _place_name(place) if place else "central",
                "family": portal.family,
                "state": portal.state if portal.enabled else f"{portal.state}, disabled",
                "verified": portal.verified,
                "url": f"{portal.scheme}://{portal.hosts[0]}/",
            }
        )
    if as_json:
        print_json(rows)
        return
    shown = ("slug", "name", "province", "family", "state")
    print_table(
        (*shown, "verified"), ([*(row[key] for key in shown), "yes" if row["verified"] else "no"] for row in rows)
    )


def _place_name(place: dict[str, str]) -> str:
    """``Kon Tum → Quảng Ngãi``; one name where the province kept it."""
    before, now = place["name_2024"], place["name_2025"]
    return before if before == now else f"{before} → {now}"


def _require_province(province: str | None, known: set[str]) -> None:
    if province is not None and province not in known:
        near = difflib.get_close_matches(province, known, n=2, cutoff=0.6)
        raise InputError(
            f"unknown province {province!r}; "
            + (f"did you mean {' or '.join(near)}?" if near else "write it without marks and spaces, such as quangngai")
        )


def _lines(spec: dict[str, Any]) -> Iterator[str]:
    """The resolved spec as a person reads it: plain keys first, then each table; empty keys left out."""
    tables = {key: value for key, value in spec.items() if isinstance(value, dict)}
    for key, value in spec.items():
        if key not in tables:
            yield from _entry(key, value)
    for name, table in tables.items():
        body = [line for key, value in table.items() for line in _entry(key, value)]
        if body:
            yield f"\n[{name}]"
            yield from body


def _entry(key: str, value: Any) -> Iterator[str]:
    if value is None or value in ((), [], "", {}):
        return
    parts = value if isinstance(value, (list, tuple)) else [value]
    for at, part in enumerate(parts):
        yield f"{key if at == 0 else '':<14} {_plain(part)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "  ".join(f"{key}: {part}" for key, part in value.items() if part is not None)
    return str(value)
