"""Coding schemes: data that the review form, the scores and the docs derive from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from aftersummit.model.party import Party


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a scheme: its code, its name and what it means."""

    code: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """One value of a scale; ``number`` is ``None`` for a value that is no number."""

    code: str
    name: str
    meaning: str
    number: float | None = None


ScaleLevel = Literal["nominal", "ordinal", "interval"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a value of one scale becomes a value of another: ``slope * number + offset``,
    or, between scales of words, ``codes``."""

    to: str
    slope: float = 1.0
    offset: float = 0.0
    codes: dict[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with the meaning of every value, because the same number means different
    things in different traditions.

    Attributes:
        values: in rising order where the scale has one.
        continuous: whether numbers between the named ones may be given.
        level: ``interval`` where its tradition takes means; a mean of any other is refused.
        conversions: the only ways into another scale.
        version: of the wording of its values.
    """

    code: str
    name: str
    values: tuple[ScaleValue, ...]
    continuous: bool = False
    source: str = ""
    level: ScaleLevel = "interval"
    conversions: tuple[Conversion, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Pillar:
    """A heading under which a forum files its commitments, with the priorities it serves."""

    code: str
    name: str
    order: int
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A coding scheme: labels, issues, pillars, priorities, scales and parties."""

    name: str
    version: str
    unit_rule: str
    labels: tuple[Term, ...] = ()
    issues: tuple[Term, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    priorities: tuple[Term, ...] = ()
    scales: tuple[Scale, ...] = ()
    parties: tuple[Party, ...] = ()
