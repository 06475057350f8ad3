"""What people decide moves the weights, a little, and only where that helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aftersummit.commitments import learning, training, weights
from aftersummit.commitments.extractors.model import extract
from aftersummit.commitments.judging import read_document, verdicts
from aftersummit.commitments.learning import COMMITMENT, OTHERS, Decided, Learned, Said, learn
from aftersummit.errors import UserError
from aftersummit.model import Document, text_hash

THINGS = (
    "harbour", "clinics", "railway", "archives", "forests", "vaccines", "satellites",
    "fisheries", "bridges", "libraries", "grids", "wetlands", "museums", "ports", "schools",
    "rivers", "mines", "farms", "cables", "airports", "markets", "courts", "roads", "parks",
    "dams",
)  # fmt: skip
SAYINGS = (
    ("We support the work of our partners on the {} of the region.", "stance"),
    ("We will build new {} in every province by 2030.", "commitment"),
    ("The {} of the region were discussed on the first day.", "none"),
    ("We call on all states to protect their {}.", "call"),
)


def document(things: tuple[str, ...], name: str = "") -> tuple[Document, list[tuple[str, str]]]:
    """A text of ours, and each of its sentences with its label."""
    lines = [(said.format(thing), label) for thing in things for said, label in SAYINGS]
    text = "\n\n".join(line for line, _ in lines)
    made = Document(title=name, text=text, text_sha256=text_hash(text), kind="declaration")
    return made, lines


def decided(things: tuple[str, ...], read=lambda label: label, only=None) -> Decided:
    """Every unit decided as ``read`` says; or those whose label is in ``only``."""
    made, lines = document(things)
    units = read_document(made).cut.units
    assert len(units) == len(lines)
    said = [
        Said(unit.span, frozenset([read(label)]))
        for unit, (_, label) in zip(units, lines, strict=True)
        if only is None or label in only
    ]
    return Decided(made, said)


def batches(count: int) -> list[tuple[str, ...]]:
    size = len(THINGS) // count
    return [THINGS[at * size : (at + 1) * size] for at in range(count)]


def broad(label: str) -> str:
    """Coders who count support as a promise."""
    return "commitment" if label == "stance" else label


def with_what(learned: Learned) -> weights.Linear:
    return weights.added(weights.load("label"), weights.parse(learned.change, "learned"))


def labels_of(made: Document, model: weights.Linear | None = None) -> list[str]:
    return [one.judged.label for one in verdicts(read_document(made), learned=model)]


def test_coders_who_count_support_as_a_promise_are_followed() -> None:
    learned = learn(decided(things, broad) for things in batches(5))
    assert learned.by == "document" and learned.folds == 5
    assert (learned.units, learned.documents, learned.undecided) == (100, 5, 0)
    assert learned.better and learned.after.f1 > learned.before.f1 + 0.1
    fresh, _ = document(("canals", "orchards"))
    text = "We support the work of our partners on the canals of the region."
    assert text not in {found.quote for found in extract(fresh)}
    assert text in {found.quote for found in extract(fresh, learned=with_what(learned))}


def test_the_figures_after_are_of_units_that_were_not_trained_on() -> None:
    """Labels without rhyme or reason can be learned by heart, and are then no better."""
    draw = np.random.default_rng(5)
    names = ["commitment", "stance", "call", "none"]

    def noisy(label: str) -> str:
        return names[draw.integers(4)] if draw.random() < 0.5 else label

    said = [decided(things, noisy) for things in batches(5)]
    learned = learn(said)
    model = with_what(learned)
    by_heart = sum(
        sum(a in s.labels for a, s in zip(labels_of(one.document, model), one.said, strict=True))
        for one in said
    )
    assert by_heart > learned.after.right
    assert learned.after.right <= learned.before.right + 2


def test_few_documents_are_held_back_in_blocks() -> None:
    learned = learn([decided(THINGS[:12], broad), decided(THINGS[12:], broad)])
    assert learned.by == "block" and learned.folds == 5
    assert learned.before.units == learned.after.units == 100  # each unit once


def test_a_unit_that_nobody_decided_on_keeps_its_label() -> None:
    """Support was accepted as a promise; nothing says that what stands beside it is one."""
    lines = [
        line.format(thing)
        for thing in THINGS
        for line in (SAYINGS[0][0], "We reaffirm the importance of {} for all.", SAYINGS[3][0])
    ]
    made = Document(title="", text="\n\n".join(lines), text_sha256="0", kind="declaration")
    units = read_document(made).cut.units
    said = [Said(unit.span, COMMITMENT) for unit in units[0::3]]
    learned = learn([Decided(made, [*said, Said(units[2].span, frozenset(["call"]))])])
    assert learned.undecided == 49
    assert learned.changed == 0
    now = labels_of(made, with_what(learned))
    assert set(now[0::3]) == {"commitment"}
    assert set(now[1::3]) == {"stance"}
    assert set(now[2::3]) == {"call"}


def test_what_the_decisions_agree_with_hardly_moves() -> None:
    learned = learn(decided(things) for things in batches(5))
    made, _ = document(("canals", "orchards"))
    reading = read_document(made)
    shipped = [one.chances for one in verdicts(reading)]
    now = [one.chances for one in verdicts(reading, learned=with_what(learned))]
    assert labels_of(made) == labels_of(made, with_what(learned))
    moved = max(abs(a[n] - b[n]) for a, b in zip(shipped, now, strict=True) for n in a)
    assert moved < 0.1


def test_a_rejection_says_what_a_unit_is_not_and_no_more() -> None:
    made, lines = document(THINGS)
    units = read_document(made).cut.units
    said = [
        Said(unit.span, OTHERS if label == "commitment" else COMMITMENT)
        for unit, (_, label) in zip(units, lines, strict=True)
        if label in {"commitment", "stance"}
    ]
    learned = learn([Decided(made, said)])
    now = labels_of(made, with_what(learned))
    assert set(now[1::4]) == set(OTHERS & set(now[1::4]))  # no promise any more
    assert set(now[0::4]) == {"commitment"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], frozenset()),
        ([COMMITMENT], COMMITMENT),
        ([OTHERS, COMMITMENT], COMMITMENT),
        ([OTHERS], OTHERS),
        ([OTHERS, frozenset()], frozenset()),
        ([OTHERS, frozenset(["stance"])], frozenset(["stance"])),
        ([frozenset()], frozenset()),
    ],
)
def test_places_in_a_unit_add_up(said: list[frozenset[str]], expected: frozenset[str]) -> None:
    assert learning._agreed(said) == expected


def test_a_part_of_a_unit_speaks_for_it_and_its_neighbour_does_not() -> None:
    made, _ = document(THINGS[:3])
    units = read_document(made).cut.units
    part = type(units[1].span)(units[1].span.start + 5, units[1].span.end)
    assert [unit.index for unit in learning._under(units, part)] == [1]


def test_what_readers_passed_over_counts_against_the_weights() -> None:
    """Read to its end: every proposal was decided on. Half read: some were not."""
    labels = np.array(["none", "commitment", "stance"])
    newly = np.array(["commitment", "commitment", "stance"])

    def unit(allowed: frozenset[str]) -> learning._Unit:
        return learning._Unit(0, allowed, 0.45, [], [])

    read = [unit(frozenset()), unit(COMMITMENT), unit(frozenset())]
    half = [unit(frozenset()), unit(frozenset()), unit(frozenset())]
    assert learning._passed_over(read, labels, newly) == 1
    assert learning._passed_over(half, labels, newly) == 0
    assert learning._passed_over(read, labels, labels) == 0


@pytest.mark.parametrize(
    ("mended", "spoilt", "luck"), [(0, 0, 1.0), (5, 0, 1 / 32), (10, 3, 378 / 8192), (3, 10, 0.989)]
)
def test_luck_is_the_exact_sign_test(mended: int, spoilt: int, luck: float) -> None:
    learned = learn(decided(things, broad) for things in batches(5))
    assert replace(learned, mended=mended, spoilt=spoilt).luck == pytest.approx(luck, abs=1e-3)
    assert replace(learned, mended=mended, spoilt=spoilt).better is (luck <= 0.05)


def test_too_little_is_told() -> None:
    with pytest.raises(UserError, match="only 4 units are decided"):
        learn([decided(("harbour",))])
    with pytest.raises(UserError, match="decided alike"):
        learn([decided(THINGS, only={"commitment"})])


def test_the_same_decisions_teach_the_same() -> None:
    said = [decided(things, broad) for things in batches(5)]
    first, second = learn(said), learn(said)
    assert first.change == second.change
    header, *lines = first.change.splitlines()
    assert header == "feature\tC\tS\tH\tN"
    assert all(len(line.split("\t")) == 5 for line in lines)
    assert lines[0].startswith(f"{weights.BIAS}\t")
    assert first.shipped == weights.fingerprint("label")


def test_the_slope_is_that_of_the_misfit() -> None:
    scores = np.array([[0.3, -0.2, 0.1, 0.0], [1.0, 0.5, -2.0, 0.2]])
    allowed = np.array([[1.0, 0, 0, 0], [0, 1.0, 1.0, 1.0]])
    _, slope = training._misfit(scores, allowed)
    for at in np.ndindex(2, 4):
        step = np.zeros_like(scores)
        step[at] = 1e-6
        rise = training._misfit(scores + step, allowed)[0]
        fall = training._misfit(scores - step, allowed)[0]
        assert slope[at] == pytest.approx((rise - fall) / 2e-6, abs=1e-6)


def test_weights_from_nothing_tell_apart_what_differs() -> None:
    rows = [["a", "x"], ["b", "x"], ["c", "x"], ["d", "x"]] * 6
    allowed = np.tile(np.eye(4), (6, 1))
    found = training.fit(rows, allowed, strength=5.0)
    table = training.Table(rows, {name: at for at, name in enumerate(found)})
    scores = table.times(np.array(list(found.values())))
    assert (scores.argmax(axis=1) == np.tile(np.arange(4), 6)).all()
    assert np.abs(found["x"]).max() < 0.01


def test_added_weights_are_the_sum() -> None:
    base = weights.Linear(("C", "S"), {"(bias)": 0, "a": 1}, np.array([[1, 2], [3, 4]], np.float32))
    more = weights.Linear(("C", "S"), {"(bias)": 0, "b": 1}, np.array([[1, 0], [5, 6]], np.float32))
    both = weights.added(base, more)
    assert both.score([["a", "b"]]).tolist() == [[10.0, 12.0]]
    assert base.score([["a", "b"]]).tolist() == [[4.0, 6.0]]
    with pytest.raises(UserError, match="other classes"):
        weights.added(base, weights.load("label"))
