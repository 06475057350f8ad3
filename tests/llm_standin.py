"""A server that speaks like a language model's, well or badly, on this machine alone."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One question; ``body`` is what was asked."""

    server: StandIn  # type: ignore[assignment]
    body: dict[str, Any]

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **self.body})
        self.server.headers.append(dict(self.headers))
        number = len(self.server.asked) - 1
        try:
            self.server.script[min(number, len(self.server.script) - 1)](self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass

    @property
    def passage(self) -> str:
        """The text that is asked about."""
        return passage_of(self.body)


class StandIn(ThreadingHTTPServer):
    """The server; ``script`` says what it does with each question, the last one for the rest."""

    daemon_threads = True

    def __init__(self, *script: Say) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script or (honest,)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.flooded = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def standing_in(*script: Say) -> Iterator[StandIn]:
    """A server for the length of a block."""
    server = StandIn(*script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def passage_of(body: dict[str, Any]) -> str:
    user = body["messages"][1]["content"]
    found = re.search(r"<passage id=(\w+)>\n(.*)\n</passage id=\1>\Z", user, re.S)
    assert found, user
    return found[2]


def envelope(content: Any, finish: str = "stop", usage: Any = None) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}}
    told = {"choices": [{**choice, "finish_reason": finish}], "usage": usage}
    return json.dumps(told).encode()


def writes(content: Any, finish: str = "stop", usage: Any = None) -> Say:
    """Whatever is asked, the model writes this."""
    return lambda handler: handler.send(200, envelope(content, finish, usage))


def names(*entries: tuple[str, str], **more: Any) -> Say:
    """The model names these (quote, label)."""
    rows = [
        {"quote": quote, "label": label, "why": "it says so", **more} for quote, label in entries
    ]
    return writes(json.dumps({"found": rows}))


def judged(passage: str) -> list[dict[str, str]]:
    """What a plain reader makes of a passage: 'we will', 'we call on', 'we welcome'."""
    rows = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", passage):
        for cue, label in (("will", "commitment"), ("call on", "call"), ("welcome", "stance")):
            if re.search(rf"\b{cue}\b", sentence):
                rows.append({"quote": sentence.strip("• "), "label": label, "why": f"'{cue}'"})
                break
    return rows


def honest(handler: Handler) -> None:
    """A model that reads what it is given and copies its words."""
    handler.send(
        200,
        envelope(
            json.dumps({"found": judged(handler.passage)}),
            usage={"prompt_tokens": 1000, "completion_tokens": 100},
        ),
    )


def fails(status: int, data: bytes = b"{}", **headers: str) -> Say:
    return lambda handler: handler.send(status, data, **headers)


def drips(handler: Handler) -> None:
    """An answer that never ends, a byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_headers(handler: Handler) -> None:
    """The same before the answer has begun."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(400):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def floods(handler: Handler) -> None:
    """An answer without end, as fast as it goes."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b"[" * 65_536)
        handler.server.flooded += 65_536


def sleeps(handler: Handler) -> None:
    """No answer for a while."""
    time.sleep(1.0)
    honest(handler)
