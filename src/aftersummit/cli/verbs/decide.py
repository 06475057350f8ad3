"""``decide``: a person's word."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import (
    HERE,
    CoderOption,
    Format,
    FormatOption,
    ProjectOption,
)
from aftersummit.cli.output import print_records, say

NAME = "decide"
EXAMPLE = "aftersummit decide accept 'g7/2026/communique#4511-4688' --coder ana --reason 'firm'"


def run(
    verdict: Annotated[
        str,
        typer.Argument(help="accept, edit, reject, merge, split, undo or add.", metavar="VERDICT"),
    ],
    refs: Annotated[
        list[str], typer.Argument(help="Addresses of proposals or commitments.", metavar="REF...")
    ],
    project: ProjectOption = HERE,
    coder: CoderOption = "",
    reason: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a field: --set deadline=2030.", metavar="FIELD=VALUE"),
    ] = None,
    into: Annotated[str, typer.Option(help="What to merge into.", metavar="REF")] = "",
    part: Annotated[
        list[str] | None,
        typer.Option(help="A part to split off: --part 4511-4580.", metavar="START-END"),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Accept, edit, reject, merge, split, undo, add.

    Decisions are appended and never changed. Several addresses are decided together or
    not at all. An accepted proposal is given the next commitment number of its meeting; so are
    words of a document that no machine proposed and a person adds.
    """
    from aftersummit.cli.wire import changes_from, record_row, spans_from
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        made = opened.decide(
            [Ref.parse(ref) for ref in refs],
            verdict,
            coder=coder,
            reason=reason,
            changes=changes_from(change or []),
            into=Ref.parse(into) if into else None,
            spans=spans_from(part or []),
        )
    print_records(
        (record_row(decision) for decision in made),
        form,
        ("number", "verdict", "subject", "assigned", "coder"),
    )
    say("take it back with: aftersummit decide undo REF")
