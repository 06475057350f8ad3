"""The screen on which a lead decides between coders, dispute by dispute."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Request, Response

from aftersummit.codebooks import codebook
from aftersummit.model import Code, Part, Ref, to_wire
from aftersummit.project import Project
from aftersummit.review import Dispute
from aftersummit.server.access import Caller, need
from aftersummit.server.screens import Fields, Screens, first, to, whole

_OWN = ("strength", "kind", "issue", "deadline", "quantity")


def router(screens: Screens) -> APIRouter:
    """The page of a round's disputes under ``/work/rounds``."""
    routes = APIRouter(prefix="/work", include_in_schema=False)
    project, rounds = screens.project, screens.project.coding.rounds

    @routes.get("/rounds/{name}/adjudicate")
    def adjudicate(request: Request, name: str, at: int = 0) -> Response:
        caller = need(screens.caller(request), "lead")
        held, disputes = rounds.get(name), rounds.disputes(name)
        at = max(0, min(at, len(disputes) - 1))
        return screens.draw(
            request,
            caller,
            "adjudicate.html",
            held=held,
            disputes=disputes,
            at=at,
            shown=_shown(project, name, caller, disputes[at]) if disputes else None,
            labels=codebook().labels,
            issues={term.code: term.name for term in codebook().issues},
            key=uuid.uuid4().hex,
        )

    @routes.post("/rounds/{name}/adjudicate")
    def decide(request: Request, name: str, fields: Fields) -> Response:
        caller = need(screens.caller(request), "lead")
        unit, at = Ref.parse(first(fields, "unit")), whole(fields, "at") or 0
        disputes = rounds.disputes(name)
        codes = next((d.codes for d in disputes if d.unit == unit), {})
        taken = codes.get(first(fields, "as"))
        rounds.adjudicate(
            unit,
            taken.label if taken else first(fields, "label"),
            taken.parts if taken else _own(unit, codes.get(first(fields, "base")), fields),
            round=name,
            coder=caller.name,
            reason=first(fields, "reason"),
            key=first(fields, "key")[:40],
            saw=whole(fields, "saw"),
        )
        following = next(
            (n for n in range(at + 1, len(disputes)) if disputes[n].decided is None), at
        )
        return to(f"/work/rounds/{name}/adjudicate?at={following}&saved=1")

    return routes


def _own(unit: Ref, base: Code | None, fields: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The lead's own description of one commitment: a coder's words or the whole unit, and the
    fields of the form; none where the form has none."""
    if first(fields, "label") != "commitment" or "base" not in fields or unit.span is None:
        return []
    span = base.parts[0].span if base and len(base.parts) == 1 else unit.span
    parties = first(fields, "parties").replace(",", " ").split()
    said: dict[str, Any] = {name: first(fields, name) for name in _OWN}
    codes = [code if code.lower() == "all" else code.upper() for code in parties]
    return [{"start": span.start, "end": span.end, "parties": codes, **said}]


def _shown(project: Project, name: str, caller: Caller, found: Dispute) -> dict[str, Any]:
    """A dispute with the words around it, block by block, and what an own decision starts from."""
    view = project.coding.document(found.unit.document_ref, round=name, coder=caller.name).view
    at = next(n for n, unit in enumerate(view.units) if unit.ref == found.unit)
    unit = view.units[at]
    around: dict[int, list[tuple[str, bool]]] = {}
    for one in view.units[max(0, at - 2) : at + 3]:
        around.setdefault(one.block, []).append((one.span.of(view.text), one.ref == unit.ref))
    single = {c: k.parts[0] for c, k in found.codes.items() if len(k.parts) == 1}
    return {
        "dispute": found,
        "document": view.document,
        "head": unit.head.of(view.text) if unit.head else "",
        "around": list(around.values()),
        "words": {c: [p.span.of(view.text) for p in k.parts] for c, k in found.codes.items()},
        "bases": list(single),
        "draft": _draft(next(iter(single.values()), Part(unit.span))),
    }


def _draft(part: Part) -> dict[str, str]:
    wire = to_wire(part)
    said = {name: (wire[name] or {}).get("text", "") for name in ("deadline", "quantity")}
    plain = {name: wire[name] or "" for name in ("strength", "kind", "issue")}
    return {**plain, **said, "parties": ", ".join(part.parties)}
