"""Bundled tables of official figures: one column a series, one line a period.

A cell is a number, with a letter behind one that is not final; an empty cell holds nothing.
``scripts/compile_figures.py`` writes them from the publishers' files.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from aftersummit.errors import UserError

FOLDER = "figures"
STATUS = {"p": "provisional", "r": "revised", "e": "estimated", "s": "rolling"}


def observations(data: Path, table: str, column: str) -> list[dict[str, Any]]:
    """The observations of one column, as wire values.

    Args:
        data: the folder of bundled facts, in which ``figures/`` lies.
        table: the table's name, without ``.csv``.

    Raises:
        UserError: there is no such table or column, or a cell is no figure.
    """
    columns = _columns(data / FOLDER / f"{table}.csv")
    if column not in columns:
        raise UserError(f"{table}.csv has no column '{column}'", f"use {', '.join(columns)}")
    return columns[column]


@cache
def _columns(path: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *lines = list(csv.reader(stream))
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} cannot be read ({error})", "correct the table") from error
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in header[1:]}
    for number, line in enumerate(lines, start=2):
        if len(line) != len(header):
            raise UserError(f"{path.name}, line {number}: a cell too few or many", "correct it")
        for name, cell in zip(header[1:], line[1:], strict=True):
            if cell:
                found[name].append({"period": _edtf(line[0]), **_value(cell, path, number)})
    return found


def _value(cell: str, path: Path, number: int) -> dict[str, Any]:
    status = STATUS.get(cell[-1])
    try:
        value = float(cell[:-1] if status else cell)
    except ValueError:
        raise UserError(
            f"{path.name}, line {number}: '{cell}' is no figure", "correct it"
        ) from None
    return {"value": value, "status": status or "final"}


def _edtf(period: str) -> str:
    """A quarter is written ``2023-Q1`` in the table and ``2023-33`` in EDTF."""
    year, mark, quarter = period.partition("-Q")
    return f"{year}-{32 + int(quarter)}" if mark else period
