"""What is known on a commitment, by party and in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aftersummit.evidence.features import days_between
from aftersummit.model import RUNGS, Evidence, Finding, Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated item: evidence that a person accepted, or a proposal."""

    date: str
    item: Evidence | Finding
    place: Place

    @property
    def proposed(self) -> bool:
        """Whether no person has decided on it."""
        return isinstance(self.item, Finding)


@dataclass(frozen=True, slots=True)
class Lane:
    """One party's items on one commitment.

    Attributes:
        party: its code; "" gathers what names no party of the commitment.
        entries: by date, undated ones last.
        inside: how many accepted items lie in the compliance window.
        highest: the highest rung among those that advance or complete it, "" for none.
    """

    party: str
    entries: tuple[Entry, ...]
    inside: int
    highest: str


def timeline(
    items: Iterable[Evidence | Finding],
    parties: Sequence[str],
    *,
    meeting: str,
    until: str = "",
) -> tuple[Lane, ...]:
    """A lane for each party, in their order, also for those for whom nothing was found.

    Args:
        meeting: last day of the meeting, ISO date; the window begins on the next.
        until: last day of the window, ISO date; "" while it is open.
    """
    entries = sorted(
        (Entry(item.date, item, _place(item.date, meeting, until)) for item in items),
        key=lambda entry: (not entry.date, entry.date),
    )
    lanes = [_lane(party, [e for e in entries if party in e.item.actors]) for party in parties]
    rest = [entry for entry in entries if not set(entry.item.actors) & set(parties)]
    return tuple([*lanes, _lane("", rest)] if rest else lanes)


def _lane(party: str, entries: Sequence[Entry]) -> Lane:
    counted = [entry for entry in entries if entry.place == "inside" and not entry.proposed]
    rungs = [
        entry.item.rung
        for entry in counted
        if entry.item.stance in ("advances", "completes") and entry.item.rung
    ]
    highest = max(rungs, key=RUNGS.index, default="")
    return Lane(party, tuple(entries), len(counted), highest)


def _place(day: str, meeting: str, until: str) -> Place:
    if not day:
        return "undated"
    if days_between(meeting, day) < 1:
        return "before"
    return "after" if until and days_between(until, day) > 0 else "inside"
