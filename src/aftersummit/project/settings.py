"""``aftersummit.toml``: what a project is called and where its records are filed."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from aftersummit.errors import NotAProject

FILE = "aftersummit.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """A project's settings.

    Attributes:
        title: the register's name, as printed on the site.
        meeting: address under which new documents are filed; "" files them by year
            under ``unfiled``.
        coder: who decides when the command does not say.
        bundled: names of the bundled registers that were loaded.
        coders: who may score; a score by anybody else is refused.
        store: address of a PostgreSQL database that holds the records; "" is the folder's own.
        proposals: whether machine proposals of scores are published, marked as such.
        semantic: weights by which evidence is ranked by meaning too (a name on the hub, a
            folder, or package:NAME); "" ranks by keywords alone.
    """

    title: str = "Register of commitments"
    meeting: str = ""
    coder: str = ""
    bundled: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    proposals: bool = False
    store: str = ""
    semantic: str = ""


def read_settings(folder: Path) -> Settings:
    """The settings of the project in ``folder``.

    Raises:
        NotAProject: there is no settings file, or it cannot be understood.
    """
    path = folder / FILE
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NotAProject(
            f"there is no project in {folder}",
            "make one with: aftersummit init, or name its folder with --project DIR",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotAProject(f"{path} cannot be read ({error})", "mend that line") from error
    unknown = set(given) - {field.name for field in fields(Settings)}
    if unknown:
        raise NotAProject(
            f"{path} has an unknown setting '{sorted(unknown)[0]}'", "remove or rename it"
        )
    return Settings(
        title=str(given.get("title", Settings().title)),
        meeting=str(given.get("meeting", "")),
        coder=str(given.get("coder", "")),
        bundled=tuple(str(name) for name in given.get("bundled", ())),
        coders=tuple(str(name) for name in given.get("coders", ())),
        proposals=bool(given.get("proposals", False)),
        store=str(given.get("store", "")),
        semantic=str(given.get("semantic", "")),
    )


def write_settings(folder: Path, settings: Settings) -> None:
    """Write the settings file, whole or not at all."""
    lines = [
        "# A project of aftersummit. Records live in aftersummit.db, bytes in sources/.",
        f"title = {_quoted(settings.title)}",
        f"meeting = {_quoted(settings.meeting)}  # where new documents are filed, as g7/2026",
        f"coder = {_quoted(settings.coder)}  # who decides when a command does not say",
        f"bundled = [{', '.join(map(_quoted, settings.bundled))}]",
        f"coders = [{', '.join(map(_quoted, settings.coders))}]  # who may score",
        f"proposals = {str(settings.proposals).lower()}  # publish machine proposals of scores",
        *([f"store = {_quoted(settings.store)}"] if settings.store else []),
        *([f"semantic = {_quoted(settings.semantic)}"] if settings.semantic else []),
    ]
    new = folder / f"{FILE}.new"
    new.write_text("\n".join(lines) + "\n", "utf-8")
    new.replace(folder / FILE)


def _quoted(text: str) -> str:
    # A JSON string without escaped astral characters is a TOML basic string.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
