"""Interrupted time series: did a series leave its course at a date?

Segmented regression with a step and a change of slope (Lopez Bernal, Cummins and Gasparrini,
International Journal of Epidemiology 2017, 348-355), alone or against comparators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aftersummit.errors import UserError
from aftersummit.indicators.design import Design, default_design, terms
from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.periods import (
    at_frequency,
    days_in,
    label,
    missing_between,
    noun,
    ordinal,
)
from aftersummit.indicators.regression import COUNTS, Array, Fitted, fit
from aftersummit.model import EffectEstimate, EffectPoint, Series

EDGE = 8
"""Fewest periods on either side of a date; below that a slope is guesswork."""


@dataclass(frozen=True)
class Interrupted:
    """A fitted interrupted time series; :meth:`estimate` reads effects from it."""

    design: Design
    periods: tuple[str, ...]
    at: str
    y: Array
    x: Array
    names: tuple[str, ...]
    offset: Array
    fitted: Fitted

    def contrast(self, **weights: float) -> Array:
        """A row of weights by term name."""
        row = np.zeros(len(self.names))
        for name, weight in weights.items():
            row[self.names.index(name)] = weight
        return row

    def estimate(self, name: str, contrast: Array, what: str = "") -> EffectEstimate:
        """The effect that a contrast stands for, on the design's scale."""
        value, low, high, p = self.fitted.interval(contrast)
        if self.design.scale == "ratio":
            value, low, high = (float(np.exp(np.clip(v, -60, 60))) for v in (value, low, high))
        return EffectEstimate(name, value, low, high, self.design.scale, p, what)

    def coefficient(self, name: str) -> tuple[float, float]:
        """A term's coefficient and its standard error, on the scale of the regression."""
        index = self.names.index(name)
        return float(self.fitted.beta[index]), float(np.sqrt(self.fitted.cov[index, index]))

    @property
    def level(self) -> EffectEstimate:
        """The step."""
        return self.estimate("level", self.contrast(level=1.0), "step at the date")

    @property
    def estimates(self) -> tuple[EffectEstimate, ...]:
        """Level, change of slope and average after the date."""
        found = [self.level]
        if self.design.slope:
            after = self.x[self.x[:, self.names.index("level")] > 0]
            mean = float(after[:, self.names.index("slope")].mean())
            found.append(
                self.estimate("slope", self.contrast(slope=1.0), "change of the trend a period")
            )
            found.append(
                self.estimate(
                    "average",
                    self.contrast(level=1.0, slope=mean),
                    "average over the periods from the date on",
                )
            )
        return tuple(found)

    @property
    def points(self) -> tuple[EffectPoint, ...]:
        """Observed, fitted and, from the date on, what the course before would have given.

        The interval is that of the expected value, 95%.
        """
        without = self.x.copy()
        for name in ("level", "slope"):
            if name in self.names:
                without[:, self.names.index(name)] = 0.0
        start = self.periods.index(self.at)
        found = []
        for i, period in enumerate(self.periods):
            observed, mean = float(self.y[i]), float(self.fitted.mean[i])
            if i < start:
                found.append(EffectPoint(period, observed, mean))
                continue
            value, low, high, _ = self.fitted.interval(without[i])
            shift = float(self.offset[i])
            ends = (self._response(v + shift) for v in (value, low, high))
            found.append(EffectPoint(period, observed, mean, *ends))
        return tuple(found)

    def _response(self, linear: float) -> float:
        if self.design.scale == "ratio":
            return float(np.exp(np.clip(linear, -60, 60)))
        return linear


def interrupt(
    series: Series,
    at: str,
    design: Design,
    *,
    first: str = "",
    last: str = "",
    population: Series | None = None,
    edge: int = EDGE,
    extra: tuple[tuple[str, Array], ...] = (),
) -> Interrupted:
    """Fit an interrupted time series.

    Args:
        at: EDTF date of the interruption; the first affected period is the one it falls in.
        first, last: cut the series to this window.
        population: the base of a rate, by period or by year; enters as an offset.
        edge: fewest periods before the date and from it on.
        extra: further columns by name.

    Raises:
        UserError: a series that must not be used, a window without the date or too short, or
            values that the family does not allow.
    """
    refuse_unfit(series, design)
    kept = cut(series, first, last).observations
    periods = tuple(one.period for one in kept)
    start = at_frequency(at, series.frequency)
    _demand_room(series, periods, start, edge)
    y = np.array([one.value for one in kept], dtype=np.float64)
    names, x = terms(periods, start, design)
    for name, column in extra:
        names, x = (*names, name), np.column_stack([x, column])
    offset = _offset(periods, design, population)
    found = fit(
        y, x, design.family, design.errors,
        offset=offset, lags=design.lags, small_sample=design.small_sample, order=design.order,
    )  # fmt: skip
    return Interrupted(design, periods, start, y, x, names, offset, found)


def segmented(
    series: Series,
    at: str,
    design: Design | None = None,
    *,
    first: str = "",
    last: str = "",
    population: Series | None = None,
) -> Estimation:
    """The effect at a date from one series alone, without checks.

    Args:
        design: None takes :func:`default_design`.

    Raises:
        as :func:`interrupt`.
    """
    chosen = design or default_design(series)
    found = interrupt(series, at, chosen, first=first, last=last, population=population)
    return effect_of(series, found, str(chosen), found.estimates)


def effect_of(
    series: Series, found: Interrupted, method: str, estimates: Sequence[EffectEstimate]
) -> Estimation:
    """An effect with the points of a fit."""
    return Estimation(
        series=series.ref,
        title=series.title,
        unit=series.unit,
        start=found.at,
        first=found.periods[0],
        last=found.periods[-1],
        periods=len(found.periods),
        method=method,
        estimates=tuple(estimates),
        points=found.points,
        warnings=tuple(warnings_for(series, found)),
        publisher=series.publisher,
    )


def ratio_to(series: Series, comparators: Sequence[Series]) -> Series:
    """A series over the sum of its comparators; a shock that moves both alike cancels.

    Raises:
        UserError: no comparator, no shared period, or a period in which one side is zero.
    """
    if not comparators:
        raise UserError("no comparator was given", "name at least one series with --compare")
    held = {one.period: one.value for one in added(comparators).observations}
    shared = [one for one in series.observations if one.period in held]
    if not shared:
        raise UserError(
            f"{series.ref} and its comparators share no period", "choose comparators of its time"
        )
    zero = [one.period for one in shared if one.value <= 0 or held[one.period] <= 0]
    if zero:
        raise UserError(
            f"no ratio can be taken in {label(zero[0])}, where one side is zero",
            "cut the window, or add comparators",
        )
    ratios = tuple(replace(one, value=one.value / held[one.period]) for one in shared)
    unit = f"{series.unit} to one of the comparators"
    return replace(series, observations=ratios, unit=unit, summable=False)


def comparative(
    series: Series,
    comparators: Sequence[Series],
    at: str,
    design: Design | None = None,
    *,
    first: str = "",
    last: str = "",
) -> Interrupted:
    """The logarithm of a series over its comparators, interrupted.

    Its level is the relative effect.

    Raises:
        as :func:`ratio_to` and :func:`interrupt`.
    """
    ratio = ratio_to(cut(series, first, last), comparators)
    chosen = replace(design or default_design(series), family="log", per_day=False)
    return interrupt(ratio, at, chosen)


def added(series: Sequence[Series]) -> Series:
    """Comparators added period by period over the periods that all of them hold."""
    shared = set.intersection(*({o.period for o in one.observations} for one in series))
    totals: dict[str, float] = dict.fromkeys(sorted(shared, key=ordinal), 0.0)
    for one in series:
        for observation in one.observations:
            if observation.period in totals:
                totals[observation.period] += observation.value
    first = series[0]
    observations = tuple(
        replace(first.observations[0], period=p, value=v, note="") for p, v in totals.items()
    )
    return replace(first, title="; ".join(s.title for s in series), observations=observations)


def refuse_unfit(series: Series, design: Design) -> None:
    """Refuse series that break the method's assumptions by how they were made.

    Raises:
        UserError: rolling sums, or estimates of a third party.
    """
    statuses = {one.status for one in series.observations}
    if "rolling" in statuses:
        raise UserError(
            f"{series.ref} is a rolling sum: neighbours share most of their cases, and a step"
            " in the months becomes a slope",
            "use the monthly counts",
        )
    if "estimated" in statuses:
        raise UserError(
            f"{series.ref} holds estimates and not counts", "use the publisher's own figures"
        )


def warnings_for(series: Series, found: Interrupted) -> list[str]:
    """Where the estimate is known to mislead."""
    told = []
    kept = set(found.periods)
    used = [one for one in series.observations if one.period in kept]
    late = [one.period for one in used if one.status == "provisional"]
    if late:
        told.append(
            f"{len(late)} of {len(used)} values are provisional (from {label(late[0])} on) and may"
            " still rise"
        )
    told.extend(coverage_warnings(found))
    return told


def coverage_warnings(found: Interrupted) -> list[str]:
    """The cells of the simulation study in which 95% intervals did not keep their promise."""
    told = []
    n, design = len(found.periods), found.design
    if design.errors == "hac":
        told.append(
            "Newey-West intervals cover far less than 95% in series of this length; the default"
            " errors (ar1) keep their promise"
        )
    if design.errors == "independent":
        told.append("independent errors ignore that neighbouring periods resemble each other")
    if design.errors == "arima":
        told.append("ARIMA errors cover less than 95% in short series with strong ties")
    if design.errors == "ar1" and (found.fitted.rho or 0.0) > 0.7:
        told.append(
            f"neighbouring periods are strongly tied (autocorrelation {found.fitted.rho:.2f});"
            " intervals can be too narrow"
        )
    if n < 24:
        told.append(f"{n} periods are fewer than any that the method was tested with")
    if design.family in COUNTS and float(np.mean(found.y)) < 5:
        told.append("counts are small; intervals are rough")
    return told


def _offset(periods: Sequence[str], design: Design, population: Series | None) -> Array:
    offset = np.zeros(len(periods))
    if design.per_day:
        offset += np.log([days_in(p) for p in periods])
    if population is None:
        return offset
    held = {one.period: one.value for one in population.observations}
    for i, period in enumerate(periods):
        value = held.get(period, held.get(period[:4], 0.0))
        if value <= 0:
            raise UserError(
                f"{population.ref} has no population for {label(period)}",
                "cut the window to the population's years",
            )
        offset[i] += np.log(value)
    return offset


def cut(series: Series, first: str, last: str) -> Series:
    """The series in order of time and within a window; empty ends are open."""
    low = ordinal(at_frequency(first, series.frequency)) if first else -(10**9)
    high = ordinal(at_frequency(last, series.frequency)) if last else 10**9
    ordered = sorted(series.observations, key=lambda one: ordinal(one.period))
    kept = tuple(one for one in ordered if low <= ordinal(one.period) <= high)
    return replace(series, observations=kept)


def _demand_room(series: Series, periods: tuple[str, ...], at: str, edge: int) -> None:
    absent = missing_between(periods)
    if absent:
        raise UserError(
            f"{series.ref} has no value for {label(absent[0])}", "begin the window after the gap"
        )
    before = sum(ordinal(p) < ordinal(at) for p in periods)
    after = len(periods) - before
    if at not in periods or before < edge or after < edge:
        unit = noun(series.frequency)
        raise UserError(
            f"{series.ref} holds {before} {unit}s before {label(at)} and {after} from it on;"
            f" {edge} are needed on either side",
            "widen the window or choose another series",
        )
