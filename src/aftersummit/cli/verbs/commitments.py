"""``commitments``: what was promised, in its present state."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

NAME = "commitments"
EXAMPLE = "aftersummit commitments nals/2023 --party MX"
_COLUMNS = ("address", "status", "parties", "deadline", "title")


def run(
    under: Annotated[
        str, typer.Argument(help="A forum, meeting or document.", metavar="[REF]")
    ] = "",
    project: ProjectOption = HERE,
    party: Annotated[str, typer.Option(help="Only those that bind this party.")] = "",
    status: Annotated[
        str, typer.Option(help="proposed, accepted, rejected, merged, split or catalogued.")
    ] = "",
    label: Annotated[str, typer.Option(help="commitment, call or stance.")] = "",
    due_before: Annotated[str, typer.Option(help="Only those due before this day.")] = "",
    disputed: Annotated[
        bool, typer.Option(help="Only finds on which extractors that voted did not agree.")
    ] = False,
    places: Annotated[
        bool, typer.Option(help="Count, for each meeting, how many stand in an official text.")
    ] = False,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List commitments and proposals.

    With --places, count for each meeting how many were found in an official text.
    """
    from aftersummit.cli.wire import commitment_row, record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    address = str(Ref.parse(under)) if under else ""
    with open_project(project) as opened:
        if places:
            counts = opened.places(under=address, as_of=as_of)
            print_records(map(record_row, counts), form)
            return
        found = opened.commitments(under=address, as_of=as_of)
    kept = [
        c
        for c in found
        if (not party or party in c.parties)
        and (not status or c.status == status)
        and (not label or c.label == label)
        and (not disputed or (c.votes and not c.votes.agreed and c.status == "proposed"))
        and (not due_before or (c.deadline and "" < c.deadline.end < due_before))
    ]
    print_records(map(commitment_row, kept), form, _COLUMNS)
    if form is Format.table:
        say(f"{len(kept)} of {len(found)}" if len(kept) < len(found) else f"{len(found)}")
