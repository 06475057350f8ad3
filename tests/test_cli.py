"""The terminal surface: one grammar, four formats, one-line errors, exit codes by whose move."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (
    "The leaders met in the capital.\n\n"
    "We will plant 30 million trees by 2030. We call on others to help.\n\n"
    "The three countries will publish a report within 90 days.\n"
)


def aftersummit(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aftersummit", *map(str, arguments)],
        capture_output=True,
        text=True,
        input=stdin,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "COLUMNS": "200"},
        check=False,
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    made = aftersummit("init", tmp_path / "p", "--meeting", "g7/2026", "--coder", "ana")
    assert made.returncode == 0, made.stderr
    (tmp_path / "communique.txt").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.fixture
def filled(folder) -> Path:
    added = aftersummit("add", folder / "communique.txt", "--project", folder / "p")
    assert added.returncode == 0, added.stderr
    found = aftersummit("extract", "--project", folder / "p", "--format", "jsonl")
    assert found.returncode == 0, found.stderr
    return folder / "p"


def records(*arguments: str | Path) -> list[dict[str, object]]:
    done = aftersummit(*map(str, arguments), "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_file_is_extracted_without_a_project_in_the_agreed_form(folder):
    rows = records("extract", folder / "communique.txt")
    assert [row["quote"] for row in rows] == [
        "We will plant 30 million trees by 2030.",
        "The three countries will publish a report within 90 days.",
    ]
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert set(row) == {
            "start",
            "end",
            "quote",
            "label",
            "confidence",
            "strength",
            "kind",
            "parties",
            "deadline",
            "quantity",
            "issue",
            "head",
            "why",
        }
    assert rows[0]["deadline"]["edtf"] == "2030"
    labels = {row["label"] for row in records("extract", folder / "communique.txt", "--all")}
    assert labels == {"commitment", "call"}


def test_the_canonical_text_of_a_plain_file_is_the_file(folder):
    assert aftersummit("text", folder / "communique.txt").stdout == TEXT
    assert aftersummit("text", "-", stdin=TEXT).stdout == TEXT


def test_words_are_found_with_their_offsets(folder):
    done = aftersummit("text", folder / "communique.txt", "--find", "within  90 days")
    start, end = map(int, done.stdout.split()[0].split("-"))
    assert TEXT[start:end] == "within 90 days"


def test_adding_twice_adds_once(filled):
    again = aftersummit("add", filled.parent / "communique.txt", "--project", filled)
    assert again.returncode == 0
    assert "0 documents added, 1 were there already" in again.stderr
    assert len(records("list", "documents", "--project", filled)) == 1


def test_a_bad_file_is_listed_with_the_remedy_and_the_rest_is_done(folder):
    (folder / "empty.pdf").write_bytes(b"")
    done = aftersummit("add", folder, "--project", folder / "p")
    assert done.returncode == 1
    listed = records("list", "problems", "--project", folder / "p")
    assert [Path(row["where"]).name for row in listed] == ["empty.pdf"]
    assert listed[0]["remedy"]
    assert len(records("list", "documents", "--project", folder / "p")) == 1


def test_a_proposal_is_accepted_edited_undone_and_its_story_told(filled):
    first = records("commitments", "--project", filled)[0]
    made = records("decide", "accept", first["address"], "--project", filled, "--reason", "firm")
    assert made[0]["assigned"] == ["g7/2026/C001"]
    edited = aftersummit(
        "decide",
        "edit",
        "g7/2026/C001",
        "--set",
        "deadline=2031",
        "--set",
        "title=Trees",
        "--project",
        filled,
    )
    assert edited.returncode == 0, edited.stderr
    story = aftersummit("status", "g7/2026/C001", "--project", filled).stdout
    for words in ("Trees", "2031", "We will plant 30 million trees by 2030.", "ana", "firm"):
        assert words in story
    aftersummit("decide", "undo", "g7/2026/C001", "--project", filled)
    row = records("show", "g7/2026/C001", "--project", filled)[0]
    assert row["deadline"]["edtf"] == "2030"


def test_a_split_numbers_its_parts_and_leads_back_to_the_words(filled):
    first = records("commitments", "--project", filled)[0]
    start = first["start"]
    done = aftersummit(
        "decide",
        "split",
        first["address"],
        "--part",
        f"{start}-{start + 25}",
        "--part",
        f"{start + 26}-{first['end']}",
        "--project",
        filled,
    )
    assert done.returncode == 0, done.stderr
    quotes = [records("show", f"g7/2026/C00{i}", "--project", filled)[0]["quote"] for i in (1, 2)]
    assert quotes == [TEXT[start : start + 25], TEXT[start + 26 : first["end"]]]


def test_evidence_is_linked_to_what_was_accepted(filled):
    first = records("commitments", "--project", filled)[0]
    refused = aftersummit(
        "evidence",
        "add",
        first["address"],
        "--url",
        "https://example.org",
        "--date",
        "2027",
        "--actor",
        "CA",
        "--project",
        filled,
    )
    assert refused.returncode == 1 and "accept it first" in refused.stderr
    aftersummit("decide", "accept", first["address"], "--project", filled)
    row = records(
        "evidence",
        "add",
        "g7/2026/C001",
        "--passage",
        "g7/2026/communique#0-30",
        "--date",
        "2027-02",
        "--actor",
        "CA",
        "--stance",
        "announces",
        "--rung",
        "statement",
        "--project",
        filled,
    )[0]
    assert row["address"] == "g7/2026/C001/E001"
    assert row["passage"]["quote"] == TEXT[:30]
    assert (
        "announces, statement" in aftersummit("status", "g7/2026/C001", "--project", filled).stdout
    )


def test_as_of_shows_what_was_known_then(filled):
    assert records("commitments", "--project", filled, "--as-of", "2020-01-01") == []
    assert records("list", "documents", "--project", filled, "--as-of", "2020-01-01") == []


def test_what_was_found_about_a_document_can_be_corrected(filled):
    address = records("list", "documents", "--project", filled)[0]["address"]
    row = records(
        "correct",
        address,
        "--date",
        "2026-06-15",
        "--issuer",
        "CA",
        "--issuer",
        "MX",
        "--project",
        filled,
    )[0]
    assert (row["date"], row["issuers"]) == ("2026-06-15", ["CA", "MX"])


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_records_are_printed_in_four_formats(filled, form):
    done = aftersummit("list", "documents", "--project", filled, "--format", form)
    assert done.returncode == 0
    if form == "json":
        assert len(json.loads(done.stdout)) == 1
    elif form == "jsonl":
        assert json.loads(done.stdout)["address"].startswith("g7/2026/")
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 1
    else:
        assert "g7/2026/" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["status", "nals/2023/C17"], 1, "is not an address"),
        (["list", "potatoes"], 1, "is no noun"),
        (["show", "g7/2026/C999"], 1, "there is no commitment at"),
        (["decide", "bless", "g7/2026/C001"], 1, "is no verdict"),
        (["decide", "accept", "g7/2026/C999"], 1, "there is no commitment at"),
        (["list", "documents", "--as-of", "yesterday"], 2, "is not a day"),
        (["correct", "g7/2026/communique"], 2, "nothing to correct"),
        (["extract", "--recall", "total"], 2, "is no setting"),
        (["fetch", "potatoes"], 1, "there is no bundled register"),
    ],
)
def test_bad_input_gets_one_line_and_the_right_exit_code(filled, arguments, code, words):
    done = aftersummit(*arguments, "--project", filled)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_wrong_option_is_a_usage_error(filled):
    assert aftersummit("add").returncode == 2
    assert aftersummit("list", "documents", "--nonsense").returncode == 2


def test_outside_a_project_the_remedy_is_said(tmp_path):
    done = aftersummit("list", "documents", "--project", tmp_path)
    assert done.returncode == 1
    assert "aftersummit init" in done.stderr


def test_every_verb_explains_itself_with_an_example_to_paste():
    overview = aftersummit("--help").stdout
    verbs = listed(overview)
    assert {
        "init",
        "add",
        "list",
        "show",
        "text",
        "extract",
        "commitments",
        "decide",
        "evidence",
        "status",
        "fetch",
        "export",
        "publish",
        "serve",
        "demo",
    } <= set(verbs)
    for verb in verbs:
        told = aftersummit(verb, "--help")
        assert told.returncode == 0
        if "COMMAND [ARGS]" in told.stdout:
            for name in listed(told.stdout):
                within = aftersummit(verb, name, "--help").stdout.replace("\n", " ")
                assert f"Example: aftersummit {verb} " in " ".join(within.split())
        else:
            assert f"Example: aftersummit {verb}" in " ".join(told.stdout.split())


def listed(help_text: str) -> list[str]:
    """The commands that a help text lists."""
    below = help_text.split("Commands:")[1].splitlines()
    return [line.split()[0] for line in below if re.match(r"  \S", line)]


def test_a_pipe_that_closes_early_is_no_error(filled):
    command = f"{sys.executable} -m aftersummit list documents --project {filled} --format json"
    done = subprocess.run(
        f"{command} | head -c 1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_a_limit_can_be_raised_and_the_remedy_says_how(folder):
    big = folder / "big.html"
    big.write_text("<html><body>" + "<p>We will plant ten trees by 2030.</p>" * 600_000)
    refused = aftersummit("text", big)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1 and "--limit html=60" in refused.stderr
    unknown = aftersummit("text", big, "--limit", "pages=3")
    assert unknown.returncode == 1 and "there is no limit 'pages'" in unknown.stderr
    assert aftersummit("text", folder / "communique.txt", "--limit", "html=60").returncode == 0


def test_two_bad_files_with_the_same_bytes_are_both_listed(folder):
    for name in ("one.pdf", "two.pdf"):
        (folder / name).write_bytes(b"")
    done = aftersummit("add", folder / "one.pdf", folder / "two.pdf", "--project", folder / "p")
    assert done.returncode == 1
    assert "one.pdf is empty" in done.stdout and "two.pdf is empty" in done.stdout
