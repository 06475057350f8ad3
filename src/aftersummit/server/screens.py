"""The workbench's pages under ``/work``: HTML first, scripts where they help."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from aftersummit.errors import UserError
from aftersummit.model import Document, Ref, Round
from aftersummit.project import Project
from aftersummit.server import languages, wire
from aftersummit.server.access import (
    LANGUAGE,
    VISIT,
    Caller,
    Door,
    Limit,
    Refused,
    need,
    set_cookie,
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_FORM_BYTES = 200_000
_LISTED = 200
"""Documents on one page."""


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("aftersummit.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def form(request: Request) -> dict[str, list[str]]:
    """The fields of a form; its token is kept where the door looks for it."""
    body = await request.body()
    if len(body) > _FORM_BYTES:
        raise Refused(413, "too-large", "the form is too large", "send less")
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=2000
        )
    except ValueError:
        raise Refused(413, "too-large", "the form has too many fields", "send less") from None
    if any("\0" in value for values in fields.values() for value in values):
        raise Refused(400, "refused", "a field holds a NUL", "leave it out")
    request.scope["form_token"] = fields.get("token", [""])[0]
    return fields


Fields = Annotated[dict[str, list[str]], Depends(form)]


class Screens:
    """Draws pages for whoever asks."""

    def __init__(self, project: Project, door: Door) -> None:
        self.project = project
        self.door = door
        self.limit = Limit()

    def caller(self, request: Request) -> Caller:
        """Who asks; a visitor without a cookie is given one with the page."""
        if not request.cookies.get(VISIT) and request.method == "GET":
            request.scope["fresh_visit"] = secrets.token_urlsafe(24)
            request.cookies[VISIT] = request.scope["fresh_visit"]
        return self.door.caller(request)

    def draw(
        self, request: Request, caller: Caller, template: str, status: int = 200, **values: Any
    ) -> Response:
        """A page in the caller's language."""
        language = languages.choose(request, LANGUAGE)

        def say(words: str, **given: object) -> str:
            return languages.say(language, words, **given)

        html = (
            _templates()
            .get_template(template)
            .render(
                _=say,
                day=lambda moment: languages.day(language, moment),
                number=lambda value, places=0: languages.number(language, value, places),
                language=language,
                languages=languages.LANGUAGES,
                words=languages.catalogue(language),
                caller=caller,
                title=self.project.settings.title,
                path=request.url.path,
                **values,
            )
        )
        response = HTMLResponse(html, status, HEADERS)
        if fresh := request.scope.get("fresh_visit"):
            set_cookie(request, response, VISIT, fresh)
        if request.query_params.get("lang", "") in languages.LANGUAGES:
            set_cookie(request, response, LANGUAGE, request.query_params["lang"])
        return response

    def refusal(self, request: Request, status: int, what: str, remedy: str) -> Response:
        """The page that says why not."""
        caller = Caller("", "", request.cookies.get(VISIT, ""), self.door.team())
        values = {"code": status, "what": what, "remedy": remedy}
        return self.draw(request, caller, "refused.html", status, **values)


def router(screens: Screens) -> APIRouter:
    """Every page under ``/work``."""
    routes = APIRouter(prefix="/work", include_in_schema=False)
    _add_coding(routes, screens)
    _add_rounds(routes, screens)
    return routes


def _add_coding(routes: APIRouter, screens: Screens) -> None:
    project = screens.project

    @routes.get("/")
    def home(request: Request, under: str = "", after: str = "") -> Response:
        caller = screens.caller(request)
        if not caller.role:
            return to("/work/signin")
        mine = [
            (held, next(p for p in progress if p.coder == caller.name), texts(project, held))
            for held in project.coding.rounds.all()
            if caller.name in held.coders and held.state == "open"
            for progress in [project.coding.rounds.progress(held.name)]
        ]
        where = str(Ref.parse(under)) if under.strip() else ""
        documents = project.coding.documents(
            caller.name, under=where, after=after, limit=_LISTED + 1
        )
        more = str(documents[_LISTED - 1][0].ref) if len(documents) > _LISTED else ""
        return screens.draw(
            request, caller, "home.html", documents=documents[:_LISTED], mine=mine, under=where,
            more=more, after=after,
        )  # fmt: skip

    @routes.get("/code/{forum}/{meeting}/{item}")
    def code(
        request: Request, forum: str, meeting: str, item: str, round: str = "", order: str = ""
    ) -> Response:
        caller = need(screens.caller(request), "coder")
        ref = Ref.parse(f"{forum}/{meeting}/{item}").document_ref
        found = project.coding.document(ref, round=round, coder=caller.name)
        start = {
            "sheet": wire.sheet(found),
            "codebook": wire.scheme(),
            "round": round,
            "order": order or "document",
            "token": caller.token,
            "coder": caller.name,
            "words": languages.catalogue(languages.choose(request, LANGUAGE)),
        }
        return screens.draw(
            request, caller, "code.html", start=start, document=found.view.document,
            held=found.round,
        )  # fmt: skip


def _add_rounds(routes: APIRouter, screens: Screens) -> None:
    rounds = screens.project.coding.rounds

    @routes.get("/rounds")
    def every(request: Request) -> Response:
        caller = need(screens.caller(request), "coder")
        people = [p for p in screens.project.team.all() if p.active and p.role != "reader"]
        return screens.draw(
            request,
            caller,
            "rounds.html",
            rounds=rounds.all(),
            people=[p.name for p in people] or [caller.name],
            documents=screens.project.coding.documents(caller.name, limit=_LISTED),
        )

    @routes.post("/rounds")
    def open(request: Request, fields: Fields) -> Response:
        caller = need(screens.caller(request), "lead")
        made = rounds.open(
            first(fields, "title"),
            wire.refs(fields.get("document", [])),
            fields.get("coder", []),
            lead=caller.name,
            overlap=_share(first(fields, "overlap") or "100"),
            machine=first(fields, "machine") == "shown",
        )
        return to(f"/work/rounds/{made.name}")

    @routes.get("/rounds/{name}")
    def one(request: Request, name: str) -> Response:
        caller = need(screens.caller(request), "coder")
        held = rounds.get(name)
        disputes = rounds.disputes(name) if held.state == "closed" else []
        return screens.draw(
            request, caller, "round.html", held=held, progress=rounds.progress(name),
            disputes=disputes, groups=_grouped(held.measures), texts=texts(screens.project, held),
        )  # fmt: skip

    @routes.post("/rounds/{name}/close")
    def close(request: Request, name: str, fields: Fields) -> Response:
        rounds.close(name, lead=need(screens.caller(request), "lead").name)
        return to(f"/work/rounds/{name}")

    @routes.post("/rounds/{name}/settle")
    def settle(request: Request, name: str, fields: Fields) -> Response:
        rounds.settle(name, lead=need(screens.caller(request), "lead").name)
        return to(f"/work/rounds/{name}")


def texts(project: Project, held: Round) -> list[Document]:
    """The documents of a round."""
    return [project.get(ref) for ref in held.documents]


def _grouped(measures: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Measures by kind, group and coefficient."""
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for one in measures:
        groups.setdefault(one.by, {}).setdefault(one.group, {})[one.coefficient] = one
    return groups


def _share(percent: str) -> float:
    try:
        return float(percent.replace(",", ".")) / 100
    except ValueError:
        raise UserError(f"'{percent[:20]}' is no number", "give a share in percent") from None


def first(fields: dict[str, list[str]], name: str) -> str:
    """The first value of a form's field, "" where there is none."""
    return fields.get(name, [""])[0]


def whole(fields: dict[str, list[str]], name: str) -> int | None:
    """A form's whole number, None where there is none.

    Raises:
        UserError: it is something else.
    """
    value = first(fields, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        raise UserError(f"'{value[:20]}' is no whole number", "load the page again")
    return int(value)


def to(path: str) -> Response:
    """Go there next."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})
