"""Pieces of one printed line put together again: markers, wide gaps, but not table cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from aftersummit.documents.builder import BULLET_SIGNS
from aftersummit.documents.pdf_lines import NO_ORIGIN, Line

BULLET_START = re.compile(rf"[{BULLET_SIGNS}]|[o–-](?: |$)")
NUMBER_START = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?: |$)")

# How many rows away another row may be whose cells stand under each other, and how exactly.
_NEIGHBOURS = 3
_ALIGNED = 2.0
_FLUSH_LINES = 3


def made_whole(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page with the pieces of a line made one, cells of table rows left apart.

    A bullet or number belongs to the text beside it. Other pieces are cells when their
    edges stand over or under those of a row near by; in justified text they never do.
    """
    rows = [_with_marker(row) for row in _beside_each_other(lines)]
    ends = Counter(round(row[-1].right) for row in rows)
    out: list[Line] = []
    for place, row in enumerate(rows):
        near = rows[max(0, place - _NEIGHBOURS) : place] + rows[place + 1 :][:_NEIGHBOURS]
        whole = len(row) > 1 and _is_flush(row, ends) and not _is_row(row, near)
        out.extend([_merged(row)] if whole else row)
    return out


def _with_marker(row: list[Line]) -> list[Line]:
    if len(row) > 1 and _is_marker(row[0].text):
        return [_merged(row[:2]), *row[2:]]
    return row


def _is_flush(row: Sequence[Line], ends: Counter[int]) -> bool:
    """Whether it ends where other lines of the page end: justified text does."""
    end = round(row[-1].right)
    return sum(ends[end + step] for step in (-2, -1, 0, 1, 2)) >= _FLUSH_LINES


def _is_row(row: Sequence[Line], near: Sequence[Sequence[Line]]) -> bool:
    return any(_aligned(row, other) for other in near)


def _beside_each_other(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _beside(left: Line, right: Line) -> bool:
    near = 0.5 * max(left.size, right.size)
    return abs(left.base - right.base) < near and right.left >= left.right - 1


def _is_marker(text: str) -> bool:
    return bool(BULLET_START.fullmatch(text) or NUMBER_START.fullmatch(text))


def _aligned(row: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether half of the cells have an edge in common, the margins not counted."""
    if len(other) < 2:
        return False
    lefts, rights = [cell.left for cell in other[1:]], [cell.right for cell in other[1:-1]]
    same = sum(_stands_at(cell.left, lefts) for cell in row[1:])
    same += sum(_stands_at(cell.right, rights) for cell in row[1:-1])
    return 2 * same >= len(row) - 1


def _stands_at(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) < _ALIGNED for other in edges)


def _merged(pieces: Sequence[Line]) -> Line:
    """One line out of pieces that stand beside each other, a blank between them."""
    first, text = pieces[0], pieces[-1]
    origins = list(first.origins)
    for piece in pieces[1:]:
        origins += [NO_ORIGIN, *piece.origins]
    # A marker in another weight than its text does not change what the text is.
    bold = sum(piece.bold for piece in pieces)
    if len(pieces) == 2 and _is_marker(first.text) and text.is_bold:
        bold = text.bold + len(first.text)
    return Line(
        page=first.page,
        left=first.left,
        right=max(piece.right for piece in pieces),
        top=min(piece.top for piece in pieces),
        bottom=max(piece.bottom for piece in pieces),
        base=text.base,
        size=max(piece.size for piece in pieces),
        text=" ".join(piece.text for piece in pieces),
        origins=origins,
        starts=[left for piece in pieces for left in piece.starts][:3],
        first_width=first.first_width,
        bold=bold,
        has_shape=first.has_shape,
    )
