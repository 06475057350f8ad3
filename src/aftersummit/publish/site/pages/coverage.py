"""Who acted on what: for each meeting, its commitments by those who are bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aftersummit.model import Commitment, Evidence
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import date_bounds

CELLS = {
    "action": "acted",
    "announced": "announced only",
    "mixed": "acted for and against it",
    "undercut": "acted against it",
    "nothing": "nothing found",
}
"""What one party did about one commitment, by the code of the shape that says it."""


def pages(look: Lookup) -> Iterator[Page]:
    """The coverage page."""
    yield Page(
        "coverage.html",
        "coverage.html",
        "Who acted on what",
        "Each commitment by each government that is bound by it: who acted, and for whom "
        "nothing was found.",
        lambda: _coverage(look),
        "parties.html",
    )


def cell(items: list[Evidence]) -> str:
    """What some evidence of one party's acts says, as a key of :data:`CELLS`."""
    against = [e for e in items if e.stance in ("undercuts", "mixed")]
    helping = [e for e in items if e.stance in ("completes", "advances", "announces")]
    if against:
        only = not helping and all(e.stance == "undercuts" for e in against)
        return "undercut" if only else "mixed"
    if any(e.stance != "announces" and e.rung != "statement" for e in helping):
        return "action"
    return "announced" if helping else "nothing"


def _coverage(look: Lookup) -> dict[str, Any]:
    groups: dict[str, list[Commitment]] = {}
    for commitment in look.settled:
        if commitment.ref and look.bound(commitment):
            groups.setdefault(str(commitment.ref.meeting_ref), []).append(commitment)
    tables = [_table(look, meeting, inside) for meeting, inside in groups.items()]
    tables.sort(key=lambda table: table["when"], reverse=True)
    counts: Counter[str] = Counter()
    for table in tables:
        counts.update(code for _, cells in table["rows"] for code in cells if code)
    return {"tables": tables, "counts": counts, "total": sum(counts.values()), "cells": CELLS}


def _table(look: Lookup, meeting: str, inside: list[Commitment]) -> dict[str, Any]:
    weight = Counter(code for c in inside for code in look.bound(c))
    parties = sorted(weight, key=lambda code: (-weight[code], look.name(code)))
    rows = []
    for commitment in sorted(inside, key=lambda c: str(c.ref)):
        bound = set(look.bound(commitment))
        cells = [cell(look.acted(commitment, p)) if p in bound else "" for p in parties]
        rows.append((commitment, cells))
    found = look.meetings.get(meeting)
    return {
        "id": meeting.replace("/", "-"),
        "meeting": found,
        "name": found.name if found else meeting,
        "when": date_bounds(found.date)[0] if found else "",
        "parties": parties,
        "rows": rows,
    }
