"""US refugee admissions by month and nationality, and the yearly ceiling beside them.

Traps: months that had not happened yet stood as zeros in the source; fiscal years begin in
October; the running year's figure in the yearly table is a part of a year.
"""

from __future__ import annotations

from dataclasses import replace

from aftersummit.errors import UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import fiscal_month, parse_period, year_of
from aftersummit.indicators.sources.base import US_WORK, Reading, table
from aftersummit.model import Problem


class Refugees:
    """The monthly compilation, and the yearly table of ceilings and admissions."""

    name = "us-refugees"
    title = "US refugee admissions (Department of State)"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"fy,date,region,country,admissions" in head or b"Annual Ceiling" in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        return (
            self._yearly(data, name)
            if b"Annual Ceiling" in data[:200]
            else self._monthly(data, name)
        )

    def _monthly(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        for line, cells in table(data, name, ("fy", "date", "region", "country", "admissions")):
            period = reading.attempt(line, "date", _month, cells)
            count = reading.figure(line, "admissions", cells["admissions"])
            if period is not None and count is not None:
                reading.add(Row(period, (cells["region"], cells["country"]), count.value))
        rows, problems = _without_unborn(reading.rows(), name)
        return (Cube(_ABOUT, ("region", "country"), rows, problems, where=name),)

    def _yearly(self, data: bytes, name: str) -> tuple[Cube, ...]:
        ceiling, admitted = Reading(name), Reading(name)
        for line, cells in table(data, name, ("Year", "Annual Ceiling")):
            period = ceiling.attempt(line, "Year", year_of, cells["Year"])
            pairs = ((ceiling, "Annual Ceiling"), (admitted, "Number of Admitted Refugees"))
            for reading, column in pairs:
                count = reading.figure(line, column, cells[column])
                if period is not None and count is not None and count.value is not None:
                    reading.add(Row(period, (), count.value))
        base = replace(_ABOUT, frequency="A", fiscal_year=True, absent="gap", summable=False)
        top = replace(base, id="us-refugee-ceiling", title="Ceiling of US refugee admissions")
        year = replace(base, id="us-refugee-admissions-yearly", summable=True)
        return (
            Cube(top, (), ceiling.rows(), where=name),
            Cube(year, (), admitted.rows(), where=name),
        )


def _month(cells: dict[str, str]) -> str:
    period = parse_period(cells["date"]).edtf[:7]
    year, month = int(cells["fy"]), int(period[5:])
    if fiscal_month(year, month) != period:
        raise UserError(
            f"{period} is not in fiscal year {year}", "check the fy and the date column"
        )
    return period


def _without_unborn(
    rows: tuple[Row, ...], name: str
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Leave out a tail of months in which every cell of the whole table is zero.

    Some hundred nationalities never pause together: such months had not happened yet.
    """
    living = {row.period for row in rows if row.value}
    last = max(living, default="")
    unborn = sorted({row.period for row in rows if row.period > last})
    if not unborn:
        return rows, ()
    told = Problem(
        "series-future-zeros",
        name,
        f"every cell of {unborn[0]} to {unborn[-1]} is zero: these months had not happened yet",
        "they were left out",
        severity="warning",
    )
    return tuple(row for row in rows if row.period <= last), (told,)


_ABOUT = About(
    id="us-refugee-admissions",
    title="US refugee admissions",
    unit="persons",
    frequency="M",
    publisher="US Department of State, Bureau of Population, Refugees, and Migration",
    address="https://www.wrapsnet.org/admissions-and-arrivals/",
    licence=US_WORK,
    area="US",
    pillar="migration",
    absent="zero",
)

SOURCE = Refugees()
