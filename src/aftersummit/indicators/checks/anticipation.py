"""Did it move before the date?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.indicators.effect import in_words
from aftersummit.indicators.periods import from_ordinal, noun, ordinal
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study

_LEAD = {"M": 3, "Q": 2, "A": 1}


@dataclass(frozen=True, slots=True)
class Anticipation:
    """A step for the periods just before the date; it should be nothing.

    A series that parted from its course early was moved by something else, or by the news of
    the measure; either way the step at the date is not the whole story.
    """

    name: str = "anticipation"
    question: str = "Did the series leave its course before the date?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate a step for the last few periods of the past, on the past alone."""
        lead = _LEAD.get(study.series.frequency, 1)
        periods = study.main.periods
        turn = ordinal(study.start) - lead
        frequency = study.series.frequency
        try:
            early = study.again(
                at=from_ordinal(turn, frequency),
                design=replace(study.model, slope=False),
                first=periods[0],
                last=from_ordinal(ordinal(study.start) - 1, frequency),
                edge=lead,
            ).level
        except UserError as error:
            return impossible(self, error.what)
        span = f"{lead} {noun(frequency)}{'s' if lead > 1 else ''}"
        told = f"in the {span} before the date it stood at {in_words(early)}"
        doubt = f"a move that began before the date ({in_words(early)})"
        return CheckAnswer(
            self.name, self.question, not early.excludes_null, told, doubt, (row("before", early),)
        )
