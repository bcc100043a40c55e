"""What the headers of a request change in its answer: 304 for what is unchanged, gzip where the site does."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache

from corpus.demo.render import Response
from corpus.demo.site import Site


def as_asked(site: Site, made: Response, asked: Mapping[str, str]) -> Response:
    """*made* under the conditions of the request headers *asked*: 304 if unchanged, gzip where the site does."""
    if made.status == 200 and _unchanged(made.headers, asked):
        kept = {name: value for name, value in made.headers.items() if name in {"ETag", "Last-Modified"}}
        return Response(304, kept, b"")
    if site.compress and made.body and "gzip" in asked.get("Accept-Encoding", ""):
        headers = made.headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(made.status, headers, _packed(made.body))
    return made


def _unchanged(headers: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    known = asked.get("If-None-Match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "ETag" in headers and headers["ETag"].removeprefix("W/") in tags
    since = asked.get("If-Modified-Since")
    if since is None or "Last-Modified" not in headers:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except ValueError:
        return False  # RFC 9110: a date that cannot be read is ignored


@lru_cache(maxsize=200)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)
