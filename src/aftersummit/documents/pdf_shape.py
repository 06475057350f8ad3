"""What is usual in a PDF: letter size, line spacing, margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from aftersummit.documents.pdf_lines import Line

# Shares of the letters' height; the share of flush lines that makes a text justified.
_LARGER = 1.12
_SMALLER = 0.88
_JUSTIFIED = 0.6
FLUSH = 2.0


class Shape:
    """What is usual in a document: letter size, line spacing, right margins."""

    def __init__(self, lines: Sequence[Line], heights: dict[int, float]) -> None:
        self.heights = heights
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
        self.body = sizes.most_common(1)[0][0]
        self._leading = _leadings(lines)
        self._rights = _right_edges(lines)
        self.justified = self._is_justified(lines)
        self.heading_sizes = self._heading_sizes(lines)

    def leading(self, size: float) -> float:
        """Usual distance between the base lines of text of this size."""
        return self._leading.get(_rounded(size), 1.25 * size)

    def right_edge(self, line: Line) -> float:
        """How far to the right the lines reach that begin where this one does."""
        return self._rights.get(_column(line), line.right)

    def has_room(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word had room on this one: the break was meant."""
        blank = 0.3 * line.size
        slack = 0.4 * line.size
        room = self.right_edge(line) - line.right
        return following.first_width + blank + slack < room

    def level(self, size: float) -> int:
        """Heading level of a letter size: 1 for the largest."""
        larger = [known for known in self.heading_sizes if known >= _rounded(size) - 0.25]
        return max(1, min(6, len(larger)))

    def is_large(self, line: Line) -> bool:
        return line.size > _LARGER * self.body

    def is_small(self, line: Line) -> bool:
        return line.size < _SMALLER * self.body

    def _is_justified(self, lines: Sequence[Line]) -> bool:
        body = [line for line in lines if abs(line.size - self.body) < 1]
        flush = sum(self.right_edge(line) - line.right < FLUSH for line in body)
        return flush > _JUSTIFIED * len(body)

    def _heading_sizes(self, lines: Sequence[Line]) -> list[float]:
        found = {_rounded(line.size) for line in lines if self.is_large(line)}
        return sorted(found, reverse=True)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.starts[0] / 4)


def _leadings(lines: Sequence[Line]) -> dict[float, float]:
    """The commonest distance of successive lines for each letter size."""
    gaps: dict[float, Counter[float]] = {}
    for above, below in pairwise(lines):
        gap = below.base - above.base
        same = above.page == below.page and abs(above.size - below.size) < 0.5
        if same and 0.8 * below.size < gap < 2.5 * below.size:
            gaps.setdefault(_rounded(below.size), Counter())[_rounded(gap)] += 1
    return {size: _lowest_common(counts) for size, counts in gaps.items()}


def _lowest_common(counts: Counter[float]) -> float:
    """The smallest gap that is not rare: lists with space between outnumber lines at times."""
    enough = max(2, 0.15 * counts.total())
    usual = [gap for gap, count in counts.items() if count >= enough]
    return min(usual) if usual else min(counts)


def _right_edges(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = _column(line)
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges
