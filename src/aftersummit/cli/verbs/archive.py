"""``archive``: the bytes behind the records, for libraries and for dead links."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.options import HERE, ProjectOption
from aftersummit.cli.output import progress_bar, say

app = typer.Typer(help="Export and reopen what was kept as received.", no_args_is_help=True)


@app.command("export", epilog="Example: aftersummit archive export register.warc.gz --cited")
def export(
    target: Annotated[Path, typer.Argument(help="File to write.", metavar="FILE.warc.gz")],
    project: ProjectOption = HERE,
    cited: Annotated[
        bool, typer.Option("--cited", help="Only what commitments and evidence cite.")
    ] = False,
) -> None:
    """Write the sources as a WARC file, which web archives can replay."""
    from aftersummit.project import open_project

    with open_project(project) as opened, progress_bar("archiving") as progress:
        report = opened.archive.export(target, cited=cited, progress=progress)
    say(f"{report.sources} sources and {report.texts} texts written to {target}")
    if report.missing:
        say(f"{len(report.missing)} sources are gone from sources/; add their files again")
        raise typer.Exit(1)


@app.command("open", epilog="Example: aftersummit archive open https://example.org/statement")
def open_(
    address: Annotated[str, typer.Argument(help="Where it stood on the web.", metavar="ADDRESS")],
    project: ProjectOption = HERE,
    to: Annotated[Path | None, typer.Option(help="Copy the bytes to this file.")] = None,
) -> None:
    """Open what was kept from an address, though the page may be gone.

    Prints the place of the bytes, or the words where the text came as one of many in a file.
    """
    from aftersummit.project import open_project
    from aftersummit.project.files import written_whole

    with open_project(project) as opened:
        found = opened.archive.open(address)
        say(f"{found.source.name}, retrieved {found.source.retrieved}, {found.source.media_type}")
        words = found.document.text if found.document else None
        if to is not None:
            with written_whole(to) as stream:
                if words is None:
                    stream.buffer.write(found.path.read_bytes())
                else:
                    stream.write(words)
            say(f"written to {to}")
        else:
            print(words if words is not None else found.path.resolve())
