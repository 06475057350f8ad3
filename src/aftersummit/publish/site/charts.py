"""One chart a series: a Vega-Lite description, and the same drawn once as an SVG.

The SVG stands in the page for print, for readers without scripts and as the first thing
seen; the chart script then draws the same description to the width of the reader's screen.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from aftersummit.model import Observation, Series
from aftersummit.publish.site.words import date_bounds, date_words, number_words

FEWEST = 3
"""Below this many values there is nothing to draw: the sentence and the table say it all."""

COLOURS = {
    "#101010": "--ink",
    "#606060": "--muted",
    "#d0d0d0": "--rule",
    "#105090": "--series",
    "#a04010": "--undercut",
}
"""Colours in the description, each a stand-in for one of the style sheet's."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
HEIGHT = 300
MANY = 14
CLOSE = 0.03
"""Events nearer to each other than this share of the picture get letters at other heights."""
LONG = 28
"""Above this many values a point is a speck on a line and only the ends carry their figures."""


def chartable(series: Series) -> bool:
    """Whether a series has enough dated values for a line."""
    return len(_points(series)) >= FEWEST


def describe(
    series: Series,
    marks: Sequence[tuple[str, str]] = (),
    events: Sequence[tuple[str, str]] = (),
    target: tuple[str, float] | None = None,
) -> dict[str, Any]:
    """The Vega-Lite description of one series.

    Args:
        marks: ISO date and name of each moment to mark (the meetings at which the
            commitments beside the series were made).
        events: ISO date and letter of what else happened.
        target: ISO date by which, and the level to reach.
    """
    points = _points(series)
    reach = [*points, {"day": target[0]}] if target else points
    layers = [zero(), *moments(reach, marks), *letters(reach, events)]
    layers += [_segments(points), _dots(points, target), *_labels(points)]
    if target:
        layers += _goal(points[-1], *target)
    return drawing(points, layers)


def drawing(points: list[dict[str, Any]], layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Layers over dated points as one description in the site's style."""
    years = int(points[-1]["day"][:4]) - int(points[0]["day"][:4])
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": None,
        "width": 620,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "right": 16, "top": 14, "bottom": 4},
        "data": {"values": points},
        "layer": layers,
        "config": _config(1 if years <= MANY else 5),
    }


def render(description: dict[str, Any], label: str) -> str:
    """A description as an SVG element that takes the page's colours in light and dark.

    Args:
        label: what a screen reader says in its place.
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(description)
    for colour, name in COLOURS.items():
        drawn = re.sub(colour, f"var({name})", drawn, flags=re.IGNORECASE)
    opening = re.match(r"<svg[^>]*>", drawn)
    size = re.search(r'viewBox="([^"]+)"', drawn)
    if opening is None or size is None:
        return ""
    inner = drawn[opening.end() :]
    inner = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", inner)
    title = label.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size[1]}"'
    return f'{head} role="img" aria-label="{title}">{inner}'


@cache
def scripts() -> bytes:
    """The chart library out of the installed vl-convert-python, kept to itself but for one name."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg, unused-ignore]
    return f"(function () {{\n{bundle}\n}})();\n".encode()


def sparkline(series: Series, width: int = 160, height: int = 36) -> str:
    """Path data of a small line of the verified values; "" for fewer than three of them."""
    points = [p for p in _points(series) if not p["unsure"]]
    if len(points) < FEWEST:
        return ""
    values = [p["value"] for p in points]
    days = [date.fromisoformat(p["day"]).toordinal() for p in points]
    low, high = min(0.0, *values), max(values)
    reach, span = (high - low) or 1.0, (days[-1] - days[0]) or 1
    places = [
        f"{4 + (day - days[0]) / span * (width - 8):.1f} "
        f"{height - 4 - (value - low) / reach * (height - 8):.1f}"
        for day, value in zip(days, values, strict=True)
    ]
    return "M" + " L".join(places)


def _points(series: Series) -> list[dict[str, Any]]:
    dated = [(date_bounds(o.period)[0], o) for o in series.observations]
    return [_point(day, o, series) for day, o in sorted(dated, key=lambda p: p[0]) if day]


def _point(day: str, observation: Observation, series: Series) -> dict[str, Any]:
    year = f"fiscal year {observation.period}" if series.fiscal_year else None
    unsure = observation.confidence == "unverified"
    return {
        "day": day,
        "period": year or date_words(observation.period),
        "value": observation.value,
        "label": number_words(observation.value),
        "state": "unverified" if unsure else observation.status,
        "unsure": unsure,
    }


def zero() -> dict[str, Any]:
    """The line at zero."""
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": "#606060"},
        "encoding": {"y": {"field": "zero", "type": "quantitative"}},
    }


def moments(points: list[dict[str, Any]], marks: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """A dotted line and a name for each mark inside the picture."""
    first, last = points[0]["day"], points[-1]["day"]
    kept = [mark for mark in sorted(set(marks)) if first <= mark[0] <= last]
    return [layer for number, mark in enumerate(kept) for layer in _moment(points, mark, number)]


def _moment(
    points: list[dict[str, Any]], mark: tuple[str, str], number: int
) -> list[dict[str, Any]]:
    """A dotted line at one moment, its name inside the picture where the line leaves room."""
    days = [point["day"] for point in points]
    place = bisect(days, mark[0])
    late = place > len(days) / 2
    reach = max(2, len(points) // 4)
    beside = points[max(0, place - reach) : place] if late else points[place : place + reach]
    values = [abs(point["value"]) for point in points if "value" in point]
    low = max((abs(p["value"]) for p in beside if "value" in p), default=0.0) < max(values) / 4
    data = {"values": [{"day": mark[0], "name": mark[1]}]}
    x = {"field": "day", "type": "temporal"}
    text = {
        "type": "text",
        "color": "#606060",
        "align": "right" if late else "left",
        "dx": -6 if late else 6,
        "dy": 12 + 17 * number if low else -10 - 17 * number,
    }
    y = {"value": 0} if low else {"datum": 0, "type": "quantitative"}
    words = {"x": x, "y": y, "text": {"field": "name"}}
    rule = {"type": "rule", "color": "#606060", "strokeDash": [2, 3]}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x}},
        {"data": data, "mark": text, "encoding": words},
    ]


def letters(
    points: list[dict[str, Any]], events: Sequence[tuple[str, str]]
) -> list[dict[str, Any]]:
    """A thin line and a letter at the top for each event; the list below the chart names them."""
    first, last = points[0]["day"], points[-1]["day"]
    inside = [{"day": day, "name": name} for day, name in events if first <= day <= last]
    x = {"field": "day", "type": "temporal"}
    rule = {"type": "rule", "color": "#606060", "strokeWidth": 0.8, "opacity": 0.7}
    found = [{"data": {"values": inside}, "mark": rule, "encoding": {"x": x}}] if inside else []
    span = _days(last) - _days(first) or 1
    before, level = -span, 0
    for one in inside:
        near = (_days(one["day"]) - before) / span < CLOSE
        level, before = (level + 1) % 5 if near else 0, _days(one["day"])
        text = {"type": "text", "color": "#606060", "y": -2 - 13 * level, "baseline": "bottom"}
        words = {"x": x, "text": {"field": "name"}}
        found.append({"data": {"values": [one]}, "mark": text, "encoding": words})
    return found


def _days(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _goal(last: dict[str, Any], day: str, level: float) -> list[dict[str, Any]]:
    """The way from the last value to the target."""
    end = {"day": day, "value": level, "label": f"target {number_words(level)}"}
    way = [{"day": last["day"], "value": last["value"]}, end]
    x = {"field": "day", "type": "temporal"}
    y = {"field": "value", "type": "quantitative"}
    line = {
        "data": {"values": way},
        "mark": {"type": "line", "color": "#606060", "strokeDash": [2, 4]},
        "encoding": {"x": x, "y": y},
    }
    # A target that has fallen due is a point beside the values: there is no way left to go.
    return [
        *([line] if day > last["day"] else []),
        {
            "data": {"values": [end]},
            "mark": {"type": "point", "shape": "diamond", "size": 90, "color": "#a04010"},
            "encoding": {"x": x, "y": y, "fill": {"value": "#a04010"}},
        },
        {
            "data": {"values": [end]},
            "mark": {"type": "text", "dy": 18, "align": "right", "color": "#101010"},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _segments(points: list[dict[str, Any]]) -> dict[str, Any]:
    """The line, in pieces: a piece with an unverified end is dashed."""
    pairs = [
        {
            "day": a["day"],
            "value": a["value"],
            "day2": b["day"],
            "value2": b["value"],
            "unsure": a["unsure"] or b["unsure"],
        }
        for a, b in pairwise(points)
    ]
    return {
        "data": {"values": pairs},
        "mark": {
            "type": "rule",
            "color": "#105090",
            "strokeWidth": 2.25 if len(points) <= LONG else 1.4,
            "strokeCap": "round",
        },
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "value", "type": "quantitative"},
            "x2": {"field": "day2"},
            "y2": {"field": "value2"},
            "strokeDash": {
                "condition": {"test": "datum.unsure", "value": [3, 4]},
                "value": [1, 0],
            },
        },
    }


def _dots(points: list[dict[str, Any]], target: tuple[str, float] | None) -> dict[str, Any]:
    top = max(0.0, *(point["value"] for point in points), target[1] if target else 0.0)
    top = top * 1.12 or 1.0
    long = len(points) > LONG
    size, width = (8, 1) if long else (55, 2)
    return {
        "mark": {
            "type": "point",
            "size": size,
            "strokeWidth": width,
            "color": "#105090",
            "opacity": 1,
        },
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "scale": {"padding": 30}},
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"domainMax": top},
            },
            "fillOpacity": {"condition": {"test": "datum.unsure", "value": 0}, "value": 1},
            "fill": {"value": "#105090"},
            "shape": {
                "condition": {"test": "datum.unsure", "value": "diamond"},
                "value": "circle",
            },
            "tooltip": [
                {"field": "period", "title": "Period"},
                {"field": "label", "title": "Value"},
                {"field": "state", "title": "Status"},
            ],
        },
    }


def _labels(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each value beside its point; on a narrow screen, or of many, only the ends and extremes."""
    values = [p["value"] for p in points]
    ends = {0, len(points) - 1}
    for extreme in (values.index(max(values)), values.index(min(values))):
        # A label over its neighbour's would leave neither readable.
        if len(points) <= MANY or all(abs(extreme - end) > len(points) / 9 for end in ends):
            ends.add(extreme)
    lowest = values.index(min(values))
    shown = [
        dict(
            p,
            label=f"{_brief(p)}{' ?' if p['unsure'] else ''}",
            low=number == lowest and len(points) > LONG and min(values) > max(values) / 6,
            wide=number not in (ends if len(points) <= LONG else {0, len(points) - 1}),
        )
        for number, p in enumerate(points)
        if number in ends or len(points) <= MANY
    ]
    x = {"field": "day", "type": "temporal"}
    y = {"field": "value", "type": "quantitative"}
    mark = {"type": "text", "color": "#101010", "fontSize": 12}
    # Hidden, not filtered out: a layer that a narrow screen leaves empty has no extent to draw.
    seen = {"condition": {"test": "width > 480 || !datum.wide", "value": 1}, "value": 0}
    halves = [(low, [p for p in shown if p["low"] is low]) for low in (False, True)]
    return [
        {
            "data": {"values": half},
            "mark": {**mark, "dy": 14 if low else -13},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}, "opacity": seen},
        }
        for low, half in halves
        if half
    ]


def _brief(point: dict[str, Any]) -> str:
    """The figure beside a point: large ones without their tenths, which the table has."""
    large = abs(point["value"]) >= 1000
    return number_words(round(point["value"])) if large else str(point["label"])


def _config(step: int) -> dict[str, Any]:
    words = {"labelColor": "#606060", "titleColor": "#606060", "labelFontSize": 13}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**words, "domain": False, "ticks": False, "gridColor": "#d0d0d0"},
        "axisX": {
            "grid": False,
            "labelPadding": 8,
            "tickCount": {"interval": "year", "step": step},
        },
        "axisY": {"tickCount": 4, "labelPadding": 6, "format": ",~f"},
        "text": {"font": FONT, "fontSize": 12},
    }
