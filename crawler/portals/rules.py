"""What types cannot say about a spec: regular expressions, selectors, hosts, provinces, addresses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from corpus.provinces import provinces
from crawler.portals.hosts import bare_host, host_problem, is_loopback
from crawler.portals.selectors import selector_problem
from crawler.portals.spec import DiscoveryRules, Family, Fields, ListingRules, Portal

Problem = tuple[str, str]
"""Key path within the file, and what is wrong there."""

DATE_GROUPS = frozenset({"day", "month", "year", "hour", "minute", "second", "meridiem"})
SELECTOR_KEYS = ("sections", "items", "item_date", "next", "scope")


def rule_problems(spec: Family | Portal) -> Iterator[Problem]:
    """Everything wrong with a converted spec, first things first; nothing when it is sound."""
    yield from _regex_problems(spec)
    yield from _selector_problems("fields", spec.fields)
    yield from _selector_problems("listing", spec.listing)
    if isinstance(spec, Portal):
        yield from _host_problems(spec)
        yield from _address_problems(spec)
        yield from _province_problems(spec)
        yield from _delay_problems(spec)
    else:
        yield from _place_problems("discovery", spec.discovery, hosts=frozenset())


def _regex_problems(spec: Family | Portal) -> Iterator[Problem]:
    article, canonical, listing = spec.article, spec.canonical, spec.listing
    if isinstance(spec, Family):
        yield from _patterns("generator", spec.generator)
    yield from _patterns("article.url", article.url, numbered="key")
    yield from _patterns("article.never", article.never)
    yield from _patterns(
        "article.url_date", article.url_date, allowed={"year", "month", "day"}, needed=("year", "month")
    )
    yield from _patterns("canonical.keep_query", canonical.keep_query)
    yield from _patterns("canonical.drop_query", canonical.drop_query)
    yield from _patterns("canonical.unwrap_path", canonical.unwrap_path)
    for at, rewrite in enumerate(canonical.rewrite):
        yield from _patterns(f"canonical.rewrite[{at}].pattern", (rewrite.pattern,), named=None, single=True)
        if problem := _replacement_problem(rewrite.pattern, rewrite.replacement):
            yield f"canonical.rewrite[{at}].replacement", problem
    yield from _patterns("listing.url", listing.url)
    yield from _patterns("listing.page_url", listing.page_url, allowed={"page"}, needed=("page",))
    yield from _patterns("date_formats", spec.date_formats, allowed=DATE_GROUPS, needed=("day", "month", "year"))


def _patterns(
    place: str,
    patterns: tuple[str, ...],
    *,
    allowed: frozenset[str] | set[str] = frozenset(),
    needed: tuple[str, ...] = (),
    numbered: str | None = None,
    named: bool | None = True,
    single: bool = False,
) -> Iterator[Problem]:
    for at, pattern in enumerate(patterns):
        where = place if single else f"{place}[{at}]"
        try:
            groups = set(re.compile(pattern).groupindex)
        except (re.error, OverflowError, RecursionError) as error:
            yield where, f"not a regular expression: {error}"
            continue
        if named is None:
            continue
        if numbered:
            allowed = {numbered, *(f"{numbered}{n}" for n in range(2, len(groups) + 1))}
            needed = (numbered,) if groups else ()
        for group in sorted(groups - allowed):
            known = f"known here: {', '.join(sorted(allowed))}" if allowed else "no named group has a meaning here"
            yield where, f"unknown group {group!r}; {known}"
        for group in needed:
            if group not in groups:
                yield where, f"the group {group!r} is missing: write (?P<{group}>…)"


def _replacement_problem(pattern: str, replacement: str) -> str | None:
    try:
        re.sub(f"{pattern}|", replacement, "")
    except (re.error, IndexError) as error:
        return f"not a replacement for this pattern: {error}"
    return None


def _selector_problems(table: str, rules: Fields | ListingRules) -> Iterator[Problem]:
    keys = SELECTOR_KEYS if isinstance(rules, ListingRules) else rules.__struct_fields__
    for key in keys:
        for at, selector in enumerate(getattr(rules, key)):
            if problem := selector_problem(selector):
                yield f"{table}.{key}[{at}]", problem


def _host_problems(portal: Portal) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key in ("hosts", "twin_hosts", "former_hosts", "media_hosts"):
        for at, host in enumerate(getattr(portal, key)):
            where = f"{key}[{at}]"
            if problem := host_problem(host):
                yield where, problem
            elif bare_host(host) in seen:
                yield where, f"{host} is already in {seen[bare_host(host)]} ('www.' is implied)"
            seen.setdefault(bare_host(host), where)


def _address_problems(portal: Portal) -> Iterator[Problem]:
    hosts = frozenset(bare_host(host) for host in (*portal.hosts, *portal.twin_hosts))
    for at, section in enumerate(portal.sections):
        if problem := _address_problem(section.url, hosts):
            yield f"sections[{at}].url", problem
    yield from _place_problems("discovery", portal.discovery, hosts)


def _place_problems(table: str, rules: DiscoveryRules, hosts: frozenset[str]) -> Iterator[Problem]:
    for key in ("feeds", "sitemaps", "home"):
        for at, url in enumerate(getattr(rules, key)):
            if problem := _address_problem(url, hosts):
                yield f"{table}.{key}[{at}]", problem


def _address_problem(url: str, hosts: frozenset[str]) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError as error:
        return f"not an address: {error}"
    if not url.strip() or url != url.strip() or any(letter in url for letter in "\n\t\\ "):
        return f"not an address: {url!r}"
    if not parts.scheme and not host:
        return None
    if parts.scheme not in ("http", "https", ""):
        return f"{url}: only http and https addresses are fetched"
    if bare_host(host) not in hosts:
        return f"{url} lies on none of the portal's hosts; write it relative, or add its host"
    return None


def _province_problems(portal: Portal) -> Iterator[Problem]:
    if portal.level == "central":
        if portal.province is not None:
            yield "province", 'a central organ has no province; remove it or change level = "central"'
    elif portal.province is None:
        yield "province", f"is missing: level {portal.level!r} needs the slug of a province of 2024"
    elif portal.province not in provinces():
        near = difflib.get_close_matches(portal.province, provinces(), n=2, cutoff=0.6)
        remedy = f"did you mean {' or '.join(near)}?" if near else "see slug_2024 in corpus/data/provinces.csv"
        yield "province", f"unknown province {portal.province!r}; {remedy}"


def _delay_problems(portal: Portal) -> Iterator[Problem]:
    delay = portal.delay_secs
    if delay is None:
        return
    if not 0 <= delay < float("inf"):
        yield "delay_secs", f"{delay} is no number of seconds"
    elif delay == 0 and not all(map(is_loopback, (*portal.hosts, *portal.twin_hosts))):
        yield "delay_secs", "0 is allowed on loopback addresses alone; leave it out for the default"
