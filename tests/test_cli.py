"""The frame of the command line: help, mistakes, exit statuses, the data folder."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner
from sample_corpus import make_corpus

import corpus.cli as frame
from corpus import errors
from corpus.cli import COMMANDS, cli, main
from corpus.errors import EXIT_STATUS, CorpusError, InputError, MachineError, UserError

REPOSITORY = Path(__file__).parent.parent


def every_command() -> list[tuple[str, ...]]:
    """Each command and each of its subcommands."""
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.list_commands(click.Context(command))]
    return found


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from corpus.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.fixture
def command_that(monkeypatch: pytest.MonkeyPatch):
    """Add a command ``try`` that does what it is told."""

    def add(action) -> None:
        module = SimpleNamespace(command=click.command()(action))
        monkeypatch.setitem(sys.modules, "try_command", module)
        monkeypatch.setitem(frame.COMMANDS, "try", ("try_command", "command"))

    return add


def exit_status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(option: str) -> None:
    out = CliRunner().invoke(cli, [option]).stdout
    assert all(re.search(rf"^  {name}\b", out, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize("name", every_command(), ids=" ".join)
def test_help_shows_an_example(name: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*name, "--help"])
    assert result.exit_code == 0
    words = r"\b.*\b".join(name)
    assert re.search(rf"^\s*(Example:\s+)?tuyengiao\b.*\b{words}\b", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", every_command(), ids=" ".join)
def test_every_option_is_described(name: tuple[str, ...]) -> None:
    command: click.Command | None = cli
    for part in name:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), part)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name


def test_version_is_told() -> None:
    assert CliRunner().invoke(cli, ["--version"]).stdout.startswith("tuyengiao, version ")


def test_unknown_command_is_named() -> None:
    done = run("sing")
    assert done.returncode == 2
    assert "No such command 'sing'" in done.stderr


@pytest.mark.parametrize("arguments", [("--sing",), ("export", "--sing"), ("snapshot", "--level", "many")])
def test_wrong_option_is_status_2(arguments: tuple[str, ...]) -> None:
    assert exit_status(*arguments) == 2


def test_mistake_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "export")
    assert done.returncode == CorpusError.exit_status
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"tuyengiao: {tmp_path / 'corpus.db'}: no corpus there.")


@pytest.mark.parametrize(("kind", "status"), [(UserError, 1), (InputError, 3), (CorpusError, 4), (MachineError, 5)])
def test_kind_of_mistake_is_the_status(
    command_that, capsys: pytest.CaptureFixture[str], kind: type[UserError], status: int
) -> None:
    def fail() -> None:
        raise kind("x: broken. Mend it.")

    command_that(fail)
    assert exit_status("try") == status
    assert capsys.readouterr().err == "tuyengiao: x: broken. Mend it.\n"


def test_success_is_status_0(command_that) -> None:
    command_that(lambda: None)
    assert exit_status("try") == 0


def test_returned_number_is_the_status(command_that) -> None:
    command_that(lambda: 1)
    assert exit_status("try") == 1


def test_interruption_is_status_130(command_that) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    command_that(interrupt)
    assert exit_status("try") == 130


def test_reader_that_has_enough_is_no_failure(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    command = f"exec {sys.executable} -m corpus.cli --data {tmp_path} status"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, shell=True, cwd=REPOSITORY, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_full_disk_behind_the_output_is_one_line_and_status_5(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "corpus.cli", "--data", str(tmp_path), "status"]
        done = subprocess.run(command, cwd=REPOSITORY, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr.startswith("tuyengiao: the output cannot be written")
    assert done.stderr.count("\n") == 1


def test_damage_that_is_met_while_reading_is_status_4(command_that) -> None:
    def fail() -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    command_that(fail)
    assert exit_status("try") == 4


def test_wrong_sql_is_a_fault_of_ours(command_that) -> None:
    def fail() -> None:
        sqlite3.connect(":memory:").execute("SELECT nothing")

    command_that(fail)
    with pytest.raises(sqlite3.OperationalError):
        main(["try"])


def test_letters_that_the_terminal_does_not_know_do_not_end_a_command(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as connection:
        (public_id,) = connection.execute("SELECT id FROM articles LIMIT 1").fetchone()
    command = [sys.executable, "-m", "corpus.cli", "--data", str(tmp_path), "show", public_id]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "\\u" in done.stdout


def test_fault_of_ours_is_not_hidden(command_that) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    command_that(fail)
    with pytest.raises(ZeroDivisionError):
        main(["try"])


def test_every_status_of_a_mistake_is_described() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, UserError)]
    assert {kind.exit_status for kind in kinds} <= set(EXIT_STATUS)


@pytest.mark.parametrize("status", EXIT_STATUS)
def test_status_is_documented(status: int) -> None:
    text = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `?{status}`? \|", text, re.MULTILINE)


def test_data_folder_can_be_set_by_the_environment(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    result = CliRunner().invoke(cli, ["export", "--table", "images"], env={"TUYENGIAO_DATA": str(tmp_path)})
    assert result.exit_code == 0


def test_option_goes_before_the_environment(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    env = {"TUYENGIAO_DATA": str(tmp_path / "elsewhere")}
    assert CliRunner().invoke(cli, ["--data", str(tmp_path), "export"], env=env).exit_code == 0


def test_options_of_commands_can_be_set_by_the_environment(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), "export"], env={"TUYENGIAO_EXPORT_TABLE": "images"})
    assert '"article_id":"a1"' in result.stdout


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start commands in this folder, where ``tuyengiao.toml`` is looked for."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_data_folder_can_be_set_by_the_configuration_file(in_folder: Path) -> None:
    make_corpus(in_folder / "elsewhere" / "corpus.db")
    (in_folder / "tuyengiao.toml").write_text('data = "elsewhere"')
    assert CliRunner().invoke(cli, ["export"]).exit_code == 0


def test_environment_goes_before_the_configuration_file(in_folder: Path) -> None:
    make_corpus(in_folder / "elsewhere" / "corpus.db")
    (in_folder / "tuyengiao.toml").write_text('data = "nowhere"')
    assert CliRunner().invoke(cli, ["export"], env={"TUYENGIAO_DATA": "elsewhere"}).exit_code == 0


def test_options_of_commands_can_be_set_by_the_configuration_file(in_folder: Path) -> None:
    make_corpus(in_folder / "data" / "corpus.db")
    (in_folder / "tuyengiao.toml").write_text('[export]\ntable = "images"')
    assert '"article_id":"a1"' in CliRunner().invoke(cli, ["export"]).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("data = ", "not valid TOML"),
        ("data = 5", "data must be a text"),
        ("export = 5", "export must be a table"),
        ('[sing]\nsong = "a"', "unknown key 'sing'"),
    ],
)
def test_mistake_in_the_configuration_file_is_one_line(
    in_folder: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    (in_folder / "tuyengiao.toml").write_text(text)
    assert exit_status("export") == InputError.exit_status
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("tuyengiao: tuyengiao.toml: ")
    assert message in line


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "portals"])
def test_data_folder_may_stand_behind_the_command(name: str) -> None:
    assert "--data" in CliRunner().invoke(cli, [name, "--help"]).stdout


def test_data_folder_behind_the_command_is_used(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus.db")
    assert CliRunner().invoke(cli, ["export", "--data", str(tmp_path)]).exit_code == 0


def test_data_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert exit_status("--data", str(tmp_path / "data"), "export") == 2


@pytest.mark.parametrize("arguments", ["--help", "export --help", "snapshot --help"])
def test_reading_commands_do_not_load_the_crawler(arguments: str) -> None:
    code = (
        "import sys; from corpus.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(sorted({'scrapy', 'trafilatura', 'twisted'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments.split()]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
