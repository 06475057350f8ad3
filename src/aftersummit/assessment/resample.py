"""Bootstrap replicates of means over a commitments x parties table with holes.

Two ways, because the cells of one commitment hang together and so do those of one party:

- over commitments: whole rows are drawn with replacement (Efron 1979,
  https://doi.org/10.1214/aos/1176344552);
- over commitments and parties, each drawn on its own, a cell counting as often as its row
  times its column (the pigeonhole bootstrap, Owen 2007, https://doi.org/10.1214/07-AOAS122).
  Its variance is known to be a little too large and not too small.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
CHUNK = 1 << 20
"""Drawn rows held at a time; keeps memory flat whatever the number of replicates."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How intervals are made.

    Attributes:
        replicates: draws; 0 for no intervals.
        level: share of replicates inside an interval.
        seed: with the group's name it fixes every draw.
    """

    replicates: int = 1000
    level: float = 0.95
    seed: int = 20230110


@dataclass(frozen=True, slots=True)
class Draws:
    """Means per replicate.

    Attributes:
        rows: rows drawn.
        crossed: rows and columns drawn.
        columns: per column, rows drawn; replicates x columns.
    """

    rows: Floats
    crossed: Floats
    columns: Floats


def draw(sums: Floats, weights: Floats, plan: Plan, name: str) -> Draws:
    """Replicates of the mean of a table.

    Args:
        sums: weight times value per cell, 0 in a hole.
        weights: weight per cell, 0 in a hole.
        name: of the group; two groups draw independently.

    Returns:
        Replicates; NaN where a draw hit holes alone.
    """
    random = np.random.default_rng([plan.seed, zlib.crc32(name.encode())])
    # Single precision is plenty for an interval and halves the time of the products.
    both = np.hstack([sums, weights]).astype(np.float32)
    width = sums.shape[1]
    parts = []
    for counts in _row_counts(len(sums), plan.replicates, random):
        totals = (counts @ both).astype(np.float64)
        parts.append(_means(totals[:, :width], totals[:, width:], random))
    if not parts:
        none = np.empty(0)
        return Draws(none, none, np.empty((0, sums.shape[1])))
    rows, crossed, columns = zip(*parts, strict=True)
    return Draws(np.concatenate(rows), np.concatenate(crossed), np.concatenate(columns))


def interval(draws: Floats, level: float) -> tuple[float | None, float | None]:
    """Percentile interval of the replicates; ``None`` where there are none."""
    found = draws[np.isfinite(draws)]
    if not len(found):
        return None, None
    tail = (1 - level) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)


def _row_counts(
    rows: int, replicates: int, random: np.random.Generator
) -> Iterator[npt.NDArray[np.float32]]:
    """How often each row was drawn, some replicates at a time."""
    if not rows:
        return
    at_once = max(1, CHUNK // rows)
    for done in range(0, replicates, at_once):
        size = min(at_once, replicates - done)
        drawn = random.integers(0, rows, (size, rows), dtype=np.int32)
        drawn += (np.arange(size, dtype=np.int32) * rows)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=size * rows)
        yield counts.astype(np.float32).reshape(size, rows)


def _means(
    sums: Floats, weights: Floats, random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    size, width = sums.shape
    drawn = random.integers(0, width, (size, width)) + (np.arange(size) * width)[:, None]
    times = np.bincount(drawn.ravel(), minlength=size * width).reshape(size, width)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (
            sums.sum(axis=1) / weights.sum(axis=1),
            (sums * times).sum(axis=1) / (weights * times).sum(axis=1),
            sums / weights,
        )
