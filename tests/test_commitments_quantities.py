"""Amounts: the exact words, the number, the unit, the bound, and what is no amount."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersummit.commitments.quantities import quantity


@pytest.mark.parametrize(
    ("sentence", "words", "value", "unit", "bound"),
    [
        ("We will provide $3.2 billion to clinics.", "$3.2 billion", 3.2e9, "USD", ""),
        ("Canada will give up to CAD 75 million.", "up to CAD 75 million", 75e6, "CAD", "up to"),
        ("We will cut waste by at least 15 percent.", "at least 15 percent", 15, "percent", "at least"),
        ("We will admit 20,000 refugees.", "20,000 refugees", 20000, "refugee", ""),
        ("We will build 500 MW of storage.", "500 MW of storage", 500, "MW", ""),
        ("We will double adaptation finance.", "double", 2, "times", ""),
        ("We will halve food loss.", "halve", 0.5, "times", ""),
        ("We will reach net zero by 2050.", "net zero", 0, "emissions", ""),
        ("We will regularise 1.5M migrants.", "1.5M migrants", 1.5e6, "migrant", ""),
        ("We will open two ministerials.", "two ministerials", 2, "ministerial", ""),
        ("Nous accueillerons 11 500 personnes.", "11 500 personnes", 11500, "personne", ""),
        ("Le Canada versera plus de 314 millions de dollars.", "plus de 314 millions de dollars",
         314e6, "USD", "at least"),
        ("Capacitaremos a más de 300 docentes.", "más de 300 docentes", 300, "docente", "at least"),
    ],
)  # fmt: skip
def test_an_amount_has_words_number_unit_and_bound(
    sentence: str, words: str, value: float, unit: str, bound: str
) -> None:
    found = quantity(sentence, 0, len(sentence))
    assert found is not None
    assert found.span.of(sentence) == found.quantity.text == words
    assert found.quantity.value == pytest.approx(value)
    assert (found.quantity.unit, found.quantity.bound) == (unit, bound)


def test_a_range_has_both_ends_and_a_baseline_its_words() -> None:
    span = quantity("We will hire 10,000 to 20,000 workers.", 0, 38)
    assert span is not None and (span.quantity.value, span.quantity.high) == (10000, 20000)
    sentence = "We will reduce emissions by 30 percent from 2005 levels."
    cut = quantity(sentence, 0, len(sentence))
    assert cut is not None and cut.quantity.direction == "fall"
    assert cut.quantity.baseline == "from 2005 levels"


@pytest.mark.parametrize(
    "sentence",
    [
        "We will stop COVID-19 patients from going untreated.",
        "We will meet on 11-12 June in Berlin.",
        "We will implement Resolution 2254 in full.",
        "We will meet by 2030.",
        "The two leaders will leave no one behind.",
        "We will build net-zero economies.",
        "Building on the initial $8 million, we will go on.",
    ],
)
def test_what_is_no_promised_amount_is_none(sentence: str) -> None:
    assert quantity(sentence, 0, len(sentence)) is None


def test_the_total_wins_over_its_parts_and_deeds_over_what_they_are_worth() -> None:
    total = "We will give EUR 1.6 million annually, a total of EUR 4.8 million."
    found = quantity(total, 0, len(total))
    assert found is not None and found.quantity.text == "a total of EUR 4.8 million"
    worth = "We will donate 3 million doses, worth $14 million."
    found = quantity(worth, 0, len(worth))
    assert found is not None and found.quantity.text == "3 million doses"


_WORDS = (
    "$|5|1,000|2.5|million|percent|to|at least|twenty|of the|°C|doses|half|net zero|double|EUR|-"
    "|from|10 000|%|,|two|MW"
)
_PIECES = st.lists(st.sampled_from(_WORDS.split("|")), max_size=12).map(" ".join)


@given(_PIECES | st.text(max_size=60), st.integers(0, 20))
def test_any_text_is_read_without_an_error(text: str, start: int) -> None:
    found = quantity(text, min(start, len(text)), len(text))
    if found is not None:
        assert found.span.of(text) == found.quantity.text
        assert found.span.start >= min(start, len(text))
