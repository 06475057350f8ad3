"""Series made comparable: releases joined, windows cut, years summed, series pooled.

Nothing here invents a value: what cannot be done without a guess is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from aftersummit.errors import NotFound, UserError
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.faults import demand
from aftersummit.indicators.periods import (
    at_frequency,
    label,
    ordinal,
    sdmx_period,
)
from aftersummit.model import Observation, Ref, Series
from aftersummit.model.series import ObsStatus

SDMX_STATUS: dict[ObsStatus, str] = {
    "final": "A",
    "provisional": "P",
    "revised": "A",
    "rolling": "A",
    "estimated": "E",
}
"""SDMX code list CL_OBS_STATUS: A normal, P provisional, E estimated. It has no code for a
revised or a rolling value; those stay in OBS_COMMENT."""
_MULTIPLIERS = {"thousand": 3, "million": 6, "billion": 9}


def join(*releases: Cube) -> Cube:
    """Releases of one table as one, the later named taking precedence month by month.

    A figure that two releases show differently is marked ``revised``.

    Args:
        releases: oldest first.

    Raises:
        UserError: the tables differ in measure, unit or dimensions.
    """
    first, *rest = releases
    for other in rest:
        same = (other.dims, other.about.id, other.about.unit) == (
            first.dims,
            first.about.id,
            first.about.unit,
        )
        if not same:
            raise UserError(
                f"'{first.about.id}' and '{other.about.id}' are not releases of one table",
                "join tables of one source with the same unit and dimensions",
            )
    joined = first
    for newer in rest:
        taken = set(newer.periods)
        old, new = _cells(joined), _cells(newer)
        covered = set(joined.periods)
        rows = tuple(
            replace(row, status="revised")
            if row.status == "final"
            and row.period in covered
            and old.get((row.period, row.at)) != new[row.period, row.at]
            else row
            for row in newer.rows
        )
        kept = tuple(row for row in joined.rows if row.period not in taken)
        joined = replace(
            newer,
            rows=kept + rows,
            problems=joined.problems + newer.problems,
            gaps=tuple(dict.fromkeys(joined.gaps + newer.gaps)),
        )
    return joined


def _cells(cube: Cube) -> dict[tuple[str, tuple[str, ...]], float]:
    cells: dict[tuple[str, tuple[str, ...]], float] = {}
    for row in cube.rows:
        key = (row.period, row.at)
        cells[key] = cells.get(key, 0.0) + (row.value or 0.0)
    return cells


def window(series: Series, first: str = "", last: str = "") -> Series:
    """The observations from ``first`` to ``last``, both included; empty means open.

    Raises:
        UserError: nothing is left.
    """
    low = ordinal(at_frequency(first, series.frequency)) if first else None
    high = ordinal(at_frequency(last, series.frequency)) if last else None
    kept = tuple(
        one
        for one in series.observations
        if (low is None or ordinal(one.period) >= low)
        and (high is None or ordinal(one.period) <= high)
    )
    if not kept:
        held = series.observations
        told = f"{label(held[0].period)} to {label(held[-1].period)}" if held else "nothing"
        raise UserError(
            f"{series.ref} holds nothing from {first or 'its start'} to {last or 'its end'}",
            f"it covers {told}",
        )
    return replace(series, observations=kept)


def as_known_on(vintages: Iterable[Series], date: str) -> Series:
    """The vintage that was the latest on ``date`` (``YYYY-MM-DD``).

    Raises:
        NotFound: none had been issued by then.
    """
    held = list(vintages)
    issued = [one for one in held if one.vintage and one.vintage <= date]
    if not issued:
        known = min((one.vintage for one in held if one.vintage), default="")
        raise NotFound(
            f"no figures had been issued by {date}",
            f"the earliest vintage is of {known}" if known else "no vintage carries a date",
        )
    return max(issued, key=lambda one: one.vintage)


def revisions(old: Series, new: Series) -> list[tuple[str, float, float]]:
    """Periods whose value differs between two vintages, with both values."""
    before = {one.period: one.value for one in old.observations}
    return [
        (one.period, before[one.period], one.value)
        for one in new.observations
        if one.period in before and before[one.period] != one.value
    ]


def pool(
    series: Sequence[Series], starts: Mapping[Ref, str] | None = None, *, force: bool = False
) -> Series:
    """Several series as one, added period by period over the periods that all of them hold.

    Args:
        starts: EDTF date on which the measure began for each series, where it is known.
        force: pool although the starts differ.

    Raises:
        UserError: units or frequencies differ, or the starts differ and ``force`` is not set.
    """
    if not series:
        raise UserError("no series was given to pool", "name at least one")
    kinds = {(one.unit, one.frequency) for one in series}
    if len(kinds) > 1:
        raise UserError(
            f"series in {' and '.join(sorted({unit for unit, _ in kinds}))} cannot be added",
            "convert them first",
        )
    different = sorted({date for date in (starts or {}).values() if date})
    if len(different) > 1 and not force:
        raise UserError(
            f"the measure began at different dates ({', '.join(map(label, different))}):"
            " a pooled series shows a step at neither",
            "estimate each start on its own, or force the pooling",
        )
    shared = set.intersection(*({o.period for o in one.observations} for one in series))
    first = series[0]
    observations = tuple(
        _sum(period, [o for one in series for o in one.observations if o.period == period])
        for period in sorted(shared, key=ordinal)
    )
    if len(series) == 1:
        return first
    demand("the pooled series", observations)
    note = "Pooled: " + "; ".join(str(one.ref) for one in series) + "."
    if len(different) > 1:
        note += f" Forced, although the starts differ ({', '.join(different)})."
    slug = "-and-".join(one.ref.item for one in series)[:120].strip("-")
    return replace(
        first,
        ref=Ref.flat("series", slug),
        title=" + ".join(one.title for one in series),
        observations=observations,
        note=f"{first.note} {note}".strip(),
    )


def _sum(period: str, parts: Sequence[Observation]) -> Observation:
    order: tuple[ObsStatus, ...] = ("rolling", "estimated", "provisional", "revised", "final")
    held = {one.status for one in parts}
    status: ObsStatus = next((s for s in order if s in held), "final")
    return Observation(period, float(sum(one.value for one in parts)), status)


def yearly(series: Series, first_month: int = 1) -> Series:
    """Monthly or quarterly values added up to whole years.

    Args:
        first_month: 10 for US fiscal years, 4 for Canadian ones; the year is named after its
            end. Years that are not complete are left out.

    Raises:
        UserError: the publisher warns against adding periods, or quarters do not fit.
    """
    if not series.summable:
        raise UserError(
            f"{series.ref} must not be added up over periods: {series.note or series.unit}",
            "use the publisher's own yearly figure",
        )
    if series.frequency not in ("M", "Q") or (series.frequency == "Q" and first_month != 1):
        raise UserError(
            f"{series.ref} cannot be added up to years that begin in month {first_month}",
            "give a monthly series",
        )
    years: dict[str, list[Observation]] = {}
    for one in series.observations:
        years.setdefault(_year_of(one.period, first_month), []).append(one)
    whole = 12 if series.frequency == "M" else 4
    kept = tuple(_sum(y, parts) for y, parts in sorted(years.items()) if len(parts) == whole)
    return replace(series, observations=kept, frequency="A", fiscal_year=first_month != 1)


def _year_of(period: str, first_month: int) -> str:
    month = int(period[5:7])
    if month > 12 or first_month == 1 or month < first_month:
        return period[:4]
    return f"{int(period[:4]) + 1:04d}"


def convert(series: Series, factor: float, unit: str) -> Series:
    """The series in another unit: each value times ``factor``."""
    observations = tuple(replace(o, value=o.value * factor) for o in series.observations)
    return replace(series, observations=observations, unit=unit)


def per(series: Series, base: Series, scale: float = 100_000, unit: str = "") -> Series:
    """A rate: ``series`` over ``base`` times ``scale``; a yearly base serves its months.

    Raises:
        UserError: the base lacks a period.
    """
    held = {one.period: one.value for one in base.observations}

    def rate(one: Observation) -> Observation:
        value = held.get(one.period, held.get(one.period[:4]))
        if not value:
            raise UserError(
                f"{base.ref} has no figure for {label(one.period)}", "cut the window to the base"
            )
        return replace(one, value=one.value / value * scale)

    return replace(
        series,
        observations=tuple(map(rate, series.observations)),
        unit=unit or f"{series.unit} per {scale:,.0f} {base.unit}",
        summable=False,
    )


def sdmx_rows(series: Series) -> list[dict[str, Any]]:
    """One row an observation, under SDMX names."""
    words = series.unit.split()
    power = _MULTIPLIERS.get(words[0].lower(), 0) if words else 0
    unit = " ".join(words[1:]) if power else series.unit

    def comment(one: Observation) -> str:
        said = one.status if SDMX_STATUS[one.status] == "A" and one.status != "final" else ""
        return "; ".join(part for part in (said, one.note) if part)

    return [
        {
            "FREQ": series.frequency,
            "REF_AREA": series.area,
            "INDICATOR": str(series.ref),
            "TIME_PERIOD": sdmx_period(one.period),
            "OBS_VALUE": one.value,
            "UNIT_MEASURE": unit,
            "UNIT_MULT": power,
            "OBS_STATUS": SDMX_STATUS[one.status],
            "OBS_COMMENT": comment(one),
        }
        for one in series.observations
    ]
