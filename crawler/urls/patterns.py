"""The regular expressions of portal files, each compiled once."""

from __future__ import annotations

import functools
import re


def found(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of *patterns* is somewhere in *text*."""
    return any(pattern.search(text) for pattern in compiled(patterns))


def full(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of *patterns* fits the whole of *text*."""
    return any(pattern.fullmatch(text) for pattern in compiled(patterns))


@functools.lru_cache(maxsize=2048)
def compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """*patterns* compiled, in their order."""
    return tuple(map(pattern_of, patterns))


@functools.lru_cache(maxsize=4096)
def pattern_of(pattern: str) -> re.Pattern[str]:
    """*pattern* compiled."""
    return re.compile(pattern)
