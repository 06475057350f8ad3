"""The workbench's pages under ``/work``: HTML first, scripts where they help."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from aftersummit.codebooks import codebook
from aftersummit.errors import UserError
from aftersummit.model import Ref
from aftersummit.project import Project
from aftersummit.project.people import ROLES, SHORTEST
from aftersummit.server import languages, wire
from aftersummit.server.access import (
    LANGUAGE,
    SESSION,
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
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
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
        values = {"what": what, "remedy": remedy}
        return self.draw(request, caller, "refused.html", status, **values)


def router(screens: Screens) -> APIRouter:
    """Every page under ``/work``."""
    routes = APIRouter(prefix="/work", include_in_schema=False)
    _add_coding(routes, screens)
    _add_rounds(routes, screens)
    _add_doors(routes, screens)
    _add_people(routes, screens)
    return routes


def _add_coding(routes: APIRouter, screens: Screens) -> None:
    project = screens.project

    @routes.get("/")
    def home(request: Request, under: str = "", after: str = "") -> Response:
        caller = screens.caller(request)
        if not caller.role:
            return to("/work/signin")
        mine = [
            (held, next((p for p in progress if p.coder == caller.name), None))
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
            disputes=disputes, groups=_grouped(held.measures),
        )  # fmt: skip

    @routes.post("/rounds/{name}/close")
    def close(request: Request, name: str, fields: Fields) -> Response:
        rounds.close(name, lead=need(screens.caller(request), "lead").name)
        return to(f"/work/rounds/{name}")

    @routes.post("/rounds/{name}/settle")
    def settle(request: Request, name: str, fields: Fields) -> Response:
        rounds.settle(name, lead=need(screens.caller(request), "lead").name)
        return to(f"/work/rounds/{name}")

    @routes.get("/rounds/{name}/adjudicate")
    def adjudicate(request: Request, name: str, at: int = 0) -> Response:
        caller = need(screens.caller(request), "lead")
        held = rounds.get(name)
        disputes = rounds.disputes(name)
        at = max(0, min(at, len(disputes) - 1))
        shown = _dispute(screens.project, name, caller, disputes[at]) if disputes else None
        return screens.draw(
            request, caller, "adjudicate.html", held=held, disputes=disputes, at=at, shown=shown,
            labels=codebook().labels,
        )  # fmt: skip

    @routes.post("/rounds/{name}/adjudicate")
    def decide(request: Request, name: str, fields: Fields) -> Response:
        caller = need(screens.caller(request), "lead")
        unit, at = Ref.parse(first(fields, "unit")), int(first(fields, "at") or 0)
        disputes = rounds.disputes(name)
        codes = next((d.codes for d in disputes if d.unit == unit), {})
        taken = codes.get(first(fields, "as"))
        label = taken.label if taken else first(fields, "label")
        rounds.adjudicate(
            unit, label, taken.parts if taken else (), round=name, coder=caller.name,
            reason=first(fields, "reason"), key=first(fields, "key"),
        )  # fmt: skip
        following = next(
            (n for n in range(at + 1, len(disputes)) if disputes[n].decided is None), at
        )
        return to(f"/work/rounds/{name}/adjudicate?at={following}")


def _add_doors(routes: APIRouter, screens: Screens) -> None:
    team = screens.project.team

    @routes.get("/signin")
    def sign_in(request: Request) -> Response:
        caller = screens.caller(request)
        return (
            to("/work/") if caller.role else screens.draw(request, caller, "signin.html", wrong="")
        )

    @routes.post("/signin")
    def signed_in(request: Request, fields: Fields) -> Response:
        caller = _anonymous(screens, request)
        name = first(fields, "name")
        address = request.client.host if request.client else ""
        screens.limit.check(f"name:{name}", f"address:{address}")
        session = team.sign_in(name, first(fields, "password"), where=address)
        if session is None:
            screens.limit.failed(f"name:{name}", f"address:{address}")
            return screens.draw(request, caller, "signin.html", 401, wrong=name)
        screens.limit.succeeded(f"name:{name}")
        return _with_session(request, session)

    @routes.post("/signout")
    def sign_out(request: Request, fields: Fields) -> Response:
        screens.caller(request)
        team.sign_out(request.cookies.get(SESSION, ""))
        response = to("/work/signin")
        response.delete_cookie(SESSION, path="/")
        return response

    @routes.get("/join/{token}")
    def invited(request: Request, token: str) -> Response:
        caller = screens.caller(request)
        person = team.invitation(token)
        return screens.draw(
            request, caller, "join.html", person=person, token=token, shortest=SHORTEST, why=""
        )

    @routes.post("/join/{token}")
    def join(request: Request, token: str, fields: Fields) -> Response:
        caller = _anonymous(screens, request)
        person = team.invitation(token)
        try:
            return _with_session(request, team.join(token, first(fields, "password")))
        except UserError as error:
            return screens.draw(
                request, caller, "join.html", 400, person=person, token=token, shortest=SHORTEST,
                why=str(error),
            )  # fmt: skip


def _add_people(routes: APIRouter, screens: Screens) -> None:
    team = screens.project.team

    @routes.get("/people")
    def people(request: Request) -> Response:
        caller = need(screens.caller(request), "admin")
        everybody = team.all()
        return screens.draw(
            request, caller, "people.html", people=everybody, roles=ROLES, link="", invited=""
        )

    @routes.post("/people")
    def change(request: Request, fields: Fields) -> Response:
        caller = need(screens.caller(request), "admin")
        name, role, what = first(fields, "name"), first(fields, "role"), first(fields, "what")
        link = ""
        if what == "off":
            team.switch_off(name, by=caller.name)
        elif what == "role":
            team.set_role(name, role, by=caller.name)
        else:
            if not caller.team:
                role = "admin"  # the first account; nobody else could manage people
            token = team.invite(name, role or "coder", by=caller.name)
            link = f"{request.base_url}work/join/{quote(token)}"
        return screens.draw(
            request, caller, "people.html", people=team.all(), roles=ROLES, link=link, invited=name
        )

    @routes.get("/audit")
    def audit(request: Request, before: int = 0) -> Response:
        caller = need(screens.caller(request), "admin")
        events = team.audit(before=before)
        return screens.draw(request, caller, "audit.html", events=events)


def _anonymous(screens: Screens, request: Request) -> Caller:
    """A visitor whose form carries their token, checked although nobody is signed in."""
    visit = request.cookies.get(VISIT, "")
    caller = Caller("", "", visit, True)
    sent = request.scope.get("form_token", "")
    if not visit or not secrets.compare_digest(sent.encode(), caller.token.encode()):
        raise Refused(403, "no-token", "the form is too old", "load the page again")
    return caller


def _with_session(request: Request, session: str) -> Response:
    response = to("/work/")
    set_cookie(request, response, SESSION, session)
    return response


def _dispute(project: Project, name: str, caller: Caller, found: Any) -> dict[str, Any]:
    """A dispute with the words around it."""
    view = project.coding.document(found.unit.document_ref, round=name, coder=caller.name).view
    at = next(n for n, unit in enumerate(view.units) if unit.ref == found.unit)
    unit = view.units[at]
    around = view.units[max(0, at - 2) : at + 3]
    return {
        "dispute": found,
        "document": view.document,
        "head": unit.head.of(view.text) if unit.head else "",
        "around": [(one.span.of(view.text), one.ref == unit.ref) for one in around],
        "words": {c: [p.span.of(view.text) for p in k.parts] for c, k in found.codes.items()},
    }


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


def to(path: str) -> Response:
    """Go there next."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})
