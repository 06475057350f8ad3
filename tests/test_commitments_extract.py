"""Extraction through the stable surface: exact spans, attributes, plug-ins."""

from __future__ import annotations

import pytest

from aftersummit.commitments import extract_commitments, installed
from aftersummit.errors import UserError
from aftersummit.model import Document

TEXT = """The leaders of Canada and Mexico met today in Ottawa.

Clean water

We will open a joint laboratory for clean water by the end of 2027. We stand with the people of the delta. We call on all upstream states to share their data.

The two countries will work together by:

• Training 500 engineers by 2026.

• Publishing a shared map of wells."""


def _document(text: str = TEXT, **known: object) -> Document:
    return Document(title="A meeting", text=text, date="2025-03-04", **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["model", "rules"])
def test_each_quote_is_the_text_at_its_span(name: str) -> None:
    found = extract_commitments(_document(), labels=("commitment", "stance", "call"), using=name)
    assert found
    assert all(TEXT[c.start : c.end] == c.quote for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)


@pytest.mark.parametrize("name", ["model", "rules"])
def test_promises_are_found_and_the_rest_is_not(name: str) -> None:
    quotes = [c.quote for c in extract_commitments(_document(), using=name)]
    assert [q.split()[-1] for q in quotes] == ["2027.", "2026.", "wells."]


def test_calls_and_stances_come_only_when_asked_for() -> None:
    everything = extract_commitments(_document(), labels=("commitment", "stance", "call"))
    assert {c.label for c in everything} == {"commitment", "stance", "call"}
    assert {c.label for c in extract_commitments(_document())} == {"commitment"}


def test_a_commitment_says_who_when_how_much_and_why() -> None:
    laboratory, engineers, _ = extract_commitments(_document())
    assert laboratory.parties == ("all",)
    assert laboratory.strength == "firm"
    assert laboratory.deadline is not None and laboratory.deadline.end == "2027-12-31"
    assert laboratory.why
    assert engineers.quantity is not None and engineers.quantity.value == 500
    assert engineers.head is not None and "work together" in engineers.head.of(TEXT)


def test_the_same_text_gives_the_same_answer() -> None:
    assert extract_commitments(_document()) == extract_commitments(_document())


def test_a_document_without_text_promises_nothing() -> None:
    assert extract_commitments(Document(title="Unread")) == []
    assert extract_commitments(_document("")) == []


def test_an_unknown_extractor_names_those_that_exist() -> None:
    assert {"model", "rules"} <= set(installed())
    with pytest.raises(UserError, match="use one of"):
        extract_commitments(_document(), using="oracle")


def test_a_sentence_without_a_subject_belongs_to_the_party_that_titles_its_item() -> None:
    text = (
        "New pledges\n\n• Botswana: Will open ten clinics by 2027. "
        "Will train 300 nurses.\n\n• Japan: Will fund the network."
    )
    found = extract_commitments(_document(text), using="rules")
    assert [c.parties for c in found] == [("BW",), ("BW",), ("JP",)]


def test_we_are_the_issuers_whatever_else_the_sentence_names() -> None:
    text = "In San Francisco, where APEC first met, we will open a school for women pilots."
    assert [c.parties for c in extract_commitments(_document(text))] == [("all",)]


def test_a_row_of_colons_ends() -> None:
    text = "We will " + ": " * 3000 + "build the two roads by 2030."
    found = extract_commitments(_document(text))
    assert "".join(one.quote for one in found) in text


def test_a_unit_too_long_for_a_sentence_does_not_stop_what_follows() -> None:
    long = "We will build schools and " + "roads for all and " * 300 + "bridges."
    text = f"{long}\n\nWe will plant a million trees by 2030."
    found = extract_commitments(_document(text))
    assert found[0].quote == long
    assert found[-1].quote.endswith("2030.")


def test_many_promises_are_described_as_few_are() -> None:
    text = "\n\n".join(f"We will open school {n} by 2030." for n in range(1100))
    found = extract_commitments(_document(text))
    assert len(found) == 1100
    assert {(c.deadline and c.deadline.end, c.strength, c.issue) for c in found[10:-10]} == {
        ("2030-12-31", "firm", found[0].issue)
    }
