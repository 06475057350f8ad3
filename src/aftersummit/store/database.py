"""Opening, making and migrating the database of a project."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from aftersummit.errors import MissingExtra, NotAProject, OutsideError, UserError
from aftersummit.store.schema import SCHEMA_VERSION

BUSY_SECONDS = 30


def open_server(address: str) -> Engine:
    """The PostgreSQL database at an address, migrated to this program's schema.

    Raises:
        UserError: the address is none of a PostgreSQL database.
        MissingExtra: the driver is not installed.
        NotAProject: a newer program made it.
        OutsideError: the server does not answer, or refuses.
    """
    where = _without_password(address)
    try:
        url = make_url(address)
        if url.get_backend_name() != "postgresql":
            raise ArgumentError("not PostgreSQL")
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), pool_size=10, max_overflow=50
        )
    except ArgumentError as error:
        raise UserError(
            f"'{where}' is no address of a PostgreSQL database",
            "write it like postgresql://user@host/database",
        ) from error
    except ModuleNotFoundError as error:
        raise MissingExtra("a store on a server", "postgresql") from error
    try:
        _migrate(engine)
    except DatabaseError as error:
        first = str(error.orig).strip().splitlines()[0]
        raise OutsideError(
            f"{where} cannot be used ({first})", "check the address and that the server runs"
        ) from error
    return engine


def _without_password(address: str) -> str:
    return re.sub(r"(//[^:/@]*):[^@]*@", r"\1:***@", address)


def open_database(path: Path, *, create: bool = False) -> Engine:
    """The database at ``path``, migrated to this program's schema.

    Raises:
        NotAProject: there is no database, it is damaged, or a newer program made it.
        OutsideError: the disk refuses.
    """
    if not create and not path.is_file():
        raise NotAProject(
            f"there is no project in {path.parent}",
            "make one with: aftersummit init, or name its folder with --project DIR",
        )
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
    except DatabaseError as error:
        raise _explained(error, path) from error
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    """Durable, concurrent SQLite: a confirmed write survives the process and the machine."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-32000")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Say which transactions will write, so that two writers wait instead of failing."""
    writes = connection.get_execution_options().get("aftersummit_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


LOCK = 0x5AFE
"""One writer at a time on a server too: every write takes this lock until it ends."""


def take_turn(connection: Connection) -> None:
    """Wait, on a server, until no other transaction writes; SQLite does so by itself.

    The log's numbers then rise in the order in which transactions end, which the fold of the
    log and optimistic concurrency rest on.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        found = _version(connection)
    if found == SCHEMA_VERSION:
        return
    if found and found > SCHEMA_VERSION:
        raise NotAProject(
            f"the project was made by a newer program (store version {found})",
            "update with: pip install --upgrade aftersummit",
        )
    # Alembic takes longer to import than most verbs take to run.
    from alembic import command
    from alembic.config import Config

    with engine.connect().execution_options(aftersummit_writes=True) as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        with connection.begin():
            take_turn(connection)
            # Another process may have migrated while this one waited for the lock.
            if _version(connection) != SCHEMA_VERSION:
                command.upgrade(config, "head")


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else ""


def _explained(error: DatabaseError, path: Path) -> NotAProject | OutsideError:
    said = str(error.orig)
    if "not a database" in said or "malformed" in said:
        return NotAProject(
            f"{path} is damaged or not a project's database ({said})",
            "restore it from a copy; the sources beside it are intact and can be added again",
        )
    return OutsideError(
        f"{path} cannot be used ({said})", "check that the disk has room and allows writing"
    )
