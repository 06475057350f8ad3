"""Published examples come out to the printed digits.

The series are read in place from ../shared; the expected figures are those of the publications.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from aftersummit.errors import UserError
from aftersummit.indicators import sources
from aftersummit.indicators.design import Design
from aftersummit.indicators.its import added, comparative, interrupt
from aftersummit.indicators.study import Study, estimate, pooled
from aftersummit.indicators.synthetic import Predictor, importance_of, synthetic_control
from aftersummit.model import EffectEstimate, EffectEvent, Observation, Ref, Series, slugify

pytest.importorskip("scipy", reason="the analysis extra is not installed")

HAC = Design("poisson", "hac", lags=3, harmonics=1)
COMPARATORS = ("Guatemala", "Honduras", "El Salvador", "Mexico", "Colombia", "Ecuador", "Peru")


@pytest.fixture(scope="session")
def official(shared: Path) -> Path:
    return shared / "data" / "indicators"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def build(pairs: Iterable[tuple[str, Any]], title: str, frequency: Any = "A") -> Series:
    observations = tuple(Observation(period, float(value)) for period, value in pairs)
    ref = Ref.flat("series", slugify(title))
    return Series(ref, title, "units", "publisher", observations, frequency)


def printed(one: EffectEstimate, digits: int) -> tuple[float, float, float]:
    return (round(one.value, digits), round(one.low, digits), round(one.high, digits))


SICILY = [
    (Design("poisson", "independent", harmonics=0, slope=False), (0.8944, 0.8647, 0.9251), None),
    (Design("quasi-poisson", "independent", harmonics=0, slope=False), (0.8944, 0.8392, 0.9532), 3.559),
    (Design("quasi-poisson", "independent", harmonics=2, slope=False), (0.8851, 0.8394, 0.9332), 2.262),
    (Design("quasi-poisson", "independent", harmonics=2, slope_from="before"), (0.8765, 0.8268, 0.9292), None),
]  # fmt: skip


@pytest.mark.parametrize(("design", "expected", "dispersion"), SICILY)
def test_sicily_smoking_ban(
    official: Path, design: Design, expected: tuple[float, ...], dispersion: float | None
) -> None:
    table = rows(official / "ref-sicily-its" / "sicily.csv")
    months = [f"{r['year']}-{int(r['month']):02d}" for r in table]
    deaths = build(zip(months, (r["aces"] for r in table), strict=True), "events", "M")
    people = build(zip(months, (r["stdpop"] for r in table), strict=True), "population", "M")
    found = interrupt(deaths, "2005-01", design, population=people)
    assert printed(found.level, 4) == expected
    if dispersion is not None:
        assert round(found.fitted.dispersion, 3) == dispersion
    if design.slope:
        assert printed(found.estimates[1], 4) == (1.0015, 0.9978, 1.0051)


@pytest.fixture(scope="module")
def states(official: Path) -> dict[str, Series]:
    table = rows(official / "ref-synthetic-control" / "california_prop99.csv")
    names = [name for name in table[0] if name != "Year"]
    return {name: build(((r["Year"], r[name]) for r in table), name) for name in names}


def test_proposition_99_by_segmented_regression(states: dict[str, Series]) -> None:
    design = Design("gaussian", "hac", lags=1, small_sample=True, harmonics=0)
    found = interrupt(states["California"], "1989", design)
    expected = {
        "const": (132.2258, 4.2531),
        "trend": (-1.779474, 0.383419),
        "level": (-20.05810, 4.724395),
        "slope": (-1.494652, 0.436820),
    }
    for name, (value, error) in expected.items():
        digits = 4 if name == "const" else 6
        beta, spread = found.coefficient(name)
        assert round(beta, 5 if name == "level" else digits) == value
        assert round(spread, digits) == error


def test_proposition_99_by_synthetic_control(states: dict[str, Series]) -> None:
    pool = [series for name, series in states.items() if name != "California"]
    weights = {
        "Utah": 0.334,
        "Nevada": 0.234,
        "Montana": 0.199,
        "Colorado": 0.164,
        "Connecticut": 0.069,
    }
    found = synthetic_control(states["California"], pool, "1989", weights=weights)
    assert round(found.mean_gap(last="2000"), 2) == -18.97
    assert round(found.gaps["2000"], 2) == -25.73


def means(
    table: Sequence[dict[str, str]], column: str, years: Iterable[int], key: str
) -> Predictor:
    wanted = {float(year) for year in years}
    held: dict[str, list[float]] = {}
    for row in table:
        if float(row["year"]) in wanted and row[column]:
            held.setdefault(row[key], []).append(float(row[column]))
    return Predictor(column, {unit: sum(v) / len(v) for unit, v in held.items()})


@pytest.fixture(scope="module")
def basque(official: Path) -> tuple[Series, list[Series], list[Predictor]]:
    table = rows(official / "ref-synthetic-control" / "basque.csv")
    regions = sorted({row["regionname"] for row in table})
    outcomes = {
        name: build(
            ((f"{float(r['year']):.0f}", r["gdpcap"]) for r in table if r["regionname"] == name),
            name,
        )
        for name in regions
    }
    schooling = [f"school.{level}" for level in ("illit", "prim", "med", "high", "post.high")]
    sectors = [
        f"sec.{s}"
        for s in (
            "agriculture",
            "energy",
            "industry",
            "construction",
            "services.venta",
            "services.nonventa",
        )
    ]
    predictors = [means(table, c, range(1964, 1970), "regionname") for c in (*schooling, "invest")]
    predictors.append(means(table, "gdpcap", range(1960, 1970), "regionname"))
    predictors += [means(table, c, range(1961, 1970, 2), "regionname") for c in sectors]
    predictors.append(means(table, "popdens", [1969], "regionname"))
    treated = outcomes.pop("Basque Country (Pais Vasco)")
    return treated, list(outcomes.values()), predictors


def test_basque_country_with_the_published_weights(basque: Any) -> None:
    treated, pool, _ = basque
    weights = {"Cataluna": 0.850816, "Madrid (Comunidad De)": 0.149184}
    found = synthetic_control(treated, pool, "1975", weights=weights)
    assert round(found.mean_gap(last="1997"), 5) == -0.69956


def test_basque_country_with_weights_of_our_own(basque: Any) -> None:
    treated, pool, predictors = basque
    found = synthetic_control(
        treated, pool, "1975", predictors=predictors, optimise=("1960", "1969")
    )
    assert found.weights == pytest.approx(
        {"Cataluna": 0.850816, "Madrid (Comunidad De)": 0.149184}, abs=1e-4
    )
    assert found.mean_gap() == pytest.approx(-0.69956, abs=5e-5)


def test_german_reunification_with_cross_validation(official: Path) -> None:
    table = rows(official / "ref-synthetic-control" / "germany.csv")
    outcomes = {
        name: build(((r["year"], r["gdp"]) for r in table if r["country"] == name), name)
        for name in sorted({row["country"] for row in table})
    }
    treated = outcomes.pop("West Germany")
    pool = list(outcomes.values())

    def predictors(first: int, invest: str, school: list[int]) -> list[Predictor]:
        decade = range(first, first + 10)
        found = [
            means(table, c, decade, "country") for c in ("gdp", "trade", "infrate", "industry")
        ]
        found.append(means(table, "schooling", school, "country"))
        return [*found, means(table, invest, [1980], "country")]

    importance = importance_of(
        treated, pool, predictors(1971, "invest70", [1970, 1975]), ("1981", "1990")
    )
    found = synthetic_control(
        treated, pool, "1990",
        predictors=predictors(1981, "invest80", [1980, 1985]), importance=list(importance),
    )  # fmt: skip
    # Abadie, Diamond and Hainmueller 2015, table 1, print two digits.
    published = {
        "Austria": 0.42,
        "USA": 0.22,
        "Japan": 0.16,
        "Switzerland": 0.11,
        "Netherlands": 0.09,
    }
    assert found.weights == pytest.approx(published, abs=0.01)
    # About 1,600 dollars a year below, and 12% in 2003, as the authors report.
    assert found.mean_gap(last="2003") == pytest.approx(-1555, abs=5)
    share = -found.gaps["2003"] / float(found.synthetic[-1])
    assert 0.10 < share < 0.13


@pytest.fixture(scope="module")
def between(official: Path) -> Any:
    name = "usbp_monthly_region_citizenship.csv"
    return sources.read((official / "ohss-khsm-usbp" / name).read_bytes(), name)[0]


@pytest.fixture(scope="module")
def three(between: Any) -> Series:
    found = between.series(
        region="Southwest Land Border", citizenship=["Cuba", "Haiti", "Nicaragua"],
        title="encounters of Cubans, Haitians and Nicaraguans between ports",
    )  # fmt: skip
    assert isinstance(found, Series)
    return found


@pytest.fixture(scope="module")
def seven(between: Any) -> tuple[Series, ...]:
    return tuple(
        between.series(region="Southwest Land Border", citizenship=name) for name in COMPARATORS
    )


def test_border_encounters_between_ports(three: Series, seven: tuple[Series, ...]) -> None:
    window = {"first": "2021-01", "last": "2024-11"}
    own = interrupt(three, "2023-01", HAC, **window).level
    assert printed(own, 3) == (0.047, 0.018, 0.119)
    assert printed(interrupt(added(seven), "2023-01", HAC, **window).level, 2) == (1.14, 0.83, 1.57)
    assert printed(comparative(three, seven, "2023-01", HAC, **window).level, 3) == (
        0.022, 0.010, 0.049,
    )  # fmt: skip


def test_border_encounters_with_ports_and_nationwide(official: Path) -> None:
    name = "cbp_encounters_monthly_citizenship.csv"
    cube = sources.read((official / "cbp-encounters" / name).read_bytes(), name)[0]
    people = {"citizenship": ["CUBA", "HAITI", "NICARAGUA"]}
    window = {"first": "2021-01", "last": "2024-12"}
    ports = cube.series(people, region="Southwest Land Border")
    assert round(interrupt(ports, "2023-01", HAC, **window).level.value, 3) == 0.158
    nationwide = interrupt(cube.series(people), "2023-01", HAC, **window).level
    assert printed(nationwide, 3) == (0.411, 0.233, 0.726)


def test_the_border_report_tells_its_failed_placebos_and_other_events(
    three: Series, seven: tuple[Series, ...]
) -> None:
    events = (
        EffectEvent("2023-05-11", "the end of Title 42 expulsions"),
        EffectEvent("2018-04", "earlier"),
    )
    study = Study(
        three, "2023-01", seven, events=events, design=HAC, first="2021-01", last="2024-11"
    )
    effect = estimate(study)
    answers = {one.check: one for one in effect.checks}
    assert answers["placebo-dates"].passed is False
    assert answers["placebo-dates"].answer == (
        "4 of 9 placebo dates excluded no change, so the interval is too narrow"
    )
    assert answers["comparators"].passed and "1.14" in answers["comparators"].answer
    assert answers["leave-one-out"].passed
    assert answers["other-events"].passed is False
    assert "cannot be told apart from" in effect.sentence
    assert "4 of 9 placebo dates" in effect.sentence and "Title 42" in effect.sentence
    assert not effect.shown


def test_honest_errors_widen_the_border_interval_and_pass_the_placebos(
    three: Series, seven: tuple[Series, ...]
) -> None:
    study = Study(three, "2023-01", seven, first="2021-01", last="2024-11")
    effect = estimate(study)
    placebo = next(one for one in effect.checks if one.check == "placebo-dates")
    assert placebo.passed
    narrow = interrupt(three, "2023-01", HAC, first="2021-01", last="2024-11").level
    assert effect.headline.high / effect.headline.low > 2 * narrow.high / narrow.low


def test_pooling_venezuela_with_the_three_is_refused_with_the_reason(
    between: Any, three: Series
) -> None:
    venezuela = between.series(region="Southwest Land Border", citizenship="Venezuela")
    starts = {str(venezuela.ref): "2022-10", str(three.ref): "2023-01"}
    with pytest.raises(UserError, match="October 2022, January 2023"):
        pooled([three, venezuela], "2023-01", starts)
    assert pooled([three, venezuela], "2023-01", starts, force=True).observations


def test_overdose_deaths_and_the_window_on_which_their_sign_depends(official: Path) -> None:
    name = "us_overdose_monthly_wonder.csv"
    deaths = sources.read((official / "cdc-overdose" / name).read_bytes(), name)[0].series()
    short = interrupt(deaths, "2023-01", HAC, first="2021-01", last="2024-06").level
    long = interrupt(deaths, "2023-01", HAC, first="2018-01", last="2024-06").level
    assert printed(short, 3) == (1.074, 1.011, 1.141)
    assert printed(long, 3) == (0.950, 0.880, 1.025)
    for first in ("2018-01", "2021-01"):
        effect = estimate(Study(deaths, "2023-01", design=HAC, first=first, last="2024-06"))
        window = next(one for one in effect.checks if one.check == "window")
        assert window.passed is False and "the sign depends on the window" in window.answer
        assert "depends" in effect.sentence and not effect.shown
        assert any("provisional" in one for one in effect.warnings)
