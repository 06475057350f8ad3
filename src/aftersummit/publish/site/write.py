"""A site on disk: built beside the old one, then put in its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from aftersummit.errors import OutsideError, UserError
from aftersummit.model import Register
from aftersummit.publish.site.site import Site

MARK = ".aftersummit-site"
"""A file in every site that was written here: a folder without it is somebody's own."""

Progress = Callable[[int, int], None]


def write_site(register: Register, folder: Path | str, progress: Progress | None = None) -> Path:
    """Write the whole site to ``folder`` and return its first page's path.

    The old site stays in place until the new one is whole, and no file of it is left after.

    Args:
        register: what to publish; the same register gives the same bytes.
        folder: made if missing; if it exists, it must be empty or a site written before.
        progress: called with the number of files written and the number to write.

    Raises:
        UserError: ``folder`` holds something else, or is a file.
        OutsideError: the disk refused.
    """
    # Resolved before anything moves: the reader may stand inside the folder that is replaced.
    target = Path(folder).resolve()
    _check(target)
    site = Site(register)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            _fill(site, fresh, progress)
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise OutsideError(
            f"the site could not be written to {target}: {error.strerror or error}",
            "free some space or choose another folder; the old site, if any, is unchanged",
        ) from error
    return target / "index.html"


def _check(target: Path) -> None:
    if target.is_dir():
        if any(target.iterdir()) and not (target / MARK).is_file():
            raise UserError(
                f"{target} holds files that are not a published site",
                "choose an empty or a new folder",
            )
    elif target.exists() or target.is_symlink():
        raise UserError(f"{target} is not a folder", "choose an empty or a new folder")


def _fill(site: Site, folder: Path, progress: Progress | None) -> None:
    paths = list(site.paths())
    for number, path in enumerate(paths, start=1):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(site.render(path))
        if progress:
            progress(number, len(paths))
    (folder / MARK).write_text("A site published by aftersummit. It may be replaced as a whole.\n")
    folder.chmod(0o755)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    old.rmdir()
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
