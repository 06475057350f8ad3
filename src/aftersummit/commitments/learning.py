"""Learning from coders: what people decided in a project moves the label weights for it.

The shipped weights are trained onward on the units that were decided and are held to where
they were, so that a few decisions move little. A unit on which nobody decided is no "none":
it is to be judged as before. Whether that helps is asked of decisions held back in turn.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aftersummit.commitments import weights
from aftersummit.commitments.judging import NAMES, read_document, threshold_of
from aftersummit.commitments.training import LABELS, Matrix, alone, chances, fit, in_context
from aftersummit.errors import UserError
from aftersummit.model import Document, Span
from aftersummit.model.lesson import HeldBack, Tally
from aftersummit.text.segment import Unit

LEAST = 20
"""Decided units below which nothing can be learned, still less measured."""

_STRENGTH = 0.1  # chosen on coded texts that benchmarks.learning does not measure with
_FOLDS = 5
_SEVERAL = 3  # documents from which whole ones are held back

COMMITMENT = frozenset(["commitment"])
OTHERS = frozenset(NAMES.values()) - COMMITMENT


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
        shipped: the hash of those weights.
        units, documents, undecided, changed, before, after, folds, by, seconds: as in
            :class:`aftersummit.model.Lesson`.
    """

    change: str
    shipped: str
    units: int
    documents: int
    undecided: int
    changed: int
    before: Tally
    after: Tally
    folds: int
    by: HeldBack
    seconds: float

    @property
    def better(self) -> bool:
        """Whether decisions held back are less surprising and judged no worse in any way."""
        before, after = self.before, self.after
        return (
            after.surprise < before.surprise
            and after.right >= before.right
            and after.f1 >= before.f1
        )


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


def learn(decided: Iterable[Decided]) -> Learned:
    """Train the shipped label weights onward on what people decided.

    Raises:
        UserError: too little was decided.
    """
    began = time.process_time()
    units = [unit for at, one in enumerate(decided) for unit in _units(at, one)]
    known = [unit for unit in units if unit.allowed]
    open_ = [unit for unit in units if not unit.allowed]
    _check(known)
    given = weights.load("label")
    by, folds = _folds(known)
    before = _tally(known, _judge(given, known))
    unseen = np.zeros((len(known), len(LABELS)))
    for fold in folds:
        held = [known[at] for at in fold]
        unseen[fold] = _judge(_without(given, known, open_, fold, by), held)
    change = weights.render(LABELS, _fit(given, known, open_))
    final = weights.added(given, weights.parse(change, "learned"))
    return Learned(
        change=change,
        shipped=weights.fingerprint("label"),
        units=len(known),
        documents=len({unit.document for unit in known}),
        undecided=len(open_),
        changed=_relabelled(open_, given, final),
        before=before,
        after=_tally(known, unseen),
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


def _folds(known: Sequence[_Unit]) -> tuple[HeldBack, list[list[int]]]:
    """Places of the units that are held back together: documents, or neighbouring units."""
    sizes: dict[int, list[int]] = {}
    for at, unit in enumerate(known):
        sizes.setdefault(unit.document, []).append(at)
    if len(sizes) < _SEVERAL:
        blocks = np.array_split(np.arange(len(known)), _FOLDS)
        return "block", [block.tolist() for block in blocks]
    folds: list[list[int]] = [[] for _ in range(min(_FOLDS, len(sizes)))]
    for places in sorted(sizes.values(), key=len, reverse=True):
        min(folds, key=len).extend(places)
    return "document", folds


def _without(
    given: weights.Linear,
    known: Sequence[_Unit],
    open_: Sequence[_Unit],
    fold: Sequence[int],
    by: HeldBack,
) -> weights.Linear:
    """Weights that learned from all but a fold; of documents held back nothing is seen."""
    held = set(fold)
    away = {known[at].document for at in fold} if by == "document" else set()
    rest = [unit for at, unit in enumerate(known) if at not in held]
    change = _fit(given, rest, [unit for unit in open_ if unit.document not in away])
    return weights.added(given, weights.parse(weights.render(LABELS, change), "learned"))


def _fit(
    given: weights.Linear, known: Sequence[_Unit], open_: Sequence[_Unit]
) -> dict[str, Matrix]:
    """What to add to the weights: every unit counts half in its context and half alone."""
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


def _tally(units: Sequence[_Unit], found: Matrix) -> Tally:
    called = _called(units, found)
    allowed = np.array([[NAMES[label] in u.allowed for label in LABELS] for u in units])
    likely = np.maximum((found * allowed).sum(axis=1), 1e-12)
    promised = [unit.allowed == COMMITMENT for unit in units]
    proposed = [label == "commitment" for label in called]
    return Tally(
        units=len(units),
        right=sum(label in unit.allowed for label, unit in zip(called, units, strict=True)),
        promised=sum(promised),
        proposed=sum(proposed),
        hits=sum(a and b for a, b in zip(promised, proposed, strict=True)),
        surprise=round(float(-np.log(likely).mean()), 4),
    )


def _relabelled(units: Sequence[_Unit], given: weights.Linear, final: weights.Linear) -> int:
    if not units:
        return 0
    first, second = (_called(units, _judge(model, units)) for model in (given, final))
    return sum(a != b for a, b in zip(first, second, strict=True))
