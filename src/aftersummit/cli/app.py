"""The command line: every verb, in the order in which a project is made."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.verbs import (
    add,
    archive,
    bench,
    commitments,
    correct,
    decide,
    demo,
    effect,
    evidence,
    export,
    extract,
    fetch,
    gaps,
    indicator,
    init,
    list_,
    matrix,
    people,
    publish,
    pull,
    push,
    round,
    score,
    serve,
    show,
    status,
    text,
)

app = typer.Typer(
    name="aftersummit",
    help=(
        "Turn summit texts into a register of commitments and follow each one for years.\n\n"
        "Start with: aftersummit demo   or: aftersummit init && aftersummit add FILE "
        "&& aftersummit extract"
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"aftersummit {version('aftersummit')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself."""


for verb in (
    demo,
    init,
    add,
    extract,
    text,
    commitments,
    list_,
    show,
    status,
    decide,
    correct,
    fetch,
    matrix,
    gaps,
    export,
    publish,
    serve,
    push,
    pull,
):
    app.command(verb.NAME, epilog=f"Example: {verb.EXAMPLE}")(verb.run)
app.add_typer(evidence.app, name="evidence")
app.add_typer(archive.app, name="archive")
app.add_typer(score.app, name="score")
app.add_typer(indicator.app, name="indicator")
app.add_typer(effect.app, name="effect")
app.add_typer(people.app, name="people")
app.add_typer(round.app, name="round")
app.command(bench.NAME, epilog=f"Example: {bench.EXAMPLE}", context_settings=bench.SETTINGS)(
    bench.run
)
