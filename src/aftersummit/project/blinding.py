"""What of the log a coder may see while another has still to code the same score blind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aftersummit.assessment.log import standing
from aftersummit.model import Decision, Ref


def masked(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """The log, in which a blind code shows its coder and nothing else until a second coder
    has coded in the same round, or somebody has settled the score."""
    every = list(decisions)
    waiting = _waiting(standing(every).kept)
    for decision in every:
        if decision.subject in waiting and decision.changes.get("act") == "code":
            yield replace(decision, reason="", changes={"act": "code"})
        else:
            yield decision


def _waiting(kept: Iterable[Decision]) -> set[Ref]:
    coders: dict[Ref, set[str]] = {}
    rounds: dict[Ref, str] = {}
    settled: set[Ref] = set()
    for decision in kept:
        act = decision.changes.get("act")
        if act in ("decide", "adjudicate", "correct"):
            settled.add(decision.subject)
        elif act == "code":
            if rounds.get(decision.subject) != decision.round:
                coders[decision.subject] = set()
            rounds[decision.subject] = decision.round
            coders[decision.subject].add(decision.coder)
    return {ref for ref, names in coders.items() if len(names) < 2} - settled
