"""``serve``: the site, live, and the workbench."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, CoderOption, ProjectOption
from aftersummit.cli.output import say

NAME = "serve"
EXAMPLE = "aftersummit serve --port 8400 --coder ana"


def run(
    project: ProjectOption = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8400,
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
    work: Annotated[bool, typer.Option("--work", help="Open the workbench in it.")] = False,
    coder: CoderOption = "",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="Another name that the server answers to, repeatable.", metavar="NAME"),
    ] = None,
    store: Annotated[
        str,
        typer.Option(help="Records in PostgreSQL: postgresql://user@host/db.", metavar="ADDRESS"),
    ] = "",
    as_of: AsOfOption = "",
) -> None:
    """Show the live site and the workbench on this machine.

    The pages follow every change of the project. The workbench is under /work/. Only this
    machine is answered unless --host says otherwise, which needs a project with accounts:
    see aftersummit people.
    """
    from aftersummit.project import open_project
    from aftersummit.server import serve

    with open_project(project, store=store) as opened:
        serve(
            opened,
            host=host,
            port=port,
            browser=browser,
            as_of=as_of,
            ready=say,
            coder=coder,
            allowed=allow_host or (),
            page="work/" if work else "",
        )
