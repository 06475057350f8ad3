"""``text``: the canonical text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from aftersummit.cli.options import HERE, AsOfOption, LimitOption, ProjectOption
from aftersummit.cli.output import warn

NAME = "text"
EXAMPLE = "aftersummit text communique.pdf --find 'by 2030'"


def run(
    target: Annotated[
        str,
        typer.Argument(help="A file, or the address of a document or span.", metavar="FILE|REF"),
    ],
    project: ProjectOption = HERE,
    find: Annotated[
        str, typer.Option(help="Print where these words stand instead.", metavar="WORDS")
    ] = "",
    as_of: AsOfOption = "",
    limit: LimitOption = None,
) -> None:
    """Print the canonical text.

    Exactly as offsets count it: of a file, or of a document of the project.
    """
    words = _words(target, project, as_of, limit or ())
    if not find:
        sys.stdout.write(words)
        return
    from aftersummit.errors import NotFound
    from aftersummit.text.align import locate

    placed = locate(find, words)
    if placed is None:
        raise NotFound(f"the words are not in {target}", "try fewer of them")
    span, match = placed
    print(f"{span.start}-{span.end} {match}")


def _words(target: str, folder: Path, as_of: str, limit: Sequence[str]) -> str:
    if target == "-" or Path(target).is_file():
        from aftersummit.documents import Limits
        from aftersummit.project.files import read_file

        found = read_file(Path(target), warn=warn, limits=Limits.raised(limit))
        return "\n\n".join(document.text or "" for document in found)
    from aftersummit.model import Ref
    from aftersummit.project import open_project

    with open_project(folder) as opened:
        return opened.text(Ref.parse(target), as_of=as_of)
