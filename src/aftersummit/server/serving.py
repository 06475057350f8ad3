"""The published site, rendered from the live project at each request."""

from __future__ import annotations

import mimetypes
import socket
import threading
import webbrowser
from collections.abc import Callable
from urllib.parse import unquote

from fastapi import FastAPI, Request, Response

from aftersummit.errors import AftersummitError, NotFound, UserError
from aftersummit.project import Project
from aftersummit.publish.site import Site

_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class LiveSite:
    """The site of a project, folded anew when the project has changed."""

    def __init__(self, project: Project, as_of: str = "") -> None:
        self._project = project
        self._as_of = as_of
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._site: Site | None = None

    def render(self, path: str) -> bytes:
        """The page or file at a path of the site.

        Raises:
            NotFound: the site has no such page.
        """
        with self._lock:
            state = self._project.state()
            if self._site is None or state != self._state:
                self._site = Site(self._project.register(as_of=self._as_of))
                self._state = state
            site = self._site
            return site.render(path)


def application(project: Project, as_of: str = "") -> FastAPI:
    """The HTTP application of a project."""
    app = FastAPI(title="aftersummit", docs_url=None, redoc_url=None, openapi_url=None)
    live = LiveSite(project, as_of)

    @app.exception_handler(AftersummitError)
    def refuse(_request: Request, error: Exception) -> Response:
        status = 404 if isinstance(error, NotFound) else 400
        status = status if isinstance(error, UserError) else 503
        return Response(f"{error}\n", status, _HEADERS, "text/plain; charset=utf-8")

    @app.get("/{path:path}")
    def page(path: str) -> Response:
        wanted = unquote(path) or "index.html"
        if wanted.endswith("/"):
            wanted += "index.html"
        kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
        return Response(live.render(wanted), 200, _HEADERS, kind)

    return app


def serve(
    project: Project,
    *,
    host: str,
    port: int,
    browser: bool,
    as_of: str,
    ready: Callable[[str], None],
) -> None:
    """Answer until interrupted.

    Raises:
        UserError: the address is in use or not this machine's.
    """
    import uvicorn

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UserError(
            f"{host}:{port} cannot be listened on ({error.strerror})",
            "choose another port: --port 0 takes a free one",
        ) from error
    bound = listening.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{bound}/"
    ready(f"{address}  (stop with Ctrl-C)")
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    config = uvicorn.Config(application(project, as_of), log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])
