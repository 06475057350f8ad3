"""``add``: bring texts in."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, Format, FormatOption, LimitOption, ProjectOption
from aftersummit.cli.output import print_records, progress_bar, say

NAME = "add"
EXAMPLE = "aftersummit add communique.pdf texts/ 'old/*.docx' https://example.org/statement"


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders, patterns and addresses.", metavar="INPUT..."),
    ],
    project: ProjectOption = HERE,
    meeting: Annotated[
        str, typer.Option(help="File them under this meeting.", metavar="ADDRESS")
    ] = "",
    title: Annotated[str, typer.Option(help="Their title, if it is found wrongly.")] = "",
    date: Annotated[str, typer.Option(help="Their date (EDTF), as 2026-06-15.")] = "",
    issuer: Annotated[
        list[str] | None, typer.Option(help="Code of a party that speaks, repeatable.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language: en, fr or es.")] = "",
    kind: Annotated[str, typer.Option(help="declaration, fact-sheet, speech, ...")] = "",
    allow_private: Annotated[
        bool, typer.Option(help="Let addresses lead to private and loopback networks.")
    ] = False,
    max_mb: Annotated[float, typer.Option(help="Largest page to fetch, in megabytes.")] = 100,
    timeout: Annotated[float, typer.Option(help="Longest wait for a page, in seconds.")] = 60,
    pause: Annotated[
        float, typer.Option(help="Seconds between two pages of one site's list.", min=0)
    ] = 1.0,
    max_pages: Annotated[int, typer.Option(help="Pages of a list in one run.", min=1)] = 500,
    limit: LimitOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Read texts into the project.

    Plain text, markdown, HTML, PDF, DOCX and JSON lines (.gz too) are understood. The address
    of an RSS or Atom feed or of a sitemap stands for the pages that it lists: they are
    fetched one by one as the site allows, and only new ones the next time.

    What was added before is not added twice. A file that cannot be read does not stop the
    rest: it is listed with the remedy and stays listed (aftersummit list problems) until it
    is added well. If one could not be read, the exit code is 1.
    """
    from aftersummit.documents import FetchPolicy, Limits
    from aftersummit.model import Ref, to_wire
    from aftersummit.project import open_project
    from aftersummit.project.adding import Given

    given = Given(
        meeting=str(Ref.parse(meeting).meeting_ref) if meeting else "",
        title=title,
        date=date,
        issuers=tuple(issuer or ()),
        language=language,
        kind=kind,
    )
    policy = FetchPolicy(
        max_bytes=int(max_mb * 1_000_000),
        total_s=timeout,
        allow_private=allow_private,
        pause_s=pause,
        max_pages=max_pages,
    )
    with open_project(project) as opened, progress_bar("adding") as progress:
        report = opened.add(
            inputs, given, policy=policy, limits=Limits.raised(limit or ()), progress=progress
        )
    skipped = f", {report.skipped} files that are no documents" if report.skipped else ""
    if report.left:
        say(f"{report.left} pages are left: the same command goes on with them")
    say(f"{len(report.added)} documents added, {report.unchanged} were there already{skipped}")
    errors = [p for p in report.problems if p.severity == "error"]
    if report.problems:
        say(f"{len(errors)} could not be read, {len(report.problems) - len(errors)} in part:")
        print_records(map(to_wire, report.problems), form, ("where", "what", "remedy"))
    elif len(report.added) == 1:
        say(f"address: {report.added[0]}")
    if errors:
        raise typer.Exit(1)
