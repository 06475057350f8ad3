"""Canonical text, built block by block while a source is being read.

Every reader of a formatted source (markdown, HTML, DOCX, PDF) tells one
:class:`TextBuilder` what it meets: a heading, a paragraph, a list item, a table row. The
builder alone decides how that is written, so that one text gives one canonical text
whatever format it came in, and so that offsets are known the moment they arise.

The form: blocks stand one blank line apart; a block is one line; list items begin with
``• `` or with their own number; the cells of a table row are joined by `` | ``; runs of
white space of every kind are one space; NFC. The text ends with one line end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from aftersummit.model import Section, Span

BULLET = "•"
CELL_JOINT = " | "
_GAP = "\n\n"

# Bullets as people and word processors type them; U+F0xx is what the Symbol and Wingdings
# fonts leave behind when only the character codes survive.
BULLET_SIGNS = "•▪◦‣●○■□·⁃∙\u25aa\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
_TYPED_BULLET = re.compile(rf"^(?:[{BULLET_SIGNS}]\s*|[-–]\s+)(?=\S)")
# Rows of stars or dashes part a text from its next part and say nothing.
_ORNAMENTS = tuple("*_=~–—-")
_ORNAMENT = re.compile(r"^(?:[*_=~–—-]\s*){3,}|(?:\s*[*_=~–—-]){3,}$")
# What no reader sees: controls, soft hyphens, zero-width blanks, marks of direction.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Built:
    """A finished canonical text with its headings."""

    text: str
    sections: tuple[Section, ...]


def clean(text: str) -> str:
    """One line of text: white space folded, control characters dropped, NFC."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def without_bullet(text: str) -> tuple[str, bool]:
    """``text`` without a bullet that was typed before it, and whether there was one."""
    match = _TYPED_BULLET.match(text)
    return (text[match.end() :], True) if match else (text, False)


class TextBuilder:
    """Takes the blocks of a source in reading order and writes the canonical text."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._length = 0
        self._headings: list[tuple[Span, int, str]] = []
        self._marked_level = 0

    def __len__(self) -> int:
        return self._length

    def add_heading(self, text: str, level: int) -> Span | None:
        """A heading; ``level`` 1 is the highest. Returns its place, ``None`` if empty."""
        span = self._add(clean(text))
        if span is not None:
            self._headings.append((span, level, self._blocks[-1]))
            self._marked_level = level
        return span

    def add_bold_heading(self, text: str) -> Span | None:
        """A heading that only its bold type tells: one level below the last marked one.

        Bold headings stand side by side, so they never nest in each other.
        """
        marked = self._marked_level
        span = self.add_heading(text, min(6, marked + 1) if marked else 2)
        self._marked_level = marked
        return span

    def add_paragraph(self, text: str) -> Span | None:
        """A paragraph. One that begins with a typed bullet becomes a list item."""
        text = clean(text)
        if text[:1] in _ORNAMENTS or text[-1:] in _ORNAMENTS:
            text = _ORNAMENT.sub("", text)
        rest, bulleted = without_bullet(text)
        return self._add(f"{BULLET} {rest}" if bulleted else text)

    def add_item(self, text: str, marker: str = BULLET) -> Span | None:
        """A list item after its ``marker``: a bullet, or its number as printed (``1.``)."""
        text = clean(text)
        if marker == BULLET:
            text = without_bullet(text)[0]
        return self._add(f"{marker} {text}") if text else None

    def add_row(self, cells: Sequence[str]) -> Span | None:
        """A table row; empty cells are left out."""
        return self._add(CELL_JOINT.join(filter(None, map(clean, cells))))

    def add_line(self, text: str) -> Span | None:
        """A block whose line the caller has finished itself, already clean."""
        return self._add(text)

    @property
    def first_heading(self) -> str:
        """The words of the first heading, "" for none."""
        return self._headings[0][2] if self._headings else ""

    def build(self) -> Built:
        """The finished text; a builder that met no block gives an empty one."""
        text = _GAP.join(self._blocks) + ("\n" if self._blocks else "")
        return Built(text, self._sections(len(text)))

    def _add(self, block: str) -> Span | None:
        if not block:
            return None
        start = self._length + (len(_GAP) if self._blocks else 0)
        self._blocks.append(block)
        self._length = start + len(block)
        return Span(start, self._length)

    def _sections(self, end: int) -> tuple[Section, ...]:
        return sections_of(self._headings, end)


def sections_of(headings: Sequence[tuple[Span, int, str]], end: int) -> tuple[Section, ...]:
    """Each heading with the text under it, up to the next of its own or a higher level."""
    stops = [end] * len(headings)
    open_headings: list[int] = []
    for index, (span, level, _) in enumerate(headings):
        while open_headings and headings[open_headings[-1]][1] >= level:
            stops[open_headings.pop()] = span.start
        open_headings.append(index)
    return tuple(
        Section(title, level, span, Span(span.start, stop))
        for (span, level, title), stop in zip(headings, stops, strict=True)
    )
