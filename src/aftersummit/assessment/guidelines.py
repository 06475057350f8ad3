"""What would count as which score for one commitment, written down before anybody codes."""

from __future__ import annotations

from dataclasses import replace

from aftersummit.assessment.check import ratings
from aftersummit.assessment.window import LAST, Window
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Criterion, Guideline, Ref, Scale, Target

NOTES = (
    "Only deliberate new or altered effort of the party itself, dated inside the window, counts.",
    "An announcement alone never makes the highest value.",
    "That nothing was found is not yet a failure: it says as much about the search.",
    "A result that came without effort of the party is shown as an outcome and not scored.",
)


def propose_guideline(commitment: Commitment, scale: Scale, window: Window) -> Guideline:
    """A guideline from a commitment's action, target and deadline, for a person to edit.

    Raises:
        UserError: the commitment has no address, or is a call or a stance.
    """
    if commitment.ref is None:
        raise UserError("a commitment without an address has no guideline", "accept it first")
    if commitment.label != "commitment":
        raise UserError(
            f"{commitment.ref} is a {commitment.label} and cannot be assessed",
            "only commitments are scored",
        )
    specific = _specific(commitment, window) if scale.code == "compliance" else {}
    promise = _promise(commitment)
    criteria = [
        Criterion(value.code, specific.get(value.code, f"{value.meaning} Here: {promise}"))
        for value in ratings(scale)
    ]
    unrateable, not_applicable = _always(commitment)
    return Guideline(
        ref=Ref.to_guideline(commitment.ref, 1),
        scale=scale.code,
        criteria=(*criteria, unrateable, not_applicable),
        notes=NOTES,
    )


def revise(old: Guideline, criteria: dict[str, str], author: str, at: str) -> Guideline:
    """The next version of a guideline; values that ``criteria`` leaves out stay as they were.

    Raises:
        UserError: no author, or a criterion for a value that the scale does not have.
    """
    if not author:
        raise UserError(f"the guideline of {old.commitment} names no author", "add who wrote it")
    known = {criterion.code for criterion in old.criteria}
    for code in criteria:
        if code not in known:
            raise UserError(
                f"the guideline of {old.commitment} has no value '{code}'",
                f"use {', '.join(sorted(known))}",
            )
    changed = tuple(replace(c, text=criteria.get(c.code, c.text)) for c in old.criteria)
    version = old.version if old.proposed else old.version + 1
    ref = Ref.to_guideline(old.commitment, version)
    return replace(old, ref=ref, criteria=changed, author=author, at=at)


def check_written_before(guideline: Guideline, coded_at: str, who: str) -> None:
    """Refuse a code that is older than the guideline it was made by.

    Args:
        coded_at: UTC moment of the code, ISO 8601.

    Raises:
        UserError: the guideline was written, or last changed, after the code.
    """
    if guideline.proposed:
        raise UserError(
            f"{guideline.commitment} has no guideline that a person stands behind",
            "take over or edit the proposed one before coding",
        )
    if guideline.at > coded_at:
        raise UserError(
            f"{who} coded {guideline.commitment} at {coded_at}, before version "
            f"{guideline.version} of its guideline was written",
            "code it again by the guideline in force",
        )


def _specific(commitment: Commitment, window: Window) -> dict[str, str]:
    """The three values of the compliance scale, in terms of this commitment."""
    promise, dated = _promise(commitment), _dated(window)
    by = f" by {commitment.deadline.end or commitment.deadline.edtf}" if commitment.deadline else ""
    level = f" and {_level(commitment.target)}" if commitment.target else ""
    if commitment.kind == "outcome":
        full = (
            f"New measures of the party, {dated}, are in force or running and aim at what was "
            f"promised{by}{level}: {promise}"
        )
    else:
        full = (
            f"The party does what was promised{by}{level}, shown by a signed instrument or law, "
            f"a running programme or a confirmed result, {dated}: {promise}"
        )
    part = (
        f"Something new was done towards it, {dated}, and it falls short: a plan or budget, "
        "some of several promised measures, a programme that reaches part of what was named"
        + (f", or the rest is still ahead of the deadline{by}." if by else ".")
    )
    none = (
        "A search that would have found it shows that nothing new was done"
        + (f" and the time limit{by} has passed" if by else f" {dated}")
        + ", or the party acted against it."
    )
    return {"+1": full, "0": part, "-1": none}


def _always(commitment: Commitment) -> tuple[Criterion, Criterion]:
    who = ", ".join(commitment.parties) or "nobody by name"
    return (
        Criterion(
            "unrateable",
            "The wording names nothing that could be checked, or the sources that would show "
            "it cannot be had.",
        ),
        Criterion("not-applicable", f"The party is not among those bound: {who}."),
    )


def _promise(commitment: Commitment) -> str:
    text = commitment.statement or commitment.quote or commitment.title
    return text.strip() or "the words at its place in the document."


def _level(target: Target) -> str:
    high = f" to {target.high:g}" if target.high is not None else ""
    amount = "the level named" if target.value is None else f"{target.value:g}{high} {target.unit}"
    base = f" from {target.baseline_year}" if target.baseline_year else ""
    verb = "changes by" if target.change else "reaches"
    year = f" by {target.year}" if target.year else ""
    return f"{target.what} {verb} {amount.strip()}{base}{year}"


def _dated(window: Window) -> str:
    end = "the end of the study" if window.end == LAST else window.end
    return f"dated from {window.start} to {end}"
