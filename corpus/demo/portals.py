"""Portal files for the demonstration sites, as a person would write them for real ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.demo.addresses import listing_address
from corpus.demo.site import Site, sites


def write_portal_files(folder: Path, base_urls: Mapping[str, str]) -> list[Path]:
    """Write one ``demo-<site>.toml`` for each site in *base_urls* (site to ``http://host:port``) into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for slug, url in base_urls.items():
        path = folder / f"demo-{slug}.toml"
        path.write_text(portal_toml(sites()[slug], url.removeprefix("http://")), encoding="utf-8")
        written.append(path)
    return written


def portal_toml(site: Site, host: str) -> str:
    """The portal file of *site* when it is served at *host* (``address:port``)."""
    facts = {
        "slug": f"demo-{site.slug}",
        "name": site.name,
        "organ": site.organ,
        "level": site.level,
        "kind": "demo",
        "province": site.province,
        "scheme": "http",
    }
    lines = [f"{name} = {_quoted(value)}" for name, value in facts.items() if value is not None]
    lines += [
        f"hosts = [{_quoted(host)}]",
        f"family = {_quoted(site.slug)}",
        "delay_secs = 0",
        'evidence = ["own"]',
        'confidence = "own"',
    ]
    if site.routes.home != "/":
        lines += ["", "[discovery]", f"home = [{_quoted(site.routes.home)}]"]
    if site.fields:
        lines += ["", "[fields]"]
        lines += [f"{name} = [{', '.join(map(_quoted, listed))}]" for name, listed in site.fields.items()]
    if not site.routes.sitemap and not site.routes.feed:
        for section in site.sections:
            lines += ["", "[[sections]]", f"url = {_quoted(listing_address(site, section))}"]
            lines.append(f"name = {_quoted(section.name)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
