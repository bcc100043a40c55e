"""How ``tuyengiao crawl`` ends: its status, and what it says of portals that were not reached."""

from __future__ import annotations

import signal
import time

from loopback import Site, portal_file, serve
from test_resume import build, rows, start


def test_second_ctrl_c_is_an_interruption_too(tmp_path):
    data = tmp_path / "data"
    with serve(build(0.5)) as site:
        process = start(data, portal_file(tmp_path, site))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(site.requests) < 6:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted" in output
    assert rows(data, "SELECT count(*) FROM crawls") == [(1,)]


def test_portal_that_was_not_reached_is_named(tmp_path):
    site = Site()
    site.page("/robots.txt", "", status=503)
    with serve(site) as served:
        file = portal_file(tmp_path, served)
        process = start(tmp_path / "data", file)
        output, errors = process.communicate(timeout=60)
    said = output + (errors or "")
    assert process.returncode == 1
    assert f"Not reached: {file.stem}." in said
    assert "Something was lost" not in said
