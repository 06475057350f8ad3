"""The present state is the fold of the log: nothing else, in any order of asking."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit.errors import Conflict, UserError
from aftersummit.model import Commitment, Decision, Passage, Ref, Span
from aftersummit.review import check, effective, settle

DOC = Ref.parse("g7/2026/communique")
TEXT = "We will act. We will pay by 2030 and report. They should help."


def proposal(start, end):
    span = Span(start, end)
    return Commitment(passages=(Passage(span, span.of(TEXT), DOC),))


FIRST, SECOND = proposal(0, 12), proposal(13, 44)
AT_FIRST, AT_SECOND = DOC.at(Span(0, 12)), DOC.at(Span(13, 44))
RECORD = Commitment(ref=Ref.parse("g7/2026/C001"), title="Known", status="catalogued")


def decide(subject, verdict, number=1, **rest):
    return Decision(number, subject, verdict, "ana", "2026-01-01T00:00:00Z", **rest)


def fold(*log, proposals=(FIRST, SECOND), records=(RECORD,)):
    return settle(
        proposals,
        records,
        log,
        quote=lambda ref, span: Passage(span, span.of(TEXT), ref),
        lookup=lambda ref: None,
    )


def by_place(settled):
    return {(c.start, c.end): c for c in settled}


def test_nothing_decided_leaves_everything_as_it_was():
    assert fold() == [RECORD, FIRST, SECOND]


def test_an_accepted_proposal_has_a_number_and_keeps_its_words():
    settled = fold(decide(AT_FIRST, "accept", assigned=(Ref.parse("g7/2026/C002"),)))
    accepted = by_place(settled)[0, 12]
    assert (str(accepted.ref), accepted.status, accepted.quote) == (
        "g7/2026/C002",
        "accepted",
        "We will act.",
    )


def test_a_number_and_a_place_name_the_same_commitment():
    accept = decide(AT_FIRST, "accept", assigned=(Ref.parse("g7/2026/C002"),))
    edit = decide(Ref.parse("g7/2026/C002"), "edit", 2, changes={"title": "Act"})
    assert by_place(fold(accept, edit))[0, 12].title == "Act"
    undo = decide(Ref.parse("g7/2026/C002"), "undo", 3)
    assert by_place(fold(accept, edit, undo))[0, 12].title == ""
    again = decide(AT_FIRST, "undo", 4)
    assert by_place(fold(accept, edit, undo, again))[0, 12] == FIRST


def test_rejected_and_merged_ones_stay_in_the_record():
    settled = by_place(
        fold(decide(AT_FIRST, "reject"), decide(AT_SECOND, "merge", 2, into=RECORD.ref))
    )
    assert settled[0, 12].status == "rejected"
    assert settled[13, 44].status == "merged"
    target = next(
        c for c in fold(decide(AT_SECOND, "merge", into=RECORD.ref)) if c.ref == RECORD.ref
    )
    assert target.quote == SECOND.quote


def test_a_split_makes_commitments_with_their_own_words():
    numbers = (Ref.parse("g7/2026/C002"), Ref.parse("g7/2026/C003"))
    parts = (Span(13, 32), Span(37, 43))
    settled = fold(decide(AT_SECOND, "split", spans=parts, assigned=numbers))
    made = {str(c.ref): c.quote for c in settled if c.ref in numbers}
    assert made == {"g7/2026/C002": "We will pay by 2030", "g7/2026/C003": "report"}
    assert by_place(settled)[13, 44].status == "split"


def test_a_decided_proposal_that_a_new_extraction_lacks_is_still_there():
    settled = settle(
        [],
        [],
        [decide(AT_FIRST, "accept", assigned=(Ref.parse("g7/2026/C002"),))],
        quote=lambda ref, span: Passage(span),
        lookup=lambda ref: FIRST,
    )
    assert [str(c.ref) for c in settled] == ["g7/2026/C002"]


@pytest.mark.parametrize(
    ("decision", "subject", "message"),
    [
        (decide(AT_FIRST, "edit"), FIRST, "nothing to change"),
        (decide(AT_FIRST, "edit", changes={"passages": []}), FIRST, "cannot be changed"),
        (decide(AT_FIRST, "edit", changes={"strength": "hard"}), FIRST, "'firm', 'soft'"),
        (decide(AT_FIRST, "merge"), FIRST, "merge into"),
        (decide(AT_FIRST, "merge", into=AT_FIRST), FIRST, "into itself"),
        (decide(AT_FIRST, "split", spans=(Span(0, 3),)), FIRST, "two parts"),
        (decide(AT_FIRST, "split", spans=(Span(0, 3), Span(5, 30))), FIRST, "not lie within"),
        (decide(AT_FIRST, "split", spans=(Span(0, 8), Span(5, 12))), FIRST, "overlap"),
    ],
)
def test_an_incomplete_decision_is_refused_with_the_remedy(decision, subject, message):
    with pytest.raises(UserError, match=message):
        check(decision, subject)


def test_what_is_accepted_cannot_be_accepted_again():
    accepted = by_place(fold(decide(AT_FIRST, "accept")))[0, 12]
    with pytest.raises(Conflict, match="accepted already"):
        check(decide(AT_FIRST, "accept", 2), accepted)


_verdicts = st.sampled_from(["accept", "edit", "reject", "undo"])
_logs = st.lists(
    st.tuples(st.sampled_from([AT_FIRST, AT_SECOND, RECORD.ref]), _verdicts), max_size=25
)


def _as_log(pairs):
    changes = {"edit": {"title": "T"}}
    return [
        decide(subject, verdict, at + 1, changes=changes.get(verdict, {}))
        for at, (subject, verdict) in enumerate(pairs)
    ]


@settings(max_examples=100)
@given(_logs)
def test_undo_leaves_the_state_as_if_the_decision_had_not_been_taken(pairs):
    log = _as_log(pairs)
    extended = [*log, decide(AT_FIRST, "reject", 98), decide(AT_FIRST, "undo", 99)]
    assert fold(*extended) == fold(*log)


@settings(max_examples=100)
@given(_logs)
def test_decisions_on_different_commitments_commute(pairs):
    log = _as_log(pairs)
    grouped = sorted(log, key=lambda d: str(d.subject))
    assert fold(*log) == fold(*grouped)


@given(_logs)
def test_undoing_everything_leads_back_to_the_start(pairs):
    log = _as_log(pairs)
    undos = [decide(d.subject, "undo", 100 + i) for i, d in enumerate(log)]
    assert effective([*log, *undos]) == []
    assert fold(*log, *undos) == fold()
