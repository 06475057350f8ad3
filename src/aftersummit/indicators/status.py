"""Is a target on track? The rule of official statistics, with its refusals.

Observed growth over required growth, each as a yearly rate between the baseline and the latest
or the target year (Eurostat, Sustainable development in the European Union, annex on assessing
trends): at least 0.95 on track, at least 0.60 moving but too slowly, at least 0 hardly moving,
below 0 moving away. Shares and rates, which cannot grow without end, follow a straight line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.errors import UserError
from aftersummit.indicators.effect import figure
from aftersummit.indicators.periods import frequency_of, label, ordinal
from aftersummit.model import Observation, Series, Target

Direction = Literal["up", "down"]
Path = Literal["growth", "linear"]
Standing = Literal["reached", "on track", "too slow", "hardly moving", "moving away"]

ON_TRACK, TOO_SLOW, HARDLY = 0.95, 0.60, 0.0
_MONTHS = {"A": 1, "Q": 4, "M": 12, "D": 365.25}
_BOUNDED = ("percent", "%", "share", " per ", "rate", "index")


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """Where a series stands on its way to a target.

    Attributes:
        ratio: observed over required growth (or change, on a linear path).
        observed, required: a year, as a share of the level (growth) or in the unit (linear).
        expected: what the path demanded in the latest period.
    """

    standing: Standing
    ratio: float
    path: Path
    direction: Direction
    baseline: Observation
    latest: Observation
    target: float
    by: str
    observed: float
    required: float
    expected: float
    unit: str

    @property
    def sentence(self) -> str:
        """The standing with its figures."""
        head = (
            f"{figure(self.latest.value)} {self.unit} in {label(self.latest.period)}, from"
            f" {figure(self.baseline.value)} in {label(self.baseline.period)}; the target is"
            f" {figure(self.target)} by {label(self.by)}"
        )
        if self.standing == "reached":
            return f"Reached: {head}."
        return (
            f"{self.standing.capitalize()}: {head}. The change so far is {self.ratio:.2f} times"
            f" what the path demands, which would stand at {figure(self.expected)} by then."
        )


def target_status(
    series: Series,
    target: float,
    by: str,
    direction: Direction | None,
    *,
    baseline: str = "",
    baseline_value: float | None = None,
    path: Path | None = None,
) -> TargetStatus:
    """Hold a series against a target.

    Args:
        target: the level to reach, in the series' unit.
        by: EDTF year or period by which.
        direction: whether more or less is wanted; never guessed.
        baseline: period from which progress counts; the series' first when empty.
        baseline_value: where the baseline is stated and lies outside the series.
        path: None takes a straight line for shares and rates, else steady growth.

    Raises:
        UserError: no direction, a zero baseline or a change of sign (steady growth is then
            undefined), a target on the wrong side of the baseline, or periods out of order.
    """
    if direction not in ("up", "down"):
        raise UserError(
            f"whether {series.ref} should rise or fall is not stated", "give the wanted direction"
        )
    start = _baseline(series, baseline, baseline_value)
    latest = max(series.observations, key=lambda one: ordinal(one.period))
    chosen = path or ("linear" if _bounded(series) else "growth")
    gone, whole = _years(start.period, latest.period), _years(start.period, by)
    _refuse(series, start, latest, target, by, direction, chosen, gone, whole)
    if chosen == "linear":
        observed = (latest.value - start.value) / gone
        required = (target - start.value) / whole
        expected = start.value + required * gone
    else:
        observed = (latest.value / start.value) ** (1 / gone) - 1
        required = (target / start.value) ** (1 / whole) - 1
        expected = start.value * (1 + required) ** gone
    ratio = observed / required
    there = latest.value >= target if direction == "up" else latest.value <= target
    return TargetStatus(
        _standing(ratio, there), ratio, chosen, direction, start, latest, target, by,
        observed, required, expected, series.unit,
    )  # fmt: skip


def status_of(
    series: Series, target: Target, direction: Direction | None, *, path: Path | None = None
) -> TargetStatus:
    """As :func:`target_status`, from a commitment's target.

    Raises:
        UserError: the target states no value or year, or no baseline for a change.
    """
    level = level_of(series, target)
    return target_status(
        series,
        level,
        str(target.year),
        direction,
        baseline=str(target.baseline_year or ""),
        baseline_value=target.baseline_value,
        path=path,
    )


def level_of(series: Series, target: Target) -> float:
    """The level that a commitment's target means, in the series' unit.

    Raises:
        UserError: the target states no value or year, or no baseline for a change.
    """
    if target.value is None or target.year is None:
        raise UserError(
            f"the target '{target.what}' states no {'value' if target.value is None else 'year'}",
            "a target without both cannot be followed",
        )
    level = target.value
    if target.change:
        if target.baseline_value is None and target.baseline_year is None:
            raise UserError(
                f"the target '{target.what}' is a change and states no baseline",
                "give the baseline's value or year",
            )
        base = _baseline(series, str(target.baseline_year or ""), target.baseline_value).value
        percent = target.unit.strip().lower() in ("%", "percent", "per cent")
        level = base * (1 + target.value / 100) if percent else base + target.value
    return level


def _baseline(series: Series, period: str, value: float | None) -> Observation:
    if value is not None and period:
        return Observation(period, value)
    ordered = sorted(series.observations, key=lambda one: ordinal(one.period))
    if not period:
        first = ordered[0]
        return first if value is None else Observation(first.period, value)
    for one in ordered:
        if one.period == period:
            return one
    raise UserError(
        f"{series.ref} has no value for the baseline {label(period)}",
        f"state the baseline's value, or choose one from {label(ordered[0].period)} on",
    )


def _refuse(
    series: Series,
    start: Observation,
    latest: Observation,
    target: float,
    by: str,
    direction: Direction,
    path: Path,
    gone: float,
    whole: float,
) -> None:
    if frequency_of(start.period) != frequency_of(latest.period):
        raise UserError(
            f"the baseline {start.period} and the latest value {latest.period} cover different"
            " spans of time",
            "compare years with years: sum the series first",
        )
    if gone <= 0 or whole <= 0:
        raise UserError(
            f"{series.ref} has no value between the baseline {label(start.period)} and {label(by)}",
            "choose an earlier baseline",
        )
    if target == start.value:
        raise UserError(
            f"the target equals the baseline ({figure(target)})", "a target must ask for a change"
        )
    if (target > start.value) != (direction == "up"):
        way = "above" if target > start.value else "below"
        raise UserError(
            f"the target {figure(target)} lies {way} the baseline {figure(start.value)}, but"
            f" '{direction}' is wanted",
            "check the direction and the baseline",
        )
    if path == "linear":
        return
    if start.value == 0:
        raise UserError(
            f"growth from zero ({label(start.period)}) is undefined",
            "choose another baseline or a linear path",
        )
    if start.value * target <= 0 or start.value * latest.value <= 0:
        raise UserError(
            "the series or its target changes sign, so no growth rate exists",
            "choose a linear path",
        )


def _standing(ratio: float, there: bool) -> Standing:
    if there:
        return "reached"
    if ratio >= ON_TRACK:
        return "on track"
    if ratio >= TOO_SLOW:
        return "too slow"
    return "hardly moving" if ratio >= HARDLY else "moving away"


def _bounded(series: Series) -> bool:
    unit = series.unit.lower()
    return any(word in unit for word in _BOUNDED)


def _years(first: str, last: str) -> float:
    own, other = frequency_of(first), frequency_of(last)
    if own != other:
        # A target "by 2030" means the end of 2030: December for months, the year for years.
        return float(last[:4]) - float(first[:4]) + _end_of_year(first)
    return (ordinal(last) - ordinal(first)) / _MONTHS[own]


def _end_of_year(period: str) -> float:
    if frequency_of(period) == "M":
        return (12 - int(period[5:])) / 12
    return (36 - int(period[5:])) / 4 if frequency_of(period) == "Q" else 0.0
