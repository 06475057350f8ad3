"""The pages at which people come in, and those on which an admin manages them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from aftersummit.errors import UserError
from aftersummit.project.people import ROLES, SHORTEST, Team
from aftersummit.server.access import SESSION, need, set_cookie
from aftersummit.server.screens import Fields, Screens, first, to


def router(screens: Screens) -> APIRouter:
    """Signing in and out, invitations, and the team."""
    routes = APIRouter(prefix="/work", include_in_schema=False)
    _add_doors(routes, screens)
    _add_people(routes, screens)
    return routes


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
        caller, limit = screens.door.visitor(request), screens.limit
        name = first(fields, "name").strip()[:80]
        address = request.client.host if request.client else ""
        keys = (f"name:{name}", f"address:{address}")
        with limit.turn:
            limit.check(*keys)
            session = team.sign_in(name, first(fields, "password"), where=address)
            if session is None:
                limit.failed(*keys)
                return screens.draw(request, caller, "signin.html", 401, wrong=name)
            limit.succeeded(keys[0])
        return _with_session(request, session, team)

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
        caller = screens.door.visitor(request)
        person = team.invitation(token)
        try:
            session = team.join(token, first(fields, "password"))
            return _with_session(request, session, team)
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
    def audit(request: Request, before: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Response:
        caller = need(screens.caller(request), "admin")
        events = team.audit(before=before)
        return screens.draw(request, caller, "audit.html", events=events)


def _with_session(request: Request, session: str, team: Team) -> Response:
    """Go in with a new session; the one that the browser had before ends."""
    team.sign_out(request.cookies.get(SESSION, ""))
    response = to("/work/")
    set_cookie(request, response, SESSION, session)
    return response
