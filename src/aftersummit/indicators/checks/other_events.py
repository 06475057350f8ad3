"""What else happened then?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.errors import UserError
from aftersummit.indicators.periods import at_frequency, label, noun, ordinal
from aftersummit.model import CheckAnswer, EffectEvent

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study

_NEAR = {"M": 6, "Q": 2, "A": 1}


@dataclass(frozen=True, slots=True)
class OtherEvents:
    """Events that the caller knows of, near the date.

    One series and one date cannot say which of two neighbouring events moved it.
    """

    name: str = "other-events"
    question: str = "Did something else happen at about that date?"

    def run(self, study: Study) -> CheckAnswer:
        """Name the events within half a year (a year, for yearly series) of the date."""
        reach = _NEAR.get(study.series.frequency, 1)
        unit = noun(study.series.frequency)
        near = [e for e in study.events if abs(_distance(study, e)) <= reach]
        if not study.events:
            return CheckAnswer(self.name, self.question, None, "no other events were given")
        if not near:
            told = f"none of {len(study.events)} known events lies within {reach} {unit}s"
            return CheckAnswer(self.name, self.question, True, told)
        named = " and ".join(f"{e.what} ({_when(e)})" for e in near[:3])
        more = f" and {len(near) - 3} more" if len(near) > 3 else ""
        count = "one other event lies" if len(near) == 1 else f"{len(near)} other events lie"
        rows = tuple({"date": e.date, "what": e.what, "ref": str(e.ref or "")} for e in near)
        return CheckAnswer(
            self.name,
            self.question,
            False,
            f"{count} within {reach} {unit}s: {named}{more}",
            f"{named}{more}",
            rows,
        )


def _when(event: EffectEvent) -> str:
    try:
        return label(event.date)
    except ValueError:
        return event.date


def _distance(study: Study, event: EffectEvent) -> int:
    try:
        period = at_frequency(event.date, study.series.frequency)
    except UserError:
        # A date coarser than the series' periods ("2023") may lie anywhere in it: count it as near
        # when the year is that of the date.
        return 0 if event.date[:4] == study.start[:4] else 10**6
    return ordinal(period) - ordinal(study.start)
