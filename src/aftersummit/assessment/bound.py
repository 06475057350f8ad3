"""Who is bound by a commitment, and who acted: codes of groups opened into their members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aftersummit.assessment.window import FIRST, LAST, Window, days
from aftersummit.model import Commitment, Meeting, Party

Groups = Mapping[str, Party]


def groups_of(parties: Iterable[Party]) -> dict[str, Party]:
    """The groups among some parties, by code."""
    return {party.code: party for party in parties if party.members}


def bound(
    commitment: Commitment, meeting: Meeting | None, groups: Groups, window: Window
) -> tuple[str, ...]:
    """Codes of the parties that a commitment binds, sorted.

    ``all`` stands for those who took part in the meeting. Of a group those members are
    bound who belonged to it on some day from the meeting to the window's end.
    """
    codes: set[str] = set()
    for code in named(commitment, meeting):
        codes |= members(code, groups, window)
    return tuple(sorted(codes))


def named(commitment: Commitment, meeting: Meeting | None) -> tuple[str, ...]:
    """Codes that a commitment names, groups unopened; ``all`` as those who took part."""
    codes: dict[str, None] = {}
    for code in commitment.parties:
        codes |= dict.fromkeys(
            (meeting.participants if meeting else ()) if code == "all" else (code,)
        )
    return tuple(codes)


def members(code: str, groups: Groups, window: Window) -> set[str]:
    """A party alone, or the members of a group during the window."""
    group = groups.get(code)
    if group is None:
        return {code}
    return {
        entry.party
        for entry in group.members
        if (days(entry.since)[0] if entry.since else FIRST) <= window.end
        and (days(entry.until)[1] if entry.until else LAST) >= window.start
    }
