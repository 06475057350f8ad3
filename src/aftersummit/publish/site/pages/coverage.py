"""Who acted on what: for each meeting, its commitments by those who are bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aftersummit.model import (
    Commitment,
    Evidence,
    Matrix,
    MatrixColumn,
    Square,
    SquareState,
    slugify,
)
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.marks import SQUARE_MEANINGS, SQUARES
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import date_bounds, listed

CELLS = {
    "action": "acted",
    "announced": "announced only",
    "mixed": "acted for and against it",
    "undercut": "acted against it",
    "nothing": "nothing found",
    "unsearched": "not searched",
}
"""What one party did about one commitment, by the code of the shape that says it."""

_SAID: dict[SquareState, str] = {
    "acted": "{} acted",
    "reversed": "{} went back on it",
    "pledged": "{} gave only words",
    "unrateable": "{} cannot be rated",
    "nothing-found": "for {} nothing was found",
    "not-searched": "{} not yet searched",
}


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


def squares(look: Lookup, matrix: Matrix) -> list[tuple[str, list[Square]]]:
    """The rows of a matrix: a party's code and its squares in the order of the columns."""
    width = len(matrix.columns)
    rows = [
        (party, list(matrix.squares[at * width : (at + 1) * width]))
        for at, party in enumerate(matrix.parties)
    ]
    return sorted(rows, key=lambda row: look.name(row[0]))


def place_of(square: Square) -> str:
    """Name of the place on the page where a square's reason stands."""
    return slugify(f"{square.matrix} {square.party} {square.column}", 90)


def _shown(look: Lookup, matrix: Matrix) -> dict[str, Any]:
    counts = {
        column.code: Counter(s.state for s in matrix.squares if s.column == column.code)
        for column in matrix.columns
    }
    return {
        "matrix": matrix,
        "id": f"matrix-{slugify(matrix.code)}",
        "rows": squares(look, matrix),
        "counts": counts,
        "sentences": [_sentence(column, counts[column.code]) for column in matrix.columns],
        "titles": {column.code: column.title for column in matrix.columns},
        "evidence": {item.ref: item for item in look.register.evidence},
    }


def _sentence(column: MatrixColumn, counts: Counter[SquareState]) -> str:
    bound = sum(counts.values()) - counts["not-bound"]
    said = [_SAID[state].format(counts[state]) for state in _SAID if counts[state]]
    return f"{column.title}: of {bound} who pledged, {listed(said)}."


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
    return {
        "tables": tables,
        "counts": counts,
        "total": sum(counts.values()),
        "cells": CELLS,
        "matrices": [_shown(look, matrix) for matrix in look.register.scoring.matrices],
        "states": SQUARES,
        "meanings": SQUARE_MEANINGS,
        "place_of": place_of,
    }


def _cell(look: Lookup, commitment: Commitment, party: str) -> str:
    code = cell(look.acted(commitment, party))
    return "unsearched" if code == "nothing" and not commitment.searched else code


def _table(look: Lookup, meeting: str, inside: list[Commitment]) -> dict[str, Any]:
    weight = Counter(code for c in inside for code in look.bound(c))
    parties = sorted(weight, key=lambda code: (-weight[code], look.name(code)))
    rows = []
    for commitment in sorted(inside, key=lambda c: str(c.ref)):
        bound = set(look.bound(commitment))
        cells = [_cell(look, commitment, p) if p in bound else "" for p in parties]
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
