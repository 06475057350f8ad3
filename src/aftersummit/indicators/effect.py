"""An effect: a table, one honest sentence and a picture's points, from the same values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aftersummit.indicators.periods import label
from aftersummit.model import CheckAnswer, EffectEstimate, EffectEvent, EffectPoint, Ref


@dataclass(frozen=True, slots=True)
class Estimation:
    """What one series did at one date, and how far that can be believed.

    Attributes:
        start: the first period that could be affected.
        method: in words; ``warnings`` say where it is known to mislead.
        estimates: the first one is the headline.
        points: the picture.
    """

    series: Ref
    title: str
    unit: str
    start: str
    first: str
    last: str
    periods: int
    method: str
    estimates: tuple[EffectEstimate, ...]
    points: tuple[EffectPoint, ...] = ()
    checks: tuple[CheckAnswer, ...] = ()
    events: tuple[EffectEvent, ...] = ()
    warnings: tuple[str, ...] = ()
    publisher: str = ""

    @property
    def headline(self) -> EffectEstimate:
        """The estimate that the sentence speaks of."""
        return self.estimates[0]

    @property
    def doubts(self) -> tuple[CheckAnswer, ...]:
        """The checks that failed."""
        return tuple(one for one in self.checks if one.passed is False)

    @property
    def tested(self) -> bool:
        """Whether it was tried where nothing was promised: at other dates, or in other places."""
        placebos = ("placebo-dates", "placebo-units")
        return any(f.check in placebos and f.passed is not None for f in self.checks)

    @property
    def shown(self) -> bool:
        """Whether a register may show this as an effect: it is clear, tested and undoubted."""
        return self.headline.excludes_null and self.tested and not self.doubts

    @property
    def sentence(self) -> str:
        """One sentence that a statistician could sign."""
        moved = self._moved()
        if not self.headline.excludes_null:
            told = f"{moved}, which cannot be told apart from no change{self._turning()}"
        elif self.doubts:
            told = f"{moved}, but this cannot be told apart from {_listed(self.doubts)}"
        elif not self.tested:
            told = (
                f"{moved}, but this cannot be told apart from the series' usual swings,"
                " because it was not tried at dates on which nothing was promised"
            )
        else:
            told = (
                f"{moved}; {_number_of_checks(self.checks)} found no other explanation,"
                " which does not prove that the commitment caused it"
            )
        return f"{told}."

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table: estimates first, then checks."""
        estimates = [
            {
                "kind": "estimate",
                "name": one.name,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "scale": one.scale,
                "passed": None,
                "what": one.what,
            }
            for one in self.estimates
        ]
        checks = [
            {
                "kind": "check",
                "name": one.check,
                "value": None,
                "low": None,
                "high": None,
                "scale": None,
                "passed": one.passed,
                "what": one.answer,
            }
            for one in self.checks
        ]
        return [*estimates, *checks]

    def _turning(self) -> str:
        """Whether even the sign is uncertain."""
        found = next((f for f in self.doubts if f.check == "window"), None)
        return f"; {found.answer}" if found else ""

    def _moved(self) -> str:
        head = self.headline
        who = self.title.rstrip(".")
        who = who[:1].upper() + who[1:]
        lasting = head.name in ("gap", "average", "relative average")
        when = f"from {label(self.start)} on" if lasting else f"in {label(self.start)}"
        if head.scale == "ratio":
            return (
                f"{who} stood {when} at {figure(head.value)} times"
                f" (95% interval {_reach(head)}) what {_expected(head.name)}"
            )
        way = "above" if head.rises else "below"
        return (
            f"{who} stood {when} {figure(abs(head.value))} {self.unit}"
            f" {way} ({_span(head)}) what {_expected(head.name)}"
        )


def in_words(one: EffectEstimate) -> str:
    """An estimate with its interval, as a sentence part."""
    unit = "times" if one.scale == "ratio" else "units"
    return f"{figure(one.value)} {unit} (95% interval {_reach(one)})"


def _reach(one: EffectEstimate) -> str:
    return f"{figure(one.low)} to {figure(one.high)}"


def figure(value: float) -> str:
    """Three significant digits, never in powers of ten, thousands separated."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    from math import floor, log10

    digits = max(0, 2 - floor(log10(abs(value))))
    return f"{value:.{min(digits, 6)}f}"


def _span(one: EffectEstimate) -> str:
    """An interval of differences without signs."""
    if one.low < 0 < one.high:
        return f"{figure(-one.low)} below to {figure(one.high)} above"
    low, high = sorted((abs(one.low), abs(one.high)))
    return f"{figure(low)} to {figure(high)}"


def _expected(name: str) -> str:
    return {
        "relative level": "the comparators and the earlier course would have given",
        "relative average": "the comparators and the earlier course would have given",
        "gap": "the weighted comparators show",
    }.get(name, "the earlier course would have given")


def _listed(doubts: tuple[CheckAnswer, ...]) -> str:
    parts = list(dict.fromkeys(one.doubt or one.answer for one in doubts))
    return parts[0] if len(parts) == 1 else f"{'; '.join(parts[:-1])}; or {parts[-1]}"


def _number_of_checks(findings: tuple[CheckAnswer, ...]) -> str:
    made = sum(one.passed is True for one in findings)
    return f"{made} check{'s' if made != 1 else ''}"
