"""The sample register with one of everything that can be said of a score."""

from __future__ import annotations

from typing import Any

from aftersummit.assessment.log import decision_changes
from aftersummit.codebooks.scales import scheme
from aftersummit.model import Criterion, Decision, Guideline, Ref, Register, Score
from aftersummit.project.assessing import assessed
from tests.publish_sample import MEETING, register

FIRST = Ref.to_commitment(MEETING, 1)
GUIDELINES = tuple(
    Guideline(
        Ref.to_guideline(FIRST, version),
        "compliance",
        (Criterion("-1", "It stays closed."), Criterion("+1", f"It is open, version {version}.")),
        author="ana",
        at=f"2024-0{version}-01T00:00:00Z",
    )
    for version in (1, 2)
)
_VALUES = {"unrateable": None, "+1": 1.0, "0": 0.0, "-1": -1.0}


def decided(number: int, place: str, act: Any, value: str, coder: str, **more: Any) -> Decision:
    """A decision on ``C001/CA@final`` or the like."""
    ref = Ref.parse(f"{MEETING}/{place}")
    score = Score(
        ref, "compliance", "rated" if _VALUES[value] is not None else "unrateable", _VALUES[value]
    )
    changes = decision_changes(act, None if act == "reply" else score, guideline=2)
    at = f"2025-01-{number:02d}T10:00:00Z"
    return Decision(number, ref, "accept", coder, at, changes=changes, codebook="1.0", **more)


DECISIONS = (
    Decision(1, Ref.to_commitment(MEETING, 8), "reject", "ana", "2025-01-01T00:00:00Z"),
    decided(2, "C001/CA@final", "decide", "+1", "ana", reason="Open."),
    decided(3, "C001/MX@final", "code", "+1", "ana", round="r1"),
    decided(4, "C001/MX@final", "code", "0", "ben", round="r1"),
    decided(5, "C001/MX@final", "adjudicate", "0", "cy", reason="Half <open>."),
    decided(6, "C001/MX@final", "reply", "0", "ana", reason="We disagree."),
    decided(7, "C001/MX@interim", "decide", "-1", "ana", reason="Not yet begun."),
    decided(8, "C002/CA@final", "code", "+1", "ana", round="r1", reason="hush-hush"),
    decided(9, "C002/MX@final", "code", "+1", "ana", round="r1"),
    decided(10, "C002/MX@final", "code", "0", "ben", round="r1"),
    decided(11, "C003/CA@final", "decide", "unrateable", "ana", reason="Too vague."),
)


def scored_register(*, proposals: bool = True, **more: Any) -> Register:
    """The sample register, assessed."""
    given = {"scores": (), "decisions": DECISIONS} | more
    return assessed(register(**given), GUIDELINES, scheme(), proposals=proposals)
