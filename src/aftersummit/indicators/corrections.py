"""Known errors of publishers' files: what is wrong, why we say so, and a guard.

``sources/corrections.toml`` lists them. A correction acts only while its guard holds,
that is while the file still shows what the correction was written against. When the
publisher has repaired the file the correction stands aside and says that it is stale,
so that somebody removes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from aftersummit.errors import UserError
from aftersummit.indicators.cube import Cube, Row
from aftersummit.indicators.periods import between, ordinal
from aftersummit.model import Problem

Act = Literal["drop", "replace", "accept-gap", "note"]
TRANSFORMS: tuple[Act, ...] = ("drop", "replace", "accept-gap", "note")


@dataclass(frozen=True, slots=True)
class Correction:
    """One known error.

    Attributes:
        source: provider; ``table`` the id of the table, "" for all of them.
        first, last: the periods concerned.
        at: dimension to member, for the cells concerned; empty for all.
        act: drop the cells, replace their value, accept that they are absent, or only say so.
        expect: what the cells add up to in the faulty file, or for ``accept-gap`` 0.
        tolerance: how far the sum may lie from ``expect`` for the guard to hold.
    """

    id: str
    source: str
    first: str
    last: str
    act: Act
    reason: str
    expect: float
    table: str = ""
    at: Mapping[str, str] | None = None
    value: float | None = None
    tolerance: float = 0.0
    url: str = ""


@lru_cache(maxsize=1)
def known_corrections() -> tuple[Correction, ...]:
    """The corrections that ship with the program."""
    text = files("aftersummit.indicators.sources").joinpath("corrections.toml").read_text("utf-8")
    return tuple(_correction(entry) for entry in tomllib.loads(text)["correction"])


def corrected(source: str, cube: Cube, corrections: tuple[Correction, ...] | None = None) -> Cube:
    """The table with its known errors put right, each told in ``problems``.

    Args:
        corrections: instead of the ones that ship with the program.
    """
    for one in known_corrections() if corrections is None else corrections:
        if one.source == source and one.table in ("", cube.about.id):
            cube = _apply(cube, one)
    return cube


def _apply(cube: Cube, one: Correction) -> Cube:
    periods = set(between(one.first, one.last))
    held = cube.periods
    # A file that does not reach over the whole range says nothing about the error.
    if not held or ordinal(held[0]) > ordinal(one.first) or ordinal(held[-1]) < ordinal(one.last):
        return cube
    cells = [row for row in cube.rows if row.period in periods and _stands_at(cube, row, one)]
    if one.act == "accept-gap":
        return _accept_gap(cube, one, periods, bool(cells))
    if not cells:
        return cube
    if abs(sum(row.value or 0 for row in cells) - one.expect) > one.tolerance:
        return _told(cube, one, "correction-stale", "no longer shows this error", "remove it")
    if one.act == "drop":
        marked = set(map(id, cells))
        cube = replace(cube, rows=tuple(r for r in cube.rows if id(r) not in marked))
    elif one.act == "replace":
        marked = set(map(id, cells))
        rows = tuple(
            replace(r, value=one.value, status="revised", note=one.reason) if id(r) in marked else r
            for r in cube.rows
        )
        cube = replace(cube, rows=rows)
    else:
        marked = set(map(id, cells))
        rows = tuple(replace(r, note=one.reason) if id(r) in marked else r for r in cube.rows)
        cube = replace(cube, rows=rows)
    return _told(cube, one, "correction-applied", one.reason, "see the corrections file")


def _accept_gap(cube: Cube, one: Correction, periods: set[str], present: bool) -> Cube:
    if present:
        return _told(cube, one, "correction-stale", "has the missing figures now", "remove it")
    gaps = (*cube.gaps, *sorted(periods))
    return _told(
        replace(cube, gaps=gaps), one, "correction-applied", one.reason, "see the corrections file"
    )


def _stands_at(cube: Cube, row: Row, one: Correction) -> bool:
    return all(row.at[cube.dims.index(dim)] == member for dim, member in (one.at or {}).items())


def _told(cube: Cube, one: Correction, code: str, what: str, remedy: str) -> Cube:
    where = f"{cube.where or cube.about.id}, {one.first} to {one.last} ({one.id})"
    problem = Problem(code, where, what, remedy, severity="warning")
    return replace(cube, problems=(*cube.problems, problem))


def _correction(entry: dict[str, Any]) -> Correction:
    if entry.get("act") not in TRANSFORMS or not entry.get("reason"):
        raise UserError(
            f"the correction '{entry.get('id', '?')}' lacks a reason or a known act",
            f"give a reason and one of {', '.join(TRANSFORMS)}",
        )
    return Correction(**entry)
