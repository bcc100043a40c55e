"""Datasette over a corpus: as an ASGI application, and served."""

from __future__ import annotations

import errno
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn
from datasette.app import Datasette

from corpus.database import open_corpus
from corpus.errors import MachineError
from corpus.site.configuration import SETTINGS, STATIC_FOLDER, STATIC_MOUNT, configuration

_FOLDER = Path(__file__).parent


def application(corpus_path: Path) -> Datasette:
    """Return Datasette with our configuration over *corpus_path*, which it opens read-only."""
    return Datasette(
        [str(corpus_path)],
        metadata=configuration(corpus_path),
        settings=SETTINGS,
        template_dir=str(_FOLDER / "templates"),
        plugins_dir=str(_FOLDER / "plugins"),
        static_mounts=[(STATIC_MOUNT, str(STATIC_FOLDER))],
    )


def serve(
    corpus_path: Path, *, host: str, port: int, on_ready: Callable[[str], None], open_browser: bool = False
) -> None:
    """Serve *corpus_path* until interrupted; *on_ready* is called with the address once it is listening.

    Port 0 means any free one. Raises ``CorpusError`` where there is no corpus, ``MachineError`` where the
    address cannot be had.
    """
    open_corpus(corpus_path).close()
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        server = uvicorn.Server(uvicorn.Config(application(corpus_path).app(), log_level="warning", lifespan="on"))
        on_ready(address)
        if open_browser:
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        server.run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens before Datasette starts: a port in use is found at once, and no visitor is turned away."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise MachineError(
            f"{host}: not an address of this machine ({error.strerror}). Choose another --host."
        ) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise MachineError(f"port {port} is in use on {host}. Choose another with --port, or --port 0.") from None
        if error.errno == errno.EACCES:
            raise MachineError(f"port {port}: no permission. Choose one above 1023 with --port.") from None
        raise MachineError(f"{host}: cannot listen there ({error.strerror}). Choose another --host.") from None
    return listening
