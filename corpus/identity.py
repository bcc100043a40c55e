"""What identifies an article and its content: public ids, content hashes, places in the search index."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json

from corpus.article import Article

EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
HASH_BITS = 22
"""Low bits of a search row id: four million articles may share a day."""


def article_id(portal: str, article_key: str) -> str:
    """Public id: 13 letters and digits, the same in every rebuild (64 bits of BLAKE2b, base 32)."""
    digest = hashlib.blake2b(f"{portal}\0{article_key}".encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def content_hash(article: Article) -> str:
    """SHA-256 over what a reader sees: title, lead, body, captions, and the date if it is printed."""
    captions = [block.text for block in article.blocks if block.type == "caption"]
    captions += [image.caption or "" for image in article.images]
    printed = article.published_at if article.published_method == "printed" else None
    parts = [article.title, article.lead, article.body, captions, printed]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def search_rowid(public_id: str, published_at: str | None) -> int:
    """Row id in the search index: day number × 2^22 + 22 bits of the id, so that newest first is cheap.

    Articles without a date come as the oldest. Two ids may collide: the store takes the next free number.
    """
    day = 0
    if published_at:
        year, month, day_of_month = [*published_at[:10].split("-"), "1", "1"][:3]
        day = max(0, dt.date(int(year), int(month), int(day_of_month)).toordinal() - EPOCH_DAY)
    bits = int.from_bytes(hashlib.blake2b(public_id.encode(), digest_size=4).digest()) & ((1 << HASH_BITS) - 1)
    return (day << HASH_BITS) | bits
