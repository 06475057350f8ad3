"""Did something move that the measure could not have moved?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class PlaceboOutcomes:
    """The same model on series that should have stayed on course."""

    name: str = "placebo-outcomes"
    question: str = "Did something move at that date that the measure could not have moved?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate the step of each placebo outcome."""
        if not study.placebo_outcomes:
            return impossible(self, "no placebo outcome was named")
        rows, moved = [], []
        for one in study.placebo_outcomes:
            try:
                level = study.other(one).level
            except UserError as error:
                return impossible(self, error.what)
            rows.append(row(one.title, level))
            if level.excludes_null:
                moved.append(one.title)
        told = f"{len(moved)} of {len(rows)} outcomes that should not have moved did"
        doubt = f"what moved {' and '.join(moved)} at the same date"
        return CheckAnswer(self.name, self.question, not moved, told, doubt, tuple(rows))
