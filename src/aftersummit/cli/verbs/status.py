"""``status``: a commitment's whole story on one screen."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records

NAME = "status"
EXAMPLE = "aftersummit status nals/2023/C017 --as-of 2024-01-01"


def run(
    ref: Annotated[str, typer.Argument(help="Address of the commitment.", metavar="REF")],
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Tell a commitment's whole story.

    What was promised, by whom, by when, in which words, and what was done since.
    """
    from aftersummit.cli.story import print_story
    from aftersummit.model import Ref, to_wire
    from aftersummit.project import open_project

    with open_project(project) as opened:
        story = opened.status(Ref.parse(ref), as_of=as_of)
    if form is Format.table:
        print_story(story, as_of)
    else:
        print_records([to_wire(story)], form)
