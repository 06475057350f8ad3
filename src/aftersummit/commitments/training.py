"""Fitting label weights: multinomial logistic regression in numpy, from nothing or onward.

The penalty pulls towards given weights: towards zero when the shipped weights are trained,
towards the shipped ones when a project learns from its coders. It is the prior of Chelba and
Acero (2006, "Adaptation of maximum entropy capitalizer: little data can help a lot",
Computer Speech & Language 20).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from aftersummit.commitments.context import Genre, View, by_itself, genre
from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.weights import BIAS, Linear

LABELS = ("C", "S", "H", "N")

Matrix = NDArray[np.float64]
Places = NDArray[np.int64]

_CONTEXT = ("doc", "G=", "prev=", "inside")
_SIGNS = ("sign=", "rule=", "signs=", "hrule=", "hsign=", "tense=")
_PAIRS = 10  # steps that L-BFGS remembers
_STILL = 1e-3  # of slope, at which a descent has arrived


def ease(feature: str) -> float:
    """How freely a feature may be used: signs before words, the document's kind last."""
    if feature.startswith(_CONTEXT):
        return 0.5
    return 1.5 if feature.startswith(_SIGNS) else 1.0


def in_context(view: View, kind: Genre) -> list[str]:
    """Features of a unit where it stands."""
    return unit_features(view, kind) + document_features(kind)


def alone(view: View) -> list[str]:
    """Features of the same unit as if it were quoted by itself, without the clause above it.

    A promise stays one when it is quoted; units without their neighbours keep a model from
    leaning on them.
    """
    bare = by_itself(view)
    return in_context(bare, genre([bare]))


class Table:
    """Which features each unit has: ones in a table, by row and by column; 0 is the bias."""

    def __init__(self, rows: Sequence[list[str]], index: dict[str, int]) -> None:
        places: list[int] = []
        starts: list[int] = []
        for row in rows:
            starts.append(len(places))
            places.append(0)
            places += sorted({index[name] for name in row if name in index})
        self._columns = np.array(places, dtype=np.int64)
        self._starts = np.array(starts, dtype=np.int64)
        order = np.argsort(self._columns, kind="stable")
        owners = np.repeat(np.arange(len(starts)), np.diff([*starts, len(places)]))
        self._owners = owners[order]
        self._turned = np.searchsorted(self._columns[order], np.arange(len(index)))

    def times(self, weights: Matrix) -> Matrix:
        """Scores: for each row, the sum of its features' weights."""
        return _summed(weights, self._columns, self._starts)

    def gathered(self, slopes: Matrix) -> Matrix:
        """For each feature, the sum of the slopes of the rows that have it."""
        return _summed(slopes, self._owners, self._turned)


def _summed(values: Matrix, places: Places, starts: Places) -> Matrix:
    """Sums of runs of rows, class by class: numpy is several times faster on plain columns."""
    classes = np.ascontiguousarray(values.T)
    return np.stack([np.add.reduceat(one[places], starts) for one in classes], axis=1)


def columns(rows: Sequence[list[str]], least: int) -> dict[str, int]:
    """Column of every feature that at least so many rows have; the bias comes first."""
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= least)
    return {BIAS: 0, **{name: at for at, name in enumerate(names, start=1)}}


def fit(
    rows: Sequence[list[str]],
    allowed: Matrix,
    *,
    strength: float,
    given: Linear | None = None,
    unmoved: Sequence[list[str]] = (),
    least: int = 2,
    steps: int = 60,
) -> dict[str, Matrix]:
    """What to add to the given weights, by feature; from nothing, the weights themselves.

    Args:
        rows: features of each unit.
        allowed: a row a unit, a column each of :data:`LABELS`. Ones are the labels that it
            may have: one where the label is known, three where only "not that one" is.
        strength: how closely the units are fitted, against how firmly the weights are held.
        given: weights to start from and to be held to; without them the bias is free.
        unmoved: features of units of which nothing is known: they are to be judged as by
            the given weights, so that what is learned of others does not sweep them along.
        least: a feature of fewer units stays as it is.
        steps: of L-BFGS at most.
    """
    index = columns(rows, least)
    every = [*rows, *unmoved]
    table = Table(every, index)
    scale = np.array([1.0, *(ease(name) for name in list(index)[1:])])[:, None]
    hold = np.ones_like(scale)
    base: Matrix = np.zeros((len(every), len(LABELS)))
    if given is None:
        hold[0] = 0.0
    else:
        base = np.asarray(given.score(every), dtype=np.float64)
    usual = chances(base[len(rows) :]) if unmoved and given is not None else None
    shape = (len(index), len(LABELS))

    def loss(point: Matrix) -> tuple[float, Matrix]:
        moved = point.reshape(shape)
        scores = base + table.times(scale * moved)
        value, slopes = _misfit(scores[: len(rows)], allowed)
        if usual is not None:
            strayed, drift = _strayed(scores[len(rows) :], usual)
            value, slopes = value + strayed, np.concatenate([slopes, drift])
        pull = hold * moved
        slope = strength * scale * table.gathered(slopes) + pull
        return strength * value + float((pull * moved).sum()) / 2, slope.ravel()

    found = scale * _descend(loss, np.zeros(shape[0] * shape[1]), steps).reshape(shape)
    return dict(zip(index, found, strict=True))


def chances(scores: Matrix) -> Matrix:
    """Probabilities of each row's labels."""
    power = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def _misfit(scores: Matrix, allowed: Matrix) -> tuple[float, Matrix]:
    """How unlikely the allowed labels are (negative log-likelihood), and its slope."""
    found = chances(scores)
    within = found * allowed
    total = np.maximum(within.sum(axis=1, keepdims=True), 1e-300)
    return float(-np.log(total).sum()), found - within / total


def _strayed(scores: Matrix, usual: Matrix) -> tuple[float, Matrix]:
    """How far chances are from the usual ones (cross-entropy), and its slope."""
    found = chances(scores)
    return float(-(usual * np.log(np.maximum(found, 1e-300))).sum()), found - usual


def _descend(loss: Callable[[Matrix], tuple[float, Matrix]], start: Matrix, steps: int) -> Matrix:
    """The lowest point found by L-BFGS with steps halved until they descend enough."""
    point = start
    value, slope = loss(point)
    pairs: list[tuple[Matrix, Matrix]] = []
    for _ in range(steps):
        if np.abs(slope).max() < _STILL:
            break
        way = _direction(slope, pairs)
        fall = _dot(way, slope)
        length = 1.0 if pairs else 1.0 / max(1.0, float(np.abs(slope).sum()))
        while True:
            trial = point + length * way
            new_value, new_slope = loss(trial)
            if new_value <= value + 1e-4 * length * fall:
                break
            length /= 2
            if length < 1e-12:
                return point
        moved, turned = trial - point, new_slope - slope
        if _dot(moved, turned) > 1e-12:
            pairs = [*pairs, (moved, turned)][-_PAIRS:]
        point, value, slope = trial, new_value, new_slope
    return point


def _direction(slope: Matrix, pairs: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """Downhill, corrected by the curvature seen on the last steps (two-loop recursion)."""
    way = -slope
    used = []
    for moved, turned in reversed(pairs):
        share = _dot(moved, way) / _dot(moved, turned)
        way = way - share * turned
        used.append(share)
    if pairs:
        moved, turned = pairs[-1]
        way = way * (_dot(moved, turned) / _dot(turned, turned))
    for (moved, turned), share in zip(pairs, reversed(used), strict=True):
        way = way + (share - _dot(turned, way) / _dot(moved, turned)) * moved
    return way


def _dot(left: Matrix, right: Matrix) -> float:
    """Their product, summed in one fixed order: the same weights on any number of cores."""
    return float((left * right).sum())
