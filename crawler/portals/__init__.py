"""The registry of portals and CMS families: all data, one TOML file each.

``<slug>.toml`` beside this file is one portal, ``families/<slug>.toml`` the markup that several share.
"""

from crawler.portals.registry import (
    family_slugs,
    iter_portals,
    load_family,
    load_portal,
    load_portal_file,
    portal_slugs,
    portals_by_slug,
    registry_problems,
)
from crawler.portals.spec import (
    ArticleRules,
    CanonicalRules,
    DiscoveryRules,
    Family,
    Fields,
    ListingRules,
    Portal,
    Rewrite,
    Section,
)

__all__ = [
    "ArticleRules",
    "CanonicalRules",
    "DiscoveryRules",
    "Family",
    "Fields",
    "ListingRules",
    "Portal",
    "Rewrite",
    "Section",
    "family_slugs",
    "iter_portals",
    "load_family",
    "load_portal",
    "load_portal_file",
    "portal_slugs",
    "portals_by_slug",
    "registry_problems",
]
