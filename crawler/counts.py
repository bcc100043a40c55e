"""What a crawl counts on each portal; the columns of ``crawl_portals``."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class PortalCounts:
    requests: int = 0
    bytes: int = 0
    listings: int = 0
    links_new: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    outside: int = 0
    """Articles fetched whose date turned out to lie outside --since/--until; they stay pending."""
    postponed: int = 0
    """Requests that were not sent because robots.txt was out of reach; they stay pending."""
    gone: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    selector_misses: int = 0
    claimed_articles: int = 0
    """Article requests given out and not yet settled."""
    claimed_pages: int = 0
    """Requests given out, settled or not."""
    started: float | None = None
    """Monotonic time of the first request, seconds."""
    ended: float | None = None

    @property
    def seconds(self) -> float:
        return (self.ended or time.monotonic()) - self.started if self.started is not None else 0.0

    @property
    def stored(self) -> int:
        """Articles that the corpus holds in the state this crawl saw."""
        return self.new + self.changed + self.unchanged

    def touch(self) -> None:
        """Note that something came of a request now."""
        self.ended = time.monotonic()
        if self.started is None:
            self.started = self.ended
