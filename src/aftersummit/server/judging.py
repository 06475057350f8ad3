"""Screens for evidence and scores: what a machine proposes, and a person's word on it."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from aftersummit.errors import NotFound
from aftersummit.model import RUNGS, STANCES, Assessment, Commitment, Ref
from aftersummit.project import Project
from aftersummit.project.judging import Given
from aftersummit.project.proposing import Held
from aftersummit.server.access import need
from aftersummit.server.screens import Fields, Screens, first, to, whole

_SHOWN = 400
"""Scores on one page of the list."""


def router(screens: Screens) -> APIRouter:
    """The pages under ``/work/evidence`` and ``/work/scores``."""
    routes = APIRouter(prefix="/work", include_in_schema=False)
    _add_evidence(routes, screens)
    _add_scores(routes, screens)
    return routes


def _add_evidence(routes: APIRouter, screens: Screens) -> None:
    project = screens.project

    @routes.get("/evidence")
    def evidence(request: Request, under: str = "", at: int = 0) -> Response:
        caller = need(screens.caller(request), "coder")
        where = str(Ref.parse(under)) if under else ""
        found = project.finding.queue(where)
        at = max(0, min(at, len(found) - 1))
        held = found[at] if found else None
        return screens.draw(
            request,
            caller,
            "evidence.html",
            found=found,
            at=at,
            held=held,
            under=where,
            promise=_promise(project, held) if held else None,
            pieces=pieces(held) if held else (),
            stances=STANCES,
            rungs=RUNGS,
        )

    @routes.post("/evidence")
    def decide(request: Request, fields: Fields) -> Response:
        caller = need(screens.caller(request), "coder")
        ref, reason = Ref.parse(first(fields, "ref")), first(fields, "reason")
        said: dict[str, Any] = {"coder": caller.name, "reason": reason, "saw": whole(fields, "saw")}
        if first(fields, "what") == "reject":
            project.finding.reject([ref], **said)
        else:
            project.finding.accept([ref], changes=changed(project, ref, fields), **said)
        query = {"under": first(fields, "under"), "at": first(fields, "at") or "0", "saved": "1"}
        return to(f"/work/evidence?{urlencode(query)}")


def changed(project: Project, ref: Ref, fields: dict[str, list[str]]) -> dict[str, Any]:
    """What a person changed of a finding's labels.

    Raises:
        NotFound: there is no such finding.
    """
    known = next((h for h in project.finding.queue(str(ref), status="")), None)
    if known is None:
        raise NotFound(f"there is no finding at {ref}", "load the page again")
    actors = tuple(code for code in first(fields, "actors").upper().replace(",", " ").split())
    said = {
        "stance": first(fields, "stance"),
        "rung": first(fields, "rung"),
        "date": first(fields, "date"),
        "what": first(fields, "words"),
    }
    before = known.finding
    changes: dict[str, Any] = {
        name: value
        for name, value in said.items()
        if value and value != (known.what if name == "what" else getattr(before, name))
    }
    if actors != before.actors:
        changes["actors"] = list(actors)
    return changes


def pieces(held: Held) -> tuple[str, str, str]:
    """A passage in three: before the sentence that it rests on, the sentence, and after."""
    finding = held.finding
    start = finding.core.start - finding.span.start
    end = finding.core.end - finding.span.start
    return finding.text[:start], finding.text[start:end], finding.text[end:]


def _promise(project: Project, held: Held) -> Commitment | None:
    try:
        found = project.get(Ref.parse(held.finding.commitment))
    except NotFound:
        return None
    return found if isinstance(found, Commitment) else None


class ScoreList:
    """Every score of a project with its chain, made anew when the project has changed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._found: list[Assessment] = []

    def under(self, where: str) -> list[Assessment]:
        """Those at or under an address; all for ""."""
        with self._lock:
            state = self._project.state()
            if state != self._state:
                self._found = list(self._project.scores.listed())
                self._state = state
            found = self._found
        return [a for a in found if not where or str(a.ref).startswith((f"{where}/", where + "@"))]


def _add_scores(routes: APIRouter, screens: Screens) -> None:
    project, scores = screens.project, ScoreList(screens.project)

    @routes.get("/scores")
    def every(request: Request, under: str = "", open: str = "") -> Response:
        caller = need(screens.caller(request), "coder")
        where = str(Ref.parse(under)) if under else ""
        found = [a for a in scores.under(where) if not open or a.proposed]
        titles = {c.ref: c.title or c.quote for c in project.commitments(under=where)}
        meetings = [str(m.ref) for m in project.list("meeting")]
        return screens.draw(
            request,
            caller,
            "scores.html",
            found=found[:_SHOWN],
            count=len(found),
            titles=titles,
            under=where,
            meetings=meetings,
            open=open,
        )

    @routes.get("/scores/{address:path}")
    def one(request: Request, address: str, round: str = "") -> Response:
        caller = need(screens.caller(request), "coder")
        ref = Ref.parse(address)
        why = project.scores.why(ref)
        guideline = why.guideline or project.scores.guideline(ref.commitment_ref)
        return screens.draw(
            request,
            caller,
            "score.html",
            ref=ref,
            why=why,
            guideline=guideline,
            round=round,
            pieces={one.ref: one for one in why.evidence},
            chain=() if round else why.lines(),
        )

    @routes.post("/scores/{address:path}")
    def decide(request: Request, address: str, fields: Fields) -> Response:
        caller = need(screens.caller(request), "coder")
        ref, round = Ref.parse(address), first(fields, "round").strip()
        if first(fields, "what") == "undo":
            project.scores.undo(ref, caller.name)
        else:
            given = Given(
                value=first(fields, "value"),
                coder=caller.name,
                reason=first(fields, "reason"),
                round=round,
                scale=first(fields, "scale") or "compliance",
                saw=whole(fields, "saw"),
            )
            project.scores.decide(ref, given)
        return to(f"/work/scores/{ref}?{urlencode({'round': round, 'saved': '1'})}")
