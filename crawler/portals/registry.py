"""The portals and families in this folder, and portal files that lie elsewhere."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from corpus.errors import InputError
from crawler.portals.hosts import bare_host
from crawler.portals.reading import read_family, read_portal, shown
from crawler.portals.spec import Family, Portal

FOLDER = Path(__file__).parent
FAMILIES = FOLDER / "families"


def family_slugs() -> list[str]:
    """Names of the families, sorted."""
    return sorted(path.stem for path in FAMILIES.glob("*.toml"))


def portal_slugs() -> list[str]:
    """Slugs of the registry's portals, sorted; no file is read."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@functools.cache
def load_family(slug: str) -> Family:
    """The family *slug*. Raises ``InputError`` when there is none or its file is wrong."""
    try:
        return _family(slug)
    except KeyError as unknown:
        raise InputError(unknown.args[0]) from None


@functools.cache
def load_portal(slug: str) -> Portal:
    """The registry's portal *slug*, resolved with its family; only these two files are read.

    Raises ``InputError``: unknown slug (with the nearest ones), or file, key and mistake.
    """
    if slug not in portal_slugs():
        near = difflib.get_close_matches(slug, portal_slugs(), n=3, cutoff=0.6)
        remedy = f"did you mean {' or '.join(near)}?" if near else "see them all with: tuyengiao portals"
        raise InputError(f"unknown portal {slug!r}; {remedy}")
    path = FOLDER / f"{slug}.toml"
    portal = load_portal_file(path)
    if portal.slug != path.stem:
        raise InputError(f"{shown(path)}: slug: {portal.slug!r} differs from the file's name; remove the line")
    return portal


def load_portal_file(path: Path) -> Portal:
    """The portal of a file anywhere, resolved with a family of the registry.

    Without ``slug`` in the file its stem is the slug. Raises ``InputError`` as ``load_portal`` does.
    """
    return read_portal(Path(path), _family)


def iter_portals(*, kinds: Collection[str] | None = None, include_disabled: bool = False) -> Iterator[Portal]:
    """The registry's portals in the order of their slugs; *kinds* keeps only those."""
    for slug in portal_slugs():
        portal = load_portal(slug)
        if (portal.enabled or include_disabled) and (kinds is None or portal.kind in kinds):
            yield portal


def portals_by_slug(slugs: Iterable[str], files: Iterable[Path] = ()) -> list[Portal]:
    """The portals asked for by name and by file, in that order, each once.

    A portal named twice counts once; two different portals under one slug are an ``InputError``.
    """
    chosen: dict[str, Portal] = {}
    for portal in (*map(load_portal, slugs), *map(load_portal_file, files)):
        if chosen.setdefault(portal.slug, portal) != portal:
            raise InputError(f"two portals of the slug {portal.slug!r} are asked for; give one of them another slug")
    return list(chosen.values())


def registry_problems(files: Iterable[Path] = ()) -> list[str]:
    """One line for each thing wrong with a family, a portal of the registry, or one of *files*.

    A file is reported with its first mistake. Two portals of the registry that claim one host are
    told here too, because that is seen only when all are read.
    """
    problems: list[str] = []
    owners: dict[str, str] = {}
    for slug in family_slugs():
        try:
            load_family(slug)
        except InputError as error:
            problems.append(str(error))
    for slug in portal_slugs():
        try:
            portal = load_portal(slug)
        except InputError as error:
            problems.append(str(error))
            continue
        for host in (*portal.hosts, *portal.twin_hosts, *portal.former_hosts):
            owner = owners.setdefault(bare_host(host), slug)
            if owner != slug:
                problems.append(f"{shown(FOLDER / f'{slug}.toml')}: hosts: {host} belongs to {owner} already")
    for path in files:
        try:
            load_portal_file(path)
        except InputError as error:
            problems.append(str(error))
    return list(dict.fromkeys(problems))


@functools.cache
def _family(slug: str) -> Family:
    """As ``load_family``, but an unknown slug is a ``KeyError`` that the reader of a portal file places."""
    if slug not in family_slugs():
        near = difflib.get_close_matches(slug, family_slugs(), n=1, cutoff=0.5)
        remedy = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(family_slugs())}"
        raise KeyError(f"unknown family {slug!r}; {remedy}")
    path = FAMILIES / f"{slug}.toml"
    family = read_family(path)
    if family.slug != slug:
        raise InputError(f"{shown(path)}: slug: {family.slug!r} differs from the file's name")
    return family
