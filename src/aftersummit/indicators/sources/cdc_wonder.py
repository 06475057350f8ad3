"""US Centers for Disease Control and Prevention: overdose deaths by month and state (WONDER).

Traps: some exports carry "Total" rows beside the states, others do not; counts under ten are
suppressed, so states add up to less than the country; a month can be provisional; the latest
months are incomplete and keep growing for half a year; notes follow the table.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aftersummit.errors import UnreadableSource
from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import (
    at_frequency,
    from_ordinal,
    month_of,
    ordinal,
    parse_period,
)
from aftersummit.indicators.sources.base import Reading, decode, table
from aftersummit.model import Problem

LAG_MONTHS = 6
"""Months before the query that the publisher calls incomplete (it says four to six)."""
_QUERIED = re.compile(r"Query Date: (\w+) (\d{1,2}), (\d{4})")


class Wonder:
    """Exports of the query form, and a compilation by month of their sums."""

    name = "cdc-wonder"
    title = "US overdose deaths by month (CDC WONDER)"

    def recognises(self, name: str, head: bytes) -> bool:
        return (b"Month Code" in head and b"Residence State" in head) or (
            b"date,deaths,states,provisional" in head
        )

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        if b"date,deaths,states" in data[:64]:
            return (self._compiled(data, name),)
        text = decode(data, name)
        body, _, notes = text.partition("\n---")
        vintage = _vintage(notes)
        reading = Reading(name)
        totals: dict[str, float] = {}
        needs = ("Notes", "Month", "Month Code", "Residence State", "Deaths")
        for line, cells in table(body.encode(), name, needs, delimiter="\t"):
            if cells["Notes"] == "Total" and not cells["Month"]:
                continue
            period = reading.attempt(line, "Month", month_of, cells["Month Code"])
            count = reading.figure(line, "Deaths", cells["Deaths"])
            if period is None or count is None:
                continue
            if cells["Notes"] == "Total":
                totals[period] = count.value or 0
                continue
            provisional = "provisional" in cells["Month"]
            reading.add(_row(period, cells["Residence State"], count.value, provisional, vintage))
        cube = Cube(replace(_ABOUT, vintage=vintage), ("state",), reading.rows(), where=name)
        return (replace(cube, problems=_hidden(name, cube, totals)),)

    def _compiled(self, data: bytes, name: str) -> Cube:
        reading = Reading(name)
        for line, cells in table(data, name, ("date", "deaths", "states", "provisional")):
            period = reading.attempt(line, "date", month_of, cells["date"])
            count = reading.figure(line, "deaths", cells["deaths"])
            if period is not None and count is not None:
                provisional = cells["provisional"] == "True"
                row = _row(period, "all shown", count.value, provisional, "")
                reading.add(replace(row, note=f"sum of {cells['states']} states"))
        return Cube(_ABOUT, ("state",), reading.rows(), reading.warnings(), where=name)


def complete_until(vintage: str) -> str:
    """The last month that a query on ``vintage`` may be trusted to hold in full."""
    return from_ordinal(ordinal(at_frequency(vintage, "M")) - LAG_MONTHS - 1, "M")


def _row(period: str, state: str, value: float | None, provisional: bool, vintage: str) -> Row:
    late = bool(vintage) and ordinal(period) > ordinal(complete_until(vintage))
    note = "incomplete when it was queried" if late else ""
    return Row(period, (state,), value, "provisional" if provisional else "final", note)


def _vintage(notes: str) -> str:
    found = _QUERIED.search(notes)
    if found is None:
        raise UnreadableSource("the export has no query date", "export it again with its notes")
    month = parse_period(f"{found[1]} {found[3]}").edtf
    return f"{month}-{int(found[2]):02d}"


def _hidden(name: str, cube: Cube, totals: dict[str, float]) -> tuple[Problem, ...]:
    if not totals:
        return ()
    shown = sum(row.value or 0 for row in cube.rows if row.period in totals)
    hidden = sum(totals.values()) - shown
    return (
        Problem(
            "cells-suppressed",
            name,
            f"the states shown add up to {hidden:,.0f} deaths fewer than the printed totals",
            "counts under ten are suppressed; the total rows were left out of every sum",
            severity="warning",
        ),
    )


_ABOUT = About(
    id="us-overdose-deaths-monthly",
    title="US drug overdose deaths by month",
    unit="deaths",
    frequency="M",
    publisher="US Centers for Disease Control and Prevention (NCHS)",
    address="https://wonder.cdc.gov/mcd-icd10-provisional.html",
    licence="US Government work; data use restrictions of CDC WONDER apply",
    area="US",
    pillar="health",
    note="Sum of the states whose count is shown: states under ten deaths are left out. The"
    " last half year before the query is incomplete.",
)

SOURCE = Wonder()
