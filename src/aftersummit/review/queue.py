"""What to show a coder next, and why."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from aftersummit.errors import UserError
from aftersummit.model import Ref

Order = Literal["document", "uncertain", "likely", "sample", "disputed"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit of the queue.

    Attributes:
        chances: the machine's probability of each label; empty where it is hidden.
        disputed: whether codes of it differ.
    """

    unit: Ref
    chances: Mapping[str, float]
    disputed: bool = False

    @property
    def doubt(self) -> float:
        """Entropy of the machine's probabilities in bits; 0 where it is sure."""
        return -sum(p * math.log2(p) for p in self.chances.values() if p > 0)

    @property
    def likely(self) -> float:
        """The machine's probability that the unit holds a commitment."""
        return self.chances.get("commitment", 0.0)


def ordered(waiting: Sequence[Waiting], order: str, *, seed: str = "") -> list[Waiting]:
    """The queue in an order.

    Args:
        order: ``document`` as the text runs; ``uncertain`` where the machine doubts most;
            ``likely`` by the machine's probability of a commitment; ``sample`` at random,
            always the same for a seed; ``disputed`` keeps only units whose codes differ.

    Raises:
        UserError: there is no such order.
    """
    if order not in ORDERS:
        raise UserError(f"'{order}' is no order of a queue", f"use one of {', '.join(ORDERS)}")
    if order == "disputed":
        return [one for one in waiting if one.disputed]
    keys: dict[str, Callable[[Waiting], float | str]] = {
        "uncertain": lambda one: -one.doubt,
        "likely": lambda one: -one.likely,
        "sample": lambda one: draw(one.unit, seed),
    }
    key = keys.get(order)
    return list(waiting) if key is None else sorted(waiting, key=key)


def draw(unit: Ref | str, seed: str) -> str:
    """A unit's place in the random order of a seed: a hash, so that nobody can choose it."""
    return hashlib.blake2b(f"{seed}|{unit}".encode(), digest_size=8).hexdigest()


def share(unit: Ref | str, seed: str) -> float:
    """A unit's place in the random order as a number from 0 to 1."""
    return int(draw(unit, seed), 16) / 2**64


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many commitments are left among units that nobody read.

    Attributes:
        population: units that the machine says hold none.
        drawn: units of the random sample that were coded, in its order, without a gap.
        found: commitments among them.
        low, high: bounds for the number of units in the whole population that hold a
            commitment, at 95 %.
        point: the estimate itself.
    """

    population: int
    drawn: int
    found: int
    point: float
    low: int
    high: int


def missed(sample: Iterable[Ref], labels: Mapping[Ref, str]) -> Estimate | None:
    """The commitments that the machine missed, estimated from a random sample.

    Args:
        sample: units that the machine proposes nothing for, in random order.
        labels: what people said of the units they coded.

    Returns:
        None before the first unit of the sample was coded. Only the first units up to the
        first uncoded one enter: which of the later ones were coded is not chance.
    """
    units = list(sample)
    drawn = 0
    for unit in units:
        if unit not in labels:
            break
        drawn += 1
    if not drawn:
        return None
    found = sum(1 for unit in units[:drawn] if labels[unit] == "commitment")
    low, high = hypergeometric(len(units), drawn, found)
    return Estimate(len(units), drawn, found, len(units) * found / drawn, low, high)


def hypergeometric(population: int, drawn: int, found: int, level: float = 0.95) -> tuple[int, int]:
    """Exact bounds for how many of a population have a mark, from a sample without
    replacement in which ``found`` had it (Clopper and Pearson's rule on the hypergeometric
    distribution, https://doi.org/10.1093/biomet/26.4.404)."""
    tail = (1 - level) / 2
    low, high = found, population - (drawn - found)

    def at_least(marked: int) -> float:
        return _tail(population, drawn, marked, range(found, drawn + 1))

    def at_most(marked: int) -> float:
        return _tail(population, drawn, marked, range(found + 1))

    return (
        _first(low, high, lambda marked: at_least(marked) > tail),
        _first(low, high, lambda marked: at_most(marked) <= tail, default=high + 1) - 1,
    )


def _first(low: int, high: int, holds: Callable[[int], bool], default: int | None = None) -> int:
    """The smallest number from low to high for which a rising condition holds."""
    end = high if default is None else default
    while low < end:
        middle = (low + end) // 2
        if middle <= high and not holds(middle):
            low = middle + 1
        else:
            end = middle
    return low


def _tail(population: int, drawn: int, marked: int, counts: range) -> float:
    total = 0.0
    for count in counts:
        if count > marked or drawn - count > population - marked:
            continue
        total += math.exp(
            _choose(marked, count)
            + _choose(population - marked, drawn - count)
            - _choose(population, drawn)
        )
    return total


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
