import ast
import ipaddress
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from credentials.errors import FetchError
from credentials.outbound import MAX_BODY_BYTES, Guarded, globally_reachable

CLOSED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
    "::1/128", "::/128", "::ffff:10.0.0.0/104", "::ffff:127.0.0.0/104", "64:ff9b::7f00:0/104",
    "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/32", "2001:1::1/128", "2001:2::/48",
    "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32",
    "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
    "ff00::/8", "::8.8.8.8/128", "4000::/3",
]  # fmt: skip
OPEN = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::1111",
        "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2620:4f:7fff::1"]  # fmt: skip


@pytest.mark.parametrize("network", CLOSED)
def test_both_ends_of_every_special_range_are_closed(network):
    parsed = ipaddress.ip_network(network)
    assert not globally_reachable(str(parsed[0]))
    assert not globally_reachable(str(parsed[-1]))


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_open(address):
    assert globally_reachable(address)


@pytest.mark.parametrize("address", ["", "localhost", "fe80::1%eth0", "1.2.3", "0x7f.1"])
def test_what_is_no_address_is_closed(address):
    assert not globally_reachable(address)


class Pages(BaseHTTPRequestHandler):
    """A local web server with one bad habit per path."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        match self.path.split("?")[0]:
            case "/hop":
                self._answer(302, {"Location": "/ok"})
            case "/away":
                self._answer(302, {"Location": "https://elsewhere.example/x"})
            case "/private":
                self._answer(302, {"Location": "https://private.example/x"})
            case "/loop":
                self._answer(302, {"Location": "/loop"})
            case "/big":
                self._answer(200, {}, b"x" * (MAX_BODY_BYTES + 1))
            case "/gzip":
                self._answer(200, {"Content-Encoding": "gzip"}, b"x")
            case "/slow":
                self._drip()
            case "/missing":
                self._answer(404, {})
            case _:
                self._answer(200, {"Content-Type": "application/json", "Set-Cookie": "a=b"}, b"{}")

    def _answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def _drip(self):
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def origin(server) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def resolving(*addresses):
    return lambda _host, _port: list(addresses)


def code_of(fetch, url, **options) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)
    return caught.value.code


def test_a_named_origin_is_fetched_without_cookies_or_credentials(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    fetch = Guarded(frozenset({origin(server)}))
    fetched = fetch(origin(server) + "/ok?a=b", accept="text/plain")
    assert (fetched.body, fetched.content_type) == (b"{}", "application/json")
    fetch(origin(server) + "/ok")
    paths, headers = zip(*server.asked, strict=True)
    assert paths == ("/ok?a=b", "/ok")
    assert headers[0]["Accept"] == "text/plain"
    assert headers[0]["Accept-Encoding"] == "identity"
    assert not {"cookie", "authorization"} & {name.lower() for name in headers[1]}


def test_other_servers_are_told_who_asks(server):
    Guarded(frozenset({origin(server)}), user_agent="Barnstar (+https://a.example; a@a.example)")(
        origin(server) + "/ok"
    )
    ((_path, headers),) = server.asked
    assert headers["User-Agent"] == "Barnstar (+https://a.example; a@a.example)"


def test_an_origin_that_was_not_named_is_not_even_asked(server):
    other = Guarded(frozenset({"http://127.0.0.1:1"}))
    assert code_of(other, origin(server) + "/ok") == "not_https"
    assert server.asked == []


@pytest.mark.parametrize(
    ("path", "options", "code"),
    [
        ("/hop", {}, "redirect_forbidden"),
        ("/away", {"redirects": 2}, "redirect_forbidden"),
        ("/private", {"redirects": 2, "same_host": False}, "address_forbidden"),
        ("/loop", {"redirects": 9}, "redirect_forbidden"),
        ("/big", {}, "too_big"),
        ("/gzip", {}, "encoding_refused"),
        ("/missing", {}, "http_status"),
    ],
)
def test_each_refusal_has_its_own_code(server, path, options, code):
    fetch = Guarded(frozenset({origin(server)}), resolving("127.0.0.1"))
    assert code_of(fetch, origin(server) + path, **options) == code


def test_a_permitted_redirect_is_followed_and_told(server):
    fetched = Guarded(frozenset({origin(server)}))(origin(server) + "/hop", redirects=1)
    assert fetched.url == origin(server) + "/ok"


def test_who_needs_more_than_two_megabytes_says_how_much(server):
    named, there = frozenset({origin(server)}), origin(server) + "/big"
    assert len(Guarded(named, max_bytes=MAX_BODY_BYTES + 1)(there).body) == MAX_BODY_BYTES + 1
    assert code_of(Guarded(named, max_bytes=1_000), there) == "too_big"


def test_a_dripping_answer_ends_with_the_time_that_was_given(server):
    fetch = Guarded(frozenset({origin(server)}), total_seconds=0.5)
    start = time.monotonic()
    assert code_of(fetch, origin(server) + "/slow") == "timed_out"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("::1",), ("::ffff:127.0.0.1",)]
)
def test_one_private_address_among_the_answers_closes_the_name(addresses):
    fetch = Guarded(resolver=resolving(*addresses))
    assert code_of(fetch, "https://badges.example/did.json") == "address_forbidden"


def test_a_name_is_resolved_once_and_that_address_is_connected_to(server):
    asked = []

    def resolver(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    named = f"http://rebinding.example:{server.server_port}"
    Guarded(frozenset({named}), resolver)(named + "/ok")
    assert asked == ["rebinding.example"]


def test_a_server_without_a_certificate_for_the_name_is_unreachable(server):
    named = f"https://badges.example:{server.server_port}"
    assert code_of(Guarded(frozenset({named}), resolving("127.0.0.1")), named + "/ok") == "unreachable"


def test_an_unknown_name_and_an_empty_answer_are_told():
    def unknown(host, port):
        raise OSError

    assert code_of(Guarded(resolver=unknown), "https://nowhere.example/") == "name_unknown"
    assert code_of(Guarded(resolver=resolving()), "https://nowhere.example/") == "name_unknown"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://badges.example/", "not_https"),
        ("https://badges.example:8443/", "not_https"),
        ("ftp://badges.example/", "not_https"),
        ("file:///etc/passwd", "bad_address"),
        ("https://user:secret@badges.example/", "bad_address"),
        ("https://badges.example\\@localhost/", "bad_address"),
        ("https://bad ges.example/", "bad_address"),
        ("https://bädges.example/", "bad_address"),
        ("https://badges.example/\nHost: localhost", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("https://badges.example:99999/", "bad_address"),
        ("https:///path", "bad_address"),
        ("", "bad_address"),
        ("https://[::1]/", "address_forbidden"),
        ("https://127.0.0.1/", "address_forbidden"),
        ("https://2130706433/", "address_forbidden"),
        ("https://0x7f.1/", "address_forbidden"),
    ],
)
def test_addresses_that_parsers_read_differently_are_refused(url, code):
    assert code_of(Guarded(), url) == code


def test_only_the_guarded_client_imports_what_opens_sockets():
    root = Path(__file__).parents[2] / "credentials"
    forbidden = {"socket", "ssl", "http", "httpcore", "requests", "httpx", "urllib3", "asyncio"}
    for path in root.rglob("*.py"):
        if path.name == "outbound.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & forbidden, path
            assert "urllib.request" not in names, path
