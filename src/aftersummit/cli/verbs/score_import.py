"""``score import``: another study's table, with a report of what was repaired or refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftersummit.cli.options import HERE, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

if TYPE_CHECKING:
    from aftersummit.assessment.tables import Imported

EXAMPLE = "aftersummit score import compliance.csv --mapping g20-2023 --check"
_PLAIN = ("blank-cell", "id-blanks")


def run(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, JSON or JSON lines.")],
    mapping: Annotated[
        str, typer.Option(help="A mapping that comes with the program, or a TOML file.")
    ],
    project: ProjectOption = HERE,
    check: Annotated[bool, typer.Option("--check", help="Only report; needs no project.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List blanks in the table too.")] = False,
    form: FormatOption = Format.table,
) -> None:
    """Read another study's scores and report what was repaired or refused, and why.

    Its commitments, meetings and scores go into the project under the mapping's forum, as
    that study's; importing again changes nothing.
    """
    from aftersummit.cli.wire import record_row
    from aftersummit.project import open_project
    from aftersummit.project.importing import read_table

    if check:
        found = read_table(file, mapping)
    else:
        with open_project(project) as opened:
            found = opened.scores.import_table(file, mapping)
    shown = [p for p in found.problems if every or form is not Format.table or p.code not in _PLAIN]
    print_records(map(record_row, shown), form, ("code", "where", "what", "remedy"))
    if form is Format.table:
        _report(found, kept=not check)


def _report(found: Imported, *, kept: bool) -> None:
    counts = Counter(problem.code for problem in found.problems)
    scores = sum(1 for _ in found.scores()) if found.mapping.scale else 0
    say(
        f"{len(found.lines)} commitments, {scores} scores read"
        + (" and kept" if kept else ", nothing kept")
    )
    for code, number in sorted(counts.items()):
        say(f"  {number:>5}  {code}")
    if found.averages:
        agree = sum(average.agrees for average in found.averages)
        say(f"{agree} of {len(found.averages)} printed averages reproduced")
