"""How an interrupted series is modelled: family, errors, season, and the columns they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from aftersummit.indicators.periods import ordinal
from aftersummit.indicators.regression import Array, Errors, Family
from aftersummit.model import Series
from aftersummit.model.outcome import EffectScale

CYCLES = {"M": 12, "Q": 4}


@dataclass(frozen=True, slots=True)
class Design:
    """How a series is modelled.

    Attributes:
        family: ``gaussian``, ``log`` (logarithms, Gaussian) or a count family. Ratios come out
            of all but ``gaussian``.
        errors: see :mod:`aftersummit.indicators.regression`.
        lags: of the HAC window.
        small_sample: scale the HAC covariance by n / (n - k).
        harmonics: pairs of sine and cosine a year; ignored for yearly series.
        months: one term a month or quarter instead of harmonics.
        slope: whether the trend may change too.
        slope_from: whether the new slope counts from 0 in the first period (``at``) or from 1
            (``before``, so that the level stands for the period before).
        per_day: model counts a day, for months differ in length.
    """

    family: Family = "quasi-poisson"
    errors: Errors = "ar1"
    lags: int | None = None
    small_sample: bool = False
    harmonics: int = 1
    months: bool = False
    slope: bool = True
    slope_from: Literal["at", "before"] = "at"
    per_day: bool = False
    order: tuple[int, int, int] = (1, 0, 0)

    @property
    def scale(self) -> EffectScale:
        """Whether effects are ratios or differences."""
        return "difference" if self.family == "gaussian" else "ratio"

    def __str__(self) -> str:
        errors = {
            "independent": "independent errors",
            "hac": f"Newey-West errors{'' if self.lags is None else f' ({self.lags} lags)'}",
            "ar1": "autoregressive errors",
            "arima": f"ARIMA{self.order} errors",
        }[self.errors]
        season = (
            "month terms"
            if self.months
            else f"{self.harmonics} harmonic pair{'s' if self.harmonics != 1 else ''}"
        )
        terms = "level and slope" if self.slope else "level"
        return f"{self.family} regression, {terms}, {season}, {errors}"


def default_design(series: Series) -> Design:
    """The design that kept its promise in the simulation study (docs/indicators.md).

    Whole numbers without a sign are counts; positive values are modelled as ratios; what can
    be zero or negative otherwise is modelled in its unit. Errors are autoregressive.
    """
    values = [one.value for one in series.observations]
    counts = all(v >= 0 and float(v).is_integer() for v in values)
    harmonics = {"M": 2, "Q": 1}.get(series.frequency, 0)
    if len(values) < 48:
        harmonics = min(harmonics, 1)
    if counts:
        return Design("quasi-poisson", "ar1", harmonics=harmonics)
    return Design("log" if min(values) > 0 else "gaussian", "ar1", harmonics=harmonics)


def terms(periods: Sequence[str], at: str, design: Design) -> tuple[tuple[str, ...], Array]:
    """The columns of the design: constant, trend, level, slope and season, by name."""
    base = ordinal(periods[0])
    time = np.array([ordinal(p) - base for p in periods], dtype=np.float64)
    since = time - (ordinal(at) - base)
    after = (since >= 0).astype(np.float64)
    columns: dict[str, Array] = {"const": np.ones(len(time)), "trend": time, "level": after}
    if design.slope:
        columns["slope"] = after * (since + (1 if design.slope_from == "before" else 0))
    columns.update(_season(periods, design))
    return tuple(columns), np.column_stack(list(columns.values()))


def _season(periods: Sequence[str], design: Design) -> dict[str, Array]:
    if "-" not in periods[0]:
        return {}
    part = np.array([int(p[5:7]) for p in periods], dtype=np.float64)
    cycle = 4 if part[0] > 12 else 12
    part = part - 32 if cycle == 4 else part
    if design.months:
        return {f"season{k}": (part == k).astype(np.float64) for k in range(2, cycle + 1)}
    found: dict[str, Array] = {}
    for k in range(1, design.harmonics + 1):
        angle = 2 * np.pi * k * part / cycle
        if 2 * k < cycle:
            found[f"sin{k}"] = np.sin(angle)
        found[f"cos{k}"] = np.cos(angle)
    return found
