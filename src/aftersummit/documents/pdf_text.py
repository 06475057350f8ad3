"""From a PDF's blocks to canonical text, with the way back to the page for every sign."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aftersummit.documents.builder import (
    BULLET,
    BULLET_SIGNS,
    CELL_JOINT,
    TextBuilder,
    clean,
)
from aftersummit.documents.pdf_layout import Block, blocks_of
from aftersummit.documents.pdf_lines import NO_ORIGIN, Line, PageLines
from aftersummit.documents.pdf_shape import Shape
from aftersummit.documents.seams import Seams
from aftersummit.model import Page, Section, Span

_MARKER = re.compile(rf"[{BULLET_SIGNS}]\s*|[o–-]\s+")

# An origin holds page and character in one number; pages have fewer signs than this.
PAGE_STEP = 1 << 32


@dataclass(frozen=True, slots=True)
class PdfText:
    """Canonical text of a PDF.

    Attributes:
        origins: for each code point the page (from 1) times :data:`PAGE_STEP` plus the
            index of the character on it, or -1 for what the page does not show.
    """

    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    origins: array[int]


def text_of(pages: Sequence[PageLines]) -> PdfText:
    """The canonical text of pages that were read with :class:`PageReader`."""
    writer = _Writer(pages)
    for block in blocks_of(pages):
        writer.write(block)
    return writer.finished(pages)


class _Writer:
    def __init__(self, pages: Sequence[PageLines]) -> None:
        self.builder = TextBuilder()
        self.origins = array("q")
        lines = [line for page in pages for line in page.lines]
        self.seams = Seams([line.text for line in lines])
        self.shape = Shape(lines, {}) if lines else None

    def write(self, block: Block) -> None:
        """Adds one block to the text and its characters to the map."""
        if block.kind == "row":
            signs, origins = self._cells(block.cells)
        else:
            signs, origins = self._running(block.lines)
        if block.kind == "item":
            signs, origins = _with_bullet(signs, origins)
        text, places = _canonical(signs, origins)
        if not text:
            return
        span = self._add(block, text)
        if span is not None:
            self.origins.extend([NO_ORIGIN] * (span.start - len(self.origins)))
            self.origins.extend(places)

    def finished(self, pages: Sequence[PageLines]) -> PdfText:
        built = self.builder.build()
        self.origins.extend([NO_ORIGIN] * (len(built.text) - len(self.origins)))
        shown = _page_spans(pages, self.origins)
        return PdfText(built.text, built.sections, shown, self.origins)

    def _add(self, block: Block, text: str) -> Span | None:
        if block.kind == "heading" and self.shape is not None:
            return self.builder.add_heading(text, self.shape.level(block.lines[0].size))
        if block.kind == "bold":
            return self.builder.add_bold_heading(text)
        return self.builder.add_line(text)

    def _cells(self, cells: Iterable[list[Line]]) -> tuple[list[str], list[int]]:
        signs: list[str] = []
        origins: list[int] = []
        for cell in cells:
            if signs:
                signs.extend(CELL_JOINT)
                origins.extend([NO_ORIGIN] * len(CELL_JOINT))
            more_signs, more_origins = self._running(cell)
            signs += more_signs
            origins += more_origins
        return signs, origins

    def _running(self, lines: Sequence[Line]) -> tuple[list[str], list[int]]:
        """Lines put one behind the other, words that were parted made whole."""
        signs: list[str] = []
        origins: list[int] = []
        for line in lines:
            if signs:
                drop, joint = self.seams.between("".join(signs[-80:]), line.text)
                if drop:
                    signs.pop()
                    origins.pop()
                signs.extend(joint)
                origins.extend([NO_ORIGIN] * len(joint))
            step = line.page * PAGE_STEP
            signs.extend(line.text)
            origins.extend(step + place if place >= 0 else NO_ORIGIN for place in line.origins)
        return signs, origins


def _with_bullet(signs: list[str], origins: list[int]) -> tuple[list[str], list[int]]:
    """An item's own bullet, whatever it looked like, made ours; it keeps its place."""
    marker = _MARKER.match("".join(signs[:4]))
    if marker is None:
        # The bullet was drawn, not written: no character of the page stands for it.
        return [BULLET, " ", *signs], [NO_ORIGIN, NO_ORIGIN, *origins]
    end = marker.end()
    return [BULLET, " ", *signs[end:]], [origins[0], NO_ORIGIN, *origins[end:]]


def _canonical(signs: list[str], origins: list[int]) -> tuple[str, list[int]]:
    """NFC text and its origins: a letter and the accent set over it become one."""
    text = "".join(signs)
    if clean(text) == text:
        return text, origins
    out: list[str] = []
    places: list[int] = []
    start = 0
    for index in range(1, len(signs) + 1):
        if index < len(signs) and unicodedata.combining(signs[index][0]):
            continue
        cluster = unicodedata.normalize("NFC", "".join(signs[start:index]))
        for sign in cluster:
            if sign.isspace() and (not out or out[-1] == " "):
                continue
            kept = " " if sign.isspace() else sign
            if kept == " " or clean(kept):
                out.append(kept)
                places.append(origins[start])
        start = index
    while out and out[-1] == " ":
        out.pop()
        places.pop()
    return "".join(out), places


def _page_spans(pages: Sequence[PageLines], origins: array[int]) -> tuple[Page, ...]:
    """Where each page's text begins: at its first sign; a page without text is empty."""
    starts: dict[int, int] = {}
    for place, origin in enumerate(origins):
        if origin >= 0:
            starts.setdefault(origin // PAGE_STEP, place)
    end = len(origins)
    shown: list[Page] = []
    for page in reversed(pages):
        start = min(starts.get(page.number, end), end)
        shown.append(Page(page.number, Span(start, end), page.width, page.height))
        end = start
    if shown and shown[-1].span.start:
        first = shown.pop()
        shown.append(Page(first.number, Span(0, first.span.end), first.width, first.height))
    return tuple(reversed(shown))
