"""Decisions about scores: folded, undone, asked for as of a day, replayed and explained."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit.assessment import agreement
from aftersummit.assessment.aggregate import summarise
from aftersummit.assessment.columns import Filing, tabulate
from aftersummit.assessment.explain import explain, explain_mean, lines
from aftersummit.assessment.guidelines import propose_guideline, revise
from aftersummit.assessment.log import blind, decision_changes, fold, scores
from aftersummit.assessment.proposals import gather, propose
from aftersummit.assessment.reliability import reliability
from aftersummit.assessment.replay import replay_scores, replay_summaries
from aftersummit.assessment.window import Window
from aftersummit.codebooks.scales import scheme
from aftersummit.errors import Conflict, NotFound, UserError
from aftersummit.model import (
    Citation,
    Commitment,
    Decision,
    Evidence,
    Passage,
    Ref,
    Score,
    Span,
)

SUBJECT = Ref.parse("nals/2023/C017/MX@final")
PEOPLE = ("ann", "bo", "cy")
SCHEME = scheme()


def decision(number: int, act: str, value=None, coder="ann", subject=SUBJECT, **more) -> Decision:
    """A decision on the day of its number."""
    changes = {"act": act}
    if act != "reply":
        changes |= {"scale": "compliance"}
        changes |= {"outcome": "unrateable"} if value is None else {"value": value}
    return Decision(
        number,
        subject,
        more.pop("verdict", "accept"),
        coder,
        f"2024-01-{number:02d}T10:00:00Z",
        changes=changes | more.pop("changes", {}),
        round=more.pop("round", "r1" if act == "code" else ""),
        **more,
    )


def undo(number: int, coder: str = "ann") -> Decision:
    return Decision(number, SUBJECT, "undo", coder, f"2024-01-{number:02d}T10:00:00Z")


def test_two_equal_blind_codes_settle_a_score_and_two_unequal_do_not() -> None:
    equal = fold([decision(1, "code", 1), decision(2, "code", 1, "bo")], SCHEME)[SUBJECT]
    assert equal.score is not None and equal.score.value == 1
    assert (equal.settled_by, equal.score.coder) == ("agreement", "ann, bo")
    unequal = fold([decision(1, "code", 1), decision(2, "code", 0, "bo")], SCHEME)[SUBJECT]
    assert unequal.score is None and unequal.disputed
    alone = fold([decision(1, "code", 1)], SCHEME)[SUBJECT]
    assert alone.score is None and not alone.disputed


def test_a_third_person_adjudicates_with_a_reason() -> None:
    codes = [decision(1, "code", 1), decision(2, "code", 0, "bo")]
    settled = fold([*codes, decision(3, "adjudicate", 0, "cy", reason="half built")], SCHEME)
    one = settled[SUBJECT]
    assert one.score is not None and (one.score.value, one.settled_by) == (0, "adjudicate")
    with pytest.raises(UserError, match="gives no reason"):
        fold([*codes, decision(3, "adjudicate", 0, "cy")], SCHEME)
    with pytest.raises(Conflict, match="who coded it"):
        fold([*codes, decision(3, "adjudicate", 0, "bo", reason="mine")], SCHEME)
    with pytest.raises(Conflict, match="no codes disagree"):
        fold([codes[0], decision(3, "adjudicate", 0, "cy", reason="r")], SCHEME)


def test_a_reply_is_kept_beside_the_score_and_a_correction_replaces_it() -> None:
    log = [
        decision(1, "decide", 0, reason="work begun"),
        decision(2, "reply", coder="ann", reason="The centre opened in May."),
        decision(3, "correct", 1, "bo", reason="the reply is right"),
    ]
    one = fold(log, SCHEME)[SUBJECT]
    assert one.score is not None and one.score.value == 1
    assert [r.by for r in one.replies] == ["MX"]
    assert [v.score.value for v in one.verdicts] == [0, 1]
    with pytest.raises(Conflict, match="correct it"):
        fold([log[0], decision(2, "decide", 1, "bo")], SCHEME)
    with pytest.raises(Conflict, match="not settled"):
        fold([decision(1, "correct", 1, reason="r")], SCHEME)


def test_an_undo_takes_back_its_coders_last_decision_alone() -> None:
    log = [decision(1, "code", 1), decision(2, "code", 1, "bo"), undo(3, "ann")]
    one = fold(log, SCHEME)[SUBJECT]
    assert [c.coder for c in one.codes] == ["bo"]
    assert one.score is None and one.decisions == (1, 2, 3)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (decision(1, "decide", 2), "not on the scale"),
        (decision(1, "decide", 0, "eve"), "not a coder here"),
        (decision(1, "decide", 0, ""), "not a coder here"),
        (decision(1, "decide", 0, changes={"scale": "nope"}), "no scale 'nope'"),
        (decision(1, "guess", 0), "what it does"),
        (decision(1, "code", 0, round=""), "names no round"),
        (decision(1, "decide", None, changes={"value": 1}), "never numbers"),
        (decision(1, "decide", 0, changes={"outcome": "good"}), "outcome 'good'"),
        (decision(1, "decide", 0, changes={"evidence": ["nals/2023/C017"]}), "no evidence"),
    ],
)
def test_an_unfit_decision_is_refused_in_one_line(wrong: Decision, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        fold([wrong], SCHEME, people=PEOPLE)
    assert caught.value.remedy and "\n" not in str(caught.value)


def test_a_damaged_log_and_a_second_code_are_refused() -> None:
    with pytest.raises(UserError, match="number 1"):
        fold([decision(1, "code", 1), decision(1, "code", 0, "bo")], SCHEME)
    with pytest.raises(Conflict, match="twice in the round"):
        fold([decision(1, "code", 1), decision(2, "code", 0)], SCHEME)
    with pytest.raises(UserError, match="names no coder"):
        fold([decision(1, "decide", 0, "")], SCHEME)


_acts = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["code", "decide", "undo", "reply"]),
        st.sampled_from([-1, 0, 1, None]),
        st.sampled_from(PEOPLE),
    ),
    max_size=14,
)


def _valid_log(acts) -> list[Decision]:
    """The decisions of ``acts`` that can be taken one after the other."""
    log: list[Decision] = []
    for n, (subject, act, value, coder) in enumerate(acts, 1):
        ref = Ref.parse(f"nals/2023/C{subject:03d}/MX@final")
        made = (
            replace(undo(n, coder), subject=ref)
            if act == "undo"
            else decision(n, act, value, coder, ref, reason="why")
        )
        try:
            fold([*log, made], SCHEME, people=PEOPLE)
        except UserError:
            continue
        log.append(made)
    return log


@settings(max_examples=60, deadline=None)
@given(_acts, st.integers(0, 10**6))
def test_the_order_in_which_decisions_are_handed_over_changes_nothing(acts, seed) -> None:
    log = _valid_log(acts)
    shuffled = list(log)
    random.Random(seed).shuffle(shuffled)
    assert fold(log, SCHEME) == fold(shuffled, SCHEME)


@settings(max_examples=60, deadline=None)
@given(_acts)
def test_replay_always_equals_the_fold_of_the_log(acts) -> None:
    log = _valid_log(acts)
    published = scores(fold(log, SCHEME).values())
    replay = replay_scores(log, published, SCHEME, people=PEOPLE)
    assert replay.equal and replay.checked == len(published)
    if published:
        changed = replace(published[0], reason="other words")
        again = replay_scores(log, [changed, *published[1:]], SCHEME)
        assert len(again.differences) == 1
        assert str(published[0].ref) in again.sentence
        assert not replay_scores(log, published[1:], SCHEME).equal


@settings(max_examples=60, deadline=None)
@given(_acts, st.integers(0, 15), st.integers(0, 15))
def test_as_of_is_monotone_and_later_decisions_never_change_the_past(acts, one, other) -> None:
    log = _valid_log(acts)
    early, late = sorted((one, other))
    past = fold(log, SCHEME, as_of=f"2024-01-{early:02d}")
    assert past == fold([d for d in log if d.number <= early], SCHEME)
    future = fold(log, SCHEME, as_of=f"2024-01-{late:02d}")
    assert set(past) <= set(future)
    for ref, judged in past.items():
        assert set(judged.decisions) <= set(future[ref].decisions)
    assert fold(log, SCHEME, as_of="2024-01-31") == fold(log, SCHEME)


def test_as_of_a_day_holds_the_whole_day() -> None:
    log = [decision(5, "decide", 1)]
    assert fold(log, SCHEME, as_of="2024-01-05")
    assert not fold(log, SCHEME, as_of="2024-01-05T09:59:59Z")
    assert not fold(log, SCHEME, as_of="2024-01-04")


def test_agreement_is_computed_on_the_blind_codes_only() -> None:
    other = Ref.parse("nals/2023/C018/MX@final")
    log = [
        decision(1, "code", 1),
        decision(2, "code", 0, "bo"),
        decision(3, "adjudicate", 1, "cy", reason="r"),
        decision(4, "code", None, subject=other),
        decision(5, "code", None, "bo", subject=other),
    ]
    judged = fold(log, SCHEME).values()
    units, coders, table = agreement.table(blind(judged))
    assert (units, coders) == ([str(SUBJECT), str(other)], ["ann", "bo"])
    assert table == [["+1", "0"], ["unrateable", "unrateable"]]
    assert agreement.percent(table) == 0.5


COMMITMENT = Commitment(
    passages=(
        Passage(Span(4511, 4522), "open a port", Ref.parse("nals/2023/declaration"), "ab" * 32),
    ),
    ref=SUBJECT.commitment_ref,
    title="A port",
    parties=("MX",),
    kind="action",
    status="catalogued",
)
WINDOW = Window("2023-01-11", "2024-12-31")


def piece(number: int, date: str, stance="advances", rung="programme") -> Evidence:
    return Evidence(
        Ref.to_evidence(SUBJECT.commitment_ref, number),
        SUBJECT.commitment_ref,
        date,
        ("MX",),
        stance,
        rung,
        "It began to build.",
        citations=(Citation("https://example.org/port"),),
    )


def test_the_explanation_shows_the_whole_chain() -> None:
    evidence = [piece(1, "2023-06-01"), piece(2, "2022-06-01")]
    guideline = revise(
        propose_guideline(COMMITMENT, SCHEME.scale("compliance"), WINDOW),
        {"+1": "The port is open."},
        "ann",
        "2023-12-01T00:00:00Z",
    )
    with_evidence = {"evidence": ["nals/2023/C017/E001"], "guideline": 1}
    log = [
        decision(1, "code", 1, changes=with_evidence),
        decision(2, "code", 0, "bo"),
        decision(3, "adjudicate", 0, "cy", reason="only begun", changes=with_evidence),
        decision(4, "reply", reason="We disagree."),
    ]
    judged = fold(log, SCHEME)[SUBJECT]
    told = explain(
        COMMITMENT,
        WINDOW,
        SCHEME.scale("compliance"),
        evidence,
        judged=judged,
        guideline=guideline,
    )
    text = "\n".join(lines(told, COMMITMENT, evidence, guideline))
    for part in (
        "nals/2023/C017/MX@final",
        "open a port",
        "nals/2023/declaration#4511-4522",
        "abababababab",
        "2023-01-11/2024-12-31",
        "Guideline 1, ann",
        "The port is open.",
        "+1 by ann, blind in round 'r1'",
        "0 by bo",
        "Agreement: 0%",
        "Verdict: 0 by cy",
        "only begun",
        "Reply of MX",
        "E001: 2023-06-01 (inside), advances, programme, counted",
        "E002: 2022-06-01 (before), advances, programme, kept, not counted",
        "https://example.org/port",
        "Settled by: adjudicate",
        "Result: 0 on the scale 'compliance'",
        "50 x 0 + 50 = 50 percent",
    ):
        assert part in text
    assert "PROPOSAL" not in text


def test_a_blind_code_stays_hidden_until_there_is_a_second() -> None:
    one = fold([decision(1, "code", 1, reason="secret")], SCHEME)[SUBJECT]
    compliance = SCHEME.scale("compliance")
    told = explain(COMMITMENT, WINDOW, compliance, [], judged=one)
    assert told.hidden == 1 and not told.judgements
    assert "secret" not in str(told) and "1 blind code" in "\n".join(lines(told, COMMITMENT, []))
    both = fold([decision(1, "code", 1), decision(2, "code", 0, "bo")], SCHEME)[SUBJECT]
    told = explain(COMMITMENT, WINDOW, compliance, [], judged=both)
    assert told.hidden == 0 and [step.code for step in told.judgements] == ["+1", "0"]


def test_a_proposal_is_marked_in_its_explanation_and_a_verdict_goes_before_it() -> None:
    evidence = [piece(1, "2023-06-01")]
    facts = gather(COMMITMENT, "MX", evidence, WINDOW)
    proposal = propose(COMMITMENT, "MX", "final", facts, WINDOW, SCHEME)
    compliance = SCHEME.scale("compliance")
    told = explain(COMMITMENT, WINDOW, compliance, evidence, proposal=proposal)
    assert told.proposed and "MACHINE PROPOSAL" in "\n".join(lines(told, COMMITMENT, evidence))
    judged = fold([decision(1, "decide", -1, reason="r")], SCHEME)[SUBJECT]
    told = explain(COMMITMENT, WINDOW, compliance, evidence, proposal=proposal, judged=judged)
    assert not told.proposed and told.score is not None and told.score.value == -1
    with pytest.raises(NotFound):
        explain(COMMITMENT, WINDOW, compliance, evidence)


def test_a_mean_opens_into_its_scores_and_can_be_replayed() -> None:
    log = [
        decision(n, "decide", value, subject=Ref.parse(f"nals/2023/C00{n}/MX@final"))
        for n, value in ((1, 1), (2, 0), (3, None))
    ]
    settled = scores(fold(log, SCHEME).values())
    filings = [Filing(f"nals/2023/C00{n}") for n in (1, 2, 3)]
    table = tabulate(settled, filings, SCHEME.scale("compliance"))
    (found,) = summarise(table)
    told = explain_mean(found, settled)
    assert "nals/2023/C001/MX@final: +1" in told and "1 / 2 = 0.5" in told
    assert "as percent: 75" in told and "3 of 3 commitments assessed; 1 unrateable" in told[-1]
    assert replay_summaries(summarise(table), [found]).equal
    wrong = replay_summaries([found], [replace(found, mean=0.6)])
    assert not wrong.equal and "published 0.6, replayed 0.5" in wrong.sentence


def test_a_decision_says_what_a_score_says() -> None:
    score = Score(
        SUBJECT,
        "compliance",
        "rated",
        1.0,
        coder="ann",
        at="2024-01-01T10:00:00Z",
        evidence=(Ref.parse("nals/2023/C017/E001"),),
    )
    made = replace(decision(1, "decide"), changes=decision_changes("decide", score, guideline=2))
    judged = fold([made], SCHEME)[SUBJECT]
    assert judged.score == score and judged.verdicts[0].guideline == 2


def test_reliability_is_given_for_all_for_pairs_for_issues_and_for_commitments() -> None:
    log, number = [], 0
    for n, codes in enumerate(((1, 1, 1), (0, 0, -1), (None, None, 0), (1, 0, 1)), 1):
        for coder, value in zip(PEOPLE, codes, strict=True):
            number += 1
            subject = Ref.parse(f"nals/2023/C{n:03d}/MX@final")
            log.append(decision(number, "code", value, coder, subject))
    issues = {"nals/2023/C001": "trade", "nals/2023/C002": "trade"}
    rows = reliability(
        fold(log, SCHEME).values(), SCHEME.scale("compliance"), issues=issues, replicates=20
    )
    found = {(r.by, r.group, r.measured.coefficient): r.measured for r in rows}
    assert found["all", "all", "percent"].value == pytest.approx(6 / 12)
    assert found["all", "all", "percent"].codes == 12
    assert found["all", "all", "alpha-ordinal"].codes == 9
    assert found["pair", "ann & bo", "percent"].value == 0.75
    assert found["pair", "ann & bo", "cohen"].value == agreement.cohen(
        ["1", "0", "u", "1"], ["1", "0", "u", "0"]
    )
    assert found["issue", "trade", "percent"].value == pytest.approx(4 / 6)
    assert found["issue", "", "percent"].units == 2
    assert found["commitment", "nals/2023/C004", "percent"].value == pytest.approx(1 / 3)
    assert [r.by for r in rows] == sorted(
        (r.by for r in rows), key=["all", "pair", "issue", "commitment"].index
    )
