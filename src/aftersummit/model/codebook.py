"""Coding schemes: data that the review form, the scores and the docs derive from."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with the meaning of every value, because the same number means different
    things in different traditions."""

    code: str
    name: str
    values: tuple[ScaleValue, ...]
    continuous: bool = False
    source: str = ""


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
