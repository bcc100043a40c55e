"""What to fetch next and when: the rules of the table ``frontier``.

All functions take the crawl's connection; those that write run inside the caller's transaction. Only
``claim`` commits by itself, so that a page which kills the process is counted before it is fetched.
"""

from crawler.frontier.claims import MAX_ATTEMPTS, claim, release_claims
from crawler.frontier.due import Row, due_hosts, due_rows
from crawler.frontier.links import add_links, host_of, insert, turn_into_listing, vietnam_time
from crawler.frontier.outcomes import RECHECK_DAYS, postpone, settle, settle_outside, settle_refused, settle_unchanged
from crawler.frontier.seeds import seed

__all__ = [
    "MAX_ATTEMPTS",
    "RECHECK_DAYS",
    "Row",
    "add_links",
    "claim",
    "due_hosts",
    "due_rows",
    "host_of",
    "insert",
    "postpone",
    "release_claims",
    "seed",
    "settle",
    "settle_outside",
    "settle_refused",
    "settle_unchanged",
    "turn_into_listing",
    "vietnam_time",
]
