"""What a party's conduct was judged to be worth, on a named scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.ref import Ref

Outcome = Literal["rated", "unrateable", "not-applicable"]
Period = Literal["interim", "final"]


@dataclass(frozen=True, slots=True)
class Score:
    """One judgement of one party on one commitment.

    Attributes:
        ref: ``nals/2023/C017/MX@final``.
        scale: code of the scale; a number means nothing without it.
        outcome: ``unrateable`` and ``not-applicable`` are outcomes, never numbers.
        value: the number on that scale when ``outcome`` is ``rated``, else ``None``.
        code: the value's code on a scale of words, where ``value`` is no number.
        coder: who judged.
        proposed: True while no person has decided.
        evidence: what it rests on.
    """

    ref: Ref
    scale: str
    outcome: Outcome
    value: float | None = None
    coder: str = ""
    at: str = ""
    reason: str = ""
    proposed: bool = False
    evidence: tuple[Ref, ...] = ()
    codebook: str = ""
    code: str = ""
