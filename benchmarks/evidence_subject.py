"""Catalogued commitments as subjects of a search, outside a project."""

from __future__ import annotations

from aftersummit import catalogue
from aftersummit.evidence import Subject
from aftersummit.model import Commitment


def subject(commitment: Commitment) -> Subject:
    """A catalogued commitment of a North American Leaders' Summit as a subject."""
    register = catalogue.load()
    ref = commitment.ref
    assert ref is not None
    meeting = next(m for m in register.meetings if m.ref == ref.meeting_ref)
    forum = next(f for f in register.forums if f.ref == ref.forum_ref)
    own = tuple(d for d in register.documents if d.ref and d.ref.meeting_ref == meeting.ref)
    return Subject(
        commitment,
        meeting.date.rpartition("/")[2],
        participants=meeting.participants,
        forum=(forum.name, *forum.aka),
        documents=tuple(d for d in own if d.ref in commitment.documents),
    )
