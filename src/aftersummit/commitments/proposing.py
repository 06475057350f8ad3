"""Every unit of a document with what the machine makes of it, for people to decide on."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit.commitments.assembly import assemble
from aftersummit.commitments.issuers import speakers
from aftersummit.commitments.judging import read_document, verdicts
from aftersummit.commitments.weights import Linear
from aftersummit.model import Commitment, Document
from aftersummit.text.segment import Segmentation, Unit


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


def propose(
    document: Document, learned: Linear | None = None
) -> tuple[Segmentation, list[Proposed]]:
    """Every unit of a document, in order, with a proposal for each; none without a text.

    Args:
        learned: label weights of a project that learned from its coders.
    """
    reading = read_document(document)
    cut = reading.cut
    found = list(verdicts(reading, learned=learned))
    promised = [one.judged for one in found if one.judged.label == "commitment"]
    who = speakers(document, reading.views, reading.genre)
    parts: dict[int, list[Commitment]] = {}
    for commitment in assemble(document, promised, who):
        unit = cut.unit_at(commitment.start)
        if unit is not None:
            parts.setdefault(unit.index, []).append(commitment)
    return cut, [
        Proposed(
            unit=unit,
            label=one.judged.label,
            chances={name: round(chance, 4) for name, chance in one.chances.items()},
            why=one.judged.why,
            parts=tuple(parts.get(unit.index, ())),
        )
        for unit, one in zip(cut.units, found, strict=True)
    ]
