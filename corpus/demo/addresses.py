"""How the sites write addresses: slugs, patterns and what they take no notice of."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode

from corpus.demo.content import Section, Story
from corpus.demo.site import Site

TRACKING = re.compile(r"utm_\w+|fbclid|gclid")


def plain(text: str) -> str:
    """Text without diacritics, đ included."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug_of(text: str, site: Site) -> str:
    """The slug of a title in the style of *site*, cut at a word, with the site's mark for cut ones.

    >>> from corpus.demo.site import sites
    >>> slug_of("Hà Nội: Hội nghị", sites()["nukeviet"])
    'ha-noi-hoi-nghi'
    """
    if site.slug_keeps_d:
        words = [plain(word.replace("đ", "\0").replace("Đ", "\1")) for word in text.split()]
        words = [re.sub(r"[^A-Za-z0-9\0\1]", "", word).replace("\0", "đ").replace("\1", "Đ") for word in words]
    else:
        words = re.findall(r"[A-Za-z0-9]+", plain(text))
    joint = {"hyphen": "-", "underscore": "_", "camel": ""}[site.slug_style]
    if site.slug_style == "hyphen":
        words = [word.lower() for word in words]
    elif site.slug_style == "camel":
        words = [word[:1].upper() + word[1:] for word in words]
    slug = joint.join(words)
    while len(slug) > site.slug_chars - len(site.cut_mark):
        words.pop()
        slug = joint.join(words) + site.cut_mark
    return quote(slug)


def tag_slug(tag: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", plain(tag).lower()))


def normal_address(site: Site, address: str) -> str:
    """The form of ``path?query`` by which routes are found: decoded, without the parameters a site ignores."""
    path, _, query = address.partition("#")[0].partition("?")
    path = unicodedata.normalize("NFC", unquote(path))
    ignored = () if path in site.heed_query else site.ignore_query
    pairs = [
        pair
        for pair in parse_qsl(query, keep_blank_values=True)
        if not TRACKING.fullmatch(pair[0]) and pair[0] not in ignored
    ]
    normal = path + ("?" + urlencode(sorted(pairs)) if pairs else "")
    return normal.casefold() if site.ignore_case else normal


def page_count(site: Site, stories: int) -> int:
    return max(1, -(-stories // site.page_size))


def listing_address(site: Site, section: Section, page: int = 1) -> str:
    pattern = site.routes.listing if page == 1 else site.routes.listing_page
    return pattern.format(**section_fields(site, section.slug), page=page, offset=(page - 1) * site.page_size)


def image_address(site: Site, image: str) -> str:
    return site.routes.image.format(file=image)


def with_noise(address: str, noise: str) -> str:
    """*address* with the parameters of *noise* added to its query."""
    return f"{address}{'&' if '?' in address else '?'}{noise[1:]}" if noise else address


def section_number(site: Site, slug: str) -> int:
    """The number by which addresses without names call a section."""
    return 1150 + next(place for place, section in enumerate(site.sections) if section.slug == slug)


def cms_number(site: Site, story: Story) -> int:
    """The id that the site's CMS gives to *story*."""
    return story.number + site.number_offset


def section_fields(site: Site, slug: str) -> dict[str, str | int]:
    """Fields of patterns that a section fills: its slug in two styles and its number."""
    return {
        "section": slug,
        "section_camel": "".join(word[:1].upper() + word[1:] for word in slug.split("-")),
        "section_number": section_number(site, slug),
    }


def story_fields(site: Site, story: Story) -> dict[str, str | int]:
    """Fields of patterns that a story fills besides its slug."""
    return section_fields(site, story.section) | {
        "number": cms_number(site, story),
        "year": story.published[:4],
        "month": story.published[5:7],
    }
