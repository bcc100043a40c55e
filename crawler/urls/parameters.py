"""Which parameters of an address are kept: those that choose a page."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from crawler.portals.spec import CanonicalRules
from crawler.urls.patterns import full

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ttclid|twclid|igshid|igsh|mc_cid|mc_eid"
    r"|_ga|_gl|zarsrc|gidzl|zaloref|fb_\w+|phpsessid|jsessionid|aspsessionid\w*",
    re.IGNORECASE,
)
"""Parameters that say who came from where, or hold a session: they never choose another page."""


def kept_query(query: str, rules: CanonicalRules) -> str:
    """*query* without tracking and session parameters and without those that *rules* leave out, order as met."""
    if not query:
        return ""
    kept = []
    for pair in query.split("&"):
        pair = re.sub(r"^(?:amp;)+", "", pair)  # noqa: PLW2901 - the pair as it should have been
        name = unquote_plus(pair.partition("=")[0])
        if not pair or _TRACKING.fullmatch(name) or full(rules.drop_query, name):
            continue
        if rules.keep_query and not full(rules.keep_query, name):
            continue
        kept.append(pair)
    return "&".join(kept)
