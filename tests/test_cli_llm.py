"""A language model in a project and on the command line: proposals, votes, ceilings, kept answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from aftersummit.commitments.llm.budget import CostReached
from aftersummit.commitments.llm.endpoint import Endpoint, Prices
from aftersummit.errors import OutsideError
from aftersummit.model import Problem, Ref
from aftersummit.project import make_project
from aftersummit.project.adding import is_own
from aftersummit.project.settings import Settings
from tests.llm_standin import fails, honest, names, standing_in, writes

KEY = "sk-a-very-secret-key-0123456789"
ONE = "We will open two offices by 2027.\n\nRain is good for the trees.\n"
TWO = "We will plant 30 million trees by 2030.\n"
OFFICES = ("We will open two offices by 2027.", "commitment")
RAIN = ("Rain is good for the trees.", "commitment")


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "one.txt").write_text(ONE, "utf-8")
    (tmp_path / "two.txt").write_text(TWO, "utf-8")
    return tmp_path


@pytest.fixture
def project(texts):
    with make_project(texts / "p", Settings(title="Seven", meeting="g7/2026")) as made:
        made.add([str(texts / "one.txt"), str(texts / "two.txt")])
        yield made


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def proposals(project):
    return {c.quote: c for c in project.commitments() if c.status == "proposed"}


# -- in a project -----------------------------------------------------------------------


def test_finds_are_proposals_and_no_machine_decides(project):
    with standing_in(honest) as server:
        report = project.extract(using="model,llm", endpoint=Endpoint(server.address, "m"))
    assert report.found == 2 and report.disputed == 0 and "2 questions" in report.spent
    assert all(c.votes.agreed and c.ref is None for c in proposals(project).values())
    assert list(project.list("decision")) == []


def test_what_a_vote_disputes_waits_for_people(project):
    with standing_in(names(OFFICES, RAIN), honest) as server:
        report = project.extract(using="model,llm", endpoint=Endpoint(server.address, "m"))
    assert report.disputed == 1
    rain = proposals(project)[RAIN[0]]
    assert rain.votes.found == ("llm:m",) and not rain.votes.agreed
    queue = project.coding.queue(coder="ana", order="disputed")
    assert [place.unit.span for place in queue.waiting] == [rain.span]
    project.coding.code(queue.waiting[0].unit, "none", coder="ana")
    assert project.coding.queue(coder="ana", order="disputed").waiting == ()


def test_an_invented_quotation_is_a_problem_until_the_document_is_read_again(project):
    with standing_in(names(("We will cancel all debts.", "commitment")), honest) as server:
        endpoint = Endpoint(server.address, "m")
        first = next(iter(project.list("document"))).ref
        report = project.extract([first], using="llm", endpoint=endpoint)
        assert [problem.code for problem in report.problems] == ["quotation-unplaced"]
        assert "cancel all debts" in project.problems()[0].what
        assert project.problems()[0].severity == "warning" and proposals(project) == {}
        assert "cancel all debts" not in str(project.register().commitments)
    with standing_in(honest) as server:
        project.extract([first], using="llm", endpoint=Endpoint(server.address, "m2"))
    assert project.problems() == ()


def test_other_problems_of_a_document_stay(project):
    where = f"{next(iter(project.list('document'))).ref} (page 3)"
    with project._store.write() as writer:
        writer.put_problems([Problem("pdf-page", where, "no text", "look", at="2026")])
    with standing_in(honest) as server:
        project.extract(using="llm", endpoint=Endpoint(server.address, "m"))
    assert [problem.code for problem in project.problems()] == ["pdf-page"]


def test_what_was_paid_for_is_confirmed_before_the_ceiling_stops_the_rest(project):
    limits = {"prices": Prices(1.0, 1.0), "most_tokens": 100}
    with standing_in(honest) as server:
        first = Endpoint(server.address, "m", most_cost=0.0016, **limits)
        with pytest.raises(CostReached):
            project.extract(using="llm", endpoint=first)
        assert len(server.asked) == 1 and len(proposals(project)) == 1
        more = Endpoint(server.address, "m", most_cost=1.0, **limits)
        report = project.extract(using="llm", endpoint=more)
    assert (report.unchanged, report.documents, len(server.asked)) == (1, 1, 2)


def test_a_server_that_dies_keeps_what_was_read(project):
    with standing_in(honest, fails(404)) as server, pytest.raises(Exception, match="status 404"):
        project.extract(using="llm", endpoint=Endpoint(server.address, "m"))
    assert len(proposals(project)) == 1


def test_answers_are_kept_in_the_project_and_paid_for_once(project):
    with standing_in(honest) as server:
        endpoint = Endpoint(server.address, "m", key=KEY)
        project.extract(using="llm", endpoint=endpoint)
        found = proposals(project)
        project.extract(using="model")
        report = project.extract(using="llm", endpoint=endpoint)
        assert proposals(project) == found
        assert len(server.asked) == 2 and "0 questions and 2 known" in report.spent
    kept = project.folder / "answers"
    assert len(list(kept.rglob("*.json"))) == 2 and KEY.encode() not in everything_in(
        project.folder
    )
    assert kept.stat().st_mode & 0o077 == 0
    added = project.add([str(project.folder)])
    assert added.added == [] and added.problems == []
    assert all(is_own(path) for path in kept.rglob("*.json"))


def test_a_project_reads_again_only_what_changed_for_the_same_model(project):
    with standing_in(honest) as server:
        endpoint = Endpoint(server.address, "m")
        project.extract(using="llm", endpoint=endpoint)
        assert project.extract(using="llm", endpoint=endpoint).unchanged == 2
        assert project.extract(using="llm x2", endpoint=endpoint).documents == 2


def test_a_record_of_the_run_fits_its_column(project):
    labels = ("commitment", "call", "stance")
    with standing_in(honest) as server:
        endpoint = Endpoint(server.address, "m" * 300)
        project.extract(using="rules,llm x3", endpoint=endpoint, labels=labels, recall="default")
    with project._store.read() as reader:
        assert {len(name) <= 80 for name, _ in reader.last_runs().values()} == {True}


# -- on the command line ----------------------------------------------------------------


def aftersummit(*arguments, code=0, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "aftersummit", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


def asked_of(server, *more):
    return ("--endpoint", server.address, "--model", "m", *more)


def test_a_file_is_read_by_a_language_model_without_a_project(texts):
    cache = {"XDG_CACHE_HOME": str(texts / "cache"), "AFTERSUMMIT_LLM_KEY": KEY}
    invented = ("We will cancel all debts.", "commitment")
    command = ("extract", texts / "one.txt", "--using", "llm", "--format", "jsonl")
    with standing_in(names(OFFICES, invented)) as server:
        done = aftersummit(*command, *asked_of(server), **cache)
        again = aftersummit(*command, *asked_of(server), **cache)
    (row,) = map(json.loads, done.stdout.splitlines())
    assert ONE[row["start"] : row["end"]] == row["quote"] == OFFICES[0]
    assert row["deadline"]["edtf"] == "2027" and "votes" not in row
    assert "cancel all debts" in done.stderr and "1 question," in done.stderr
    assert again.stdout == done.stdout and "0 questions and 1 known" in again.stderr
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in done.stdout + done.stderr and KEY.encode() not in everything_in(texts)


def test_a_vote_is_told_row_by_row(texts):
    with standing_in(names(OFFICES, RAIN)) as server:
        cache = {"XDG_CACHE_HOME": str(texts / "cache")}
        command = ("extract", texts / "one.txt", "--vote", "model,llm", *asked_of(server))
        done = aftersummit(*command, "--format", "jsonl", **cache)
        table = aftersummit(*command, **cache).stdout
    agreed, alone = (json.loads(line)["votes"] for line in done.stdout.splitlines())
    assert agreed == {"found": ["model", "llm:m"], "of": ["model", "llm:m"], "agreed": True}
    assert alone == {"found": ["llm:m"], "of": ["model", "llm:m"], "agreed": False}
    assert "2 of 2, agreed" in table and "1 of 2" in table


def test_the_disputed_finds_of_a_project_are_listed(project):
    with standing_in(names(OFFICES, RAIN), honest) as server:
        folder = ("--project", project.folder)
        done = aftersummit("extract", *folder, "--vote", "model,llm", *asked_of(server))
        listed = aftersummit("commitments", *folder, "--disputed", "--format", "jsonl")
    assert "3 found, 1 of them disputed" in done.stderr
    assert [json.loads(line)["quote"] for line in listed.stdout.splitlines()] == [RAIN[0]]


def test_the_ceiling_prints_what_was_found_before_it(texts):
    with standing_in(honest) as server:
        done = aftersummit(
            *("extract", texts / "one.txt", texts / "two.txt", "--using", "llm"),
            *("--format", "json"),
            *asked_of(server, "--prices", "1/1", "--most-cost", "0.0055"),
            code=1,
            XDG_CACHE_HOME=str(texts / "cache"),
        )
    assert [row["quote"] for row in json.loads(done.stdout)] == [OFFICES[0]]
    last = done.stderr.strip().splitlines()[-1]
    assert "ceiling of 0.0055" in last and "--most-cost" in last


def test_a_server_that_refuses_is_one_line_without_the_key(texts):
    echo = json.dumps({"error": {"message": f"no key {KEY}"}}).encode()
    for status, code in ((401, 1), (400, 1)):
        with standing_in(fails(status, echo)) as server:
            done = aftersummit(
                *("extract", texts / "one.txt", "--using", "llm", *asked_of(server)),
                code=code,
                XDG_CACHE_HOME=str(texts / "cache"),
                AFTERSUMMIT_LLM_KEY=KEY,
            )
        assert KEY not in done.stderr + done.stdout and f"status {status}" in done.stderr
        assert "Traceback" not in done.stderr


ASKED = ("--vote", "model,llm", "--endpoint", "http://localhost:1", "--model", "m")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--using", "llm"], "no endpoint is named"),
        (["--using", "llm", "--endpoint", "http://localhost:1/v1"], "no language model is named"),
        (["--using", "llm", "--endpoint", "localhost", "--model", "m"], "no http or https"),
        (["--model", "m"], "no language model is asked"),
        (["--using", "rules", "--most-cost", "1"], "no language model is asked"),
        (["--using", "llm", "--vote", "model,llm"], "both given"),
        (["--using", "model,rules"], "--vote model,rules"),
        (["--vote", "model"], "two or more"),
        (["--vote", "model,model"], "always says the same"),
        ([*ASKED, "--most-cost", "1"], "needs prices"),
    ],
)
def test_options_that_do_not_fit_are_told_before_anything_is_done(texts, arguments, said):
    done = aftersummit(
        *("extract", texts / "one.txt", *arguments),
        code=2,
        **dict.fromkeys(
            ("AFTERSUMMIT_LLM_ENDPOINT", "AFTERSUMMIT_LLM_MODEL", "AFTERSUMMIT_LLM_PRICES"), ""
        ),
    )
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_model_that_writes_prose_keeps_no_answer(project):
    with standing_in(writes("Certainly!")) as server:
        report = project.extract(using="llm", endpoint=Endpoint(server.address, "m"))
    assert {problem.code for problem in report.problems} == {"answer-unread"}
    assert not (project.folder / "answers").exists()


def test_an_unreachable_server_is_the_outside(project):
    with standing_in() as server:
        gone = Endpoint(server.address, "m", attempts=1)
    with pytest.raises(OutsideError, match="cannot be reached"):
        project.extract([Ref.parse("g7/2026")], using="llm", endpoint=gone)
