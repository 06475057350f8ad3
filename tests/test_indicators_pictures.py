"""Pictures are drawn from the same values as the table, without a browser or the network."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from aftersummit.indicators.picture import effect_chart, moment, png, series_chart, svg
from aftersummit.model import (
    Effect,
    EffectEstimate,
    EffectEvent,
    EffectPoint,
    Observation,
    Ref,
    Series,
)

SERIES = Series(
    Ref.flat("series", "x"), "Deaths", "deaths", "Agency",
    (Observation("2022-12", 10.0), Observation("2023-01", 7.0, "provisional")), "M",
)  # fmt: skip
EFFECT = Effect(
    Ref.parse("effect/x"), SERIES.ref, "2023-01", "Deaths stood lower.", title="Deaths",
    unit="deaths", first="2022-12", last="2023-01", periods=2, method="a method",
    estimates=(EffectEstimate("level", 0.7, 0.5, 0.9, "ratio"),),
    points=(EffectPoint("2022-12", 10.0, 9.8), EffectPoint("2023-01", 7.0, 7.2, 400.0, 6.0, 9000.0)),
    events=(EffectEvent("2022-12-20", "a strike"),), publisher="Agency",
)  # fmt: skip


def texts(spec: Any) -> str:
    return json.dumps(spec)


def test_an_effects_picture_holds_its_points_its_date_and_its_events() -> None:
    near = replace(
        EFFECT, points=(EFFECT.points[0], EffectPoint("2023-01", 7.0, 7.2, 12.0, 6.0, 20.0))
    )
    spec = effect_chart(near)
    assert [row["observed"] for row in spec["data"]["values"]] == [10.0, 7.0]
    assert spec["data"]["values"][1]["counterfactual"] == 12.0
    drawn = texts(spec)
    for word in ("commitment", "a strike", "earlier course", "Source: Agency", '"2023-01-01"'):
        assert word in drawn
    assert spec["description"] == EFFECT.sentence


def test_a_runaway_counterfactual_does_not_flatten_the_data() -> None:
    spec = effect_chart(EFFECT)
    assert spec["data"]["values"][1]["drawn"] is None
    layers = spec["layer"]
    tops = {
        one["encoding"]["y"]["scale"]["domainMax"]
        for one in layers
        if "y" in one.get("encoding", {})
    }
    assert list(tops) == [pytest.approx(33.0)]


def test_a_series_picture_marks_provisional_values_and_the_target() -> None:
    spec = series_chart(SERIES, "2023-01-10", (EffectEvent("2022", "a reform"),), ("2025-12", 4.0))
    assert spec["data"]["values"][1]["status"] == "provisional"
    drawn = texts(spec)
    assert "target" in drawn and "2025-12-01" in drawn and "a reform" in drawn


def test_pictures_become_svg_and_png() -> None:
    for spec in (effect_chart(EFFECT), series_chart(SERIES)):
        assert svg(spec).startswith("<svg") and "Deaths" in svg(spec)
    assert png(series_chart(SERIES), 1.0)[:4] == b"\x89PNG"


@pytest.mark.parametrize(("period", "day"), [("2023", "2023-01-01"), ("2023-34", "2023-04-01")])
def test_periods_stand_on_their_first_day(period: str, day: str) -> None:
    assert moment(period) == day
