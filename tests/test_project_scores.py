"""A project's scores: what a decision may touch, who may take it, what another study brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersummit.errors import AftersummitError, Conflict, UserError
from aftersummit.model import Citation, Commitment, Evidence, Forum, Meeting, Ref
from aftersummit.project import Project, Settings, make_project, open_project
from aftersummit.project.judging import Given
from aftersummit.publish.gate import blockers, check

PAGE = (Citation("https://example.org/page"),)
MEETING = Meeting(
    Ref.parse("rivers/2023"),
    "Rivers",
    "2023-01-10",
    participants=("CA", "MX"),
    citations=PAGE,
)
FIRST = Ref.to_commitment(MEETING.ref, 1)
CA, MX = (Ref.to_assessment(FIRST, code, "final") for code in ("CA", "MX"))
TABLE = "id,when,topic,words,ca,mx,avg\nr-1,2020 Summit,Water,[We will:] clean it,1,\u22121,0\nr-2,2020 Summit,Water,,-,,\n"
MAPPING = """
title = "River study"
source = "https://example.org/study"
scale = "compliance"
forum = "creek"
coder = "River Group"
[columns]
id = "id"
meeting = "when"
issue = "topic"
text = "words"
published = "avg"
[parties]
ca = "CA"
mx = "MX"
"""


@pytest.fixture
def project(tmp_path):
    settings = Settings(title="T", coders=("ana", "ben", "cy"))
    with make_project(tmp_path / "p", settings) as made:
        put(made, Forum(MEETING.ref.forum_ref, "Rivers", citations=PAGE), MEETING)
        for number in (1, 2):
            ref = Ref.to_commitment(MEETING.ref, number)
            promise = Commitment(
                ref=ref,
                title=f"Promise {number}",
                parties=("all",),
                status="catalogued",
                searched="2026-01-01",
                citations=PAGE,
            )
            item = Evidence(
                Ref.to_evidence(ref, 1),
                ref,
                "2023-05-01",
                ("CA",),
                "advances",
                "programme",
                "Begun.",
                citations=PAGE,
            )
            put(made, promise, item)
        yield made


def put(project: Project, *records) -> None:
    with project._store.write() as writer:
        writer.put_all(records, at="2026-01-01T00:00:00Z")


def coded(project: Project, ref: Ref, value: str, coder: str, round: str = "", **more):
    return project.scores.decide(ref, Given(value, coder, round=round, **more))


def test_decisions_about_scores_leave_commitments_as_they_are(project):
    before = project.commitments()
    coded(project, CA, "0", "ana")
    coded(project, CA, "+1", "ben", reason="looked again")
    project.scores.reply(CA, "No.", coder="ana")
    project.scores.undo(CA, "ben")
    assert project.commitments() == before
    assert project.status(FIRST).decisions == ()
    (score,) = project.register().scores
    assert (score.value, score.coder, score.evidence) == (0.0, "ana", (Ref.parse(f"{FIRST}/E001"),))


def test_a_refused_decision_leaves_no_trace(project):
    coded(project, CA, "0", "ana")
    count = project.count("decision")
    for given in (
        Given("+2", "ana"),
        Given("+1", "nobody"),
        Given("+1", "ben"),
        Given("+1", "ben", scale="stars"),
        Given("+1", "ben", round="r1"),
    ):
        with pytest.raises(AftersummitError):
            project.scores.decide(CA, given)
    assert project.count("decision") == count


def test_blind_codes_need_a_guideline_and_each_coder_codes_once(project):
    project.scores.write_guideline(FIRST, {}, author="ana")
    coded(project, MX, "0", "ana", "r1")
    with pytest.raises(Conflict, match="twice"):
        coded(project, MX, "+1", "ana", "r1")
    assert project.register().scoring.log == ()
    _, judged = coded(project, MX, "0", "ben", "r1")
    assert judged.settled_by == "agreement" and judged.score and judged.score.value == 0
    assert {d.coder for d in project.register().scoring.log} == {"ana", "ben"}
    with pytest.raises(UserError, match="to correct it needs a reason"):
        coded(project, MX, "+1", "cy")


def test_the_log_shows_no_blind_code_to_the_second_coder(project):
    project.scores.write_guideline(FIRST, {}, author="ana")
    coded(project, MX, "0", "ana", "r1", reason="hush")
    (line,) = project.list("decision")
    assert (line.coder, line.reason, line.changes) == ("ana", "", {"act": "code"})
    coded(project, MX, "+1", "ben", "r1")
    assert [d.changes["value"] for d in project.list("decision")] == [0.0, 1.0]
    assert next(iter(project.list("decision"))).reason == "hush"


def test_listing_scores_lists_verdicts(project):
    coded(project, CA, "0", "ana")
    assert [str(s.ref) for s in project.list("score")] == [str(CA)] and project.count("score") == 1
    assert not list(project.list("score", under="nals"))


def test_the_one_who_coded_cannot_adjudicate(project):
    project.scores.write_guideline(FIRST, {}, author="ana")
    coded(project, MX, "0", "ana", "r1")
    coded(project, MX, "+1", "ben", "r1")
    with pytest.raises(Conflict, match="a third person adjudicates"):
        coded(project, MX, "0", "ana", reason="mine")
    assert project.register().scores == ()
    _, judged = coded(project, MX, "+1", "cy", reason="it runs")
    assert judged.settled_by == "adjudicate"


def test_every_version_of_a_guideline_keeps_its_address(project):
    scores = project.scores
    assert scores.guideline(FIRST).proposed
    first = scores.write_guideline(FIRST, {}, author="ana")
    with pytest.raises(UserError, match="nothing in it is changed"):
        scores.write_guideline(FIRST, {}, author="ana")
    second = scores.write_guideline(FIRST, {"+1": "It is open."}, author="ben")
    assert [str(g.ref) for g in (first, second)] == [f"{FIRST}/G001", f"{FIRST}/G002"]
    assert scores.guideline(FIRST) == second
    assert project.register().scoring.guidelines == (first, second)
    with pytest.raises(UserError, match="no coder"):
        scores.write_guideline(FIRST, {"+1": "x"}, author="stranger")


def test_a_coder_is_named_once_and_stays_named(project):
    with pytest.raises(UserError, match="aftersummit score coder 'dee'"):
        coded(project, CA, "0", "dee")
    project.scores.add_coder("dee")
    with open_project(project.folder) as again:
        coded(again, CA, "0", "dee")


def test_what_nobody_decided_is_no_verdict(project):
    assert project.register().scores == ()
    proposed = project.register(proposals=True)
    assert {s.proposed for s in proposed.scores} == {True} and len(proposed.scores) == 2
    with pytest.raises(UserError, match="no verdicts of people"):
        project.scores.summary("all")
    (whole,) = project.scores.summary("all", proposals=True)
    assert whole.proposed and (whole.rated, whole.assessed, whole.made) == (2, 2, 2)


def test_disputed_codes_go_before_the_machines_proposal(project):
    project.scores.write_guideline(FIRST, {}, author="ana")
    coded(project, CA, "0", "ana", "r1")
    coded(project, CA, "+1", "ben", "r1")
    shown = [a for a in project.register(proposals=True).scoring.assessments if a.ref == CA]
    assert [a.score for a in shown] == [None] and len(shown[0].judgements) == 2


def study(folder: Path) -> tuple[Path, str]:
    table, mapping = folder / "study.csv", folder / "study.toml"
    table.write_text(TABLE, "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    return table, str(mapping)


def test_another_studys_table_stays_that_studys_and_can_be_published(project, tmp_path):
    found = project.scores.import_table(*study(tmp_path))
    assert {p.code: p.severity for p in found.problems}["cell-refused"] == "error"
    (first, second) = (s for s in project.register().scores)
    assert (first.coder, first.value, second.value) == ("River Group", 1.0, -1.0)
    assert first.reason == "River study, line 2"
    state = project.state()
    project.scores.import_table(*study(tmp_path))
    assert project.state() == state, "the same table again changes nothing"
    register = project.register(proposals=True)
    assert not blockers(check(register))
    told = {str(a.ref): a for a in register.scoring.assessments}["creek/2020-summit/C001/MX@final"]
    assert told.settled_by == "another study" and not told.proposed


def test_an_import_never_takes_the_address_of_another_commitment(project, tmp_path):
    table, mapping = study(tmp_path)
    Path(mapping).write_text(MAPPING.replace('"creek"', '"rivers"'), "utf-8")
    table.write_text(TABLE.replace("2020 Summit", "2023"), "utf-8")
    before = project.commitments()
    with pytest.raises(Conflict, match="would take its address"):
        project.scores.import_table(table, mapping)
    assert project.commitments() == before


def test_a_commitment_that_is_rejected_after_it_was_scored_is_in_no_count(project):
    coded(project, CA, "+1", "ana")
    coded(project, Ref.parse("rivers/2023/C002/CA@final"), "0", "ana")
    project.decide([FIRST], "reject", coder="ana")
    register = project.register(proposals=True)
    assert {str(s.ref.commitment_ref) for s in register.scores} == {"rivers/2023/C002"}
    (whole,) = project.scores.summary("all")
    assert (whole.mean, whole.made) == (0.0, 1)
    assert len(register.scoring.log) == 2, "the log stays"
    project.decide([FIRST], "undo", coder="ana")
    assert len(project.register().scores) == 2


def test_a_group_that_is_named_may_be_scored_itself(project):
    ref = Ref.to_commitment(MEETING.ref, 3)
    put(
        project,
        Commitment(ref=ref, title="T", parties=("EU",), status="catalogued", citations=PAGE),
    )
    for code in ("EU", "DE"):
        coded(project, Ref.to_assessment(ref, code, "final"), "0", "ana")
    with pytest.raises(UserError, match="not among those bound"):
        coded(project, Ref.to_assessment(ref, "CA", "final"), "0", "ana")
    made = {s.group: s.made for s in project.scores.summary("party")}
    assert made["EU"] == made["DE"] == 1


def test_meetings_on_consecutive_days_do_not_stop_the_others(project):
    ref = Ref.parse("rivers/2023-01-11")
    put(project, Meeting(ref, "The day after", "2023-01-11", citations=PAGE))
    assert project.register(proposals=True).scores == ()
    with pytest.raises(UserError, match="would end on"):
        coded(project, CA, "0", "ana")
