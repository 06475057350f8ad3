"""The chart of an effect that the checks allow: observed, fitted, and what would have been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aftersummit.model import Effect
from aftersummit.publish.site.charts import drawing, letters, moments, zero
from aftersummit.publish.site.words import date_bounds, date_words, number_words

TALL = 3.0
"""A trend in logarithms can run off to many times the data; the axis keeps the data readable."""


def describe_effect(
    effect: Effect, mark: str, events: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The Vega-Lite description of an effect.

    Args:
        mark: what stands at the date of the promise.
        events: ISO date and letter of what else happened.
    """
    points = _points(effect)
    seen = [p["value"] for p in points]
    foreseen = [p["counterfactual"] for p in points if p["counterfactual"] is not None]
    top = 1.12 * min(max(seen + foreseen), TALL * max(seen)) or 1.0
    start = date_bounds(effect.start)[0]
    layers = [
        zero(),
        _band(top),
        *moments(points, [(start, mark)]),
        *letters(points, events),
        _line("counterfactual", "#a04010", top, dash=(6, 4)),
        _line("fitted", "#105090", top),
        _dots(top),
    ]
    return drawing(points, layers)


def _points(effect: Effect) -> list[dict[str, Any]]:
    return [
        {
            "day": date_bounds(p.period)[0],
            "period": date_words(p.period),
            "value": p.observed,
            "label": number_words(p.observed),
            "fitted": p.fitted,
            "counterfactual": p.counterfactual,
            "low": p.low,
            "high": p.high,
        }
        for p in effect.points
    ]


def _x() -> dict[str, Any]:
    return {"field": "day", "type": "temporal", "title": None}


def _y(field: str, top: float) -> dict[str, Any]:
    scale = {"domainMax": top, "zero": True}
    return {"field": field, "type": "quantitative", "title": None, "scale": scale}


def _band(top: float) -> dict[str, Any]:
    """The interval, cut at the top of the picture."""
    return {
        "transform": [
            {"filter": "isValid(datum.low)"},
            {"calculate": f"min(datum.high, {top:.6g})", "as": "reach"},
            {"calculate": f"min(datum.low, {top:.6g})", "as": "floor"},
        ],
        "mark": {"type": "area", "color": "#a04010", "opacity": 0.16},
        "encoding": {"x": _x(), "y": _y("floor", top), "y2": {"field": "reach"}},
    }


def _line(field: str, colour: str, top: float, dash: Sequence[int] = ()) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": colour, "strokeWidth": 1.8}
    if dash:
        mark["strokeDash"] = list(dash)
    # A line that leaves the picture ends there; running along the edge would be false.
    inside = f"isValid(datum['{field}']) && datum['{field}'] <= {top:.6g}"
    return {
        "transform": [{"filter": inside}],
        "mark": mark,
        "encoding": {"x": _x(), "y": _y(field, top)},
    }


def _dots(top: float) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "size": 14, "color": "#101010", "strokeWidth": 1, "opacity": 1},
        "encoding": {
            "x": _x(),
            "y": _y("value", top),
            "fill": {"value": "#101010"},
            "tooltip": [
                {"field": "period", "title": "Period"},
                {"field": "label", "title": "Observed"},
            ],
        },
    }
