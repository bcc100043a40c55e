"""The demonstration server over loopback."""

from __future__ import annotations

import gzip
import http.client
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from corpus.demo.routes import edition
from corpus.demo.server import DemoServer
from corpus.demo.truth import expected
from corpus.errors import MachineError


@pytest.fixture
def demo():
    with DemoServer(port_base=0) as running:
        yield running


def ask(demo, site, address, method="GET", **headers):
    connection = http.client.HTTPConnection(urlsplit(demo.base_urls[site]).netloc, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, address, headers=names)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_each_site_has_a_port_of_its_own(demo):
    assert len(set(demo.base_urls.values())) == 6


@pytest.mark.parametrize("site", ["nukeviet", "sharepoint", "liferay", "vnptportal", "dotnetnuke", "generic"])
def test_articles_are_served_with_their_own_base(demo, site):
    answer, body = ask(demo, site, edition(site).addresses[edition(site).stories[0].id])
    assert answer.status == 200
    assert b"127.0.0.1:8721" not in body


def test_connections_are_kept(demo):
    connection = http.client.HTTPConnection(urlsplit(demo.base_urls["nukeviet"]).netloc, timeout=10)
    connection.request("GET", "/")
    connection.getresponse().read()
    held = connection.sock
    connection.request("GET", "/robots.txt")
    assert connection.getresponse().status == 200
    assert connection.sock is held
    connection.close()


def test_head_has_no_body(demo):
    answer, body = ask(demo, "nukeviet", "/", "HEAD")
    assert int(answer.headers["Content-Length"]) > 1000
    assert body == b""


def test_requests_are_recorded(demo):
    ask(demo, "nukeviet", "/robots.txt")
    ask(demo, "nukeviet", "/robots.txt")
    ask(demo, "nukeviet", "/khong-co.html")
    assert demo.requests == {("nukeviet", "/robots.txt", 200): 2, ("nukeviet", "/khong-co.html", 404): 1}


def test_views_grow_with_each_request(demo):
    address = expected("nukeviet")[0].path
    assert ask(demo, "nukeviet", address)[1] != ask(demo, "nukeviet", address)[1]


def test_an_etag_brings_304(demo):
    address = expected("vnptportal")[0].path
    tag = ask(demo, "vnptportal", address)[0].headers["ETag"]
    answer, body = ask(demo, "vnptportal", address, If_None_Match=tag)
    assert (answer.status, body) == (304, b"")


def test_another_etag_brings_the_page(demo):
    assert ask(demo, "vnptportal", "/", If_None_Match='W/"0"')[0].status == 200


def test_last_modified_brings_304(demo):
    address = expected("nukeviet")[0].path
    since = ask(demo, "nukeviet", address)[0].headers["Last-Modified"]
    assert ask(demo, "nukeviet", address, If_Modified_Since=since)[0].status == 304


def test_an_unreadable_date_brings_the_page(demo):
    assert ask(demo, "nukeviet", "/", If_Modified_Since="hôm qua".encode().decode("latin-1"))[0].status == 200


def test_an_edited_article_is_sent_again(demo):
    one = next(one for one in expected("vnptportal", "later") if one.edited)
    tag = ask(demo, "vnptportal", one.path)[0].headers["ETag"]
    demo.set_state("later")
    assert ask(demo, "vnptportal", one.path, If_None_Match=tag)[0].status == 200


def test_an_unedited_article_is_not_sent_again(demo):
    one = next(one for one in expected("vnptportal", "later") if not one.edited)
    tag = ask(demo, "vnptportal", one.path)[0].headers["ETag"]
    demo.set_state("later")
    assert ask(demo, "vnptportal", one.path, If_None_Match=tag)[0].status == 304


def test_sites_without_validators_send_none(demo):
    headers = ask(demo, "sharepoint", "/")[0].headers
    assert "ETag" not in headers
    assert "Last-Modified" not in headers


def test_one_site_compresses(demo):
    answer, body = ask(demo, "generic", "/", Accept_Encoding="gzip, deflate")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(body)


def test_one_site_names_no_charset(demo):
    assert ask(demo, "dotnetnuke", "/")[0].headers["Content-Type"] == "text/html"


def test_removed_articles_are_gone_after_the_change(demo):
    path = ({one.path for one in expected("vnptportal")} - {one.path for one in expected("vnptportal", "later")}).pop()
    assert ask(demo, "vnptportal", path)[0].status == 200
    demo.set_state("later")
    assert ask(demo, "vnptportal", path)[0].status == 410


def test_a_taken_port_is_one_line_with_the_remedy():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(MachineError, match=rf"port {port} .*--port-base") as raised,
            DemoServer(["nukeviet"], port_base=port),
        ):
            pass
    assert "\n" not in str(raised.value)


def adjacent_ports():
    """A free port whose neighbour above is free as well."""
    for _ in range(50):
        with socket.create_server(("127.0.0.1", 0)) as one:
            port = one.getsockname()[1]
            try:
                with socket.create_server(("127.0.0.1", port + 1)):
                    return port
            except OSError:
                continue
    pytest.skip("no two free ports side by side")


def test_a_taken_port_frees_the_others():
    port = adjacent_ports()
    with socket.create_server(("127.0.0.1", port + 1)):
        broken = DemoServer(["liferay", "nukeviet"], port_base=port)
        with pytest.raises(MachineError), broken:
            pass
        with DemoServer(["liferay"], port_base=port):
            pass


def test_ports_are_free_again_after_the_block():
    with DemoServer(["nukeviet"], port_base=0) as demo:
        port = urlsplit(demo.base_urls["nukeviet"]).port
    with DemoServer(["nukeviet"], port_base=port):
        pass


def test_the_module_runs_alone_and_names_a_taken_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = subprocess.run(
            [sys.executable, "-m", "corpus.demo.server", "--port-base", str(port), "--site", "nukeviet"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ran.returncode == 5
    assert ran.stderr.startswith(f"Error: port {port} ")
