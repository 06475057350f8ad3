"""What a project gains by learning from its coders: ``python -m benchmarks.learning``.

Forums of the coded texts stand for projects: weights are trained without any text of the
forum, its documents arrive in the order of their dates, the first ones are decided, and what
was learned is measured on all that come after. Four times: coders who read as the codebook
does, coders to whom support is a promise too, and each with every unit coded or with no more
than proposals accepted and rejected and misses added. Last, commitments that people identified.
How firmly the weights are held was chosen on documents of other forums.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from aftersummit.commitments import weights
from aftersummit.commitments.extractors.model import extract
from aftersummit.commitments.judging import NAMES, read_document, threshold_of
from aftersummit.commitments.learning import COMMITMENT, OTHERS, Decided, Learned, Said, learn
from aftersummit.commitments.training import chances, in_context
from aftersummit.errors import UserError
from aftersummit.model import Document, Span, text_hash
from benchmarks.coded import Coded, documents, held_out
from benchmarks.extraction import g7, g20, scores
from benchmarks.train_extraction import alone_rows, fit_labels, label_rows, linear

FORUMS = {
    "G7": r"g7-(?!2022)",
    "Quad": r"quad-",
    "North America": r"nals-|tfc-|semiconductor",
}
MOST = 3  # documents decided
SINCE = 2008  # the middle of the commitments that people identified in the G7
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
    return trained([one for one in coded if not re.match(pattern, one.id)])


def trained(coded: Sequence[Coded]) -> weights.Linear:
    """Label weights of some coded texts."""
    features, answers, _ = label_rows(coded)
    return linear(*fit_labels(features, alone_rows(coded), answers))


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


def told(learned: Learned) -> str:
    """What was decided, what decisions held back said, and whether it is kept."""
    return (
        f"{learned.units:>4} units  held back {learned.before.f1:.3f} to {learned.after.f1:.3f} "
        f"(+{learned.mended} -{learned.spoilt}) {'kept' if learned.better else 'refused'} "
        f"{learned.seconds:.1f} s"
    )


def in_figures(first: tuple[float, float, float], then: tuple[float, float, float]) -> str:
    """F1 with precision and recall, before and after."""
    return " to ".join(f"{f1:.3f} (P {p:.2f} R {r:.2f})" for f1, p, r in (first, then))


def from_people(coded: Sequence[Coded]) -> None:
    """What is learned from commitments that people identified, the G7's until 2007.

    What is none has to come from somewhere: calls and nones of the coded G7 texts, which the
    weights to start from have not seen either. Measured on the G7's of later years and the
    G20's, and on summit texts set aside that are coded by the codebook.
    """
    aside = held_out(list(coded))
    known = [one for one in coded if one.id not in aside and not re.match(FORUMS["G7"], one.id)]
    given = trained(known)
    texts = dict(g7())
    early = [text for text, year in texts.items() if year < SINCE]
    none = [one for one in coded if re.match(FORUMS["G7"], one.id)]
    learned = learn([*(found_by_people(text) for text in early), *map(no_promises, none)], given)
    model = weights.added(given, weights.parse(learned.change, "learned"))
    print(f"people: {len(early)} commitments of the G7 before {SINCE}: {told(learned)}")
    later = [text for text, year in texts.items() if year >= SINCE]
    for name, some in (("G7 later", later), ("G20", list(g20()))):
        before, after = (np.mean([promised(text, m) for text in some]) for m in (given, model))
        print(f"  {name}, {len(some)} texts: recall {before:.3f} to {after:.3f}")
    rest = [one for one in coded if one.id in aside and one.summit and one not in none]
    before, after = (on_the_rest(rest, m, CODERS["as the codebook"]) for m in (given, model))
    print(f"  by the codebook, {len(rest)} texts: F1 {in_figures(before, after)}")


def found_by_people(text: str) -> Decided:
    """A text of one unit that people took for a commitment; a longer one says nothing."""
    document = Document(title="", text=text, text_sha256=text_hash(text))
    units = read_document(document).cut.units
    return Decided(document, [Said(units[0].span, COMMITMENT)] if len(units) == 1 else [])


def no_promises(one: Coded) -> Decided:
    """A coded document with its calls and nones decided, and nothing else."""
    document = Document(title=one.id, text=one.text, text_sha256=text_hash(one.text))
    return Decided(
        document,
        [
            Said(Span(row["start"], row["end"]), frozenset([NAMES[row["label"]]]))
            for row, _ in one.pairs()
            if row["label"] in "HN"
        ],
    )


def promised(text: str, model: weights.Linear) -> bool:
    """Whether any commitment is found in a text."""
    document = Document(title="", text=text, text_sha256=text_hash(text))
    return bool(extract(document, learned=model))


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
                    print(f"  {count} decided: {told(learned)}; later {in_figures(first, then)}")
    print("mean gain in F1 on later texts")
    for (coder, whole, better), each in sorted(gains.items(), reverse=True):
        print(
            f"  {coder}; {'every unit' if whole else 'proposals and misses'}; "
            f"{'kept' if better else 'refused'}: {np.mean(each):+.3f} ({len(each)} times, "
            f"{min(each):+.3f} to {max(each):+.3f})"
        )
    from_people(coded)


if __name__ == "__main__":
    main()
