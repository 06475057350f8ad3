"""Who can be bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.citation import Citation, Confidence

PartyKind = Literal["country", "organisation", "group"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A party's time in a group; EDTF dates, "" for open ends.

    ``since`` is the first day on which it is known to belong; ``note`` says where it may
    have joined earlier.
    """

    party: str
    since: str = ""
    until: str = ""
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A country (ISO 3166-1 alpha-2), an organisation or a group with dated membership."""

    code: str
    name: str
    kind: PartyKind = "country"
    members: tuple[Membership, ...] = ()
    note: str = ""
    citations: tuple[Citation, ...] = ()
