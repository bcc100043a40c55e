"""A web server on loopback for tests, and the crawl command run against it in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORTAL = """name = "Trang thử"
organ = "Ban Tuyên giáo thử"
level = "province"
kind = "demo"
province = "kontum"
scheme = "http"
hosts = ["{host}"]
family = "{family}"
delay_secs = 0
evidence = ["own"]
{more}
"""


@dataclass(frozen=True)
class Answer:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    delay_secs: float = 0.0
    cut_at: int | None = None
    """Send this many bytes of the body, then close: fewer than Content-Length says."""


@dataclass
class Site:
    """Answers by path with query; paths without an answer get 404. ``requests`` are paths in order."""

    answers: dict[str, Answer | Callable[[int], Answer]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    request_headers: list[dict[str, str]] = field(default_factory=list)
    host: str = ""

    def page(self, path: str, body: bytes | str = b"", **more) -> None:
        self.answers[path] = Answer(body, **more)

    def answer(self, path: str) -> Answer:
        self.requests.append(path)
        found = self.answers.get(path, Answer("<h1>Không tìm thấy</h1>", status=404))
        return found if isinstance(found, Answer) else found(self.requests.count(path))


@contextlib.contextmanager
def serve(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer = site.answer(self.path)
            site.request_headers.append({name.lower(): value for name, value in self.headers.items()})
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            body = body.replace(b"{host}", site.host.encode())
            if answer.delay_secs:
                time.sleep(answer.delay_secs)
            with contextlib.suppress(ConnectionError):
                self.send_response(answer.status)
                headers = {"Content-Type": answer.content_type, "Content-Length": str(len(body)), **answer.headers}
                for name, value in headers.items():
                    self.send_header(name, value.replace("{host}", site.host))
                self.end_headers()
                self.wfile.write(body[: answer.cut_at])
                if answer.cut_at is not None:
                    self.close_connection = True

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def portal_file(folder: Path, site: Site, *, slug: str = "thu", family: str = "nukeviet", more: str = "") -> Path:
    path = folder / f"{slug}.toml"
    path.write_text(PORTAL.format(host=site.host, family=family, more=more), encoding="utf-8")
    return path


def tuyengiao(*arguments: object, timeout_secs: float = 120, environment: dict[str, str] | None = None):
    """Run the command; returns the completed process with text output."""
    return subprocess.run(
        [sys.executable, "-m", "corpus.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout_secs,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def crawl(data: Path, file: Path, *options: object, environment: dict[str, str] | None = None):
    """One crawl of a portal file; returns the process, with the summary as ``.summary`` where there is one."""
    process = tuyengiao("--data", data, "crawl", "--portal-file", file, "--json", *options, environment=environment)
    process.summary = json.loads(process.stdout) if process.stdout.startswith("{") else None
    return process


TEXT = (
    "Đảng bộ tỉnh tổ chức hội nghị quán triệt nghị quyết, với sự tham dự của đông đảo cán bộ, đảng viên ở cơ sở; "
    "các đại biểu đã thảo luận về công tác tuyên truyền, nắm bắt dư luận xã hội và nhiệm vụ thời gian tới."
)


def nukeviet_article(title: str, *, day: str = "26/04/2024", text: str = TEXT) -> str:
    """A small article page in NukeViet's markup."""
    return f"""<!DOCTYPE html><html lang="vi"><head><title>{title}</title><meta name="generator" content="NukeViet v4.5">
</head><body><div class="news_column panel" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body">
<h1 class="title" itemprop="headline">{title}</h1>
<div class="row"><div class="col-md-12"><span class="h5">Thứ sáu - {day} 16:20</span></div></div>
<div class="hometext" itemprop="description">Sáng nay, hội nghị được tổ chức tại tỉnh.</div>
<div id="news-bodyhtml" class="bodytext"><p>{text}</p><p>{title} đã thành công tốt đẹp, đúng kế hoạch đề ra.</p></div>
</div></div></body></html>"""


def listing(*paths: str, next_page: str | None = None) -> str:
    """A section front that lists *paths*."""
    items = "".join(
        f'<div class="news_column"><h3><a href="{path}">Hội nghị báo cáo viên định kỳ số {number}</a></h3></div>'
        for number, path in enumerate(paths)
    )
    pager = f'<ul class="pagination"><li><a rel="next" href="{next_page}">»</a></li></ul>' if next_page else ""
    return f'<!DOCTYPE html><html lang="vi"><head><title>Tin tức</title></head><body>{items}{pager}</body></html>'
