"""``matrix``: parties by promises, who pledged, who acted, for whom nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

if TYPE_CHECKING:
    from aftersummit.model import Matrix

NAME = "matrix"
EXAMPLE = "aftersummit matrix la-declaration"


def run(
    what: Annotated[
        str,
        typer.Argument(
            help="A matrix that comes with the program, a TOML file that designs one, or a "
            "meeting.",
            metavar="NAME|FILE|MEETING",
        ),
    ] = "la-declaration",
    project: ProjectOption = HERE,
    pillars: Annotated[
        bool, typer.Option("--pillars", help="A meeting's pillars in place of its commitments.")
    ] = False,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Show who pledged, who acted and for whom nothing was found.

    Each square is one word: acted, reversed, pledged (only words were found), nothing-found
    (somebody looked), not-searched (nobody has looked), unrateable or not-bound. Other
    formats print a record a square, with its reason and evidence.
    """
    from aftersummit.project import open_project

    with open_project(project) as opened:
        found = opened.scores.matrix(what, pillars=pillars, as_of=as_of)
    if form is not Format.table:
        from aftersummit.model import to_wire

        print_records((to_wire(square) for square in found.squares), form)
        return
    print_records(_rows(found), form, ("party", *(column.code for column in found.columns)))
    _legend(found)


def _rows(found: Matrix) -> list[dict[str, Any]]:
    width = len(found.columns)
    return [
        {"party": party} | {s.column: s.state for s in found.squares[at * width : (at + 1) * width]}
        for at, party in enumerate(found.parties)
    ]


def _legend(found: Matrix) -> None:
    say(f"{found.title}; conduct from {found.since} to {found.until}")
    for column in found.columns:
        states = [s.state for s in found.squares if s.column == column.code]
        counted = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
        say(f"  {column.code}: {column.title} ({len(column.commitments)} commitments): {counted}")
    if found.note:
        say(found.note)
