"""``init``: make a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.output import say

NAME = "init"
EXAMPLE = "aftersummit init g7-2026 --meeting g7/2026 --coder ana"


def run(
    folder: Annotated[Path, typer.Argument(help="Where to make it.", show_default="here")] = Path(),
    title: Annotated[str, typer.Option(help="Name of the register.")] = "",
    meeting: Annotated[
        str, typer.Option(help="Where new documents are filed, as g7/2026.", metavar="ADDRESS")
    ] = "",
    coder: Annotated[str, typer.Option(help="Who decides when a command does not say.")] = "",
    store: Annotated[
        str,
        typer.Option(
            help="Keep records in PostgreSQL: postgresql://user@host/database.", metavar="ADDRESS"
        ),
    ] = "",
    bundled: Annotated[
        str, typer.Option("--with", help="Load a bundled register: nals.", metavar="NAME")
    ] = "",
) -> None:
    """Make a project in a folder.

    With --with nals, the bundled register is loaded into it. Doing so again in a project
    that has it brings it up to date.
    """
    from aftersummit.project import Settings, make_project, open_project

    if (folder / "aftersummit.toml").exists() and bundled:
        project = open_project(folder)
    else:
        default = "North American Leaders' Summit" if bundled == "nals" else folder.resolve().name
        settings = Settings(title=title or default, meeting=meeting, coder=coder, store=store)
        project = make_project(folder, settings)
    with project:
        if bundled:
            changed = project.load_bundled(bundled)
            say(f"{changed} bundled records are new or changed")
    say(f"project: {folder.resolve()}")
