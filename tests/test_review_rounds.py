"""A round is blind until it is closed; then it is measured, discussed and taken in."""

from __future__ import annotations

import threading

import pytest

from aftersummit.errors import Conflict, NotFound, UserError
from aftersummit.project import Settings, make_project
from aftersummit.review import coders_of
from tests.test_review_coding import TEXT


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


@pytest.fixture
def round(project, document):
    return project.coding.rounds.open("First", [document], ["ana", "bo"], lead="eve")


def label_all(project, document, name, coder, differ=()):
    sheet = project.coding.document(document, round=name, coder=coder)
    text = sheet.view.text
    for unit in sheet.view.units:
        words = unit.span.of(text)
        label = "commitment" if "plant" in words or words.startswith("•") else "none"
        if any(part in words for part in differ):
            label = "stance"
        project.coding.code(unit.ref, label, coder=coder, round=name)


def test_coders_see_neither_each_other_nor_the_machine_until_it_is_closed(project, document, round):
    label_all(project, document, round.name, "ana")
    sheet = project.coding.document(document, round=round.name, coder="bo")
    assert sheet.codes == {}
    assert all(u.label == "" and u.chances is None and not u.parts for u in sheet.view.units)
    trees = next(u for u in sheet.view.units if "plant" in u.span.of(sheet.view.text))
    made = project.coding.code(trees.ref, "commitment", coder="bo", round=round.name)[0]
    assert made.parts[0].strength is None, "the machine's attributes would give it away"
    for blind in (
        lambda: project.coding.codes(round=round.name),
        lambda: project.coding.log(round=round.name),
        lambda: project.coding.rounds.disputes(round.name),
        lambda: project.coding.rounds.settle(round.name, lead="eve"),
        lambda: project.coding.queue(coder="bo", round=round.name, order="disputed"),
    ):
        with pytest.raises((Conflict, UserError)):
            blind()
    for around in (
        lambda: project.coding.document(document, coder="bo"),
        lambda: project.coding.code(trees.ref, "none", coder="bo"),
    ):
        with pytest.raises(Conflict, match="coded blind"):
            around()
    assert project.coding.queue(coder="bo").waiting == ()
    assert project.coding.documents("bo") == []
    with pytest.raises(UserError, match="hides the machine"):
        project.coding.queue(coder="bo", round=round.name, order="uncertain")
    assert project.register().rounds == ()
    assert not any(c.status == "accepted" for c in project.register().commitments)


def test_a_round_may_show_the_machine(project, document):
    shown = project.coding.rounds.open("Seen", [document], ["ana"], lead="eve", machine=True)
    sheet = project.coding.document(document, round=shown.name, coder="ana")
    assert any(u.label == "commitment" and u.parts for u in sheet.view.units)


def test_only_its_coders_code_it_and_only_while_it_is_open(project, document, round):
    unit = project.coding.document(document, coder="x").view.units[0].ref
    with pytest.raises(UserError, match="does not code"):
        project.coding.code(unit, "none", coder="eve", round=round.name)
    with pytest.raises(NotFound):
        project.coding.code(unit, "none", coder="ana", round="other")
    project.coding.rounds.close(round.name, lead="eve")
    for late in (
        lambda: project.coding.code(unit, "none", coder="ana", round=round.name),
        lambda: project.coding.step("undo", coder="ana", round=round.name),
        lambda: project.coding.rounds.close(round.name, lead="eve"),
    ):
        with pytest.raises(Conflict):
            late()


def test_agreement_disputes_and_the_third_word_reach_the_register(project, document, round):
    label_all(project, document, round.name, "ana")
    label_all(project, document, round.name, "bo", differ=("yearly",))
    closed = project.coding.rounds.close(round.name, lead="eve")
    units = len(project.coding.document(document, coder="x").view.units)
    assert (closed.units, closed.doubled, closed.disputed) == (units, units, 1)
    overall = {m.coefficient: m for m in closed.measures if m.by == "all"}
    assert overall["percent"].value == pytest.approx((units - 1) / units)
    assert overall["percent"].low < overall["percent"].value <= overall["percent"].high
    assert {m.by for m in closed.measures} == {"all", "label", "attribute", "document", "pair"}

    dispute = project.coding.rounds.disputes(round.name)[0]
    assert dispute.fields == ("label",)
    assert {c: k.label for c, k in dispute.codes.items()} == {"ana": "commitment", "bo": "stance"}
    before = project.coding.rounds.settle(round.name, lead="eve")
    assert before > 0
    assert "yearly" not in " ".join(accepted(project))
    with pytest.raises(UserError, match="needs its reason"):
        project.coding.rounds.adjudicate(
            dispute.unit, "commitment", round=round.name, coder="eve", reason=" "
        )
    project.coding.rounds.adjudicate(
        dispute.unit, "commitment", round=round.name, coder="eve", reason="the head promises"
    )
    assert project.coding.rounds.settle(round.name, lead="eve") == 1, "only what is new"
    assert "yearly" in " ".join(accepted(project))
    last = list(project.list("decision"))[-1]
    assert (last.coder, last.reason, last.round) == ("eve", "the head promises", round.name)
    report = project.register().rounds[0]
    assert (report.coders, report.disputed, report.adjudicated) == (2, 1, 1)
    assert any(m.group == "A & B" and m.coefficient == "cohen" for m in report.measures)
    assert "ana" not in str(report), "coders are published by letter"


def accepted(project):
    return [c.quote for c in project.register().commitments if c.status == "accepted"]


def test_the_overlap_is_coded_by_all_and_the_rest_by_one_each(project, document):
    half = project.coding.rounds.open("Half", [document], ["ana", "bo"], lead="eve", overlap=0.5)
    units = [u.ref for u in project.coding.document(document, coder="x").view.units]
    who = [coders_of(half, unit) for unit in units]
    assert all(len(names) in (1, 2) for names in who) and len(set(who)) > 1
    ana = project.coding.document(document, round=half.name, coder="ana").mine
    assert ana == {unit for unit, names in zip(units, who, strict=True) if "ana" in names}
    other = next(unit for unit in units if unit not in ana)
    with pytest.raises(UserError, match="somebody else"):
        project.coding.code(other, "none", coder="ana", round=half.name)
    progress = {p.coder: p for p in project.coding.rounds.progress(half.name)}
    assert progress["ana"].of == len(ana) and progress["ana"].done == 0


def test_the_queue_has_every_order_and_counts_what_is_done(project, document):
    whole = project.coding.queue(coder="ana", under=str(document))
    assert [p.unit for p in whole.waiting] == [
        u.ref for u in project.coding.document(document, coder="ana").view.units
    ]
    doubts = [p.doubt for p in project.coding.queue(coder="ana", order="uncertain").waiting]
    assert doubts == sorted(doubts, reverse=True) and doubts[0] > doubts[-1]
    likely = project.coding.queue(coder="ana", order="likely").waiting
    assert [p.likely for p in likely] == sorted((p.likely for p in likely), reverse=True)
    assert "plant" in project.text(likely[0].unit)
    assert whole.twins, "two sentences of the text are the same"
    sample = project.coding.queue(coder="ana", order="sample").waiting
    project.coding.code(sample[0].unit, "none", coder="ana")
    again = project.coding.queue(coder="ana", order="sample")
    assert [p.unit for p in again.waiting] == [p.unit for p in sample[1:]]
    assert again.done == 1
    assert again.missed.drawn == 1 and again.missed.found == 0
    assert 0 <= again.missed.low <= again.missed.high <= again.missed.population - 1


def test_a_round_is_refused_without_what_it_needs(project, document):
    opened = project.coding.rounds.open
    for title, documents, coders, overlap in (
        ("", [document], ["ana"], 1.0),
        ("x", [], ["ana"], 1.0),
        ("x", [document], [], 1.0),
        ("x", [document], ["ana", "ana"], 1.0),
        ("x", [document], ["ana"], 1.5),
    ):
        with pytest.raises(UserError):
            opened(title, documents, coders, lead="eve", overlap=overlap)


def test_coding_deciding_and_looking_at_once_neither_stop_nor_break_each_other(project, document):
    """A lead adjudicates one round while others code, and everybody looks at lists."""
    rounds = project.coding.rounds
    done = rounds.open("Done", [document], ["ana", "bo"], lead="eve").name
    units = [
        unit.ref for unit in project.coding.document(document, round=done, coder="ana").view.units
    ]
    for coder, label in (("ana", "none"), ("bo", "call")):
        for unit in units:
            project.coding.code(unit, label, coder=coder, round=done)
    rounds.close(done, lead="eve")
    wrong, left = [], threading.Semaphore(0)

    def told(act):
        def run():
            try:
                for n in range(24):
                    act(n, units[n % len(units)])
            except Exception as error:
                wrong.append(error)
            left.release()

        return threading.Thread(target=run, daemon=True)

    acts = (
        lambda n, unit: rounds.adjudicate(unit, "none", round=done, coder="eve", reason="x"),
        lambda n, unit: project.coding.code(unit, "none", coder="ana"),
        lambda n, unit: project.coding.code(unit, "call", coder="bo"),
        lambda n, unit: project.coding.documents("cy"),
        lambda n, unit: project.coding.queue(coder="cy"),
        lambda n, unit: rounds.disputes(done),
    )
    for act in acts:
        told(act).start()
    for _ in acts:
        assert left.acquire(timeout=90), "two of them wait for each other"
    assert wrong == []
    assert len(project.coding.log()) == 48
