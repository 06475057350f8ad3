"""US Customs and Border Protection: nationwide encounters by state and citizenship.

Traps: fiscal years begin in October and the running one is marked "(FYTD)"; the state
files do not say whether an encounter was at a port or between ports; months without an
encounter have no row; encounters are events, not persons; releases overlap and differ, and
one names children who came alone "UC / Single Minors" where the next says "UAC".
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import (
    fiscal_month,
    fiscal_year_number,
    month_number,
    month_of,
)
from aftersummit.indicators.sources.base import US_WORK, Reading, table

_STATE = ("Fiscal Year", "Month (abbv)", "Land Border Region", "State", "Citizenship")
_GROUPS = {"UC / Single Minors": "UAC"}
_NO_PORTS = (
    "the files by state count ports of entry and the land between them together;"
    " the files by component (cbp-southwest) and those of the Border Patrol alone"
    " (usbp-monthly) tell them apart"
)


class Encounters:
    """Files by state (as published) and compilations by month and citizenship."""

    name = "cbp-encounters"
    title = "US border encounters, ports of entry and between them (CBP)"

    def recognises(self, name: str, head: bytes) -> bool:
        return (b"Land Border Region" in head and b"Encounter Count" in head) or (
            b"date,region,citizenship,title,encounters" in head
        )

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        compiled = b"Land Border Region" not in data[:400]
        reading = Reading(name)
        if compiled:
            dims: tuple[str, ...] = ("region", "citizenship", "authority")
            self._compiled(reading, data, name)
        else:
            dims = ("region", "state", "demographic", "citizenship", "authority")
            self._by_state(reading, data, name)
        return (
            Cube(
                _about(),
                dims,
                reading.rows(),
                reading.warnings(),
                refused={"component": _NO_PORTS, "port": _NO_PORTS},
                where=name,
            ),
        )

    def _by_state(self, reading: Reading, data: bytes, name: str) -> None:
        for line, cells in table(data, name, (*_STATE, "Encounter Count")):
            period = reading.attempt(line, "Fiscal Year", us_fiscal_month, cells)
            count = reading.figure(line, "Encounter Count", cells["Encounter Count"])
            if period is None or count is None:
                continue
            at = (
                cells["Land Border Region"],
                cells["State"],
                _GROUPS.get(cells["Demographic"], cells["Demographic"]),
                cells["Citizenship"],
                cells["Title of Authority"],
            )
            reading.add(Row(period, at, count.value))

    def _compiled(self, reading: Reading, data: bytes, name: str) -> None:
        for line, cells in table(data, name, ("date", "region", "citizenship", "encounters")):
            period = reading.attempt(line, "date", month_of, cells["date"])
            count = reading.figure(line, "encounters", cells["encounters"])
            if period is not None and count is not None:
                at = (cells["region"], cells["citizenship"], cells["title"])
                reading.add(Row(period, at, count.value))


def us_fiscal_month(
    cells: dict[str, str], year: str = "Fiscal Year", month: str = "Month (abbv)"
) -> str:
    """The calendar month of a CBP row, whose year is fiscal and whose month is a word.

    Raises:
        UserError: either cell cannot be read.
    """
    return fiscal_month(fiscal_year_number(cells[year]), month_number(cells[month]))


def _about() -> About:
    return About(
        id="us-border-encounters",
        title="US border encounters, nationwide",
        unit="encounters",
        frequency="M",
        publisher="US Customs and Border Protection",
        address="https://www.cbp.gov/newsroom/stats/nationwide-encounters",
        licence=US_WORK,
        area="US",
        pillar="migration",
        absent="zero",
        note="Encounters are events: one person can be counted more than once. Ports of"
        " entry are included. Releases of the same month differ slightly.",
    )


SOURCE = Encounters()
