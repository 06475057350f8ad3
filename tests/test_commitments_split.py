"""Several promises in one sentence become parts with exact places; one promise stays whole."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersummit.commitments.context import View, views
from aftersummit.commitments.joints import Joint, joints
from aftersummit.commitments.split import parts, split, split_all
from aftersummit.model import Span
from aftersummit.text.segment import segment


def _views(text: str) -> list[View]:
    return views(text, segment(text).units)


def _parts(text: str) -> list[str]:
    return [span.of(text) for view in _views(text) for span in split(text, view)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We will double adaptation finance by 2025 and will phase out coal power by 2040.", 2),
        ("Canada will donate 3 million doses and Mexico will train 200 doctors.", 2),
        ("We will launch a new fund; we will report on progress by 2027.", 2),
        ("We will improve food security by building silos, training farmers and sharing data.", 1),
        ("We will support migrants, refugees, women and girls.", 1),
        ("We will host a summit in 2026.", 1),
    ],
)
def test_promises_are_counted(text: str, count: int) -> None:
    assert len(_parts(text)) == count


def test_each_part_carries_its_own_words() -> None:
    first, second = _parts("Canada will give 3 million doses and Mexico will train 200 doctors.")
    assert first == "Canada will give 3 million doses"
    assert second == "Mexico will train 200 doctors."


def test_a_list_of_nouns_has_no_joints() -> None:
    text = "We will support migrants, refugees, women and girls."
    assert joints(text, 0, len(text)) == []


WHOLE = Span(0, 60)
TWO = [Joint(20, 25, "and"), Joint(40, 42, ",")]
GOES_ON, ENDS, LEADS, OPENS = ([float(n == at) for n in range(4)] for at in range(4))


@pytest.mark.parametrize(
    ("chances", "spans"),
    [
        ([GOES_ON, GOES_ON], [(0, 60)]),
        ([OPENS, GOES_ON], [(0, 20), (25, 60)]),
        ([OPENS, OPENS], [(0, 20), (25, 40), (42, 60)]),
        ([LEADS, GOES_ON], [(25, 60)]),
        ([GOES_ON, ENDS], [(0, 40)]),
        ([OPENS, ENDS], [(0, 20), (25, 40)]),
    ],
)
def test_chances_become_spans(chances: list[list[float]], spans: list[tuple[int, int]]) -> None:
    assert [(s.start, s.end) for s in parts(WHOLE, TWO, chances)] == spans


def test_many_units_are_split_as_one_by_one() -> None:
    text = "We will open a bank. We will train 50 judges and we will build 3 courts by 2030."
    found = _views(text)
    assert split_all(text, found) == [split(text, view) for view in found]


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ["we", "will", "and", ";", ",", "to build", "supporting", "as well as", "—", ".", "roads", "5"]
), max_size=25).map(" ".join))  # fmt: skip
def test_parts_lie_in_their_unit_in_order_and_never_overlap(text: str) -> None:
    for view in _views(text):
        found = split(text, view)
        assert found
        assert all(view.span.contains(span) for span in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
