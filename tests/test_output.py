"""How commands print on terminals wide and narrow, and into files."""

import pytest
from rich.console import Console

from corpus.cli import output

HEADER = ("portal", "articles", "refused", "state")
ROWS = [("demo-nukeviet", 28, None, "active"), ("demo-generic", 30, "not_found 10", "active")]


@pytest.fixture
def printed(monkeypatch, capsys):
    def render(width):
        monkeypatch.setattr(output, "console", Console(force_terminal=width is not None, width=width or 80))
        output.print_table(HEADER, ROWS, right={"articles"})
        return capsys.readouterr().out

    return render


def test_a_file_gets_tab_separated_lines(printed):
    assert printed(None).splitlines()[1] == "demo-nukeviet\t28\t\tactive"


def test_a_wide_terminal_gets_a_table(printed):
    lines = printed(80).splitlines()
    assert len(lines) == 3
    assert "not_found 10" in lines[2]


def test_a_narrow_terminal_gets_every_cell_whole(printed):
    text = printed(30)
    assert "demo-generic" in text
    assert "  refused: not_found 10" in text
    assert "refused: \n" not in text
