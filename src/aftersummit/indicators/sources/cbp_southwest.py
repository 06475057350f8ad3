"""US Customs and Border Protection: southwest land border encounters by component.

Traps: fiscal years; "OFO" (ports) and "USBP" (between ports) stand in one column and must
be told apart on purpose; citizenship is grouped into five.
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.sources.base import US_WORK, Reading, table
from aftersummit.indicators.sources.cbp_encounters import us_fiscal_month


class Southwest:
    """The file by component, demographic group, citizenship group and authority."""

    name = "cbp-southwest"
    title = "US southwest land border encounters by component (CBP)"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"Citizenship Grouping" in head and b"Component" in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        needs = ("Fiscal Year", "Month (abbv)", "Component", "Citizenship Grouping")
        for line, cells in table(data, name, (*needs, "Encounter Count")):
            period = reading.attempt(line, "Fiscal Year", us_fiscal_month, cells)
            count = reading.figure(line, "Encounter Count", cells["Encounter Count"])
            if period is None or count is None:
                continue
            at = (
                cells["Component"],
                cells["Demographic"],
                cells["Citizenship Grouping"],
                cells["Title of Authority"],
                cells["Encounter Type"],
            )
            reading.add(Row(period, at, count.value))
        dims = ("component", "demographic", "citizenship", "authority", "kind")
        return (Cube(_ABOUT, dims, reading.rows(), reading.warnings(), where=name),)


_ABOUT = About(
    id="us-southwest-encounters",
    title="US southwest land border encounters",
    unit="encounters",
    frequency="M",
    publisher="US Customs and Border Protection",
    address="https://www.cbp.gov/newsroom/stats/southwest-land-border-encounters",
    licence=US_WORK,
    area="US",
    pillar="migration",
    absent="zero",
    note="Encounters are events, not persons. The Office of Field Operations counts at ports"
    " of entry, the Border Patrol between them.",
)

SOURCE = Southwest()
