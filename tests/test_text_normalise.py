"""Promises of the canonical text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from aftersummit.text.normalise import canonical


def test_line_ends_become_one_kind():
    assert canonical("a\r\nb\rc\nd\r\r\n") == "a\nb\nc\nd\n\n"


def test_marks_that_no_reader_sees_are_taken_out():
    assert canonical("\ufeffWe\0 will") == "We will"
    assert canonical("e\0\u0301") == "é"


def test_half_a_surrogate_pair_can_be_written_to_a_file():
    assert canonical("a\ud800b").encode() == "a\ufffdb".encode()


def test_spaces_tabs_and_other_separators_stay():
    text = "a\u00a0b\tc\x0cd\u2028e\u00adf  \n\n\n g"
    assert canonical(text) is text


@given(st.text())
def test_canonical_text_is_composed_and_stays_as_it_is(text: str):
    once = canonical(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once and "\0" not in once and "\ufeff" not in once
    assert canonical(once) == once


def test_the_coded_texts_are_canonical_already(shared: Path):
    for path in (shared / "gold" / "texts").glob("*.txt"):
        text = path.read_bytes().decode()
        assert canonical(text) is text, path.name
