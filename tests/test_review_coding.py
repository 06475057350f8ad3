"""Codes count at once outside rounds, stay blind inside them, and can all be taken back."""

from __future__ import annotations

import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersummit import review
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Code, Ref
from aftersummit.project import Settings, make_project
from aftersummit.project.codable import Stale
from aftersummit.review.queue import hypergeometric

TEXT = """Joint statement

We met in Geneva on a fine day. We will plant 30 million trees by 2030. We call on all countries to join us. We support the work of the bank.

We will:

• open two offices by 2027; and
• publish a yearly report.

We will plant 30 million trees by 2030.
"""


@pytest.fixture
def project(tmp_path):
    with make_project(tmp_path / "p", Settings(title="Seven", meeting="g7/2026")) as made:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(tmp_path / "statement.txt")])
        made.extract()
        yield made


@pytest.fixture
def document(project):
    return next(iter(project.list("document"))).ref


def unit(project, document, words):
    sheet = project.coding.document(document, coder="ana")
    return next(u for u in sheet.view.units if words in u.span.of(sheet.view.text))


def accepted(project):
    return sorted(c.quote for c in project.register().commitments if c.status == "accepted")


def test_a_code_accepts_what_was_proposed_and_rejects_what_is_none(project, document):
    trees = unit(project, document, "plant 30 million")
    project.coding.code(trees.ref, "commitment", coder="ana")
    assert accepted(project) == [trees.span.of(TEXT.strip() + "\n")]
    project.coding.code(trees.ref, "none", coder="ana")
    assert accepted(project) == []
    assert any(c.status == "rejected" for c in project.register().commitments)


def test_what_no_machine_proposed_is_added_with_the_words_the_coder_marked(project, document):
    met = unit(project, document, "We met in Geneva")
    start = met.span.start
    project.coding.code(
        met.ref,
        "commitment",
        [{"start": start, "end": start + 16, "parties": ["all"], "strength": "firm",
          "kind": "action", "deadline": "by 2031", "quantity": "two offices", "issue": "trade"}],
        coder="ana",
    )  # fmt: skip
    found = next(c for c in project.register().commitments if c.status == "accepted")
    assert found.quote == "We met in Geneva"
    assert found.ref is not None and found.issue == "trade"
    assert found.deadline and found.deadline.edtf == "2031"
    project.coding.step("undo", coder="ana")
    assert accepted(project) == []
    project.coding.step("redo", coder="ana")
    again = next(c for c in project.register().commitments if c.status == "accepted")
    assert again.ref == found.ref, "a number is given once"


def test_a_unit_can_hold_two_promises(project, document):
    trees = unit(project, document, "plant 30 million")
    middle = trees.span.start + 7
    project.coding.code(
        trees.ref,
        "commitment",
        [{"start": trees.span.start, "end": middle}, {"start": middle + 1, "end": trees.span.end}],
        coder="ana",
    )
    assert len(accepted(project)) == 2


def test_units_that_read_the_same_are_decided_once_and_undone_together(project, document):
    sheet = project.coding.document(document, coder="ana")
    same = [u for u in sheet.view.units if "plant 30 million" in u.span.of(sheet.view.text)]
    assert len(same) == 2 and same[0].twin == same[1].twin
    made = project.coding.code(same[0].ref, "commitment", coder="ana", twins=[same[1].ref])
    assert [code.unit for code in made] == [same[0].ref, same[1].ref]
    assert len(accepted(project)) == 2
    project.coding.step("undo", coder="ana")
    assert accepted(project) == []
    with pytest.raises(UserError, match="does not read like"):
        other = unit(project, document, "We call on")
        project.coding.code(same[0].ref, "none", coder="ana", twins=[other.ref])


def test_a_step_sent_twice_is_kept_once(project, document):
    trees = unit(project, document, "plant 30 million")
    one = project.coding.code(trees.ref, "none", coder="ana", key="abc")
    two = project.coding.code(trees.ref, "none", coder="ana", key="abc")
    assert one == two and len(project.coding.log()) == 1
    project.coding.step("undo", coder="ana", key="u1")
    project.coding.step("undo", coder="ana", key="u1")
    assert [c.verdict for c in project.coding.log()] == ["code", "undo"]


def test_a_stale_form_is_told_so_and_changes_nothing(project, document):
    trees = unit(project, document, "plant 30 million")
    first = project.coding.code(trees.ref, "none", coder="bo", saw=0)[0]
    with pytest.raises(Stale) as told:
        project.coding.code(trees.ref, "commitment", coder="ana", saw=0)
    assert told.value.present == first
    assert len(project.coding.log()) == 1
    project.coding.code(trees.ref, "commitment", coder="ana", saw=first.number)
    assert len(accepted(project)) == 1


def test_nobody_undoes_what_somebody_else_coded(project, document):
    trees = unit(project, document, "plant 30 million")
    project.coding.code(trees.ref, "none", coder="bo")
    with pytest.raises(UserError, match="nothing to undo"):
        project.coding.step("undo", coder="ana")


def test_what_does_not_fit_is_refused_whole(project, document):
    trees = unit(project, document, "plant 30 million")
    outside = [{"start": 0, "end": 5}]
    for label, parts in (("promise", ()), ("commitment", outside), ("commitment", [{"start": 1}])):
        with pytest.raises(UserError):
            project.coding.code(trees.ref, label, parts, coder="ana")
    with pytest.raises(UserError, match="no issue"):
        bad = {"start": trees.span.start, "end": trees.span.end, "issue": "fishing"}
        project.coding.code(trees.ref, "commitment", [bad], coder="ana")
    with pytest.raises(NotFound):
        project.coding.code(Ref.parse(f"{document}#1-3"), "none", coder="ana")
    assert project.coding.log() == ()


def test_threads_lose_and_double_nothing(project, document):
    units = project.coding.document(document, coder="x").view.units
    told = []

    def work(name):
        for n, each in enumerate(units):
            told.extend(project.coding.code(each.ref, "none", coder=name, key=f"{name}{n}"))

    threads = [threading.Thread(target=work, args=(f"coder {i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(c.number for c in told) == [c.number for c in project.coding.log()]
    assert len(told) == 4 * len(units)


# -- the fold ------------------------------------------------------------------------

UNITS = [Ref.parse(f"g7/2026/statement#{n}-{n + 5}") for n in range(0, 40, 10)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["code", "code", "code", "skip", "undo", "undo", "redo"]),
        st.sampled_from(["ana", "bo"]),
        st.sampled_from(UNITS),
        st.sampled_from(["commitment", "none", "call"]),
    ),
    max_size=60,
)


def lines(steps):
    """A log as the program would write it: only steps that can be taken."""
    sheets, log = review.Sheets(), []
    for verdict, coder, where, label in steps:
        if verdict == "undo" and not sheets.undoable("", coder):
            continue
        if verdict == "redo" and not sheets.redoable("", coder):
            continue
        code = Code(where, verdict, coder, f"{len(log):06d}", label=label if verdict == "code" else "",
                    key=f"k{len(log)}", number=len(log) + 1)  # fmt: skip
        sheets.take(code)
        log.append(code)
    return log


def plain(steps):
    """The same told naively: each coder's steps done and undone, replayed from nothing."""
    done, undone = {"ana": [], "bo": []}, {"ana": [], "bo": []}
    for code in steps:
        if code.verdict == "undo":
            undone[code.coder].append(done[code.coder].pop())
        elif code.verdict == "redo":
            done[code.coder].append(undone[code.coder].pop())
        else:
            done[code.coder].append(code)
            undone[code.coder].clear()
    newest = {}
    for code in sorted((*done["ana"], *done["bo"]), key=lambda c: c.number):
        newest[code.unit] = code
    return newest


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_undo_and_the_log_agree_at_every_moment(steps):
    log = lines(steps)
    growing = review.Sheets()
    for at, code in enumerate(log, start=1):
        growing.take(code)
        expected = plain(log[:at])
        assert {u: growing.newest("", u) for u in growing.units("")} == expected
    again = review.Sheets(log)
    assert {u: again.newest("", u) for u in again.units("")} == plain(log)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["commitment", "none", "call", "undo", "redo"]), max_size=12))
def test_the_register_follows_every_step_back_and_forth(project, document, steps):
    trees = unit(project, document, "plant 30 million")
    before = None
    for step in steps:
        try:
            if step in ("undo", "redo"):
                project.coding.step(step, coder="ana")
            else:
                project.coding.code(trees.ref, step, coder="ana")
        except UserError:
            continue
        now = project.coding.codes().get(trees.ref)
        expected = now is not None and now.label == "commitment"
        assert (len(accepted(project)) == 1) == expected
        before = now
    del before


def test_every_moment_of_the_past_can_be_asked_for_again(project, document):
    """Undo, the log and "as of" agree after many steps of chance."""
    chance, seen = random.Random(20230110), []
    units = project.coding.document(document, coder="x").view.units
    for _ in range(60):
        who = chance.choice(["ana", "bo"])
        try:
            if chance.random() < 0.4:
                project.coding.step(chance.choice(["undo", "redo"]), coder=who)
            else:
                label = chance.choice(["commitment", "none", "call", "stance", ""])
                project.coding.code(chance.choice(units).ref, label, coder=who)
        except UserError:
            continue
        states = {c.ref or review.place(c): (c.status, c.issue) for c in project.commitments()}
        seen.append((project.coding.log()[-1].number, project.coding.codes(), states))
    decided = {d.number: d for d in project.list("decision")}
    for number, codes, _states in seen[::7]:
        with project._store.read() as reader:
            log = [code for code in reader.codes() if code.number <= number]
        sheets = review.Sheets(log)
        assert {u: sheets.newest("", u) for u in sheets.units("")} == codes
    final = seen[-1][2]
    again = {c.ref or review.place(c): (c.status, c.issue) for c in project.commitments()}
    assert final == again and len(decided) > 10


@pytest.mark.parametrize(
    ("population", "drawn", "found", "bounds"),
    [(100, 100, 7, (7, 7)), (200, 50, 0, (0, 12)), (50, 10, 10, (37, 50))],
)
def test_the_bounds_of_what_was_missed_are_exact(population, drawn, found, bounds):
    # Checked against scipy.stats.hypergeom, inverted by trying every number.
    assert hypergeometric(population, drawn, found) == bounds


def test_words_can_be_added_from_the_command_line_too(project, document):
    met = unit(project, document, "We met in Geneva")
    where = document.at(met.span)
    made = project.decide([where], "add", coder="ana", changes={"issue": "trade"})
    assert str(made[0].assigned[0]) == "g7/2026/C001"
    assert [c.issue for c in project.register().commitments if c.status == "accepted"] == ["trade"]
    project.decide([made[0].assigned[0]], "undo", coder="ana")
    assert accepted(project) == []
    with pytest.raises(UserError, match="does not lie"):
        project.decide([Ref.parse(f"{document}#0-99999")], "add", coder="ana")
