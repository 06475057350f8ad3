"""A server of its own for the tests that need a real connection, and what an application answers to."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager

import uvicorn


@contextmanager
def served(app):
    """The address at which an application answers, until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def every_route(app):
    """(method, path) of everything that an application answers to, read from the application."""
    found = set()
    for route in app.routes:
        # Newer versions of FastAPI keep an included router whole, older ones its routes.
        router = getattr(route, "original_router", None)
        for one in router.routes if router else [route]:
            found |= {(method, one.path) for method in one.methods - {"HEAD"}}
    return found - {("GET", "/api/openapi.json")}
