"""A canonical text as blocks of HTML-ready pieces, with places lit in it.

Places may overlap and may run across blocks: the text is cut at every edge, and each
piece knows which places cover it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aftersummit.model import Section, Span
from aftersummit.publish.site.paths import anchor

_ITEM = re.compile(r"•\s|(?:\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")


@dataclass(frozen=True, slots=True)
class Light:
    """A place to be lit: its span, where it leads and what it is called there.

    Attributes:
        kind: ``commitment``, ``proposal`` or ``evidence``.
    """

    span: Span
    link: str
    label: str
    kind: str = "commitment"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same lights.

    Attributes:
        lights: what covers it, the longest first.
        opens: lights that begin here, whose anchors stand on this piece.
        closes: lights that end here, whose labels follow this piece.
    """

    text: str
    lights: tuple[Light, ...] = ()
    opens: tuple[Light, ...] = ()
    closes: tuple[Light, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """Names of the places that begin here, each once."""
        names = (anchor(light.span.start, light.span.end) for light in self.opens)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list item, a table row or a paragraph, with where it starts in the text."""

    kind: str
    level: int
    start: int
    pieces: tuple[Piece, ...]


def blocks(text: str, lights: Iterable[Light], sections: Sequence[Section] = ()) -> list[Block]:
    """Cut a canonical text (blocks apart by a blank line) into blocks of pieces.

    Joining the pieces of all blocks with the blank lines gives ``text`` back. Lights that
    reach beyond the text are cut at its end; empty ones are dropped.
    """
    inside = [(li, _trimmed(text, li.span)) for li in lights]
    inside = [(li, span) for li, span in inside if len(span)]
    inside.sort(key=lambda pair: (pair[1].start, -pair[1].end, pair[0].label))
    headings = {s.heading.start: s.level for s in sections}
    found: list[Block] = []
    start = 0
    for words in text.split("\n\n"):
        whole = Span(start, start + len(words))
        start = whole.end + 2
        here = [(li, span) for li, span in inside if span.overlaps(whole)]
        level = headings.get(whole.start, 0)
        found.append(
            Block(_kind(words, level), level, whole.start, tuple(_pieces(text, whole, here)))
        )
    return found


def _trimmed(text: str, span: Span) -> Span:
    """The span without the blanks at its edges, so that it begins and ends inside a block."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _kind(words: str, level: int) -> str:
    if level:
        return "heading"
    if _ITEM.match(words):
        return "item"
    return "row" if " | " in words else "paragraph"


def _pieces(text: str, whole: Span, lights: list[tuple[Light, Span]]) -> Iterable[Piece]:
    edges = {whole.start, whole.end}
    for _, span in lights:
        edges.update(e for e in (span.start, span.end) if whole.start < e < whole.end)
    points = sorted(edges)
    for start, end in pairwise(points):
        cover = [(li, span) for li, span in lights if span.start < end and start < span.end]
        cover.sort(key=lambda pair: -len(pair[1]))
        yield Piece(
            text[start:end],
            tuple(li for li, _ in cover),
            tuple(li for li, span in cover if span.start == start),
            tuple(li for li, span in cover if span.end == end),
        )
