"""US Border Patrol encounters between ports, by month, region and citizenship.

From the Key Homeland Security Metrics. Traps: Border Patrol only, so ports of entry are
left out; rounded to the nearest ten; the file is named after a later month than its last.
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import month_of
from aftersummit.indicators.sources.base import US_WORK, Reading, table


class BorderPatrol:
    """The monthly sheet by region and citizenship, as delimited text."""

    name = "usbp-monthly"
    title = "US encounters between ports by citizenship (Border Patrol)"

    def recognises(self, name: str, head: bytes) -> bool:
        return head.lstrip(b"\xef\xbb\xbf").startswith(b"date,region,citizenship,quantity")

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        for line, cells in table(data, name, ("date", "region", "citizenship", "quantity")):
            period = reading.attempt(line, "date", month_of, cells["date"])
            count = reading.figure(line, "quantity", cells["quantity"])
            if period is not None and count is not None:
                reading.add(Row(period, (cells["region"], cells["citizenship"]), count.value))
        dims = ("region", "citizenship")
        refused = {"port": "it counts between ports of entry only"}
        return (Cube(_ABOUT, dims, reading.rows(), reading.warnings(), (), refused, name),)


_ABOUT = About(
    id="us-between-ports",
    title="US encounters between ports of entry",
    unit="encounters",
    frequency="M",
    publisher="US Department of Homeland Security, Office of Homeland Security Statistics",
    address="https://ohss.dhs.gov/khsm/cbp-encounters",
    licence=US_WORK,
    area="US",
    pillar="migration",
    absent="zero",
    note="Border Patrol only: who came through a port of entry is not counted. Every figure"
    " is rounded to the nearest ten, so sums of small ones are rough.",
)

SOURCE = BorderPatrol()
