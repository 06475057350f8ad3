"""Every unit of a document with what the machine makes of it, for people to decide on."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit.commitments import weights
from aftersummit.commitments.assembly import assemble
from aftersummit.commitments.context import genre, views
from aftersummit.commitments.extractors.model import NAMES, judge
from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.issuers import speakers
from aftersummit.model import Commitment, Document
from aftersummit.text.segment import Segmentation, Unit, segment


@dataclass(frozen=True, slots=True)
class Proposed:
    """A unit and the machine's proposal for it.

    Attributes:
        label: ``commitment``, ``call``, ``stance`` or ``none``.
        chances: calibrated probability of each label, 0 to 1.
        why: what decided, in words.
        parts: for a commitment, its parts with their attributes.
    """

    unit: Unit
    label: str
    chances: dict[str, float]
    why: tuple[str, ...] = ()
    parts: tuple[Commitment, ...] = ()


def propose(document: Document) -> tuple[Segmentation, list[Proposed]]:
    """Every unit of a document, in order, with a proposal for each; none without a text."""
    text = document.text or ""
    cut = segment(text, document.language)
    found = views(text, cut.units, document.language)
    if not found:
        return cut, []
    kind = genre(found, document.kind)
    shared = document_features(kind)
    features = [unit_features(view, kind) + shared for view in found]
    model = weights.load("label")
    scores = model.score(features)
    chances = weights.softmax(scores)
    threshold = float(weights.settings()["threshold"]["default"])
    judged = judge(found, features, scores, model, threshold, tuple(NAMES.values()))
    promised = [one for one in judged if one.label == "commitment"]
    parts: dict[int, list[Commitment]] = {}
    for commitment in assemble(document, promised, speakers(document, found, kind), kind):
        unit = cut.unit_at(commitment.start)
        if unit is not None:
            parts.setdefault(unit.index, []).append(commitment)
    return cut, [
        Proposed(
            unit=unit,
            label=one.label,
            chances={
                NAMES[code]: round(float(chance), 4)
                for code, chance in zip(model.classes, chances[row], strict=True)
            },
            why=one.why,
            parts=tuple(parts.get(unit.index, ())),
        )
        for row, (unit, one) in enumerate(zip(cut.units, judged, strict=True))
    ]
