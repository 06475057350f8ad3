"""How fast the stream is indexed and screened, alone, at a million passages, on a cluster.

Run by ``python -m benchmarks.evidence speed million cluster``.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from aftersummit import catalogue
from aftersummit.evidence import Work, screen, screen_batch
from aftersummit.model import Document
from aftersummit.project import make_project
from aftersummit.retrieval import Clause, Index
from benchmarks.evidence_gold import STREAM, topics
from benchmarks.evidence_gold import stream as read_stream
from benchmarks.evidence_subject import subject
from benchmarks.train_evidence import material


def speed() -> None:
    """The stream in a project, by the commands that a user gives: time and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "p")
        with make_project(home) as project:
            project.load_bundled("nals")
        _command("add", str(STREAM), "--project", home)
        _command("evidence", "index", "--project", home)
        _command("evidence", "screen", "nals", "--project", home)
        _command("evidence", "screen", "nals", "--project", home)


def _command(*arguments: str) -> None:
    """Run a command; print wall and processor seconds, and the peak of its largest process."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            [sys.executable, "-m", "aftersummit", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, _, used = os.wait4(child.pid, 0)
        told.seek(0)
        last = [line for line in told.read().decode().splitlines() if line[:1].isdigit()]
    print(
        f"{' '.join(arguments[:-2])}: {time.perf_counter() - start:.1f} s, "
        f"{used.ru_utime + used.ru_stime:.1f} s of a core, {used.ru_maxrss // 1024} MB"
    )
    print(f"  {last[-1] if last else ''}")


def million() -> None:
    """A million passages made of the stream's, some words changed: build and query times."""
    with tempfile.TemporaryDirectory() as folder:
        documents = [document for _, document in read_stream()]
        for size in (10_000, 100_000, 1_000_000):
            index = Index(Path(folder) / str(size))
            made = _Timed(_perturbed(documents, size))
            start, worked = time.perf_counter(), time.process_time()
            index.update(made, batch=64_000)
            built = time.perf_counter() - start - made.seconds
            worked = time.process_time() - worked - made.worked
            clock, core = map(sorted, zip(*_query_times(index), strict=True))
            print(f"{index.passages} passages: built in {built:.1f} s, {worked:.1f} s of a core "
                  f"({1e6 * worked / index.passages:.0f} us each), query p50 "
                  f"{_at(clock, 0.5):.1f} ms ({_at(core, 0.5):.1f} of a core), p95 "
                  f"{_at(clock, 0.95):.1f} ms ({_at(core, 0.95):.1f}), "
                  f"{_folder_size(index.folder)} MB on disk")  # fmt: skip
        subjects = [subject(c) for c in catalogue.load().commitments if c.key.startswith("n23")]
        start = time.perf_counter()
        count = sum(1 for _ in screen(index, subjects[:20]))
        print(f"{count} commitments screened in {time.perf_counter() - start:.1f} s")
        print(f"peak memory {_peak()} MB, the documents' text included")


def _at(times: Sequence[float], share: float) -> float:
    return times[int(len(times) * share)]


class _Timed:
    """An iteration that knows how long its making took, so that it can be left out."""

    def __init__(self, made: Iterator[Document]) -> None:
        self._made = made
        self.seconds = self.worked = 0.0

    def __iter__(self) -> Iterator[Document]:
        while True:
            start, worked = time.perf_counter(), time.thread_time()
            document = next(self._made, None)
            self.seconds += time.perf_counter() - start
            self.worked += time.thread_time() - worked
            if document is None:
                return
            yield document


def _perturbed(documents: Sequence[Document], passages: int) -> Iterator[Document]:
    """Documents again and again, every 40th word replaced, about ``passages`` passages."""
    rng = np.random.default_rng(0)
    made, turn = 0, 0
    while True:
        for number, document in enumerate(documents):
            text = document.text or ""
            if turn:
                words = text.split(" ")
                for at in range(int(rng.integers(0, 40)), len(words), 40):
                    words[at] = words[int(rng.integers(0, len(words)))]
                text = " ".join(words)
            made += math.ceil(text.count(" ") / 130)
            yield replace(document, text=text, text_sha256="", source=f"{turn}-{number}", member=1)
            if made >= passages:
                return
        turn += 1


def _query_times(index: Index) -> Iterator[tuple[float, float]]:
    """Milliseconds of each query, by the clock and of a core."""
    for topic in topics():
        for words in (topic.title, topic.statement[:60], "Mexico Canada border security plan"):
            start, worked = time.perf_counter(), time.thread_time()
            index.search([Clause(words)], limit=10)
            taken, worked = time.perf_counter() - start, time.thread_time() - worked
            yield 1000 * taken, 1000 * worked


def cluster() -> None:
    """The same screening on one Dask worker and on two, each with one thread."""
    from distributed import LocalCluster

    from aftersummit.execution import Cluster, run

    folder = str(material().index.folder)
    chosen = [c for c in catalogue.load().commitments if c.ref and c.ref.forum == "nals"][-80:]
    subjects = [(subject(c), 0) for c in chosen]
    batches = [Work(folder, tuple(subjects[at : at + 4])) for at in range(0, len(subjects), 4)]
    taken, results = [], []
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=0
        ) as local:
            how = Cluster(local.scheduler_address)
            # Each worker imports the program and opens the index once, before the clock runs.
            list(run(screen_batch, batches[: 2 * workers], how=how))
            start = time.perf_counter()
            results.append(list(run(screen_batch, batches, how=how)))
            taken.append(time.perf_counter() - start)
    print(f"{len(subjects)} commitments: one worker {taken[0]:.1f} s, two {taken[1]:.1f} s, "
          f"{taken[0] / taken[1]:.2f} times; same output: {results[0] == results[1]}")  # fmt: skip


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _folder_size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20
