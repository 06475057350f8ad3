"""Bundled registers copied into a project, so that it can be edited, mailed and replayed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aftersummit import catalogue, codebooks
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Document, Evidence, Meeting, Register, Yardstick
from aftersummit.project.clock import now
from aftersummit.store import Store, Writer, first_day

BUNDLED = ("nals",)
_ALWAYS = "0001-01-01"


def load_bundled(store: Store, name: str) -> int:
    """Copy a bundled register into the store; returns how many records are new or changed.

    Bundled facts count as known from the day on which they happened, so that "as of
    DATE" shows what had been agreed and done by then. Records that a user has corrected
    since are left as they are.

    Raises:
        UserError: there is no bundled register of that name.
    """
    if name not in BUNDLED:
        raise UserError(f"there is no bundled register '{name}'", f"choose {', '.join(BUNDLED)}")
    bundled = catalogue.load()
    at = now()
    with store.write() as writer:
        changed = sum(
            _put(writer, record, _known_from(record, bundled), at) for record in _records(bundled)
        )
        writer.reserve({c.ref: c.ref for c in bundled.commitments if c.ref})
    return changed


def _put(writer: Writer, record: Any, known_from: str, at: str) -> bool:
    if writer.origin_of(record) == "user":
        return False
    if isinstance(record, Document):
        record = _holding(record, writer.find(Document, record.ref or ""))
    return writer.put(record, at=at, origin="bundled", known_from=known_from)


def _holding(bundled: Document, held: Document | None) -> Document:
    """The bundled description of a document, with the text that the project holds of it."""
    if held is None or not held.source:
        return bundled
    return replace(
        bundled,
        text_sha256=held.text_sha256,
        sections=held.sections,
        pages=held.pages,
        source=held.source,
        member=held.member,
        reader=held.reader,
    )


def _records(bundled: Register) -> list[Any]:
    shipped = set(codebooks.codebook().parties)
    return [
        *(party for party in bundled.codebook.parties if party not in shipped),
        *bundled.forums,
        *bundled.meetings,
        *bundled.documents,
        *bundled.commitments,
        *bundled.actions,
        *bundled.evidence,
        *bundled.series,
        *bundled.yardsticks,
    ]


def _known_from(record: Any, bundled: Register) -> str:
    if isinstance(record, Commitment):
        assert record.ref is not None
        return _meeting_day(bundled, str(record.ref.meeting_ref))
    if isinstance(record, Yardstick):
        return _meeting_day(bundled, str(record.commitment.meeting_ref))
    if isinstance(record, Evidence):
        return first_day(record.date) or _meeting_day(bundled, str(record.ref.meeting_ref))
    if isinstance(record, Meeting) or hasattr(record, "date"):
        return first_day(record.date) or _ALWAYS
    return first_day(getattr(record, "since", "")) or _ALWAYS


def _meeting_day(bundled: Register, address: str) -> str:
    for meeting in bundled.meetings:
        if str(meeting.ref) == address:
            return first_day(meeting.date) or _ALWAYS
    return _ALWAYS
