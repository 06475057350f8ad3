"""What coders of a project decided is taught to the machine of that project, and taken back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from aftersummit.commitments import weights
from aftersummit.errors import UserError
from aftersummit.model import Lesson, Ref, text_hash
from aftersummit.project import Project, Settings, make_project, open_project
from aftersummit.project.clock import now
from aftersummit.project.learning import decided
from tests.test_commitments_learning import SAYINGS, batches, document

FRESH = "We support the work of our partners on the canals of the region."


def broad(words: str) -> str:
    """A coder who counts support as a promise."""
    for said, label in SAYINGS:
        if words.startswith(said.partition("{}")[0]):
            return "commitment" if label == "stance" else label
    raise AssertionError(words)


def filled(folder: Path) -> Project:
    """Five texts and a sixth that nobody codes, extracted."""
    made = make_project(folder / "p", Settings(title="G7", meeting="g7/2026", coder="ana"))
    for number, things in enumerate([*batches(5), ("canals", "orchards")]):
        path = folder / f"text-{number}.txt"
        path.write_text(document(things)[0].text or "", "utf-8")
    made.add([str(path) for path in sorted(folder.glob("text-*.txt"))])
    made.extract()
    return made


def code_all(project: Project, *, round: str = "", read=broad, coder: str = "ana") -> None:
    for number in range(5):
        sheet = project.coding.document(
            Ref.parse(f"g7/2026/text-{number}"), round=round, coder=coder
        )
        for unit in sheet.view.units:
            words = unit.span.of(sheet.view.text)
            project.coding.code(unit.ref, read(words), coder=coder, round=round)


@pytest.fixture
def project(tmp_path):
    with filled(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def coded_once(tmp_path_factory):
    """A project that was coded and has learned, to be looked at only."""
    folder = tmp_path_factory.mktemp("coded")
    with filled(folder) as made:
        code_all(made)
        made.learning.learn()
    return folder / "p"


def quotes(project: Project, under: str = "g7/2026/text-5") -> set[str]:
    return {c.quote for c in project.commitments(under=under) if c.status == "proposed"}


def labels(project: Project, under: str = "g7/2026/text-5") -> list[str]:
    sheet = project.coding.document(Ref.parse(under), coder="ana")
    return [unit.label for unit in sheet.view.units]


def test_codes_teach_extract_and_the_workbench_and_are_taken_back(project):
    code_all(project)
    assert FRESH not in quotes(project)
    shown = labels(project)
    report = project.learning.learn()
    assert report.lesson is not None and report.learned.better
    assert (report.lesson.units, report.lesson.documents, report.lesson.coder) == (100, 5, "ana")
    assert report.lesson.after.f1 > report.lesson.before.f1
    assert labels(project).count("commitment") == shown.count("commitment") + 2
    assert project.extract().documents == 6  # read again, because the weights are others
    assert FRESH in quotes(project)
    assert project.extract().unchanged == 6
    gone, standing = project.learning.forget(coder="bo")
    assert (gone.forgotten_by, standing) == ("bo", None)
    assert labels(project) == shown
    project.extract()
    assert FRESH not in quotes(project)
    assert [one.ref for one in project.list("lesson")] == [report.lesson.ref]  # kept all the same
    with pytest.raises(UserError, match="nothing was learned"):
        project.learning.forget()


def test_lessons_are_counted_and_the_one_before_comes_back(project):
    code_all(project)
    first = project.learning.learn().lesson
    second = project.learning.learn(coder="bo").lesson
    assert [str(first.ref), str(second.ref)] == ["lesson/1", "lesson/2"]
    gone, standing = project.learning.forget()
    assert (gone.ref, standing) == (second.ref, first)
    with project._store.read() as reader:
        told = [(e.who, e.what, e.subject) for e in reader.people.events()]
    assert ("ana", "learned", "lesson/1") in told
    assert ("bo", "learned", "lesson/2") in told
    assert ("ana", "forgot", "lesson/2") in told


def test_no_other_project_is_touched(project, tmp_path):
    code_all(project)
    project.learning.learn()
    (tmp_path / "other").mkdir()
    with filled(tmp_path / "other") as other:
        assert FRESH not in quotes(other)


def test_what_agrees_with_the_machine_teaches_nothing_unless_insisted_on(project):
    code_all(
        project,
        read=lambda words: next(b for a, b in SAYINGS if words.startswith(a.partition("{}")[0])),
    )
    report = project.learning.learn()
    assert report.lesson is None and not report.learned.better
    assert list(project.list("lesson")) == []
    insisted = project.learning.learn(insist=True).lesson
    assert insisted.insisted and insisted.ref == Ref.parse("lesson/1")


def test_decisions_on_proposals_count_and_open_proposals_do_not(project):
    proposed = {c.passages[0].document.at(c.span): c for c in project.commitments()}
    ref = Ref.parse("g7/2026/text-0")
    mine = sorted(place for place in proposed if place.document_ref == ref)
    project.decide(mine[:1], "accept")
    project.decide(mine[1:2], "reject", reason="no promise")
    stance = next(u for u in project.coding.document(ref, coder="ana").view.units
                  if u.label == "stance")  # fmt: skip
    project.decide([stance.ref], "add")
    with project._store.read() as reader:
        (found,) = decided(reader)
    said = {one.span: one.labels for one in found.said}
    assert said[mine[0].span] == {"commitment"}
    assert said[mine[1].span] == {"stance", "call", "none"}
    assert said[stance.span] == {"commitment"}
    assert said[mine[2].span] == frozenset()


def test_a_step_taken_back_teaches_nothing(project):
    unit = project.coding.document(Ref.parse("g7/2026/text-0"), coder="ana").view.units[0]
    project.coding.code(unit.ref, "none", coder="ana")
    with project._store.read() as reader:
        assert len(list(decided(reader))) == 1
    project.coding.step("undo", coder="ana")
    with project._store.read() as reader:
        assert list(decided(reader)) == []


def test_an_open_round_is_blind_for_the_machine_too(project):
    documents = [Ref.parse(f"g7/2026/text-{number}") for number in range(5)]
    held = project.coding.rounds.open("First", documents, ["ana"], lead="eve")
    code_all(project, round=held.name)
    with pytest.raises(UserError, match="only 0 units"):
        project.learning.learn()
    project.coding.rounds.close(held.name, lead="eve")
    with pytest.raises(UserError, match="only 0 units"):
        project.learning.learn()
    project.coding.rounds.settle(held.name, lead="eve")
    assert project.learning.learn().lesson.units == 100


def test_codes_of_a_text_that_was_replaced_are_left_out(project, tmp_path):
    code_all(project)
    held = project.get(Ref.parse("g7/2026/text-0"))
    changed = f"Preamble.\n\n{held.text}"
    with project._store.write() as writer:
        writer.put_texts([changed])
        writer.put(replace(held, text=changed, text_sha256=text_hash(changed)), at=now())
    with project._store.read() as reader:
        assert {str(one.document.ref) for one in decided(reader)} == {
            f"g7/2026/text-{number}" for number in range(1, 5)
        }


def test_other_shipped_weights_put_a_lesson_out_of_use(project, monkeypatch):
    code_all(project)
    lesson = project.learning.learn().lesson
    monkeypatch.setattr(weights, "fingerprint", lambda name: "other")
    report = project.extract(again=True)
    assert (report.lesson, report.outdated) == (None, lesson.ref)
    assert FRESH not in quotes(project)


def test_other_extractors_are_left_alone(project):
    code_all(project)
    project.learning.learn()
    assert project.extract(using="rules").lesson is None
    assert FRESH not in quotes(project)


def test_killed_before_it_was_confirmed_it_never_was(project, tmp_path):
    code_all(project)
    before = project.learning.learn().lesson
    project.close()
    script = f"""
        import os, signal
        from aftersummit.project import open_project
        from aftersummit.store import Writer
        keep = Writer.put
        def put(self, record, **how):
            keep(self, record, **how)
            os.kill(os.getpid(), signal.SIGKILL)
        Writer.put = put
        open_project({str(tmp_path / "p")!r}).learning.learn()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert done.returncode == -9
    with open_project(tmp_path / "p") as again:
        assert list(again.list("lesson")) == [before]
        assert again.extract().lesson == before.ref


def aftersummit(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aftersummit", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "COLUMNS": "200"},
        check=False,
    )


def test_the_terminal_learns_shows_and_forgets(project, tmp_path):
    code_all(project)
    project.close()
    learned = aftersummit("extract", "--learn", "--project", tmp_path / "p")
    assert learned.returncode == 0, learned.stderr
    assert "100 decided units of 5 documents, held back by document in 5 folds" in learned.stderr
    assert "lesson/1 is in use from now on" in learned.stderr
    assert not learned.stdout
    listed = aftersummit("list", "lessons", "--project", tmp_path / "p", "--format", "jsonl")
    (row,) = map(json.loads, listed.stdout.splitlines())
    assert (row["address"], row["coder"], row["units"]) == ("lesson/1", "ana", 100)
    forgot = aftersummit("extract", "--forget", "--project", tmp_path / "p")
    assert "lesson/1 is forgotten; in use: the shipped weights" in forgot.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--learn", "--forget"), ("--insist",), ("--learn", "g7/2026/text-0")],
    ids=" ".join,
)
def test_what_does_not_go_together_is_a_wrong_command(coded_once, arguments):
    done = aftersummit("extract", *arguments, "--project", coded_once)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_lesson_is_shown_by_its_address(coded_once):
    with open_project(coded_once) as opened:
        lesson = opened.get(Ref.parse("lesson/1"))
        assert isinstance(lesson, Lesson)
        assert opened.text(lesson.ref).startswith("feature\t")
