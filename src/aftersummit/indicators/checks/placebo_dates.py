"""Would the method have found an effect where there was none?"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.indicators.its import EDGE
from aftersummit.indicators.periods import from_ordinal, label, ordinal
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class PlaceboDates:
    """Every earlier date with ``edge`` periods on either side, on the past alone.

    Neighbouring dates overlap, so the share of false alarms is a rough measure; more than
    ``tolerated`` of them (rounded up) fails the check.
    """

    edge: int = EDGE
    fewest: int = 4
    tolerated: float = 0.1
    name: str = "placebo-dates"
    question: str = "Does the series show as much at dates on which nothing was promised?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate the same model at each earlier date."""
        periods = study.main.periods
        start = periods.index(study.start)
        last = from_ordinal(ordinal(study.start) - 1, study.series.frequency)
        rows, failed = [], 0
        for date in periods[self.edge : start - self.edge + 1]:
            try:
                level = study.again(at=date, first=periods[0], last=last, edge=self.edge).level
            except UserError:
                continue
            failed += level.excludes_null
            rows.append(row(date, level))
        if len(rows) < self.fewest:
            return impossible(
                self, f"the {start} periods before {label(study.start)} allow too few other dates"
            )
        told = f"{failed} of {len(rows)} placebo dates excluded no change"
        passed = failed <= ceil(self.tolerated * len(rows))
        doubt = f"swings that the series shows at other dates ({told})"
        if not passed:
            told += ", so the interval is too narrow"
        return CheckAnswer(self.name, self.question, passed, told, doubt, tuple(rows))
