"""Commitments of a project with what must be known to look for evidence on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from aftersummit.assessment.window import LAST, Window, days, window_for
from aftersummit.errors import NotFound, UserError
from aftersummit.evidence import Subject
from aftersummit.model import Commitment, Document, Forum, Meeting, Passage, Ref
from aftersummit.project.folding import commitments, with_words
from aftersummit.project.proposing import held
from aftersummit.store import Reader

_STILL = 7
"""Days after a meeting in which what is filed under it still belongs to it."""
_OUT = ("merged", "split", "rejected")


def subjects(reader: Reader, under: Ref | None) -> list[Subject]:
    """The commitments at or under an address (of the whole project, for ``None``).

    Raises:
        NotFound: there are none, or the meeting of one is not known.
        UserError: a meeting has no date.
    """
    address = "" if under is None else str(under)
    chosen = [c for c in commitments(reader, address) if _is_followed(c)]
    if not chosen:
        raise NotFound(
            f"there is no commitment at {address or 'any address'}",
            "see them with: aftersummit commitments",
        )
    return _Known(reader, address).subjects(chosen)


def _is_followed(commitment: Commitment) -> bool:
    if commitment.ref is None or commitment.status in _OUT:
        return False
    return commitment.label == "commitment"


class _Known:
    """What a project knows around its commitments, each part read once."""

    def __init__(self, reader: Reader, under: str) -> None:
        self._reader = reader
        self._meetings = {meeting.ref: meeting for meeting in reader.all(Meeting)}
        self._forums = {forum.ref: forum for forum in reader.all(Forum)}
        self._rejected: dict[Ref, set[str]] = {}
        for each in held(reader, under):
            if each.status == "rejected" and each.finding.ref:
                marks = self._rejected.setdefault(each.finding.ref.commitment_ref, set())
                marks.add(each.finding.mark)
        self._documents: dict[Ref, tuple[Document, ...]] = {}
        self._texts: dict[str, Document] = {}

    def subjects(self, chosen: list[Commitment]) -> list[Subject]:
        return [self._subject(commitment) for commitment in chosen]

    def _subject(self, commitment: Commitment) -> Subject:
        assert commitment.ref is not None
        meeting = self._meetings.get(commitment.ref.meeting_ref)
        if meeting is None:
            raise NotFound(
                f"nothing is known of the meeting {commitment.ref.meeting_ref}",
                "without its date nobody can say what came after it",
            )
        if not meeting.date:
            raise UserError(
                f"the meeting {meeting.ref} has no date", "nothing can be said to come after it"
            )
        forum = self._forums.get(commitment.ref.forum_ref)
        window = self._window(meeting)
        return Subject(
            self._worded(commitment),
            days(meeting.date)[1],
            until="" if window.end == LAST else window.end,
            participants=meeting.participants,
            forum=(forum.name, *forum.aka) if forum else (),
            documents=self._own(meeting),
            rejected=frozenset(self._rejected.get(commitment.ref, ())),
        )

    def _window(self, meeting: Meeting) -> Window:
        return window_for(meeting, self._meetings.values())

    def _own(self, meeting: Meeting) -> tuple[Document, ...]:
        """The meeting's documents: a promise is no evidence that it was kept.

        What is filed under a meeting but was written long after it, a report on progress
        for one, may well be evidence.
        """
        if meeting.ref not in self._documents:
            found = self._reader.documents(under=str(meeting.ref), texts_too=False)
            ended = date.fromisoformat(days(meeting.date)[1])
            last = (ended + timedelta(days=_STILL)).isoformat()
            self._documents[meeting.ref] = tuple(
                replace(d, sections=(), pages=())
                for d in found
                if not d.date or days(d.date)[0] <= last
            )
        return self._documents[meeting.ref]

    def _worded(self, commitment: Commitment) -> Commitment:
        """With its words, where they are held, as its own meeting wrote them.

        A later meeting that says how the promise was kept may stand among its passages, and
        is evidence.
        """
        assert commitment.ref is not None
        home = commitment.ref.meeting_ref
        own = tuple(
            p for p in commitment.passages if not p.document or p.document.meeting_ref == home
        )
        return with_words(replace(commitment, passages=own), self._held_texts(own))

    def _held_texts(self, passages: tuple[Passage, ...]) -> dict[str, Document]:
        wanted = [str(p.document) for p in passages if p.document and not p.quote]
        for address in wanted:
            if address not in self._texts and self._reader.taken(address):
                self._texts[address] = self._reader.document(address)
        return {address: self._texts[address] for address in wanted if address in self._texts}
