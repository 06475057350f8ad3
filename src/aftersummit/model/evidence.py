"""What was done since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.commitment import Passage
from aftersummit.model.ref import Ref

Stance = Literal["completes", "advances", "announces", "undercuts", "mixed", "mentions"]
STANCES: tuple[Stance, ...] = (
    "completes",
    "advances",
    "announces",
    "undercuts",
    "mixed",
    "mentions",
)
Rung = Literal["statement", "plan", "instrument", "programme", "result"]
RUNGS: tuple[Rung, ...] = ("statement", "plan", "instrument", "programme", "result")
"""From words to results: statement < plan or budget < signed instrument or law <
programme running < result independently confirmed."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a government or a group of them did, on a date.

    Attributes:
        date: EDTF.
        actors: party codes.
        what: what was done, in our words.
    """

    ref: Ref
    date: str
    actors: tuple[str, ...]
    what: str
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The bearing of one action or passage on one commitment.

    Attributes:
        commitment: what it bears on.
        date: EDTF date of what is evidenced.
        actors: party codes of who acted.
        stance: how it bears on the commitment.
        rung: how firm it is, "" where not judged.
        what: what happened, in our words.
        action: the catalogued action, where it is one.
        passage: the words that show it, in an archived document.
        coder: who linked it.
        at: UTC moment of the link, ISO 8601, "" for a bundled record.
    """

    ref: Ref
    commitment: Ref
    date: str
    actors: tuple[str, ...]
    stance: Stance
    rung: Rung | Literal[""] = ""
    what: str = ""
    action: Ref | None = None
    passage: Passage | None = None
    coder: str = ""
    at: str = ""
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()
