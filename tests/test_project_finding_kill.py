"""Killing the process while it indexes or screens loses nothing and doubles nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aftersummit.model import Ref
from aftersummit.project import make_project, open_project

KILLS = 4
SEED = 20230110
THEMES = (
    "fentanyl committee",
    "semiconductor forum",
    "pandemic plan",
    "labour mobility",
    "electric charging corridor",
    "methane from waste",
    "missing Indigenous women",
    "critical minerals mapping",
)
WORDS = [
    "lom",
    "tarn",
    "veld",
    "rusk",
    "bine",
    "fosse",
    "gault",
    "hythe",
    "marl",
    "nook",
    "pell",
    "quern",
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    moments = random.Random(SEED)
    words = [f"{first}{last}" for first in WORDS for last in WORDS]
    for number in range(160):
        paragraphs = "\n\n".join(
            f"Ministers of Canada, Mexico and the United States met on the {theme}. They launched "
            f"a programme on the {theme} about {' '.join(moments.sample(words, 20 + number % 97))}."
            for theme in moments.choices(THEMES, k=12)
        )
        (folder / f"text-{number:03d}.md").write_text(
            f"---\ntitle: Readout {number}\ndate: 2023-0{number % 9 + 1}-15\n---\n\n{paragraphs}\n",
            "utf-8",
        )
    return folder


def state(folder: Path) -> list[tuple[Ref, str, float]]:
    """Everything found, as an uninterrupted run would leave it."""
    with open_project(folder) as project:
        for each in project.finding.queue():
            finding = each.finding
            words = project.text(Ref.parse(finding.key).at(finding.span))
            assert words == finding.text
        return [
            (each.finding.ref, each.finding.mark, each.finding.relevance)
            for each in project.finding.queue()
        ]


def made(folder: Path, texts: Path) -> Path:
    with make_project(folder) as project:
        project.load_bundled("nals")
        project.add([str(texts)])
    return folder


def kill_some(arguments: list[str], seed: int, longest: float) -> None:
    moments = random.Random(seed)
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-m", "aftersummit", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.6, longest))
        child.send_signal(signal.SIGKILL)
        child.communicate()


def test_a_killed_screening_goes_on_and_ends_as_if_it_had_not_been_killed(tmp_path, texts):
    whole = made(tmp_path / "whole", texts)
    with open_project(whole) as project:
        project.finding.screen(Ref.parse("nals/2023"))
    expected = state(whole)
    assert len(expected) > 100

    folder = made(tmp_path / "killed", texts)
    arguments = ["evidence", "screen", "nals/2023", "--workers", "1", "--project", str(folder)]
    kill_some(arguments, SEED, 2.6)
    found = state(folder)
    assert set(found) <= set(expected)
    assert len(found) == len(set(found))
    subprocess.run(
        [sys.executable, "-m", "aftersummit", *arguments], check=True, capture_output=True
    )
    assert state(folder) == expected


def test_a_killed_indexing_goes_on_and_holds_every_passage_once(tmp_path, texts):
    folder = made(tmp_path / "p", texts)
    kill_some(["evidence", "index", "--project", str(folder)], SEED + 2, 1.2)
    with open_project(folder) as project:
        project.finding.index()
        again = project.finding.index()
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        index, _ = project.finding._indexed(False, lambda *_: None)
        keys = [key for key in index.keys if key.startswith("unfiled")]
        assert len(keys) == len(set(keys)) == 160
        from aftersummit.retrieval import Clause

        hits = index.search([Clause("Ministers launched")], limit=10_000)
        places = [(hit.key, hit.span) for hit in hits]
        assert len(places) == len(set(places))
        assert {key for key, _ in places} == set(keys)
