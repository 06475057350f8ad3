"""The facade as JSON under ``/api``: every verb of the screens, for scripts too."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from aftersummit.model import Ref, to_wire
from aftersummit.project import Project
from aftersummit.server import wire
from aftersummit.server.access import Caller, Door, need
from aftersummit.server.paging import After, Limit, page, tagged
from aftersummit.server.said import (
    CodeIn,
    FindingIn,
    Refusal,
    RoundIn,
    ScoreIn,
    StepIn,
    VerdictIn,
)

_Where = Annotated[str, Query(max_length=300)]
_Round = Annotated[str, Query(max_length=80)]
_Offset = Annotated[int, Query(ge=0, le=10**9)]


def router(project: Project, door: Door) -> APIRouter:
    """Every route under ``/api``."""
    refusal = {"model": Refusal, "description": "Refused: why, and what to do"}
    routes = APIRouter(prefix="/api", responses={"4XX": refusal})

    _add_reading(routes, project, _role(door, "reader"), _role(door, "coder"))
    _add_coding(routes, project, _role(door, "coder"))
    _add_rounds(routes, project, door)
    _add_judging(routes, project, _role(door, "coder"))
    return routes


def _role(door: Door, role: str) -> Any:
    """What a route asks for: a caller who may do what a role may."""

    def caller(request: Request) -> Caller:
        return need(door.caller(request), role)

    return Depends(caller)


def _add_reading(routes: APIRouter, project: Project, reader: Any, coder: Any) -> None:
    @routes.get("/me")
    def me(caller: Caller = reader) -> dict[str, Any]:
        # The token is safe here: no other site can read this answer.
        told = {"name": caller.name, "role": caller.role, "team": caller.team}
        return {**told, "token": caller.token}

    @routes.get("/codebook")
    def scheme(request: Request, caller: Caller = reader) -> Response:
        return tagged(request, wire.scheme())

    @routes.get("/documents")
    def documents(
        request: Request,
        after: After = "",
        limit: Limit = 100,
        caller: Caller = reader,
    ) -> Response:
        asked = project.coding.documents(caller.name, after=after, limit=limit + 1)
        found = [wire.document(one, coded) for one, coded in asked]
        following = found[limit - 1]["ref"] if len(found) > limit else None
        return tagged(request, {"documents": found[:limit], "next": following})

    @routes.get("/documents/{forum}/{meeting}/{item}")
    def document(
        request: Request, forum: str, meeting: str, item: str, round: _Round = "",
        caller: Caller = coder,
    ) -> Response:  # fmt: skip
        ref = Ref.parse(f"{forum}/{meeting}/{item}")
        found = project.coding.document(ref.document_ref, round=round, coder=caller.name)
        return tagged(request, wire.sheet(found))

    @routes.get("/pages/{forum}/{meeting}/{item}")
    def picture(
        forum: str, meeting: str, item: str, number: Annotated[int, Query(ge=1, le=100_000)] = 1,
        round: _Round = "", caller: Caller = coder,
    ) -> Response:  # fmt: skip
        ref = Ref.parse(f"{forum}/{meeting}/{item}").document_ref
        found = project.coding.page(ref, number, coder=caller.name, round=round)
        return Response(found, 200, {"Cache-Control": "private, max-age=3600"}, "image/png")

    @routes.get("/places/{forum}/{meeting}/{item}")
    def place(
        request: Request, forum: str, meeting: str, item: str,
        start: _Offset, end: _Offset, caller: Caller = coder,
    ) -> Response:  # fmt: skip
        ref = Ref.parse(f"{forum}/{meeting}/{item}#{start}-{end}")
        found = project.place(ref)
        sizes = {page.number: page for page in project.get(ref.document_ref).pages}
        shown = [
            [number, sizes[number].width, sizes[number].height]
            for number in found.pages
            if number in sizes
        ]
        return tagged(request, {"pages": shown, "boxes": to_wire(found.boxes)})

    @routes.get("/queue")
    def queue(
        request: Request, order: _Round = "document", under: _Where = "", round: _Round = "",
        after: After = "", limit: Annotated[int, Query(ge=1, le=20_000)] = 20_000,
        caller: Caller = coder,
    ) -> Response:  # fmt: skip
        where = str(Ref.parse(under)) if under else ""
        found = project.coding.queue(coder=caller.name, order=order, under=where, round=round)
        shown, following = page(found.waiting, lambda place: str(place.unit), after, limit)
        told = wire.queue(replace(found, waiting=tuple(shown)))
        return tagged(request, {**told, "next": following})

    @routes.get("/log")
    def log(
        request: Request,
        round: _Round = "",
        after: _Offset = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        caller: Caller = coder,
    ) -> Response:
        blind = project.coding.blind_documents()
        lines = [
            wire.code(line)
            for line in project.coding.log(round=round, after=after)
            if round or line.unit.document_ref not in blind
        ]
        following = lines[limit - 1]["number"] if len(lines) > limit else None
        return tagged(request, {"codes": lines[:limit], "next": following})


def _add_coding(routes: APIRouter, project: Project, coder: Any) -> None:
    @routes.post("/codes", status_code=201)
    def code(given: CodeIn, caller: Caller = coder) -> dict[str, Any]:
        made = project.coding.code(
            Ref.parse(given.unit),
            given.label,
            [part.model_dump() for part in given.parts],
            coder=caller.name,
            round=given.round,
            note=given.note,
            key=given.key,
            saw=given.saw,
            twins=wire.refs(given.twins),
        )
        return {"codes": [wire.code(one) for one in made]}

    @routes.post("/steps", status_code=201)
    def step(given: StepIn, caller: Caller = coder) -> dict[str, Any]:
        made = project.coding.step(
            given.verdict, coder=caller.name, round=given.round, key=given.key
        )
        return {"codes": [wire.code(one) for one in made]}


def _add_rounds(routes: APIRouter, project: Project, door: Door) -> None:
    rounds = project.coding.rounds

    lead, coder = _role(door, "lead"), _role(door, "coder")

    @routes.get("/rounds")
    def every(
        request: Request, after: After = "", limit: Limit = 100, caller: Caller = coder
    ) -> Response:
        found, following = page(rounds.all(), lambda held: held.name, after, limit)
        told = {"rounds": [wire.round_(one) for one in found], "next": following}
        return tagged(request, told)

    @routes.post("/rounds", status_code=201)
    def open(given: RoundIn, caller: Caller = lead) -> dict[str, Any]:
        made = rounds.open(
            given.title,
            wire.refs(given.documents),
            given.coders,
            lead=caller.name,
            overlap=given.overlap,
            machine=given.machine,
        )
        return wire.round_(made)

    @routes.get("/rounds/{name}")
    def one(request: Request, name: str, caller: Caller = coder) -> Response:
        progress = [[p.coder, p.done, p.of] for p in rounds.progress(name)]
        return tagged(request, {**wire.round_(rounds.get(name)), "progress": progress})

    @routes.post("/rounds/{name}/close")
    def close(name: str, caller: Caller = lead) -> dict[str, Any]:
        return wire.round_(rounds.close(name, lead=caller.name))

    @routes.get("/rounds/{name}/disputes")
    def disputes(
        request: Request, name: str, after: After = "", limit: Limit = 100, caller: Caller = coder
    ) -> Response:
        found, following = page(rounds.disputes(name), lambda one: str(one.unit), after, limit)
        told = {"disputes": [wire.dispute(one) for one in found], "next": following}
        return tagged(request, told)

    @routes.post("/rounds/{name}/adjudications", status_code=201)
    def adjudicate(name: str, given: VerdictIn, caller: Caller = lead) -> dict[str, Any]:
        made = rounds.adjudicate(
            Ref.parse(given.unit),
            given.label,
            [part.model_dump() for part in given.parts],
            round=name,
            coder=caller.name,
            reason=given.reason,
            key=given.key,
            saw=given.saw,
        )
        return wire.code(made)

    @routes.post("/rounds/{name}/settle")
    def settle(name: str, caller: Caller = lead) -> dict[str, Any]:
        return {"decisions": rounds.settle(name, lead=caller.name)}


def _add_judging(routes: APIRouter, project: Project, coder: Any) -> None:
    @routes.get("/findings")
    def findings(
        request: Request,
        under: _Where = "",
        status: Literal["proposed", "accepted", "rejected", ""] = "proposed",
        after: After = "",
        limit: Limit = 100,
        caller: Caller = coder,
    ) -> Response:
        where = str(Ref.parse(under)) if under else ""
        found = project.finding.queue(where, status=status)
        shown, following = page(found, lambda held: str(held.finding.ref), after, limit)
        told = {"findings": to_wire(shown), "count": len(found), "next": following}
        return tagged(request, told)

    @routes.post("/findings", status_code=201)
    def judge(given: FindingIn, caller: Caller = coder) -> dict[str, Any]:
        refs, who = wire.refs(given.refs), caller.name
        finding, reason = project.finding, given.reason
        if given.verdict == "reject":
            return {"made": to_wire(finding.reject(refs, coder=who, reason=reason))}
        if given.verdict == "relabel":
            made = finding.relabel(refs, given.changes, coder=who, reason=reason)
            return {"made": to_wire(made)}
        kept = finding.accept(refs, coder=who, changes=given.changes, reason=reason)
        return {"made": to_wire(kept)}

    @routes.post("/scores", status_code=201)
    def score(given: ScoreIn, caller: Caller = coder) -> dict[str, Any]:
        from aftersummit.project.judging import Given

        said = Given(
            value=given.value,
            coder=caller.name,
            reason=given.reason,
            round=given.round,
            scale=given.scale,
            saw=given.saw,
        )
        decision, _ = project.scores.decide(Ref.parse(given.ref), said)
        return {"decision": to_wire(decision)}


def failure(status: int, code: str, what: str, remedy: str = "", **more: Any) -> Response:
    """The one shape in which every refusal is told."""
    told = {"code": code, "what": what, "remedy": remedy, **more}
    return JSONResponse({"error": told}, status, {"Cache-Control": "no-store"})
