"""A register's records by address and by what they bear on, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from aftersummit.model import (
    Action,
    Assessment,
    Commitment,
    Evidence,
    Meeting,
    Party,
    Pillar,
    Ref,
    Register,
    Term,
)
from aftersummit.publish.site.status import Standing, standing
from aftersummit.publish.site.words import date_bounds

SETTLED = ("accepted", "catalogued")
"""Statuses under which a commitment counts; a proposal waits for a person."""


class Lookup:
    """Indexes over one register.

    Args:
        register: the values to index; nothing is copied and nothing is changed.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        book = register.codebook
        self.parties: dict[str, Party] = {party.code: party for party in book.parties}
        self.pillars = {pillar.code: pillar for pillar in book.pillars}
        self.priorities = {term.code: term for term in book.priorities}
        self._name_unnamed(register)
        self.issues = {term.code: term for term in book.issues}
        self.forums = {str(forum.ref): forum for forum in register.forums}
        self.meetings = {str(meeting.ref): meeting for meeting in register.meetings}
        self.documents = {str(doc.ref): doc for doc in register.documents if doc.ref}
        self.actions = {str(action.ref): action for action in register.actions}
        self.series = {str(series.ref): series for series in register.series}
        known = [c for c in register.commitments if c.ref and c.label == "commitment"]
        self.commitments = {str(c.ref): c for c in known}
        self.settled = [c for c in known if c.status in SETTLED]
        self.proposed = [c for c in known if c.status == "proposed"]
        self.loose = [c for c in register.commitments if c.ref is None and c.status == "proposed"]
        self._relate()
        self.standings = {str(c.ref): self._standing(c) for c in known}

    def _name_unnamed(self, register: Register) -> None:
        """Pillars and priorities that records use and the scheme does not list keep their code."""
        for commitment in register.commitments:
            code = commitment.pillar
            if code and code not in self.pillars:
                self.pillars[code] = Pillar(code, _spelled(code), len(self.pillars) + 1)
            for priority in commitment.priorities:
                if priority not in self.priorities:
                    self.priorities[priority] = Term(priority, _spelled(priority))

    def _relate(self) -> None:
        self.evidence: dict[str, list[Evidence]] = defaultdict(list)
        self.evidence_of_action: dict[str, list[Evidence]] = defaultdict(list)
        for item in self.register.evidence:
            self.evidence[str(item.commitment)].append(item)
            if item.action:
                self.evidence_of_action[str(item.action)].append(item)
        self.continued_by: dict[str, list[Commitment]] = defaultdict(list)
        self.by_document: dict[str, list[Commitment]] = defaultdict(list)
        for commitment in (*self.commitments.values(), *self.loose):
            for earlier in commitment.continues:
                self.continued_by[str(earlier)].append(commitment)
            for address in dict.fromkeys(map(str, self.documents_of(commitment))):
                self.by_document[address].append(commitment)
        self.series_of: dict[str, list[str]] = defaultdict(list)
        for series in self.register.series:
            for ref in series.commitments:
                self.series_of[str(ref)].append(str(series.ref))
        self.assessments: dict[str, list[Assessment]] = defaultdict(list)
        for told in self.register.scoring.assessments:
            self.assessments[str(told.ref.commitment_ref)].append(told)
        self.evidence_in: dict[str, list[Evidence]] = defaultdict(list)
        for item in self.register.evidence:
            if item.passage and item.passage.document:
                self.evidence_in[str(item.passage.document.document_ref)].append(item)

    def _standing(self, commitment: Commitment) -> Standing:
        return standing(
            commitment,
            self.evidence[str(commitment.ref)],
            self.register.as_of,
            made=self.made(commitment),
            bound=self.bound(commitment),
        )

    @staticmethod
    def documents_of(commitment: Commitment) -> list[Ref]:
        """Documents in which a commitment is written, without spans."""
        placed = [
            p.document.document_ref
            for p in commitment.passages
            if p.document and p.match != "missing"
        ]
        return list(dict.fromkeys((*placed, *(ref.document_ref for ref in commitment.documents))))

    def standing(self, commitment: Commitment) -> Standing:
        """What is on record for a commitment of this register."""
        return self.standings[str(commitment.ref)]

    def meeting(self, ref: Ref | None) -> Meeting | None:
        """The meeting in which a record stands, where the register knows it."""
        return self.meetings.get(str(ref.meeting_ref)) if ref and ref.meeting else None

    def made(self, commitment: Commitment) -> str:
        """EDTF date on which a commitment was made: of its meeting, else of its document."""
        meeting = self.meeting(commitment.ref)
        if meeting:
            return meeting.date
        found = (self.documents.get(str(ref)) for ref in self.documents_of(commitment))
        return next((doc.date for doc in found if doc and doc.date), "")

    def name(self, code: str) -> str:
        """A party's name; its code where the scheme does not know it."""
        return self.parties[code].name if code in self.parties else code

    def bound(self, commitment: Commitment) -> tuple[str, ...]:
        """Codes of the countries and organisations bound, groups opened to their members.

        ``("all",)`` means the issuers of its document, or else those who met.
        """
        codes: Iterable[str] = commitment.parties
        if "all" in commitment.parties:
            codes = (*(c for c in commitment.parties if c != "all"), *self._issuers(commitment))
        day = date_bounds(self.made(commitment))[1]
        return tuple(dict.fromkeys(one for code in codes for one in self.members(code, day)))

    def _issuers(self, commitment: Commitment) -> tuple[str, ...]:
        for ref in self.documents_of(commitment):
            document = self.documents.get(str(ref))
            if document and document.issuers:
                return document.issuers
        meeting = self.meeting(commitment.ref)
        return meeting.participants if meeting else ()

    def members(self, code: str, day: str = "") -> tuple[str, ...]:
        """Members of a group on an ISO ``day`` (all ever, without one); a country is itself."""
        party = self.parties.get(code)
        if party is None or party.kind != "group" or not party.members:
            return (code,)
        return tuple(
            m.party
            for m in party.members
            if not day
            or (
                (date_bounds(m.since)[0] or day) <= day
                and (not m.until or (date_bounds(m.until)[1] or day) >= day)
            )
        )

    def acted(self, commitment: Commitment, code: str) -> list[Evidence]:
        """Evidence counted for one commitment in which ``code`` (or its group) acted."""
        return [e for e in self.standing(commitment).counted if code in self.actors(e)]

    def actors(self, item: Evidence | Action) -> tuple[str, ...]:
        """Who acted, groups opened to their members of that day."""
        day = date_bounds(item.date)[1]
        codes = (one for code in item.actors for one in (code, *self.members(code, day)))
        return tuple(dict.fromkeys(codes))


def _spelled(code: str) -> str:
    return code.replace("-", " ").capitalize()
