"""Screens for evidence and scores: what a machine proposes, and a person's word on it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from aftersummit.errors import NotFound, UserError
from aftersummit.model import RUNGS, STANCES, Assessment, Commitment, Document, Ref
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
    def evidence(request: Request, under: str = "", at: int = 0, last: str = "") -> Response:
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
            promise=_promised(project, held.finding.commitment) if held else None,
            kept=_kept(project, held) if held else None,
            last=_known(project, Ref.parse(last)) if last else None,
            pieces=pieces(held) if held else (),
            stances=STANCES,
            rungs=RUNGS,
        )

    @routes.post("/evidence")
    def decide(request: Request, fields: Fields) -> Response:
        caller = need(screens.caller(request), "coder")
        ref, reason = Ref.parse(first(fields, "ref")), first(fields, "reason")
        query = {"under": first(fields, "under"), "at": first(fields, "at") or "0", "saved": "1"}
        saw, what = whole(fields, "saw"), first(fields, "what")
        if what == "undo":
            project.finding.undo([ref], coder=caller.name, saw=saw)
            return to(f"/work/evidence?{urlencode(query)}")
        said: dict[str, Any] = {"coder": caller.name, "reason": reason, "saw": saw}
        if what == "reject":
            project.finding.reject([ref], **said)
        else:
            project.finding.accept([ref], changes=changed(project, ref, fields), **said)
        return to(f"/work/evidence?{urlencode({**query, 'last': str(ref)})}")


def changed(project: Project, ref: Ref, fields: dict[str, list[str]]) -> dict[str, Any]:
    """What a person changed of a finding's labels.

    Raises:
        NotFound: there is no such finding.
    """
    known = _known(project, ref)
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


def _known(project: Project, ref: Ref) -> Held | None:
    found = project.finding.queue(str(ref), status="") if ref.kind == "finding" else []
    return found[0] if found else None


def _kept(project: Project, held: Held) -> Document | None:
    """The document in which a passage stands, where the project holds it."""
    try:
        found = project.get(Ref.parse(held.finding.key).document_ref)
    except UserError:
        return None
    return found if isinstance(found, Document) else None


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment as a heading: the register's title or the text's own words, and the language
    of either. Registers are written in English."""

    words: str
    language: str
    deadline: str = ""


def _promise(found: Commitment, languages: Mapping[Ref, str]) -> Promise:
    where = found.passages[0].document if found.passages else None
    spoken = languages.get(where, "en") if where else "en"
    when = found.deadline.text or found.deadline.edtf if found.deadline else ""
    return Promise(found.title or found.quote, "en" if found.title else spoken, when)


def _promised(project: Project, address: str) -> Promise:
    try:
        found = project.get(Ref.parse(address))
    except NotFound:
        return Promise(address, "en")
    if not isinstance(found, Commitment):
        return Promise(address, "en")
    return _promise(found, _languages(project, str(found.ref.meeting_ref) if found.ref else ""))


def _languages(project: Project, under: str) -> dict[Ref, str]:
    return {one.ref: one.language for one in project.list("document", under=under)}


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
        spoken = _languages(project, where)
        titles = {c.ref: _promise(c, spoken) for c in project.commitments(under=where)}
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
            promise=_promised(project, str(ref.commitment_ref)),
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
