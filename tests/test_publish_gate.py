"""The gate: what must not be published, and what a publisher should know."""

from __future__ import annotations

import dataclasses

import pytest

from aftersummit.model import Passage, Ref, Span
from aftersummit.publish.gate import blockers, check
from tests.publish_sample import DECLARATION, PAGE, commitment, evidence, register


def codes(sample, severity="error"):
    return {p.code for p in check(sample) if p.severity == severity}


def test_a_sound_register_has_no_blocker_and_its_unverified_records_are_listed():
    problems = check(register())
    assert blockers(problems) == []
    named = {p.where for p in problems if p.code == "unverified"}
    assert named == {"rivers/2021", "rivers/2023/C006", "action/rumour", "series/discharges"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: {"commitments": (commitment(1, "Bare", citations=(), passages=()),), "evidence": ()}, "no-source"),
        (lambda r: {"evidence": (evidence(1, 1, "advances", citations=()),)}, "no-source"),
        (lambda r: {"actions": (*r.actions, dataclasses.replace(r.actions[0], ref=Ref.parse("action/b"), citations=()))}, "no-source"),
        (lambda r: {"evidence": (evidence(99, 1, "advances"),)}, "unknown-reference"),
        (lambda r: {"evidence": (evidence(1, 1, "advances", action=Ref.parse("action/none")),)}, "unknown-reference"),
        (lambda r: {"commitments": (*r.commitments, commitment(1, "Twin"))}, "address-shared"),
        (lambda r: {"commitments": (commitment(1, "W", passages=(Passage(Span(0, 5), "other", DECLARATION),)),), "evidence": ()}, "quote-misplaced"),
        (lambda r: {"as_of": "someday"}, "date-unread"),
        (lambda r: {"documents": (*r.documents, dataclasses.replace(r.documents[1], ref=Ref.parse("rivers/2023/c001")))}, "path-shared"),
    ],
)  # fmt: skip
def test_what_would_mislead_a_reader_is_a_blocker(change, code):
    sample = register()
    assert code in codes(dataclasses.replace(sample, **change(sample)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"evidence": (evidence(1, 1, "advances", date="2020"),)}, "before-promise"),
        ({"evidence": (evidence(1, 1, "advances", date="2027-01-01"),)}, "after-register"),
        ({"evidence": (evidence(1, 1, "advances", actors=("ZZ",)),)}, "unknown-party"),
    ],
)
def test_what_a_publisher_should_know_is_a_warning(change, code):
    sample = register(**change)
    assert code in codes(sample, "warning")
    assert code not in codes(sample)


def test_a_place_in_another_version_of_the_text_is_a_warning():
    moved = Passage(Span(0, 5), "Décla", DECLARATION, "0" * 64)
    sample = register(
        commitments=(commitment(1, "Moved", passages=(moved,)),), evidence=(), series=()
    )
    assert codes(sample, "warning") >= {"text-changed"}
    assert "quote-misplaced" not in codes(sample)


def test_every_problem_says_where_what_and_what_to_do():
    for problem in check(register(evidence=(evidence(99, 1, "advances", citations=PAGE),))):
        assert problem.where and problem.what and problem.remedy


def test_the_bundled_register_may_be_published():
    from aftersummit.catalogue import load

    assert blockers(check(load())) == []
