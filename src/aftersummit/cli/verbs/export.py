"""``export``: records as open data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, ProjectOption
from aftersummit.cli.output import say

NAME = "export"
EXAMPLE = "aftersummit export commitments --as csv --to commitments.csv"


def run(
    noun: Annotated[str, typer.Argument(help="commitments, meetings, evidence, ...")],
    project: ProjectOption = HERE,
    form: Annotated[str, typer.Option("--as", "--format", help="csv, json or jsonl.")] = "csv",
    to: Annotated[
        Path | None, typer.Option(help="File to write; standard output without it.")
    ] = None,
    as_of: AsOfOption = "",
) -> None:
    """Write records as CSV, JSON or JSON lines.

    Addresses are stable; the columns are those of the published JSON Schema.
    """
    from aftersummit.cli.wire import plural
    from aftersummit.project import open_project
    from aftersummit.project.files import written_whole

    with open_project(project) as opened:
        if to is None:
            opened.export(plural(noun), form, sys.stdout, as_of=as_of)
            return
        with written_whole(to) as stream:
            count = opened.export(plural(noun), form, stream, as_of=as_of)
    say(f"{count} {plural(noun)} written to {to}")
