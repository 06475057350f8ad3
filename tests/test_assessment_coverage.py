"""Coverage and gaps: who pledged, who acted, where more is needed, and the first real ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aftersummit.assessment.aggregate import summarise
from aftersummit.assessment.bound import groups_of
from aftersummit.assessment.columns import filing, tabulate
from aftersummit.assessment.coverage import (
    STATES,
    at,
    by_commitment,
    by_pillar,
    columns_of,
    counts,
    cover,
    design,
    designs,
    read_design,
    rows_of,
)
from aftersummit.assessment.gaps import gaps, movement, wanted_directions
from aftersummit.assessment.proposals import propose_all
from aftersummit.assessment.window import Window, window_for
from aftersummit.catalogue import load
from aftersummit.codebooks.scales import scheme
from aftersummit.errors import NotFound, UserError
from aftersummit.model import (
    Commitment,
    Deadline,
    Evidence,
    MatrixColumn,
    Meeting,
    Observation,
    Ref,
    Register,
    Score,
    Series,
)

MEETING = Meeting(Ref.parse("nals/2023"), "Tenth", "2023-01-10", participants=("CA", "MX", "US"))
WINDOW = Window("2023-01-11", "2024-12-31")
DAY = "2024-12-31"


def promise(number: int, *parties: str, **more) -> Commitment:
    ref = Ref.to_commitment(MEETING.ref, number)
    given = {
        "parties": parties or ("all",),
        "status": "catalogued",
        "pillar": "health",
        "searched": DAY,
    }
    return Commitment(ref=ref, **(given | more))


def piece(commitment: int, number: int, actors, stance="advances", date="2023-06-01", rung="plan"):
    ref = Ref.to_commitment(MEETING.ref, commitment)
    return Evidence(Ref.to_evidence(ref, number), ref, date, actors, stance, rung)


def matrix(promises, evidence, **more):
    columns = by_commitment(promises)
    return cover("t", "T", columns, promises, evidence, WINDOW, groups={}, meeting=MEETING, **more)


def test_each_state_is_told_apart() -> None:
    promises = [promise(1), promise(2, "MX")]
    evidence = [
        piece(1, 1, ("US",)),
        piece(1, 2, ("US",), "undercuts", "2024-01-01"),
        piece(2, 1, ("MX",), "announces"),
    ]
    verdict = Score(Ref.parse("nals/2023/C001/CA@final"), "compliance", "unrateable", coder="ann")
    found = matrix(promises, evidence, scores=[verdict])
    first, second = "nals/2023/C001", "nals/2023/C002"
    assert at(found, "US", first).state == "reversed"
    assert at(found, "MX", first).state == "nothing-found"
    assert at(found, "CA", first).state == "unrateable"
    assert at(found, "MX", second).state == "pledged"
    assert at(found, "US", second).state == "not-bound"
    assert counts(found, first) == dict.fromkeys(STATES, 0) | {
        "reversed": 1,
        "nothing-found": 1,
        "unrateable": 1,
    }
    with pytest.raises(NotFound):
        at(found, "FR", first)


def test_nothing_found_says_where_and_until_when_and_never_failed() -> None:
    found = matrix([promise(1)], [])
    square = at(found, "MX", "nals/2023/C001")
    assert "2024-12-31" in square.reason and "not the same as failure" in square.reason
    found = matrix([promise(1, searched="")], [])
    unsearched = at(found, "US", "nals/2023/C001")
    assert unsearched.state == "not-searched" and "Nobody has looked" in unsearched.reason


def test_a_column_searched_in_part_says_so() -> None:
    promises = [promise(1), promise(2, searched="")]
    columns = [MatrixColumn("x", "X", tuple(p.ref for p in promises if p.ref))]
    found = cover("t", "T", columns, promises, [], WINDOW, groups={}, meeting=MEETING)
    square = at(found, "MX", "x")
    assert square.state == "nothing-found" and "1 of 2 commitments" in square.reason


def test_what_was_found_last_decides_between_acted_and_reversed() -> None:
    against, after = (
        piece(1, 1, ("MX",), "undercuts", "2023-02-01"),
        piece(1, 2, ("MX",), "completes", "2023-03-01"),
    )
    square = at(matrix([promise(1)], [after, against]), "MX", "nals/2023/C001")
    assert square.state == "acted" and "against it before" in square.reason
    outside = piece(1, 3, ("MX",), "undercuts", "2025-03-01")
    square = at(matrix([promise(1)], [after, outside]), "MX", "nals/2023/C001")
    assert (square.state, square.kept) == ("acted", 1)
    assert square.evidence == (after.ref,)


def test_a_column_of_several_promises_counts_those_that_bind_the_party() -> None:
    promises = [promise(1, "CA"), promise(2, "MX", pillar="trade"), promise(3, "MX")]
    columns = by_pillar(promises, {"trade": "Trade", "health": "Health"})
    assert [(c.code, len(c.commitments)) for c in columns] == [("trade", 1), ("health", 2)]
    found = cover("t", "T", columns, promises, [piece(3, 1, ("MX",))], WINDOW, groups={})
    assert at(found, "MX", "health").state == "acted"
    assert at(found, "MX", "health").bound_by == (promises[2].ref,)
    assert at(found, "CA", "trade").state == "not-bound"
    with pytest.raises(UserError, match="not in the register"):
        cover(
            "t",
            "T",
            [MatrixColumn("x", "X", (Ref.parse("g7/1/C001"),))],
            promises,
            [],
            WINDOW,
            groups={},
        )


def test_a_design_names_its_columns_by_key() -> None:
    assert "la-declaration" in designs()
    with pytest.raises(NotFound):
        design("nope")
    with pytest.raises(UserError, match="lacks"):
        read_design('title = "T"', "t.toml")
    plan = read_design(
        'title="T"\nmeeting="nals/2023"\n[[column]]\ncode="a"\ntitle="A"\ncommitments=["k"]',
        "t.toml",
    )
    assert columns_of(plan, [promise(1, key="k")])[0].commitments == (promise(1).ref,)
    with pytest.raises(UserError, match="'k'"):
        columns_of(plan, [promise(1)])


def listed(promises, evidence=(), **more):
    given = {"as_of": "2024-12-31"} | more
    return gaps(promises, [MEETING], evidence, **given)


def test_the_gap_list_is_ordered_and_reasoned() -> None:
    due = Deadline("", "2023", "2023-01-01", "2023-12-31")
    promises = [
        promise(1),
        promise(2, deadline=due),
        promise(3),
        promise(4, deadline=Deadline("", "2023-06", end="2023-06-30")),
        promise(5),
        promise(6),
    ]
    evidence = [
        piece(2, 1, ("CA",)),
        piece(3, 1, ("US",), "undercuts"),
        piece(4, 1, ("US",)),
        piece(5, 1, ("US",)),
        piece(6, 1, ("US",), "announces"),
    ]
    found = listed(promises, evidence)
    assert [(g.commitment.item, [r.kind for r in g.reasons]) for g in found] == [
        ("C003", ["undercut"]),
        ("C004", ["overdue"]),
        ("C002", ["overdue"]),
        ("C001", ["no-evidence"]),
        ("C006", ["only-announced"]),
    ]
    assert found[1].days_overdue == 550 and "550 days ago" in found[1].reasons[0].text
    assert "not the same as failure" in found[3].reasons[0].text
    assert all(r.text.endswith(".") for g in found for r in g.reasons)


def test_what_is_done_not_due_not_searched_or_not_a_promise_is_no_gap() -> None:
    due = Deadline("", "2023", "2023-01-01", "2023-12-31")
    done = piece(1, 1, ("US",), "completes", rung="programme")
    assert not listed([promise(1, deadline=due)], [done])
    assert not listed([promise(1, searched="")])
    (late,) = listed([promise(1, searched="", deadline=due)])
    assert [r.kind for r in late.reasons] == ["overdue"]
    assert "nobody has looked yet" in late.reasons[0].text
    assert not listed([promise(1, label="call")])
    assert not listed([promise(1, status="rejected")])
    assert not listed([promise(1, deadline=due)], [piece(1, 1, ("US",))], as_of="2023-12-31")
    assert not listed([promise(1)], as_of="2023-01-10")
    kept = Score(Ref.parse("nals/2023/C001/CA@final"), "compliance", "rated", 1.0, coder="ann")
    assert not listed([promise(1, deadline=due)], scores=[kept])
    assert listed([promise(1, deadline=due)], scores=[replace(kept, proposed=True)])


def figures(*values: tuple[str, float], **more) -> Series:
    given = {"commitments": (Ref.parse("nals/2023/C001"),)} | more
    return Series(
        Ref.parse("series/deaths"),
        "Deaths",
        "people",
        "P",
        tuple(v if isinstance(v, Observation) else Observation(*v) for v in values),
        **given,
    )


def test_an_outcome_that_moved_the_wrong_way_is_a_gap_and_no_effect() -> None:
    series = figures(("2021", 90), ("2022", 100), ("2023", 1), ("2024", 110), ("2025", 50))
    (gap,) = listed(
        [promise(1)], [piece(1, 1, ("US",))], series=[series], wanted={"deaths": "fall"}
    )
    assert [r.kind for r in gap.reasons] == ["wrong-way"]
    assert "100 in 2022 and 110 in 2024 (+10.0%)" in gap.reasons[0].text
    assert "no effect of the meeting" in gap.reasons[0].text
    for wanted in ({"deaths": "rise"}, {}):
        assert not listed([promise(1)], [piece(1, 1, ("US",))], series=[series], wanted=wanted)


def test_only_like_figures_are_set_against_each_other() -> None:
    provisional = Observation("2024", 110, "provisional")
    assert movement(figures(("2022", 100), provisional), "2023-01-10", "2024-12-31") is None
    remembered = Observation("2022", 100, confidence="unverified")
    assert movement(figures(remembered, ("2024", 1)), "2023-01-10", "2024-12-31") is None
    months = figures(("2022-06", 10), ("2022-12", 50), ("2024-06", 11), frequency="M")
    found = movement(months, "2023-01-10", "2024-12-31")
    assert found is not None and found.before.period == "2022-06"
    fiscal = figures(("2022", 10), ("2023", 20), fiscal_year=True)
    assert movement(fiscal, "2023-01-10", "2024-12-31") is None
    assert movement(fiscal, "2022-09-30", "2023-09-30") is not None
    assert movement(figures(("2022", 10)), "2023-01-10", "2024-12-31") is None


@pytest.fixture(scope="module")
def register() -> Register:
    return load()


def test_every_figure_with_a_wanted_direction_is_in_the_register(register: Register) -> None:
    assert set(wanted_directions()) <= {series.ref.item for series in register.series}


def test_the_los_angeles_matrix_has_every_endorser_and_three_aims(register: Register) -> None:
    plan = design("la-declaration")
    groups = groups_of(register.codebook.parties)
    meeting = next(m for m in register.meetings if m.ref == plan.meeting)
    window = window_for(meeting, register.meetings, register.compiled)
    found = cover(
        plan.code,
        plan.title,
        columns_of(plan, register.commitments),
        register.commitments,
        register.evidence,
        window,
        groups=groups,
        meeting=meeting,
        parties=rows_of(plan, groups, window),
    )
    assert len(found.parties) >= 21 and "GY" in found.parties
    assert [c.code for c in found.columns][:3] == [
        "legal-pathways",
        "root-causes",
        "humanitarian-protection",
    ]
    for column in found.columns:
        tally = counts(found, column.code)
        assert tally["not-bound"] == 0 and sum(tally.values()) == len(found.parties)
    assert counts(found, "whole")["nothing-found"] > 0
    assert {square.state for square in found.squares} >= {"acted", "not-searched", "reversed"}
    for square in found.squares:
        assert (square.state == "nothing-found") <= ("not the same as failure" in square.reason)
        assert "failed" not in square.reason


def test_the_demo_carries_marked_proposals_for_2021_and_2023(register: Register) -> None:
    groups = groups_of(register.codebook.parties)
    met = {meeting.ref: meeting for meeting in register.meetings}
    for slug in ("nals/2021", "nals/2023"):
        promises = [c for c in register.commitments if c.ref and str(c.ref.meeting_ref) == slug]
        found = list(
            propose_all(
                promises,
                register.meetings,
                register.evidence,
                groups,
                scheme(),
                until=register.compiled,
            )
        )
        given = [p.score for p in found if p.score is not None]
        assert given and all(score.proposed and not score.coder for score in given)
        silent = [p for p in found if not p.facts.strongest]
        assert silent and all(p.score is None for p in silent)
        assert {p.rule for p in silent} > {"not-searched", "nothing-found"}
        for one in silent:
            assert "failed" not in one.reason
            assert ("failure" in one.reason) is bool(one.facts.searched)
        filings = [filing(c, met[c.ref.meeting_ref]) for c in promises if c.ref]
        table = tabulate(given, filings, scheme().scale("compliance"), proposals=True)
        (whole,) = summarise(table)
        assert whole.proposed and whole.assessed < whole.made
        with pytest.raises(UserError, match="no person has decided"):
            tabulate(given, filings, scheme().scale("compliance"))


def test_the_gap_list_of_the_register_has_every_kind_of_reason(register: Register) -> None:
    found = gaps(
        register.commitments,
        register.meetings,
        register.evidence,
        as_of=register.compiled,
        series=register.series,
        wanted=wanted_directions(),
    )
    kinds = {reason.kind for gap in found for reason in gap.reasons}
    assert kinds == {"undercut", "overdue", "wrong-way", "no-evidence", "only-announced"}
    assert len({gap.commitment for gap in found}) == len(found)
