"""The parties that a project knows: those of the codebook and its own."""

from __future__ import annotations

from aftersummit.codebooks import codebook
from aftersummit.model import Party
from aftersummit.store import Reader


def known_parties(reader: Reader) -> tuple[Party, ...]:
    """Every party by code; the project's own record goes before the codebook's."""
    parties = {party.code: party for party in codebook().parties}
    parties |= {party.code: party for party in reader.all(Party)}
    return tuple(parties.values())
