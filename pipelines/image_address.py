"""The address of a picture, as pages give it: plain, lazily loaded, in several sizes."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

_ICON = re.compile(r"(?:^|[\s_-])(?:emoji|smiley|icon|avatar|wp-smiley)(?:$|[\s_-])", re.IGNORECASE)


def image_url(image: HtmlElement, base_url: str) -> str | None:
    """Absolute address of an ``img``, of the real picture where it is loaded lazily; None for pixels and icons."""
    sources = (image.get(name, "").strip() for name in ("data-src", "data-original", "data-lazy-src", "src"))
    source = next((value for value in sources if value and not value.startswith(("data:", "blob:", "about:"))), "")
    if not source:
        source = image.get("srcset", image.get("data-srcset", "")).split(",")[0].strip().split(" ")[0]
    if not source or source.startswith("data:"):
        return None
    for side in ("width", "height"):
        size = image.get(side, "")
        if size.isdigit() and int(size) <= 32:
            return None
    if _ICON.search(image.get("class", "")):
        return None
    try:
        return str(urljoin(base_url, source))
    except ValueError:
        return None
