"""``status``: a commitment's whole story."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit.model import (
    Commitment,
    Decision,
    Document,
    Effect,
    Evidence,
    Headway,
    Meeting,
    Ref,
    Series,
)
from aftersummit.project.deciding import present
from aftersummit.project.folding import until, with_words
from aftersummit.project.proposing import standing
from aftersummit.project.yardsticks import headway_of
from aftersummit.store import FOREVER, Reader


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that bears on one commitment.

    Attributes:
        continues: earlier commitments that it takes up.
        taken_up_by: later commitments that take it up.
        headway: where its series stand on the way to their targets.
        effects: what its series did, in so far as it was asked.
        documents: the documents in which its words stand.
        evidence: by date.
        decisions: oldest first.
    """

    commitment: Commitment
    meeting: Meeting | None
    documents: tuple[Document, ...]
    evidence: tuple[Evidence, ...]
    series: tuple[Series, ...]
    decisions: tuple[Decision, ...]
    continues: tuple[Commitment, ...]
    taken_up_by: tuple[Commitment, ...]
    headway: tuple[Headway, ...] = ()
    effects: tuple[Effect, ...] = ()


def tell(reader: Reader, ref: Ref) -> Story:
    """The story of the commitment at ``ref``.

    Raises:
        NotFound: there is none.
    """
    commitment = present(reader, ref)
    home = commitment.ref or ref
    addresses = dict.fromkeys(p.document for p in commitment.passages if p.document)
    documents = tuple(d for a in addresses if (d := _document(reader, a)))
    words = with_words(commitment, {str(d.ref): d for d in documents if d.text is not None})
    family = reader.family_of(reader.root_of(ref))
    known = list(reader.all(Commitment))
    day = reader.as_of[:10]
    return Story(
        commitment=words,
        meeting=reader.find(Meeting, home.meeting_ref),
        documents=documents,
        evidence=tuple(
            sorted(standing(reader, str(home)), key=lambda e: (e.date, str(e.ref)))
            if home.kind == "commitment"
            else ()
        ),
        series=tuple(
            s if reader.as_of == FOREVER else until(s, day)
            for s in reader.all(Series)
            if home in s.commitments
        ),
        decisions=tuple(reader.decisions(*family)),
        continues=tuple(c for c in known if c.ref in commitment.continues),
        taken_up_by=tuple(c for c in known if home in c.continues),
        headway=tuple(headway_of(reader, under=str(home))) if home.kind == "commitment" else (),
        effects=tuple(e for e in reader.all(Effect) if e.commitment == home),
    )


def _document(reader: Reader, address: Ref) -> Document | None:
    found = reader.find(Document, address)
    return reader.document(address) if found else None
