"""Who is bound: names, titles, leaders and pronouns, resolved to codes with their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersummit.commitments.bound import whose
from aftersummit.commitments.context import View, views
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.parties import named, places_of
from aftersummit.text.segment import segment

THREE = Speakers(frozenset(["CA", "MX", "US"]), "", "2023-01-10")
ONE = Speakers(frozenset(), "US", "2023-01-10")


def _views(text: str, language: str = "en") -> list[View]:
    return views(text, segment(text, language).units, language)


def _bound(text: str, who: Speakers = THREE, language: str = "en") -> tuple[str, ...]:
    last = _views(text, language)[-1]
    return whose(text, last, last.span, who)[0]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("We will host a forum.", ("all",)),
        ("The three countries will host a forum.", ("all",)),
        ("Both sides agreed to meet.", ("all",)),
        ("Mexico will host a forum.", ("MX",)),
        ("Mexico, the United States, and Canada will host a forum.", ("all",)),
        ("Canada and Mexico intend to host a forum.", ("CA", "MX")),
        ("President Biden announced that he will travel.", ("US",)),
        ("To end hunger, Canada will fund two projects.", ("CA",)),
        ("Tuvalu Coast Project: The Department of State intends to fund a sea wall.", ("US",)),
        ("Peru, working closely with the United Nations, announced a plan.", ("PE",)),
        ("The G7 will launch a fund.", ("all",)),
        ("Quad partners intend to host a workshop.", ("all",)),
    ],
)
def test_the_subject_says_who_is_bound(text: str, codes: tuple[str, ...]) -> None:
    assert _bound(text) == codes


def test_we_of_a_single_speaker_is_that_speaker() -> None:
    assert _bound("We will open an embassy.", ONE) == ("US",)


def test_french_subjects_are_read() -> None:
    assert _bound("• La Colombie accordera des permis.", language="fr") == ("CO",)
    assert _bound("L’USDA conclura un accord.", language="fr") == ("US",)


def test_it_is_who_was_named_before() -> None:
    assert _bound("Ecuador opened a registry. It intends to expand this process.") == ("EC",)


def test_a_leader_stands_for_a_country_only_while_in_office() -> None:
    assert named("Prime Minister Trudeau", "2023-01-10") == ["CA"]
    assert named("Trudeau", "2026-01-10") == []


def test_the_words_that_decided_are_given_with_their_place() -> None:
    text = "Canada and Mexico intend to host a forum."
    view = _views(text)[0]
    codes, words = whose(text, view, view.span, THREE)
    assert codes == ("CA", "MX")
    assert [(w.text, w.code) for w in words] == [("Canada", "CA"), ("Mexico", "MX")]
    assert all(w.span is not None and w.span.of(text) == w.text for w in words)


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ["Canada", "the United States", "Mexico’s", "L’Équateur", "U.S.", "and", "will", ",", "G7", ":"]
), max_size=10).map(" ".join))  # fmt: skip
def test_any_text_is_read_without_an_error(text: str) -> None:
    for code, start, end in places_of(text, 0, len(text), "2023-01-10"):
        assert code and 0 <= start < end <= len(text)
    for view in _views(text):
        codes, words = whose(text, view, view.span, THREE)
        assert codes
        assert all(w.span is not None and w.span.of(text) == w.text for w in words)
