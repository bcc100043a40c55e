"""docs/portals.md names every key that a portal or family file may have, and its example works."""

import re
from pathlib import Path

import pytest

from crawler.portals import load_portal_file, portal_slugs, spec

PAGE = (Path(__file__).parents[1] / "docs" / "portals.md").read_text(encoding="utf-8")
STRUCTS = [value for value in vars(spec).values() if isinstance(value, type) and issubclass(value, spec.Spec)]
KEYS = sorted({key for struct in STRUCTS for key in struct.__struct_fields__})
CHOICES = sorted({choice for name in ("Kind", "Level", "State") for choice in getattr(spec, name).__args__})
EXAMPLE = re.search(r"^ *```toml\n(?P<text>.*?evidence.*?)```", PAGE, re.M | re.S)


@pytest.mark.parametrize("key", KEYS)
def test_key_is_documented(key):
    assert f"`{key}`" in PAGE or f"### `[{key}]`" in PAGE


@pytest.mark.parametrize("choice", CHOICES)
def test_choice_is_documented(choice):
    assert f"`{choice}`" in PAGE


def test_minimal_example_loads(tmp_path):
    lines = [line.strip() for line in EXAMPLE["text"].splitlines() if line.strip()]
    assert len(lines) < 10
    path = tmp_path / "quangngai-bason.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert load_portal_file(path).family == "nukeviet"


def test_example_is_no_portal_of_the_registry():
    assert "quangngai-bason" not in portal_slugs()


@pytest.mark.parametrize("slug", ["nukeviet", "sharepoint", "liferay", "vnptportal", "dotnetnuke", "generic"])
def test_family_is_described(slug):
    assert f"| `{slug}` |" in PAGE
