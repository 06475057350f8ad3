"""The HTTP application: the live site, the workbench and the API, behind one door."""

from __future__ import annotations

import getpass
import mimetypes
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterable
from importlib import resources

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from aftersummit.errors import AftersummitError, Conflict, NotFound, UserError
from aftersummit.project import Project
from aftersummit.project.codable import Stale
from aftersummit.project.fresh import Overtaken
from aftersummit.server import adjudicating, api, judging, people, screens, wire
from aftersummit.server.access import Door, Refused
from aftersummit.server.guard import App, Guard, Refuse, Scope
from aftersummit.server.live import HEADERS, LiveSite

LOOPBACK = ("localhost", "127.0.0.1", "::1", "testserver")


def application(
    project: Project, as_of: str = "", *, coder: str = "", hosts: Iterable[str] = LOOPBACK
) -> FastAPI:
    """The HTTP application of a project.

    Args:
        coder: who codes while the project has no accounts.
        hosts: names that the server answers to; none answers to any.
    """
    app = FastAPI(
        title="aftersummit", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    name = coder or project.settings.coder or _own_name()
    door = Door(project, coder=name, hosts=frozenset(hosts))
    pages = screens.Screens(project, door)
    app.add_middleware(Guard, refuse=_add_refusals(app, pages))
    app.include_router(api.router(project, door))
    app.include_router(screens.router(pages))
    app.include_router(adjudicating.router(pages))
    app.include_router(people.router(pages))
    app.include_router(judging.router(pages))
    _add_files(app)
    live = LiveSite(project, as_of)

    @app.get("/{path:path}", include_in_schema=False)
    def page(request: Request, path: str) -> Response:
        caller = door.caller(request)
        if path.startswith(("api/", "work/")):
            raise NotFound(f"nothing stands at /{path}", "start from /work/")
        return live.answer(path) if caller.role else screens.to("/work/signin")

    return app


def _add_refusals(app: FastAPI, pages: screens.Screens) -> Refuse:
    """One shape for every refusal: JSON under ``/api``, a page under ``/work``, else a line.

    Returns:
        How what stands before the application refuses.
    """

    def told(request: Request, status: int, code: str, what: str, remedy: str) -> Response:
        path = request.url.path
        if path.startswith("/api/"):
            return api.failure(status, code, what, remedy)
        if path.startswith("/work/"):
            if status == 401:
                return screens.to("/work/signin")
            return pages.refusal(request, status, what, remedy)
        line = f"{what}; {remedy}\n" if remedy else f"{what}\n"
        return Response(line, status, HEADERS, "text/plain; charset=utf-8")

    @app.exception_handler(AftersummitError)
    def refuse(request: Request, error: AftersummitError) -> Response:
        if isinstance(error, Refused):
            return told(request, error.status, error.code, error.what, error.remedy)
        if isinstance(error, Stale) and request.url.path.startswith("/api/"):
            present = wire.code(error.present) if error.present else None
            unit = str(error.unit)
            return api.failure(409, "stale", error.what, error.remedy, unit=unit, present=present)
        status, code = _status(error)
        return told(request, status, code, error.what, error.remedy)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return told(request, 422, "invalid", f"{where}: {first['msg']}", "correct the value")

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        return told(request, error.status_code, "http", str(error.detail), "")

    @app.exception_handler(Exception)
    def failed(request: Request, _error: Exception) -> Response:
        # Uvicorn prints the trace; it is nobody else's business.
        return told(
            request, 500, "failed", "the server failed at this", "report it; the log says where"
        )

    def before(scope: Scope, status: int, code: str, what: str, remedy: str) -> App:
        return told(Request(scope), status, code, what, remedy)

    return before


def _status(error: AftersummitError) -> tuple[int, str]:
    if isinstance(error, NotFound):
        return 404, "not-found"
    if isinstance(error, Conflict):
        return 409, "stale" if isinstance(error, Overtaken) else "conflict"
    return (400, "refused") if error.exit_code in (1, 2) else (503, "outside")


def _add_files(app: FastAPI) -> None:
    """The workbench's own scripts and style, and the site's style, from the package."""
    folder = resources.files("aftersummit.server").joinpath("static")
    site = resources.files("aftersummit.publish.site").joinpath("assets/site.css")

    @app.get("/work/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        known = {entry.name: entry for entry in folder.iterdir() if entry.is_file()}
        known["site.css"] = site
        if name not in known:
            raise NotFound(f"there is no file {name}", "load the page again")
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return Response(known[name].read_bytes(), 200, headers, kind)


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "coder"


def serve(
    project: Project,
    *,
    host: str,
    port: int,
    browser: bool,
    as_of: str,
    ready: Callable[[str], None],
    coder: str = "",
    allowed: Iterable[str] = (),
    page: str = "",
) -> None:
    """Answer until interrupted.

    Args:
        allowed: further names that the server answers to, beside this machine's own.
        page: what the browser opens, from the site's root.

    Raises:
        UserError: the address is in use, not this machine's, or open to others while the
            project has no accounts.
    """
    import uvicorn

    others = [name for name in (host, *allowed) if name not in LOOPBACK]
    if others and not project.team.exists():
        raise UserError(
            f"{others[0]} can be reached by others and the project has no accounts",
            "make one first: aftersummit people invite NAME --role admin",
        )
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
    ready(f"{address}  the register\n{address}work/  the workbench  (stop with Ctrl-C)")
    if browser:
        threading.Timer(0.5, webbrowser.open, [address + page]).start()
    app = application(project, as_of, coder=coder, hosts={*LOOPBACK, host, *allowed})
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


__all__ = ["LiveSite", "application", "serve"]
