"""Learning from coders: what people decided in a project moves the label weights for it.

The shipped weights are trained onward on the units that were decided and are held to where
they were, so that a few decisions move little. A unit on which nobody decided is no "none":
it is to be judged as before. Whether that helps is asked of decisions held back in turn.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from aftersummit.commitments import weights
from aftersummit.commitments.judging import NAMES, read_document, threshold_of
from aftersummit.commitments.training import LABELS, Matrix, alone, chances, fit, in_context
from aftersummit.errors import UserError
from aftersummit.model import Document, Span, Tally
from aftersummit.model.lesson import HeldBack
from aftersummit.text.segment import Unit

LEAST = 20
"""Decided units below which nothing can be learned, still less measured."""

_STRENGTH = 0.05  # chosen on coded texts that benchmarks.learning does not measure with
_FOLDS = 5
_SEVERAL = 3  # documents from which whole ones are held back
_BY_LUCK = 0.05  # how likely as many units may be mended by luck for weights to be kept

Labels = NDArray[np.str_]
Mask = NDArray[np.bool_]

COMMITMENT = frozenset(["commitment"])
EVERY = frozenset(NAMES.values())
OTHERS = EVERY - COMMITMENT


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of a place in a text.

    Attributes:
        labels: those that it may have: one that was given, all but ``commitment`` where that
            was rejected; none where something is proposed and nobody has decided yet.
    """

    span: Span
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A document, with its text, and what was said of places in it."""

    document: Document
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, and what decisions that were held back say of it.

    Attributes:
        change: what to add to the shipped weights, as the text of a model's file.
        shipped: the hash of the shipped weights.
        units, documents, undecided, changed, before, after, mended, spoilt, folds, by,
            seconds: as in :class:`aftersummit.model.Lesson`.
    """

    change: str
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
    seconds: float

    @property
    def luck(self) -> float:
        """How likely as many would be mended by luck, were one thing as likely as the other
        (sign test, one-sided; McNemar 1947, exact)."""
        tossed = self.mended + self.spoilt
        ways = sum(math.comb(tossed, count) for count in range(self.mended, tossed + 1))
        return float(Fraction(ways, 2**tossed))

    @property
    def better(self) -> bool:
        """Whether more decisions held back are judged right than luck would bring, with no
        loss in F1 and less surprise."""
        before, after = self.before, self.after
        return self.luck <= _BY_LUCK and after.f1 >= before.f1 and after.surprise < before.surprise


@dataclass(slots=True)
class _Unit:
    """A unit as it is learned from.

    Attributes:
        document: number of its document.
        allowed: labels that the decisions allow; empty where there are none.
        least: the chance from which it counts as a commitment.
    """

    document: int
    allowed: frozenset[str]
    least: float
    stands: list[str]
    alone: list[str]


def learn(decided: Iterable[Decided], given: weights.Linear | None = None) -> Learned:
    """Train the shipped label weights onward on what people decided.

    Args:
        given: weights to start from and to be held to, in place of the shipped ones.

    Raises:
        UserError: too little was decided.
    """
    began = time.process_time()
    units = [unit for at, one in enumerate(decided) for unit in _units(at, one)]
    known = np.array([bool(unit.allowed) for unit in units], dtype=bool)
    _check([unit for unit in units if unit.allowed])
    given = given or weights.load("label")
    by, folds = _folds(units)
    shipped, unseen = _judge(given, units), np.zeros((len(units), len(LABELS)))
    for fold in folds:
        held = set(fold)
        rest = [unit for at, unit in enumerate(units) if at not in held]
        trained = weights.parse(weights.render(LABELS, _fit(given, rest)), "learned")
        unseen[fold] = _judge(weights.added(given, trained), [units[at] for at in fold])
    change = weights.render(LABELS, _fit(given, units))
    final = _judge(weights.added(given, weights.parse(change, "learned")), units)
    labels = [np.array(_called(units, found)) for found in (shipped, unseen, final)]
    first, then = (np.array(_right(units, called)) for called in labels[:2])
    return Learned(
        change=change,
        shipped=weights.fingerprint("label"),
        units=int(known.sum()),
        documents=len({unit.document for unit in units if unit.allowed}),
        undecided=int((~known).sum()),
        changed=int((labels[0] != labels[2])[~known].sum()),
        before=_tally(units, known, shipped, labels[0]),
        after=_tally(units, known, unseen, labels[1]),
        mended=int((then & ~first)[known].sum()),
        spoilt=int((first & ~then)[known].sum()) + _passed_over(units, *labels[:2]),
        folds=len(folds),
        by=by,
        seconds=round(time.process_time() - began, 2),
    )


def _units(number: int, one: Decided) -> list[_Unit]:
    """The units of a document that somebody decided on, with what was decided of each."""
    reading = read_document(one.document)
    least = threshold_of("default", reading.genre)
    said: dict[int, list[frozenset[str]]] = {}
    for place in one.said:
        for unit in _under(reading.cut.units, place.span):
            said.setdefault(unit.index, []).append(place.labels)
    return [
        _Unit(
            document=number,
            allowed=_agreed(said.get(unit.index, [])),
            least=least,
            stands=in_context(view, reading.genre),
            alone=alone(view),
        )
        for unit, view in zip(reading.cut.units, reading.views, strict=True)
    ]


def _under(units: Sequence[Unit], place: Span) -> Iterator[Unit]:
    """The units that a place is about: it holds half of them, or they hold half of it."""
    at = bisect_right(units, place.start, key=lambda unit: unit.span.end)
    while at < len(units) and units[at].span.start < place.end:
        span = units[at].span
        shared = min(span.end, place.end) - max(span.start, place.start)
        if 2 * shared >= min(len(span), len(place)):
            yield units[at]
        at += 1


def _agreed(said: Sequence[frozenset[str]]) -> frozenset[str]:
    """The labels that a unit may have by everything said of it, or of places in it.

    One promise makes a unit a commitment; it is none only if nothing in it is still open.
    """
    if COMMITMENT in said:
        return COMMITMENT
    for labels in reversed(said):
        if len(labels) == 1:
            return labels
    if not said or frozenset() in said:
        return frozenset()
    return frozenset.intersection(*said)


def _check(known: Sequence[_Unit]) -> None:
    if len(known) < LEAST:
        raise UserError(
            f"only {len(known)} units are decided, too few to learn from",
            f"decide on at least {LEAST}: aftersummit serve, or aftersummit decide",
        )
    if len({unit.allowed == COMMITMENT for unit in known}) < 2:
        raise UserError(
            "every decided unit was decided alike", "decide on some that are none, or that are"
        )


def _folds(units: Sequence[_Unit]) -> tuple[HeldBack, list[list[int]]]:
    """Places of the units that are held back together: documents, or neighbouring units."""
    documents: dict[int, list[int]] = {}
    for at, unit in enumerate(units):
        documents.setdefault(unit.document, []).append(at)
    folds: list[list[int]] = [[] for _ in range(_FOLDS)]
    if len(documents) >= _SEVERAL:
        folds = folds[: len(documents)]
        for places in sorted(documents.values(), key=len, reverse=True):
            min(folds, key=len).extend(places)
        return "document", folds
    count, done = sum(bool(unit.allowed) for unit in units), 0
    for at, unit in enumerate(units):
        folds[min(done * _FOLDS // count, _FOLDS - 1)].append(at)
        done += bool(unit.allowed)
    return "block", folds


def _fit(given: weights.Linear, units: Sequence[_Unit]) -> dict[str, Matrix]:
    """What to add to the weights: every unit counts half in its context and half alone."""
    known = [unit for unit in units if unit.allowed]
    open_ = [unit for unit in units if not unit.allowed]
    allowed = np.array([[NAMES[label] in u.allowed for label in LABELS] for u in known], float)
    found = fit(
        [unit.stands for unit in known] + [unit.alone for unit in known],
        np.concatenate([allowed, allowed]),
        strength=_STRENGTH / 2,
        given=given,
        unmoved=[unit.stands for unit in open_] + [unit.alone for unit in open_],
    )
    least = 0.5 / weights.UNIT
    return {n: row for n, row in found.items() if n == weights.BIAS or np.abs(row).max() >= least}


def _judge(model: weights.Linear, units: Sequence[_Unit]) -> Matrix:
    scores = model.score([unit.stands for unit in units])
    return chances(np.asarray(scores, dtype=np.float64))


def _called(units: Sequence[_Unit], found: Matrix) -> list[str]:
    """The label that each unit is given, as in :mod:`aftersummit.commitments.judging`."""
    promised = found[:, 0] >= np.array([unit.least for unit in units])
    columns = np.where(promised, 0, 1 + found[:, 1:].argmax(axis=1))
    return [NAMES[LABELS[column]] for column in columns]


def _right(units: Sequence[_Unit], called: Iterable[str]) -> list[bool]:
    """Whether each unit is given a label that the decisions allow."""
    return [label in unit.allowed for label, unit in zip(called, units, strict=True)]


def _passed_over(units: Sequence[_Unit], before: Labels, after: Labels) -> int:
    """How many units would newly be proposed that readers of their document passed over.

    Undecided units are not wrong. But where everything that the shipped weights propose was
    decided on, somebody has read the document, and could have added them.
    """
    unread = {
        unit.document
        for unit, label in zip(units, before, strict=True)
        if label == "commitment" and not unit.allowed
    }
    return sum(
        then == "commitment" != first and not unit.allowed and unit.document not in unread
        for unit, first, then in zip(units, before, after, strict=True)
    )


def _tally(units: Sequence[_Unit], known: Mask, found: Matrix, called: Labels) -> Tally:
    allowed = np.array([[NAMES[label] in u.allowed for label in LABELS] for u in units])
    likely = np.maximum((found * allowed).sum(axis=1), 1e-12)
    promised = np.array([unit.allowed == COMMITMENT for unit in units])
    proposed = (called == "commitment") & known
    return Tally(
        units=int(known.sum()),
        right=int(np.array(_right(units, called))[known].sum()),
        promised=int(promised.sum()),
        proposed=int(proposed.sum()),
        hits=int((promised & proposed).sum()),
        surprise=round(float(-np.log(likely[known]).mean()), 4),
    )
