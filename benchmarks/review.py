"""How much reading the queue saves: ``python -m benchmarks.review``.

The coded texts are replayed: units are shown in an order, and it is counted how many had to be
read until 95 of 100 commitments were seen. The chances that the order rests on come from models
that saw no unit of the same document (cross-validated in eight folds), so nothing is measured on
what it was tuned on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from aftersummit.model import Ref, Span
from aftersummit.review import Waiting, ordered
from aftersummit.text.align import fingerprint, squeeze
from benchmarks.coded import documents
from benchmarks.train_extraction import LABELS, Crossed, cross_validate

WANTED = 0.95
NAMES = {"C": "commitment", "S": "stance", "H": "call", "N": "none"}


def unread(order: Sequence[bool], wanted: float = WANTED) -> float:
    """Share of units that can be left unread once ``wanted`` of the commitments were seen."""
    total, seen = sum(order), 0
    for read, hit in enumerate(order, start=1):
        seen += hit
        if seen >= wanted * total:
            return 1 - read / len(order)
    return 0.0


def waiting(found: Crossed) -> list[tuple[Waiting, bool]]:
    """Every coded unit as the queue sees it, with whether it holds a commitment."""
    made = []
    for row, view in enumerate(found.views):
        slug = found.documents[row].id.lower().replace("_", "-")
        ref = Ref.to_document(Ref.parse("gold/all"), slug).at(Span(view.span.start, view.span.end))
        chances = {NAMES[label]: float(found.chances[row][n]) for n, label in enumerate(LABELS)}
        made.append((Waiting(ref, chances), found.answers[row] == "C"))
    return made


def main() -> None:
    """Print the share left unread in each order, over all texts and within each."""
    coded = documents()
    found = cross_validate(coded)
    every = waiting(found)
    truth = {one.unit: hit for one, hit in every}
    summits = {one.id for one in coded if one.summit}
    of_summits = [
        pair for pair, owner in zip(every, found.documents, strict=True) if owner.id in summits
    ]
    print(f"{len(every)} units, {sum(truth.values())} commitments, {len(coded)} documents")
    for name, pairs in (("all texts", every), ("summit texts", of_summits)):
        units = [one for one, _ in pairs]
        for order in ("likely", "uncertain", "document"):
            shown = [truth[one.unit] for one in ordered(units, order)]
            print(f"{name:<14}{order:<12}{unread(shown):7.1%} unread at 95 % of commitments")
        draws = [truth[one.unit] for one in units]
        shares = []
        for seed in range(200):
            random.Random(seed).shuffle(draws)
            shares.append(unread(draws))
        print(f"{name:<14}{'random':<12}{sum(shares) / len(shares):7.1%} (mean of 200 draws)")
    prints = [
        str(fingerprint(document.text[row["start"] : row["end"]]))
        for document in coded
        for row in document.rows
        if squeeze(row["text"])
    ]
    print(f"units that read like an earlier one: {len(prints) - len(set(prints))}")


if __name__ == "__main__":
    main()
