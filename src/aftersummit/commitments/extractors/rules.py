"""The word lists alone: no training, every decision one sentence long."""

from __future__ import annotations

from collections.abc import Collection

from aftersummit.commitments.assembly import Judged, assemble
from aftersummit.commitments.context import genre, views
from aftersummit.commitments.issuers import speakers
from aftersummit.commitments.rules import rule
from aftersummit.model import Commitment, Document
from aftersummit.text.segment import segment

NAMES = {"C": "commitment", "S": "stance", "H": "call"}
_CONFIDENCE = {"C": 0.7, "S": 0.6, "H": 0.6}


def extract(
    document: Document, *, labels: Collection[str] = ("commitment",), recall: str = "default"
) -> list[Commitment]:
    """What the lexicon finds, in document order; ``recall`` changes nothing here."""
    text = document.text or ""
    found = views(text, segment(text, document.language).units, document.language)
    if not found:
        return []
    kind = genre(found, document.kind)
    judged = []
    for view in found:
        ruling = rule(view)
        name = NAMES.get(ruling.label, "none")
        if name in labels:
            judged.append(Judged(view, name, _CONFIDENCE[ruling.label], (ruling.why,)))
    return assemble(document, judged, speakers(document, found, kind))
