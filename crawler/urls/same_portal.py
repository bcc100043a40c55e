"""A portal as the key of a cache."""

from __future__ import annotations

from crawler.portals.spec import Portal


class SamePortal:
    """A portal as a cache key: by identity, because a Portal holds a dict and hashing its rules takes longer."""

    __slots__ = ("portal",)

    def __init__(self, portal: Portal):
        self.portal = portal

    def __hash__(self) -> int:
        return id(self.portal)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePortal) and self.portal is other.portal
