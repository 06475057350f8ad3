"""The store of a project: one database file and one folder of sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from aftersummit.errors import Conflict, OutsideError
from aftersummit.store.database import BUSY_SECONDS, open_database
from aftersummit.store.files import SourceFiles
from aftersummit.store.reading import FOREVER, Reader
from aftersummit.store.writing import Writer

DATABASE = "aftersummit.db"
SOURCES = "sources"


class Store:
    """Opens transactions on a project's database.

    Use :meth:`read` and :meth:`write` as context managers. A write is confirmed when
    its block ends without an error; killing the process before that loses the block
    and nothing else.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self._engine = open_database(folder / DATABASE, create=create)
        self.sources = SourceFiles(folder / SOURCES)

    @contextmanager
    def read(self, as_of: str = FOREVER) -> Iterator[Reader]:
        """One consistent view, as of a UTC moment (ISO 8601)."""
        with self._engine.connect() as connection, connection.begin():
            yield Reader(connection, as_of)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """One transaction.

        Raises:
            Conflict: another process kept writing for longer than this one can wait.
            OutsideError: the disk refused; nothing of the block was kept.
        """
        try:
            with (
                self._engine.connect().execution_options(aftersummit_writes=True) as connection,
                connection.begin(),
            ):
                yield Writer(connection)
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise Conflict(
                    f"another process has been writing for {BUSY_SECONDS} seconds",
                    "let it finish, then do this again",
                ) from error
            raise OutsideError(
                f"the project could not be written ({error.orig})",
                "check that the disk has room and allows writing",
            ) from error
        except DatabaseError as error:
            raise OutsideError(
                f"the project could not be written ({error.orig})", "nothing was changed"
            ) from error

    def close(self) -> None:
        """Let go of the database file."""
        self._engine.dispose()
