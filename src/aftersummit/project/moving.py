"""``push`` and ``pull``: the records of a folder to a team's server, and back."""

from __future__ import annotations

from pathlib import Path

from aftersummit.errors import UserError
from aftersummit.project.settings import read_settings
from aftersummit.store import DATABASE, Store
from aftersummit.store.copying import copy


def push(folder: Path, address: str) -> int:
    """Bring a server's database up to a folder's; returns how many rows were new.

    Raises:
        NotAProject: there is no project in the folder.
        Conflict: the server has what the folder has not.
        OutsideError: the server does not answer.
    """
    read_settings(folder)
    return _between(Store(folder), Store(folder, address=_address(folder, address)))


def pull(folder: Path, address: str) -> int:
    """Bring a folder's database up to a server's; returns how many rows were new.

    Raises:
        NotAProject: there is no project in the folder.
        Conflict: the folder has what the server has not.
        OutsideError: the server does not answer.
    """
    server = Store(folder, address=_address(folder, address))
    return _between(server, Store(folder, create=not (folder / DATABASE).exists()))


def _address(folder: Path, address: str) -> str:
    found = address or read_settings(folder).store
    if not found:
        raise UserError(
            "no server is named", "give its address: --store postgresql://user@host/database"
        )
    return found


def _between(origin: Store, target: Store) -> int:
    try:
        return copy(origin, target)
    finally:
        origin.close()
        target.close()
