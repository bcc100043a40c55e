"""The provinces of 2024 and of July 2025; see ``corpus/data/provinces.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def provinces() -> dict[str, dict[str, str]]:
    """Rows of the list by 2024 slug; keys as in the table ``provinces``."""
    text = files("corpus.data").joinpath("provinces.csv").read_text(encoding="utf-8")
    return {row["slug_2024"]: row for row in csv.DictReader(text.splitlines())}


def province_2025(slug_2024: str | None) -> str | None:
    """Slug of the province that a 2024 province went into on 1 July 2025."""
    return provinces()[slug_2024]["slug_2025"] if slug_2024 else None
