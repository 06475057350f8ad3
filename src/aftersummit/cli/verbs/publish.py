"""``publish``: the site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, ProjectOption
from aftersummit.cli.output import progress_bar, say

NAME = "publish"
EXAMPLE = "aftersummit publish --to site"


def run(
    project: ProjectOption = HERE,
    to: Annotated[
        Path | None, typer.Option(help="Folder of the site.", show_default="site/ in the project")
    ] = None,
    as_of: AsOfOption = "",
    proposals: Annotated[
        bool | None,
        typer.Option(
            "--proposals/--no-proposals",
            help="Publish machine proposals of scores, marked as such.",
            show_default="as aftersummit.toml says",
        ),
    ] = None,
) -> None:
    """Write the register as a site.

    It works from a folder, without network or server. Scores that no person has decided are
    left out unless they are asked for, and then marked as machine proposals everywhere.
    """
    from aftersummit.project import open_project

    folder = to or project / "site"
    with open_project(project) as opened, progress_bar("publishing") as progress:
        report = opened.publish(folder, as_of=as_of, proposals=proposals, progress=progress)
    for problem in report.warnings[:10]:
        say(f"note: {problem.where}: {problem.what}")
    if len(report.warnings) > 10:
        say(f"note: and {len(report.warnings) - 10} more of the kind")
    say(f"{report.pages} pages")
    print(report.index.resolve())
