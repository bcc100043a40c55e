"""``tuyengiao demo``: crawl the bundled demonstration portals on loopback and browse the result."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from corpus.demo.content import State
from corpus.paths import DataFolder

EPILOG = """\b
Examples:
  tuyengiao demo
  tuyengiao demo --no-serve
  tuyengiao demo --state later --no-serve      the second visit: articles edited and removed since
"""
DEMO_FOLDER = "demo"


@click.command(epilog=EPILOG)
@click.option("--state", type=click.Choice(["first", "later"]), default="first", show_default=True, help="Which visit.")
@click.option("--port-base", default=8721, show_default=True, help="First of six ports for the demonstration portals.")
@click.option("--serve/--no-serve", default=True, help="Serve the corpus in Datasette afterwards.")
@click.option("--port", default=8001, show_default=True, help="Port of Datasette.")
@click.pass_obj
def demo(folder: DataFolder, state: State, port_base: int, serve: bool, port: int) -> int:
    """Crawl the bundled demonstration portals into data/demo and serve them.

    The portals are fictional; the spider, settings and pipelines are the real ones.
    """
    from corpus.cli.crawl import print_summary, run_crawl, summarize
    from corpus.demo.portals import write_portal_files
    from corpus.demo.server import DemoServer

    if serve:
        from corpus.site.application import listen

        listen("127.0.0.1", port).close()  # a port in use is said before the crawl, not after it
    target = DataFolder(folder.root / DEMO_FOLDER)
    with DemoServer(state=state, port_base=port_base) as server:
        files = write_portal_files(target.root / "portals", server.base_urls)
        click.echo(f"Six demonstration portals answer on {', '.join(server.base_urls.values())}")
        arguments = {"portal_files": ",".join(str(path) for path in files), "full": state == "later"}
        run = run_crawl(target, arguments, {"LOG_LEVEL": "WARNING", "CONTACT": "demonstration on loopback"})
    print_summary(summarize(run))
    if run.exit_status or not serve:
        return run.exit_status
    return _serve(target.root, port)


def _serve(root: Path, port: int) -> int:
    """Datasette in a process of its own: the crawl's event loop is spent."""
    command = [sys.executable, "-m", "corpus.cli", "--data", str(root), "serve", "--port", str(port)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130
