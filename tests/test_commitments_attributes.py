"""Firmness, kind, issue, deed, place and who gains: each promise says them with its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersummit.codebooks import codebook, issue_terms
from aftersummit.commitments import extract_commitments
from aftersummit.commitments.clause import tokens
from aftersummit.commitments.deeds import action, beneficiaries, places
from aftersummit.commitments.strength import cues, governing
from aftersummit.commitments.topics import hits, issues
from aftersummit.model import Commitment, Document, Span


def _found(text: str) -> list[Commitment]:
    return extract_commitments(Document(title="", text=text, date="2025-03-04"))


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("we will seek to expand", ["will", "seek"]),
        ("we announce that we intend to open", ["announce", "intend"]),
        ("we remain committed to ending", ["remain"]),
        ("we are committed to ending", ["are-committed"]),
        ("we reaffirm our shared commitment to end", ["affirm"]),
        ("we will work together to end", ["will", "work-to"]),
        ("we will adopt the national plan for ports", ["will"]),
        ("we stand ready to help", ["ready"]),
    ],
)
def test_the_cue_that_governs_a_promise_is_found(text: str, chain: list[str]) -> None:
    assert governing(cues(tokens(text))) == chain


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("We will open ten clinics by 2030.", "firm"),
        ("We commit to train 500 nurses.", "firm"),
        ("Canada intends to open ten clinics by 2030.", "soft"),
        ("We plan to train 500 nurses by 2027.", "soft"),
        ("The two leaders announced their intention to host a summit in 2026.", "soft"),
    ],
)
def test_firm_and_soft_promises_are_told_apart(text: str, strength: str) -> None:
    assert [c.strength for c in _found(text)] == [strength]


def test_a_bullet_is_as_firm_as_the_clause_above_it() -> None:
    text = "{} to:\n\n• Train 500 engineers by 2026.\n\n• Publish a map of wells by 2027."
    for head, strength in (("We commit", "firm"), ("We intend", "soft")):
        found = _found(text.format(head))
        assert found and {c.strength for c in found} == {strength}


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("We will donate 50 million vaccine doses to health workers.", "health"),
        ("We will cut methane emissions by 30 percent by 2030.", "climate"),
        ("We will disrupt the trafficking of fentanyl and precursor chemicals.", "drugs"),
        ("We will map semiconductor supply chains by 2026.", "supply-chains"),
        ("We will conserve 30 percent of land and waters for biodiversity.", "environment"),
        ("Mexico will host a meeting on ransomware and cybersecurity.", "cyber"),
    ],
)
def test_a_promise_is_filed_under_its_issue(text: str, issue: str) -> None:
    assert [c.issue for c in _found(text)] == [issue]


def test_every_issue_has_terms_and_every_term_is_found() -> None:
    assert set(issue_terms()) == {term.code for term in codebook().issues} == set(issues())
    for column, code in enumerate(issues()):
        assert len(issue_terms()[code]) >= 15
        for term in issue_terms()[code]:
            seen = {c for _, codes, _ in hits(tokens(term.rstrip("*"))) for c in codes}
            assert column in seen, term


def test_a_longer_term_counts_instead_of_its_words() -> None:
    once = hits(["human", "trafficking"])
    assert len(once) == 1 and once[0][2] == 1.5


def test_a_promise_names_its_deed_its_places_and_who_gains() -> None:
    text = "Canada will train 500 nurses for refugee families in Costa Rica by 2027."
    part = Span(0, len(text))
    deed = action(text, part)
    assert deed is not None and deed.code == "train" and deed.text.startswith("train 500 nurses")
    assert [one.text for one in beneficiaries(text, part)] == ["500 nurses", "refugee families"]
    assert [(one.text, one.code) for one in places(text, part)] == [("Costa Rica", "CR")]


def test_a_bare_bullet_names_its_first_verb() -> None:
    text = "Doubling finance for farmers in the Sahel."
    deed = action(text, Span(0, len(text)), promised=True)
    assert deed is not None and deed.code == "double"
    assert [one.text for one in places(text, Span(0, len(text)))] == ["the Sahel"]


_WORDS = (
    "We will|Canada|intends to|support|women and girls|in Mexico|by 2030,|and|provide $5 million"
    "|for migrants|across the region|;|\n\n• |.|:"
)
_PIECES = st.lists(st.sampled_from(_WORDS.split("|")), max_size=18).map(" ".join)


@given(_PIECES | st.text(max_size=120))
def test_every_attribute_rests_on_words_of_the_text(text: str) -> None:
    for found in _found(text):
        assert text[found.start : found.end] == found.quote
        named = [*found.bound, *found.beneficiaries, *found.places]
        for one in [*named, found.action] if found.action else named:
            assert one.span is not None and one.span.of(text) == one.text
        for words in (found.deadline, found.quantity):
            assert words is None or words.text in found.quote
        due = found.deadline
        assert due is None or not (due.start and due.end) or due.start <= due.end
        assert found.strength in ("firm", "soft") and found.kind in ("action", "outcome")
        assert found.issue in issues()
