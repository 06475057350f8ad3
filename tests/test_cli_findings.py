"""The evidence and archive verbs as a user types them: records out, words to the side, codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from aftersummit.project import make_project

TEXT = """---
title: Readout of the second meeting
date: 2023-07-25
issuers: [MX]
url: https://gov.example/second
---

Officials of Canada, Mexico and the United States held a meeting of the trilateral fentanyl
committee. The senior committee of the three governments reviewed its work on illicit fentanyl.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "second.md").write_text(TEXT, "utf-8")
    with make_project(folder / "p") as project:
        project.load_bundled("nals")
        project.add([str(folder / "second.md")])
    return folder


def aftersummit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aftersummit", *arguments, "--project", str(folder / "p")],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_finding_is_printed_decided_and_shown_in_the_timeline(folder):
    told = aftersummit(folder, "evidence", "find", "nals/2023/C038", "--format", "jsonl")
    (found,) = map(json.loads, told.stdout.splitlines())
    assert found["address"] == "nals/2023/C038/F001"
    assert found["title"] == "Readout of the second meeting"
    assert found["words"] in " ".join(TEXT.split())
    assert told.stderr == "", "records alone in a pipe"

    told = aftersummit(folder, "evidence", "queue", "nals/2023", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(told.stdout))
    assert (row["status"], row["place"]) == ("proposed", "inside")

    told = aftersummit(
        folder, "evidence", "accept", found["address"], "--coder", "ana",
        "--stance", "advances", "--format", "json",
    )  # fmt: skip
    (made,) = json.loads(told.stdout)
    assert (made["stance"], made["coder"]) == ("advances", "ana")
    told = aftersummit(folder, "evidence", "timeline", "nals/2023/C038", "--format", "jsonl")
    lanes = [json.loads(line) for line in told.stdout.splitlines()]
    assert made["address"] in {lane["address"] for lane in lanes if lane["party"] == "MX"}


def test_a_screening_tells_what_it_did_and_prints_nothing_else(folder):
    told = aftersummit(folder, "evidence", "screen", "nals/2023/C037", "--workers", "1")
    assert (told.returncode, told.stdout) == (0, "")
    assert "1 commitments screened" in told.stderr
    told = aftersummit(folder, "evidence", "watch")
    assert "0 commitments screened, 1 had nothing new" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("find", "nals/2023"), 1, "names no commitment"),
        (("find", "nals/2023/C999"), 1, "there is no commitment"),
        (("accept", "nals/2023/C038/F099", "--coder", "ana"), 1, "evidence queue"),
        (("reject", "nals/2023/C038/F001"), 1, "nobody is named as the coder"),
        (("undo", "nals/2023/C038/F001", "--coder", "zoe"), 1, "zoe did not decide last"),
        (("relabel", "nals/2023/C038/F001", "--coder", "ana"), 1, "no label is given"),
        (("queue", "--status", "good"), 2, "is no status"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_code(folder, arguments, code, said):
    told = aftersummit(folder, "evidence", *arguments)
    assert told.returncode == code
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_the_archive_leaves_and_opens(folder, tmp_path):
    told = aftersummit(folder, "archive", "export", str(tmp_path / "all.warc.gz"))
    assert told.returncode == 0 and (tmp_path / "all.warc.gz").exists()
    told = aftersummit(folder, "archive", "open", "https://gov.example/second")
    assert Path(told.stdout.strip()).read_text("utf-8") == TEXT
    assert aftersummit(folder, "archive", "open", "https://gov.example/no").returncode == 1
