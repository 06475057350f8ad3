"""How far coders agree: pure functions over tables of codes, units in rows, coders in columns.

``None`` is a missing code. A coefficient that the codes leave undefined (nobody coded
anything twice, or chance alone would agree always) is ``None`` and never 0 or 1.

Sources
    Cohen (1960), https://doi.org/10.1177/001316446002000104
    Cohen (1968), weighted, https://doi.org/10.1037/h0026256
    Fleiss (1971), https://doi.org/10.1037/h0031619
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability,
    https://repository.upenn.edu/asc_papers/43
    Hayes and Krippendorff (2007), https://doi.org/10.1080/19312450709336664
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from aftersummit.errors import UserError

Label = Hashable
Ratings = Sequence[Sequence[Label | None]]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["", "linear", "quadratic"]
Coefficient = Literal[
    "percent",
    "cohen",
    "cohen-linear",
    "cohen-quadratic",
    "fleiss",
    "alpha-nominal",
    "alpha-ordinal",
    "alpha-interval",
    "alpha-ratio",
]
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient with its interval.

    Attributes:
        value: the coefficient; ``None`` where the codes leave it undefined.
        low, high: percentile bootstrap interval over units; ``None`` with fewer than two
            units or where the coefficient is undefined.
        units: units with at least two codes.
        coders: columns with at least one code.
        codes: single codes that entered.
        level: share of replicates inside the interval.
    """

    coefficient: Coefficient
    value: float | None
    low: float | None
    high: float | None
    units: int
    coders: int
    codes: int
    level: float = 0.95


def percent(ratings: Ratings) -> float | None:
    """Share (0 to 1) of pairs of codes on the same unit that are equal, over all units."""
    return _percent(_counts(*_coded(ratings)))


def cohen(
    first: Sequence[Label | None],
    second: Sequence[Label | None],
    weights: Weights = "",
    categories: Sequence[Label] | None = None,
) -> float | None:
    """Cohen's kappa of two coders over the units that both coded.

    Args:
        weights: "" plain; ``linear`` or ``quadratic`` by the distance of the categories' ranks.
        categories: every category in order; the sorted codes in use where left out.

    Raises:
        UserError: the two coded lists of different length, or used a code that is no category.
    """
    if len(first) != len(second):
        raise UserError(
            f"one coder has {len(first)} codes and the other {len(second)}",
            "give one code or a blank for every unit",
        )
    codes, values = _coded(list(zip(first, second, strict=True)), categories)
    return _cohen(codes, len(values), weights)


def fleiss(ratings: Ratings) -> float | None:
    """Fleiss' kappa over the units that every coder coded; it is defined for those alone."""
    codes, values = _coded(ratings)
    return _fleiss(_complete(codes, len(values)))


def fleiss_counts(counts: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa of a table of counts, units in rows and categories in columns.

    Raises:
        UserError: the rows do not add up to the same number of codes.
    """
    found = np.asarray(counts, dtype=np.float64)
    if found.ndim != 2 or len(set(found.sum(axis=1).tolist())) > 1:
        raise UserError(
            "the rows of the table add up to different numbers of codes",
            "leave out incomplete units, or use alpha, which takes missing codes",
        )
    return _fleiss(found)


def alpha(
    ratings: Ratings, level: Level = "nominal", categories: Sequence[Label] | None = None
) -> float | None:
    """Krippendorff's alpha: any number of coders, missing codes allowed.

    Args:
        level: how distant two different codes are.
        categories: their order, for an ordinal alpha over codes that do not sort by themselves.

    Raises:
        UserError: an interval or ratio alpha over codes that are no numbers, or a code
            that is no category.
    """
    codes, values = _coded(ratings, categories)
    return _alpha(_counts(codes, values), level, _positions(values, level))


def measure(
    ratings: Ratings,
    coefficient: Coefficient,
    categories: Sequence[Label] | None = None,
    *,
    replicates: int = 1000,
    level: float = 0.95,
    seed: int = 20230110,
) -> Agreement:
    """A coefficient with its percentile bootstrap interval, resampling units.

    The same input and seed give the same interval, whatever the order of the units.

    Raises:
        UserError: as the coefficient's own function; or a Cohen's kappa for more or fewer
            than two coders.
    """
    codes, values = _coded(ratings, categories)
    codes = codes[np.lexsort(codes.T[::-1])] if codes.size else codes
    statistic = _statistic(coefficient, codes, values)
    value = statistic(codes)
    draws = _bootstrap(codes, statistic, replicates, seed) if value is not None else []
    low, high = _percentiles(draws, level)
    present = codes >= 0
    paired = present.sum(axis=1) >= 2
    return Agreement(
        coefficient=coefficient,
        value=value,
        low=low,
        high=high,
        units=int(paired.sum()),
        coders=int(present.any(axis=0).sum()),
        codes=int(present[paired].sum()),
        level=level,
    )


def pairs(coders: Sequence[str], ratings: Ratings) -> dict[tuple[str, str], Ratings]:
    """The two columns of every pair of coders who share at least one unit."""
    found: dict[tuple[str, str], Ratings] = {}
    for (i, one), (j, other) in combinations(enumerate(coders), 2):
        both = [(r[i], r[j]) for r in ratings if r[i] is not None and r[j] is not None]
        if both:
            found[(one, other)] = both
    return found


def table(codes: Iterable[tuple[Label, str, Label]]) -> tuple[list[Label], list[str], Ratings]:
    """Single codes (unit, coder, code) as a table.

    Returns:
        Units and coders, each in sorted order, and the ratings.

    Raises:
        UserError: a coder coded a unit twice; only the codes of one blind round belong here.
    """
    cells: dict[tuple[Label, str], Label] = {}
    for unit, coder, code in codes:
        if (unit, coder) in cells:
            raise UserError(
                f"{coder} coded {unit} twice in one round", "give the codes of one round alone"
            )
        cells[(unit, coder)] = code
    units = sorted({unit for unit, _ in cells}, key=str)
    coders = sorted({coder for _, coder in cells})
    return units, coders, [[cells.get((unit, coder)) for coder in coders] for unit in units]


def _coded(
    ratings: Ratings, categories: Sequence[Label] | None = None
) -> tuple[Codes, list[Label]]:
    """Codes as category numbers (-1 missing), and the categories in order."""
    width = max((len(row) for row in ratings), default=0)
    if any(len(row) != width for row in ratings):
        raise UserError("the units have different numbers of columns", "write None for a blank")
    used = {label for row in ratings for label in row if label is not None}
    values = _sorted(used) if categories is None else list(categories)
    strange = used - set(values)
    if strange:
        raise UserError(
            f"the code {min(map(repr, strange))} is none of the categories", "correct the code"
        )
    number = {label: i for i, label in enumerate(values)}
    rows = [[-1 if label is None else number[label] for label in row] for row in ratings]
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), width), values


def _sorted(labels: set[Any]) -> list[Label]:
    try:
        return sorted(labels)
    except TypeError:
        return sorted(labels, key=lambda label: (type(label).__name__, str(label)))


def _counts(codes: Codes, values: Sequence[Label] | int) -> Floats:
    """How often each unit got each category."""
    size = values if isinstance(values, int) else len(values)
    rows, columns = np.nonzero(codes >= 0)
    cells = rows * size + codes[rows, columns]
    return np.bincount(cells, minlength=len(codes) * size).reshape(len(codes), size).astype(float)


def _complete(codes: Codes, size: int) -> Floats:
    return _counts(codes[(codes >= 0).all(axis=1)], size)


def _percent(counts: Floats) -> float | None:
    totals = counts.sum(axis=1)
    made = float((totals * (totals - 1)).sum())
    return float((counts * (counts - 1)).sum()) / made if made else None


def _cohen(codes: Codes, size: int, weights: Weights) -> float | None:
    both = codes[(codes >= 0).all(axis=1)]
    if not len(both):
        return None
    joint = np.bincount(both[:, 0] * size + both[:, 1], minlength=size * size)
    shares = joint.reshape(size, size) / len(both)
    rank = np.arange(size)
    apart = np.abs(rank[:, None] - rank[None, :]).astype(float)
    cost = {"": (apart > 0).astype(float), "linear": apart, "quadratic": apart**2}[weights]
    expected = float((np.outer(shares.sum(axis=1), shares.sum(axis=0)) * cost).sum())
    return 1 - float((shares * cost).sum()) / expected if expected else None


def _fleiss(counts: Floats) -> float | None:
    raters = counts[0].sum() if len(counts) else 0
    if raters < 2:
        return None
    observed = float(((counts**2).sum(axis=1) - raters).mean() / (raters * (raters - 1)))
    chance = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    return (observed - chance) / (1 - chance) if chance < 1 else None


def _alpha(counts: Floats, level: Level, positions: Floats) -> float | None:
    totals = counts.sum(axis=1)
    counts, totals = counts[totals >= 2], totals[totals >= 2]
    if not len(counts):
        return None
    margins = counts.sum(axis=0)
    # Only what stands off the diagonal is right here, and only that counts: a code has
    # no distance to itself.
    coincidences = (counts / (totals - 1)[:, None]).T @ counts
    apart = _distances(margins, level, positions)
    expected = float(margins @ apart @ margins)
    observed = float((coincidences * apart).sum())
    return 1 - (float(margins.sum()) - 1) * observed / expected if expected else None


def _distances(margins: Floats, level: Level, positions: Floats) -> Floats:
    """Squared distances between categories."""
    if level == "nominal":
        return 1 - np.eye(len(margins))
    # The ordinal distance counts the codes between two categories, which is the
    # difference of their middle ranks.
    at = np.cumsum(margins) - margins / 2 if level == "ordinal" else positions
    apart = at[:, None] - at[None, :]
    if level == "ratio":
        sums = at[:, None] + at[None, :]
        apart = np.divide(apart, sums, out=np.zeros_like(apart), where=sums != 0)
    return np.square(apart)


def _positions(values: Sequence[Label], level: Level) -> Floats:
    if level in ("nominal", "ordinal"):
        return np.arange(len(values), dtype=np.float64)
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) != len(values):
        raise UserError(
            f"alpha at the {level} level needs numbers and a code is a word",
            "use nominal, or ordinal with the order of the codes",
        )
    return np.asarray(numbers, dtype=np.float64)


def _statistic(
    coefficient: Coefficient, codes: Codes, values: Sequence[Label]
) -> Callable[[Codes], float | None]:
    size = len(values)
    if coefficient not in get_args(Coefficient):
        raise UserError(
            f"there is no coefficient '{coefficient}'", f"use {', '.join(get_args(Coefficient))}"
        )
    family, _, kind = coefficient.partition("-")
    if family == "percent":
        return lambda rows: _percent(_counts(rows, size))
    if family == "fleiss":
        return lambda rows: _fleiss(_complete(rows, size))
    if family == "cohen":
        if codes.size and codes.shape[1] != 2:
            raise UserError(
                f"Cohen's kappa compares two coders and {codes.shape[1]} were given",
                "use alpha or Fleiss' kappa, or take the coders pair by pair",
            )
        weights: Weights = kind  # type: ignore[assignment]
        return lambda rows: _cohen(rows, size, weights)
    level: Level = kind  # type: ignore[assignment]
    positions = _positions(values, level)
    return lambda rows: _alpha(_counts(rows, size), level, positions)


def _bootstrap(
    codes: Codes, statistic: Callable[[Codes], float | None], replicates: int, seed: int
) -> list[float]:
    """The coefficient on units drawn with replacement; undefined draws are left out."""
    if len(codes) < 2:
        return []
    random = np.random.default_rng(seed)
    drawn = (
        statistic(codes[random.integers(0, len(codes), len(codes))]) for _ in range(replicates)
    )
    return [value for value in drawn if value is not None]


def _percentiles(draws: list[float], level: float) -> tuple[float | None, float | None]:
    if not draws:
        return None, None
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)
