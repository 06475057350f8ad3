"""Agreement of coders: published values to the printed digits, and other programs' answers."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit.assessment import agreement as ag
from aftersummit.errors import UserError

_ = None
# The twelve units that four coders coded, as printed in Krippendorff (2011).
CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
TWELVE = [list(unit) for unit in zip(*CODERS, strict=True)]
# Ten items by fourteen raters, the textbook's table of counts.
FOURTEEN = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


@pytest.mark.parametrize(
    ("level", "printed"),
    [
        ("nominal", 0.743421),
        ("ordinal", 0.815388),
        ("interval", 0.849107),
        ("ratio", 0.797403),
    ],
)
def test_alpha_of_the_published_example(level: ag.Level, printed: float) -> None:
    value = ag.alpha(TWELVE, level)
    assert value is not None
    assert round(value, 6) == printed


def test_fleiss_of_the_published_example() -> None:
    value = ag.fleiss_counts(FOURTEEN)
    assert value is not None
    assert round(value, 4) == 0.2099
    spread = [[k for k, n in enumerate(row) for _ in range(n)] for row in FOURTEEN]
    assert ag.fleiss(spread) == pytest.approx(value)


def test_cohen_by_hand() -> None:
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert ag.cohen(first, second) == pytest.approx(0.4)
    assert ag.percent(list(zip(first, second, strict=True))) == pytest.approx(0.7)


@pytest.mark.parametrize("weights", ["", "linear", "quadratic"])
def test_cohen_as_statsmodels_on_random_tables_with_missing_codes(weights: ag.Weights) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    random = np.random.default_rng(7)
    compared = 0
    for _n in range(1000):
        rows = _random_table(random, coders=2)
        size = 1 + max((c for row in rows for c in row if c is not None), default=0)
        both = [row for row in rows if None not in row]
        ours = ag.cohen(*zip(*rows, strict=True), weights, categories=range(size))
        joint = np.zeros((size, size))
        for a, b in both:
            joint[a, b] += 1
        if ours is None:
            continue
        name = {"": None, "linear": "linear", "quadratic": "quadratic"}[weights]
        theirs = inter_rater.cohens_kappa(joint, wt=name, return_results=False)
        assert ours == pytest.approx(float(theirs), abs=1e-10)
        compared += 1
    assert compared > 900


def test_fleiss_as_statsmodels_on_random_tables_with_missing_codes() -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    random = np.random.default_rng(8)
    compared = 0
    for _n in range(1000):
        rows = _random_table(random, missing=0.1)
        ours = ag.fleiss(rows)
        complete = np.asarray([row for row in rows if None not in row], dtype=int)
        if ours is None:
            continue
        counts = inter_rater.aggregate_raters(complete)[0]
        assert ours == pytest.approx(float(inter_rater.fleiss_kappa(counts)), abs=1e-10)
        compared += 1
    assert compared > 900


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_as_another_program_on_random_tables_with_missing_codes(level: ag.Level) -> None:
    oracle = pytest.importorskip("krippendorff")
    random = np.random.default_rng(9)
    compared = 0
    for _n in range(1000):
        rows = _random_table(random)
        ours = ag.alpha(rows, level)
        data = np.asarray(rows, dtype=float).T
        if ours is None:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = oracle.alpha(reliability_data=data, level_of_measurement=level)
        assert ours == pytest.approx(float(theirs), abs=1e-9)
        compared += 1
    assert compared > 900


def _random_table(
    random: np.random.Generator, coders: int = 0, missing: float = 0.3
) -> list[list[int | None]]:
    """Codes that lean towards a common truth, with holes."""
    units, coders = int(random.integers(3, 30)), coders or int(random.integers(2, 6))
    size = int(random.integers(2, 6))
    truth = random.integers(0, size, units)
    codes = np.where(
        random.random((units, coders)) < 0.6,
        truth[:, None],
        random.integers(0, size, (units, coders)),
    )
    holes = random.random((units, coders)) < missing * random.random()
    return [
        [None if hole else int(code) for code, hole in zip(row, gaps, strict=True)]
        for row, gaps in zip(codes, holes, strict=True)
    ]


_tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=width, max_size=width),
        min_size=1,
        max_size=12,
    )
)


@settings(max_examples=60, deadline=None)
@given(_tables, st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_does_not_matter(rows: list, random) -> None:
    shuffled = [list(row) for row in rows]
    random.shuffle(shuffled)
    order = list(range(len(rows[0])))
    random.shuffle(order)
    turned = [[row[i] for i in order] for row in shuffled]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert _same(ag.alpha(rows, level), ag.alpha(turned, level))
    assert _same(ag.percent(rows), ag.percent(turned))
    assert _same(ag.fleiss(rows), ag.fleiss(turned))
    first = ag.measure(rows, "alpha-nominal", replicates=20)
    assert first == ag.measure(shuffled, "alpha-nominal", replicates=20)


@settings(max_examples=60, deadline=None)
@given(_tables)
def test_a_unit_coded_once_or_never_changes_no_alpha(rows: list) -> None:
    lone = [None] * len(rows[0])
    once = [3, *lone[1:]]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert _same(ag.alpha(rows, level), ag.alpha([*rows, lone, once], level))


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, abs_tol=1e-9)


def test_what_is_undefined_is_none_and_not_a_number() -> None:
    assert ag.alpha([[1, 1], [1, 1]]) is None
    assert ag.alpha([[1, None], [None, 2]]) is None
    assert ag.alpha([]) is None
    assert ag.cohen([1, 1], [1, 1]) is None
    assert ag.fleiss([[1, None]]) is None
    assert ag.percent([[1, None]]) is None


def test_the_interval_holds_the_value_and_is_the_same_every_time() -> None:
    found = ag.measure(TWELVE, "alpha-ordinal")
    assert found == ag.measure(TWELVE, "alpha-ordinal")
    assert found.low is not None and found.high is not None and found.value is not None
    assert found.low < found.value < found.high
    assert (found.units, found.coders, found.codes) == (11, 4, 40)
    narrow = ag.measure(TWELVE * 20, "alpha-ordinal")
    assert narrow.low is not None and narrow.high is not None
    assert narrow.high - narrow.low < (found.high - found.low) / 3


def test_the_bootstrap_interval_covers_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)
    truth = ag.alpha(_leaning(random, 20000))
    inside = 0
    for _n in range(100):
        found = ag.measure(_leaning(random, 80), "alpha-nominal", replicates=200)
        assert found.low is not None and found.high is not None and truth is not None
        inside += found.low <= truth <= found.high
    assert 86 <= inside <= 100


def _leaning(random: np.random.Generator, units: int) -> list[list[int]]:
    truth = random.integers(0, 3, units)
    codes = np.where(
        random.random((units, 3)) < 0.7, truth[:, None], random.integers(0, 3, (units, 3))
    )
    return codes.tolist()


def test_words_take_the_order_that_is_given_them() -> None:
    order = ["limited", "substantial", "complete"]
    rows = [["limited", "substantial"], ["complete", "complete"], ["limited", "limited"]]
    numbers = [[order.index(code) for code in row] for row in rows]
    assert ag.alpha(rows, "ordinal", order) == ag.alpha(numbers, "ordinal")
    assert ag.cohen(*zip(*rows, strict=True), "linear", order) == ag.cohen(
        *zip(*numbers, strict=True), "linear"
    )


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(UserError, match="needs numbers"):
        ag.alpha([["a", "b"]], "interval")
    with pytest.raises(UserError, match="none of the categories"):
        ag.alpha([[1, 9]], "ordinal", [1, 2, 3])
    with pytest.raises(UserError, match="1 codes and the other 2"):
        ag.cohen([1], [1, 2])
    with pytest.raises(UserError, match="compares two coders"):
        ag.measure([[1, 2, 3]], "cohen")
    with pytest.raises(UserError, match="different numbers"):
        ag.fleiss_counts([[1, 2], [1, 1]])
    with pytest.raises(UserError, match="twice"):
        ag.table([("u", "ann", 1), ("u", "ann", 0)])


def test_single_codes_become_a_table_and_pairs() -> None:
    units, coders, rows = ag.table([("u2", "bo", 1), ("u1", "ann", 0), ("u1", "bo", 0)])
    assert (units, coders) == (["u1", "u2"], ["ann", "bo"])
    assert ag.pairs(coders, rows) == {("ann", "bo"): [(0, 0)]}
