"""``evidence``: what was done since."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import (
    HERE,
    AsOfOption,
    CoderOption,
    Format,
    FormatOption,
    ProjectOption,
)
from aftersummit.cli.output import print_records, say
from aftersummit.cli.verbs import findings

app = typer.Typer(help="Find, link and list what was done about commitments.", no_args_is_help=True)
_COLUMNS = ("address", "date", "actors", "stance", "rung", "what")


@app.command(
    "add",
    epilog="Example: aftersummit evidence add nals/2023/C001 --url https://example.org/launch "
    "--date 2023-05-18 --actor US --stance advances --rung programme --what 'Conference held'",
)
def add(
    commitment: Annotated[str, typer.Argument(help="What it bears on.", metavar="REF")],
    project: ProjectOption = HERE,
    passage: Annotated[
        str, typer.Option(help="Words of a document that show it.", metavar="REF#START-END")
    ] = "",
    url: Annotated[str, typer.Option(help="Address that shows it.")] = "",
    date: Annotated[str, typer.Option(help="When it happened (EDTF).")] = "",
    actor: Annotated[
        list[str] | None, typer.Option(help="Code of the party that acted, repeatable.")
    ] = None,
    stance: Annotated[
        str, typer.Option(help="completes, advances, announces, undercuts, mixed or mentions.")
    ] = "mentions",
    rung: Annotated[
        str, typer.Option(help="statement, plan, instrument, programme or result.")
    ] = "",
    what: Annotated[str, typer.Option(help="What happened, in your words.")] = "",
    note: Annotated[str, typer.Option(help="Anything else to know.")] = "",
    coder: CoderOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Link a passage of a document, or an address, to a commitment."""
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(project) as opened:
        evidence = opened.add_evidence(
            Ref.parse(commitment),
            passage=Ref.parse(passage) if passage else None,
            url=url,
            date=date,
            actors=tuple(actor or ()),
            stance=stance,
            rung=rung,
            what=what,
            note=note,
            coder=coder,
        )
    print_records([record_row(evidence)], form, _COLUMNS)


@app.command("list", epilog="Example: aftersummit evidence list nals/2023/C017")
def list_(
    commitment: Annotated[str, typer.Argument(help="Below this address.", metavar="[REF]")] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List evidence, by commitment and date."""
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    under = str(Ref.parse(commitment)) if commitment else ""
    with open_project(project) as opened:
        found = sorted(
            opened.list("evidence", under=under, as_of=as_of),
            key=lambda e: (str(e.commitment), e.date, str(e.ref)),
        )
    count = print_records((record_row(e) for e in found), form, _COLUMNS)
    if form is Format.table:
        say(f"{count} pieces of evidence")


for verb, example in (
    (findings.find, "evidence find nals/2023/C038 --since 2023-04-01"),
    (findings.screen, "evidence screen nals/2023"),
    (findings.watch, "evidence watch nals/2023"),
    (findings.queue, "evidence queue nals/2023/C038 --first 5"),
    (findings.timeline, "evidence timeline nals/2023/C038"),
    (findings.accept, "evidence accept nals/2023/C038/F002 --stance advances --coder ana"),
    (findings.reject, "evidence reject nals/2023/C038/F007 --reason 'another committee'"),
    (findings.undo, "evidence undo nals/2023/C038/F007 --coder ana"),
    (findings.relabel, "evidence relabel nals/2023/C038/F002 --rung instrument --coder ana"),
    (findings.index, "evidence index --again"),
):
    app.command(verb.__name__, epilog=f"Example: aftersummit {example}")(verb)
