"""Evidence and scores are judged on the screens as on the command line, with their author."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest

from aftersummit.model import Meeting, Ref
from aftersummit.project import Settings, make_project
from aftersummit.server import application
from tests.test_review_coding import TEXT
from tests.test_server_access import Person

LATER = """Trees

The government of Canada planted 30 million trees in the spring of 2027, as the leaders of the
Group of Seven had promised in Geneva in 2026. The programme runs until 2030.
"""


@contextmanager
def promised(folder, **more):
    """A project with an accepted promise and findings that wait to be judged."""
    with make_project(folder / "p", Settings(meeting="g7/2026", coder="me", **more)) as made:
        with made._store.write() as writer:
            held = Meeting(
                Ref.parse("g7/2026"), "Geneva summit", "2026-06-14", participants=("CA",)
            )
            writer.put(held, at="2026-06-14T00:00:00Z")
        (folder / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(folder / "statement.txt")])
        (folder / "later.txt").write_text(LATER, "utf-8")
        from aftersummit.project.adding import Given

        made.add([str(folder / "later.txt")], Given(meeting="news/2027", date="2027-05-01"))
        made.extract([Ref.parse("g7/2026")])
        trees = next(c for c in made.commitments() if "plant" in c.quote)
        made.decide([trees.passages[0].document.at(trees.span)], "accept")
        made.finding.screen()
        yield made


@pytest.fixture
def project(tmp_path):
    with promised(tmp_path) as made:
        yield made


@pytest.fixture
def me(project):
    return Person(application(project))


def test_a_proposal_is_shown_in_its_passage_and_taken_with_corrections(project, me):
    waiting = project.finding.queue()
    assert waiting, "the later text bears on the promise"
    page = me.get("/work/evidence").text
    assert re.search(r"<mark>[^<]*planted 30 million trees", page)
    ref = str(waiting[0].finding.ref)
    answer = me.form("/work/evidence", ref=ref, what="accept", stance="completes", rung="result",
                     date="2027-05", actors="ca", words="Canada planted them", reason="it says so")  # fmt: skip
    assert answer.status_code == 303
    kept = next(iter(project.list("evidence")))
    assert (kept.stance, kept.rung, kept.date, kept.actors) == (
        "completes", "result", "2027-05", ("CA",),
    )  # fmt: skip
    assert kept.coder == "me" and kept.what == "Canada planted them"


def test_a_rejected_proposal_does_not_come_back(project, me):
    for held in project.finding.queue():
        me.form("/work/evidence", ref=str(held.finding.ref), what="reject", reason="other trees")
    assert project.finding.queue() == []
    assert "No proposal waits." in me.get("/work/evidence").text


def test_a_score_is_given_by_the_guideline_and_undone(project, me):
    assert me.get("/work/scores").status_code == 200
    trees = next(c for c in project.commitments() if c.ref)
    path = f"/work/scores/{trees.ref}/CA@final"
    page = me.get(path)
    assert page.status_code == 200, page.text
    codes = re.findall(r'name="value" value="([^"]+)"', page.text)
    assert "unrateable" in codes and len(codes) >= 4
    blind = me.get(f"{path}?round=r1").text
    assert "Blind round r1" in blind and "How it stands" not in blind
    answer = me.form(path, value="unrateable", reason="too vague", what="decide")
    assert answer.status_code == 303, answer.text
    assert project.scores.why(Ref.parse(path.removeprefix("/work/scores/"))).assessment.judgements
    me.form(path, what="undo")
    assert not project.scores.why(Ref.parse(path.removeprefix("/work/scores/"))).assessment.judgements  # fmt: skip


def test_scripts_have_the_same_verbs(project, me):
    me.get("/work/")
    listed = me.get("/api/findings").json()
    assert listed["count"] == len(project.finding.queue())
    ref = listed["findings"][0]["finding"]["ref"]
    made = me.post("/api/findings", refs=[ref], verdict="accept", changes={"rung": "result"})
    assert made.status_code == 201, made.text
    assert me.post("/api/findings", refs=["g7/2026/C001/F999"], verdict="reject").status_code == 404
    trees = next(c for c in project.commitments() if c.ref)
    bad = me.post("/api/scores", ref=f"{trees.ref}/CA@final", value="+7")
    assert bad.status_code == 400 and set(bad.json()) == {"error"}
    good = me.post("/api/scores", ref=f"{trees.ref}/CA@final", value="+1", reason="planted")
    assert good.status_code == 201, good.text
