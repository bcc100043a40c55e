"""Links of a page to itself: the title of an article that links to its own address, a menu that names the page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.layout import Layout
from pipelines.markup import class_words, squeezed

MAX_LINKS = 3000
MENU_WORDS = 8
"""Names in menus are shorter than most titles: a longer one is that of an article shown in a menu."""


def read_own_links(root: HtmlElement, base_url: str, addresses: Iterable[str]) -> bool:
    """Turn links to one of *addresses* into plain text, so that a title is no teaser of itself.

    Returns whether one of them stood in the site's menu under a short name without a picture, as those of
    standing pages (about, contact, tasks) do. Breadcrumbs are no menu; links to places within the page stay.
    """
    own = {_compared(address) for address in addresses if address}
    layout = Layout(root)
    in_menu = False
    for link in list(root.iter("a"))[:MAX_LINKS]:
        href = link.get("href", "").strip()
        if not href or "#" in href:
            continue
        try:
            address = _compared(urljoin(base_url, href))
        except ValueError:
            continue
        if address not in own:
            continue
        in_menu = in_menu or (_is_menu_name(link) and layout.region(link) == "nav")
        link.tag = "span"
        del link.attrib["href"]
    return in_menu


def _is_menu_name(link: HtmlElement) -> bool:
    if len(squeezed(link).split()) > MENU_WORDS or next(link.iter("img", "picture", "time"), None) is not None:
        return False
    return not any(
        "breadcrumb" in f"{class_words(up)} {up.get('aria-label', '')} {up.get('itemtype', '')}".lower()
        for up in link.iterancestors()
    ) and not any(up.tag in ("article", "main") for up in link.iterancestors())


def _compared(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return (parts.netloc.lower().removeprefix("www."), unquote(parts.path).rstrip("/"), parts.query)
