"""The structure that the README promises: imports go one way, and every package is named for installation."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {"corpus": {"crawler", "pipelines"}, "crawler": {"pipelines"}}
"""What a folder may not import at the top of a module; the command line imports the crawler when it is called."""


def modules(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]


def imported_at_top(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_go_one_way(folder):
    wrong = {str(path.relative_to(ROOT)) for path in modules(folder) if FORBIDDEN[folder] & set(imported_at_top(path))}
    assert not wrong


def test_trafilatura_has_one_importer():
    importers = {
        str(path.relative_to(ROOT))
        for folder in ("crawler", "pipelines", "corpus")
        for path in modules(folder)
        if "trafilatura" in set(imported_at_top(path))
    }
    assert importers == {"pipelines/kept_text.py"}


def test_every_package_is_installed():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for folder in ("crawler", "pipelines", "corpus")
        for path in modules(folder)
        if path.name == "__init__.py"
    }
    assert listed == there


@pytest.mark.parametrize("name", ["crawler", "pipelines", "corpus"])
def test_the_packages_load_from_this_checkout(name):
    module = __import__(name)
    assert Path(module.__file__).is_relative_to(ROOT)


def test_no_file_tells_of_the_machine_it_was_made_on():
    told = {
        str(path.relative_to(ROOT))
        for folder in ("crawler", "pipelines", "corpus", "benchmarks", "docs", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".md", ".sh", ".jinja", ".html"}
        and any(word in path.read_text(encoding="utf-8") for word in ("/work/", "../shared", "/root/"))
    }
    assert not told
