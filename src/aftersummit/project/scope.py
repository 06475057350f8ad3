"""What of a register is assessed: commitments that count, who is bound, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aftersummit.assessment.bound import Groups, bound, groups_of, named
from aftersummit.assessment.columns import Filing, filing
from aftersummit.assessment.window import Window, days, window_for
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Meeting, Ref, Register, SummaryBy

SETTLED = ("accepted", "catalogued")


def as_known(register: Register) -> Register:
    """The register without what was only known later: a search that was made after its day
    counts as one until that day, because it looked at everything before."""
    return replace(
        register, commitments=tuple(known_on(c, register.as_of) for c in register.commitments)
    )


def known_on(commitment: Commitment, day: str) -> Commitment:
    """The commitment as searched until ``day`` at the latest."""
    if not commitment.searched or commitment.searched <= day:
        return commitment
    return replace(commitment, searched=day)


def settled_commitments(register: Register) -> list[Commitment]:
    """Commitments that count: with an address, accepted or catalogued."""
    return [
        c
        for c in register.commitments
        if c.ref is not None and c.label == "commitment" and c.status in SETTLED
    ]


def groups(register: Register) -> Groups:
    """The groups of parties that the register knows."""
    return groups_of(register.codebook.parties)


def window_of(register: Register, meeting: Meeting, until: str = "") -> Window:
    """A meeting's window, ending with the register's day at the latest.

    Raises:
        UserError: the meeting is not over on that day.
    """
    return window_for(meeting, register.meetings, until or register.as_of)


def filings_of(register: Register) -> list[Filing]:
    """Every commitment made, scored or not."""
    met = {meeting.ref: meeting for meeting in register.meetings}
    return [filing(c, met.get(c.ref.meeting_ref)) for c in settled_commitments(register) if c.ref]


def made_by(register: Register, by: SummaryBy, under: str = "") -> dict[str, int]:
    """For parties, how many commitments bind each; {} where every filing counts."""
    if by != "party":
        return {}
    counted: dict[str, int] = {}
    for meeting, inside in by_meeting(register, under):
        window = window_of(register, meeting)
        for commitment in inside:
            who = bound(commitment, meeting, groups(register), window)
            for party in {*who, *named(commitment, meeting)}:
                counted[party] = counted.get(party, 0) + 1
    return counted


def by_meeting(register: Register, under: str = "") -> Iterator[tuple[Meeting, list[Commitment]]]:
    """Meetings that are over, by address, each with its settled commitments."""
    inside: dict[Ref, list[Commitment]] = {}
    for commitment in settled_commitments(register):
        if commitment.ref:
            inside.setdefault(commitment.ref.meeting_ref, []).append(commitment)
    for meeting in sorted(register.meetings, key=lambda m: str(m.ref)):
        chosen = not under or f"{meeting.ref}/".startswith(f"{under}/")
        if meeting.ref in inside and chosen and has_window(register, meeting, register.as_of):
            yield meeting, inside[meeting.ref]


def has_window(register: Register, meeting: Meeting, last: str) -> bool:
    """Whether there is a day after a meeting and before the next in which to act."""
    if not meeting.date or days(meeting.date)[1] >= last:
        return False
    try:
        window_for(meeting, register.meetings, last)
    except UserError:
        return False
    return True
