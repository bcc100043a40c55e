"""What trafilatura keeps of a page, as one text. The only importer of trafilatura.

Its text is no article yet (``pipelines.generic`` says why): the page's own blocks are checked against it.
"""

from __future__ import annotations

from copy import deepcopy

import trafilatura
from lxml import html
from lxml.html import HtmlElement


def kept_of_element(element: HtmlElement) -> str:
    """What it keeps of a body element: cleaned (fast mode) in an otherwise empty page. *element* stays as it is."""
    document = html.document_fromstring("<html><body><article></article></body></html>")
    document.find(".//article").append(deepcopy(element))  # type: ignore[union-attr]
    return (
        trafilatura.extract(document, output_format="txt", fast=True, include_comments=False, include_tables=True) or ""
    )


def kept_of_page(root: HtmlElement) -> str:
    """What it takes for the article on a whole page, which it changes. Never ``fast`` with ``favor_precision``
    (loses text between ``<br>``), never ``with_metadata`` (twice the time)."""
    return trafilatura.extract(root, output_format="txt", include_comments=False, include_tables=True) or ""
