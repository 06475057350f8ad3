"""What can be wrong with a series of figures, found before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log10
from statistics import median

from aftersummit.errors import UserError
from aftersummit.indicators.periods import (
    at_frequency,
    frequency_of,
    label,
    missing_between,
    noun,
    ordinal,
)
from aftersummit.model import Observation, Problem

SCALE_JUMP = 200.0
"""A lasting change by more than this factor between neighbours is a change of unit, not of
the world: the smallest usual slip is a thousand, and the largest true monthly jump in the
official files at hand is about 30."""
RUN_OF_ZEROS = 3


class MalformedSeries(UserError):
    """The figures cannot be a series; nothing of them was kept.

    Attributes:
        problems: every fault that was found, the first being the message.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first.where}: {first.what}{more}", first.remedy)


def faults(
    where: str, observations: Sequence[Observation], vintage: str = "", gaps: Sequence[str] = ()
) -> list[Problem]:
    """Every fault of a series.

    Args:
        where: the file and the series, for the messages.
        vintage: EDTF date on which the values were issued; months after it are not facts.
        gaps: periods whose absence is known and accepted.
    """
    if not observations:
        return [Problem("series-empty", where, "no figure was found", "widen the selection")]
    kinds = Counter(frequency_of(one.period) for one in observations)
    if len(kinds) > 1:
        told = " and ".join(f"{count} by {noun(kind)}" for kind, count in kinds.most_common())
        return [
            Problem(
                "series-mixed-frequency",
                where,
                f"periods of different length stand in one series: {told}",
                "select one frequency",
            )
        ]
    problems = _duplicates(where, observations)
    if problems:
        return problems
    ordered = sorted(observations, key=lambda one: ordinal(one.period))
    return [
        *_gaps(where, ordered, gaps),
        *_unborn(where, ordered, vintage),
        *_scale(where, ordered),
    ]


def demand(
    where: str, observations: Sequence[Observation], vintage: str = "", gaps: Sequence[str] = ()
) -> None:
    """Raise when a series has faults.

    Raises:
        MalformedSeries: with all of them.
    """
    found = faults(where, observations, vintage, gaps)
    if found:
        raise MalformedSeries(found)


def _duplicates(where: str, observations: Sequence[Observation]) -> list[Problem]:
    twice = [p for p, count in Counter(one.period for one in observations).items() if count > 1]
    if not twice:
        return []
    return [
        Problem(
            "series-duplicate",
            where,
            f"{_some(twice)} stand more than once",
            "name the column that tells the rows apart, or remove one",
        )
    ]


def _gaps(where: str, ordered: Sequence[Observation], known: Sequence[str]) -> list[Problem]:
    absent = [p for p in missing_between(one.period for one in ordered) if p not in set(known)]
    if not absent:
        return []
    return [
        Problem(
            "series-gap",
            where,
            f"nothing stands for {_some(absent)}",
            "supply the figures, start after the gap, or accept it in the corrections file",
        )
    ]


def _unborn(where: str, ordered: Sequence[Observation], vintage: str) -> list[Problem]:
    """Months that had not happened when the table was issued."""
    if vintage:
        frequency = frequency_of(ordered[0].period)
        last = ordinal(at_frequency(vintage, frequency)) if len(vintage) >= 7 else None
        late = [one.period for one in ordered if last is not None and ordinal(one.period) > last]
        if late:
            return [
                Problem(
                    "series-future",
                    where,
                    f"{_some(late)} had not happened on {vintage}, when the figures were issued",
                    "drop these periods; a zero there is a blank",
                )
            ]
    tail = 0
    for one in reversed(ordered):
        if one.value != 0:
            break
        tail += 1
    before = [one.value for one in ordered[: len(ordered) - tail]]
    # Zeros after a series that never came near zero are blanks; a series of small counts
    # may end in true zeros.
    if tail >= RUN_OF_ZEROS and before and min(before[-12:]) >= 10:
        return [
            Problem(
                "series-future-zeros",
                where,
                f"it ends in {tail} zeros from {label(ordered[-tail].period)} on, after values"
                f" of at least {min(before[-12:]):g}",
                "drop these periods, or give the date of issue if they are true zeros",
            )
        ]
    return []


def _scale(where: str, ordered: Sequence[Observation]) -> list[Problem]:
    for at in range(1, len(ordered)):
        before = [abs(one.value) for one in ordered[max(0, at - 6) : at] if one.value]
        after = [abs(one.value) for one in ordered[at : at + 6] if one.value]
        if len(before) < 2 or len(after) < 2:
            continue
        low, high = sorted((before, after), key=median)
        lasting = min(high) / max(low) > SCALE_JUMP / 4
        if lasting and abs(log10(median(high) / median(low))) > log10(SCALE_JUMP):
            return [
                Problem(
                    "series-unit-change",
                    where,
                    f"values change about {median(high) / median(low):,.0f}-fold at"
                    f" {label(ordered[at].period)} and stay there",
                    "the unit changed midway: convert one part or split the series",
                )
            ]
    return []


def _some(periods: Sequence[str]) -> str:
    shown = ", ".join(label(p) for p in sorted(periods)[:3])
    return shown if len(periods) <= 3 else f"{shown} and {len(periods) - 3} more periods"
