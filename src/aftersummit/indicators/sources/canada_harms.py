"""Public Health Agency of Canada: opioid- and stimulant-related harms.

Traps: years and quarters, numbers, rates and shares stand in one table; the last "year" is
nine months; some cases are reported by year only, so quarters fall short of it; small cells
are suppressed; provinces that could not report are "n/a"; shares hide a second year column
behind the name of a group.
"""

from __future__ import annotations

from aftersummit.errors import UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import parse_period
from aftersummit.indicators.sources.base import Reading, table
from aftersummit.model import Problem
from aftersummit.model.series import Frequency

_UNITS = {
    "Number": ("number", "cases", True),
    "Crude rate": ("rate", "cases per 100,000 inhabitants", False),
    "Percent": ("percent", "percent", False),
}
_TIMES: dict[str, Frequency] = {"By year": "A", "By quarter": "Q"}
_DIMS = ("substance", "source", "measure", "region", "aggregator", "group")
_COLUMNS = ("Substance", "Source", "Specific_Measure", "Region", "Aggregator", "Disaggregator")


class Harms:
    """One table in, one cube for every unit and frequency out."""

    name = "canada-harms"
    title = "Opioid- and stimulant-related harms in Canada (PHAC)"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"Specific_Measure" in head and b"Year_Quarter" in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        readings: dict[tuple[str, str], Reading] = {}
        partial: set[str] = set()
        needs = ("Substance", "Time_Period", "Year_Quarter", "Unit", "Value")
        for line, cells in table(data, name, needs):
            if "(" in cells["Year_Quarter"]:
                partial.add(cells["Year_Quarter"])
                continue
            key = (cells["Unit"], cells["Time_Period"])
            reading = readings.setdefault(key, Reading(name))
            period = reading.attempt(line, "Year_Quarter", _period, cells)
            value = reading.figure(line, "Value", cells["Value"])
            if period is not None and value is not None:
                at = tuple(cells[column] or "all" for column in _COLUMNS)
                reading.add(Row(period, at, value.value, note=value.why))
        return tuple(
            Cube(_about(*key), _DIMS, reading.rows(), _told(name, partial), where=name)
            for key, reading in sorted(readings.items())
        )


def _period(cells: dict[str, str]) -> str:
    found = parse_period(cells["Year_Quarter"])
    if _TIMES.get(cells["Time_Period"]) != found.frequency:
        raise UserError(
            f"'{cells['Year_Quarter']}' is not what '{cells['Time_Period']}' says",
            "check both columns",
        )
    return found.edtf


def _told(name: str, partial: set[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "period-partial",
            name,
            f"'{one}' is a part of a year and stands in the column of years",
            "it was left out; use the quarters",
            severity="warning",
        )
        for one in sorted(partial)
    )


def _about(unit: str, time: str) -> About:
    slug, words, additive = _UNITS.get(unit, (unit.lower(), unit.lower(), False))
    frequency = _TIMES[time]
    return About(
        id=f"ca-substance-harms-{slug}-{'quarterly' if frequency == 'Q' else 'yearly'}",
        title="Opioid- and stimulant-related harms in Canada",
        unit=words,
        frequency=frequency,
        publisher="Public Health Agency of Canada",
        address="https://health-infobase.canada.ca/substance-related-harms/opioids-stimulants/",
        licence="Open Government Licence - Canada",
        area="CA",
        pillar="health",
        # Groups overlap (the country is one of the regions), so nothing is added here.
        additive=False,
        summable=additive,
        note="Cells under ten may be suppressed; provinces report at different times.",
    )


SOURCE = Harms()
