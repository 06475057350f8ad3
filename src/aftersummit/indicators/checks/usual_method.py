"""Would the method that most studies use say the same?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.indicators.checks.placebo_dates import PlaceboDates
from aftersummit.indicators.effect import in_words
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class UsualMethod:
    """Newey-West intervals beside the study's own, with their own false alarms at other dates.

    Published estimates mostly carry such intervals. They are too narrow in short series, and
    the count of placebo dates shows by how much here. The check fails where the two methods
    disagree on whether anything changed in the direction of the step.
    """

    name: str = "usual-method"
    question: str = "Would the usual method (Newey-West intervals) come to the same answer?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate with Newey-West errors, at the date and at placebo dates."""
        own = study.main.level
        if study.model.errors == "hac":
            return impossible(self, "the study itself uses the usual method")
        usual = replace(study, design=replace(study.model, errors="hac"), relative=False)
        if study.relative:
            usual = replace(usual, series=study.subject)
        try:
            level = usual.main.level
        except UserError as error:
            return impossible(self, error.what)
        tried = PlaceboDates().run(usual)
        told = f"it gives {in_words(level)}"
        if tried.passed is not None:
            told += f"; {tried.answer}"
        clear = own.excludes_null
        contrary = clear and level.excludes_null and own.rises != level.rises
        passed = not contrary and (level.excludes_null or not clear)
        return CheckAnswer(
            self.name,
            self.question,
            passed,
            told,
            "the choice of the method, on which the answer depends",
            (row("step", level), *tried.rows),
        )
