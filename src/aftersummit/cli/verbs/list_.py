"""``list``: records of a noun."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

NAME = "list"
EXAMPLE = "aftersummit list meetings --format csv"
_COLUMNS: dict[str, tuple[str, ...]] = {
    "document": ("address", "date", "language", "kind", "title"),
    "meeting": ("address", "date", "kind", "place", "name"),
    "forum": ("address", "since", "name"),
    "party": ("code", "kind", "name"),
    "commitment": ("address", "status", "parties", "deadline", "title"),
    "action": ("address", "date", "actors", "what"),
    "evidence": ("address", "date", "actors", "stance", "rung", "what"),
    "series": ("address", "unit", "title"),
    "yardstick": ("commitment", "series", "direction", "target", "by", "start"),
    "effect": ("commitment", "series", "start", "shown", "sentence"),
    "decision": ("number", "at", "coder", "verdict", "subject", "reason"),
    "problem": ("where", "what", "remedy"),
    "source": ("name", "size", "retrieved", "address"),
    "lesson": ("address", "at", "coder", "units", "mended", "spoilt", "forgotten"),
    "score": ("address", "scale", "outcome", "value", "coder"),
}


def run(
    noun: Annotated[
        str,
        typer.Argument(
            help="documents, meetings, forums, parties, commitments, actions, evidence, series, "
            "sources, lessons, decisions or problems."
        ),
    ],
    under: Annotated[str, typer.Argument(help="Only below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List the records of a noun."""
    from aftersummit.cli.wire import record_row, singular
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    one = singular(noun)
    with open_project(project) as opened:
        address = str(Ref.parse(under)) if under else ""
        rows = (record_row(record) for record in opened.list(one, under=address, as_of=as_of))
        count = print_records(rows, form, _COLUMNS.get(one, ()))
    if form is Format.table:
        say(f"{count} {noun}")
