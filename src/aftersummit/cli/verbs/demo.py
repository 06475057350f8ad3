"""``demo``: the register of the North American Leaders' Summit, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.output import progress_bar, say

NAME = "demo"
EXAMPLE = "aftersummit demo"


def run(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("demo"),
) -> None:
    """Make and publish the bundled register.

    A project is made with the register of the North American Leaders' Summit. Its scores are
    machine proposals, published because they are asked for here and marked as such.

    Running it again brings the project up to date and publishes again; decisions and
    texts that were added stay.
    """
    from aftersummit.project import Settings, make_project, open_project

    if (folder / "aftersummit.toml").exists():
        project = open_project(folder)
    else:
        settings = Settings(title="North American Leaders' Summit", proposals=True)
        project = make_project(folder, settings)
    with project, progress_bar("publishing") as progress:
        project.load_bundled("nals")
        project.indicators.check(progress=progress)
        report = project.publish(folder / "site", progress=progress)
        counts = {
            noun: project.count(noun) for noun in ("forum", "meeting", "commitment", "action")
        }
    say(
        f"{counts['forum']} forums, {counts['meeting']} meetings, "
        f"{counts['commitment']} commitments, {counts['action']} actions, {report.pages} pages"
    )
    say(f"next: aftersummit status nals/2023/C001 --project {folder}")
    say(f"      aftersummit fetch nals --project {folder}   (the official texts, from the web)")
    say("open this in a browser:")
    print(report.index.resolve())
