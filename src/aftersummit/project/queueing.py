"""The queue: what a coder sees next, how far along, how fast, and what the machine missed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from aftersummit import review
from aftersummit.errors import UserError
from aftersummit.model import Code, Ref
from aftersummit.project.coding import Coding
from aftersummit.project.units import DocumentView
from aftersummit.store import Reader, Store

_PAUSE = 300.0
"""Seconds between two codes from which on the coder was away and not thinking."""
_RECENT = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the queue with why it stands there: the doubt in bits, or the chance."""

    unit: Ref
    doubt: float
    likely: float


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, in order.

    Attributes:
        done, of: units coded and to code in the scope.
        per_minute: units a minute, from the median gap of the last codes; None at first.
        missed: what the machine missed, estimated from the random sample; None before the
            sample has begun, and in a round that hides the machine.
        twins: units by the fingerprint they share, where more than one waits.
    """

    order: str
    waiting: tuple[Place, ...]
    done: int
    of: int
    per_minute: float | None
    missed: review.Estimate | None
    twins: dict[str, tuple[Ref, ...]]


def queue(
    coding: Coding,
    store: Store,
    *,
    coder: str,
    order: str = "document",
    under: str = "",
    round: str = "",
) -> Queue:
    """The units that wait for a coder, in an order.

    Outside rounds ``disputed`` also holds the units that nobody coded and on which extractors
    that voted did not agree.

    Args:
        under: a document's or a meeting's address; outside rounds only.

    Raises:
        UserError: there is no such order, or it needs what the round hides.
        NotFound: no such round.
    """
    with store.read() as reader:
        held = coding.round_of(reader, round)
        views = coding.scope(reader, coder=coder, under=under, round=round)
        sheets = coding.sheets(reader)
        hidden = held is not None and held.state == "open" and not held.machine
        blind = held is not None and held.state == "open"
        if hidden and order in ("uncertain", "likely"):
            raise UserError(
                f"this round hides the machine, and '{order}' would show it",
                "use document or sample",
            )
        if blind and order == "disputed":
            raise UserError("an open round is blind", "close it first")
        units = [
            unit
            for view in views
            for unit in view.units
            if held is None or coder in review.coders_of(held, unit.ref)
        ]
        own = {
            unit.ref: sheets.own(round, unit.ref, coder) if held else sheets.newest("", unit.ref)
            for unit in units
        }
        voted = contested(reader, views) if order == "disputed" and held is None else frozenset()
        waiting = [
            review.Waiting(
                unit.ref,
                {} if hidden else unit.chances or {},
                not blind
                and (
                    len({code.label for code in sheets.all(round, unit.ref).values()}) > 1
                    or (own[unit.ref] is None and unit.ref in voted)
                ),
            )
            for unit in units
            if own[unit.ref] is None or order == "disputed"
        ]
        ordered = review.ordered(waiting, order, seed=round or "sample")
        if order == "sample" and not hidden:
            quiet = {unit.ref for unit in units if unit.label != "commitment"}
            ordered = [one for one in ordered if one.unit in quiet]
        return Queue(
            order=order,
            waiting=tuple(Place(o.unit, round_to(o.doubt), round_to(o.likely)) for o in ordered),
            done=sum(1 for code in own.values() if code is not None),
            of=len(units),
            per_minute=pace(sheets.made(round, coder)),
            missed=None if hidden else _missed(views, own, round or "sample"),
            twins=_twins(units_of(views, own)),
        )


def contested(reader: Reader, views: Sequence[DocumentView]) -> frozenset[Ref]:
    """Units in which a vote of extractors found something that not all of them found."""
    found = set()
    for view in views:
        starts = [unit.span.start for unit in view.units]
        for each in reader.proposals(under=str(view.document.ref)):
            at = bisect_right(starts, each.start) - 1
            if each.votes is not None and not each.votes.agreed and at >= 0:
                found.add(view.units[at].ref)
    return frozenset(found)


def round_to(value: float) -> float:
    """A figure of the queue as it is shown."""
    return float(f"{value:.3f}")


def units_of(views: Sequence[DocumentView], own: dict[Ref, Code | None]) -> list[tuple[str, Ref]]:
    """(fingerprint, unit) of the coder's units that wait."""
    return [
        (unit.twin, unit.ref)
        for view in views
        for unit in view.units
        if unit.twin and unit.ref in own and own[unit.ref] is None
    ]


def pace(made: Sequence[Code]) -> float | None:
    """Units a minute, from the median gap between a coder's last codes, pauses left out."""
    moments = [datetime.fromisoformat(code.at) for code in made[-_RECENT:]]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    gaps = [gap for gap in gaps if 0 < gap < _PAUSE]
    return None if len(gaps) < 3 else min(600.0, 60 / max(median(gaps), 0.1))


def _missed(
    views: Sequence[DocumentView], own: dict[Ref, Code | None], seed: str
) -> review.Estimate | None:
    quiet = [
        unit.ref
        for view in views
        for unit in view.units
        if unit.label != "commitment" and unit.ref in own
    ]
    quiet.sort(key=lambda unit: review.draw(unit, seed))
    labels = {ref: c.label for ref, c in own.items() if c is not None and c.verdict == "code"}
    return review.missed(quiet, labels)


def _twins(waiting: Sequence[tuple[str, Ref]]) -> dict[str, tuple[Ref, ...]]:
    groups: dict[str, tuple[Ref, ...]] = {}
    for twin, ref in waiting:
        groups[twin] = (*groups.get(twin, ()), ref)
    return {twin: refs for twin, refs in groups.items() if len(refs) > 1}
