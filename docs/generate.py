"""Write the documentation that is derived from the code: commands and JSON Schemas.

`make docs` runs it; a test fails when what is committed differs from what it writes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from aftersummit import model

HERE = Path(__file__).parent
SCHEMAS = (
    model.Action,
    model.Assessment,
    model.Code,
    model.Commitment,
    model.Datum,
    model.Decision,
    model.Document,
    model.Effect,
    model.Evidence,
    model.Finding,
    model.Forum,
    model.Gap,
    model.Guideline,
    model.Lesson,
    model.Meeting,
    model.Party,
    model.Problem,
    model.Round,
    model.Score,
    model.ScoreSummary,
    model.Series,
    model.Source,
    model.Square,
    model.Yardstick,
)


def pages() -> dict[str, str]:
    """File name under ``docs/`` to its content."""
    written = {"commands.md": commands()}
    for noun in SCHEMAS:
        schema = json.dumps(model.json_schema(noun), indent=2, ensure_ascii=False)
        written[f"schema/{noun.__name__.lower()}.json"] = schema + "\n"
    return written


def commands() -> str:
    """Every verb with its help, as markdown."""
    os.environ["COLUMNS"] = "88"
    os.environ["TERMINAL_WIDTH"] = "88"
    lines = [
        "# Commands",
        "",
        "`aftersummit VERB [NOUN] [REF...]`. Written by `make docs` from the program itself.",
        "",
        "Exit codes: 0 done, 1 the input has to change, 2 the command has to change, 3 something",
        "outside failed. An error is one line: what, where, what to do.",
        "",
    ]
    from typer.main import get_command

    from aftersummit.cli.app import app

    root: Any = get_command(app)
    for name, command in root.commands.items():
        for path, leaf in _leaves(name, command):
            lines += [f"## {path}", "", "```text", _help(leaf, path).strip(), "```", ""]
    return "\n".join(lines)


def _leaves(name: str, command: Any) -> list[tuple[str, Any]]:
    if hasattr(command, "commands"):
        return [
            leaf
            for sub, each in command.commands.items()
            for leaf in _leaves(f"{name} {sub}", each)
        ]
    return [(name, command)]


def _help(command: Any, path: str) -> str:
    context = command.make_context(
        f"aftersummit {path}", ["--help"], resilient_parsing=True, max_content_width=88
    )
    return str(command.get_help(context))


if __name__ == "__main__":
    for name, content in pages().items():
        target = HERE / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(content, "utf-8")
