"""US Customs and Border Protection: drug seizures, in events and in pounds.

Traps: fiscal years; "Other Drugs**" carries a footnote mark; weights are pounds; the file of
Air and Marine Operations stands beside the nationwide one, which does not contain it.
"""

from __future__ import annotations

from dataclasses import replace

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import parse_period
from aftersummit.indicators.sources.base import US_WORK, Reading, table
from aftersummit.indicators.sources.cbp_encounters import us_fiscal_month


class Seizures:
    """Nationwide and Air and Marine files, and a compilation by month, region and drug."""

    name = "cbp-seizures"
    title = "US drug seizures (CBP)"

    def recognises(self, name: str, head: bytes) -> bool:
        return (b"Drug Type" in head and b"Sum Qty (lbs)" in head) or (
            b"date,region,drug,events,lbs" in head
        )

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        events, pounds = Reading(name), Reading(name)
        if b"date,region,drug" in data[:64]:
            dims: tuple[str, ...] = ("region", "drug")
            columns = ("events", "lbs")
            lines = table(data, name, ("date", *dims, *columns))
        else:
            dims = ("component", "region", "drug")
            columns = ("Count of Event", "Sum Qty (lbs)")
            lines = table(data, name, ("FY", "Month (abbv)", "Drug Type", *columns))
        for line, cells in lines:
            period = events.attempt(line, "FY", _month, cells)
            at = tuple(_member(cells, dim) for dim in dims)
            for reading, column in zip((events, pounds), columns, strict=True):
                found = reading.figure(line, column, cells[column])
                if found is not None and period is not None:
                    reading.add(Row(period, at, found.value))
        pounds.problems.extend(events.problems)
        weights = Cube(_ABOUT, dims, pounds.rows(), pounds.warnings(), where=name)
        counts = replace(
            _ABOUT, id="us-drug-seizure-events", title="US drug seizures", unit="seizures"
        )
        return (weights, Cube(counts, dims, events.rows(), events.warnings(), where=name))


def _month(cells: dict[str, str]) -> str:
    if "date" in cells:
        return parse_period(cells["date"]).edtf[:7]
    return us_fiscal_month(cells, "FY")


def _member(cells: dict[str, str], dim: str) -> str:
    names = {"component": "Component", "region": "Region", "drug": "Drug Type"}
    # The marks after a member ("Other Drugs**") are footnotes, not part of its name.
    return cells.get(names[dim], cells.get(dim, "")).rstrip("*").strip()


_ABOUT = About(
    id="us-drug-seizures",
    title="Weight of drugs seized by US border authorities",
    unit="pounds",
    frequency="M",
    publisher="US Customs and Border Protection",
    address="https://www.cbp.gov/newsroom/stats/drug-seizure-statistics",
    licence=US_WORK,
    area="US",
    pillar="health",
    absent="zero",
    note="Seizures measure enforcement as much as supply. CBP revises its releases. Air and"
    " Marine Operations are published in a file of their own.",
)

SOURCE = Seizures()
