"""Who can be bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PartyKind = Literal["country", "organisation", "group"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A party's time in a group; EDTF dates, "" for open ends."""

    party: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A country (ISO 3166-1 alpha-2), an organisation or a group with dated membership."""

    code: str
    name: str
    kind: PartyKind = "country"
    members: tuple[Membership, ...] = ()
