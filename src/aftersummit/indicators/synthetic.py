"""Synthetic control: a weighted mean of comparators that matches the past of one series.

Abadie, Diamond and Hainmueller, JASA 2010, 493-505; with predictors and cross-validation,
American Journal of Political Science 2015, 495-510. Inference by placebo: every comparator is
treated as if it had been the one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aftersummit.errors import MissingExtra, UserError
from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.periods import at_frequency, label, ordinal
from aftersummit.indicators.regression import Array
from aftersummit.model import CheckAnswer, EffectEstimate, EffectPoint, Series

MAX_POOR_FIT = 2.0
"""Placebos whose past is matched this many times worse than the true one's say nothing."""


@dataclass(frozen=True)
class Synthetic:
    """A fitted synthetic control.

    Attributes:
        weights: comparator title to weight; they add up to one.
        gaps: period to observed minus synthetic.
        rmspe_before, rmspe_after: root mean squared gap on either side of the date.
    """

    at: str
    periods: tuple[str, ...]
    observed: Array
    synthetic: Array
    weights: dict[str, float]

    @property
    def gaps(self) -> dict[str, float]:
        """Observed minus synthetic."""
        return {p: float(g) for p, g in zip(self.periods, self._gap, strict=True)}

    def mean_gap(self, first: str = "", last: str = "") -> float:
        """The mean gap from the date (or ``first``) to the end (or ``last``)."""
        low, high = ordinal(first or self.at), ordinal(last) if last else 10**9
        kept = [g for p, g in self.gaps.items() if low <= ordinal(p) <= high]
        return float(np.mean(kept))

    @property
    def rmspe_before(self) -> float:
        """How well the past is matched."""
        return float(np.sqrt(np.mean(self._gap[: self._start] ** 2)))

    @property
    def ratio(self) -> float:
        """Gap after over gap before: large where something happened at the date."""
        after = float(np.sqrt(np.mean(self._gap[self._start :] ** 2)))
        return after / max(self.rmspe_before, 1e-12)

    @property
    def _gap(self) -> Array:
        return np.asarray(self.observed - self.synthetic)

    @property
    def _start(self) -> int:
        return self.periods.index(self.at)


@dataclass(frozen=True, slots=True)
class Predictor:
    """A quantity by which the comparators should resemble the treated one before the date.

    Attributes:
        values: title of the series to the mean of the quantity over its periods.
    """

    name: str
    values: Mapping[str, float]


def simplex_weights(target: Array, pool: Array, rounds: int = 20000) -> Array:
    """Weights of at least zero that add up to one and bring ``pool @ w`` nearest to ``target``.

    An active-set method on the normal equations with Karush-Kuhn-Tucker conditions; exact up to
    rounding, unlike a general optimiser.
    """
    k = pool.shape[1]
    gram, aim = pool.T @ pool, pool.T @ target
    gram = gram + np.eye(k) * (np.trace(gram) / k * 1e-12)
    weights: Array = np.zeros(k)
    weights[int(np.argmin(np.diag(gram) - 2 * aim))] = 1.0
    best = np.inf
    for _ in range(rounds):
        weights = _settle(gram, aim, weights, weights > 0)
        loss = float(0.5 * weights @ gram @ weights - aim @ weights)
        # A newcomer that rounding throws out again would come back for ever.
        if loss >= best - 1e-13 * abs(best):
            break
        best = loss
        active = weights > 0
        gradient = gram @ weights - aim
        price = float(gradient[active] @ weights[active])
        slack = np.where(active, 0.0, gradient - price)
        worst = int(np.argmin(slack))
        if slack[worst] >= -1e-9 * (abs(price) + np.abs(aim).max() + 1e-300):
            break
        # A first step of nearly nothing brings the newcomer into the active set.
        weights = weights * (1 - 1e-9)
        weights[worst] += 1e-9
    return np.asarray(weights / weights.sum())


def _settle(gram: Array, aim: Array, weights: Array, active: NDArray[np.bool_]) -> Array:
    """Walk to the optimum on the face of the active weights, dropping those that hit zero."""
    while True:
        index = np.flatnonzero(active)
        size = len(index)
        system = np.zeros((size + 1, size + 1))
        system[:size, :size] = gram[np.ix_(index, index)]
        system[:size, size] = system[size, :size] = 1.0
        solution = np.linalg.lstsq(system, np.append(aim[index], 1.0), rcond=None)[0][:size]
        if (solution >= -1e-14).all():
            found: Array = np.zeros_like(weights)
            found[index] = np.maximum(solution, 0.0)
            return np.asarray(found / found.sum())
        step = solution - weights[index]
        falling = step < 0
        reach = np.where(falling, -weights[index] / np.where(falling, step, -1.0), np.inf)
        share = float(min(1.0, reach.min()))
        weights = weights.copy()
        weights[index] = np.maximum(weights[index] + share * step, 0.0)
        weights[index[int(np.argmin(reach))]] = 0.0
        active = weights > 0


def synthetic_control(
    series: Series,
    comparators: Sequence[Series],
    at: str,
    *,
    weights: Mapping[str, float] | None = None,
    predictors: Sequence[Predictor] = (),
    importance: Sequence[float] | None = None,
    optimise: tuple[str, str] | None = None,
) -> Synthetic:
    """Fit a synthetic control.

    Args:
        at: EDTF date; the first affected period is the one it falls in.
        weights: by title of comparator, where they are given from elsewhere.
        predictors: match these as well as possible; None matches the outcome itself in every
            period before the date.
        importance: of each predictor; searched for when absent, so that the outcome over
            ``optimise`` (first and last period) is matched best.

    Raises:
        UserError: fewer than two comparators, periods that are not shared, or a date outside.
        MissingExtra: the search needs scipy.
    """
    periods, outcome, pool, names = _panel(series, comparators)
    start = at_frequency(at, series.frequency)
    if start not in periods[1:]:
        raise UserError(
            f"{label(start)} is not inside the periods that all series share",
            f"they share {label(periods[0])} to {label(periods[-1])}",
        )
    cut = periods.index(start)
    if weights is not None:
        unknown = set(weights) - set(names)
        if unknown:
            raise UserError(f"'{min(unknown)}' is no comparator", "give weights by title")
        chosen: Array = np.array([weights.get(name, 0.0) for name in names])
    elif predictors:
        window = _window(periods, optimise, cut)
        chosen = _by_predictors(
            series.title, names, predictors, importance, outcome[window], pool[window]
        )
    else:
        chosen = simplex_weights(outcome[:cut], pool[:cut])
    held = {n: float(w) for n, w in zip(names, chosen, strict=True) if w > 1e-6}
    return Synthetic(start, periods, outcome, pool @ chosen, held)


def importance_of(
    series: Series,
    comparators: Sequence[Series],
    predictors: Sequence[Predictor],
    optimise: tuple[str, str],
) -> Array:
    """The importance of predictors that matches the outcome best over ``optimise``.

    Serves cross-validation: find it on early periods, use it on later ones.
    """
    periods, outcome, pool, names = _panel(series, comparators)
    window = _window(periods, optimise, len(periods))
    target, table = _standardised(series.title, names, predictors)
    return _search(target, table, outcome[window], pool[window])


def placebos(
    series: Series, comparators: Sequence[Series], at: str
) -> tuple[Synthetic, dict[str, Synthetic], float]:
    """The synthetic control, the same for every comparator, and the permutation p.

    p is the share of units, the treated one included, whose ratio of gaps after to gaps before
    is at least that of the treated one.
    """
    own = synthetic_control(series, comparators, at)
    others = {}
    for i, one in enumerate(comparators):
        rest = [c for j, c in enumerate(comparators) if j != i]
        others[one.title] = synthetic_control(one, rest, at)
    ratios = [other.ratio for other in others.values()]
    p = (1 + sum(r >= own.ratio for r in ratios)) / (1 + len(ratios))
    return own, others, p


def synthetic_effect(series: Series, comparators: Sequence[Series], at: str) -> Estimation:
    """The mean gap after the date, with an interval from the placebos' gaps.

    The interval is the gap minus the 2.5% and 97.5% quantiles of the placebos' mean gaps;
    placebos whose past is matched badly are left out.

    Raises:
        as :func:`synthetic_control`.
    """
    own, others, p = placebos(series, comparators, at)
    limit = MAX_POOR_FIT * max(own.rmspe_before, 1e-12)
    fair = [o for o in others.values() if o.rmspe_before <= limit] or list(others.values())
    spread = np.array([o.mean_gap() for o in fair])
    gap = own.mean_gap()
    low, high = gap - np.quantile(spread, 0.975), gap - np.quantile(spread, 0.025)
    paths = np.array([o.observed - o.synthetic for o in fair])
    cut = own.periods.index(own.at)
    points = tuple(_point(own, paths, i, cut) for i in range(len(own.periods)))
    weights = tuple({"comparator": n, "weight": w} for n, w in own.weights.items())
    finding = CheckAnswer(
        "placebo-units",
        "Does a comparator, treated as if it were the one, show as much?",
        p <= 0.05,
        f"{round(p * (len(others) + 1))} of {len(others) + 1} units part from their synthetic"
        f" at least as much (p {p:.2f})",
        doubt=f"what comparators show by chance (permutation p {p:.2f})",
        rows=weights,
    )
    estimate = EffectEstimate(
        "gap", gap, float(low), float(high), "difference", p, "mean gap from the date on"
    )
    return Estimation(
        series=series.ref, title=series.title, unit=series.unit, start=own.at,
        first=own.periods[0], last=own.periods[-1], periods=len(own.periods),
        method=f"synthetic control from {len(comparators)} comparators",
        estimates=(estimate,), points=points, checks=(finding,),
        publisher=series.publisher,
    )  # fmt: skip


def _point(own: Synthetic, paths: Array, i: int, cut: int) -> EffectPoint:
    observed, synthetic = float(own.observed[i]), float(own.synthetic[i])
    if i < cut:
        return EffectPoint(own.periods[i], observed, synthetic)
    low, high = np.quantile(paths[:, i], [0.025, 0.975])
    return EffectPoint(
        own.periods[i], observed, synthetic, synthetic,
        synthetic + float(low), synthetic + float(high),
    )  # fmt: skip


def _panel(
    series: Series, comparators: Sequence[Series]
) -> tuple[tuple[str, ...], Array, Array, tuple[str, ...]]:
    if len(comparators) < 2:
        raise UserError("a synthetic control needs at least two comparators", "name more")
    names = tuple(one.title for one in comparators)
    if len(set(names)) < len(names):
        raise UserError("two comparators carry the same title", "give each a title of its own")
    held = [{o.period: o.value for o in one.observations} for one in (series, *comparators)]
    shared = sorted(set.intersection(*(set(one) for one in held)), key=ordinal)
    if len(shared) < 3:
        raise UserError("the series share too few periods", "choose comparators of its time")
    table = np.array([[one[p] for p in shared] for one in held])
    return tuple(shared), table[0], table[1:].T, names


def _window(periods: tuple[str, ...], optimise: tuple[str, str] | None, cut: int) -> slice:
    if optimise is None:
        return slice(0, cut)
    first, last = (periods.index(p) for p in optimise)
    return slice(first, last + 1)


def _standardised(
    title: str, names: Sequence[str], predictors: Sequence[Predictor]
) -> tuple[Array, Array]:
    table = np.array([[p.values[n] for n in (title, *names)] for p in predictors])
    spread = table.std(axis=1, ddof=1, keepdims=True)
    table = table / np.where(spread == 0, 1.0, spread)
    return table[:, 0], table[:, 1:]


def _by_predictors(
    title: str,
    names: Sequence[str],
    predictors: Sequence[Predictor],
    importance: Sequence[float] | None,
    outcome: Array,
    pool: Array,
) -> Array:
    target, table = _standardised(title, names, predictors)
    if importance is None:
        weight = _search(target, table, outcome, pool)
    else:
        weight = np.asarray(importance, dtype=np.float64)
    root = np.sqrt(weight / weight.sum())
    return simplex_weights(root * target, root[:, None] * table)


def _search(target: Array, table: Array, outcome: Array, pool: Array) -> Array:
    """Predictor weights whose inner optimum matches the outcome best, by Nelder and Mead."""
    try:
        from scipy.optimize import minimize
    except ImportError as error:
        raise MissingExtra("the search for predictor weights", "analysis") from error

    def loss(raw: Array) -> float:
        weight = np.abs(raw)
        root = np.sqrt(weight / max(weight.sum(), 1e-300))
        inner = simplex_weights(root * target, root[:, None] * table)
        return float(np.mean((outcome - pool @ inner) ** 2))

    k = len(target)
    start = np.full(k, 1.0 / k)
    options = {"maxiter": 1000 * k, "maxfev": 400 * k, "xatol": 1e-5, "fatol": 1e-12}
    best = minimize(loss, start, method="Nelder-Mead", options=options)
    weight: Array = np.abs(best.x)
    return np.asarray(weight / weight.sum())
