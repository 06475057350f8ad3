"""``show``: one record, whole."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, shown

NAME = "show"
EXAMPLE = "aftersummit show nals/2023/declaration"


def run(
    ref: Annotated[str, typer.Argument(help="Address of the record.", metavar="REF")],
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Show one record with all its fields.

    A span of a document is shown in place: its words, its section and, for a PDF, its
    page and boxes (in points from the top left corner).
    """
    from aftersummit.cli.wire import record_row
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    address = Ref.parse(ref)
    with open_project(project) as opened:
        found = opened.place(address) if address.span else opened.get(address, as_of=as_of)
    row = record_row(found)
    if form is not Format.table:
        print_records([row], form)
        return
    width = max(len(key) for key in row)
    for key, value in row.items():
        if value in (None, "", [], {}):
            continue
        told = shown(value)
        if key == "text":
            told = f"{len(value)} characters; print them with: aftersummit text {ref}"
        label = key.replace("_", " ")
        print(f"{label:<{width}}  {told}")
