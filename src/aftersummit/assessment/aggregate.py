"""Means and shares of scores, each with all that a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
import numpy.typing as npt

from aftersummit.assessment.check import ratings
from aftersummit.assessment.columns import NOT_APPLICABLE, RATED, UNRATEABLE, Filing, Table
from aftersummit.assessment.resample import Plan, draw, interval
from aftersummit.errors import UserError
from aftersummit.model import ScoreRank, ScoreSummary, SummaryBy

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weighted variant, always under its label. Codes that are not listed weigh 1."""

    label: str
    commitments: Mapping[str, float] = field(default_factory=dict)
    parties: Mapping[str, float] = field(default_factory=dict)


def summarise(
    table: Table,
    by: SummaryBy = "all",
    *,
    made: Mapping[str, int] | None = None,
    weights: Weights | None = None,
    plan: Plan | None = None,
    under: str = "",
) -> tuple[ScoreSummary, ...]:
    """A summary of every group, in the order of their codes.

    Means are unweighted over scores unless ``weights`` are given.

    Args:
        made: commitments made per group, where the table's filings are not all of them
            (a study that assessed a sample).
        plan: how intervals are made; 1,000 replicates where left out.
        under: the meeting or forum to which the table is confined, for the record.

    Raises:
        UserError: there is no such grouping, or a weighted variant has no label.
    """
    plan = plan or Plan()
    if by not in get_args(SummaryBy):
        raise UserError(
            f"scores cannot be grouped by '{by}'", f"use {', '.join(get_args(SummaryBy))}"
        )
    if weights is not None and not weights.label:
        raise UserError("a weighted mean has no label", "name the weights, such as 'by population'")
    grid = _Grid.of(table, weights)
    if by == "party":
        tallies = _tallies(table, grid, axis=0)
        names = list(table.parties)
        drawn = _party_draws(table, grid, plan)
        sizes = [len(table.filings)] * len(names)
    else:
        groups = _groups(table.filings, by)
        names = list(groups)
        sizes = [len(rows) for rows in groups.values()]
        tallies = _grouped(_tallies(table, grid, axis=1), groups)
        drawn = [
            _group_draws(table, grid, np.asarray(rows), plan, f"{by}/{name}")
            for name, rows in groups.items()
        ]
    made = made or {}
    return tuple(
        _summary(
            table,
            tallies[i],
            drawn[i],
            (by, name, made.get(name, sizes[i]), weights.label if weights else "", plan.level),
            under,
        )
        for i, name in enumerate(names)
    )


def rank(table: Table, plan: Plan | None = None) -> tuple[ScoreRank, ...]:
    """Parties by mean, best first, each with the uncertainty of its rank.

    Raises:
        UserError: the scale takes no mean, so there is nothing to rank by.
    """
    plan = plan or Plan()
    if table.scale.level != "interval":
        raise UserError(
            f"the scale '{table.scale.code}' takes no mean, so parties have no rank on it",
            "show the counts of each value",
        )
    grid = _Grid.of(table, None)
    totals = grid.weights.sum(axis=0)
    chosen = np.nonzero(totals > 0)[0]
    means = grid.sums.sum(axis=0)[chosen] / totals[chosen]
    rows = np.nonzero(grid.weights.sum(axis=1) > 0)[0]
    draws = draw(
        grid.sums[np.ix_(rows, chosen)], grid.weights[np.ix_(rows, chosen)], plan, "rank"
    ).columns
    ranks = _ranks(draws)
    tail = (1 - plan.level) / 2
    found = []
    for i, party in enumerate(chosen):
        low, high = (
            np.quantile(ranks[:, i], [tail, 1 - tail], method="nearest") if len(ranks) else (1, 1)
        )
        found.append(
            ScoreRank(
                party=table.parties[party],
                mean=float(means[i]),
                rank=1 + int((means > means[i] + 1e-12).sum()),
                low=int(low),
                high=int(high),
                first=float((ranks[:, i] == 1).mean())
                if len(ranks)
                else float(means[i] == max(means)),
                rated=int(grid.rated[:, party].sum()),
            )
        )
    return tuple(sorted(found, key=lambda entry: (entry.rank, entry.party)))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The table as dense matrices, commitments x parties."""

    sums: Floats
    weights: Floats
    rated: npt.NDArray[np.int8]

    @staticmethod
    def of(table: Table, weights: Weights | None) -> _Grid:
        shape = (len(table.filings), len(table.parties))
        inside = table.state == RATED
        cells = table.row[inside] * max(1, shape[1]) + table.column[inside]
        rated = np.zeros(shape, dtype=np.int8)
        rated.ravel()[cells] = 1
        sums = np.zeros(shape)
        sums.ravel()[cells] = table.value[inside]
        if weights is None:
            return _Grid(sums, rated.astype(float), rated)
        rows = np.asarray([weights.commitments.get(f.commitment, 1.0) for f in table.filings])
        columns = np.asarray([weights.parties.get(party, 1.0) for party in table.parties])
        both = rows[:, None] * columns[None, :]
        return _Grid(sums * both, rated * both, rated)


def _groups(filings: tuple[Filing, ...], by: SummaryBy) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, entry in enumerate(filings):
        for name in _names(entry, by):
            found.setdefault(name, []).append(row)
    return dict(sorted(found.items()))


def _names(entry: Filing, by: SummaryBy) -> tuple[str, ...]:
    if by == "all":
        return ("all",)
    if by == "priority":
        return entry.priorities or ("",)
    return (str(getattr(entry, by)),)


def _tallies(table: Table, grid: _Grid, axis: int) -> Floats:
    """Per commitment (axis 1) or party (axis 0): sum, weight, rated, unrateable, not
    applicable, judged, at the top, then rated scores per value."""
    at = table.row if axis == 1 else table.column
    size = len(table.filings) if axis == 1 else len(table.parties)

    def count(which: npt.NDArray[np.bool_]) -> Floats:
        return np.bincount(at[which], minlength=size).astype(float)

    rated, unrateable = table.state == RATED, table.state == UNRATEABLE
    numbers = _numbers(table)
    per_value = [] if table.scale.continuous else [count(table.value == n) for n in numbers]
    judged = count(rated | unrateable)
    return np.stack(
        [
            grid.sums.sum(axis=axis),
            grid.weights.sum(axis=axis),
            count(rated),
            count(unrateable),
            count(table.state == NOT_APPLICABLE),
            np.minimum(judged, 1) if axis == 1 else judged,
            count(table.value == numbers[-1]),
            *per_value,
        ],
        axis=1,
    )


def _grouped(tallies: Floats, groups: dict[str, list[int]]) -> Floats:
    if not groups:
        return np.empty((0, tallies.shape[1]))
    rows = np.asarray([row for rows in groups.values() for row in rows])
    starts = np.cumsum([0, *(len(rows) for rows in groups.values())])[:-1]
    totals: Floats = np.add.reduceat(tallies[rows], starts, axis=0)
    return totals


Intervals = tuple[float | None, float | None, float | None, float | None]
_NONE: Intervals = (None, None, None, None)


def _group_draws(table: Table, grid: _Grid, rows: Ints, plan: Plan, name: str) -> Intervals:
    """Both intervals of the mean of some commitments."""
    if len(rows) < 2 or table.scale.level != "interval":
        return _NONE
    sums, weights = grid.sums[rows], grid.weights[rows]
    filled = weights.sum(axis=1) > 0
    if filled.sum() < 2:
        return _NONE
    draws = draw(sums[filled], weights[filled], plan, name)
    plain = interval(draws.rows, plan.level)
    if (weights.sum(axis=0) > 0).sum() < 2:
        return (*plain, None, None)
    return (*plain, *interval(draws.crossed, plan.level))


def _party_draws(table: Table, grid: _Grid, plan: Plan) -> list[Intervals]:
    """The interval of every party's mean, all from the same draws of commitments."""
    filled = grid.weights.sum(axis=1) > 0
    if filled.sum() < 2 or table.scale.level != "interval":
        return [_NONE] * len(table.parties)
    columns = draw(grid.sums[filled], grid.weights[filled], plan, "party").columns
    return [
        (*interval(columns[:, i], plan.level), None, None)
        if (grid.weights[:, i] > 0).sum() > 1
        else _NONE
        for i in range(len(table.parties))
    ]


def _summary(
    table: Table,
    tally: Floats,
    intervals: Intervals,
    heading: tuple[SummaryBy, str, int, str, float],
    under: str,
) -> ScoreSummary:
    by, name, made, weighting, level = heading
    total, weight, rated, unrateable, not_applicable, assessed, top = tally[:7].tolist()
    mean = total / weight if weight and table.scale.level == "interval" else None
    low, high, crossed_low, crossed_high = intervals
    codes = [] if table.scale.continuous else [value.code for value in ratings(table.scale)]
    return ScoreSummary(
        by=by,
        group=name,
        mean=mean,
        low=low,
        high=high,
        crossed_low=crossed_low,
        crossed_high=crossed_high,
        percent=_percent(table, mean),
        full=top / rated if rated else None,
        rated=int(rated),
        unrateable=int(unrateable),
        not_applicable=int(not_applicable),
        assessed=int(assessed),
        made=made,
        counts={code: int(n) for code, n in zip(codes, tally[7:].tolist(), strict=True)},
        scale=table.scale.code,
        scale_version=table.scale.version,
        codebook=table.codebook,
        period=table.period,
        level=level,
        weighting=weighting,
        proposed=table.proposed,
        under=under,
    )


def _numbers(table: Table) -> list[float]:
    """The numbers of a scale's values, or their ranks where they are words."""
    values = ratings(table.scale)
    return [float(i) if v.number is None else v.number for i, v in enumerate(values)]


def _percent(table: Table, mean: float | None) -> float | None:
    for conversion in table.scale.conversions:
        if mean is not None and conversion.to == "percent":
            return conversion.slope * mean + conversion.offset
    return None


def _ranks(draws: Floats) -> Ints:
    """ScoreRank of every column in every replicate, 1 best, ties sharing the better place."""
    safe = np.where(np.isfinite(draws), draws, -np.inf)
    better = safe[:, None, :] > safe[:, :, None] + 1e-12
    ranks: Ints = 1 + better.sum(axis=2)
    return ranks
