"""Options that several verbs share, so that one word means one thing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How records are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


ProjectOption = Annotated[
    Path,
    typer.Option("--project", help="Folder of the project.", metavar="DIR", show_default="here"),
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="How to print records.", show_default=True)
]
AsOfOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="What was known on that day (2024-06-01)."),
]
CoderOption = Annotated[
    str, typer.Option("--coder", metavar="NAME", help="Who decides (or set it in the project).")
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=NUMBER",
        help="Read larger files, as html=60 (megabytes) or pdf_pages=9000; repeatable.",
    ),
]
StoreOption = Annotated[
    str, typer.Option("--store", help="postgresql://user@host/database.", metavar="ADDRESS")
]
HERE = Path()
