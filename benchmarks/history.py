"""Undo, redo, the log and "as of" after 10,000 random actions: ``python -m benchmarks.history``.

The machine of tests/history.py, which the tests run for 1,500 actions, for as long as is asked.
It stops at the first disagreement with its own plain notebook.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from tests.history import TEXT, Hours, Months

from aftersummit.project import Settings, clock, make_project


def main() -> None:
    """Act, compare, and print what was compared and what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=40, help="days that are asked for again")
    parser.add_argument("--seed", type=int, default=20230110)
    given = parser.parse_args(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name, mock.patch.object(clock, "datetime", Hours):
        folder = Path(name)
        (folder / "statement.txt").write_text(TEXT, "utf-8")
        with make_project(folder / "p", Settings(meeting="g7/2026")) as project:
            project.add([str(folder / "statement.txt")])
            project.extract()
            began = time.process_time()
            months = Months(project, given.seed)
            months.run(given.actions, given.days)
            months.check()
            took = time.process_time() - began
            log, decided = len(project.coding.log()), project.count("decision")
    print(f"{given.actions} actions by {len(months.notebook.done)} coders on "
          f"{len(months.units)} units: {log} lines, {decided} decisions; every line, "
          f"the present and {given.days} days of the past agree")  # fmt: skip
    print(f"{took:.0f} s of processor, {took / given.actions * 1000:.0f} ms an action")


if __name__ == "__main__":
    main()
