"""``gaps``: where something was agreed and more action is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftersummit.cli.options import HERE, AsOfOption, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records, say

if TYPE_CHECKING:
    from aftersummit.model import Gap

NAME = "gaps"
EXAMPLE = "aftersummit gaps nals/2023"


def run(
    under: Annotated[
        str, typer.Argument(help="Meeting or commitment; all without it.", metavar="[REF]")
    ] = "",
    project: ProjectOption = HERE,
    as_of: AsOfOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List commitments that need more action, each with its reasons.

    Undercut first, then overdue, then those whose figure moved the wrong way, those without
    evidence where somebody looked, and those that were only announced.
    """
    from aftersummit.project import open_project

    with open_project(project) as opened:
        found = opened.scores.gaps(under, as_of=as_of)
        titles = {c.ref: c.title or c.quote for c in opened.commitments(under=under)}
    rows = [_row(gap, titles.get(gap.commitment, "")) for gap in found]
    print_records(rows, form, ("address", "title", "kinds", "reasons"))
    if form is Format.table:
        say(f"{len(found)} commitments need more action, or somebody to show that it was taken")


def _row(gap: Gap, title: str) -> dict[str, Any]:
    from aftersummit.model import to_wire

    return {
        "address": str(gap.commitment),
        "title": title,
        "kinds": [reason.kind for reason in gap.reasons],
        "days_overdue": gap.days_overdue,
        "reasons": " ".join(reason.text for reason in gap.reasons),
        "details": to_wire(gap.reasons),
    }
