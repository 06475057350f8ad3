"""Means and shares: what stands beside them, what is refused, and what must not matter."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit.assessment.aggregate import Weights, rank, summarise
from aftersummit.assessment.columns import Filing, filing, from_columns, tabulate
from aftersummit.assessment.resample import Plan
from aftersummit.codebooks.scales import scheme
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Commitment, Meeting, Ref, Score

COMPLIANCE = scheme().scale("compliance")
QUICK = Plan(replicates=50)
PARTIES = ("CA", "MX", "US")


def score(n: int, party: str, value: float | None, period: str = "final", **more) -> Score:
    """A person's verdict; ``None`` is unrateable."""
    ref = Ref.parse(f"nals/2023/C{n:03d}/{party}@{period}")
    outcome = "unrateable" if value is None else "rated"
    return Score(ref, "compliance", outcome, value, coder="ann", **more)


def file(n: int, **more) -> Filing:
    given = {"forum": "nals", "meeting": "nals/2023", "year": "2023", "issue": "trade"}
    return Filing(f"nals/2023/C{n:03d}", **(given | more))


def test_everything_a_reader_needs_stands_beside_the_mean() -> None:
    absent = Score(Ref.parse("nals/2023/C002/US@final"), "compliance", "not-applicable", coder="a")
    scores = [score(1, "CA", 1), score(1, "MX", 0), score(1, "US", 1), score(2, "CA", None), absent]
    table = tabulate(
        [replace(s, codebook="1.1") for s in scores], [file(n) for n in (1, 2, 3)], COMPLIANCE
    )
    (found,) = summarise(table)
    assert found.mean == pytest.approx(2 / 3)
    assert found.percent == pytest.approx(100 * (2 / 3 + 1) / 2)
    assert found.full == pytest.approx(2 / 3)
    assert (found.rated, found.unrateable, found.not_applicable) == (3, 1, 1)
    assert (found.assessed, found.made) == (2, 3)
    assert found.counts == {"-1": 0, "0": 1, "+1": 2}
    assert (found.scale, found.codebook, found.period) == ("compliance", "1.1", "final")
    assert found.scale_version and not found.weighting and not found.proposed


def test_groups_are_what_the_commitments_are_filed_under() -> None:
    filings = [
        file(1, issue="trade", priorities=("security", "prosperity")),
        file(2, issue="health", priorities=("security",), year="2021"),
    ]
    scores = [score(1, "CA", 1), score(1, "US", 0), score(2, "CA", -1)]
    table = tabulate(scores, filings, COMPLIANCE)
    means = {
        by: {s.group: s.mean for s in summarise(table, by, plan=QUICK)}
        for by in ("issue", "priority", "party", "year", "commitment", "pillar")
    }
    assert means["issue"] == {"health": -1, "trade": 0.5}
    assert means["priority"] == {"prosperity": 0.5, "security": 0}
    assert means["party"] == {"CA": 0, "US": 0}
    assert means["year"] == {"2021": -1, "2023": 0.5}
    assert means["commitment"] == {"nals/2023/C001": 0.5, "nals/2023/C002": -1}
    assert means["pillar"] == {"": 0}
    assert [s.made for s in summarise(table, "year", made={"2021": 40})] == [40, 1]


_cells = st.dictionaries(
    st.tuples(st.integers(1, 8), st.sampled_from(PARTIES)),
    st.sampled_from([-1.0, 0.0, 1.0, None]),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(_cells, st.integers(0, 10**6))
def test_the_order_of_scores_commitments_and_parties_changes_nothing(cells, seed) -> None:
    scores = [score(n, party, value) for (n, party), value in cells.items()]
    filings = [file(n, issue=f"i{n % 3}") for n in range(1, 9)]
    before = tabulate(scores, filings, COMPLIANCE)
    shuffle = random.Random(seed)
    shuffle.shuffle(scores)
    shuffle.shuffle(filings)
    after = tabulate(scores, filings, COMPLIANCE)
    for by in ("all", "party", "issue", "commitment", "meeting"):
        assert summarise(before, by, plan=QUICK) == summarise(after, by, plan=QUICK)
    assert rank(before, QUICK) == rank(after, QUICK)


@settings(max_examples=40, deadline=None)
@given(_cells)
def test_renaming_commitments_keeps_means_and_shares(cells) -> None:
    def table(turn):
        scores = [score(turn(n), party, value) for (n, party), value in cells.items()]
        return tabulate(scores, [file(turn(n)) for n in range(1, 9)], COMPLIANCE)

    for by in ("all", "party"):
        for one, other in zip(
            summarise(table(lambda n: n), by, plan=QUICK),
            summarise(table(lambda n: 9 - n), by, plan=QUICK),
            strict=True,
        ):
            assert one.mean == pytest.approx(other.mean) and one.full == other.full


@settings(max_examples=40, deadline=None)
@given(_cells)
def test_a_blank_changes_no_mean_and_no_interval(cells) -> None:
    scores = [score(n, party, value) for (n, party), value in cells.items()]
    filings = [file(n) for n in range(1, 9)]
    blank = [file(99)]
    for by in ("all", "party", "issue"):
        before = summarise(tabulate(scores, filings, COMPLIANCE), by, plan=QUICK)
        after = summarise(tabulate(scores, filings + blank, COMPLIANCE), by, plan=QUICK)
        assert [replace(s, made=0) for s in before] == [replace(s, made=0) for s in after]


@settings(max_examples=30, deadline=None)
@given(_cells)
def test_unrateable_is_counted_and_is_no_zero(cells) -> None:
    scores = [score(n, party, value) for (n, party), value in cells.items()]
    filings = [file(n) for n in range(1, 9)]
    numbers = [value for value in cells.values() if value is not None]
    (found,) = summarise(tabulate(scores, filings, COMPLIANCE), plan=QUICK)
    assert found.unrateable == len(cells) - len(numbers)
    assert found.mean == (pytest.approx(sum(numbers) / len(numbers)) if numbers else None)


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ([score(1, "CA", 2)], "not on the scale"),
        ([score(1, "CA", 0.5)], "not on the scale"),
        ([score(1, "CA", 1), score(2, "CA", 1, "interim")], "interim and final are two series"),
        ([replace(score(1, "CA", 1), scale="completion")], "two scales never share a mean"),
        ([replace(score(1, "CA", None), scale="completion")], "two scales never share a mean"),
        ([replace(score(1, "CA", 1), proposed=True)], "no person has decided"),
        ([replace(score(1, "CA", 1), coder="")], "a verdict needs a person"),
        ([replace(score(1, "CA", 1), outcome="unrateable")], "never numbers"),
        ([score(1, "CA", 1), score(1, "CA", 0)], "two scores"),
    ],
)
def test_what_may_not_be_counted_together_is_refused(scores: list[Score], says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        tabulate(scores, [file(1), file(2)], COMPLIANCE)
    assert "nals/2023/C00" in str(caught.value) and caught.value.remedy


def test_a_score_needs_its_commitment() -> None:
    with pytest.raises(NotFound, match="C007"):
        tabulate([score(7, "CA", 1)], [file(1)], COMPLIANCE)


def test_proposals_are_counted_alone_and_marked() -> None:
    proposal = replace(score(1, "CA", 1), proposed=True, coder="")
    table = tabulate([proposal], [file(1)], COMPLIANCE, proposals=True)
    assert summarise(table)[0].proposed
    with pytest.raises(UserError, match="apart"):
        tabulate([proposal, score(2, "CA", 1)], [file(1), file(2)], COMPLIANCE, proposals=True)


def test_a_scale_of_words_gives_counts_and_no_mean() -> None:
    newsroom = scheme().scale("newsroom")
    base = replace(score(1, "CA", None), scale="newsroom", outcome="rated")
    scores = [replace(base, code="kept"), replace(base, code="stalled", ref=score(2, "CA", 0).ref)]
    table = tabulate(scores, [file(1), file(2)], newsroom)
    (found,) = summarise(table)
    assert (found.mean, found.low, found.percent) == (None, None, None)
    assert found.counts["kept"] == found.counts["stalled"] == 1
    assert found.full == 0.5
    with pytest.raises(UserError, match="takes no mean"):
        rank(table)
    with pytest.raises(UserError, match="not on the scale"):
        tabulate([replace(base, code="good")], [file(1)], newsroom)


def test_weights_are_off_by_default_and_labelled() -> None:
    table = tabulate([score(1, "CA", 1), score(1, "US", -1)], [file(1)], COMPLIANCE)
    (plain,), (weighted,) = (
        summarise(table),
        summarise(table, weights=Weights("by size", parties={"US": 3})),
    )
    assert (plain.mean, plain.weighting) == (0, "")
    assert (weighted.mean, weighted.weighting) == (-0.5, "by size")
    with pytest.raises(UserError, match="no label"):
        summarise(table, weights=Weights(""))


def _made(rows: int, parties: int, seed: int, row_sd: float = 0.8, party_sd: float = 0.0):
    source = np.random.default_rng(seed)
    leaning = source.normal(0, row_sd, (rows, 1)) + source.normal(0, party_sd, (1, parties))
    value = np.sign(np.round(leaning + source.normal(0, 0.6, (rows, parties))))
    cells = np.arange(rows * parties)
    return from_columns(
        [Filing(f"g/1/C{n:03d}") for n in range(rows)],
        [f"P{n:02d}" for n in range(parties)],
        {"row": cells // parties, "column": cells % parties, "value": value.ravel()},
        COMPLIANCE,
    )


def test_the_interval_over_commitments_covers_about_as_often_as_it_says() -> None:
    inside = 0
    for seed in range(200):
        (found,) = summarise(_made(60, 5, seed), plan=Plan(replicates=200))
        assert found.low is not None and found.high is not None
        inside += found.low <= 0 <= found.high
    assert 180 <= inside <= 199


def test_the_crossed_interval_covers_when_parties_differ_and_the_other_does_not() -> None:
    plain = crossed = 0
    for seed in range(150):
        (s,) = summarise(_made(60, 12, seed, 0.5, 0.7), plan=Plan(replicates=200))
        assert s.low is not None and s.high is not None
        assert s.crossed_low is not None and s.crossed_high is not None
        plain += s.low <= 0 <= s.high
        crossed += s.crossed_low <= 0 <= s.crossed_high
    assert plain < 110
    assert crossed > 130


def test_a_rank_carries_its_uncertainty() -> None:
    cells = np.arange(300)
    value = np.where(cells % 3 == 0, 1.0, np.where(cells % 3 == 1, (cells // 3) % 2, 0.0))
    value[cells % 3 == 2] = ((cells[cells % 3 == 2] // 3) % 2 == 0).astype(float)
    table = from_columns(
        [Filing(f"g/1/C{n:03d}") for n in range(100)],
        PARTIES,
        {"row": cells // 3, "column": cells % 3, "value": value},
        COMPLIANCE,
    )
    first, second, third = rank(table)
    assert (first.party, first.rank, first.low, first.high, first.first) == ("CA", 1, 1, 1, 1.0)
    assert {second.party, third.party} == {"MX", "US"}
    assert second.rank == third.rank == 2
    assert (second.low, second.high) == (third.low, third.high) == (2, 3)


def test_a_commitment_of_the_register_knows_its_groups() -> None:
    commitment = Commitment(
        ref=Ref.parse("nals/2023/C001"), issue="trade", pillar="health", priorities=("security",)
    )
    meeting = Meeting(Ref.parse("nals/2023"), "Tenth", "2023-01-09/2023-01-10")
    found = filing(commitment, meeting)
    assert (found.forum, found.meeting, found.year) == ("nals", "nals/2023", "2023")
    with pytest.raises(UserError, match="address"):
        filing(Commitment())
