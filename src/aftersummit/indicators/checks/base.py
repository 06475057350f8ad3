"""What a check is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from aftersummit.model import CheckAnswer, EffectEstimate

if TYPE_CHECKING:
    from aftersummit.indicators.study import Study


@runtime_checkable
class Check(Protocol):
    """One question and its answer.

    Attributes:
        name: slug.
        question: as a reader would ask it.
    """

    @property
    def name(self) -> str: ...

    @property
    def question(self) -> str: ...

    def run(self, study: Study) -> CheckAnswer:
        """Ask it. Never raises for a series that is too short: that is "not possible"."""
        ...


def impossible(check: Check, why: str) -> CheckAnswer:
    """A finding that says why the question could not be asked."""
    return CheckAnswer(check.name, check.question, None, why)


def row(label: str, one: EffectEstimate) -> dict[str, Any]:
    """A line of a check's own table."""
    return {
        "of": label,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "excludes_null": one.excludes_null,
    }
