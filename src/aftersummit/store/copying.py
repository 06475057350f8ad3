"""A project's records from one database to another: a folder's file and a team's server.

Logs only ever grow, so that a copy either continues what the other side has or the two have
gone different ways; nothing is merged by guessing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from aftersummit.errors import Conflict
from aftersummit.store.database import take_turn
from aftersummit.store.schema import (
    assigned,
    audit,
    codes,
    decisions,
    members,
    problems,
    proposals,
    records,
    runs,
    texts,
)
from aftersummit.store.store import Store

LOGS = (records, runs, proposals, decisions, codes, audit)
"""Numbered and only appended to."""
SETS = (texts, members, assigned)
"""Keyed and never changed. Accounts and sessions stay where they are."""
_BATCH = 500


def copy(origin: Store, target: Store) -> int:
    """Bring ``target`` up to what ``origin`` has; returns how many rows were new.

    Raises:
        Conflict: ``target`` has rows that ``origin`` does not, or others under their numbers.
    """
    with origin.connected() as source, target.connected(writes=True) as sink:
        take_turn(sink)
        added = sum(_append(source, sink, table) for table in LOGS)
        added += sum(_fill(source, sink, table) for table in SETS)
        # A mended problem is the one row that changes; it is taken as it stands.
        sink.execute(delete(problems))
        _insert(sink, problems, _rows(source, problems))
        _renumber(sink)
    return added


def _append(source: Connection, sink: Connection, table: Table) -> int:
    number = next(iter(table.primary_key.columns))
    last = sink.execute(select(func.max(number))).scalar() or 0
    ours = source.execute(select(func.max(number)).where(number <= last)).scalar() or 0
    same = all(
        tuple(one) == tuple(other)
        for one, other in zip(
            source.execute(select(table).where(number <= last).order_by(number)),
            sink.execute(select(table).order_by(number)),
            strict=False,
        )
    )
    if ours != last or not same:
        raise Conflict(
            f"the two sides have gone different ways: their {table.name} differ",
            "copy from the side that everybody worked on into an empty database",
        )
    return _insert(sink, table, _rows(source, table, number > last))


def _fill(source: Connection, sink: Connection, table: Table) -> int:
    key = tuple(table.primary_key.columns)
    known = {tuple(row) for row in sink.execute(select(*key))}
    names = [column.name for column in key]
    return _insert(
        sink,
        table,
        (row for row in _rows(source, table) if tuple(row[n] for n in names) not in known),
    )


def _rows(source: Connection, table: Table, *where: Any) -> Iterator[dict[str, Any]]:
    order = tuple(table.primary_key.columns)
    query = select(table).where(*where).order_by(*order)
    for row in source.execute(query).yield_per(_BATCH):
        yield dict(row._mapping)


def _insert(sink: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> int:
    batch: list[dict[str, Any]] = []
    added = 0
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            sink.execute(insert(table), batch)
            added, batch = added + len(batch), []
    if batch:
        sink.execute(insert(table), batch)
    return added + len(batch)


def _renumber(sink: Connection) -> None:
    """On a server, numbering goes on after the rows that came with their numbers."""
    if sink.dialect.name != "postgresql":
        return
    for table in (*LOGS, problems):
        number = next(iter(table.primary_key.columns)).name
        sink.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{number}'), "
                f"greatest((SELECT max({number}) FROM {table.name}), 1), "
                f"(SELECT count(*) > 0 FROM {table.name}))"
            )
        )
