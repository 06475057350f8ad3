"""A structural time series as counterfactual: what the past, and comparators, foretell.

A local level (with an optional slope), a season and a regression on comparators are fitted to
the periods before the date only, and carried forward (Harvey 1989; for causal reading Brodersen
et al., Annals of Applied Statistics 2015, 247-274, here by maximum likelihood).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from aftersummit.errors import UserError
from aftersummit.indicators.design import CYCLES, Design, default_design
from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.its import EDGE, added, refuse_unfit
from aftersummit.indicators.periods import at_frequency, label, ordinal
from aftersummit.indicators.regression import Array, statsmodels
from aftersummit.model import EffectEstimate, EffectPoint, Series

DRAWS = 2000
_WARNING = (
    "the interval takes the fitted variances and coefficients as known; where neighbouring months"
    " are strongly tied it covers less than 95% (docs/indicators.md)"
)


def structural(
    series: Series,
    at: str,
    comparators: Sequence[Series] = (),
    *,
    first: str = "",
    last: str = "",
    trend: bool = True,
    seed: int = 0,
) -> Estimation:
    """The mean gap after the date between a series and its forecast.

    Args:
        comparators: enter as one regressor, their sum.
        trend: carry a slope forward too; without it the forecast stays at its last level, and a
            series with a trend looks as if something had happened to it.
        seed: of the simulated paths from which the interval is read.

    Raises:
        UserError: the series must not be used, or its past is too short.
        MissingExtra: statsmodels is absent.
    """
    refuse_unfit(series, Design())
    logs = default_design(series).scale == "ratio" and min(o.value for o in series.observations) > 0
    periods, y, regressor = _arrays(series, comparators, first, last, logs)
    start = at_frequency(at, series.frequency)
    if start not in periods or periods.index(start) < max(
        EDGE, 2 * CYCLES.get(series.frequency, 1)
    ):
        raise UserError(
            f"{series.ref} has too short a past before {label(start)}",
            "give at least two years before the date",
        )
    cut = periods.index(start)
    result = _fitted(y[:cut], None if regressor is None else regressor[:cut], series, trend)
    ahead = len(y) - cut
    paths = _paths(result, ahead, None if regressor is None else regressor[cut:], seed)
    return _effect(series, periods, y, result, paths, cut, logs, len(comparators))


def _arrays(
    series: Series, comparators: Sequence[Series], first: str, last: str, logs: bool
) -> tuple[tuple[str, ...], Array, Array | None]:
    low = ordinal(at_frequency(first, series.frequency)) if first else -(10**9)
    high = ordinal(at_frequency(last, series.frequency)) if last else 10**9
    held = {o.period: o.value for o in series.observations if low <= ordinal(o.period) <= high}
    base: dict[str, float] = {}
    if comparators:
        base = {o.period: o.value for o in added(comparators).observations}
        held = {p: v for p, v in held.items() if p in base}
    if not held:
        raise UserError(f"{series.ref} holds nothing in this window", "widen it")
    periods = tuple(sorted(held, key=ordinal))
    y: Array = np.array([held[p] for p in periods])
    regressor: Array | None = np.array([base[p] for p in periods]) if comparators else None
    if logs:
        y = np.log(y)
        if regressor is not None:
            regressor = np.log(np.maximum(regressor, 0.5))
    return periods, y, regressor


def _fitted(y: Array, regressor: Array | None, series: Series, trend: bool) -> Any:
    sm = statsmodels()
    model = sm.tsa.UnobservedComponents(
        y,
        level="local linear trend" if trend else "local level",
        freq_seasonal=_season(series),
        exog=regressor,
    )
    # The optimiser's notes on starting values say nothing about the result, which is checked.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = model.fit(disp=0, maxiter=300)
    if not np.isfinite(result.llf):
        raise UserError("the structural model could not be fitted", "choose another method")
    return result


def _paths(result: Any, ahead: int, regressor: Array | None, seed: int) -> Array:
    """Draws of the whole path ahead, so that its mean has the right spread.

    The joint covariance is run forward from the last state; statsmodels gives its diagonal only.
    """
    forecast = result.get_forecast(ahead, exog=regressor)
    space = result.model.ssm
    move, look = space["transition"], space["design"]
    noise = space["selection"] @ space["state_cov"] @ space["selection"].T
    state = np.asarray(result.predicted_state_cov)[..., -1]
    cov: Array = np.zeros((ahead, ahead))
    for i in range(ahead):
        cov[i, i] = float((look @ state @ look.T)[0, 0] + space["obs_cov"][0, 0])
        carried = state
        for j in range(i + 1, ahead):
            carried = move @ carried
            cov[i, j] = cov[j, i] = float((look @ carried @ look.T)[0, 0])
        state = move @ state @ move.T + noise
    rng = np.random.default_rng(seed)
    draws = rng.multivariate_normal(np.asarray(forecast.predicted_mean), cov, DRAWS, method="eigh")
    return np.asarray(draws.T)


def _season(series: Series) -> list[dict[str, int]] | None:
    cycle = CYCLES.get(series.frequency)
    return [{"period": cycle, "harmonics": min(2, cycle // 2)}] if cycle else None


def _effect(
    series: Series,
    periods: tuple[str, ...],
    y: Array,
    result: Any,
    paths: Array,
    cut: int,
    logs: bool,
    comparators: int,
) -> Estimation:
    def back(values: Any) -> Any:
        return np.exp(values) if logs else values

    gaps = y[cut:, None] - paths
    mean = gaps.mean(axis=0)
    value, low, high = (
        float(back(v)) for v in (mean.mean(), np.quantile(mean, 0.025), np.quantile(mean, 0.975))
    )
    share = float(np.mean(mean <= 0))
    fitted = back(np.asarray(result.fittedvalues))
    middle = back(np.median(paths, axis=1))
    bounds = back(np.quantile(paths, [0.025, 0.975], axis=1))
    points = [
        EffectPoint(p, float(back(y[i])), float(fitted[i])) for i, p in enumerate(periods[:cut])
    ]
    points += [
        EffectPoint(
            p, float(back(y[cut + i])), float(middle[i]), float(middle[i]),
            float(bounds[0, i]), float(bounds[1, i]),
        )
        for i, p in enumerate(periods[cut:])
    ]  # fmt: skip
    beside = f" beside {comparators} comparators" if comparators else ""
    estimate = EffectEstimate(
        "relative average" if comparators else "average",
        value, low, high, "ratio" if logs else "difference",
        2 * min(share, 1 - share), "mean over the periods from the date on",
    )  # fmt: skip
    return Estimation(
        series=series.ref, title=series.title, unit=series.unit, start=periods[cut],
        first=periods[0], last=periods[-1], periods=len(periods),
        method=f"structural time series forecast from the past{beside}",
        estimates=(estimate,), points=tuple(points),
        warnings=(_WARNING,),
        publisher=series.publisher,
    )  # fmt: skip
