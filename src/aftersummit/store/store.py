"""The store of a project: one database file and one folder of sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from aftersummit.errors import Conflict, OutsideError
from aftersummit.store.database import BUSY_SECONDS, open_database, open_server, take_turn
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

    def __init__(self, folder: Path, *, create: bool = False, address: str = "") -> None:
        """Open it.

        Args:
            folder: of the project; its sources lie there.
            create: make the database file.
            address: of a PostgreSQL database in place of the file.
        """
        self.folder = folder
        path = folder / DATABASE
        self._engine = open_server(address) if address else open_database(path, create=create)
        self._server = bool(address)
        self.sources = SourceFiles(folder / SOURCES)

    @contextmanager
    def read(self, as_of: str = FOREVER) -> Iterator[Reader]:
        """One consistent view, as of a UTC moment (ISO 8601).

        Raises:
            OutsideError: the disk or the server refused.
        """
        try:
            with self._connect("REPEATABLE READ") as connection, connection.begin():
                yield Reader(connection, as_of)
        except DatabaseError as error:
            raise _unread(error) from error

    @contextmanager
    def glance(self) -> Iterator[Reader]:
        """A view for one question. What is asked next may see a later moment; a server is
        spared the two messages that open and end a transaction.

        Raises:
            OutsideError: the disk or the server refused.
        """
        try:
            with self._connect("AUTOCOMMIT") as connection:
                yield Reader(connection)
        except DatabaseError as error:
            raise _unread(error) from error

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """One transaction.

        Raises:
            Conflict: another process kept writing for longer than this one can wait.
            OutsideError: the disk refused; nothing of the block was kept.
        """
        try:
            with self._connect("READ COMMITTED", writes=True) as connection, connection.begin():
                take_turn(connection)
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

    @contextmanager
    def connected(self, *, writes: bool = False) -> Iterator[Connection]:
        """The bare connection of one transaction, for copying whole tables."""
        isolation = "READ COMMITTED" if writes else "REPEATABLE READ"
        with self._connect(isolation, writes=writes) as connection, connection.begin():
            yield connection

    def _connect(self, isolation: str, *, writes: bool = False) -> Connection:
        """A connection; on a server a read sees one moment, a write what was just confirmed."""
        connection = self._engine.connect().execution_options(aftersummit_writes=writes)
        if self._server:
            connection = connection.execution_options(isolation_level=isolation)
        return connection

    def close(self) -> None:
        """Let go of the database file."""
        self._engine.dispose()


def _unread(error: DatabaseError) -> OutsideError:
    return OutsideError(
        f"the project could not be read ({error.orig})",
        "check that its disk or its server can be reached, then do this again",
    )
