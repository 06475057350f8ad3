"""Any delimited table, described by a small mapping file.

A mapping is TOML::

    id = "ca-permits"
    title = "Work permits issued in Canada"
    unit = "permits"
    publisher = "IRCC"
    licence = "Open Government Licence - Canada"
    period = "Month"            # or: year = "FY" and month = "Month", with fiscal_start = 10
    value = "Permits"
    decimal = "."               # "," where tenths follow a comma
    delimiter = ","

    [dims]
    province = "Province"       # name of the dimension = column
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aftersummit.errors import UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.faults import MalformedSeries
from aftersummit.indicators.figures import Figure
from aftersummit.indicators.periods import (
    Period,
    at_frequency,
    fiscal_month,
    fiscal_year_number,
    month_number,
    noun,
    parse_period,
)
from aftersummit.indicators.sources.base import Reading, table
from aftersummit.model import Problem
from aftersummit.model.series import Frequency, ObsStatus

_STATUS: dict[str, ObsStatus] = {
    "final": "final", "f": "final", "a": "final", "": "final",
    "provisional": "provisional", "p": "provisional", "preliminary": "provisional",
    "revised": "revised", "r": "revised", "rolling": "rolling",
    "estimated": "estimated", "e": "estimated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Which column is what.

    Attributes:
        period: column of the period; or ``year`` and ``month`` for two columns.
        fiscal_start: first month of the fiscal year that ``year`` counts, 1 for calendar years.
        frequency: the length of a period, when dates are written as days.
        unit_column: a column of units; more than one unit in it is a fault.
    """

    about: About
    value: str
    period: str = ""
    year: str = ""
    month: str = ""
    fiscal_start: int = 1
    frequency: Frequency | None = None
    status: str = ""
    unit_column: str = ""
    decimal: str = "."
    delimiter: str = ","
    dims: Mapping[str, str] = field(default_factory=dict)


_OWN = ("value", "period", "year", "month", "fiscal_start", "status", "unit_column",
        "decimal", "delimiter", "dims")  # fmt: skip
_ABOUT = ("id", "title", "unit", "publisher", "address", "licence", "vintage", "area", "pillar",
          "fiscal_year", "additive", "summable", "absent", "note")  # fmt: skip


def load_mapping(data: bytes, name: str) -> TableMapping:
    """Read a mapping file.

    Raises:
        UserError: not TOML, or a key is unknown or absent.
    """
    try:
        return mapping_from(tomllib.loads(data.decode("utf-8")), name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{name}: not TOML ({error})", "correct the mapping file") from error


def mapping_from(entries: Mapping[str, Any], name: str) -> TableMapping:
    """A mapping from its keys and values.

    Raises:
        UserError: a key is unknown or absent.
    """
    unknown = set(entries) - set(_OWN) - set(_ABOUT) - {"frequency"}
    if unknown:
        raise UserError(
            f"{name}: '{min(unknown)}' is not a key of a mapping",
            f"use {', '.join((*_OWN, *_ABOUT))}",
        )
    needed = [key for key in ("id", "unit", "value") if not entries.get(key)]
    if not entries.get("period") and not entries.get("year"):
        needed.append("period")
    if needed:
        raise UserError(f"{name}: '{needed[0]}' is not given", "add it to the mapping")
    about = About(
        **{
            "title": entries["id"],
            "publisher": "",
            "frequency": entries.get("frequency", "A"),
            **{key: entries[key] for key in _ABOUT if entries.get(key) not in (None, "")},
        }
    )
    own = {key: entries[key] for key in _OWN if entries.get(key) not in (None, "")}
    return TableMapping(about=about, frequency=entries.get("frequency"), **own)


def typed(words: Mapping[str, str]) -> dict[str, Any]:
    """Keys of a mapping as typed at a terminal: ``dim.NAME`` names a column of a dimension.

    Raises:
        UserError: a number or a yes or no is written otherwise.
    """
    found: dict[str, Any] = {}
    dims = {key[4:]: value for key, value in words.items() if key.startswith("dim.")}
    for key, value in words.items():
        if key == "fiscal_start":
            if not value.isdigit() or not 1 <= int(value) <= 12:
                raise UserError(f"fiscal_start is '{value}'", "give a month from 1 to 12")
            found[key] = int(value)
        elif key in ("additive", "summable", "fiscal_year"):
            if value not in ("yes", "no"):
                raise UserError(f"{key} is '{value}'", "write yes or no")
            found[key] = value == "yes"
        elif not key.startswith("dim."):
            found[key] = value
    return {**found, "dims": dims} if dims else found


@dataclass(frozen=True, slots=True)
class Mapped:
    """A reader made from a mapping."""

    mapping: TableMapping

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        """The table as one cube.

        Raises:
            UnreadableSource: columns are absent or lines broken.
            MalformedSeries: figures, periods or units are broken; nothing was kept.
        """
        m = self.mapping
        reading = Reading(name, m.decimal)
        kinds: dict[Frequency, int] = {}
        units: dict[str, int] = {}
        needs = [c for c in (m.period, m.year, m.month, m.value, *m.dims.values()) if c]
        for line, cells in table(data, name, needs, m.delimiter):
            period = reading.attempt(line, m.period or m.year, self._period, cells)
            figure = reading.figure(line, m.value, cells[m.value])
            if m.unit_column:
                units.setdefault(cells[m.unit_column], line)
            if period is None or figure is None:
                continue
            kinds.setdefault(period.frequency, line)
            status = self._status(cells, figure)
            at = tuple(cells[column] for column in m.dims.values())
            reading.add(Row(period.edtf, at, figure.value, status, figure.why))
        reading.problems.extend(_mixed(name, kinds, units))
        rows = reading.rows()
        _refuse_twice(name, rows)
        about = replace(m.about, frequency=next(iter(kinds)))
        return (Cube(about, tuple(m.dims), rows, reading.warnings(), where=name),)

    def _period(self, cells: Mapping[str, str]) -> Period:
        m = self.mapping
        if m.period:
            found = parse_period(cells[m.period])
            if m.frequency and found.frequency != m.frequency:
                return Period(at_frequency(found.edtf, m.frequency), m.frequency)
            # A table of months often dates them by their first day.
            if not m.frequency and found.frequency == "D" and found.edtf.endswith("-01"):
                return Period(found.edtf[:7], "M")
            return found
        year = fiscal_year_number(cells[m.year])
        if not m.month:
            return Period(f"{year:04d}", "A")
        word = cells[m.month]
        month = int(word) if word.isdigit() else month_number(word)
        return Period(fiscal_month(year, month, m.fiscal_start), "M")

    def _status(self, cells: Mapping[str, str], figure: Figure) -> ObsStatus:
        if figure.status is not None:
            return figure.status
        if not self.mapping.status:
            return "final"
        word = cells.get(self.mapping.status, "").lower()
        if word not in _STATUS:
            raise UserError(
                f"'{word}' is not a status of an observation",
                "use final, provisional, revised, rolling or estimated",
            )
        return _STATUS[word]


def _mixed(name: str, kinds: Mapping[Frequency, int], units: Mapping[str, int]) -> list[Problem]:
    found = []
    if len(kinds) > 1:
        told = ", ".join(f"{noun(kind)}s from line {line}" for kind, line in kinds.items())
        found.append(
            Problem(
                "series-mixed-frequency",
                name,
                f"periods of different length stand in one table: {told}",
                "split the table, or state the frequency in the mapping",
            )
        )
    if len(units) > 1:
        told = ", ".join(f"'{unit}' from line {line}" for unit, line in units.items())
        found.append(
            Problem(
                "series-unit-change",
                name,
                f"more than one unit stands in the table: {told}",
                "convert one part, or split the table",
            )
        )
    return found


def _refuse_twice(name: str, rows: tuple[Row, ...]) -> None:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for row in rows:
        key = (row.period, row.at)
        if key in seen:
            where = f"{name}, {', '.join((row.period, *row.at))}"
            raise MalformedSeries(
                [
                    Problem(
                        "series-duplicate",
                        where,
                        "more than one figure stands here",
                        "name the column that tells the rows apart under [dims], or remove one",
                    )
                ]
            )
        seen.add(key)
