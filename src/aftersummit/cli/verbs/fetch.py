"""``fetch``: official texts from their public addresses."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, progress_bar, say

NAME = "fetch"
EXAMPLE = "aftersummit fetch nals"


def run(
    name: Annotated[str, typer.Argument(help="A bundled register: nals.")],
    project: ProjectOption = HERE,
    base: Annotated[
        str, typer.Option(help="Another server with the same paths.", metavar="URL")
    ] = "",
    allow_private: Annotated[
        bool, typer.Option(help="Let addresses lead to private and loopback networks.")
    ] = False,
    timeout: Annotated[float, typer.Option(help="Longest wait for a text, in seconds.")] = 60,
    form: FormatOption = Format.table,
) -> None:
    """Download a register's official texts.

    The exact words of every commitment that was located are lit up in them.

    An address that does not answer is reported and the register works without it; run the
    command again to try again. If none could be had, the exit code is 3.
    """
    from aftersummit.documents import FetchPolicy
    from aftersummit.project import open_project

    policy = FetchPolicy(total_s=timeout, allow_private=allow_private)
    with open_project(project) as opened, progress_bar("fetching") as progress:
        report = opened.fetch(name, policy=policy, base=base, progress=progress)
    rows = (
        {
            "document": str(text.ref),
            "state": text.state,
            "placed": text.placed,
            "of": text.places,
            "address": text.address,
            "why": text.why,
        }
        for text in report.texts
    )
    print_records(rows, form)
    had = sum(text.state != "failed" for text in report.texts)
    say(f"{had} of {len(report.texts)} official texts are here")
    if not had:
        raise typer.Exit(3)
