"""What makes a score unfit to count, each refused in one clear line."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from aftersummit.assessment.window import Window
from aftersummit.errors import UserError
from aftersummit.model import Evidence, Ref, Scale, ScaleValue, Score

ALWAYS_CODES = ("unrateable", "not-applicable")


def ratings(scale: Scale) -> tuple[ScaleValue, ...]:
    """The values of a scale that rate conduct, without the two codes of every scale."""
    return tuple(value for value in scale.values if value.code not in ALWAYS_CODES)


def on_scale(score: Score, scale: Scale) -> float:
    """The position of a rated score: its number, or its rank (from 0) on a scale of words.

    Raises:
        UserError: the score is on another scale, or its value is none of this one.
    """
    check_scale(score, scale)
    values = ratings(scale)
    if score.value is None:
        codes = [value.code for value in values]
        if score.code not in codes or values[codes.index(score.code)].number is not None:
            raise outside(score.ref, scale, score.code or "blank")
        return float(codes.index(score.code))
    if not number_fits(score.value, scale):
        raise outside(score.ref, scale, f"{score.value:g}")
    return score.value


def check_scale(score: Score, scale: Scale) -> None:
    """Refuse a score on another scale, whatever its outcome.

    Raises:
        UserError: it is on another scale.
    """
    if score.scale != scale.code:
        raise UserError(
            f"{score.ref} is scored on '{score.scale}' and not on '{scale.code}'",
            "two scales never share a mean: take one at a time, or convert where the codebook "
            "defines how",
        )


def number_fits(number: float, scale: Scale) -> bool:
    """Whether ``number`` is a value of ``scale``."""
    numbers = [value.number for value in ratings(scale) if value.number is not None]
    if not numbers:
        return False
    if scale.continuous:
        return numbers[0] <= number <= numbers[-1]
    return number in numbers


def check_outcome(score: Score) -> None:
    """Refuse an outcome that contradicts its value.

    Raises:
        UserError: an unrateable or not-applicable score that carries a value.
    """
    if score.outcome != "rated" and (score.value is not None or score.code):
        raise UserError(
            f"{score.ref} is {score.outcome} and has a value",
            "leave the value out: unrateable and not applicable are never numbers",
        )


def check_person(score: Score, people: Collection[str] | None = None) -> None:
    """Refuse a verdict that no person stands behind.

    Args:
        people: names of the known coders; any name will do where left out.

    Raises:
        UserError: the score is a machine's proposal, or its coder is nobody or unknown.
    """
    if score.proposed:
        raise UserError(
            f"{score.ref} is a machine's proposal and no person has decided it",
            "decide it first, or ask for proposals, which are then marked as such",
        )
    if not score.coder:
        raise UserError(
            f"{score.ref} names nobody who judged it", "a verdict needs a person: add the coder"
        )
    if people is not None and score.coder not in people:
        raise UserError(
            f"{score.ref} was decided by '{score.coder}', who is not a coder here",
            "add the coder first, or correct the name",
        )


def check_evidence(score: Score, evidence: Iterable[Evidence], window: Window) -> None:
    """Refuse a score that counts evidence from outside its window.

    Raises:
        UserError: evidence that the score rests on is dated outside the window, is not
            at hand, or bears on another commitment.
    """
    by_ref = {item.ref: item for item in evidence}
    for ref in score.evidence:
        item = by_ref.get(ref)
        if item is None:
            raise UserError(f"{score.ref} rests on {ref}, which is not here", "add the evidence")
        if item.commitment != score.ref.commitment_ref:
            raise UserError(
                f"{score.ref} rests on {ref}, which bears on {item.commitment}",
                "link the evidence to this commitment first",
            )
        if window.place(item.date) != "inside":
            raise UserError(
                f"{score.ref} counts {ref}, dated {item.date or 'nowhere'}, outside its window "
                f"{window}",
                "leave it out of the score; it stays in the record, marked",
            )


def outside(ref: Ref, scale: Scale, given: str) -> UserError:
    """The refusal of a value that is none of the scale's."""
    allowed = ", ".join(value.code for value in ratings(scale))
    joined = "a number between the first and last of" if scale.continuous else "one of"
    return UserError(
        f"{ref} has the value {given}, which is not on the scale '{scale.code}'",
        f"use {joined} {allowed}, or mark it unrateable",
    )
