"""A PostgreSQL server of the tests' own: a folder, a private socket, no port, nobody else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftersummit.project import Project, Settings, make_project
from tests.test_review_coding import TEXT

FOLDERS = ("", *sorted((str(p) for p in Path("/usr/lib/postgresql").glob("*/bin")), reverse=True))


def tool(name: str) -> str:
    """Where a program of PostgreSQL lies, "" where there is none."""
    for folder in FOLDERS:
        found = shutil.which(name, path=folder or None)
        if found:
            return found
    return ""


def _user() -> str:
    """PostgreSQL refuses to run as root; somebody who may run it there, or "" for ourselves."""
    if os.getuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), "")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a server's database that others can be made from."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    initdb, control = tool("initdb"), tool("pg_ctl")
    if not initdb or not control:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        folder = Path(name)
        user = _user()
        if user:
            shutil.chown(folder, user)
        data, log = folder / "data", folder / "log"

        def run(*words: str) -> None:
            subprocess.run(words, check=True, capture_output=True, user=user or None, cwd=name)

        run(initdb, "-D", str(data), "-U", "team", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={name} -c fsync=off -c max_connections=120"
        run(control, "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
        try:
            address = f"postgresql://team@/postgres?host={name}"
            _make_template(address, folder)
            yield address
        finally:
            run(control, "-D", str(data), "-m", "immediate", "stop")


def _make_template(address: str, folder: Path) -> None:
    """A database with our tables and no rows, of which every test gets a copy."""
    import psycopg

    from aftersummit.store import Store

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    Store(folder / "project", address=address.replace("/postgres?", "/migrated?")).close()


@pytest.fixture
def database(postgresql, request) -> Iterator[str]:
    """Address of a database with our tables and nothing in them."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    yield postgresql.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def project(tmp_path, database) -> Iterator[Project]:
    """A project on the server with one text, read and looked through."""
    settings = Settings(title="Seven", meeting="g7/2026", store=database)
    with make_project(tmp_path / "p", settings) as made:
        (tmp_path / "statement.txt").write_text(TEXT, "utf-8")
        made.add([str(tmp_path / "statement.txt")])
        made.extract()
        yield made
