"""``correct``: put right what was found about a document."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, Format, FormatOption, ProjectOption
from aftersummit.cli.output import print_records

NAME = "correct"
EXAMPLE = "aftersummit correct unfiled/2026/communique --date 2026-06-15 --issuer CA --issuer MX"


def run(
    ref: Annotated[str, typer.Argument(help="Address of the document.", metavar="REF")],
    project: ProjectOption = HERE,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    date: Annotated[str | None, typer.Option(help="Its date (EDTF).")] = None,
    issuer: Annotated[
        list[str] | None, typer.Option(help="Code of a party that speaks, repeatable.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language: en, fr or es.")] = None,
    kind: Annotated[str | None, typer.Option(help="declaration, fact-sheet, ...")] = None,
    url: Annotated[str | None, typer.Option(help="Public address.")] = None,
    form: FormatOption = Format.table,
) -> None:
    """Correct what was found about a document."""
    from aftersummit.cli.wire import record_row
    from aftersummit.errors import UsageError
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    given = {
        "title": title,
        "date": date,
        "issuers": tuple(issuer) if issuer else None,
        "language": language,
        "kind": kind,
        "url": url,
    }
    corrections = {key: value for key, value in given.items() if value is not None}
    if not corrections:
        raise UsageError("nothing to correct", "name a field: --date 2026-06-15")
    with open_project(project) as opened:
        document = opened.correct(Ref.parse(ref), **corrections)
    print_records(
        [record_row(document)], form, ("address", "date", "issuers", "language", "kind", "title")
    )
