"""Effects: estimates agree with an independent library, and checks catch what they are for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("scipy", reason="the analysis extra is not installed")

from aftersummit.errors import UserError  # noqa: E402
from aftersummit.indicators.checks import (  # noqa: E402
    ALL,
    Anticipation,
    Check,
    Comparators,
    LeaveOneOut,
    OtherEvents,
    PlaceboDates,
    PlaceboOutcomes,
    ResidualAutocorrelation,
    WindowSensitivity,
)
from aftersummit.indicators.design import Design, default_design  # noqa: E402
from aftersummit.indicators.effect import Estimation, figure  # noqa: E402
from aftersummit.indicators.its import interrupt, segmented  # noqa: E402
from aftersummit.indicators.periods import from_ordinal, ordinal  # noqa: E402
from aftersummit.indicators.regression import fit  # noqa: E402
from aftersummit.indicators.structural import structural  # noqa: E402
from aftersummit.indicators.study import Study, estimate  # noqa: E402
from aftersummit.indicators.synthetic import simplex_weights, synthetic_effect  # noqa: E402
from aftersummit.model import (  # noqa: E402
    CheckAnswer,
    EffectEstimate,
    EffectEvent,
    Observation,
    Ref,
    Series,
    slugify,
)


def made(
    values: Any, title: str = "deaths", frequency: Any = "M", first: str = "2018-01"
) -> Series:
    start = ordinal(first)
    observations = tuple(
        Observation(from_ordinal(start + i, frequency), float(v)) for i, v in enumerate(values)
    )
    ref = Ref.flat("series", slugify(title))
    return Series(ref, title, "deaths", "publisher", observations, frequency)


def noise(n: int, rho: float, spread: float, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    found = np.zeros(n)
    found[0] = rng.normal()
    for i in range(1, n):
        found[i] = rho * found[i - 1] + rng.normal() * np.sqrt(1 - rho**2)
    return found * spread


def counts(n: int = 96, step: float = 0.0, at: int = 60, rho: float = 0.3, seed: int = 1) -> Any:
    time = np.arange(n)
    linear = np.log(800) + 0.1 * np.sin(2 * np.pi * time / 12) + step * (time >= at)
    rng = np.random.default_rng(seed + 1000)
    return rng.poisson(np.exp(linear + noise(n, rho, 0.05, seed))).astype(float)


AT = "2023-01"  # the sixtieth month after 2018-01


def series(step: float = 0.0, seed: int = 1, title: str = "deaths", **more: Any) -> Series:
    return made(counts(step=step, seed=seed, **more), title)


@pytest.mark.parametrize("family", ["poisson", "gaussian"])
@pytest.mark.parametrize("errors", ["independent", "hac"])
def test_our_regressions_agree_with_statsmodels(family: Any, errors: Any) -> None:
    sm = pytest.importorskip("statsmodels.api")
    y = counts(step=-0.3)
    time = np.arange(len(y)) / len(y)
    x = np.column_stack([np.ones(len(y)), time, time > 0.6]).astype(float)
    kind = sm.families.Poisson() if family == "poisson" else sm.families.Gaussian()
    more = {"cov_type": "HAC", "cov_kwds": {"maxlags": 4}} if errors == "hac" else {}
    theirs = sm.GLM(y, x, family=kind).fit(**more)
    ours = fit(y, x, family, errors, lags=4)
    assert ours.beta == pytest.approx(theirs.params, rel=1e-6)
    assert np.sqrt(np.diag(ours.cov)) == pytest.approx(theirs.bse, rel=1e-6)


def test_our_negative_binomial_agrees_with_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(80), np.arange(80) / 80, np.arange(80) > 40]).astype(float)
    mean = np.exp(3 + x[:, 1] - 0.3 * x[:, 2])
    y = rng.negative_binomial(5, 5 / (5 + mean)).astype(float)
    theirs = sm.NegativeBinomial(y, x).fit(disp=0)
    ours = fit(y, x, "negative-binomial", "independent")
    assert ours.beta == pytest.approx(theirs.params[:3], rel=1e-3)
    assert ours.dispersion == pytest.approx(theirs.params[3], rel=1e-3)


def test_arima_errors_come_near_the_averaged_ones() -> None:
    pytest.importorskip("statsmodels.api")
    one = series(step=-0.4, rho=0.5)
    design = Design("log", "arima", harmonics=1)
    arima = interrupt(one, AT, design).level
    ours = interrupt(one, AT, replace(design, errors="ar1")).level
    assert arima.value == pytest.approx(ours.value, rel=0.03)
    assert ours.high - ours.low == pytest.approx(arima.high - arima.low, rel=0.4)


def test_autocorrelation_is_learned_from_the_data_and_widens_the_interval() -> None:
    x = np.column_stack([np.ones(400), np.arange(400) >= 200]).astype(float)
    spans = {}
    for rho in (-0.3, 0.0, 0.7):
        found = fit(noise(400, rho, 1.0, 6), x, "gaussian", "ar1")
        assert found.rho == pytest.approx(rho, abs=0.12)
        _, low, high, _ = found.interval(np.array([0.0, 1.0]))
        spans[rho] = high - low
    assert spans[0.7] > 1.8 * spans[0.0] > spans[-0.3]


def test_averaged_intervals_cover_where_newey_west_ones_do_not() -> None:
    held = {"ar1": 0, "hac": 0}
    for seed in range(120):
        one = made(counts(n=48, at=24, rho=0.6, seed=seed))
        for errors in held:
            level = interrupt(one, "2020-01", Design("log", errors)).level  # type: ignore[arg-type]
            held[errors] += level.low <= 1 <= level.high
    assert held["ar1"] >= 105
    assert held["hac"] <= 100


def test_a_true_step_is_found_and_a_flat_series_gives_none() -> None:
    moved = segmented(series(step=-0.4), AT)
    assert moved.headline.excludes_null
    assert moved.headline.low < np.exp(-0.4) < moved.headline.high
    assert not segmented(series(step=0.0), AT).headline.excludes_null


def test_points_and_estimates_are_the_same_values() -> None:
    found = interrupt(series(step=-0.4), AT, Design("quasi-poisson", "ar1"))
    point = next(p for p in found.points if p.period == AT)
    assert point.counterfactual is not None
    assert point.fitted / point.counterfactual == pytest.approx(found.level.value, rel=0.02)
    assert all(p.counterfactual is None for p in found.points if p.period < AT)


def test_the_default_design_follows_the_kind_of_values() -> None:
    assert default_design(series()).family == "quasi-poisson"
    assert default_design(made([1.5, 2.5, 3.5] * 20)).family == "log"
    assert default_design(made([1.5, -2.5, 3.5] * 20)).family == "gaussian"
    assert default_design(made([5.0] * 20, frequency="A", first="2000")).harmonics == 0


def test_rolling_sums_and_estimates_are_refused() -> None:
    for status, word in (("rolling", "rolling sum"), ("estimated", "estimates")):
        one = series()
        marked = tuple(replace(o, status=status) for o in one.observations)
        with pytest.raises(UserError, match=word):
            segmented(replace(one, observations=marked), AT)


def test_a_date_at_the_edge_a_gap_and_an_unknown_month_are_refused() -> None:
    with pytest.raises(UserError, match="8 are needed on either side"):
        segmented(series(), "2018-03")
    holed = series()
    with pytest.raises(UserError, match="no value for May 2018"):
        segmented(replace(holed, observations=holed.observations[:4] + holed.observations[5:]), AT)
    with pytest.raises(UserError, match="which month"):
        segmented(series(), "2023")


def test_a_logarithm_of_zero_is_refused_with_another_family() -> None:
    with pytest.raises(UserError, match="quasi-poisson"):
        segmented(made([5, 0, 3] * 20), "2020-01", Design("log", "ar1"))


def test_counts_with_zeros_are_modelled() -> None:
    rng = np.random.default_rng(5)
    found = segmented(made(rng.poisson(2.0, 72)), "2021-01")
    assert found.headline.low < 1 < found.headline.high
    assert any("small" in one for one in found.warnings)


def test_newey_west_intervals_carry_a_warning() -> None:
    found = segmented(series(), AT, Design("poisson", "hac", lags=3))
    assert any("cover far less" in one for one in found.warnings)


def checked(study: Study, check: Check) -> CheckAnswer:
    return estimate(study, [check]).checks[0]


def test_every_check_answers_in_a_sentence_and_never_raises_on_a_short_series() -> None:
    short = made(counts(n=18, at=9), "short")
    effect = estimate(Study(short, "2018-10", design=Design("log", "ar1", harmonics=0)))
    assert [one.check for one in effect.checks] == [check.name for check in ALL]
    assert all(one.answer and one.question.endswith("?") for one in effect.checks)
    assert not effect.shown


def test_placebo_dates_catch_a_series_that_jumps_all_the_time() -> None:
    jumps = np.repeat(np.random.default_rng(2).normal(size=24), 4) * 0.5
    wild = made(np.round(np.exp(np.log(800) + jumps)), "wild")
    assert (
        checked(Study(wild, AT, design=Design("poisson", "hac", lags=3)), PlaceboDates()).passed
        is False
    )
    assert checked(Study(series(), AT), PlaceboDates()).passed is True


def test_placebo_outcomes_catch_what_moved_without_reason() -> None:
    moved = Study(series(-0.4), AT, placebo_outcomes=(series(-0.4, 7, "births"),))
    finding = checked(moved, PlaceboOutcomes())
    assert finding.passed is False and "births" in finding.doubt
    still = Study(series(-0.4), AT, placebo_outcomes=(series(0, 7, "births"),))
    assert checked(still, PlaceboOutcomes()).passed is True
    assert checked(Study(series(), AT), PlaceboOutcomes()).passed is None


def test_comparators_that_did_the_same_take_the_effect_away() -> None:
    same = tuple(series(-0.4, seed, f"c{seed}") for seed in (11, 12, 13))
    other = tuple(series(0.0, seed, f"c{seed}") for seed in (11, 12, 13))
    assert checked(Study(series(-0.4), AT, same), Comparators()).passed is False
    assert checked(Study(series(-0.4), AT, other), Comparators()).passed is True


def test_leaving_one_out_finds_the_comparator_that_carries_the_result() -> None:
    flat = [counts(seed=s, step=-0.4) for s in (11, 12)]
    heavy = counts(seed=13, step=0.9) * 40
    comparators = tuple(made(v, f"c{i}") for i, v in enumerate([*flat, heavy]))
    finding = checked(Study(series(-0.4), AT, comparators), LeaveOneOut())
    assert finding.passed is False and "c2" in finding.doubt
    even = tuple(series(0.0, s, f"c{s}") for s in (11, 12, 13))
    assert checked(Study(series(-0.4), AT, even), LeaveOneOut()).passed is True


def test_the_window_check_finds_a_sign_that_depends_on_it() -> None:
    time = np.arange(96)
    bent = np.log(800) + np.where(time < 36, 0.04 * time, 1.44 - 0.03 * (time - 36))
    turning = made(np.round(np.exp(bent + noise(96, 0.2, 0.02, 4))), "turning")
    finding = checked(Study(turning, AT, first="2021-01"), WindowSensitivity())
    assert finding.passed is False and "from" in finding.answer
    assert checked(Study(series(-0.4), AT), WindowSensitivity()).passed is True


def test_residuals_show_what_the_model_leaves_over() -> None:
    time = np.arange(96)
    waves = made(np.round(800 * np.exp(0.2 * np.sin(2 * np.pi * time / 5))), "waves")
    assert checked(Study(waves, AT), ResidualAutocorrelation()).passed is False
    assert checked(Study(series(), AT), ResidualAutocorrelation()).passed is True


def test_anticipation_finds_a_move_before_the_date() -> None:
    early = made(counts(step=-0.4, at=57), "early")
    assert checked(Study(early, AT), Anticipation()).passed is False
    assert checked(Study(series(-0.4), AT), Anticipation()).passed is True


def test_other_events_count_when_they_are_near() -> None:
    near, far = EffectEvent("2023-03-08", "an election"), EffectEvent("2019-03", "a flood")
    assert checked(Study(series(), AT, events=(near, far)), OtherEvents()).passed is False
    assert checked(Study(series(), AT, events=(far,)), OtherEvents()).passed is True
    assert (
        checked(
            Study(series(), AT, events=(EffectEvent("2023", "a reform"),)), OtherEvents()
        ).passed
        is False
    )
    assert checked(Study(series(), AT), OtherEvents()).passed is None


def test_the_sentence_claims_only_what_the_checks_allow() -> None:
    clear = estimate(Study(series(-0.4), AT))
    assert clear.shown and "does not prove" in clear.sentence
    flat = estimate(Study(series(0.0), AT))
    assert "cannot be told apart from no change" in flat.sentence and not flat.shown
    doubted = estimate(Study(series(-0.4), AT, events=(EffectEvent("2023-02", "a strike"),)))
    assert "cannot be told apart from a strike" in doubted.sentence and not doubted.shown
    untested = segmented(series(-0.4), AT)
    assert "not tried at dates" in untested.sentence and not untested.shown


def test_the_table_the_sentence_and_the_picture_hold_the_same_values() -> None:
    effect = estimate(Study(series(-0.4), AT))
    assert effect.rows[0]["value"] == effect.headline.value
    assert figure(effect.headline.value) in effect.sentence
    assert effect.points[0].observed == series(-0.4).observations[0].value


def test_a_relative_study_is_estimated_against_its_comparators_throughout() -> None:
    shock = np.exp(np.where(np.arange(96) >= 60, 0.5, 0.0))
    ours = made(np.round(counts(step=-0.4) * shock), "ours")
    theirs = tuple(made(np.round(counts(seed=s) * shock), f"c{s}") for s in (21, 22, 23))
    alone = estimate(Study(ours, AT, theirs), [])
    against = estimate(Study(ours, AT, theirs, relative=True), [])
    assert against.headline.name == "relative level"
    assert against.headline.value == pytest.approx(np.exp(-0.4), rel=0.15)
    assert alone.headline.value > 1
    assert against.headline in alone.estimates


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (EffectEstimate("level", -20.0, -30.0, -4.9, "difference"), "20.0 packs below (4.90 to 30.0)"),
        (EffectEstimate("gap", 2.0, -1.0, 5.0, "difference"), "2.00 packs above (1.00 below to 5.00 above)"),
    ],
)  # fmt: skip
def test_differences_are_said_without_signs(one: EffectEstimate, words: str) -> None:
    effect = Estimation(
        Ref.flat("series", "x"), "sales", "packs", "1989", "1970", "2000", 31, "m", (one,)
    )
    assert words in effect.sentence


def test_weights_on_the_simplex_are_exact() -> None:
    rng = np.random.default_rng(8)
    for _ in range(20):
        pool = rng.normal(size=(12, 30))
        truth = np.zeros(30)
        truth[rng.choice(30, 4, replace=False)] = rng.dirichlet(np.ones(4))
        found = simplex_weights(pool @ truth, pool)
        assert found.sum() == pytest.approx(1) and (found >= 0).all()
        assert np.linalg.norm(pool @ found - pool @ truth) < 1e-5


def test_a_synthetic_control_finds_a_gap_and_counts_its_placebos() -> None:
    rng = np.random.default_rng(4)
    common = np.cumsum(rng.normal(size=40)) + 50
    pool = [made(common + rng.normal(size=40) * 0.3 + i, f"c{i}", "A", "1980") for i in range(20)]
    gap = np.where(np.arange(40) >= 25, -4.0, 0.0)
    treated = made(common + 10 + rng.normal(size=40) * 0.3 + gap, "treated", "A", "1980")
    effect = synthetic_effect(treated, pool, "2005")
    assert effect.headline.value == pytest.approx(-4, abs=0.5)
    assert effect.headline.p == pytest.approx(1 / 21) and effect.checks[0].passed
    with pytest.raises(UserError, match="at least two"):
        synthetic_effect(treated, pool[:1], "2005")


def test_a_structural_forecast_finds_a_step_and_leaves_a_flat_series_alone() -> None:
    pytest.importorskip("statsmodels.api")
    moved = structural(series(-0.4), AT)
    assert moved.headline.low < np.exp(-0.4) < moved.headline.high < 1
    flat = structural(series(0.0), AT, [series(0.0, 31, "c")])
    assert flat.headline.low < 1 < flat.headline.high
    assert flat.headline == structural(series(0.0), AT, [series(0.0, 31, "c")]).headline
