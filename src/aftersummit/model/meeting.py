"""Forums and the meetings they hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Forum:
    """A series of meetings with a name of its own."""

    ref: Ref
    name: str
    aka: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    since: str = ""
    parent: Ref | None = None
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: held, cancelled or postponed.

    Attributes:
        date: EDTF date or interval.
        kind: summit, bilateral, ministerial, working group, ...
        participants: party codes.
        leaders: party code to the name of who spoke for it.
        held: False for a meeting that was planned and did not take place.
    """

    ref: Ref
    name: str
    date: str
    kind: str = "summit"
    place: str = ""
    host: str = ""
    participants: tuple[str, ...] = ()
    leaders: dict[str, str] = field(default_factory=dict)
    held: bool = True
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()
