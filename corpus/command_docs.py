"""Describes the command line to its readers: ``docs/commands.md``, made from the commands themselves.

``python -m corpus.command_docs --write`` renews it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from corpus.cli import COMMANDS, cli

DOCUMENT = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """\
# Commands

Made from the commands' own help by `python -m corpus.command_docs --write`; do not edit. What the exit statuses,
refusal reasons and quality flags mean stands in [operations.md](operations.md).
"""


def commands_markdown() -> str:
    """The whole page: each command with what it does, its arguments, options and examples."""
    context = click.Context(cli, info_name="tuyengiao")
    parts = [HEAD, *_section(cli, context, "tuyengiao", with_subcommands=False)]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts += _section(command, context, f"tuyengiao {name}")
    return "\n".join(parts)


def _section(
    command: click.Command, parent: click.Context, title: str, *, with_subcommands: bool = True
) -> Iterator[str]:
    context = click.Context(command, info_name=title, parent=parent if parent.command is not command else None)
    yield f"## `{title}`\n"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "") + "\n"
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    if arguments:
        yield "Arguments: " + ", ".join(f"`{argument.make_metavar(context)}`" for argument in arguments) + "\n"
    options = [param for param in command.params if isinstance(param, click.Option)]
    if options:
        yield "| option | meaning |\n| --- | --- |"
        for option in options:
            name, meaning = option.get_help_record(context) or (", ".join(option.opts), option.help or "")
            cells = (f"`{name}`", " ".join(meaning.split()))
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
    if command.epilog:
        lines = inspect.cleandoc(command.epilog).replace("\b\n", "").splitlines()
        yield "```\n" + "\n".join(line.strip() for line in lines if not line.startswith("Example")) + "\n```\n"
    if with_subcommands and isinstance(command, click.Group):
        for name, subcommand in command.commands.items():
            yield from _section(subcommand, context, f"{title} {name}")


if __name__ == "__main__":
    if "--write" in sys.argv:
        DOCUMENT.write_text(commands_markdown(), encoding="utf-8")
    else:
        print(commands_markdown())
