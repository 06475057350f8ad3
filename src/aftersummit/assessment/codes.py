"""Scores as people type them."""

from __future__ import annotations

from aftersummit.assessment.check import ALWAYS_CODES, number_fits, outside, ratings
from aftersummit.model import Ref, Scale, Score
from aftersummit.model.score import Outcome


def read_score(text: str, ref: Ref, scale: Scale) -> Score:
    """A typed value (``+1``, ``0.5``, ``kept``, ``unrateable``) as a score without its coder.

    Raises:
        UserError: it is no value of the scale.
    """
    word = text.strip().replace("\N{MINUS SIGN}", "-")
    if word in ALWAYS_CODES:
        outcome: Outcome = "unrateable" if word == "unrateable" else "not-applicable"
        return Score(ref, scale.code, outcome)
    for value in ratings(scale):
        if word == value.code:
            code = value.code if value.number is None else ""
            return Score(ref, scale.code, "rated", value.number, code=code)
    try:
        number = float(word)
    except ValueError:
        number = float("nan")
    if not number_fits(number, scale):
        raise outside(ref, scale, word or "blank")
    return Score(ref, scale.code, "rated", number)
