"""Windows, guidelines and proposals: what evidence may and may not do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit.assessment.bound import bound, groups_of
from aftersummit.assessment.check import check_evidence
from aftersummit.assessment.guidelines import check_written_before, propose_guideline, revise
from aftersummit.assessment.proposals import gather, propose, propose_all
from aftersummit.assessment.window import Window, days, window_for, window_of
from aftersummit.codebooks.scales import read_scheme, scheme
from aftersummit.errors import UserError
from aftersummit.model import (
    RUNGS,
    STANCES,
    Commitment,
    Deadline,
    Evidence,
    Meeting,
    Membership,
    Party,
    Ref,
    Score,
    Target,
)

REF = Ref.parse("nals/2023/C017")
WINDOW = Window("2023-01-11", "2024-12-31")
SCHEME = scheme()
PROMISE = Commitment(
    ref=REF,
    title="A port",
    statement="Open a port.",
    parties=("MX",),
    status="catalogued",
    searched="2024-12-31",
)


def piece(stance="advances", rung="programme", date="2023-06-01", number=1, actors=("MX",)):
    ref = Ref.to_evidence(REF, number)
    return Evidence(ref, REF, date, actors, stance, rung)


def proposed(*evidence: Evidence, promise: Commitment = PROMISE, scale="compliance", party="MX"):
    facts = gather(promise, party, evidence, WINDOW)
    return propose(promise, party, "final", facts, WINDOW, SCHEME, scale)


def value(*evidence: Evidence, **more):
    found = proposed(*evidence, **more)
    return None if found.score is None else found.score.value


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-01-10~", "2023-01-10", "2023-01-10"),
        ("2023-01-09/2023-01-10", "2023-01-09", "2023-01-10"),
        ("2023/..", "2023-01-01", "9999-12-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("203X", "2030-01-01", "2039-12-31"),
    ],
)
def test_dates_as_intervals(edtf: str, first: str, last: str) -> None:
    assert days(edtf) == (first, last)


@pytest.mark.parametrize("wrong", ["", "soon", "2023-13", "2023-02-30", "23"])
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(UserError, match="not a date"):
        days(wrong)


def test_the_window_runs_from_the_day_after_to_the_day_before_the_next() -> None:
    found = window_of("2021-11-18", ["2016-06-29", "2023-01-09/2023-01-10"])
    assert (found.start, found.end) == ("2021-11-19", "2023-01-08")
    assert window_of("2021-11-18", ["2023-01-09"], "2022-06-30").end == "2022-06-30"
    assert str(window_of("2023-01-09/2023-01-10")) == "2023-01-11/.."
    with pytest.raises(UserError, match="would end"):
        window_of("2023-01-10", until="2022-01-01")


def test_a_meeting_on_the_margins_or_one_not_held_ends_no_window() -> None:
    def meeting(slug, date, kind="summit", held=True):
        return Meeting(Ref.parse(f"nals/{slug}"), slug, date, kind, held=held)

    first = meeting("2021", "2021-11-18")
    others = [
        first,
        meeting("side", "2022-01-01", "signing"),
        meeting("off", "2022-02-01", held=False),
        meeting("2023", "2023-01-09"),
        Meeting(Ref.parse("g7/2022"), "G7", "2022-06-26"),
    ]
    assert window_for(first, others).end == "2023-01-08"


@pytest.mark.parametrize(
    ("date", "place"),
    [
        ("2023-01-10", "before"),
        ("2023-01-11", "inside"),
        ("2023-01", "straddles"),
        ("2023", "straddles"),
        ("2024", "inside"),
        ("2025-01", "after"),
        ("", "undated"),
    ],
)
def test_a_date_lies_inside_only_if_all_of_it_does(date: str, place: str) -> None:
    assert WINDOW.place(date) == place


def test_announcements_alone_never_make_a_score_of_one_nor_silence_a_failure() -> None:
    assert value(piece("announces", "statement")) is None
    assert value(piece("announces", "programme")) == 0
    assert value() is None
    assert "not the same as failure" in proposed().reason
    unsearched = proposed(promise=replace(PROMISE, searched=""))
    assert unsearched.score is None and unsearched.rule == "not-searched"
    assert "Nobody has looked yet" in unsearched.reason


def test_a_deadline_that_was_not_reached_is_no_failure() -> None:
    ahead = replace(PROMISE, deadline=Deadline("", "2030", "2030-01-01", "2030-12-31"))
    passed = replace(PROMISE, deadline=Deadline("", "2023", "2023-01-01", "2023-12-31"))
    assert proposed(promise=ahead).score is None
    assert "has not been reached" in proposed(promise=ahead).reason
    assert proposed(promise=passed).score is None
    assert "a person has to look" in proposed(promise=passed).reason
    last_day = replace(PROMISE, deadline=Deadline("", "2024-12-31", end="2024-12-31"))
    assert proposed(promise=last_day).facts.deadline == "open"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([piece("completes", "instrument")], 1),
        ([piece("completes", "statement")], 0),
        ([piece("completes", "")], 0),
        ([piece("advances", "programme")], 0),
        ([piece("advances", "result")], 1),
        ([piece("advances", "")], 0),
        ([piece("undercuts", "instrument")], -1),
        ([piece("undercuts", "statement")], None),
        ([piece("undercuts", "")], None),
        ([piece("undercuts", "instrument"), piece("advances", "plan", number=2)], 0),
        ([piece("undercuts", "instrument"), piece("completes", "result", number=2)], 0),
        ([piece("mixed", "programme")], 0),
        ([piece("mentions", "result")], None),
    ],
)
def test_the_rules_of_the_compliance_scale(evidence: list[Evidence], expected) -> None:
    assert value(*evidence) == expected


def test_progress_towards_a_named_level_is_not_full() -> None:
    target = replace(PROMISE, target=Target("ports", 5, unit="port"))
    assert value(piece("advances", "result"), promise=target) == 0


def test_evidence_outside_the_window_is_kept_and_never_counted() -> None:
    early, late = (
        piece("completes", "result", "2022-05-01"),
        piece("completes", "result", "2025-05-01", 2),
    )
    rough = piece("completes", "result", "2023", 3)
    found = proposed(early, late, rough)
    assert found.score is None and not found.facts.counted
    assert [k.why.split(" the window")[0] for k in found.facts.kept] == [
        "dated before",
        "dated too roughly to lie inside",
        "dated after",
    ]


def test_what_others_did_is_not_counted_for_a_party() -> None:
    assert value(piece("completes", "result", actors=("US",))) is None
    group = Party("NA", "North America", "group", (Membership("MX"), Membership("US", "2030")))
    facts = gather(
        PROMISE, "MX", [piece(actors=("NA",))], WINDOW, groups=groups_of([group, Party("MX", "M")])
    )
    assert len(facts.counted) == 1


_pieces = st.lists(
    st.builds(
        piece,
        st.sampled_from(STANCES),
        st.sampled_from(["", *RUNGS]),
        st.sampled_from(["2022-01-01", "2023-06-01", "2024-06-01", "2025-01-01"]),
    ),
    max_size=6,
).map(lambda items: [replace(e, ref=Ref.to_evidence(REF, n)) for n, e in enumerate(items, 1)])


@settings(max_examples=150, deadline=None)
@given(_pieces, st.sampled_from(["compliance", "completion", "newsroom"]))
def test_a_proposal_is_always_marked_reasoned_and_rests_on_counted_evidence(items, scale) -> None:
    found = proposed(*items, scale=scale)
    assert found.reason and found.rule
    stances = {e.stance for e in items if WINDOW.place(e.date) == "inside"}
    if found.score is None:
        return
    assert found.score.proposed and not found.score.coder
    assert found.score.codebook == SCHEME.version
    by_ref = {e.ref: e for e in items}
    assert all(WINDOW.place(by_ref[ref].date) == "inside" for ref in found.score.evidence)
    if stances <= {"announces", "mentions"}:
        assert found.score.value in (None, 0) and found.score.code in ("", "no-evidence")
    if found.score.value == -1:
        assert "undercuts" in stances


@settings(max_examples=60, deadline=None)
@given(_pieces, st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_no_proposal(items, shuffle) -> None:
    before = proposed(*items)
    mixed = list(items)
    shuffle.shuffle(mixed)
    assert proposed(*mixed) == before


def test_other_scales_have_their_own_rules_and_a_scale_without_any_proposes_nothing() -> None:
    assert proposed(scale="completion").score.code == "no-evidence"
    assert proposed(piece("completes", "result"), scale="newsroom").score.code == "kept"
    assert proposed(piece("completes", "result"), scale="completion").score.code == "complete"
    with pytest.raises(UserError, match="no rule"):
        proposed(scale="furstenberg-daniels")
    with pytest.raises(UserError, match="not calls or stances"):
        proposed(promise=replace(PROMISE, label="call"))


def test_a_study_writes_its_own_rules() -> None:
    own = read_scheme(
        """
version = "9"
[[scale]]
code = "two"
name = "Two"
value = [{code="no",name="No",meaning="n",number=0},{code="yes",name="Yes",meaning="y",number=1}]
[[rule]]
id = "any"
scales = ["two"]
when = {found = true}
gives = "yes"
because = "something was found"
[[rule]]
id = "none"
scales = ["two"]
gives = "unrateable"
because = "nothing was found"
""",
        "own.toml",
    )
    for items, outcome in (([piece()], "rated"), ([], "unrateable")):
        facts = gather(PROMISE, "MX", items, WINDOW)
        found = propose(PROMISE, "MX", "interim", facts, WINDOW, own, "two")
        assert found.score.outcome == outcome and str(found.ref).endswith("@interim")


def test_every_bound_party_gets_a_proposal_and_nobody_else() -> None:
    meeting = Meeting(Ref.parse("nals/2023"), "Tenth", "2023-01-10", participants=("MX", "US"))
    group = Party("NA", "N", "group", (Membership("CA"), Membership("GL", "2030")))
    promises = [
        replace(PROMISE, parties=("all",)),
        replace(PROMISE, ref=Ref.parse("nals/2023/C018"), parties=("NA",)),
        replace(PROMISE, ref=Ref.parse("nals/2023/C019"), label="stance"),
        replace(PROMISE, ref=Ref.parse("nals/2023/C020"), status="rejected"),
    ]
    found = list(
        propose_all(promises, [meeting], [piece()], groups_of([group]), SCHEME, until="2024-12-31")
    )
    assert [str(p.ref) for p in found] == [
        "nals/2023/C017/MX@final",
        "nals/2023/C017/US@final",
        "nals/2023/C018/CA@final",
    ]
    assert bound(promises[0], None, {}, WINDOW) == ()


def test_meetings_known_to_the_year_alone_leave_a_window() -> None:
    assert str(window_of("2008", ["2009", "2010"])) == "2009-01-01/2009-12-30"
    with pytest.raises(UserError, match="would end on"):
        window_of("2009-06-12", ["2009-06-13"])


def test_a_guideline_speaks_of_this_commitment_and_has_every_value() -> None:
    promise = replace(
        PROMISE,
        kind="outcome",
        deadline=Deadline("", "2030", "2030-01-01", "2030-12-31"),
        target=Target("methane", -15, unit="percent", change=True, baseline_year=2020, year=2030),
    )
    found = propose_guideline(promise, SCHEME.scale("compliance"), WINDOW)
    text = {c.code: c.text for c in found.criteria}
    assert set(text) == {"+1", "0", "-1", "unrateable", "not-applicable"}
    assert "Open a port." in text["+1"] and "2030-12-31" in text["+1"]
    assert "methane changes by -15 percent from 2020 by 2030" in text["+1"]
    assert "2023-01-11" in text["0"] and "MX" in text["not-applicable"]
    assert found.proposed and found.version == 1
    words = propose_guideline(promise, SCHEME.scale("newsroom"), WINDOW)
    assert len(words.criteria) == 8
    with pytest.raises(UserError, match="cannot be assessed"):
        propose_guideline(replace(PROMISE, label="call"), SCHEME.scale("compliance"), WINDOW)


def test_a_guideline_is_versioned_and_stands_before_the_codes() -> None:
    proposal = propose_guideline(PROMISE, SCHEME.scale("compliance"), WINDOW)
    first = revise(proposal, {}, "ann", "2024-01-01T00:00:00Z")
    second = revise(first, {"0": "Half."}, "bo", "2024-03-01T00:00:00Z")
    assert (first.version, second.version) == (1, 2)
    assert {c.code: c.text for c in first.criteria}["0"] != "Half."
    check_written_before(first, "2024-02-01T00:00:00Z", "cy")
    with pytest.raises(UserError, match="before version 2"):
        check_written_before(second, "2024-02-01T00:00:00Z", "cy")
    with pytest.raises(UserError, match="no guideline that a person"):
        check_written_before(proposal, "2024-02-01T00:00:00Z", "cy")
    with pytest.raises(UserError, match="no value '9'"):
        revise(first, {"9": "x"}, "bo", "2024-03-01T00:00:00Z")


def test_a_score_that_counts_evidence_outside_its_window_is_refused() -> None:
    score = Score(
        Ref.parse("nals/2023/C017/MX@final"),
        "compliance",
        "rated",
        1.0,
        coder="ann",
        evidence=(Ref.to_evidence(REF, 1),),
    )
    check_evidence(score, [piece()], WINDOW)
    for date in ("2022-12-31", "2025-01-01", "2023", ""):
        with pytest.raises(UserError, match="outside its window"):
            check_evidence(score, [piece(date=date)], WINDOW)
    with pytest.raises(UserError, match="not here"):
        check_evidence(score, [], WINDOW)
    with pytest.raises(UserError, match="bears on"):
        other = replace(piece(), commitment=Ref.parse("nals/2023/C018"))
        check_evidence(score, [other], WINDOW)
