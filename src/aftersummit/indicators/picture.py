"""The picture of a series or an effect, as a Vega-Lite specification and as SVG or PNG.

The data lie in the specification, so that the page can offer them as a table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from aftersummit.indicators.effect import Estimation
from aftersummit.indicators.periods import days_in, frequency_of, label
from aftersummit.model import Effect, EffectEvent, Series

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, BLUE, ORANGE, GREY = "#222222", "#0072b2", "#d55e00", "#767676"
"""Okabe and Ito's colours, which hold for colour-blind readers; GREY keeps 4.5:1 on white."""
WIDTH, HEIGHT = 640, 320
MAX_OVER_DATA = 3.0
_DRAWN = (("drawn", "earlier course", ORANGE), ("fitted", "fitted", BLUE))


def effect_chart(effect: Effect | Estimation) -> dict[str, Any]:
    """Observed, fitted and counterfactual with its interval; the date and other events marked."""
    observed = [p.observed for p in effect.points]
    foreseen = [p.counterfactual for p in effect.points if p.counterfactual is not None]
    # A trend in logarithms can run off to many times the data; the axis keeps the data readable.
    top = min(_ceiling(observed + foreseen), MAX_OVER_DATA * _ceiling(observed))
    rows: list[dict[str, Any]] = [
        {
            "date": moment(p.period),
            "period": p.period,
            "observed": p.observed,
            "fitted": p.fitted,
            "counterfactual": p.counterfactual,
            # A line that leaves the picture ends there; running along the edge would be false.
            "drawn": p.counterfactual if (p.counterfactual or 0) <= top else None,
            "low": p.low,
            "high": p.high,
        }
        for p in effect.points
    ]
    layers = [
        _band(top),
        _line("drawn", ORANGE, dash=[6, 4]),
        _line("fitted", BLUE),
        _points(),
        _ends(rows),
        *_marks(effect.start, effect.events, effect.first, effect.last),
    ]
    return _spec(rows, layers, effect.title, effect.unit, effect.publisher, effect.sentence, top)


def series_chart(
    series: Series,
    at: str = "",
    events: Sequence[EffectEvent] = (),
    target: tuple[str, float] | None = None,
) -> dict[str, Any]:
    """A series as published, with the commitment's date and its target where there is one.

    Args:
        at: EDTF date of the commitment.
        target: the period by which and the level.
    """
    rows: list[dict[str, Any]] = [
        {
            "date": moment(one.period),
            "period": one.period,
            "observed": one.value,
            "status": one.status,
            "note": one.note,
        }
        for one in series.observations
    ]
    top = _ceiling([r["observed"] for r in rows] + ([target[1]] if target else []))
    layers = [_line("observed", INK), _points()]
    if target:
        layers.extend(_target(series, target))
    last = max(series.observations[-1].period, target[0] if target else "")
    layers.extend(_marks(at, events, series.observations[0].period, last))
    described = f"{series.title}, {series.unit}, from {label(series.observations[0].period)} on."
    return _spec(rows, layers, series.title, series.unit, series.publisher, described, top)


def svg(spec: dict[str, Any]) -> str:
    """The picture as SVG, drawn without a browser and without the network."""
    import vl_convert

    return vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])


def png(spec: dict[str, Any], scale: float = 2.0) -> bytes:
    """The picture as PNG; ``scale`` 2 gives 1280 pixels of width."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(spec), scale=scale, allowed_base_urls=[])


def moment(period: str) -> str:
    """The first day of a period, for a time axis."""
    frequency = frequency_of(period)
    if frequency == "A":
        return f"{period}-01-01"
    if frequency == "Q":
        return f"{period[:4]}-{(int(period[5:]) - 33) * 3 + 1:02d}-01"
    return f"{period}-01" if frequency == "M" else period


def _spec(
    rows: list[dict[str, Any]],
    layers: list[dict[str, Any]],
    title: str,
    unit: str,
    publisher: str,
    described: str,
    top: float,
) -> dict[str, Any]:
    for layer in layers:
        y = layer.get("encoding", {}).get("y")
        if y is not None:
            y["title"] = None
            # A line that starts at zero shows sizes; negative values open the axis downwards.
            y["scale"] = {"domainMax": top, "zero": True, "clamp": True}
    return {
        "$schema": SCHEMA,
        "description": described,
        "title": {
            "text": title,
            "subtitle": [unit, f"Source: {publisher}"] if publisher else [unit],
            "anchor": "start",
            "fontSize": 15,
            "subtitleColor": GREY,
        },
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": layers,
        "config": {
            "font": "system-ui, sans-serif",
            "background": "white",
            "axis": {"gridColor": "#e6e6e6", "domainColor": GREY, "labelColor": INK},
            "view": {"stroke": None},
        },
    }


def _x() -> dict[str, Any]:
    return {"field": "date", "type": "temporal", "title": None}


def _line(field: str, colour: str, dash: Sequence[int] = ()) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": colour, "strokeWidth": 1.8}
    if dash:
        mark["strokeDash"] = list(dash)
    return {"mark": mark, "encoding": {"x": _x(), "y": {"field": field, "type": "quantitative"}}}


def _points() -> dict[str, Any]:
    return {
        "mark": {"type": "point", "filled": True, "size": 24, "stroke": INK, "strokeWidth": 1},
        "encoding": {
            # What may still be revised is drawn hollow.
            "fill": {
                "condition": {"test": "datum.status && datum.status !== 'final'", "value": "white"},
                "value": INK,
            },
            "x": _x(),
            "y": {"field": "observed", "type": "quantitative"},
            "tooltip": [
                {"field": "period", "title": "period"},
                {"field": "observed", "title": "observed", "format": ",.4~g"},
            ],
        },
    }


def _band(top: float) -> dict[str, Any]:
    return {
        # An interval in ratios can reach far above the data; it is cut at the axis, not hidden.
        "transform": [{"calculate": f"min(datum.high, {top})", "as": "shown_high"}],
        "mark": {"type": "area", "color": ORANGE, "opacity": 0.15},
        "encoding": {
            "x": _x(),
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "shown_high"},
        },
    }


def _ends(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Direct labels where the lines end, instead of a legend."""
    values = []
    for field, text, colour in _DRAWN:
        held = [row for row in rows if row[field] is not None]
        if held:
            where = {"date": held[-1]["date"], "value": held[-1][field]}
            values.append({**where, "label": text, "colour": colour})
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 11},
        "encoding": {
            "x": _x(),
            "y": {"field": "value", "type": "quantitative"},
            "text": {"field": "label"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def _marks(at: str, events: Sequence[EffectEvent], first: str, last: str) -> list[dict[str, Any]]:
    values = [{"date": _day(at), "label": "commitment", "colour": INK, "level": 0}] if at else []
    inside = [e for e in events if first[:4] <= e.date[:4] <= last[:4]]
    values += [
        {"date": _day(e.date), "label": e.what, "colour": GREY, "level": 1 + i % 3}
        for i, e in enumerate(inside)
    ]
    if not values:
        return []
    colour = {"field": "colour", "type": "nominal", "scale": None}
    rule = {
        "data": {"values": values},
        "mark": {"type": "rule", "strokeDash": [2, 2]},
        "encoding": {"x": _x(), "color": colour},
    }
    labels = [
        {
            "data": {"values": [one]},
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11,
                     "y": 8 + 13 * cast(int, one["level"])},
            "encoding": {"x": _x(), "text": {"field": "label"}, "color": colour},
        }
        for one in values
    ]  # fmt: skip
    return [rule, *labels]


def _target(series: Series, target: tuple[str, float]) -> list[dict[str, Any]]:
    last = series.observations[-1]
    goal = {"date": moment(target[0]), "value": target[1], "label": "target"}
    values = [{"date": moment(last.period), "value": last.value, "label": ""}, goal]
    y = {"field": "value", "type": "quantitative"}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": GREY, "strokeDash": [3, 3]},
            "encoding": {"x": _x(), "y": dict(y)},
        },
        {
            "data": {"values": [goal]},
            "mark": {
                "type": "point",
                "shape": "diamond",
                "size": 90,
                "color": BLUE,
                "filled": True,
            },
            "encoding": {"x": _x(), "y": dict(y)},
        },
        {
            "data": {"values": [goal]},
            "mark": {"type": "text", "align": "right", "dx": -8, "color": BLUE, "fontSize": 11},
            "encoding": {"x": _x(), "y": dict(y), "text": {"field": "label"}},
        },
    ]


def _day(date: str) -> str:
    """A date for a mark: a coarse one stands in the middle of its span."""
    frequency = frequency_of(date)
    if frequency == "D":
        return date
    import datetime

    first = datetime.date.fromisoformat(moment(date))
    shift = 0 if frequency == "M" else days_in(date) // 2
    return (first + datetime.timedelta(days=shift)).isoformat()


def _ceiling(values: Sequence[float]) -> float:
    """A little above the highest value that is drawn."""
    return max(max(values) * 1.1, 1e-9)
