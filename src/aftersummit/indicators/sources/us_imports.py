"""US imports of goods by partner country, customs basis, as FRED serves them.

Traps: millions of dollars at current prices, not seasonally adjusted; a lone full stop is a
missing month; the partner hides in the column's name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aftersummit.errors import UnreadableSource
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import month_of
from aftersummit.indicators.sources.base import US_WORK, Reading, decode, table

PARTNERS = {"IMPMX": "Mexico", "IMPCA": "Canada", "IMPCH": "China", "IMP5350": "Brazil"}
_HEADER = re.compile(r"(?:observation_date|DATE),(IMP\w+)\s")


class Imports:
    """One file a partner: a date and a value."""

    name = "us-imports"
    title = "US imports of goods by partner (Census Bureau, through FRED)"

    def recognises(self, name: str, head: bytes) -> bool:
        return _HEADER.match(head.decode("utf-8-sig", errors="ignore")) is not None

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        found = _HEADER.match(decode(data, name))
        if found is None:
            raise UnreadableSource(f"{name}: no import series", "give a file with an IMP... column")
        code = found[1]
        reading = Reading(name)
        for line, cells in table(data, name, (code,)):
            date = cells.get("observation_date") or cells.get("DATE", "")
            period = reading.attempt(line, "date", month_of, date)
            value = reading.figure(line, code, cells[code])
            if period is not None and value is not None and value.value is not None:
                reading.add(Row(period, (PARTNERS.get(code, code),), value.value))
        about = replace(_ABOUT, address=f"https://fred.stlouisfed.org/series/{code}")
        return (Cube(about, ("partner",), reading.rows(), reading.warnings(), where=name),)


_ABOUT = About(
    id="us-imports",
    title="US imports of goods",
    unit="million US dollars",
    frequency="M",
    publisher="US Census Bureau and Bureau of Economic Analysis",
    licence=US_WORK,
    area="US",
    pillar="trade",
    note="Current prices, customs basis, not seasonally adjusted.",
)

SOURCE = Imports()
