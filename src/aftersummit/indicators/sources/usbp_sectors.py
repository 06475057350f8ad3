"""US Border Patrol encounters by sector, fiscal years 2000 to 2020.

Traps: separated by bars; a column of fiscal and one of calendar years; the regional and the
total columns repeat the sectors, and adding all columns counts everyone three times.
"""

from __future__ import annotations

from aftersummit.errors import UserError
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import fiscal_month
from aftersummit.indicators.sources.base import US_WORK, Reading, table
from aftersummit.model import Problem

_REGIONS = {
    "coastal_border": ("livermore", "miami", "new_orleans", "ramey"),
    "northern_border": (
        "blaine", "buffalo", "detroit", "grand_forks", "havre", "houlton", "spokane", "swanton",
    ),
    "southwest_border": (
        "big_bend", "del_rio", "el_centro", "el_paso", "laredo", "rio_grande_valley",
        "san_diego", "tucson", "yuma",
    ),
}  # fmt: skip


class Sectors:
    """One row a month, one column a sector."""

    name = "usbp-sectors"
    title = "US Border Patrol encounters by sector, 2000-2020"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"rio_grande_valley" in head and b"monthly_total" in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        warnings: list[Problem] = []
        needs = ("month", "fy", "cy", "monthly_total")
        for line, cells in table(data, name, needs, delimiter="|"):
            period = reading.attempt(line, "fy", _month, cells)
            if period is None:
                continue
            total = 0.0
            for region, sectors in _REGIONS.items():
                for sector in sectors:
                    count = reading.figure(line, sector, cells[sector])
                    if count is not None:
                        reading.add(Row(period, (region, sector), count.value))
                        total += count.value or 0
            printed = reading.figure(line, "monthly_total", cells["monthly_total"])
            if printed is not None and printed.value != total:
                warnings.append(_disagrees(name, line, period, total, printed.value))
        dims = ("region", "sector")
        return (Cube(_ABOUT, dims, reading.rows(), tuple(warnings), where=name),)


def _month(cells: dict[str, str]) -> str:
    year, month = int(cells["cy"]), int(cells["month"])
    found = fiscal_month(int(cells["fy"]), month)
    if found != f"{year:04d}-{month:02d}":
        raise UserError(
            f"fiscal year {cells['fy']} and calendar year {cells['cy']} do not fit month {month}",
            "check both columns",
        )
    return found


def _disagrees(name: str, line: int, period: str, total: float, printed: float | None) -> Problem:
    return Problem(
        "total-disagrees",
        f"{name}, line {line}, {period}",
        f"the sectors add up to {total:,.0f} and the printed total is {printed or 0:,.0f}",
        "the sectors were kept; the table was lifted from a PDF",
        severity="warning",
    )


_ABOUT = About(
    id="us-border-patrol-sectors",
    title="US Border Patrol encounters by sector",
    unit="encounters",
    frequency="M",
    publisher="US Border Patrol",
    address="https://www.cbp.gov/document/stats/us-border-patrol-monthly-encounters-fy-2000-fy-2020",
    licence=US_WORK,
    area="US",
    pillar="migration",
    note="Border Patrol only; lifted from a PDF by a third party.",
)

SOURCE = Sectors()
