"""From files to proposals: time and peak memory of the whole commands, on the real texts.

Each row is a command as a user types it, run as a process of its own, with the limit that
it is held to beside it. Run: python -m benchmarks.spine [--stream] [--shared DIR]
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Print a row for each command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument(
        "--stream", action="store_true", help="the stream of government texts as well"
    )
    given = options.parse_args()
    summits = given.shared / "corpus" / "summits"
    print(f"{'command':<44}{'seconds':>9}{'limit':>8}{'peak MB':>9}{'limit':>7}")
    for _ in range(3):
        measure("aftersummit --help", ["--help"], 0.3, None)
    with project() as folder:
        total = measure("add summits", ["add", str(summits), "--project", folder], 30, 500)
        total += measure("extract summits", ["extract", "--project", folder], 30, 500)
        print(f"{'add and extract together':<44}{total:>9.2f}{30:>8}")
    if given.stream:
        stream(given.shared / "corpus" / "whitehouse")


def stream(folder: Path) -> None:
    """The whole stream, and its two smallest files, to show what memory does with length."""
    files = sorted(folder.glob("*.jsonl.gz"), key=lambda path: path.stat().st_size)
    for chosen in (files[:2], files):
        documents = 0
        for path in chosen:
            with gzip.open(path) as lines:
                documents += sum(1 for _ in lines)
        with project() as made:
            inputs = [str(path) for path in chosen]
            label = f"add {documents:,} documents of the stream"
            measure(label, ["add", *inputs, "--project", made], 180, None)


class project:
    """An empty project in a folder of its own, gone afterwards."""

    def __enter__(self) -> str:
        self.folder = tempfile.mkdtemp(prefix="aftersummit-bench-")
        run(["init", self.folder])
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)


def measure(label: str, arguments: list[str], limit: float, limit_mb: int | None) -> float:
    """Run a command and print its time and peak memory beside their limits."""
    started = time.perf_counter()
    peak = run(arguments)
    seconds = time.perf_counter() - started
    print(f"{label:<44}{seconds:>9.2f}{limit:>8}{peak:>9.0f}{limit_mb or '':>7}", flush=True)
    return seconds


def run(arguments: list[str]) -> float:
    """Run the program; returns its peak memory in megabytes."""
    child = subprocess.Popen(
        [sys.executable, "-m", "aftersummit", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    if status not in (0, 256):
        raise SystemExit(f"aftersummit {' '.join(arguments)} failed with {status}")
    assert isinstance(usage, resource.struct_rusage)
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
