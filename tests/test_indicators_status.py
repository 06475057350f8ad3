"""Targets are held against their series by one rule, or refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from aftersummit.errors import UserError
from aftersummit.indicators.status import status_of, target_status
from aftersummit.model import Observation, Ref, Series, Target


def yearly(values: dict[int, float], unit: str = "deaths") -> Series:
    observations = tuple(Observation(str(year), float(v)) for year, v in values.items())
    return Series(Ref.flat("series", "x"), "x", unit, "publisher", observations)


def grown(rate: float, years: int = 5, start: float = 100) -> Series:
    return yearly({2015 + i: start * (1 + rate) ** i for i in range(years + 1)})


@pytest.mark.parametrize(
    ("share", "standing"),
    [(1.2, "on track"), (0.951, "on track"), (0.949, "too slow"), (0.601, "too slow"),
     (0.599, "hardly moving"), (0.001, "hardly moving"), (-0.1, "moving away")],
)  # fmt: skip
def test_the_cut_offs_are_those_of_official_statistics(share: float, standing: str) -> None:
    required = 1.5 ** (1 / 15) - 1
    found = target_status(grown(required * share), 150, "2030", "up")
    assert found.standing == standing
    assert found.ratio == pytest.approx(share)


def test_a_fall_that_is_wanted_counts_as_progress() -> None:
    found = target_status(yearly({2020: 100, 2025: 75}), 50, "2030", "down")
    assert found.standing == "too slow"
    assert found.expected == pytest.approx(100 * 0.5**0.5)
    assert (
        target_status(yearly({2020: 100, 2025: 110}), 50, "2030", "down").standing == "moving away"
    )


def test_a_share_follows_a_straight_line_and_a_count_steady_growth() -> None:
    share = target_status(yearly({2020: 20, 2025: 30}, "percent"), 40, "2030", "up")
    assert (share.path, share.expected, share.ratio) == ("linear", 30, 1.0)
    count = target_status(yearly({2020: 20, 2025: 30}), 40, "2030", "up")
    assert count.path == "growth" and count.expected == pytest.approx(28.28, abs=0.01)


def test_a_target_already_met_is_said_to_be_reached() -> None:
    found = target_status(yearly({2020: 100, 2025: 45}), 50, "2030", "down")
    assert found.standing == "reached" and found.sentence.startswith("Reached")


def test_the_sentence_holds_the_figures() -> None:
    found = target_status(yearly({2020: 100, 2025: 90}), 50, "2030", "down")
    assert (
        "90.0 deaths in 2025" in found.sentence and "the target is 50.0 by 2030" in found.sentence
    )


@pytest.mark.parametrize(
    ("values", "target", "direction", "words"),
    [
        ({2020: 100, 2025: 90}, 50, None, "not stated"),
        ({2020: 0, 2025: 90}, 150, "up", "growth from zero"),
        ({2020: -5, 2025: 3}, 10, "up", "changes sign"),
        ({2020: 5, 2025: -3}, 10, "up", "changes sign"),
        ({2020: 100, 2025: 90}, 150, "down", "lies above the baseline"),
        ({2020: 100, 2025: 90}, 100, "down", "equals the baseline"),
        ({2020: 100}, 50, "down", "no value between"),
    ],
)
def test_what_the_rule_cannot_judge_is_refused(
    values: Any, target: float, direction: Any, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        target_status(yearly(values), target, "2030", direction)


def test_a_month_is_not_compared_with_a_yearly_baseline() -> None:
    months = Series(
        Ref.flat("series", "m"), "m", "deaths", "p",
        tuple(Observation(f"2023-{m:02d}", 50.0) for m in range(1, 13)), "M",
    )  # fmt: skip
    with pytest.raises(UserError, match="different"):
        target_status(months, 30, "2030", "down", baseline="2020", baseline_value=600)
    assert target_status(months, 40, "2024", "down").required < 0


def test_a_commitments_target_may_be_a_change_from_its_own_baseline() -> None:
    series = yearly({2005: 700, 2020: 660, 2022: 640})
    cut = Target("emissions", -40, unit="percent", change=True, baseline_year=2005, year=2030)
    found = status_of(series, cut, "down")
    assert found.target == pytest.approx(420) and found.baseline.value == 700
    stated = Target("x", -100, change=True, baseline_value=720, baseline_year=2005, year=2030)
    assert status_of(series, stated, "down").target == 620


@pytest.mark.parametrize(
    ("target", "words"),
    [(Target("x", year=2030), "no value"), (Target("x", 5), "no year"),
     (Target("x", -4, change=True, year=2030), "no baseline")],
)  # fmt: skip
def test_a_target_that_cannot_be_followed_says_what_is_missing(target: Target, words: str) -> None:
    with pytest.raises(UserError, match=words):
        status_of(yearly({2020: 1, 2022: 2}), target, "up")


def test_a_baseline_outside_the_series_needs_its_value() -> None:
    with pytest.raises(UserError, match="no value for the baseline 2005"):
        target_status(yearly({2020: 1, 2022: 2}), 5, "2030", "up", baseline="2005")
