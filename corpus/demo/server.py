"""The demonstration sites over HTTP on loopback, each on a port of its own."""

from __future__ import annotations

import errno
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import click

from corpus.demo.conditions import as_asked
from corpus.demo.content import State
from corpus.demo.render import Response, render
from corpus.demo.routes import edition
from corpus.demo.site import sites
from corpus.errors import MachineError, UserError


class DemoServer:
    """Serves demonstration sites in background threads while the ``with`` block runs.

    Site number *n* listens on ``port_base + n``; with ``port_base=0`` the system chooses free ports.
    ``count`` puts that many synthetic articles in place of each site's own, ``heavy`` pads the pages.
    Raises MachineError when a port is taken.
    """

    def __init__(
        self,
        sites: Sequence[str] | None = None,
        state: State = "first",
        port_base: int = 8721,
        host: str = "127.0.0.1",
        *,
        heavy: bool = False,
        count: int | None = None,
    ) -> None:
        self.state: State = state
        self.heavy = heavy
        self.count = count
        self.host = host
        self.port_base = port_base
        self.base_urls: dict[str, str] = {}
        self.requests: Counter[tuple[str, str, int]] = Counter()
        """How often each (site, path with query, status) was asked for."""
        self._names = tuple(sites) if sites is not None else _all_sites()
        self._hits: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._listeners: list[_Listener] = []

    def set_state(self, state: State) -> None:
        """From the next request on the sites are as they are in *state*."""
        self.state = state

    def answer(self, site: str, address: str) -> Response:
        """The answer to one request, which is counted."""
        with self._lock:
            hit = self._hits[site, address]
            self._hits[site, address] += 1
        return render(
            site,
            address,
            state=self.state,
            base_url=self.base_urls[site],
            hit=hit,
            count=self.count,
            heavy=self.heavy,
        )

    def warm(self) -> int:
        """Render every page once, so that load tests measure the client; returns how many there are."""
        pages = 0
        for site, url in self.base_urls.items():
            for route in edition(site, self.state, self.count).routes.values():
                render(site, route.address, state=self.state, base_url=url, count=self.count, heavy=self.heavy)
                pages += 1
        return pages

    def record(self, site: str, address: str, status: int) -> None:
        with self._lock:
            self.requests[site, address, status] += 1

    def __enter__(self) -> Self:
        try:
            for place, name in enumerate(self._names):
                port = self.port_base + place if self.port_base else 0
                listener = _listen(self.host, port, name, self)
                self._listeners.append(listener)
                self.base_urls[name] = f"http://{self.host}:{listener.server_address[1]}"
        except BaseException:
            self.close()
            raise
        for listener in self._listeners:
            # 0.05 s: how long closing takes at most; the standard 0.5 s adds up over a test suite
            threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
            listener.started = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for listener in self._listeners:
            if listener.started:
                listener.shutdown()
            listener.server_close()
        self._listeners.clear()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: str, demo: DemoServer) -> None:
        self.site = site
        self.demo = demo
        self.started = False
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Demo"
    sys_version = ""
    wbufsize = -1  # head and body leave in one packet
    disable_nagle_algorithm = True
    timeout = 120  # seconds that an idle connection is kept
    server: _Listener

    def do_GET(self) -> None:
        demo, site = self.server.demo, self.server.site
        made = as_asked(sites()[site], demo.answer(site, self.path), dict(self.headers.items()))
        self.send_response(made.status)
        for name, value in made.headers.items():
            self.send_header(name, value)
        if made.status != 304:
            self.send_header("Content-Length", str(len(made.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(made.body)
        demo.record(site, self.path, made.status)

    do_HEAD = do_GET  # noqa: N815  the name is http.server's

    def log_message(self, format: str, *args: object) -> None:
        """Requests are counted in ``DemoServer.requests``, not printed."""


def _listen(host: str, port: int, site: str, demo: DemoServer) -> _Listener:
    try:
        return _Listener((host, port), site, demo)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise MachineError(
                f"port {port} of {host} is in use: choose six free ports with --port-base {port + 1000} "
                f"(make demo PORT_BASE={port + 1000})"
            ) from None
        raise MachineError(f"cannot listen on port {port} of {host}: {error.strerror}; try --port-base 8721") from None


def _all_sites() -> tuple[str, ...]:
    return tuple(sites())


@click.command()
@click.option("--state", type=click.Choice(["first", "later"]), default="first", help="First or second visit.")
@click.option("--port-base", type=int, default=8721, show_default=True, help="Port of the first site.")
@click.option("--heavy", is_flag=True, help="Pad pages to 60 to 125 KB.")
@click.option("--count", type=int, help="Serve this many synthetic articles a site.")
@click.option("--site", "chosen", multiple=True, help="Serve only this site; may be repeated.")
def main(state: State, port_base: int, heavy: bool, count: int | None, chosen: tuple[str, ...]) -> None:
    """Serve the demonstration portals until Ctrl-C.

    Example: python -m corpus.demo.server --state later
    """
    unknown = sorted(set(chosen) - set(sites()))
    if unknown:
        raise click.UsageError(f"no demonstration site {unknown[0]!r}; there are {', '.join(sites())}")
    try:
        with DemoServer(chosen or None, state, port_base, heavy=heavy, count=count) as demo:
            if count is not None:
                demo.warm()
            for name, url in demo.base_urls.items():
                click.echo(f"{name:12} {url}")
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        sys.exit(130)
    except UserError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
