"""The pages in headless Chromium: they render, and nothing is asked of a foreign host."""

from __future__ import annotations

import html
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from reading_corpus import make_corpus

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    make_corpus(folder / "corpus.db")
    command = [sys.executable, "-m", "corpus.cli", "--data", str(folder), "serve", "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split(" at ")[1].split("/ ")[0]
        server.send_signal(signal.SIGINT)
        server.wait(60)


def chromium(folder: Path, address: str, *flags: str) -> str:
    """Return the document as Chromium made it."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return html.unescape(done.stdout)


def requested(folder: Path, address: str) -> list[str]:
    """Addresses that the page at *address* asked for, as Chromium's own log tells; its background traffic is not among them."""
    log = folder / "net.json"
    chromium(folder, address, f"--log-net-log={log}")
    noted = json.loads(log.read_text())
    start = noted["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    page = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    params = [event.get("params", {}) for event in noted["events"] if event["type"] == start]
    return [param["url"] for param in params if param.get("initiator") == page or param.get("url") == address]


def test_search_shows_marked_hits(address: str, tmp_path: Path) -> None:
    page = chromium(tmp_path, f"{address}/corpus/search?q=dang+bo")
    assert "<mark>Đảng bộ</mark> xã Đăk Mới" in page
    assert "articles, best first" in page


def test_article_is_rendered(address: str, tmp_path: Path) -> None:
    page = chromium(tmp_path, f"{address}/corpus/articles/aaaa1")
    assert "<h1>Đảng bộ xã Đăk Mới triển khai Chỉ thị số 32-CT/TW</h1>" in page
    assert '<table class="article-table">' in page


def test_text_of_an_article_runs_no_script(address: str, tmp_path: Path) -> None:
    page = chromium(tmp_path, f"{address}/corpus/articles/bbbb3")
    assert "Bài này không còn trên cổng. <script>" in page


@pytest.mark.parametrize(
    "path", ["/", "/corpus", "/corpus/articles", "/corpus/articles/aaaa1", "/corpus/search?q=dang"]
)
def test_page_asks_only_its_own_host(address: str, tmp_path: Path, path: str) -> None:
    addresses = requested(tmp_path, address + path)
    assert f"{address}{path}" in addresses
    assert [url for url in addresses if not url.startswith(f"{address}/")] == []


def test_page_loads_its_style_sheet(address: str, tmp_path: Path) -> None:
    assert any("/corpus-static/site.css?" in url for url in requested(tmp_path, f"{address}/"))
