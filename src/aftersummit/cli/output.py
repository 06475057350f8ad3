"""Printing: records in four formats, progress on a terminal, silence in a pipe."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aftersummit.cli.options import Format

if TYPE_CHECKING:
    from aftersummit.model import Problem
    from aftersummit.project import Progress

Row = dict[str, Any]


def print_records(rows: Iterable[Row], form: Format, columns: Sequence[str] = ()) -> int:
    """Print records; returns how many.

    Args:
        rows: records as JSON values.
        columns: what a table shows, in order; the other formats show everything.
    """
    if form is Format.jsonl:
        return _print_lines(rows)
    if form is Format.csv:
        return _print_csv(rows)
    kept = list(rows)
    if form is Format.json:
        json.dump(kept, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif kept:
        print_table(kept, columns or list(kept[0]))
    return len(kept)


def print_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """A table as wide as the terminal; long cells wrap, nothing is cut off."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            column.replace("_", " "),
            overflow="fold",
            no_wrap=column in ("address", "date", "status"),
        )
    for row in rows:
        table.add_row(*(Text(shown(row.get(column))) for column in columns))
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console.width = max(console.width, 160)
    console.print(table)


def shown(value: Any) -> str:
    """A value as a person reads it in a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, dict):
        return str(value.get("text") or value.get("edtf") or json.dumps(value, ensure_ascii=False))
    return str(value)


def say(line: str) -> None:
    """A line about the work itself: on standard error, so that pipes carry records only."""
    print(line, file=sys.stderr)


def warn(problem: Problem) -> None:
    """A problem that did not stop the work, in one line."""
    say(f"aftersummit: {problem.where}: {problem.what}; {problem.remedy}")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Progress on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[what]}"),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        task = bars.add_task(title, total=None, what="")

        def report(done: int, total: int | None, what: str) -> None:
            bars.update(task, completed=done, total=total, what=what[:40])

        yield report


def _nothing(done: int, total: int | None, what: str) -> None:
    """Nobody is watching."""


def _print_lines(rows: Iterable[Row]) -> int:
    count = 0
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _print_csv(rows: Iterable[Row]) -> int:
    count, writer = 0, None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in row.items()})
        count += 1
    return count


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)) and all(isinstance(v, (str, int, float)) for v in value):
        text = ";".join(str(item) for item in value)
    elif isinstance(value, (dict, list, tuple)):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = "" if value is None else str(value)
    # A spreadsheet would run a cell that begins with one of these.
    return f"'{text}" if text[:1] in "=+-@\t" and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
