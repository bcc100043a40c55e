"""Addresses as a portal's rules see them: canonical form, article key, identity, kind, permission, date. Pure."""

from crawler.addresses import absolute_url
from crawler.urls.canonical import canonical_url, path_query_of
from crawler.urls.dates import url_date
from crawler.urls.hosts import is_allowed
from crawler.urls.identity import article_key, identity
from crawler.urls.kinds import classify, is_home, is_never

__all__ = [
    "absolute_url",
    "article_key",
    "canonical_url",
    "classify",
    "identity",
    "is_allowed",
    "is_home",
    "is_never",
    "path_query_of",
    "url_date",
]
