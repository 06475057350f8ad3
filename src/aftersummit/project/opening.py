"""Opening and making projects."""

from __future__ import annotations

import os
from pathlib import Path

from aftersummit.errors import UserError
from aftersummit.model import Ref
from aftersummit.project.project import Project
from aftersummit.project.settings import FILE, Settings, read_settings, write_settings
from aftersummit.store import Store


def open_project(folder: str | Path = ".", *, store: str = "") -> Project:
    """Open the project in a folder.

    Args:
        store: address of a PostgreSQL database that holds its records, in place of the one
            that its settings name.

    Raises:
        NotAProject: there is none, or it cannot be opened.
    """
    path = Path(folder)
    settings = read_settings(path)
    return Project(path, Store(path, address=store or settings.store), settings)


def make_project(folder: str | Path, settings: Settings | None = None) -> Project:
    """Make a project in a folder (made too, if need be) and open it.

    Raises:
        UserError: the folder holds a project already, or cannot be written.
    """
    path = Path(folder)
    if (path / FILE).exists():
        raise UserError(
            f"there is a project in {path} already", "open it, or choose another folder"
        )
    settings = settings or Settings()
    if settings.meeting:
        Ref.parse(settings.meeting)
    try:
        path.mkdir(parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK)
    except OSError as error:
        raise UserError(
            f"{path} cannot be made ({error.strerror})", "choose another folder"
        ) from error
    if not writable:
        raise UserError(f"{path} cannot be written", "choose another folder")
    store = Store(path, create=not settings.store, address=settings.store)
    # The settings file comes last: a folder without it is no project, and init can run again.
    write_settings(path, settings)
    return Project(path, store, settings)
