"""``serve``: the site, live."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, ProjectOption
from aftersummit.cli.output import say

NAME = "serve"
EXAMPLE = "aftersummit serve --port 8400"


def run(
    project: ProjectOption = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8400,
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
    as_of: AsOfOption = "",
) -> None:
    """Show the live site on this machine.

    The pages follow every change of the project.
    """
    from aftersummit.project import open_project
    from aftersummit.server import serve

    with open_project(project) as opened:
        serve(opened, host=host, port=port, browser=browser, as_of=as_of, ready=say)
