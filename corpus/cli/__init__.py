"""The command ``tuyengiao``: one module a command group, loaded when it is called."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from corpus.errors import UserError
from corpus.paths import DataFolder

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


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


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
    ctx.obj = DataFolder(data)


def main(argv: list[str] | None = None) -> Any:
    """Run a command. A ``UserError`` becomes one line on standard error and its exit status."""
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
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
