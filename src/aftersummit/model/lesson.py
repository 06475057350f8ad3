"""What an extractor learned from the people of one project, and whether that helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.ref import Ref

HeldBack = Literal["document", "block"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Decided units as some weights judge them.

    Attributes:
        units: how many were judged.
        right: how many were given a label that the decisions allow.
        promised: how many were decided to be commitments.
        proposed: how many are judged to be commitments.
        hits: how many are both.
        surprise: mean surprise at the decisions, in nats; 0 is certainty.
    """

    units: int
    right: int
    promised: int
    proposed: int
    hits: int
    surprise: float

    @property
    def f1(self) -> float:
        """F1 of commitments, 0 to 1."""
        return 2 * self.hits / max(1, self.promised + self.proposed)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Label weights of a project: what was added to the shipped ones, and what it brought.

    Attributes:
        ref: ``lesson/1``; lessons are counted from 1.
        coder: who asked for it.
        at: UTC moment, ISO 8601.
        weights: SHA-256 of the text that lists what was added; see ``aftersummit text``.
        shipped: SHA-256 of the shipped weights that it was added to; it means nothing
            with others.
        units, documents: decided units that were learned from, and where they stand.
        undecided: other units of those documents, which were to stay as they were judged.
        changed: how many of those are labelled otherwise all the same.
        before, after: the decided units held back, by the shipped weights and by weights that
            had not seen them.
        mended, spoilt: units held back that are judged right only after, or only before;
            what would newly be proposed in a document that was read to its end, and nobody
            added there, counts as spoilt.
        folds: parts held back in turn.
        by: what was held back together: whole documents, or blocks of neighbouring units
            where there were too few documents.
        insisted: whether it was kept though it was not better.
        seconds: what it took, in processor time.
        forgotten: UTC moment at which it was given up, "" while it stands.
        forgotten_by: who gave it up.
    """

    ref: Ref
    coder: str
    at: str
    weights: str
    shipped: str
    units: int
    documents: int
    undecided: int
    changed: int
    before: Tally
    after: Tally
    mended: int
    spoilt: int
    folds: int
    by: HeldBack
    insisted: bool = False
    seconds: float = 0.0
    forgotten: str = ""
    forgotten_by: str = ""
