"""Evidence in a project: found, proposed once, decided on by people, watched afterwards."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from aftersummit.errors import NotFound, UserError
from aftersummit.execution import Cluster, Cores
from aftersummit.model import Ref
from aftersummit.project import Project, make_project, open_project

COMMITTEE = Ref.parse("nals/2023/C038")
MET = (
    "Officials of Canada, Mexico and the United States held a meeting of the trilateral fentanyl "
    "committee. The senior committee of the three governments reviewed its work on illicit "
    "fentanyl and precursor chemicals, and launched a group of experts."
)


def page(folder: Path, name: str, date: str, text: str, title: str = "") -> None:
    title = title or f"Readout of {name}"
    (folder / f"{name}.md").write_text(
        f"---\ntitle: {title}\ndate: {date}\nissuers: [MX]\nurl: https://gov.example/{name}\n---\n\n{text}\n",
        "utf-8",
    )


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    page(folder, "second", "2023-07-25", MET)
    page(folder, "early", "2022-12-01", f"Before the summit. {MET}")
    for number in range(30):
        page(
            folder,
            f"school-{number}",
            f"2023-03-{number % 28 + 1:02d}",
            f"District {number} opened a school and planted {number + 3} trees along its road.",
        )
    return folder


@pytest.fixture
def project(tmp_path: Path, texts: Path):
    with make_project(tmp_path / "p") as project:
        project.load_bundled("nals")
        project.add([str(texts)])
        yield project


def found(project: Project, **said) -> list[str]:
    return [each.finding.key for each in project.finding.find(COMMITTEE, **said)]


def test_what_was_done_after_the_meeting_is_found_and_kept_as_a_proposal(project):
    first, *_ = project.finding.find(COMMITTEE)
    assert first.finding.title == "Readout of second"
    assert (first.status, first.finding.place) == ("proposed", "inside")
    assert str(first.finding.ref) == "nals/2023/C038/F001"
    assert "fentanyl" in first.finding.words
    assert not any("2022" in key for key in found(project))


def test_looking_again_proposes_nothing_twice(project):
    before = project.finding.find(COMMITTEE)
    assert project.finding.find(COMMITTEE) == before
    assert len(project.finding.queue()) == len(before)


def test_an_accepted_finding_is_evidence_with_its_author_words_and_address(project):
    first, *_ = project.finding.find(COMMITTEE)
    (made,) = project.finding.accept(
        [first.finding.ref], coder="ana", changes={"stance": "advances", "actors": ["MX"]}
    )
    held = [e for e in project.list("evidence", under=str(COMMITTEE)) if e.ref == made.ref]
    assert held == [made]
    assert (made.coder, made.stance, made.actors) == ("ana", "advances", ("MX",))
    assert project.text(made.passage.document.at(made.passage.span)) == made.passage.quote
    assert made.citations[0].url == "https://gov.example/second"
    assert project.finding.queue(str(COMMITTEE)) == []
    assert made in project.register().evidence
    assert made in project.status(COMMITTEE).evidence
    (again,) = project.finding.find(COMMITTEE)
    assert (again.status, again.evidence) == ("accepted", made.ref)


def test_a_rejected_finding_does_not_come_back_in_another_release_either(project, texts):
    first, *_ = project.finding.find(COMMITTEE)
    project.finding.reject([first.finding.ref], coder="ana", reason="another committee")
    assert found(project) == []
    page(texts, "copy", "2023-08-01", f"For immediate release. {MET}", "Press note")
    project.add([str(texts)])
    assert found(project) == []
    project.finding.screen(COMMITTEE)
    assert project.finding.queue(str(COMMITTEE)) == []
    (kept,) = project.finding.queue(status="rejected")
    assert kept.finding.ref == first.finding.ref


def test_the_last_word_counts(project):
    first, *_ = project.finding.find(COMMITTEE)
    ref = first.finding.ref
    (made,) = project.finding.accept([ref], coder="ana")
    project.finding.reject([ref], coder="ben")
    assert made.ref not in [e.ref for e in project.list("evidence")]
    assert made.ref not in [e.ref for e in project.register().evidence]
    (again,) = project.finding.accept([ref], coder="ana")
    assert again.ref == made.ref
    assert again.ref in [e.ref for e in project.list("evidence")]
    assert [d.verdict for d in project.list("decision")] == ["accept", "reject", "accept"]


def test_the_last_word_is_taken_back_by_whoever_said_it(project):
    first, *_ = project.finding.find(COMMITTEE)
    ref = first.finding.ref
    (made,) = project.finding.accept([ref], coder="ana")
    with pytest.raises(UserError, match="ben did not decide last"):
        project.finding.undo([ref], coder="ben")
    (held,) = project.finding.undo([ref], coder="ana")
    assert held.status == "proposed" and made.ref not in [e.ref for e in project.list("evidence")]
    project.finding.reject([ref], coder="ana")
    (held,) = project.finding.undo([ref], coder="ana")
    assert held.status == "proposed"
    (again,) = project.finding.accept([ref], coder="ben")
    assert again.ref == made.ref, "evidence keeps its number"
    with pytest.raises(UserError):
        project.finding.undo([ref], coder="ana")


def test_a_new_label_reaches_the_evidence_and_old_ones_stay_in_the_log(project):
    first, *_ = project.finding.find(COMMITTEE)
    (made,) = project.finding.accept([first.finding.ref], coder="ana")
    (after,) = project.finding.relabel(
        [first.finding.ref], {"rung": "instrument", "what": "A group was set up"}, coder="ben"
    )
    assert after.finding.rung == "instrument"
    assert [each.finding.rung for each in project.finding.find(COMMITTEE)] == ["instrument"]
    (held,) = [e for e in project.list("evidence") if e.ref == made.ref]
    assert (held.rung, held.what, held.coder) == ("instrument", "A group was set up", "ben")
    assert [d.coder for d in project.list("decision")] == ["ana", "ben"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"rung": "law"}, "no rung"), ({"relevance": 1.0}, "cannot be changed"), ({}, "no label")],
)
def test_a_label_that_does_not_fit_is_refused_and_nothing_is_written(project, changes, said):
    first, *_ = project.finding.find(COMMITTEE)
    with pytest.raises(UserError, match=said):
        project.finding.relabel([first.finding.ref], changes, coder="ana")
    assert list(project.list("decision")) == []


def test_nobody_accepts_without_a_name_or_what_is_not_there(project):
    first, *_ = project.finding.find(COMMITTEE)
    with pytest.raises(UserError, match="nobody is named"):
        project.finding.accept([first.finding.ref])
    with pytest.raises(NotFound, match="no finding"):
        project.finding.accept([first.finding.ref, Ref.parse("nals/2023/C038/F999")], coder="ana")
    assert list(project.list("decision")) == []


def test_a_screening_is_repeated_only_for_what_came_since(project, texts):
    report = project.finding.screen(Ref.parse("nals/2023"))
    assert (report.screened, report.unchanged) == (59, 0)
    report = project.finding.screen(Ref.parse("nals/2023"))
    assert (report.screened, report.unchanged, report.proposed) == (0, 59, ())
    page(texts, "third", "2023-12-19", MET.replace("precursor chemicals", "nitazenes from labs"))
    page(texts, "fourth", "2024-02-08", "The trilateral fentanyl committee of Canada, Mexico and "
         "the United States met in Mexico City and agreed on a protocol for drug analysis.")  # fmt: skip
    project.add([str(texts)])
    report = project.finding.watch()
    assert report.screened == 59
    assert {
        f.key.rpartition("/")[2] for f in report.proposed if f.commitment == str(COMMITTEE)
    } == {"2024-02-08-readout-of-fourth"}


def test_only_what_was_screened_before_is_watched(project):
    project.finding.screen(COMMITTEE)
    assert project.finding.watch().unchanged == 1


def test_evidence_linked_by_hand_is_not_proposed_again(project):
    first, *_ = project.finding.find(COMMITTEE)
    words = first.finding
    with make_project(project.folder / "other") as other:
        other.load_bundled("nals")
        other.add([str(project.folder.parent / "texts")])
        other.add_evidence(
            COMMITTEE,
            passage=Ref.parse(words.key).at(words.core),
            actors=("MX",),
            coder="ana",
        )
        assert found(other) == []


def test_an_index_that_is_built_anew_doubles_nothing(project):
    project.finding.screen(COMMITTEE)
    before = project.finding.queue()
    project.finding.index(again=True)
    assert project.finding.screen(COMMITTEE).screened == 1
    assert project.finding.queue() == before


def test_a_corrected_date_moves_a_text_out_of_sight(project):
    first, *_ = project.finding.find(COMMITTEE)
    project.correct(Ref.parse(first.finding.key), date="2022-07-25")
    assert found(project) == []


def test_evidence_after_the_next_summit_is_marked_and_comes_last(project, texts):
    page(texts, "late", "2023-05-01", "The trilateral working group on violence against women of "
         "Canada, Mexico and the United States met on Indigenous women and girls.")  # fmt: skip
    page(texts, "soon", "2022-05-01", "Canada, Mexico and the United States spoke of the group on "
         "violence against Indigenous women.")  # fmt: skip
    project.add([str(texts)])
    places = [each.finding.place for each in project.finding.find(Ref.parse("nals/2021/C017"))]
    assert places == sorted(places, key=["inside", "after"].index)
    assert set(places) == {"inside", "after"}


def test_processes_find_what_one_finds(project, tmp_path):
    project.finding.screen(Ref.parse("nals/2023"), how=Cores(2))
    with make_project(tmp_path / "q") as other:
        other.load_bundled("nals")
        other.add([str(tmp_path / "texts")])
        other.finding.screen(Ref.parse("nals/2023"))
        plain = [
            (e.finding.ref, e.finding.mark, e.finding.relevance) for e in other.finding.queue()
        ]
    with open_project(tmp_path / "p") as again:
        assert plain == [
            (e.finding.ref, e.finding.mark, e.finding.relevance) for e in again.finding.queue()
        ]
    assert plain


def test_a_cluster_finds_what_one_process_finds_though_a_worker_is_killed(project, tmp_path):
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    (tmp_path / "shared").mkdir()
    with make_project(tmp_path / "q") as other:
        other.load_bundled("nals")
        other.add([str(tmp_path / "texts")])
        other.finding.screen(Ref.parse("nals/2023"))
        plain = [
            (e.finding.ref, e.finding.mark, e.finding.relevance) for e in other.finding.queue()
        ]
    killed: list[int] = []

    def kill(done: int, total: int | None, what: str) -> None:
        if total == 59 and not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as cluster:
        project.finding.screen(
            Ref.parse("nals/2023"),
            how=Cluster(cluster.scheduler_address),
            share=f"file://{tmp_path}/shared",
            progress=kill,
        )
    assert killed
    assert [
        (e.finding.ref, e.finding.mark, e.finding.relevance) for e in project.finding.queue()
    ] == plain
    assert len(list((tmp_path / "shared").iterdir())) == 1


def test_a_timeline_has_a_lane_for_each_party_with_what_waits_and_what_stands(project):
    first, *_ = project.finding.find(COMMITTEE)
    lanes = {lane.party: lane for lane in project.finding.timeline(COMMITTEE)}
    assert [entry.proposed for entry in lanes["MX"].entries][:1] == [False]
    assert first.finding.ref in [entry.item.ref for entry in lanes["MX"].entries]
    inside = lanes["MX"].inside
    project.finding.accept([first.finding.ref], coder="ana")
    lanes = {lane.party: lane for lane in project.finding.timeline(COMMITTEE)}
    assert lanes["MX"].inside == inside + 1
    assert {"US", "CA", "MX"} <= set(lanes)


def test_only_what_a_party_did_can_be_asked_for(project):
    first, *_ = project.finding.find(COMMITTEE)
    assert "MX" in first.finding.actors
    assert found(project, parties=["MX"]) == [first.finding.key]
    assert found(project, parties=["BR"]) == []


def test_a_rejected_finding_does_not_come_back_as_a_copy_inside_the_window(project, texts):
    words = "Canada, Mexico and the United States held the trilateral working group on violence " \
        "against Indigenous women and girls, reviewed its work and agreed on next steps."  # fmt: skip
    promise = Ref.parse("nals/2021/C017")
    page(texts, "late", "2023-05-01", words)
    project.add([str(texts)])
    project.finding.screen(promise)
    (late,) = [e for e in project.finding.queue() if e.finding.title == "Readout of late"]
    assert late.finding.place == "after"
    project.finding.reject([late.finding.ref], coder="ana")
    page(texts, "soon", "2022-05-01", f"For release at noon. {words}")
    project.add([str(texts)])
    assert project.finding.watch().proposed == ()
    assert not [e for e in project.finding.find(promise) if "soon" in e.finding.title]
