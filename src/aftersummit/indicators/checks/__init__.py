"""Reasons to doubt an effect, one small class each.

A check asks one question of a :class:`~aftersummit.indicators.study.Study` and answers with a
:class:`~aftersummit.model.CheckAnswer`: passed, failed, or not possible here.
"""

from aftersummit.indicators.checks.anticipation import Anticipation
from aftersummit.indicators.checks.base import Check
from aftersummit.indicators.checks.comparators import Comparators
from aftersummit.indicators.checks.leave_one_out import LeaveOneOut
from aftersummit.indicators.checks.other_events import OtherEvents
from aftersummit.indicators.checks.placebo_dates import PlaceboDates
from aftersummit.indicators.checks.placebo_outcomes import PlaceboOutcomes
from aftersummit.indicators.checks.residuals import ResidualAutocorrelation
from aftersummit.indicators.checks.usual_method import UsualMethod
from aftersummit.indicators.checks.windows import WindowSensitivity

ALL: tuple[Check, ...] = (
    PlaceboDates(),
    PlaceboOutcomes(),
    Comparators(),
    LeaveOneOut(),
    WindowSensitivity(),
    ResidualAutocorrelation(),
    Anticipation(),
    UsualMethod(),
    OtherEvents(),
)

__all__ = [
    "ALL",
    "Anticipation",
    "Check",
    "Comparators",
    "LeaveOneOut",
    "OtherEvents",
    "PlaceboDates",
    "PlaceboOutcomes",
    "ResidualAutocorrelation",
    "UsualMethod",
    "WindowSensitivity",
]
