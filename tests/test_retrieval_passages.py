"""Passages cover a text exactly and end where paragraphs do."""

from hypothesis import given
from hypothesis import strategies as st

from aftersummit.retrieval import passages

LINE = st.lists(st.sampled_from(["word", "Ends.", "a", "naïve", "U.S.", "“quoted.”"]), max_size=60)
TEXTS = st.lists(LINE.map(" ".join), max_size=12).map("\n\n".join)


@given(TEXTS, st.integers(5, 40))
def test_every_word_lies_in_exactly_one_passage(text: str, words: int) -> None:
    at = 0
    for span in passages(text, words):
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        at = span.end
    assert not text[at:].strip()


@given(TEXTS, st.integers(30, 60))
def test_no_passage_is_longer_than_asked_for(text: str, words: int) -> None:
    for span in passages(text, words):
        assert len(span.of(text).split()) <= words + 24


def test_a_passage_ends_where_a_paragraph_does() -> None:
    paragraphs = [f"Paragraph {n} " + "has words " * 20 + "in it." for n in range(12)]
    text = "\n\n".join(paragraphs)
    for span in passages(text, 100):
        assert set(span.of(text).split("\n\n")) <= set(paragraphs)


def test_a_heading_goes_with_what_it_stands_over() -> None:
    text = "First part. " + "word " * 90 + "end.\n\nHealth\n\n" + "Doses " * 80 + "arrive."
    *_, last = (span.of(text) for span in passages(text, 100))
    assert last.startswith("Health\n\nDoses")


def test_a_long_paragraph_is_cut_after_sentences() -> None:
    text = " ".join(f"Sentence {n} of this paragraph says little." for n in range(80))
    cut = [span.of(text) for span in passages(text, 50)]
    assert len(cut) > 5
    assert all(part.endswith(".") and part.startswith("Sentence") for part in cut)


def test_a_text_without_any_stop_is_still_cut() -> None:
    text = "word " * 5000
    assert max(len(span.of(text).split()) for span in passages(text, 160)) == 160


def test_an_empty_text_has_no_passage() -> None:
    assert list(passages("")) == list(passages(" \n\n ")) == []
