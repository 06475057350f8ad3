"""One question asked of one series, with everything that the checks need to doubt the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from aftersummit.errors import UserError
from aftersummit.indicators.design import Design, default_design
from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.harmonise import pool
from aftersummit.indicators.its import (
    EDGE,
    Interrupted,
    comparative,
    cut,
    effect_of,
    interrupt,
    ratio_to,
)
from aftersummit.indicators.periods import at_frequency
from aftersummit.indicators.regression import Array
from aftersummit.model import EffectEstimate, EffectEvent, Problem, Series


@dataclass(frozen=True)
class Study:
    """A series, a date, and what it is held against.

    Attributes:
        at: EDTF date of the interruption.
        comparators: series that the measure could not touch, moved by the same world.
        placebo_outcomes: series of the same place that the measure should leave alone.
        events: other things that happened, from the register or elsewhere.
        design: None takes the default for the series.
        first, last: the window.
        relative: whether the headline is the effect against the comparators.
    """

    series: Series
    at: str
    comparators: tuple[Series, ...] = ()
    placebo_outcomes: tuple[Series, ...] = ()
    events: tuple[EffectEvent, ...] = ()
    design: Design | None = None
    first: str = ""
    last: str = ""
    population: Series | None = None
    relative: bool = False

    @cached_property
    def own_model(self) -> Design:
        """The design for the series itself."""
        return self.design or default_design(cut(self.series, self.first, self.last))

    @cached_property
    def model(self) -> Design:
        """The design of the headline: in logarithms when it is relative."""
        return replace(self.own_model, family="log") if self.relative else self.own_model

    @cached_property
    def subject(self) -> Series:
        """What the headline is estimated from: the series, or its ratio to the comparators."""
        if not self.relative:
            return self.series
        return ratio_to(cut(self.series, self.first, self.last), self.comparators)

    @property
    def start(self) -> str:
        """The first period that could be affected."""
        return at_frequency(self.at, self.series.frequency)

    @cached_property
    def main(self) -> Interrupted:
        """The fit that the headline comes from."""
        return self.again()

    def again(
        self,
        *,
        at: str = "",
        first: str = "",
        last: str = "",
        edge: int = EDGE,
        design: Design | None = None,
        extra: tuple[tuple[str, Array], ...] = (),
    ) -> Interrupted:
        """The headline's model at another date, in another window, or with further terms."""
        return interrupt(
            self.subject,
            at or self.at,
            design or self.model,
            first=first or self.first,
            last=last or self.last,
            population=None if self.relative else self.population,
            edge=edge,
            extra=extra,
        )

    @cached_property
    def alone(self) -> Interrupted:
        """The series without its comparators."""
        return self.other(self.series, self.population) if self.relative else self.main

    def other(self, series: Series, population: Series | None = None) -> Interrupted:
        """Another series, in the same window, with its own default family unless one was set."""
        design = self.design or default_design(cut(series, self.first, self.last))
        return interrupt(
            series, self.at, design, first=self.first, last=self.last, population=population
        )

    def against(self, comparators: Sequence[Series] | None = None) -> Interrupted:
        """The series over its comparators."""
        chosen = self.comparators if comparators is None else comparators
        return comparative(
            self.series, chosen, self.at, self.own_model, first=self.first, last=self.last
        )

    def estimates(self) -> tuple[EffectEstimate, ...]:
        """The headline first, then the other readings, the comparators' among them."""
        own = self.alone.estimates
        if not self.comparators:
            return own
        try:
            beside = self.against()
        except UserError:
            return own
        relative = replace(beside.level, name="relative level", what="step against comparators")
        found = [relative]
        if self.model.slope:
            average = next(e for e in beside.estimates if e.name == "average")
            found.append(
                replace(average, name="relative average", what="average against comparators")
            )
        return (*found, *own) if self.relative else (*own, *found)


def pooled(
    series: Sequence[Series],
    at: str,
    starts: dict[str, str],
    *,
    force: bool = False,
) -> Series:
    """Several series as one, refused when the measure reached them at different dates.

    Args:
        starts: series address to EDTF date on which the measure began for it.

    Raises:
        UserError: the starts differ among themselves or from ``at``, and ``force`` is not set.
    """
    by_ref = {one.ref: starts.get(str(one.ref), at) for one in series}
    return pool(series, by_ref, force=force)


def estimate(study: Study, checks: Iterable[object] | None = None) -> Estimation:
    """The effect with the answer of every check.

    Args:
        checks: instances of :class:`aftersummit.indicators.checks.Check`; None runs them all,
            an empty sequence none.

    Raises:
        as :func:`aftersummit.indicators.its.interrupt`.
    """
    from aftersummit.indicators.checks import ALL, Check

    main = study.main
    method = str(study.model)
    if study.relative:
        method += f", against {len(study.comparators)} comparators"
    effect = effect_of(study.series, main, method, study.estimates())
    chosen = ALL if checks is None else tuple(c for c in checks if isinstance(c, Check))
    answers = tuple(check.run(study) for check in chosen)
    return replace(effect, checks=answers, events=study.events)


def attempt(study: Study) -> Estimation | Problem:
    """As :func:`estimate`, for batches: a series that cannot be used becomes a problem.

    Picklable in and out, so that a batch can run on all cores.
    """
    try:
        return estimate(study)
    except UserError as error:
        return Problem("effect-impossible", str(study.series.ref), error.what, error.remedy)
