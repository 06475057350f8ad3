"""``bench``: print the figures that the documentation gives."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from aftersummit.errors import UsageError, UserError

NAME = "bench"
EXAMPLE = "aftersummit bench extraction --errors 20"
SETTINGS = {"ignore_unknown_options": True}
"""Options that follow the name are the measurement's own."""


def run(
    name: Annotated[
        str, typer.Argument(help="What to measure; left out: what there is.", metavar="NAME")
    ] = "",
    options: Annotated[
        list[str] | None,
        typer.Argument(help="The measurement's own options, as --errors 20.", metavar="OPTION"),
    ] = None,
) -> None:
    """Print the figures that the documentation gives, measured here.

    The measurements belong to the source checkout: aftersummit bench extraction counts finds
    against the coded texts, aftersummit bench review how much reading the queue saves.
    """
    root = _checkout()
    if name and not (root / "benchmarks" / f"{name}.py").is_file():
        raise UsageError(f"no measurement is called {name}", "see them with: aftersummit bench")
    sys.path.insert(0, str(root))
    sys.argv = [f"aftersummit bench {name}".strip(), *(options or [])]
    try:
        runpy.run_module(f"benchmarks.{name or '__main__'}", run_name="__main__")
    except ModuleNotFoundError as missing:
        raise UserError(
            f"{name} needs {missing.name}, which is not installed",
            f"install the contributors' tools: pip install -e '{root}[dev]'",
        ) from None


def _checkout() -> Path:
    """The source checkout: the one this program runs from, or the folder the reader stands in."""
    import aftersummit

    for root in (Path(aftersummit.__file__).parents[2], Path.cwd()):
        if (root / "benchmarks" / "__main__.py").is_file():
            return root
    raise UserError(
        "the measurements come with the source code, and there is no benchmarks/ folder here",
        "run this in a clone of the repository, after make demo",
    )
