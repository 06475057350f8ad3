"""What a project gains by learning from its coders: ``python -m benchmarks.learning``.

Forums of the coded texts stand for projects: weights are trained without any text of the
forum, its documents arrive in the order of their dates, the first ones are decided, and what
was learned is measured on all that come after. Four times: coders who read as the codebook
does, coders to whom support is a promise too, and each with every unit coded or with no more
than proposals accepted and rejected and misses added. How firmly the weights are held was
chosen on documents of other forums.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from aftersummit.commitments import weights
from aftersummit.commitments.judging import NAMES, threshold_of
from aftersummit.commitments.learning import OTHERS, Decided, Learned, Said, learn
from aftersummit.commitments.training import chances, in_context
from aftersummit.errors import UserError
from aftersummit.model import Document, Span, text_hash
from benchmarks.coded import Coded, documents
from benchmarks.extraction import scores
from benchmarks.train_extraction import alone_rows, fit_labels, label_rows, linear

FORUMS = {
    "G7": r"g7-(?!2022)",
    "Quad": r"quad-",
    "North America": r"nals-|tfc-|semiconductor",
}
MOST = 3  # documents decided
CODERS: dict[str, Callable[[str], str]] = {
    "as the codebook": lambda label: label,
    "support counts too": lambda label: "commitment" if label == "stance" else label,
}


def arriving(coded: Sequence[Coded], pattern: str) -> list[list[Coded]]:
    """A forum's documents by date; parts of one document arrive together."""
    found: dict[tuple[str, str], list[Coded]] = {}
    for one in coded:
        if re.match(pattern, one.id):
            found.setdefault((one.date, re.sub(r"-(part|rest)$", "", one.id)), []).append(one)
    return [found[key] for key in sorted(found)]


def without(coded: Sequence[Coded], pattern: str) -> weights.Linear:
    """Label weights trained on all coded texts but a forum's."""
    rest = [one for one in coded if not re.match(pattern, one.id)]
    return linear(*fit_labels(label_rows(rest)[0], alone_rows(rest), label_rows(rest)[1]))


def judged(one: Coded, model: weights.Linear) -> list[bool]:
    """Whether each coded unit is called a commitment."""
    found = model.score([in_context(view, one.genre) for _, view in one.pairs()])
    likely = chances(np.asarray(found, dtype=np.float64))[:, 0]
    return list(likely >= threshold_of("default", one.genre))


def decided(one: Coded, read: Callable[[str], str], whole: bool, given: weights.Linear) -> Decided:
    """A document with every unit coded, or with proposals decided on and misses added."""
    said = []
    for (row, _), proposed in zip(one.pairs(), judged(one, given), strict=True):
        label = read(NAMES[row["label"]])
        span = Span(row["start"], row["end"])
        if whole or label == "commitment":
            said.append(Said(span, frozenset([label])))
        elif proposed:
            said.append(Said(span, OTHERS))
    document = Document(
        title=one.id, text=one.text, text_sha256=text_hash(one.text), language=one.language
    )
    return Decided(document, said)


def on_the_rest(
    rest: Sequence[Coded], model: weights.Linear, read: Callable[[str], str]
) -> tuple[float, float, float]:
    """Commitment F1, precision and recall on documents that came after."""
    truth = [read(NAMES[row["label"]]) == "commitment" for one in rest for row, _ in one.pairs()]
    found = [called for one in rest for called in judged(one, model)]
    return scores(np.array(truth), np.array(found))


def show(name: str, learned: Learned, first: Sequence[float], then: Sequence[float]) -> None:
    """One row: what was decided, what those held back said, and what came of it."""
    before, after = learned.before, learned.after
    print(
        f"  {name}: {learned.units:>4} units  held back {before.f1:.3f} to {after.f1:.3f} "
        f"(+{learned.mended} -{learned.spoilt}) {'kept' if learned.better else 'refused'}; later "
        f"{first[0]:.3f} (P {first[1]:.2f} R {first[2]:.2f}) to "
        f"{then[0]:.3f} (P {then[1]:.2f} R {then[2]:.2f})  {learned.seconds:.1f} s"
    )


def main() -> None:
    """Prints commitment F1 before and after learning, for each forum and kind of coder."""
    coded = documents()
    gains: dict[tuple[str, bool, bool], list[float]] = {}
    for forum, pattern in FORUMS.items():
        given, steps = without(coded, pattern), arriving(coded, pattern)
        for coder, read in CODERS.items():
            for whole in (True, False):
                how = "every unit" if whole else "proposals and misses"
                print(f"{forum}, coders: {coder}; decided: {how}")
                for count in range(1, min(MOST, len(steps) - 1) + 1):
                    seen = [one for step in steps[:count] for one in step]
                    rest = [one for step in steps[count:] for one in step]
                    try:
                        learned = learn((decided(one, read, whole, given) for one in seen), given)
                    except UserError as error:
                        print(f"  {count} decided: {error}")
                        continue
                    model = weights.added(given, weights.parse(learned.change, "learned"))
                    first, then = (on_the_rest(rest, m, read) for m in (given, model))
                    gains.setdefault((coder, whole, learned.better), []).append(then[0] - first[0])
                    show(f"{count} decided", learned, first, then)
    print("mean gain in F1 on later texts")
    for (coder, whole, better), each in sorted(gains.items(), reverse=True):
        print(
            f"  {coder}; {'every unit' if whole else 'proposals and misses'}; "
            f"{'kept' if better else 'refused'}: {np.mean(each):+.3f} ({len(each)} times, "
            f"{min(each):+.3f} to {max(each):+.3f})"
        )


if __name__ == "__main__":
    main()
