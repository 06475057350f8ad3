"""Did the comparators do the same?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.indicators.effect import in_words
from aftersummit.indicators.its import added
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@dataclass(frozen=True, slots=True)
class Comparators:
    """The step of the comparators together, and the step of the series against them.

    Passes when the series still moved, in the same direction, once they are divided out.
    """

    name: str = "comparators"
    question: str = "Did series that the measure could not touch do the same?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate both."""
        if not study.comparators:
            return impossible(self, "no comparator was named")
        try:
            own = study.alone.level
            together = study.other(added(study.comparators)).level
            relative = study.against().level
        except UserError as error:
            return impossible(self, error.what)
        rows = [row("series", own), row("comparators", together), row("relative", relative)]
        told = (
            f"{_count(len(study.comparators))} stood at {in_words(together)}, the series against"
            f" them at {in_words(relative)}"
        )
        # A difference and a ratio have different nulls; their directions compare all the same.
        passed = relative.excludes_null and relative.rises == own.rises
        doubt = f"what moved its comparators (against them {in_words(relative)})"
        return CheckAnswer(self.name, self.question, passed, told, doubt, tuple(rows))


def _count(number: int) -> str:
    return f"{number} comparator{'s' if number != 1 else ''}"
