"""A unit with several commitments as its parts, each an exact span.

Each joint of the unit (:mod:`aftersummit.commitments.joints`) gets four chances from a linear
model: the promise goes on (C), another begins (S), the first begins here and what stands before
only leads up to it (R), or the promise ends and other matter follows (E). A unit is split only
where it is improbable that none of its joints opens another promise: coders split one unit in
nine, and a list of measures towards one target stays one.
"""

from __future__ import annotations

from collections.abc import Sequence

from aftersummit.commitments import weights
from aftersummit.commitments.context import View
from aftersummit.commitments.joints import Joint, features, joints, renewed
from aftersummit.model import Span

CLASSES = ("C", "E", "R", "S")
WHOLE = 0.3
"""A unit stays whole where the chance that no joint opens another promise is above this."""
OPENS = 0.2
LEADS_UP = 0.5
ENDS = 0.6
_SHORTEST = 3
_AT_ONCE = 512  # units whose features are held in memory together


def split(text: str, view: View) -> list[Span]:
    """Spans of the commitments in a unit that holds at least one, in order; never empty."""
    return split_all(text, [view])[0]


def split_all(text: str, found: Sequence[View]) -> list[list[Span]]:
    """The same for many units of one text, which is faster than one by one."""
    return [
        spans
        for first in range(0, len(found), _AT_ONCE)
        for spans in _split_some(text, found[first : first + _AT_ONCE])
    ]


def _split_some(text: str, found: Sequence[View]) -> list[list[Span]]:
    places = [joints(text, view.words.start, view.span.end) for view in found]
    rows = [
        row
        for view, here in zip(found, places, strict=True)
        if here
        for row in features(text, view, here)
    ]
    if not rows:
        return [[view.span] for view in found]
    model = weights.load("split")
    chances = weights.softmax(model.score(rows))
    chance = iter(chances[:, [model.classes.index(name) for name in CLASSES]].tolist())
    return [
        parts(view.span, here, settled(text, view, here, [next(chance) for _ in here]))
        for view, here in zip(found, places, strict=True)
    ]


def settled(
    text: str, view: View, found: list[Joint], chances: list[list[float]]
) -> list[list[float]]:
    """The chances with those joints made sure that open a clause with a promise of its own."""
    sure = renewed(text, view, found)
    return [_SURE if yes else row for yes, row in zip(sure, chances, strict=True)]


_SURE = [0.0, 0.0, 0.0, 1.0]


def parts(whole: Span, found: Sequence[Joint], chances: Sequence[Sequence[float]]) -> list[Span]:
    """The parts that the chances of each joint (in the order of ``CLASSES``) make of a unit."""
    none = 1.0
    for row in chances:
        none *= 1.0 - row[3]
    several = none < WHOLE
    cut: list[tuple[int, int]] = []
    start, promising = whole.start, True
    for joint, (_, ends, leads, opens) in zip(found, chances, strict=True):
        if not promising:
            if several and opens + leads > LEADS_UP:
                start, promising = joint.end, True
        elif not cut and leads > LEADS_UP and leads > opens:
            start = joint.end
        elif several and opens + (leads if cut else 0.0) > OPENS:
            cut.append((start, joint.start))
            start = joint.end
        elif ends > ENDS:
            cut.append((start, joint.start))
            promising = False
    if promising:
        cut.append((start, whole.end))
    kept = [Span(a, b) for a, b in cut if b - a >= _SHORTEST]
    return kept or [whole]
