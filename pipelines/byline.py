"""Who wrote an article and where it was taken from.

``parse_byline`` and ``parse_source`` read one line, ``split_credit`` a caption; ``read_tail`` and ``read_head``
decide which lines at the ends of a body are author and source and never take a sentence of it.
"""

from __future__ import annotations

from pipelines.attribution import Byline, is_photo_credit, parse_byline, parse_source
from pipelines.credit import split_credit
from pipelines.tail import Tail, TailLine, read_head, read_tail

__all__ = [
    "Byline",
    "Tail",
    "TailLine",
    "is_photo_credit",
    "parse_byline",
    "parse_source",
    "read_head",
    "read_tail",
    "split_credit",
]
