"""The default extractor: a linear model over words, clause structure and context."""

from __future__ import annotations

from collections.abc import Collection

from aftersummit.commitments.assembly import assemble
from aftersummit.commitments.issuers import Speakers, speakers
from aftersummit.commitments.judging import readings, threshold_of, verdicts
from aftersummit.commitments.weights import Linear
from aftersummit.model import Commitment, Document


def extract(
    document: Document,
    *,
    labels: Collection[str] = ("commitment",),
    recall: str = "default",
    learned: Linear | None = None,
) -> list[Commitment]:
    """Commitments (and calls and stances, where asked for) of a document, in its order.

    Args:
        document: its ``text`` is read; kind, language, date and issuers help where known.
        labels: which of commitment, stance and call to return.
        recall: ``default`` weighs precision and recall alike; ``high`` misses almost nothing.
        learned: label weights of a project that learned from its coders.

    Raises:
        UserError: ``recall`` is neither word.
    """
    found: list[Commitment] = []
    who: Speakers | None = None
    for reading in readings(document):
        threshold_of(recall, reading.genre)  # a wrong word is told even where there is no text
        who = who or speakers(document, reading.views, reading.genre)
        judged = [
            one.judged for one in verdicts(reading, labels=labels, recall=recall, learned=learned)
        ]
        found += assemble(document, judged, who)
    return found
