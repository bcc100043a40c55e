"""How a downloader middleware refuses a request: an exception that carries the reason."""

from __future__ import annotations

import datetime as dt

from scrapy.exceptions import IgnoreRequest


class RefusedRequest(IgnoreRequest):
    """Raised for a request that must not be sent or a response that must not be used.

    *reason* is one of ``corpus.reasons.REASONS``; *postponed_until* means that nothing is known about the
    page itself: its row stays pending and is tried again after that time.
    """

    def __init__(self, reason: str, detail: str | None = None, *, postponed_until: dt.datetime | None = None):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.postponed_until = postponed_until
