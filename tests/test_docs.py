"""The documents name everything that a user can meet, and no more; their commands exist."""

import re
import shlex
from pathlib import Path

import click
import pytest

from corpus.cli import COMMANDS, cli
from corpus.command_docs import DOCUMENT, commands_markdown
from corpus.errors import EXIT_STATUS
from corpus.flags import FLAGS
from corpus.reasons import GONE, REASONS, RETRY_LATER

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def table(heading: str) -> dict[str, str]:
    """First two cells of the table under a heading of docs/operations.md."""
    section = OPERATIONS.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.M)
    return {
        name.strip("`"): meaning for name, meaning in rows if not name.startswith(("---", "reason", "flag", "status"))
    }


def test_every_refusal_reason_is_documented_as_it_is():
    assert table("Refusal reasons") == REASONS


def test_every_quality_flag_is_documented_as_it_is():
    assert table("Quality flags") == FLAGS


def test_every_exit_status_is_documented_as_it_is():
    assert table("Exit status") == {str(status): meaning for status, meaning in EXIT_STATUS.items()}


def test_reasons_that_mean_something_to_the_frontier_exist():
    assert set(REASONS) >= GONE | RETRY_LATER


def test_the_page_of_commands_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == commands_markdown(), "python -m corpus.command_docs --write"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name):
    page = DOCUMENT.read_text(encoding="utf-8")
    command = cli.get_command(click.Context(cli), name)
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.opts[-1] in page
            assert param.help, f"{name} {param.opts[-1]} has no help"


def shown_commands():
    """Lines that begin with tuyengiao in code blocks of the documents."""
    for page in PAGES:
        for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S):
            for line in block.replace("\\\n", " ").splitlines():
                command = line.strip().removeprefix("$ ")
                if command.startswith("tuyengiao "):
                    yield pytest.param(command, id=f"{page.name}: {command[:50]}")


@pytest.mark.parametrize("line", list(shown_commands()))
def test_commands_shown_exist_with_their_options(line):
    words = shlex.split(re.split(r"\s{3,}|\s[|>#&]\s?", line)[0])[1:]
    command: click.Command = cli
    while words:
        known = {option for param in command.params if isinstance(param, click.Option)
                 for option in (*param.opts, *param.secondary_opts)} | {"--help"}  # fmt: skip
        word = words.pop(0)
        if word.startswith("-"):
            assert word.split("=")[0] in known, line
        elif isinstance(command, click.Group) and (found := command.get_command(click.Context(command), word)):
            command = found
        else:
            assert command is not cli or word in ("data", "/srv/corpus") or "/" in word, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_no_document_names_a_path_of_a_machine():
    for page in PAGES:
        assert not re.search(r"/(work|tmp|root|home)/", page.read_text(encoding="utf-8")), page.name
