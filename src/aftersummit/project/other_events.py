"""What else happened near a date, told by a person or read off the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from aftersummit.errors import NotFound
from aftersummit.model import Action, Commitment, EffectEvent, Evidence, Ref
from aftersummit.store import Reader

RUNNING = ("instrument", "programme", "result")
"""Rungs of what could move a series: a statement or a plan alone could not."""
_REACH = 6
"""Months around a date in which an event of the register counts as another explanation."""


class Beside:
    """What the register holds besides the series, read once for many questions."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def actions(self) -> dict[Ref, Action]:
        """Every action by address."""
        return {action.ref: action for action in self._reader.all(Action)}

    @cached_property
    def filed(self) -> dict[Ref, tuple[str, str]]:
        """Pillar and issue of every commitment."""
        return {c.ref: (c.pillar, c.issue) for c in self._reader.all(Commitment) if c.ref}

    @cached_property
    def bearing(self) -> list[Evidence]:
        """Evidence that is an action's bearing on a commitment."""
        return [e for e in self._reader.all(Evidence) if e.action]


def events_near(
    beside: Beside,
    commitment: Ref | None,
    start: str,
    named: Sequence[Ref] = (),
    told: Sequence[tuple[str, str]] = (),
) -> list[EffectEvent]:
    """What else happened near the date: told, named, or read off the register.

    Without a choice of a person these are the actions that carry weight (an instrument, a
    programme or a result) and bear on a commitment of the same issue or pillar, those of the
    issue first and the nearer before the farther. An action on the promise itself in the very
    period of the date is what is being measured, and no other event.
    """
    known = [EffectEvent(date, what) for date, what in told]
    if named:
        missing = [ref for ref in named if ref not in beside.actions]
        if missing:
            raise NotFound(f"there is no action at {missing[0]}", "see: aftersummit list actions")
        return known + [_event(beside.actions[ref]) for ref in named]
    pillar, issue = beside.filed.get(commitment, ("", "")) if commitment else ("", "")
    if not pillar and not issue:
        return known
    near = []
    for ref, bearings in _by_action(beside.bearing).items():
        action = beside.actions.get(ref)
        if action is None or _distance(_plain(action.date), start) > _REACH:
            continue
        homes = [beside.filed.get(e.commitment, ("", "")) for e in bearings if e.rung in RUNNING]
        close = any(issue and home[1] == issue for home in homes)
        weighty = close or any(pillar and home[0] == pillar for home in homes)
        own = any(e.commitment == commitment for e in bearings)
        if weighty and not (own and action.date[:7] == start[:7]):
            near.append((not close, _distance(_plain(action.date), start), _event(action)))
    return known + [event for _, _, event in sorted(near, key=lambda one: one[:2])]


def _by_action(bearing: Iterable[Evidence]) -> dict[Ref, list[Evidence]]:
    found: dict[Ref, list[Evidence]] = {}
    for one in bearing:
        if one.action:
            found.setdefault(one.action, []).append(one)
    return found


def _event(action: Action) -> EffectEvent:
    return EffectEvent(_plain(action.date), f"“{short(action.what)}”", action.ref)


def short(words: str, width: int = 72) -> str:
    """The first sentence, cut at a word where it is long."""
    first = re.split(r"(?<=[a-z0-9)])(?<!\bNo)[.;:] ", words, maxsplit=1)[0].rstrip(".")
    if len(first) <= width:
        return first
    return f"{first[:width].rsplit(' ', 1)[0].rstrip(',')} …"


def _plain(edtf: str) -> str:
    """An EDTF date without its doubts; an interval begins where it begins."""
    return re.sub(r"[~?%]", "", edtf.split("/", maxsplit=1)[0])


def _distance(date: str, start: str) -> float:
    """Months between two dates; a bare year stands for its middle."""

    def months(text: str) -> float:
        parts = [int(part) for part in text.split("-")]
        month = parts[1] if len(parts) > 1 and parts[1] <= 12 else 6.5
        return parts[0] * 12 + month

    return abs(months(date) - months(start))
