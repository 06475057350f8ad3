"""A text in pieces that can be asked about at once, cut where its blocks end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aftersummit.model import Span
from aftersummit.text.segment import Segmentation, Unit

_SHOWN = 600  # code points of a heading or a clause above that are shown with a piece
_SMALLEST = 200  # code points below which a piece is not parted again


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a text.

    Attributes:
        span: where it stands.
        section, head: words of the heading and of the clause over a list under which it
            begins, where they stand before it.
    """

    span: Span
    section: str = ""
    head: str = ""


def chunks(text: str, cut: Segmentation, size: int) -> list[Chunk]:
    """Pieces of at most ``size`` code points that cover every unit, in order.

    A piece ends with a block; within a block that is too long, with a unit; within such a
    unit, at white space.
    """
    spans: list[Span] = []
    for block in cut.blocks:
        inside = cut.units[block.first : block.last]
        spans += [block.span] if len(block.span) <= size else [unit.span for unit in inside]
    return _pieces(text, cut, spans, size)


def halves(text: str, cut: Segmentation, chunk: Chunk) -> list[Chunk]:
    """A chunk that was too much at once, in smaller ones; none where it is as small as can be."""
    whole = chunk.span
    if len(whole) < _SMALLEST:
        return []
    inside = [
        Span(max(unit.span.start, whole.start), min(unit.span.end, whole.end))
        for unit in _overlapping(cut, whole)
    ]
    return _pieces(text, cut, inside, (len(whole) + 1) // 2)


def _pieces(text: str, cut: Segmentation, spans: Iterable[Span], size: int) -> list[Chunk]:
    return [
        _in_context(text, cut, piece)
        for span in _packed(spans, size)
        for piece in _cut(text, span, size)
    ]


def _packed(spans: Iterable[Span], size: int) -> Iterator[Span]:
    """Neighbours joined as long as they fit."""
    held: Span | None = None
    for span in spans:
        if held is not None and span.end - held.start <= size:
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _cut(text: str, span: Span, size: int) -> Iterator[Span]:
    """A span in pieces of at most ``size``, cut at white space where there is any."""
    start = span.start
    while span.end - start > size:
        middle, most = start + size // 2, start + size
        end = max(text.rfind(" ", middle, most), text.rfind("\n", middle, most)) + 1 or most
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _in_context(text: str, cut: Segmentation, span: Span) -> Chunk:
    first = next(_overlapping(cut, span), None)
    if first is None:
        return Chunk(span)
    return Chunk(span, _before(text, first.section, span), _before(text, first.head, span))


def _overlapping(cut: Segmentation, span: Span) -> Iterator[Unit]:
    at = max(0, bisect_right(cut.units, span.start, key=lambda unit: unit.span.start) - 1)
    while at < len(cut.units) and cut.units[at].span.start < span.end:
        if cut.units[at].span.end > span.start:
            yield cut.units[at]
        at += 1


def _before(text: str, words: Span | None, span: Span) -> str:
    if words is None or words.end > span.start:
        return ""
    return text[words.start : min(words.end, words.start + _SHOWN)]
