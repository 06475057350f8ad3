"""How fast commitments are found, beside a splitter that does nothing else, and in how much memory.

    python -m benchmarks.extraction --only speed stress
    AFTERSUMMIT_SPACY=/elsewhere/bin/python python -m benchmarks.extraction --only speed

The peer is spaCy's blank English pipeline with its rule-based sentence splitter. It is no
requirement of ours: ``pip install spacy`` into any environment and name its Python in
``AFTERSUMMIT_SPACY``; else the Python that runs this is tried. Its rounds and ours take turns, so
that both meet the same load. Every figure is the best of three, in processor seconds of one core,
with the clock beside it: where others use the machine the clock counts their work too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aftersummit.commitments import extract_commitments
from aftersummit.commitments.judging import read_document, verdicts
from aftersummit.model import Document
from aftersummit.text.normalise import canonical
from aftersummit.text.segment import segment
from benchmarks.coded import SHARED

ROUNDS = 3
PEER = os.environ.get("AFTERSUMMIT_SPACY", sys.executable)
_TEXTS = 80
_PEER_CODE = """
import sys, time
try:
    import spacy
except ImportError:
    raise SystemExit(0)
texts = open(sys.argv[1], encoding="utf-8").read().split("\\0")
nlp = spacy.blank("en")
nlp.max_length = 10**8
nlp.add_pipe("sentencizer")
list(nlp(texts[0]).sents)
cpu, clock = time.process_time(), time.perf_counter()
for text in texts:
    list(nlp(text).sents)
print(time.process_time() - cpu, time.perf_counter() - clock, spacy.__version__)
"""
_COLD_CODE = """
import sys, time
cpu = time.process_time()
from aftersummit.commitments import extract_commitments
from aftersummit.model import Document
extract_commitments(Document(title="", text="We will open a school by 2030."))
loaded = time.process_time()
text = open(sys.argv[1], encoding="utf-8").read()
at = time.process_time()
extract_commitments(Document(title="", text=text))
print(loaded - cpu, time.process_time() - at)
"""
_MEMORY = (
    "status = open('/proc/self/status').read()\n"
    "memory = int(status.partition('VmHWM:')[2].split()[0]) / 1024\n"
)
HARD = {
    "10 M characters of sentences": "'We will open a school for nurses by 2030. ' * 232_558",
    "10 M characters, no full stop": "'we will act together and build ' * 322_580",
    "10 M characters, no space": "'a' * 10_000_000",
    "1 MB of open brackets": "'[' * 1_000_000",
}

Seconds = tuple[float, float]
"""Processor seconds of one core, and seconds by the clock."""


def say(what: str, figure: str, asked: str = "") -> None:
    """One row: what was measured, the figure, what is asked."""
    print(f"{what:<62}{figure:<34}{asked}", flush=True)


def speed() -> None:
    """Bytes of text a second at every stage, beside the peer; long and first texts; memory."""
    print(f"\nspeed (one core; best of {ROUNDS}; by the clock in brackets)")
    texts = _summit_texts()
    files = [Document(title="", text=text) for text in texts]
    size = sum(len(text.encode()) for text in texts) / 1e6
    stages: dict[str, Callable[[Document], Any]] = {
        "sentences alone": lambda one: segment(one.text or ""),
        "units in their context": read_document,
        "labels": lambda one: list(verdicts(read_document(one), labels=("commitment",))),
        "whole path": extract_commitments,
    }
    for one in files:
        extract_commitments(one)  # every stage has then met every word
    ours: dict[str, list[Seconds]] = {name: [] for name in stages}
    peer: list[Seconds] = []
    version = ""
    for _ in range(ROUNDS):
        for name, work in stages.items():
            ours[name].append(_timed(lambda work=work: [work(one) for one in files]))  # type: ignore[misc]
        seconds, version = _splitter(texts)
        peer += seconds
    for name, runs in ours.items():
        say(f"{name}, {size:.2f} MB", _rate(size, runs), "1.5" if name == "whole path" else "")
    if not peer:
        say("  peer: spaCy is not installed", "not measured (AFTERSUMMIT_SPACY)")
    else:
        say(f"  peer: blank spaCy {version} that only splits", _rate(size, peer))
        share = min(peer)[0] / min(ours["whole path"])[0]
        say("  whole path as a share of the peer's speed", f"{share:.2f}", "0.45 (1.5 of 3.3)")
    _first_and_long(texts)


def _summit_texts() -> list[str]:
    paths = sorted((SHARED / "corpus" / "summits").glob("*.md"))[:_TEXTS]
    return [canonical(path.read_bytes().decode()) for path in paths]


def _first_and_long(texts: list[str]) -> None:
    """A fresh process, and a text of 20,000 words: its first, and once words are known."""
    words = " ".join("\n\n".join(texts).split(" ")[:20_000])
    cold = [[float(x) for x in _with_text(sys.executable, _COLD_CODE, words)] for _ in range(3)]
    warm = min(
        _timed(lambda: extract_commitments(Document(title="", text=words))) for _ in range(ROUNDS)
    )
    say("a text of 20,000 words, in a fresh process", f"{min(c[1] for c in cold):.2f} s", "0.3")
    say("  the same once its words are known", f"{warm[0]:.2f} s ({warm[1]:.2f})")
    say("import, load and a first sentence", f"{min(c[0] for c in cold):.2f} s", "0.4")
    code = (
        "from aftersummit.commitments import extract_commitments\n"
        "from aftersummit.model import Document\n"
        "extract_commitments(Document(title='', text='We will open a school by 2030.'))\n"
        f"{_MEMORY}print(memory)"
    )
    say("memory after it", f"{float(_run(code)[0]):.0f} MB", "200")


def _splitter(texts: list[str]) -> tuple[list[Seconds], str]:
    """One round of the peer, and its version; nothing where it is not installed."""
    said = _with_text(PEER, _PEER_CODE, "\0".join(texts))
    return ([(float(said[0]), float(said[1]))], said[2]) if said else ([], "")


def stress() -> None:
    """Inputs that bring careless code to a halt, each in a process of its own."""
    print("\nhard inputs (processor seconds; by the clock in brackets; most memory)")
    for name, text in HARD.items():
        code = (
            "import time\nfrom aftersummit.commitments import extract_commitments\n"
            f"from aftersummit.model import Document\nd = Document(title='', text={text})\n"
            "cpu, clock = time.process_time(), time.perf_counter()\n"
            "n = len(extract_commitments(d))\n"
            "cpu, clock = time.process_time() - cpu, time.perf_counter() - clock\n"
            f"{_MEMORY}print(cpu, clock, memory, n)"
        )
        cpu, clock, memory, count = _run(code)
        figure = f"{float(cpu):.1f} s ({float(clock):.1f}), {float(memory):.0f} MB"
        say(f"{name}: {count} found", figure, "finishes")


def _rate(size: float, runs: list[Seconds]) -> str:
    cpu, clock = min(runs)[0], min(run[1] for run in runs)
    return f"{size / cpu:.2f} MB/s ({size / clock:.2f})"


def _with_text(python: str, code: str, text: str) -> list[str]:
    """Words that a script prints which reads a text from the file it is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        path.write_text(text, encoding="utf-8", newline="")
        return _run(code, python, str(path))


def _run(code: str, python: str = sys.executable, *given: str) -> list[str]:
    done = subprocess.run([python, "-c", code, *given], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _timed(work: Callable[[], Any]) -> Seconds:
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock
