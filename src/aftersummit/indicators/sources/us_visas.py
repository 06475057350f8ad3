"""US Department of State: nonimmigrant visas issued, by month, nationality and class.

Traps: the publisher warns against adding months up from fiscal year 2020 on; a nationality
without an issuance has no row; the tables are lifted from PDF and a month can be missing.
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import month_of
from aftersummit.indicators.sources.base import US_WORK, Reading, table


class Visas:
    """The long compilation of the monthly tables."""

    name = "us-visas"
    title = "US temporary visas issued (Department of State)"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"nationality,visa_class,issuances" in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        for line, cells in table(data, name, ("date", "nationality", "visa_class", "issuances")):
            period = reading.attempt(line, "date", month_of, cells["date"])
            count = reading.figure(line, "issuances", cells["issuances"])
            if period is not None and count is not None:
                at = (cells["nationality"], cells["visa_class"])
                reading.add(Row(period, at, count.value))
        return (Cube(_ABOUT, ("nationality", "class"), reading.rows(), where=name),)


_ABOUT = About(
    id="us-temporary-visas",
    title="US temporary visas issued",
    unit="visas",
    frequency="M",
    publisher="US Department of State, Bureau of Consular Affairs",
    address="https://travel.state.gov/content/travel/en/legal/visa-law0/visa-statistics/"
    "nonimmigrant-visa-statistics/monthly-nonimmigrant-visa-issuances.html",
    licence=US_WORK,
    area="US",
    pillar="migration",
    summable=False,
    absent="zero",
    note="The publisher warns that months from fiscal year 2020 on do not add up to its"
    " yearly totals.",
)

SOURCE = Visas()
