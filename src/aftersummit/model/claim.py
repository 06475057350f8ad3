"""What speakers said was achieved, and what a register's makers want its readers to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.ref import Ref

RemarkKind = Literal["method", "trap", "not-found"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure or a success that was claimed in public. Recorded as said, not as true.

    Attributes:
        key: a short name that stays.
        claimant: who said it, in words.
        party: code of the party that the claimant speaks for, "" where it is all of them.
        date: EDTF date on which it was said.
        claim: what was claimed, in our words.
        meeting: where it was said.
        commitments: what it is about.
        series: official figures to hold it against.
    """

    key: str
    claimant: str
    date: str
    claim: str
    party: str = ""
    meeting: Ref | None = None
    commitments: tuple[Ref, ...] = ()
    series: tuple[Ref, ...] = ()
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know before reading the register.

    Attributes:
        kind: ``method`` (how it was made), ``trap`` (an easy mistake) or ``not-found``
            (searched for until the register's ``compiled`` day, and no trace seen).
        text: the remark, in our words.
        about: the records it concerns.
    """

    key: str
    kind: RemarkKind
    text: str
    about: tuple[Ref, ...] = ()
    citations: tuple[Citation, ...] = ()
