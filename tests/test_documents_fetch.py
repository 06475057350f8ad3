"""Addresses are fetched within limits, and no host of the local network is asked by accident."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from aftersummit.documents import FetchPolicy, fetch
from aftersummit.documents.addresses import is_public
from aftersummit.errors import OutsideError, UserError

LOCAL = FetchPolicy(allow_private=True, timeout_s=2, total_s=4, max_bytes=100_000, max_redirects=4)


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        getattr(self, "serve_" + self.path.partition("?")[0].strip("/").replace("-", "_"))()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def serve_page(self) -> None:
        assert self.headers["User-Agent"].startswith("aftersummit")
        self.answer(b"<p>caf\xc3\xa9</p>", Content_Type="text/html; charset=utf-8")

    def serve_moved(self) -> None:
        self.answer(b"", 302, Location="/page#part")

    def serve_circle(self) -> None:
        self.answer(b"", 301, Location="/circle")

    def serve_endless(self) -> None:
        step = int(self.path.partition("?")[2] or 0)
        self.answer(b"", 302, Location=f"/endless?{step + 1}")

    def serve_elsewhere(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def serve_moved_inside(self) -> None:
        self.answer(b"", 302, Location="http://inner.example/page")

    def serve_large(self) -> None:
        self.answer(b"x" * 200_000)

    def serve_liar(self) -> None:
        # Announces nothing and sends for as long as anybody listens.
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x" * 10_000)

    def serve_bomb(self) -> None:
        self.answer(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")

    def serve_packed(self) -> None:
        self.answer(gzip.compress(b"words " * 1000), Content_Encoding="gzip")

    def serve_cut(self) -> None:
        self.answer(gzip.compress(bytes(range(256)) * 100)[:-40], Content_Encoding="gzip")

    def serve_short(self) -> None:
        self.answer(b"half", Content_Length="4000")

    def serve_strange(self) -> None:
        self.answer(b"????", Content_Encoding="br")

    def serve_silent(self) -> None:
        time.sleep(3)

    def serve_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def serve_missing(self) -> None:
        self.answer(b"no", 404)

    def serve_refused(self) -> None:
        self.answer(b"no", 403)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A client that hangs up is what most of these tests want."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_page_comes_with_its_address_and_moment(server: str) -> None:
    fetched = fetch(f"{server}/page", LOCAL)
    assert fetched.data == "<p>café</p>".encode()
    assert fetched.url == fetched.requested == f"{server}/page"
    assert fetched.media_type == "text/html; charset=utf-8"
    assert fetched.retrieved.endswith("+00:00")


def test_a_redirect_is_followed_and_both_addresses_are_kept(server: str) -> None:
    fetched = fetch(f"{server}/moved", LOCAL)
    assert (fetched.requested, fetched.url) == (f"{server}/moved", f"{server}/page")


def test_a_packed_answer_is_unpacked(server: str) -> None:
    assert fetch(f"{server}/packed", LOCAL).data == b"words " * 1000


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("circle", "circle"),
        ("endless", "more than 4 times"),
        ("cut", "broke off"),
        ("short", "could not be read"),
        ("strange", "packs its answer as br"),
        ("missing", "no such page"),
        ("refused", "refuses"),
    ],
)
def test_a_failing_server_gives_one_clear_line(server: str, path: str, words: str) -> None:
    with pytest.raises(OutsideError, match=words) as caught:
        fetch(f"{server}/{path}", LOCAL)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("path", ["large", "liar", "bomb"])
def test_an_answer_beyond_the_limit_is_cut_off(server: str, path: str) -> None:
    with pytest.raises(UserError, match="larger than"):
        fetch(f"{server}/{path}", LOCAL)


def test_a_silent_server_is_given_up(server: str) -> None:
    quick = FetchPolicy(allow_private=True, timeout_s=0.3, total_s=5)
    with pytest.raises(OutsideError, match=r"did not answer within 0\.3 s"):
        fetch(f"{server}/silent", quick)


def test_a_server_that_drips_cannot_outlast_the_whole_time(server: str) -> None:
    quick = FetchPolicy(allow_private=True, timeout_s=5, total_s=0.6)
    before = time.monotonic()
    with pytest.raises(OutsideError, match=r"did not finish within 0\.6 s"):
        fetch(f"{server}/drip", quick)
    assert time.monotonic() - before < 4


def test_a_server_that_is_not_there_is_said_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OutsideError, match="could not be read"):
        fetch(f"http://127.0.0.1:{port}/", LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "https://",
        "http://user:pass@example.org/",
        "x",
        "",
    ],
)
def test_an_address_that_is_none_is_the_users_to_correct(url: str) -> None:
    with pytest.raises(UserError):
        fetch(url)


def test_a_redirect_to_another_scheme_is_refused(server: str) -> None:
    with pytest.raises(UserError, match="not an http or https address"):
        fetch(f"{server}/elsewhere", LOCAL)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254", "0.0.0.0",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "0x7f.1", "[fe80::1]", "100.64.0.1"],
)  # fmt: skip
def test_local_hosts_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises((UserError, OutsideError)) as caught:
        fetch(f"http://{host}:9/", FetchPolicy(timeout_s=1, total_s=2))
    assert "local address" in str(caught.value) or "cannot be found" in str(caught.value)


def test_a_redirect_to_a_local_host_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_look_ups(monkeypatch, server, {"public.example": "127.0.0.1"})
    with pytest.raises(UserError, match=r"inner\.example stands for the local address"):
        fetch("http://public.example/moved-inside", FetchPolicy(timeout_s=1, total_s=2))


def test_a_second_look_up_cannot_lead_elsewhere(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = _answer_look_ups(monkeypatch, server, {"public.example": "127.0.0.1"})
    fetched = fetch("http://public.example/page", FetchPolicy(timeout_s=1, total_s=2))
    assert fetched.data.startswith(b"<p>")
    assert looked_up == ["public.example"]


def test_one_local_address_among_public_ones_refuses_the_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(UserError, match=r"10\.0\.0\.1"):
        fetch("http://mixed.example/", FetchPolicy(timeout_s=1, total_s=2))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["224.0.0.1", "240.0.0.1", "::", "fc00::1", "2002:7f00:1::"])
def test_multicast_reserved_and_wrapped_addresses_are_not(address: str) -> None:
    assert not is_public(address)


def _answer_look_ups(
    monkeypatch: pytest.MonkeyPatch, server: str, public: dict[str, str]
) -> list[str]:
    """Look-ups that know the test server under a name that counts as public."""
    port = int(server.rpartition(":")[2])
    looked_up: list[str] = []

    def getaddrinfo(host: str, _port: int, *_args: object, **_kwargs: object) -> list[object]:
        if host != "127.0.0.1":
            looked_up.append(host)
        address = public.get(host, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    from aftersummit.documents import addresses

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(
        addresses, "is_public", lambda _address: looked_up[-1:] == ["public.example"]
    )
    import httpcore

    plain = httpcore.SyncBackend.connect_tcp

    def connect(self, host, _port, *args, **kwargs):  # type: ignore[no-untyped-def]
        # The name carries no port; the server listens where the system let it.
        assert host == "127.0.0.1"
        return plain(self, host, port, *args, **kwargs)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return looked_up
