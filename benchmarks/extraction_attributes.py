"""Measure what is said of each true commitment, beside the asked figure and a baseline.

    python -m benchmarks.extraction_attributes

Reads ``../shared/gold``. What is learned (strength, kind, issue) is cross-validated by
document, eight folds; the grammars (deadline, quantity, parties, parts) learn nothing but were
written with the development documents in view, so the fixed fifth of documents that no choice
was made on stands in a column of its own.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit.commitments.bound import whose
from aftersummit.commitments.deadlines import bounds, day_of, deadline, meaning
from aftersummit.commitments.issuers import speakers
from aftersummit.commitments.quantities import quantity
from aftersummit.commitments.split import parts as parts_of
from aftersummit.commitments.split import settled
from aftersummit.model import Document, Span
from benchmarks.coded import Coded, documents, held_out
from benchmarks.train_attributes import (
    CodedPart,
    CodedUnit,
    Fitted,
    coded_parts,
    coded_units,
    fit_issue,
    fit_kind,
    fit_split,
    fit_strength,
)

EXPECTED = Path(__file__).with_name("deadlines_expected.tsv")
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: the figure over all documents and over those set aside."""

    name: str
    value: float
    aside: float
    asked: float | None = None
    baseline: str = ""

    def line(self) -> str:
        """As printed."""
        asked = "      " if self.asked is None else f"{self.asked:6.2f}"
        mark = "" if self.asked is None else "  met" if self.value >= self.asked else "  short"
        return f"{self.name:46s}{self.value:7.3f}{self.aside:9.3f}{asked}  {self.baseline}{mark}"


def f1(hit: float, found: float, true: float) -> float:
    """Harmonic mean of ``hit / found`` and ``hit / true``; 1 where there is nothing to find."""
    return 2 * hit / (found + true) if found + true else 1.0


def folds(names: Sequence[str]) -> Any:
    """A fold for each row, the same for all rows of a document."""
    order = sorted(set(names), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    fold = {name: n % FOLDS for n, name in enumerate(order)}
    return np.array([fold[name] for name in names])


def crossed(
    parts: Sequence[CodedPart],
    fitter: Callable[[Sequence[CodedPart]], Fitted],
    rows: Callable[[CodedPart], list[str]],
    placed: bool = False,
) -> list[list[str]]:
    """Classes of each promise, likeliest first, from a model that never saw its document."""
    fold = folds([part.document for part in parts])
    ranked: list[list[str]] = [[] for _ in parts]
    for k in range(FOLDS):
        test = np.flatnonzero(fold == k)
        model = fitter([parts[n] for n in np.flatnonzero(fold != k)])
        places = np.stack([parts[n].topic.places for n in test]) if placed else None
        scores = model.score([rows(parts[n]) for n in test], places)
        for n, row in zip(test, scores, strict=True):
            ranked[n] = [model.classes[column] for column in np.argsort(-row, kind="stable")]
    return ranked


def learned(parts: Sequence[CodedPart], aside: frozenset[str]) -> list[Figure]:
    """Strength, kind and issue."""
    apart = np.array([part.document in aside for part in parts])
    found = []
    for name, asked, fitter, rows, placed in (
        ("strength", 0.90, fit_strength, lambda p: p.strength, False),
        ("kind", 0.85, fit_kind, lambda p: p.kind, False),
        ("issue", 0.75, fit_issue, lambda p: p.topic.words, True),
    ):
        truth = [part.answers[name] for part in parts]
        ranked = crossed(parts, fitter, rows, placed)
        common = [code for code, _ in Counter(truth).most_common(3)]
        for top in (1, 3) if name == "issue" else (1,):
            right = np.array([t in r[:top] for t, r in zip(truth, ranked, strict=True)])
            blind = np.mean([t in common[:top] for t in truth])
            label = f"{name}, right" if top == 1 else f"{name}, among the first {top}"
            found.append(
                Figure(
                    label,
                    float(right.mean()),
                    float(right[apart].mean()),
                    asked if top == 1 else 0.92,
                    f"always the commonest {blind:.3f}",
                )
            )
    return found


@dataclass(slots=True)
class Words:
    """Counts of found and coded words of one attribute."""

    places: int = 0
    found: int = 0
    true: int = 0
    exact: int = 0
    letters: float = 0.0
    letters_found: int = 0
    letters_true: int = 0

    def add(self, ours: Span | None, coded: Sequence[int] | None) -> None:
        """One promise: where we find the words, and where the coders did."""
        self.found += ours is not None
        self.true += coded is not None
        self.letters_found += len(ours) if ours else 0
        self.letters_true += coded[1] - coded[0] if coded else 0
        if ours is None or coded is None:
            return
        shared = min(ours.end, coded[1]) - max(ours.start, coded[0])
        if shared > 0:
            self.places += 1
            self.exact += (ours.start, ours.end) == tuple(coded)
            self.letters += shared

    @property
    def f1(self) -> float:
        """Of places, an overlap counting as found."""
        return f1(self.places, self.found, self.true)

    @property
    def letters_f1(self) -> float:
        """Of code points."""
        return f1(self.letters, self.letters_found, self.letters_true)


def grammars(
    coded: Sequence[Coded], parts: Sequence[CodedPart], aside: frozenset[str]
) -> list[Figure]:
    """Deadline, quantity and parties."""
    by_name = {document.id: document for document in coded}
    who = {
        d.id: speakers(
            Document(title="", text=d.text, date=d.date, language=d.language), d.views, d.genre
        )
        for d in coded
    }
    counts = {(name, held): Words() for name in ("deadline", "quantity") for held in (0, 1)}
    named: dict[int, list[bool]] = {0: [], 1: []}
    for part in parts:
        document, span = by_name[part.document], part.span
        held = int(part.document in aside)
        due = deadline(document.text, span.start, span.end, document.date, document.language)
        amount = quantity(document.text, span.start, span.end)
        bound, _ = whose(document.text, part.view, span, who[part.document])
        right = set(bound) == set(part.answers["who"].split("+"))
        for column in (0, 1) if held else (0,):
            counts["deadline", column].add(due.span if due else None, part.answers["deadline"])
            counts["quantity", column].add(
                amount.span if amount else None, part.answers["quantity"]
            )
            named[column].append(right)
    blind = np.mean([part.answers["who"] == "all" for part in parts])
    found = []
    for name, asked in (("deadline", 0.93), ("quantity", 0.88)):
        everywhere, apart = counts[name, 0], counts[name, 1]
        found += [
            Figure(f"{name} words, F1 of places", everywhere.f1, apart.f1, asked, "none found 0"),
            Figure(f"{name} words, F1 of letters", everywhere.letters_f1, apart.letters_f1),
            Figure(
                f"{name}, exact where found",
                everywhere.exact / max(1, everywhere.places),
                apart.exact / max(1, apart.places),
            ),
        ]
    found.append(
        Figure(
            "parties, exact", float(np.mean(named[0])), float(np.mean(named[1])), 0.90,
            f"always all {blind:.3f}",
        )
    )  # fmt: skip
    return found


def expected_dates() -> dict[tuple[str, str], tuple[str, ...]]:
    """EDTF, first and last day by the document's day and the words (``deadlines_expected.tsv``)."""
    with EXPECTED.open(encoding="utf-8") as lines:
        rows = csv.reader((line for line in lines if "\t" in line), delimiter="\t", quoting=3)
        return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def key_of(words: str) -> str:
    """How the table names words: themselves, or a digest where they are long."""
    if len(words) <= 60:
        return words
    return "#" + hashlib.sha256(words.encode()).hexdigest()[:16]


def dates(
    coded: Sequence[Coded], parts: Sequence[CodedPart], aside: frozenset[str]
) -> list[Figure]:
    """How many of the coded time limits that are found get the date written down for them."""
    expected = expected_dates()
    by_name = {document.id: document for document in coded}
    right: dict[int, list[bool]] = {0: [], 1: []}
    read: dict[int, list[bool]] = {0: [], 1: []}
    for part in parts:
        if part.answers["deadline"] is None:
            continue
        document, (start, end) = by_name[part.document], part.answers["deadline"]
        words = document.text[start:end]
        want = expected[document.date, key_of(words)]
        due = deadline(
            document.text, part.span.start, part.span.end, document.date, document.language
        )
        columns = (0, 1) if part.document in aside else (0,)
        for column in columns:
            read[column].append(_days(meaning(words, day_of(document.date))) == want)
            if due is not None and due.span.start < end and start < due.span.end:
                right[column].append(_days(due.deadline.edtf) == want)
    return [
        Figure("EDTF and interval, of the limits found", _mean(right[0]), _mean(right[1]), 0.95),
        Figure("EDTF and interval, of the coded words", _mean(read[0]), _mean(read[1])),
    ]


def _days(edtf: str) -> tuple[str, ...]:
    first, last = bounds(edtf) if edtf else ("", "")
    return edtf or "-", first or "-", last or "-"


def _mean(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0


def divided(units: Sequence[CodedUnit]) -> list[list[Span]]:
    """Parts of each unit from a model that never saw its document."""
    fold = folds([unit.document for unit in units])
    found: list[list[Span]] = [[] for _ in units]
    for k in range(FOLDS):
        model = fit_split([units[n] for n in np.flatnonzero(fold != k)])
        for n in np.flatnonzero(fold == k):
            unit = units[n]
            scores = model.score(unit.features)
            chances = np.exp(scores - scores.max(axis=1, keepdims=True)) if unit.joints else scores
            chances = chances / chances.sum(axis=1, keepdims=True) if unit.joints else chances
            rows = settled(unit.text, unit.view, unit.joints, chances.tolist())
            found[n] = parts_of(unit.view.span, unit.joints, rows)
    return found


def parted(coded: Sequence[Coded], aside: frozenset[str]) -> list[Figure]:
    """Number and borders of the parts of each commitment unit, beside leaving it whole."""
    units = coded_units(coded)
    apart = np.array([unit.document in aside for unit in units])
    several = np.array([len(unit.truth) > 1 for unit in units])
    ours = divided(units)
    whole = [[unit.view.span] for unit in units]
    right, blind_right = (
        np.array([len(cut) == len(unit.truth) for cut, unit in zip(cuts, units, strict=True)])
        for cuts in (ours, whole)
    )
    share, blind_share = (
        np.array([borders(u.text, cut, u.truth) for cut, u in zip(cuts, units, strict=True)])
        for cuts in (ours, whole)
    )
    cut = np.array([len(spans) > 1 for spans in ours])

    def figure(name: str, values: Any, blind: Any, among: Any, asked: float | None) -> Figure:
        held = values[apart & among].mean()
        words = f"never split {blind[among].mean():.3f} ({blind[apart & among].mean():.3f} aside)"
        return Figure(name, float(values[among].mean()), float(held), asked, words)

    everything = np.ones(len(units), dtype=bool)
    return [
        figure("parts, number right", right, blind_right, everything, 0.85),
        figure("parts, borders (token overlap F1)", share, blind_share, everything, 0.85),
        figure("parts, number right where several", right, blind_right, several, None),
        figure("parts, borders where several", share, blind_share, several, None),
        figure("units split where there is one part", cut, np.zeros(len(units)), ~several, None),
    ]


def borders(text: str, ours: Sequence[Span], truth: Sequence[Span]) -> float:
    """Mean over parts of both sides of the best token overlap F1 with a part of the other."""
    left = [_words(text, span) for span in ours]
    right = [_words(text, span) for span in truth]
    scores = [max(_overlap(a, b) for b in right) for a in left]
    scores += [max(_overlap(a, b) for a in left) for b in right]
    return sum(scores) / len(scores)


def _words(text: str, span: Span) -> frozenset[int]:
    """Places of the words of a span."""
    places, at = set(), span.start
    for word in text[span.start : span.end].split():
        at = text.index(word, at)
        if any(letter.isalnum() for letter in word):
            places.add(at)
        at += len(word)
    return frozenset(places)


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    return f1(len(a & b), len(a), len(b))


def main() -> None:
    """Prints every figure."""
    coded = documents()
    aside = held_out(coded)
    parts = coded_parts(coded)
    print(f"{len(parts)} coded commitments of {len(coded)} documents; {len(aside)} set aside")
    print(f"{'':46s}{'all':>7s}{'aside':>9s} asked")
    for figure in parted(coded, aside):
        print(figure.line())
    for figure in grammars(coded, parts, aside) + dates(coded, parts, aside):
        print(figure.line())
    for figure in learned(parts, aside):
        print(figure.line())


if __name__ == "__main__":
    main()
