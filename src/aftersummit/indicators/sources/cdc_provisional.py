"""US Centers for Disease Control and Prevention: provisional overdose counts (VSRR).

Traps: the published count is a rolling sum of twelve months, so neighbours share eleven; the
column of "monthly" counts in one circulating file is a third party's estimate and not
official; thousands are separated by commas; provisional and final totals differ.
"""

from __future__ import annotations

from dataclasses import replace

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import month_of
from aftersummit.indicators.sources.base import US_WORK, Reading, table


class Provisional:
    """The deconvolved state file, and the merged file of rolling and monthly counts."""

    name = "cdc-provisional"
    title = "US provisional overdose deaths, twelve months ending (CDC VSRR)"

    def recognises(self, name: str, head: bytes) -> bool:
        return b"rolling_12mo_count" in head or (
            b"Predicted Value" in head and b"Data Value" in head
        )

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        if b"rolling_12mo_count" in data[:600]:
            return self._deconvolved(data, name)
        return (self._merged(data, name),)

    def _deconvolved(self, data: bytes, name: str) -> tuple[Cube, ...]:
        rolling, guess = Reading(name), Reading(name)
        needs = ("state_name", "variable", "date", "count_est_float", "rolling_12mo_count")
        for line, cells in table(data, name, needs):
            period = rolling.attempt(line, "date", month_of, cells["date"])
            sums = rolling.figure(line, "rolling_12mo_count", cells["rolling_12mo_count"])
            months = guess.figure(line, "count_est_float", cells["count_est_float"])
            if period is None or sums is None or months is None:
                continue
            at = (cells["state_name"], cells["variable"])
            rolling.add(Row(period, at, sums.value, "rolling"))
            guess.add(Row(period, at, months.value, "estimated", "third party's deconvolution"))
        dims = ("state", "drug")
        estimated = replace(
            _ABOUT,
            id="us-overdose-deaths-deconvolved",
            title="US overdose deaths by month, a third party's estimate",
            publisher="third party, from CDC counts",
            summable=True,
            note="Not official: recovered from rolling sums by deconvolution.",
        )
        return (
            Cube(_ABOUT, dims, rolling.rows(), rolling.warnings(), where=name),
            Cube(estimated, dims, guess.rows(), guess.warnings(), where=name),
        )

    def _merged(self, data: bytes, name: str) -> Cube:
        reading = Reading(name)
        for line, cells in table(data, name, ("Date", "State Name", "Data Value")):
            period = reading.attempt(line, "Date", month_of, cells["Date"])
            count = reading.figure(line, "Data Value", cells["Data Value"])
            if period is not None and count is not None:
                at = (cells["State Name"], "Number of Drug Overdose Deaths")
                reading.add(Row(period, at, count.value, "rolling"))
        return Cube(_ABOUT, ("state", "drug"), reading.rows(), reading.warnings(), where=name)


_ABOUT = About(
    id="us-overdose-deaths-12-months",
    title="US drug overdose deaths, twelve months ending",
    unit="deaths in twelve months",
    frequency="M",
    publisher="US Centers for Disease Control and Prevention (NCHS)",
    address="https://data.cdc.gov/d/xkb8-kh2a",
    licence=US_WORK,
    area="US",
    pillar="health",
    summable=False,
    note="Each value covers twelve months and shares eleven with its neighbour: it is smooth"
    " by construction, late to turn, and unfit for an interrupted time series.",
)

SOURCE = Provisional()
