"""Why this score: what a commitment's page shows about each assessment of it."""

from __future__ import annotations

from typing import Any

from aftersummit.model import Assessment, Commitment, Evidence, Guideline, Judgement, Weighed
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.marks import mark_of

OPEN = "9999"
_ACTS = {
    "code": "coded it blind",
    "decide": "decided",
    "adjudicate": "adjudicated",
    "correct": "corrected it",
    "reply": "replied",
}
_PLACES = {
    "inside": "inside the window",
    "before": "before the window",
    "after": "after the window",
    "straddles": "too roughly dated to lie inside the window",
    "undated": "undated",
}


def reasons(look: Lookup, commitment: Commitment) -> dict[str, Any]:
    """Every assessment of a commitment: those with something to open, then the silent ones
    by their one sentence, then the guideline in every version."""
    scoring = look.register.scoring
    found = sorted(
        look.assessments[str(commitment.ref)],
        key=lambda a: (a.ref.period, look.name(a.ref.part)),
    )
    evidence = {item.ref: item for item in look.evidence[str(commitment.ref)]}
    silent: dict[str, list[Assessment]] = {}
    told = []
    for one in found:
        if one.score is None and not one.evidence and not one.judgements and not one.hidden:
            silent.setdefault(one.reason, []).append(one)
        else:
            told.append(_told(look, one, evidence))
    return {
        "told": told,
        "silent": silent,
        "machine": any(a.score and a.score.proposed for a in found),
        "guidelines": [g for g in scoring.guidelines if g.commitment == commitment.ref],
        "any": bool(found),
    }


def _told(look: Lookup, told: Assessment, evidence: dict[Any, Evidence]) -> dict[str, Any]:
    scales = {scale.code: scale for scale in look.register.codebook.scales}
    return {
        "a": told,
        "mark": mark_of(told, scales.get(told.scale)),
        "window": (told.since, "" if told.until.startswith(OPEN) else told.until),
        "open": told.until >= look.register.as_of,
        "steps": [_step(step) for step in told.judgements],
        "evidence": [_weighed(item, evidence) for item in told.evidence],
        "guideline": _guideline(look, told),
        "scale": scales.get(told.scale),
    }


def _step(step: Judgement) -> dict[str, Any]:
    return {"step": step, "act": _ACTS.get(step.act, step.act), "day": step.at[:10]}


def _weighed(item: Weighed, evidence: dict[Any, Evidence]) -> dict[str, Any]:
    return {"w": item, "e": evidence.get(item.ref), "place": _PLACES[item.place]}


def _guideline(look: Lookup, told: Assessment) -> Guideline | None:
    found = (g for g in look.register.scoring.guidelines if g.ref == told.guideline)
    return next(found, None)
