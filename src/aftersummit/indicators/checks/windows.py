"""Does the answer depend on where one begins and ends?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.checks.base import impossible, row
from aftersummit.indicators.its import EDGE
from aftersummit.indicators.periods import from_ordinal, label, ordinal
from aftersummit.model import CheckAnswer

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study

_STEPS = {"M": (24, 36, 48, 60, 84, 120), "Q": (12, 20, 28, 40), "A": (10, 15, 20, 30)}


@dataclass(frozen=True, slots=True)
class WindowSensitivity:
    """The step from shorter and longer pasts, and without the last quarter of the time after.

    Longer pasts than the study's window are used as far as the series reaches without a gap.
    """

    name: str = "window"
    question: str = "Does the sign depend on the window?"

    def run(self, study: Study) -> CheckAnswer:
        """Estimate in each window and compare the signs."""
        main = study.main
        after = len(main.periods) - main.periods.index(study.start)
        past = _past(study)
        steps = _STEPS.get(study.series.frequency, (24,))
        lengths = {b for b in steps if EDGE <= b <= len(past)}
        lengths |= {min(len(past), max(steps)), main.periods.index(study.start)}
        lasts = [main.periods[-1]]
        if after * 3 // 4 >= EDGE:
            lasts.append(main.periods[-after + after * 3 // 4 - 1])
        rows, rising = [], set()
        for length in sorted(lengths):
            for last in lasts:
                first = past[-length]
                try:
                    level = study.again(first=first, last=last).level
                except UserError:
                    continue
                rows.append(row(f"{first} to {last}", level))
                rising.add(level.rises)
        if len(rows) < 2:
            return impossible(self, "the series allows one window only")
        low, high = (f(r["value"] for r in rows) for f in (min, max))
        ends = {r["value"]: r["of"].split(" to ")[0] for r in rows}
        told = f"in {len(rows)} windows the step lies between {low:.3g} and {high:.3g}"
        if len(rising) > 1:
            told = (
                f"the sign depends on the window: {high:.3g} from {label(ends[high])} on,"
                f" {low:.3g} from {label(ends[low])} on"
            )
        return CheckAnswer(
            self.name,
            self.question,
            len(rising) == 1,
            told,
            "the choice of the window, on which its sign depends",
            tuple(rows),
        )


def _past(study: Study) -> list[str]:
    """The unbroken run of periods that ends just before the date."""
    held = {one.period for one in study.subject.observations}
    number, frequency = ordinal(study.start) - 1, study.series.frequency
    past: list[str] = []
    while from_ordinal(number, frequency) in held:
        past.append(from_ordinal(number, frequency))
        number -= 1
    return past[::-1]
