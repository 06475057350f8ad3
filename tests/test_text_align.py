"""Promises of placing words in a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftersummit.errors import UserError
from aftersummit.model import Span
from aftersummit.text.align import (
    Aligner,
    Fingerprint,
    find,
    fingerprint,
    fingerprint_at,
    locate,
    squeeze,
)
from aftersummit.text.normalise import canonical
from aftersummit.text.segment import segment

TEXT = (
    "The leaders’ “plan” for Québec: we will re-launch the long-term dialogue — and cut\n"
    "emissions by 3.5 percent.\n\n• México will host it."
)


def test_the_same_characters_are_an_exact_match():
    span, match = locate("we will re-launch", TEXT)
    assert (span.of(TEXT), match) == ("we will re-launch", "exact")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('The leaders\' "plan"', "The leaders’ “plan”"),
        ("THE LONG-TERM   DIALOGUE", "the long-term dialogue"),
        ("relaunch the long- term dialogue", "re-launch the long-term dialogue"),
        ("dialogue - and cut emissions", "dialogue — and cut\nemissions"),
        ("dia\u00adlogue — and", "dialogue — and"),
        ("**cut emissions** by 3.5 percent.", "cut\nemissions by 3.5 percent."),
        ("- México will host it.", "México will host it."),
        ("for Que\u0301bec : we", "for Québec: we"),
    ],
)
def test_typography_does_not_hide_a_quotation(quote: str, words: str):
    found = locate(quote, TEXT)
    assert found is not None
    assert (found[0].of(TEXT), found[1]) == (words, "normalised")


@pytest.mark.parametrize(
    "quote",
    [
        "35 percent",
        "Mexico will host",
        "HE LEADER",
        "DIALOG",
        "EADERS’ “PLAN”",
        "",
        "  ",
        "…",
        "we shall",
    ],
)
def test_other_words_and_parts_of_words_are_not_found(quote: str):
    assert locate(quote, TEXT) is None


def test_a_repeated_quotation_is_placed_near_where_it_is_expected():
    text = "We will act. " * 5
    assert locate("We will act.", text)[0].start == 0
    assert locate("We will act.", text, near=27)[0].start == 26
    assert locate("we will ACT.", text, near=27) == (Span(26, 38), "normalised")


@given(st.text(), st.text(min_size=1), st.text())
def test_a_quotation_that_stands_in_a_text_is_found_exactly(before: str, quote: str, after: str):
    text = before + quote + after
    found = locate(quote, text)
    if quote.strip():
        span, match = found
        assert match == "exact" and span.of(text) == quote.strip()
    else:
        assert found is None


@given(st.text(alphabet="Aa b-–’'ß\u00adﬁ½.\n", max_size=40), st.data())
@settings(deadline=None)
def test_a_normalised_match_says_the_same(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))].swapcase()
    found = Aligner(text).locate(quote)
    if found is not None:
        assert squeeze(found[0].of(text)) == squeeze(quote)


@given(st.text(max_size=30), st.text(min_size=1), st.text(max_size=30))
@settings(deadline=None)
@example("", "½", "")
@example("ß", "s", "ss")
@example("<a", "b", ">")
def test_a_fingerprint_is_found_in_any_text_that_holds_its_words(
    before: str, words: str, after: str
):
    if not squeeze(words):
        with pytest.raises(UserError):
            fingerprint(words)
        return
    text = before + words + after
    (span,) = find([fingerprint(words)], text)
    assert span is not None
    assert squeeze(span.of(text)) == squeeze(words)


@given(st.text(min_size=1), st.integers(-1, 10**6))
def test_a_fingerprint_is_read_back_from_its_line(words: str, place: int):
    if squeeze(words):
        mark = fingerprint(words, place)
        assert Fingerprint.parse(str(mark)) == mark


@pytest.mark.parametrize(
    "line", ["", "5", "0:00000000:0000000000000000", "5:zz:00", "5:00000000:00"]
)
def test_a_bad_fingerprint_is_refused(line: str):
    with pytest.raises(UserError, match="fingerprint"):
        Fingerprint.parse(line)


def test_a_fingerprint_holds_none_of_the_words():
    line = str(fingerprint("The three countries will host a forum in early 2023."))
    assert set(line) <= set("0123456789abcdef:")
    assert len(line) < 40


SENTENCE = "We will re-launch the “High-Level” dialogue with Québec & México by 2030."


@pytest.mark.parametrize(
    "rendering",
    [
        "# Title\n\n**We will** re-launch the _“High-Level” dialogue_\nwith [Québec & México](https://e.org/x1) by 2030.",
        "<p>We will <b>re-launch</b> the &ldquo;High-Level&rdquo; dialogue<br/> with Qu&eacute;bec &amp; M&#233;xico by&nbsp;2030.</p>",
        "12\nWE WILL RE-LAUNCH THE ”HIGH-LEVEL” DIA-\nLOGUE WITH QUE\u0301BEC & MÉXICO BY 2030. Page 3",
        "• Wewill relaunch the 'high-level' dialogue with Quebec & Mexico by 2030",
    ],
)
def test_a_passage_is_found_in_other_renderings(rendering: str):
    (span,) = find([fingerprint(SENTENCE)], rendering)
    assert span is not None
    found = span.of(rendering)
    assert found[:2].lower() == "we" and "2030" in found[-5:]
    assert find([fingerprint(SENTENCE.replace("2030", "2031"))], rendering) == [None]


def test_a_repeated_passage_is_placed_by_its_place():
    text = "One. We agree. Two. We agree. Three."
    second = text.rindex("We agree.")
    mark = fingerprint_at(text, Span(second, second + 9))
    assert find([mark, fingerprint("We agree")], text) == [Span(second, second + 9), Span(5, 14)]


def test_every_coded_sentence_is_found_where_it_stands(shared: Path):
    path = shared / "gold" / "texts" / "nals-2023-declaration.txt"
    text = canonical(path.read_bytes().decode())
    units = [unit for unit in segment(text).units if squeeze(unit.words.of(text))]
    marks = [Fingerprint.parse(str(fingerprint_at(text, unit.words))) for unit in units]
    narrow = text.replace("\n\n", " ").replace("•", "-").replace("’", "'")
    for unit, here, there in zip(units, find(marks, text), find(marks, narrow), strict=True):
        assert here is not None and there is not None
        assert unit.words.contains(here) or here.contains(unit.words)
        assert squeeze(there.of(narrow)) == squeeze(unit.words.of(text))
