"""The command ``tuyengiao``: one module a command group, loaded when it is called."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sqlite3
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from corpus.errors import InputError, MachineError, UserError
from corpus.paths import DataFolder

CONFIGURATION = "tuyengiao.toml"
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("corpus.cli.demo", "demo"),
    "portals": ("corpus.cli.portals", "portals"),
    "crawl": ("corpus.cli.crawl", "crawl"),
    "status": ("corpus.cli.status", "status"),
    "search": ("corpus.cli.search", "search"),
    "show": ("corpus.cli.show", "show"),
    "serve": ("corpus.cli.serve", "serve"),
    "snapshot": ("corpus.cli.snapshot", "snapshot"),
    "export": ("corpus.cli.export", "export"),
}
"""Command name to module and attribute. A module is imported only when its command is called, so that
``tuyengiao search`` does not pay for Scrapy."""

UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
UNREADABLE = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB,
})  # fmt: skip
"""Primary result codes of SQLite that say something of the file or the disk, not of our SQL."""


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What goes wrong with its output or its corpus meanwhile is the user's to mend, not a fault.

        A reader that has enough (``| head``) is no failure.
        """
        result: Any = 0
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What Python still holds for the reader goes nowhere, without a word at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise MachineError(f"the output cannot be written: {error.strerror}. Free some space.") from None
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in UNREADABLE:
                raise
            from corpus.database import explain

            raise explain(error, ctx.obj.corpus) from None
        return result

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Group) and "data" not in (param.name for param in command.params):
            command.params.append(_data_option())
        return command


def _data_option() -> click.Option:
    """``--data`` behind a command's name, where people look for it too."""
    return click.Option(
        ["--data"],
        type=click.Path(file_okay=False, path_type=Path),
        expose_value=False,
        callback=_set_data,
        help="Folder of the corpus, as before the command's name.",
    )


def _set_data(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj = DataFolder(value)


def read_configuration(path: Path) -> dict[str, Any]:
    """Defaults of options from ``tuyengiao.toml``: keys at the top, a table for each command.

    A missing file is no fault. Raises ``InputError`` for a file that is no TOML or names an unknown key.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid TOML ({error}).") from None
    for key in values:
        if key != "data" and key not in COMMANDS:
            raise InputError(f"{path}: unknown key {key!r}. Known are data and the commands: {', '.join(COMMANDS)}.")
    if not isinstance(values.get("data", ""), str):
        raise InputError(f"{path}: data must be a text, the name of a folder.")
    for key, value in values.items():
        if key != "data" and not isinstance(value, dict):
            raise InputError(f"{path}: {key} must be a table of its options: [{key}].")
    return values


def check_options(path: Path, command: click.Command, name: str, table: dict[str, Any]) -> None:
    """Refuse an option in the command's table of the configuration file that the command does not have."""
    subcommands = set(command.commands) if isinstance(command, click.Group) else set()
    known = {param.name for param in command.params if isinstance(param, click.Option)} | subcommands
    for option in table:
        if option not in known:
            names = ", ".join(sorted(str(item) for item in known))
            raise InputError(f"{path}: [{name}] has no option {option!r}. Known are {names}.")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TUYENGIAO"})
@click.version_option(package_name="tuyengiao-corpus", prog_name="tuyengiao")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the corpus: corpus.db, archive/, snapshots/, logs/.",
)
@click.pass_context
def cli(ctx: click.Context, data: Path) -> None:
    """Collect, keep and read what Vietnam's Party propaganda commissions publish."""
    ctx.default_map = read_configuration(Path(CONFIGURATION))
    if ctx.get_parameter_source("data") is ParameterSource.DEFAULT and "data" in ctx.default_map:
        data = Path(ctx.default_map["data"])
    name = ctx.invoked_subcommand or ""
    command = ctx.command.get_command(ctx, name) if isinstance(ctx.command, click.Group) else None
    if command is not None and name in ctx.default_map:
        check_options(Path(CONFIGURATION), command, name, ctx.default_map[name])
    ctx.obj = DataFolder(data)


def main(argv: list[str] | None = None) -> Any:
    """Run a command. A ``UserError`` becomes one line on standard error and its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter that a terminal does not know must not end a command
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(args=argv, prog_name="tuyengiao", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UserError as error:
        click.echo(f"tuyengiao: {error}", err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
