"""A text as sections, blocks and sentences, each an exact span of it.

What is found is form, not meaning: where a sentence stops, which clause stands over a list,
which heading a passage stands under. Everything runs in one pass, in time linear in the length
of the text, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aftersummit.model import Span
from aftersummit.text.blocks import Marker, Piece, marker_at, pieces
from aftersummit.text.headings import completes, introduces, is_heading
from aftersummit.text.sentences import ends, list_starts

UnitKind = Literal["heading", "sentence", "bullet", "item"]
BlockKind = Literal["heading", "paragraph", "bullet", "item"]


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest passage that is judged on its own: a sentence, a bullet, a heading.

    Attributes:
        span: its place, with its list marker, without white space around it.
        kind: ``bullet`` or ``item`` (numbered) for the first sentence of a list item, where
            the marker stands; ``sentence`` for any that follow it.
        head: the clause that introduces the list in which it stands.
        section: the heading it stands under; for a heading, the one before it.
        index, block: its number in ``Segmentation.units``, its block's in ``.blocks``.
        depth: 0 outside lists, 1 in a list, 2 in a list within a list, ...
        words: its place without the list marker.
    """

    span: Span
    kind: UnitKind
    head: Span | None
    section: Span | None
    index: int
    block: int
    depth: int
    words: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item; its units are ``units[first:last]``."""

    span: Span
    kind: BlockKind
    head: Span | None
    section: Span | None
    depth: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The blocks and units of one text, in order; neither overlap their like."""

    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]

    def previous(self, unit: Unit) -> Unit | None:
        """The unit before ``unit``, in any block."""
        return self.units[unit.index - 1] if unit.index else None

    def next(self, unit: Unit) -> Unit | None:
        """The unit after ``unit``, in any block."""
        return self.units[unit.index + 1] if unit.index + 1 < len(self.units) else None

    def siblings(self, unit: Unit) -> tuple[Unit, ...]:
        """All units of the block of ``unit``, itself included."""
        block = self.blocks[unit.block]
        return self.units[block.first : block.last]

    def unit_at(self, offset: int) -> Unit | None:
        """The unit that holds the code point at ``offset``."""
        at = bisect_right(self.units, offset, key=lambda unit: unit.span.start) - 1
        if at < 0 or offset >= self.units[at].span.end:
            return None
        return self.units[at]

    def under(self, head: Span) -> Iterator[Unit]:
        """The units that ``head`` introduces."""
        return (unit for unit in self.units if unit.head == head)


def segment(text: str, language: str = "en") -> Segmentation:
    """The blocks and units of ``text``.

    Args:
        text: canonical text (see ``normalise.canonical``); spans are code points of it.
        language: accepted for callers that know it; the rules for English, French and
            Spanish hold side by side, because these texts quote each other.

    Paragraphs are parted by blank lines; hard-wrapped lines and one paragraph a line are told
    apart by their widths. List items may begin with a bullet, a dash, ``1.``, ``a)``, ``(i)``.
    """
    return _Builder(text).build()


_DEEPEST = 8  # lists within lists that are told apart; what lies deeper joins the last


@dataclass(slots=True)
class _Level:
    """An open list: how its items are marked and what introduces it."""

    key: tuple[int, str]
    head: Span | None
    ends_open: bool = False  # whether an item ended in ";" or ","


class _Builder:
    """Collects units and blocks while the pieces of the text go by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.units: list[Unit] = []
        self.levels: list[_Level] = []
        self.section: Span | None = None
        self.candidate: Span | None = None  # clause that introduces a list, if one follows
        self.number = 0

    def build(self) -> Segmentation:
        before: Piece | None = None
        for piece in pieces(self.text):
            if before is not None:
                self._add(before, piece)
            before = piece
        if before is not None:
            self._add(before, None)
        return Segmentation(tuple(self.blocks), tuple(self.units))

    def _add(self, piece: Piece, following: Piece | None) -> None:
        over_list = following is not None and (
            following.marker is not None or _unmarked_item(self.text, following)
        )
        if piece.marker is None and self._goes_on_unmarked(piece):
            piece = piece._replace(marker=_NO_MARKER)
        marker = piece.marker
        if marker is not None and marker.number:
            self.number = marker.number
        inside = list_starts(self.text, piece.start, piece.end, self.number)
        if inside and not (marker and marker.number) and self._is_heading(piece, inside[0], True):
            # A heading that a converter has run into the numbered paragraph under it.
            self._add_heading(piece.start, inside[0])
            start = _skip_space(self.text, inside[0])
            marker = marker_at(self.text, start, piece.end)
            piece = Piece(start, piece.end, piece.indent, marker)
            inside = inside[1:]
        elif not inside and self._is_heading(piece, piece.end, over_list):
            self._add_heading(piece.start, piece.end)
            return
        self._add_text(piece, inside, over_list)

    def _is_heading(self, piece: Piece, end: int, over_list: bool) -> bool:
        if piece.marker is not None and self._introduced(piece, piece.marker):
            return False
        return is_heading(self.text, piece.start, end, piece.marker, over_list)

    def _introduced(self, piece: Piece, marker: Marker) -> bool:
        """Whether a clause over the list speaks for this item, so that it is no heading."""
        if self.candidate is not None:
            return True
        level = self.levels[-1] if self.levels else None
        return level is not None and level.head is not None and level.key == _key(piece, marker)

    def _goes_on_unmarked(self, piece: Piece) -> bool:
        """Whether ``piece`` is an item of a list that has lost its markers."""
        level = self.levels[-1] if self.levels else None
        unmarked = level is not None and level.key[1] == _NO_MARKER.family
        head = self.candidate or (level.head if level is not None and unmarked else None)
        if head is None:
            return False
        if _unmarked_item(self.text, piece):
            return True
        return completes(self.text, head, piece.start) and not self._is_heading(
            piece, piece.end, False
        )

    def _add_text(self, piece: Piece, inside: list[int], over_list: bool) -> None:
        """Adds a paragraph or list item and notes whether it introduces what follows."""
        marker = piece.marker
        if marker is None:
            if not (self.levels and piece.indent > self.levels[-1].key[0]):
                self.levels.clear()  # else it goes on with the item that it is indented under
            self._add_block(piece, "paragraph", None, inside)
        else:
            head = self._enter_list(piece, marker)
            self._add_block(piece, "item" if marker.counted else "bullet", head, inside)
        self._look_for_head(piece.end, marker, over_list)

    def _add_heading(self, start: int, end: int) -> None:
        span = Span(start, end)
        self.levels.clear()
        self.candidate = None
        at, block = len(self.units), len(self.blocks)
        self.units.append(Unit(span, "heading", None, self.section, at, block, 0, span))
        self.blocks.append(Block(span, "heading", None, self.section, 0, at, at + 1))
        self.section = span
        self.number = _leading_number(self.text, start) or self.number

    def _enter_list(self, piece: Piece, marker: Marker) -> Span | None:
        """Opens, continues or leaves lists so that the innermost is the item's own."""
        key = _key(piece, marker)
        levels = self.levels
        del levels[_DEEPEST:]
        if self.candidate is not None:
            levels.append(_Level(key, self.candidate))
        else:
            known = [at for at, level in enumerate(levels) if level.key == key]
            if known:
                del levels[known[-1] + 1 :]
            elif levels and piece.indent < levels[-1].key[0]:
                outer = [at for at, level in enumerate(levels) if level.key[0] <= piece.indent]
                del levels[(outer[-1] + 1 if outer else 1) :]
                levels[-1].key = key
            else:
                if marker.number:
                    levels.clear()  # numbered paragraphs go on after a list that one of them held
                levels.append(_Level(key, levels[-1].head if levels else None))
        self.candidate = None
        return levels[-1].head

    def _look_for_head(self, end: int, marker: Marker | None, over: bool) -> None:
        """Notes the block's last clause as head of what follows; closes a finished inner list."""
        last = self.units[-1]
        colon = self.text[end - 1] == ":"
        leads = colon or (over and introduces(self.text, last.words, marker is not None))
        self.candidate = last.words if leads else None
        if marker is None or self.candidate is not None or not self.levels:
            return
        mark = self.text[end - 1]
        level = self.levels[-1]
        if mark in ";,":
            level.ends_open = True
        elif mark == "." and level.ends_open and len(self.levels) > 1:
            self.levels.pop()

    def _add_block(
        self, piece: Piece, kind: BlockKind, head: Span | None, inside: list[int]
    ) -> None:
        text, marker = self.text, piece.marker
        depth = len(self.levels)
        first, block = len(self.units), len(self.blocks)
        inline: Span | None = None  # clause over a list that stands in this very block
        for at, to in self._sentences(piece.start, piece.end, inside):
            found = marker if at == piece.start else self._marker_inside(at, to, inline)
            own_head, own_depth = head, depth
            if found is not None and inline is not None:
                own_head, own_depth = inline, depth + 1
            span = Span(at, to)
            words = Span(at + found.length, to) if found else span
            unit_kind: UnitKind = "sentence"
            if found is not None:
                unit_kind = "item" if found.counted else "bullet"
            if text[to - 1] == ":":
                inline = words
            index = len(self.units)
            self.units.append(
                Unit(span, unit_kind, own_head, self.section, index, block, own_depth, words)
            )
        span = Span(piece.start, piece.end)
        self.blocks.append(Block(span, kind, head, self.section, depth, first, len(self.units)))

    def _marker_inside(self, at: int, to: int, inline: Span | None) -> Marker | None:
        """The marker of an item or numbered paragraph that begins in the middle of a block."""
        if inline is None and not self.text[at].isdigit():
            return None
        found = marker_at(self.text, at, to)
        if found is not None and found.number:
            self.number = found.number
        return found

    def _sentences(self, start: int, end: int, inside: list[int]) -> Iterator[tuple[int, int]]:
        """The sentences and inline items of the block between ``start`` and ``end``."""
        at = start
        for stop in (*inside, end):
            for cut in (*ends(self.text, at, stop), stop):
                if cut > at:
                    yield at, cut
                    at = _skip_space(self.text, cut)


_NO_MARKER = Marker(0, "unmarked", 0)
_ITEM_ENDS = re.compile(r"[;,](?: (?:and|or|et|ou|y|o|e))?$")


def _unmarked_item(text: str, piece: Piece) -> bool:
    """Whether the piece looks like an item without its marker: it goes on in the middle."""
    if piece.marker is not None:
        return False
    tail = text[max(piece.start, piece.end - 6) : piece.end]
    return text[piece.start].islower() or _ITEM_ENDS.search(tail) is not None


def _key(piece: Piece, marker: Marker) -> tuple[int, str]:
    return piece.indent, marker.family


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _leading_number(text: str, start: int) -> int:
    match = re.match(r"\d{1,3}(?=[.)])", text[start : start + 4])
    return int(match.group()) if match else 0
