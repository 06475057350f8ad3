"""Killing the process at any moment loses what was not confirmed, and nothing else."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aftersummit.model import Document, text_hash
from aftersummit.project import make_project, open_project

ADDS, EXTRACTS, DECIDES = 20, 15, 15
SEED = 20230110


def sentence(number: int) -> str:
    return (
        f"We will plant {number + 2} million trees by {2030 + number % 20}. "
        "They should help. The three countries will publish a report every year."
    )


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for number in range(300):
        paragraphs = "\n\n".join(sentence(number * 40 + i) for i in range(40))
        (folder / f"text-{number:03d}.txt").write_text(paragraphs, "utf-8")
    return folder


def run_and_kill(arguments: list[str], after: float) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    return child


def check_whole(folder: Path) -> int:
    """Open the project and read everything in it; returns how many documents it has."""
    with open_project(folder) as project:
        documents = [project.get(d.ref) for d in project.list("document")]
        for document in documents:
            assert isinstance(document, Document)
            assert text_hash(document.text) == document.text_sha256
            source = (folder / "sources" / document.source).read_bytes()
            assert source.decode("utf-8") == document.text
        for commitment in project.commitments():
            passage = commitment.passages[0]
            assert project.text(passage.document.at(passage.span)) == passage.quote
        return len(documents)


def test_a_killed_add_leaves_whole_documents_and_goes_on_where_it_stopped(tmp_path, texts):
    moments = random.Random(SEED)
    make_project(tmp_path / "p").close()
    arguments = ["-m", "aftersummit", "add", str(texts), "--project", str(tmp_path / "p")]
    seen = 0
    for _ in range(ADDS):
        child = run_and_kill(arguments, moments.uniform(0.1, 1.6))
        child.communicate()
        count = check_whole(tmp_path / "p")
        assert count >= seen
        seen = count
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    assert check_whole(tmp_path / "p") == 300


def test_a_killed_extract_leaves_whole_runs_and_goes_on(tmp_path, texts):
    moments = random.Random(SEED + 1)
    with make_project(tmp_path / "p") as project:
        project.add([str(texts)])
    arguments = ["-m", "aftersummit", "extract", "--project", str(tmp_path / "p")]
    for _ in range(EXTRACTS):
        run_and_kill(arguments, moments.uniform(0.1, 2.0)).communicate()
        check_whole(tmp_path / "p")
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    with open_project(tmp_path / "p") as project, make_project(tmp_path / "q") as other:
        other.add([str(texts)])
        other.extract()
        assert project.commitments() == other.commitments()


def test_every_confirmed_decision_survives_a_kill(tmp_path, texts):
    moments = random.Random(SEED + 2)
    with make_project(tmp_path / "p") as project:
        project.add([str(path) for path in sorted(texts.iterdir())[:30]])
        project.extract()
    driver = str(Path(__file__).with_name("kill_driver.py"))
    confirmed: list[str] = []
    for _ in range(DECIDES):
        child = subprocess.Popen(
            [sys.executable, driver, str(tmp_path / "p")], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.0, 0.4))
        child.send_signal(signal.SIGKILL)
        told = child.communicate()[0]
        # The last line may have been cut off while it was written: it confirms nothing.
        confirmed += [line for line in told.splitlines(keepends=True) if line.endswith("\n")]
    with open_project(tmp_path / "p") as project:
        log = [f"{d.number} {d.subject} {d.assigned[0]}\n" for d in project.list("decision")]
        numbers = [c.ref for c in project.commitments() if c.status == "accepted"]
    assert set(confirmed) <= set(log)
    assert len(numbers) == len(set(numbers)) == len(log)
    assert len(confirmed) > DECIDES, "too few decisions were confirmed to mean anything"
