"""Several extractors asked about the same text, and what they agree on.

A unit belongs to the label that most of them give it (the earlier one where votes are even).
Where all give it, in the same parts, they agreed; whatever else was found is for people. Votes
are proposals like any other: no machine decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from aftersummit.commitments import Extractor
from aftersummit.model import Commitment, Document, Span, Votes
from aftersummit.text.segment import Segmentation, segment

_LABELS = ("commitment", "call", "stance")
_SAME = 0.5  # share of the words of two spans together from which they are the same part


@dataclass(frozen=True, slots=True)
class Voter:
    """An extractor that is asked, and its name in the record of the vote."""

    name: str
    extract: Extractor


@dataclass(frozen=True, slots=True)
class Vote:
    """An extractor made of several; ``voters`` in the order in which they are preferred."""

    voters: tuple[Voter, ...]

    def __call__(
        self,
        document: Document,
        *,
        labels: Collection[str] = ("commitment",),
        recall: str = "default",
    ) -> list[Commitment]:
        """What any of them found under ``labels``, in document order, with its ``votes``."""
        heard = [v.extract(document, labels=_LABELS, recall=recall) for v in self.voters]
        cut = segment(document.text or "", document.language)
        by_unit = [_by_unit(found, cut) for found in heard]
        counted: list[Commitment] = []
        for unit in sorted(set().union(*by_unit)):
            counted += self._count([found.get(unit, []) for found in by_unit], labels)
        return sorted(counted, key=lambda each: (each.start, each.end))

    def _count(
        self, heard: Sequence[list[Commitment]], labels: Collection[str]
    ) -> list[Commitment]:
        """One unit: what each voter found in it, in the voters' order."""
        said = [found[0].label if found else "none" for found in heard]
        counts = Counter(label for label in said if label in labels)
        if not counts:
            return []
        label = max(counts, key=counts.__getitem__)  # the first of several: the earliest voice
        backers = [at for at, other in enumerate(said) if other == label]
        chosen = heard[backers[0]]
        same = all(_same_parts(chosen, heard[at]) for at in backers)
        names = [voter.name for voter in self.voters]
        votes = Votes(tuple(names[at] for at in backers), tuple(names),
                      len(backers) == len(names) and same)  # fmt: skip
        others = [f"{names[at]} says {said[at]}" for at in range(len(names)) if at not in backers]
        if not same:
            others.append("they part it differently")
        told = f"found by {len(backers)} of {len(names)}: {', '.join(votes.found)}"
        # Laplace's rule of succession: nobody has measured how often these voters are right.
        sure = round((len(backers) + 1) / (len(names) + 2), 4)
        return [
            replace(each, votes=votes, confidence=sure, why=(told, *others, *each.why))
            for each in chosen
        ]


def _by_unit(found: Sequence[Commitment], cut: Segmentation) -> dict[int, list[Commitment]]:
    """Finds by the unit they begin in; of finds with several labels in one, the first label."""
    units: dict[int, list[Commitment]] = {}
    for each in found:
        unit = cut.unit_at(each.start)
        if unit is not None:
            inside = units.setdefault(unit.index, [])
            if not inside or inside[0].label == each.label:
                inside.append(each)
    return units


def _same_parts(one: Sequence[Commitment], other: Sequence[Commitment]) -> bool:
    return len(one) == len(other) and all(
        _likeness(a.span, b.span) > _SAME for a, b in zip(one, other, strict=True)
    )


def _likeness(one: Span | None, other: Span | None) -> float:
    """Code points that two spans share, of those that either holds."""
    if one is None or other is None:
        return 0.0
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (len(one) + len(other) - shared)
