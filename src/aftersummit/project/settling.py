"""A code becomes decisions: what a person said of a unit, carried into the register."""

from __future__ import annotations

from typing import Any

from aftersummit import review
from aftersummit.errors import NotFound
from aftersummit.model import Code, Commitment, Document, Part, Ref, Span, to_wire
from aftersummit.project.deciding import decide_in, present
from aftersummit.store import Writer

_FIELDS = ("parties", "strength", "kind", "deadline", "quantity", "issue")


def carry(writer: Writer, document: Document, unit: Span | None, code: Code) -> int:
    """Bring the register's state of a unit to what a code says; returns how many decisions.

    Every proposal in the unit is accepted, edited, rejected or, where the code was taken
    back, undone; a part that nobody proposed is added. What already is as the code says
    stays untouched, so that carrying a code twice decides nothing.
    """
    if unit is None or document.ref is None:
        return 0
    wanted = {document.ref.at(part.span): part for part in code.parts}
    made = 0
    for subject in sorted(writer.subjects_within(document.ref, unit)):
        made += _bring(writer, subject, wanted.pop(subject, None), code)
    for subject, part in sorted(wanted.items()):
        made += _say(writer, subject, "add", code, _described(part))
    return made


def _bring(writer: Writer, subject: Ref, part: Part | None, code: Code) -> int:
    """One place that the register knows, brought to what the code says of it."""
    decided = review.effective(writer.decisions(*writer.family_of(subject)))
    if code.verdict not in {"code", "adjudicate"}:
        return sum(_say(writer, subject, "undo", code) for _ in decided)
    try:
        standing: Commitment | None = present(writer, subject)
    except NotFound:
        standing = None
    if part is None:
        return _leave_out(writer, subject, standing, code, len(decided))
    changes = _described(part)
    if standing is None or standing.status == "rejected":
        undone = sum(_say(writer, subject, "undo", code) for _ in decided)
        return undone + _say(
            writer, subject, "add" if standing is None else "accept", code, changes
        )
    known = to_wire(standing)
    if standing.status == "accepted":
        fresh = {name: value for name, value in changes.items() if known[name] != value}
        return _say(writer, subject, "edit", code, fresh) if fresh else 0
    undone = 0
    if standing.status in ("merged", "split"):
        undone = sum(_say(writer, subject, "undo", code) for _ in decided)
    proposed = writer.proposal_at(subject) is not None
    return undone + _say(writer, subject, "accept" if proposed else "add", code, changes)


def _leave_out(
    writer: Writer, subject: Ref, standing: Commitment | None, code: Code, decided: int
) -> int:
    """A place that is no commitment by the code: rejected, or no longer added."""
    if standing is None or standing.status == "rejected":
        return 0
    if standing.label == code.label and code.label != "commitment":
        return _say(writer, subject, "accept", code) if standing.status == "proposed" else 0
    undone = sum(_say(writer, subject, "undo", code) for _ in range(decided))
    if writer.proposal_at(subject) is None:
        return undone
    return undone + _say(writer, subject, "reject", code)


def _say(
    writer: Writer, subject: Ref, verdict: str, code: Code, changes: dict[str, Any] | None = None
) -> int:
    decide_in(
        writer,
        [subject],
        verdict,
        coder=code.coder,
        codebook=code.codebook,
        reason=code.reason or code.note,
        changes=changes,
        round=code.round,
    )
    return 1


def _described(part: Part) -> dict[str, Any]:
    known = to_wire(part)
    return {"label": "commitment", **{name: known[name] for name in _FIELDS}}
