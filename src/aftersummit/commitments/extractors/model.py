"""The default extractor: a linear model over words, clause structure and context."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager

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
        with _no_search_for_cycles():
            judged = [
                one.judged
                for one in verdicts(reading, labels=labels, recall=recall, learned=learned)
            ]
            found += assemble(document, judged, who)
    return found


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Lets the collector rest while one stretch is judged.

    That makes very many small objects, none of which points back to itself, and the collector
    would look through them again and again (a twentieth of the time). What is freed by counting
    is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
