"""Scores from the terminal: the whole story, every refusal, the replay, another study's table."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from aftersummit.cli import main
from aftersummit.project import Settings, make_project, open_project
from aftersummit.publish.site import Site

MX = "nals/2023/C001/MX@final"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A project with the bundled register and three coders."""
    folder = tmp_path_factory.mktemp("scores") / "p"
    settings = Settings(title="T", coders=("ana", "ben", "cy"))
    with make_project(folder, settings) as project:
        project.load_bundled("nals")
    return folder


@pytest.fixture
def aftersummit(made, monkeypatch, capsys):
    """Run one command in the project: exit code, standard output, standard error."""

    def run(*args: str, project: Path = made) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["aftersummit", *args, "--project", str(project)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return run


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_score_goes_from_proposal_to_blind_codes_to_adjudication_and_reply(aftersummit):
    code, out, _ = aftersummit("score", "propose", "nals/2023/C001", "--format", "jsonl")
    assert code == 0 and {row["proposed"] for row in lines(out)} == {"+1"}
    assert all(row["machine"] for row in lines(out))
    code, out, _ = aftersummit("score", "guideline", "nals/2023/C001", "--adopt", "--coder", "ana")
    assert code == 0 and "nals/2023/C001/G001" in out
    for coder, value in (("ana", "+1"), ("ben", "0")):
        given = ("--score", value, "--coder", coder, "--round", "r1", "--reason", f"says {coder}")
        code, _, err = aftersummit("score", "decide", "nals/2023/C001/MX", *given)
        assert code == 0
        shown = aftersummit("score", "show", MX)[1]
        assert ("says ana" in shown) is False and ("by ana" in shown) is (coder == "ben")
    assert "disagree" in err
    code, out, _ = aftersummit("score", "agreement", "nals/2023", "--format", "jsonl")
    assert {r["value"] for r in lines(out) if r["coefficient"] == "percent"} == {0.0}
    assert aftersummit("score", "decide", MX, "--score", "0", "--coder", "cy")[0] == 1
    code, _, _ = aftersummit(
        "score", "decide", MX, "--score", "0", "--coder", "cy", "--reason", "only begun"
    )
    assert code == 0
    assert aftersummit("score", "reply", MX, "--text", "We did.", "--coder", "ana")[0] == 0
    shown = aftersummit("score", "show", MX)[1]
    for words in (
        "Three-way semiconductor forum",
        "nals/2023/fact-sheet-us#",
        "Guideline 1, ana",
        "Code: +1 by ana, blind in round 'r1'",
        "Agreement: 0%",
        "Verdict: 0 by cy (adjudicate)",
        "Reply of MX",
        "nals/2023/C001/E001: 2023-05-18/2023-05-19 (inside), completes, result, counted",
        "Result: 0 on the scale 'compliance'",
        "50 x 0 + 50 = 50 percent",
    ):
        assert words in shown, words
    (row,) = lines(aftersummit("score", "show", MX, "--format", "jsonl")[1])
    assert row["settled_by"] == "adjudicate" and row["score"]["value"] == 0


@pytest.mark.parametrize(
    ("words", "args"),
    [
        ("not on the scale 'compliance'", ("--score", "+2", "--coder", "ana")),
        ("not on the scale 'compliance'", ("--score", "kept", "--coder", "ana")),
        ("'stranger' is no coder", ("--score", "+1", "--coder", "stranger")),
        ("a verdict needs a person", ("--score", "+1")),
        ("no guideline that a person", ("--score", "+1", "--coder", "ana", "--round", "r1")),
        ("no scale 'stars'", ("--score", "+1", "--coder", "ana", "--scale", "stars")),
        ("no evidence at", ("--score", "+1", "--coder", "ana", "--evidence", "E099")),
    ],
)
def test_what_is_not_sound_is_refused_in_one_line(aftersummit, words, args):
    code, out, err = aftersummit("score", "decide", "nals/2023/C002/CA@final", *args)
    assert (code, out) == (1, "") and words in err
    assert err.startswith("aftersummit: ") and err.count("\n") == 1
    assert ";" in err, "the line says what to do"


def test_evidence_outside_the_window_cannot_be_counted_in(aftersummit, made):
    added = aftersummit(
        *("evidence", "add", "nals/2023/C010", "--url", "https://example.org/early"),
        *("--date", "2022-06-01", "--actor", "MX", "--stance", "completes", "--rung", "result"),
        *("--what", "Done before", "--coder", "ana", "--format", "jsonl"),
    )
    ref = json.loads(added[1])["address"]
    code, _, err = aftersummit(
        *("score", "decide", "nals/2023/C010/MX@final", "--score", "+1", "--coder", "ana"),
        *("--evidence", ref),
    )
    assert code == 1 and "outside its window" in err
    assert aftersummit("score", "show", "nals/2023/C010/MX@final")[1].count("(before)") == 1


def test_a_party_that_is_not_bound_and_a_commitment_that_is_not_there_are_refused(aftersummit):
    given = ("--score", "+1", "--coder", "ana")
    assert "not among those bound" in aftersummit("score", "decide", "nals/2023/C001/FR", *given)[2]
    assert aftersummit("score", "decide", "nals/2023/C999/MX", *given)[0] == 1
    assert aftersummit("score", "decide", "nals/2023/C001", *given)[0] == 1
    code, _, err = aftersummit("score", "show", "nals/2023/C001/MX@final", "--interim")
    assert code == 2 and "is not interim" in err


def test_interim_and_final_two_scales_and_proposals_are_never_in_one_mean(aftersummit):
    given = ("--coder", "ana", "--reason", "r")
    for ref, value, more in (
        ("nals/2023/C003/CA@final", "0", ()),
        ("nals/2023/C003/CA@interim", "-1", ("--until", "2023-06-30")),
        ("nals/2023/C003/US@final", "kept", ("--scale", "newsroom")),
    ):
        assert aftersummit("score", "decide", ref, "--score", value, *given, *more)[0] == 0
    code, _, err = aftersummit("score", "summary", "nals/2023", "--scale", "compliance")
    assert code == 1 and "interim and final are two series" in err
    code, _, err = aftersummit("score", "summary", "nals/2023", "--final")
    assert code == 1 and "two scales never share a mean" in err
    code, out, err = aftersummit(
        *("score", "summary", "nals/2023/C003", "--final", "--scale", "compliance"),
        *("--by", "party", "--format", "jsonl"),
    )
    (row,) = lines(out)
    assert (row["group"], row["mean"], row["proposed"]) == ("CA", 0.0, False)
    assert aftersummit("score", "summary", "g7")[0] == 1
    code, _, err = aftersummit("score", "summary", "nals/2021")
    assert code == 1 and "no verdicts of people" in err


def test_proposals_are_counted_only_when_asked_for_and_said_to_be_proposals(aftersummit):
    code, out, err = aftersummit("score", "summary", "nals/2021", "--by", "party", "--proposals")
    assert code == 0 and "MACHINE PROPOSALS" in err
    code, out, _ = aftersummit(
        "score", "summary", "nals/2021", "--by", "party", "--proposals", "--format", "jsonl"
    )
    assert all(row["proposed"] and row["made"] >= row["assessed"] for row in lines(out))
    ranks = lines(
        aftersummit("score", "summary", "nals/2021", "--rank", "--proposals", "--format", "jsonl")[
            1
        ]
    )
    assert all("rank_interval" in row and "first" in row for row in ranks)


def test_a_weighted_mean_is_labelled_and_never_the_default(aftersummit, tmp_path):
    file = tmp_path / "weights.toml"
    given = ("score", "summary", "nals/2021", "--proposals")
    plain = lines(aftersummit(*given, "--format", "jsonl")[1])[0]
    assert plain["weighting"] == "" and "unweighted" in aftersummit(*given)[2]
    file.write_text('label = "by half of MX"\n[parties]\nMX = 0.5\n')
    code, out, _ = aftersummit(*given, "--weights", str(file), "--format", "jsonl")
    assert code == 0 and lines(out)[0]["weighting"] == "by half of MX"
    assert "WEIGHTED by half of MX" in aftersummit(*given, "--weights", str(file))[2]
    for bad in ("[parties]\nMX = 1", 'label = "x"\n[parties]\nMX = -1', 'label = "x"\n[people]'):
        file.write_text(bad)
        assert aftersummit(*given, "--weights", str(file))[0] == 1


def test_undo_takes_back_the_coders_own_last_decision(aftersummit):
    ref = "nals/2023/C004/US@final"
    assert aftersummit("score", "decide", ref, "--score", "0", "--coder", "ben")[0] == 0
    assert aftersummit("score", "undo", ref, "--coder", "ana")[0] == 1
    assert aftersummit("score", "undo", ref, "--coder", "ben")[0] == 0
    listed = lines(aftersummit("score", "list", ref, "--verdicts", "--format", "jsonl")[1])
    assert [row["score"] for row in listed] == [""]


def test_the_matrix_and_the_gap_list_say_nothing_found_and_never_failed(aftersummit):
    code, out, err = aftersummit("matrix", "la-declaration")
    assert code == 0 and "nothing-found" in out and "not-searched" in out
    assert "failed" not in out + err
    squares = lines(aftersummit("matrix", "nals/2023", "--pillars", "--format", "jsonl")[1])
    assert {"party", "column", "state", "reason", "evidence"} <= set(squares[0])
    code, out, err = aftersummit("gaps", "nals/2023", "--format", "jsonl")
    assert code == 0 and all(row["kinds"] and row["reasons"] for row in lines(out))
    assert aftersummit("matrix", "nowhere")[0] == 1


def test_a_day_in_the_past_is_told_without_what_came_later(aftersummit):
    code, out, _ = aftersummit("gaps", "nals/2021", "--as-of", "2022-06-01", "--format", "jsonl")
    assert code == 0 and "2026" not in out and "searched until 2022-06-01" in out
    told = ("nals/2021", "--as-of", "2022-06-01", "--format", "jsonl")
    then = lines(aftersummit("score", "list", *told)[1])
    now = lines(aftersummit("score", "list", "nals/2021", "--format", "jsonl")[1])
    assert 0 < sum(row["score"] != "" for row in then) < sum(row["score"] != "" for row in now)
    assert aftersummit("score", "list", "--as-of", "yesterday")[0] == 2


def test_an_interim_look_needs_its_last_day_and_counts_nothing_after_it(aftersummit):
    assert "last day" in aftersummit("score", "propose", "nals/2023", "--interim")[2]
    given = ("--interim", "--until", "2023-06-30", "--format", "jsonl")
    rows = lines(aftersummit("score", "propose", "nals/2023", *given)[1])
    assert {row["window"] for row in rows} == {"2023-01-11/2023-06-30"}
    assert all(row["address"].endswith("@interim") for row in rows)


def test_a_project_brings_its_own_scale(aftersummit, made):
    own = made / "scales.toml"
    values = "".join(
        f'[[scale.value]]\ncode = "{code}"\nname = "{code}"\nmeaning = "{code}."\n'
        for code in ("red", "green")
    )
    own.write_text(
        f'version = "1"\n[[scale]]\ncode = "light"\nname = "Light"\nlevel = "ordinal"\n{values}'
    )
    try:
        given = ("nals/2023/C012/MX", "--scale", "light", "--coder", "ana", "--score")
        assert aftersummit("score", "decide", *given, "amber")[0] == 1
        assert aftersummit("score", "decide", *given, "green")[0] == 0
        out = aftersummit("score", "summary", "nals/2023", "--scale", "light", "--format", "jsonl")[
            1
        ]
        assert lines(out)[0]["counts"] == {"red": 0, "green": 1} and lines(out)[0]["mean"] is None
        assert aftersummit("score", "undo", "nals/2023/C012/MX", "--coder", "ana")[0] == 0
    finally:
        own.unlink()


def publish_data(project: Path, folder: Path) -> None:
    """The data files of a published site; drawing its pages would prove nothing more here."""
    (folder / "data").mkdir(parents=True)
    with open_project(project) as opened:
        site = Site(opened.register(proposals=True))
    for path in site.files:
        if path.startswith("data/") and path.endswith(".json"):
            (folder / path).write_bytes(site.render(path))


def test_replay_says_whether_what_was_published_follows_from_the_log(aftersummit, made, tmp_path):
    site = tmp_path / "site"
    assert "publish first" in aftersummit("score", "replay", "--site", str(site))[2]
    publish_data(made, site)
    code, out, _ = aftersummit("score", "replay", "--site", str(site), "--format", "jsonl")
    assert code == 0 and all(row["equal"] for row in lines(out))
    assert {row["what"] for row in lines(out)} == {
        "verdicts",
        "proposals",
        "decisions",
        "means",
        "agreement",
        "coverage",
        "gaps",
    }
    file = site / "data" / "scores.json"
    scores = json.loads(file.read_text())
    verdict = next(score for score in scores if not score["proposed"] and score["value"] == 0)
    verdict["value"] = 1.0
    file.write_text(json.dumps(scores))
    code, out, _ = aftersummit("score", "replay", "--site", str(site), "--format", "jsonl")
    (wrong,) = [row for row in lines(out) if not row["equal"]]
    assert code == 1 and wrong["what"] == "verdicts" and verdict["ref"] in wrong["finding"]


def test_the_published_g20_table_is_read_with_a_full_report(aftersummit, shared, tmp_path):
    file = shared / "data" / "compliance" / "g20" / "2023" / "compliance.csv"
    report = lines(
        aftersummit(
            "score", "import", str(file), "--mapping", "g20-2023", "--check", "--format", "jsonl"
        )[1]
    )
    counts = {code: sum(r["code"] == code for r in report) for code in {r["code"] for r in report}}
    assert counts["blank-cell"] == 195 and counts["duplicate-id"] == 1
    assert counts["cell-repaired"] + counts["cell-refused"] == 7
    assert counts["average-disagrees"] == 22
    folder = tmp_path / "g20"
    make_project(folder, Settings(title="G20")).close()
    given = ("score", "import", str(file), "--mapping", "g20-2023")
    code, _, err = aftersummit(*given, project=folder)
    assert code == 0 and "7742 scores read and kept" in err
    assert aftersummit(*given, project=folder)[0] == 0
    code, out, _ = aftersummit(
        "score", "summary", "--by", "party", "--format", "jsonl", project=folder
    )
    assert code == 0 and len(lines(out)) == 20
    assert sum(row["rated"] for row in lines(out)) == 7742


def test_the_demo_publishes_marked_proposals_with_matrix_and_gaps(tmp_path, monkeypatch, capsys):
    published = []

    def written(register, folder, **_):
        published.append(register)
        return folder / "index.html"

    # Drawing 460 pages would prove nothing more: what is handed over to be drawn does.
    monkeypatch.setattr("aftersummit.project.publishing.write_site", written)
    monkeypatch.setattr(sys, "argv", ["aftersummit", "demo", str(tmp_path / "demo")])
    with suppress(SystemExit):
        main()
    (register,) = published
    assert register.scoring.proposals and register.scores
    assert all(score.proposed and not score.coder for score in register.scores)
    for meeting in ("nals/2021", "nals/2023"):
        inside = [a for a in register.scoring.assessments if str(a.ref.meeting_ref) == meeting]
        assert any(a.score for a in inside)
        for told in inside:
            assert "failed" not in told.reason
            assert told.score or told.reason, "every case without a score says why"
    (matrix,) = [m for m in register.scoring.matrices if m.code == "la-declaration"]
    assert len(matrix.parties) >= 20 and len(matrix.columns) >= 3
    assert register.scoring.gaps
