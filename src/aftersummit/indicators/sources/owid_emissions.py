"""Our World in Data: greenhouse gas emissions and energy by country and year.

Traps: some forty measures stand side by side, each in its own unit; years can be written as
decimals; recent editions revise the whole past; an old edition is stale by years.
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import year_of
from aftersummit.indicators.sources.base import Reading, table

_MT = "million tonnes"
MEASURES: dict[str, tuple[str, str, bool]] = {
    "co2": ("Carbon dioxide emissions", f"{_MT} CO2", True),
    "coal_co2": ("Carbon dioxide from coal", f"{_MT} CO2", True),
    "consumption_co2": ("Carbon dioxide, by consumption", f"{_MT} CO2", True),
    "total_ghg": ("Greenhouse gas emissions", f"{_MT} CO2-equivalent", True),
    "methane": ("Methane emissions", f"{_MT} CO2-equivalent", True),
    "nitrous_oxide": ("Nitrous oxide emissions", f"{_MT} CO2-equivalent", True),
    "co2_per_capita": ("Carbon dioxide per person", "tonnes CO2 per person", False),
    "ghg_per_capita": ("Greenhouse gases per person", "tonnes CO2-equivalent per person", False),
    "population": ("Population", "persons", True),
    "gdp": ("Gross domestic product", "international dollars of 2011", True),
}
"""Column to title, unit, and whether countries may be added."""


class Emissions:
    """The country-year table, full or cut."""

    name = "owid-emissions"
    title = "Greenhouse gas emissions by country (Our World in Data)"

    def recognises(self, name: str, head: bytes) -> bool:
        first = head.split(b"\n", 1)[0]
        return b"country" in first and b"year" in first and b"co2" in first

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        readings: dict[str, Reading] = {}
        for line, cells in table(data, name, ("country", "year", "co2")):
            for column in MEASURES:
                if not cells.get(column):
                    continue
                reading = readings.setdefault(column, Reading(name))
                period = reading.attempt(line, "year", year_of, cells["year"])
                value = reading.figure(line, column, cells[column])
                if period is not None and value is not None:
                    reading.add(Row(period, (cells["country"],), value.value))
        return tuple(
            Cube(_about(column), ("country",), reading.rows(), where=name)
            for column, reading in readings.items()
        )


def _about(column: str) -> About:
    title, unit, additive = MEASURES[column]
    return About(
        id=column.replace("_", "-") + "-emissions" if "co2" in column else column.replace("_", "-"),
        title=title,
        unit=unit,
        frequency="A",
        publisher="Our World in Data, from the Global Carbon Project and Climate Watch",
        address="https://github.com/owid/co2-data",
        licence="CC BY 4.0",
        pillar="climate",
        additive=additive,
        summable=additive and column != "population",
        note="Each edition revises the past; compare figures of one edition only.",
    )


SOURCE = Emissions()
