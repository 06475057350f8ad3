"""One index for many processes and machines: opened where it lies, or fetched once.

An index that is packed for others never changes under its name: the name carries its
identity, its last batch, and what tells its vectors apart.
"""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from aftersummit.errors import MissingExtra, OutsideError
from aftersummit.retrieval.index import MEANINGS, Index


def opened(address: str) -> Index:
    """The index at an address as it is now, kept open for the next question.

    Args:
        address: a folder, or what :func:`pack` gave.

    Raises:
        MissingExtra: a packed one, and fsspec is not installed.
        OutsideError: a packed one cannot be fetched.
    """
    if "://" in address:
        return _fetched(address)
    folder = Path(address)
    ledger, meanings = folder / "documents.tsv", folder / MEANINGS
    return _opened(
        address,
        ledger.stat().st_size if ledger.exists() else 0,
        meanings.stat().st_mtime_ns if meanings.exists() else 0,
    )


def pack(index: Index, store: str) -> str:
    """Put an index on a store that every machine can read; returns its address there.

    Args:
        store: a folder on any store that fsspec knows, as ``s3://bucket/indexes``.

    Raises:
        MissingExtra: fsspec is not installed.
        OutsideError: the store refuses.
    """
    state = index.meanings.state
    made = f"-{hashlib.sha256(state.encode('utf-8')).hexdigest()[:8]}" if state else ""
    address = f"{store.rstrip('/')}/{index.identity}-{index.batch}{made}.tar"
    try:
        files = _fsspec().open(address, "wb")
        if not files.fs.exists(files.path):
            with files as stream, tarfile.open(fileobj=stream, mode="w|") as packed:
                packed.add(index.folder, arcname=".", filter=_without_locks)
    except OSError as error:
        raise OutsideError(
            f"the index cannot be put at {address} ({error})", "check the address and your rights"
        ) from error
    return address


def _without_locks(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.endswith(".lock") else member


@lru_cache(maxsize=2)
def _opened(folder: str, _size: int, _made: int) -> Index:
    # The ledger only grows, so its size tells whether something came in since; vectors come in
    # folders of their own, which the time of the one around them tells.
    return Index(Path(folder))


_KEPT: dict[str, tuple[tempfile.TemporaryDirectory[str], Index]] = {}


def _fetched(address: str) -> Index:
    """Unpacked into a folder that goes with this process."""
    if address not in _KEPT:
        folder = tempfile.TemporaryDirectory(prefix="aftersummit-index-")
        try:
            with (
                _fsspec().open(address, "rb") as stream,
                tarfile.open(fileobj=stream, mode="r|") as packed,
            ):
                _unpack(packed, Path(folder.name).resolve())
        except (OSError, tarfile.TarError) as error:
            raise OutsideError(
                f"the index at {address} cannot be fetched ({error})",
                "check that every machine can read that address",
            ) from error
        _KEPT[address] = (folder, Index(Path(folder.name)))
    return _KEPT[address][1]


def _unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Files alone, and only below the folder: the filters of tarfile came with Python 3.11.4."""
    for member in packed:
        place = (folder / member.name).resolve()
        stream = packed.extractfile(member) if member.isfile() else None
        if stream is not None and place.is_relative_to(folder):
            place.parent.mkdir(parents=True, exist_ok=True)
            with stream, place.open("wb") as file:
                shutil.copyfileobj(stream, file)


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtra("sharing an index", "dask") from error
    return fsspec
