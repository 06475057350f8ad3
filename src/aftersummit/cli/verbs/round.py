"""``round``: blind coding by several people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from aftersummit.cli.options import HERE, CoderOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

app = typer.Typer(help="Rounds of blind coding, and how far coders agree.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help="The round's name.", metavar="ROUND")]
_COLUMNS = ("name", "title", "state", "coders", "units", "disputed")
_MEASURES = ("by", "group", "coefficient", "value", "low", "high", "units")


@app.command(
    "open",
    epilog="Example: aftersummit round open 'NALS 2023, first' --document nals/2023/declaration "
    "--who ana --who bo --overlap 100",
)
def open_(
    title: Annotated[str, typer.Argument(help="What the round is called.", metavar="TITLE")],
    document: Annotated[
        list[str], typer.Option(help="A document to code, repeatable.", metavar="REF")
    ],
    who: Annotated[list[str], typer.Option(help="A coder, repeatable.", metavar="NAME")],
    overlap: Annotated[float, typer.Option(help="Percent of units that everybody codes.")] = 100,
    machine: Annotated[
        bool, typer.Option("--machine", help="Show coders what the machine proposes.")
    ] = False,
    project: ProjectOption = HERE,
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Open a round; its codes stay blind until it is closed."""
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        made = opened.coding.rounds.open(
            title,
            [Ref.parse(ref) for ref in document],
            who,
            lead=coder or opened.settings.coder,
            overlap=overlap / 100,
            machine=machine,
        )
    print_records(iter([_row(made)]), form, _COLUMNS)


@app.command("list", epilog="Example: aftersummit round list")
def list_(project: ProjectOption = HERE, form: FormatOption = Format.table) -> None:
    """Every round, the newest first."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        rows = [_row(one) for one in opened.coding.rounds.all()]
    print_records(iter(rows), form, _COLUMNS)


@app.command("close", epilog="Example: aftersummit round close nals-2023-first")
def close(name: NameArgument, project: ProjectOption = HERE, coder: CoderOption = "") -> None:
    """Close a round: its codes are seen, measured, and can no longer be changed."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        closed = opened.coding.rounds.close(name, lead=coder or opened.settings.coder)
    say(f"{closed.disputed} of {closed.doubled} units coded twice are disputed")


@app.command("agreement", epilog="Example: aftersummit round agreement nals-2023-first")
def agreement(
    name: NameArgument, project: ProjectOption = HERE, form: FormatOption = Format.table
) -> None:
    """How far the coders of a closed round agreed, each figure with its 95 % interval."""
    from aftersummit.model import to_wire
    from aftersummit.project import open_project

    with open_project(project) as opened:
        opened.coding.log(round=name)
        rows = [to_wire(measure) for measure in opened.coding.rounds.get(name).measures]
    print_records(iter(rows), form, _MEASURES)


@app.command("disputes", epilog="Example: aftersummit round disputes nals-2023-first")
def disputes(
    name: NameArgument, project: ProjectOption = HERE, form: FormatOption = Format.table
) -> None:
    """Where the coders of a closed round differ."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        rows = [
            {
                "unit": str(one.unit),
                "fields": list(one.fields),
                "codes": {coder: code.label for coder, code in one.codes.items()},
                "decided": one.decided.label if one.decided else "",
            }
            for one in opened.coding.rounds.disputes(name)
        ]
    print_records(iter(rows), form, ("unit", "fields", "codes", "decided"))


@app.command("settle", epilog="Example: aftersummit round settle nals-2023-first")
def settle(name: NameArgument, project: ProjectOption = HERE, coder: CoderOption = "") -> None:
    """Take what coders agreed on, and what was adjudicated, into the register."""
    from aftersummit.project import open_project

    with open_project(project) as opened:
        made = opened.coding.rounds.settle(name, lead=coder or opened.settings.coder)
    say(f"{made} decisions")


def _row(held: Any) -> dict[str, Any]:
    return {
        "name": held.name,
        "title": held.title,
        "state": held.state,
        "coders": list(held.coders),
        "units": held.units,
        "disputed": held.disputed,
        "opened": held.opened,
        "closed": held.closed,
    }
