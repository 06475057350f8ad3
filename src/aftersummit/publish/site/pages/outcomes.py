"""The part of a commitment's page that says what its yardsticks did."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from aftersummit.model import Citation, Commitment, Effect, Headway, Series, Yardstick
from aftersummit.publish.site.charts import chartable, describe, render
from aftersummit.publish.site.effects import describe_effect
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import date_bounds, date_words, number_words, short_month

CHECKS = {
    "placebo-dates": "Other dates",
    "placebo-outcomes": "Other outcomes",
    "comparators": "Comparators",
    "leave-one-out": "Leave one out",
    "window": "Other windows",
    "residuals": "Left-over pattern",
    "anticipation": "Before the date",
    "usual-method": "The usual method",
    "other-events": "Other events",
}
"""The checks by the names that a reader sees."""
MOST = 6
"""Events that a picture names."""
ANSWERS = {True: "passed", False: "failed", None: "not possible"}


def held_against(look: Lookup, commitment: Commitment) -> list[Yardstick]:
    """The yardsticks of a commitment whose series the register holds."""
    mine = (y for y in look.register.yardsticks if y.commitment == commitment.ref)
    held = [y for y in mine if str(y.series) in look.series]
    # What was chosen with most care, that is with comparators, comes first.
    return sorted(held, key=lambda y: (not y.compare, str(y.series)))


def outcomes(look: Lookup, commitment: Commitment) -> list[dict[str, Any]]:
    """For each yardstick: its chart, what may be said of it, and the tables behind both."""
    return [_outcome(look, y) for y in held_against(look, commitment)]


def drawn(look: Lookup, commitment: Commitment) -> bool:
    """Whether a commitment's page holds a chart."""
    return any(chartable(look.series[str(y.series)]) for y in held_against(look, commitment))


def _outcome(look: Lookup, yardstick: Yardstick) -> dict[str, Any]:
    series = look.series[str(yardstick.series)]
    effect = _effect(look, yardstick)
    headway = _headway(look, yardstick)
    known = effect.events if effect else ()
    # The register's events come closest first; a picture with all of them would show none.
    events = sorted(known[:MOST], key=lambda e: e.date)
    lettered = list(zip(ascii_uppercase, events, strict=False))
    placed = [(date_bounds(event.date)[0], letter) for letter, event in lettered]
    said = effect.sentence if effect else ""
    chart = _chart(look, yardstick, series, effect, placed)
    label = f"Line chart of {series.title}. {said} The values stand in the table below.".strip()
    return {
        "y": yardstick,
        "series": series,
        "path": path_of(series.ref),
        "effect": effect,
        "headway": headway,
        "events": lettered,
        "more": len(known) - len(lettered),
        "chart": chart,
        "svg": Markup(render(chart, label)) if chart else "",
        "fitted": bool(effect and effect.shown),
        "estimates": _estimates(effect),
        "checks": _checks(effect),
        "values": _values(series, effect),
        "citations": _citations(series, yardstick),
        "dates": (date_words(yardstick.start) if yardstick.start else ""),
    }


def _effect(look: Lookup, yardstick: Yardstick) -> Effect | None:
    for effect in look.register.effects:
        if effect.commitment == yardstick.commitment and effect.series == yardstick.series:
            return effect
    return None


def _headway(look: Lookup, yardstick: Yardstick) -> Headway | None:
    return next((h for h in look.register.headway if h.yardstick == yardstick.ref), None)


def _chart(
    look: Lookup,
    yardstick: Yardstick,
    series: Series,
    effect: Effect | None,
    events: list[tuple[str, str]],
) -> dict[str, Any] | None:
    """Observed alone; with what would have been only where the checks allow an effect."""
    if not chartable(series):
        return None
    start = date_bounds(yardstick.start or look.made(look.commitments[str(yardstick.commitment)]))
    mark = f"promise, {short_month(start[0])}" if start[0] else ""
    if effect and effect.shown:
        return describe_effect(effect, mark, events)
    target = None
    if yardstick.target is not None:
        # A year's value stands at its first day, and so does a year's target.
        end = 0 if series.frequency == "A" else 1
        target = (date_bounds(yardstick.by)[end], yardstick.target)
    return describe(series, [(start[0], mark)] if mark else [], events, target)


def _estimates(effect: Effect | None) -> list[tuple[str, str, str, str]]:
    """Name, value, interval and meaning of each estimate."""
    found = []
    for one in effect.estimates if effect else ():
        times = " times" if one.scale == "ratio" else ""
        found.append(
            (
                one.name.capitalize(),
                f"{one.value:.3g}{times}",
                f"{one.low:.3g} to {one.high:.3g}",
                one.what,
            )
        )
    return found


def _checks(effect: Effect | None) -> list[dict[str, str]]:
    return [
        {
            "name": CHECKS.get(one.check, one.check),
            "question": one.question,
            "answer": ANSWERS[one.passed],
            "because": one.answer,
        }
        for one in (effect.checks if effect else ())
    ]


def _values(series: Series, effect: Effect | None) -> list[dict[str, str]]:
    """Period, observed value and, for an effect that is shown, what would have been."""
    points = {p.period: p for p in effect.points} if effect and effect.shown else {}
    found = []
    for one in series.observations:
        point = points.get(one.period)
        expected = ""
        if point and point.counterfactual is not None:
            expected = number_words(round(point.counterfactual, 1))
        found.append(
            {
                "period": date_words(one.period),
                "value": number_words(one.value),
                "status": one.status,
                "expected": expected,
            }
        )
    return found


def _citations(series: Series, yardstick: Yardstick) -> list[Citation]:
    points = [c for o in series.observations for c in o.citations]
    return list(dict.fromkeys((*series.citations, *points, *yardstick.citations)))[:6]
