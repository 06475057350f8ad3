"""A lane for each party, in order of time; only decided items inside the window count."""

from __future__ import annotations

from aftersummit.evidence import timeline
from aftersummit.evidence.folding import fold, repeated
from aftersummit.model import Evidence, Ref


def item(number: int, date: str, actors: tuple[str, ...], stance: str, rung: str) -> Evidence:
    commitment = Ref.parse("nals/2023/C001")
    return Evidence(
        Ref.to_evidence(commitment, number),
        commitment,
        date,
        actors,
        stance,
        rung,  # type: ignore[arg-type]
    )


ITEMS = [
    item(1, "2023-09", ("MX",), "announces", "result"),
    item(2, "2023-03-01", ("CA", "MX"), "advances", "plan"),
    item(3, "2025-01-01", ("CA",), "completes", "result"),
    item(4, "", ("US",), "advances", "statement"),
    item(5, "2023-05-01", ("GT",), "mentions", "statement"),
]


def test_each_party_has_its_lane_in_order_of_time() -> None:
    us, ca, mx, rest = timeline(ITEMS, ("US", "CA", "MX"), meeting="2023-01-10", until="2024-12-31")
    assert [entry.date for entry in mx.entries] == ["2023-03-01", "2023-09"]
    assert [entry.place for entry in ca.entries] == ["inside", "after"]
    assert [entry.place for entry in us.entries] == ["undated"]
    assert (rest.party, len(rest.entries)) == ("", 1)


def test_only_what_advances_inside_the_window_lifts_the_rung() -> None:
    us, ca, mx, _ = timeline(ITEMS, ("US", "CA", "MX"), meeting="2023-01-10", until="2024-12-31")
    assert (ca.inside, ca.highest) == (1, "plan")
    assert (mx.inside, mx.highest) == (2, "plan")
    assert (us.inside, us.highest) == (0, "")


def test_a_party_without_anything_keeps_an_empty_lane() -> None:
    (lane,) = timeline([], ("US",), meeting="2023-01-10")
    assert (lane.party, lane.entries, lane.highest) == ("US", (), "")


def test_copies_fold_and_others_do_not() -> None:
    words = [f"w{n}" for n in range(60)]
    moved = ["new", "heading", *words[:40], "x", *words[40:]]
    other = [f"v{n}" for n in range(60)]
    assert fold([words, moved, other, words[:30]]) == [0, 0, 2, 0]


def test_a_quotation_is_seen_inside_a_longer_text() -> None:
    words = [f"w{n}" for n in range(20)]
    quote = " ".join(words)
    assert repeated(quote, f"So {quote}, they said.", "en") == 1.0
    assert repeated(quote, "Quite another text of words.", "en") == 0.0
    assert repeated(" ".join(words[:4]), quote, "en") == 0.0
