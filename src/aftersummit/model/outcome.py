"""What a commitment was meant to move, where that stands, and what the checks allow to be said.

A :class:`Yardstick` is a person's choice; :class:`Headway` and :class:`Effect` are computed
from it and from official series, and carry their sentences so that every surface says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from aftersummit.model.citation import Citation
from aftersummit.model.ref import Ref, slugify

Direction = Literal["up", "down"]
EffectScale = Literal["ratio", "difference"]
HeadwayState = Literal[
    "reached", "on track", "too slow", "hardly moving", "moving away", "not judged"
]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A series against which a commitment is held.

    Attributes:
        direction: whether more or less of it is wanted; never guessed.
        baseline: EDTF period from which progress counts, "" for the series' first.
        baseline_value: the baseline's level in the series' unit, where it is stated elsewhere.
        target: the level to reach, in the series' unit.
        by: EDTF period by which.
        start: EDTF date from which an effect could show; "" where none is asked for.
        compare: series that the measure could not touch, moved by the same world.
        untouched: series of the same place that the measure should leave alone.
        events: actions of the register that could have moved the series instead; empty takes
            those that bear on commitments of the same issue or pillar.
        first, last: the window of the estimate, "" being open.
        relative: whether the headline is the effect against the comparators.
        why: what the choice rests on, in words.
        coder: who chose, "" for a bundled record.
        chosen: UTC moment of the choice, ISO 8601, "" for a bundled record.
    """

    ref: Ref
    commitment: Ref
    series: Ref
    direction: Direction
    baseline: str = ""
    baseline_value: float | None = None
    target: float | None = None
    by: str = ""
    start: str = ""
    compare: tuple[Ref, ...] = ()
    untouched: tuple[Ref, ...] = ()
    events: tuple[Ref, ...] = ()
    first: str = ""
    last: str = ""
    relative: bool = False
    why: str = ""
    coder: str = ""
    chosen: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Headway:
    """Where a series stands on its way to a target.

    Attributes:
        ratio: change so far over the change that the path demands by now.
        expected: what the path demanded in the latest period, in the series' unit.
        sentence: the standing with its figures, or why it cannot be judged.
    """

    yardstick: Ref
    commitment: Ref
    series: Ref
    state: HeadwayState
    sentence: str
    direction: Direction
    target: float
    by: str
    ratio: float | None = None
    expected: float | None = None
    baseline: str = ""
    baseline_value: float | None = None
    latest: str = ""
    latest_value: float | None = None


@dataclass(frozen=True, slots=True)
class EffectEstimate:
    """One number with its 95% interval.

    Attributes:
        name: ``level`` (the step at the date), ``slope`` (change of trend a period),
            ``average`` (over all periods after), or another label.
        scale: ``ratio`` of what is to what would have been, or ``difference`` in the unit.
        what: in words.
    """

    name: str
    value: float
    low: float
    high: float
    scale: EffectScale
    p: float | None = None
    what: str = ""

    @property
    def null(self) -> float:
        """The value that means no change."""
        return 1.0 if self.scale == "ratio" else 0.0

    @property
    def excludes_null(self) -> bool:
        """Whether the interval leaves out "no change"."""
        return not self.low <= self.null <= self.high

    @property
    def rises(self) -> bool:
        """Whether the value lies above "no change"."""
        return self.value > self.null


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """One period of the picture; the counterfactual and its interval stand from the date on."""

    period: str
    observed: float
    fitted: float
    counterfactual: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EffectEvent:
    """Something else that happened, on an EDTF date."""

    date: str
    what: str
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer of one check.

    Attributes:
        passed: None where the check could not be made; ``answer`` then says why.
        doubt: for a failed check, what the change cannot be told apart from.
        rows: the figures from which the answer was read.
    """

    check: str
    question: str
    passed: bool | None
    answer: str
    doubt: str = ""
    rows: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What one series did at one date, as one sentence, a table and a picture.

    Attributes:
        start: the first period that could be affected.
        first, last, periods: the window that was used.
        sentence: one sentence that claims what the checks allow and no more.
        shown: whether a register may show it as an effect.
        refused: why nothing could be estimated, "" where something was.
        vintage: date of issue of the figures, "" where unknown.
        compare: the comparators used.
        inputs: hash of the question and of every figure it was asked of.
        computed: UTC moment, ISO 8601.
    """

    ref: Ref
    series: Ref
    start: str
    sentence: str
    commitment: Ref | None = None
    shown: bool = False
    title: str = ""
    unit: str = ""
    publisher: str = ""
    first: str = ""
    last: str = ""
    periods: int = 0
    method: str = ""
    estimates: tuple[EffectEstimate, ...] = ()
    points: tuple[EffectPoint, ...] = ()
    checks: tuple[CheckAnswer, ...] = ()
    events: tuple[EffectEvent, ...] = ()
    warnings: tuple[str, ...] = ()
    compare: tuple[Ref, ...] = ()
    refused: str = ""
    vintage: str = ""
    inputs: str = ""
    computed: str = ""


def yardstick_ref(commitment: Ref, series: Ref) -> Ref:
    """The address of a yardstick: the commitment's and the series' in one slug."""
    return Ref.flat("yardstick", _pair(commitment, series))


def effect_ref(commitment: Ref | None, series: Ref) -> Ref:
    """The address of an effect; without a commitment the series' alone."""
    return Ref.flat("effect", _pair(commitment, series))


def _pair(commitment: Ref | None, series: Ref) -> str:
    home = str(commitment).replace("/", " ") if commitment else ""
    return slugify(f"{home} {series.item}", 160)
