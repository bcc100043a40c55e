"""How a downloader middleware refuses a request: an exception that carries the reason."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class RefusedRequest(IgnoreRequest):
    """Raised for a request that must not be sent or a response that must not be used.

    *reason* is one of ``corpus.reasons.REASONS``; *is_postponed* means that nothing is known about the
    page itself and the row stays pending for a later crawl.
    """

    def __init__(self, reason: str, detail: str | None = None, *, is_postponed: bool = False):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.is_postponed = is_postponed
