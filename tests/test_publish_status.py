"""What is said of a commitment follows from its evidence and deadline, and from nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from aftersummit.model import Deadline
from aftersummit.publish.site.status import ORDER, deadline_words, standing
from aftersummit.publish.site.words import date_bounds, date_words, listed, number_words
from tests.publish_sample import commitment, evidence

AS_OF = "2026-11-23"
PLEDGE = commitment(1, "A pledge")


def code(*items, bound=("CA", "MX"), made="2023-01-09/2023-01-10"):
    return standing(PLEDGE, items, AS_OF, made=made, bound=bound).code


def test_without_evidence_nothing_is_found():
    assert code() == "nothing"


def test_nothing_found_is_said_only_where_somebody_looked():
    nobody = dataclasses.replace(PLEDGE, searched="")
    found = standing(nobody, [], AS_OF)
    assert found.code == "unsearched" and not found.empty and not found.found
    assert standing(nobody, [evidence(1, 1, "advances")], AS_OF).code == "action"


def test_a_step_that_was_carried_out_is_action():
    assert code(evidence(1, 1, "advances", "programme")) == "action"


def test_an_unjudged_rung_does_not_turn_action_into_announcement():
    assert code(evidence(1, 1, "advances", "")) == "action"


@pytest.mark.parametrize(
    "item", [evidence(1, 1, "announces", "plan"), evidence(1, 1, "advances", "statement")]
)
def test_announcements_and_statements_alone_are_announced_only(item):
    assert code(item) == "announced"


def test_completed_needs_everyone_who_was_bound():
    done = evidence(1, 1, "completes", "result", actors=("CA",))
    assert code(done) == "action"
    assert code(done, evidence(1, 2, "completes", "result", actors=("MX",))) == "completed"
    assert code(done, bound=("CA",)) == "completed"


def test_acting_against_it_is_never_hidden_by_acting_for_it():
    against = evidence(1, 1, "undercuts")
    assert code(against) == "undercut"
    assert code(against, evidence(1, 2, "completes", "result", actors=("CA", "MX"))) == "mixed"
    assert code(evidence(1, 1, "mixed")) == "mixed"


def test_unverified_records_never_count():
    unsure = evidence(1, 1, "completes", "result", actors=("CA", "MX"), confidence="unverified")
    found = standing(PLEDGE, [unsure], AS_OF, bound=("CA", "MX"))
    assert found.code == "unconfirmed"
    assert found.counted == ()
    assert found.aside == ((unsure, "unverified"),)


def test_context_and_what_came_before_the_promise_do_not_count():
    before = evidence(1, 1, "completes", date="2022-12-31")
    context = evidence(1, 2, "mentions")
    found = standing(PLEDGE, [before, context], AS_OF, made="2023-01-09/2023-01-10")
    assert found.code == "nothing"
    assert {reason for _, reason in found.aside} == {"context", "before the commitment was made"}


def test_a_date_that_only_may_lie_before_the_promise_still_counts():
    assert code(evidence(1, 1, "advances", date="2023")) == "action"


def test_what_happened_after_the_day_of_the_register_does_not_count():
    assert code(evidence(1, 1, "advances", date="2026-12-01")) == "nothing"


@pytest.mark.parametrize(
    ("edtf", "due"),
    [("2025", "passed"), ("2026-11", "open"), ("2026-11-22", "passed"), ("2026-11-23", "open"),
     ("2030", "open"), ("2024/..", "none"), ("", "none")],
)  # fmt: skip
def test_a_deadline_has_passed_when_its_last_day_lies_before_the_register(edtf, due):
    pledge = dataclasses.replace(PLEDGE, deadline=Deadline("", edtf) if edtf else None)
    assert standing(pledge, [], AS_OF).due == due


def test_overdue_ends_with_completion():
    pledge = dataclasses.replace(PLEDGE, deadline=Deadline("", "2024"))
    assert standing(pledge, [], AS_OF).overdue
    assert not standing(pledge, [evidence(1, 1, "completes")], AS_OF).overdue


def test_every_status_has_a_word_and_a_meaning():
    assert len(ORDER) == 8
    for item in ORDER:
        found = dataclasses.replace(standing(PLEDGE, [], AS_OF), code=item)
        assert found.word and found.meaning.endswith(".")


@pytest.mark.parametrize(
    ("text", "edtf", "words"),
    [
        ("", "2025", "by the end of 2025 (passed)"),
        ("", "2030-06-30", "by 30 June 2030 (not yet due)"),
        ("", "2022/..", "from 2022 on"),
        ("", "2023-01/2023-06", "by the end of June 2023 (passed)"),
        ("by 2025", "2025", "by 2025 (passed)"),
        ("early 2023", "2023", "early 2023 (passed)"),
        ("the next summit", "2030", "by the next summit (not yet due)"),
    ],
)
def test_a_deadline_reads_as_a_person_says_it(text, edtf, words):
    pledge = dataclasses.replace(PLEDGE, deadline=Deadline(text, edtf))
    assert deadline_words(pledge, AS_OF) == words


@pytest.mark.parametrize(
    ("edtf", "words", "bounds"),
    [
        ("2023-01-10", "10 January 2023", ("2023-01-10", "2023-01-10")),
        ("2023-01-09/2023-01-10", "9–10 January 2023", ("2023-01-09", "2023-01-10")),
        ("2023-02", "February 2023", ("2023-02-01", "2023-02-28")),
        ("2024~", "about 2024", ("2024-01-01", "2024-12-31")),
        ("2024?", "2024 (uncertain)", ("2024-01-01", "2024-12-31")),
        ("2023-21", "spring 2023", ("2023-03-01", "2023-05-31")),
        ("202X", "the 2020s", ("2020-01-01", "2029-12-31")),
        ("2021/2023", "2021–2023", ("2021-01-01", "2023-12-31")),
        ("2022/..", "since 2022", ("2022-01-01", "")),
        ("soon", "soon", ("", "")),
        ("", "date unknown", ("", "")),
    ],
)
def test_dates_are_said_and_bounded_as_edtf_means_them(edtf, words, bounds):
    assert date_words(edtf) == words
    assert date_bounds(edtf) == bounds


def test_figures_and_lists_read_as_prose():
    assert number_words(106699) == "106,699"
    assert number_words(37.5) == "37.5"
    assert number_words(-0.25) == "-0.25"
    assert (
        listed(["Canada", "Mexico", "the United States"]) == "Canada, Mexico and the United States"
    )
    assert listed("abcde", 3) == "a, b, c and 2 more"
