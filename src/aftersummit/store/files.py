"""Sources as received: bytes in a folder, each file named by the SHA-256 of its content."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from aftersummit.errors import NotFound, OutsideError

_CHUNK = 1 << 20


class SourceFiles:
    """The ``sources/`` folder of a project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, stream: BinaryIO) -> tuple[str, int]:
        """Copy a stream into the folder; returns (SHA-256 in hex, size in bytes).

        The copy appears under its name whole or not at all. Bytes that are already
        kept are not written again.

        Raises:
            OutsideError: the disk refuses.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        try:
            with tempfile.NamedTemporaryFile(
                dir=self.folder, prefix=".incoming-", delete=False
            ) as copy:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
                    size += len(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            target = self.folder / digest.hexdigest()
            if target.exists():
                Path(copy.name).unlink()
            else:
                Path(copy.name).replace(target)
        except OSError as error:
            Path(copy.name).unlink(missing_ok=True)
            raise OutsideError(
                f"a source could not be kept in {self.folder} ({error.strerror})",
                "free some space and add it again",
            ) from error
        return digest.hexdigest(), size

    def path(self, sha256: str) -> Path:
        """Where the bytes lie.

        Raises:
            NotFound: they are not in the folder.
        """
        path = self.folder / sha256
        if not path.is_file():
            raise NotFound(
                f"the bytes of source {sha256[:12]} are not in {self.folder}",
                "add the file or address again",
            )
        return path

    def sweep(self) -> int:
        """Remove copies that an interrupted run left unfinished; returns how many.

        Only copies that nobody has written to for an hour go: a younger one may belong
        to another process that is still at work.
        """
        found = list(self.folder.glob(".incoming-*")) if self.folder.is_dir() else []
        left = [path for path in found if path.stat().st_mtime < time.time() - 3600]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)
