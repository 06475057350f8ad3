"""The facade as JSON under ``/api``: every verb of the screens, for scripts too."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from aftersummit.model import Ref, to_wire
from aftersummit.project import Project
from aftersummit.server import wire
from aftersummit.server.access import Caller, Door, need

_ADDRESS = Field(max_length=300, examples=["nals/2023/declaration#45-188"])


class PartIn(BaseModel):
    """One commitment inside a unit."""

    model_config = ConfigDict(extra="forbid")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    parties: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=60)
    strength: Literal["firm", "soft", ""] | None = None
    kind: Literal["action", "outcome", ""] | None = None
    deadline: str | None = Field(default=None, max_length=300)
    quantity: str | None = Field(default=None, max_length=300)
    issue: str = Field(default="", max_length=40)


class CodeIn(BaseModel):
    """A code of a unit; an empty label skips it."""

    model_config = ConfigDict(extra="forbid")
    unit: str = _ADDRESS
    label: str = Field(default="", max_length=20)
    parts: list[PartIn] = Field(default=[], max_length=40)
    note: str = Field(default="", max_length=4000)
    round: str = Field(default="", max_length=80)
    key: str = Field(default="", max_length=40, pattern=r"^[A-Za-z0-9-]*$")
    saw: int | None = None
    twins: list[str] = Field(default=[], max_length=200)


class StepIn(BaseModel):
    """A step back, or forward again."""

    model_config = ConfigDict(extra="forbid")
    verdict: Literal["undo", "redo"]
    round: str = Field(default="", max_length=80)
    key: str = Field(default="", max_length=40, pattern=r"^[A-Za-z0-9-]*$")


class RoundIn(BaseModel):
    """A round to open."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(max_length=120)
    documents: list[str] = Field(max_length=500)
    coders: list[str] = Field(max_length=50)
    overlap: float = Field(default=1.0, ge=0, le=1)
    machine: bool = False


class VerdictIn(BaseModel):
    """A third person's word on a unit."""

    model_config = ConfigDict(extra="forbid")
    unit: str = _ADDRESS
    label: str = Field(max_length=20)
    parts: list[PartIn] = Field(default=[], max_length=40)
    reason: str = Field(max_length=4000)
    key: str = Field(default="", max_length=40, pattern=r"^[A-Za-z0-9-]*$")


class FindingIn(BaseModel):
    """A word on proposed evidence; changes as in ``aftersummit evidence relabel``."""

    model_config = ConfigDict(extra="forbid")
    refs: list[str] = Field(max_length=200)
    verdict: Literal["accept", "reject", "relabel"]
    changes: dict[str, Any] = {}
    reason: str = Field(default="", max_length=4000)


class ScoreIn(BaseModel):
    """A judgement of one party on one commitment, ``nals/2023/C017/MX@final``."""

    model_config = ConfigDict(extra="forbid")
    ref: str = _ADDRESS
    value: str = Field(max_length=40)
    reason: str = Field(default="", max_length=4000)
    round: str = Field(default="", max_length=80)
    scale: str = Field(default="compliance", max_length=40)


def tagged(request: Request, value: Any) -> Response:
    """JSON with an entity tag; nothing is sent to a client that has it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")


def router(project: Project, door: Door) -> APIRouter:
    """Every route under ``/api``."""
    routes = APIRouter(prefix="/api")

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
        after: Annotated[str, Query(max_length=300)] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        caller: Caller = reader,
    ) -> Response:
        asked = project.coding.documents(caller.name, after=after, limit=limit + 1)
        found = [wire.document(one, coded) for one, coded in asked]
        more = len(found) > limit
        page = {"documents": found[:limit], "next": found[limit - 1]["ref"] if more else None}
        return tagged(request, page)

    @routes.get("/documents/{forum}/{meeting}/{item}")
    def document(
        request: Request, forum: str, meeting: str, item: str, round: str = "",
        caller: Caller = coder,
    ) -> Response:  # fmt: skip
        ref = Ref.parse(f"{forum}/{meeting}/{item}")
        found = project.coding.document(ref.document_ref, round=round, coder=caller.name)
        return tagged(request, wire.sheet(found))

    @routes.get("/pages/{forum}/{meeting}/{item}")
    def page(
        request: Request, forum: str, meeting: str, item: str, number: int = 1, round: str = "",
        caller: Caller = coder,
    ) -> Response:  # fmt: skip
        ref = Ref.parse(f"{forum}/{meeting}/{item}").document_ref
        found = project.coding.page(ref, number, coder=caller.name, round=round)
        return Response(found, 200, {"Cache-Control": "private, max-age=3600"}, "image/png")

    @routes.get("/places/{forum}/{meeting}/{item}")
    def place(
        request: Request, forum: str, meeting: str, item: str,
        start: Annotated[int, Query(ge=0)], end: Annotated[int, Query(ge=0)],
        caller: Caller = coder,
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
        request: Request, order: str = "document", under: str = "", round: str = "",
        caller: Caller = coder,
    ) -> Response:  # fmt: skip
        where = str(Ref.parse(under)) if under else ""
        found = project.coding.queue(coder=caller.name, order=order, under=where, round=round)
        return tagged(request, wire.queue(found))

    @routes.get("/log")
    def log(
        round: str = "",
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        caller: Caller = coder,
    ) -> dict[str, Any]:
        blind = project.coding.blind_documents()
        lines = [
            wire.code(line)
            for line in project.coding.log(round=round)
            if line.number > after and (round or line.unit.document_ref not in blind)
        ]
        more = len(lines) > limit
        return {"codes": lines[:limit], "next": lines[limit - 1]["number"] if more else None}


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
    def every(request: Request, caller: Caller = coder) -> Response:
        return tagged(request, {"rounds": [wire.round_(one) for one in rounds.all()]})

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
    def one(name: str, caller: Caller = coder) -> dict[str, Any]:
        progress = [[p.coder, p.done, p.of] for p in rounds.progress(name)]
        return {**wire.round_(rounds.get(name)), "progress": progress}

    @routes.post("/rounds/{name}/close")
    def close(name: str, caller: Caller = lead) -> dict[str, Any]:
        return wire.round_(rounds.close(name, lead=caller.name))

    @routes.get("/rounds/{name}/disputes")
    def disputes(name: str, caller: Caller = coder) -> dict[str, Any]:
        return {"disputes": [wire.dispute(one) for one in rounds.disputes(name)]}

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
        )
        return wire.code(made)

    @routes.post("/rounds/{name}/settle")
    def settle(name: str, caller: Caller = lead) -> dict[str, Any]:
        return {"decisions": rounds.settle(name, lead=caller.name)}


def _add_judging(routes: APIRouter, project: Project, coder: Any) -> None:
    @routes.get("/findings")
    def findings(
        request: Request,
        under: Annotated[str, Query(max_length=300)] = "",
        status: Literal["proposed", "accepted", "rejected", ""] = "proposed",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        caller: Caller = coder,
    ) -> Response:
        where = str(Ref.parse(under)) if under else ""
        found = project.finding.queue(where, status=status)
        return tagged(request, {"findings": to_wire(found[:limit]), "count": len(found)})

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
        )
        decision, _ = project.scores.decide(Ref.parse(given.ref), said)
        return {"decision": to_wire(decision)}


def failure(status: int, code: str, what: str, remedy: str = "", **more: Any) -> Response:
    """The one shape in which every refusal is told."""
    told = {"code": code, "what": what, "remedy": remedy, **more}
    return JSONResponse({"error": told}, status, {"Cache-Control": "no-store"})
