"""``tuyengiao serve``: shows the corpus in a browser."""

from __future__ import annotations

import click

from corpus.paths import DataFolder

HELP = """Serve the corpus in Datasette: browse, filter, search, query and download it in a browser.

\b
Example: tuyengiao serve --port 8080 --open
"""


@click.command(help=HELP)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves other machines too.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def serve(folder: DataFolder, *, port: int, host: str, open_browser: bool) -> None:
    from corpus.site.application import serve as serve_corpus

    def say(address: str) -> None:
        click.echo(f"{folder.corpus} is served at {address} (Ctrl-C stops).")

    # Ctrl-C is how serving ends, not an interruption of it.
    try:
        serve_corpus(folder.corpus, host=host, port=port, on_ready=say, open_browser=open_browser)
    except KeyboardInterrupt:
        click.echo("Stopped.")
