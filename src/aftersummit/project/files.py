"""Files outside a project: reading one, and writing one whole or not at all."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from aftersummit import documents
from aftersummit.errors import OutsideError, UserError
from aftersummit.model import Document, Problem


def _ignored(_problem: Problem) -> None:
    """For callers that do not tell."""


def read_file(
    path: Path,
    language: str = "",
    warn: Callable[[Problem], None] = _ignored,
    limits: documents.Limits | None = None,
) -> Iterator[Document]:
    """The documents in a file (``-`` is standard input), without a project.

    Args:
        warn: told what could be read only in part.
        limits: how large it may be before it is refused.

    Raises:
        UnreadableSource: nothing in it can be read.
        UserError: the file cannot be opened, or a line of it cannot be read.
    """
    try:
        given = sys.stdin.buffer.read() if str(path) == "-" else path
        name = "standard input" if str(path) == "-" else str(path)
        for each in documents.read(given, name, language=language or None, limits=limits):
            if not isinstance(each, Problem):
                yield each
            elif each.severity == "error":
                raise UserError(f"{each.where}: {each.what}", each.remedy)
            else:
                warn(each)
    except OSError as error:
        raise UserError(
            f"{path} cannot be opened ({error.strerror})", "check its name and rights"
        ) from error


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A text stream that becomes the file at ``path`` only if everything was written.

    Raises:
        OutsideError: the disk refuses.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="",
            dir=path.resolve().parent,
            prefix=f".{path.name}-",
            delete=False,
        ) as stream:
            try:
                yield stream  # type: ignore[misc]  # a wrapper with TextIO's methods
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
        Path(stream.name).chmod(0o644)
        Path(stream.name).replace(path)
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be written ({error.strerror})", "check the folder and the disk"
        ) from error
