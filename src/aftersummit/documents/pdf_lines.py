"""From a PDF page's characters to lines, each character remembering where it stands.

Characters are taken one by one from PDFium in the order of the page's content. Its ready
text is not used: it differs from the character indexes by line ends and unmapped signs,
and a place in the text would no longer be a place on the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

_EXPANDED = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\x02": "-", "\u2010": "-",
}  # fmt: skip
_NOTHING = frozenset((0, 0xFEFF, 0xFFFE, 0xFFFF, 0x200B))
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_RAISED_NOTE = re.compile(r"[\d,*†‡]+$")
_UNITS = ("m", "km", "cm", "mm", "ft")

# Shares of the letters' height, found on word processors', typesetters' and office PDFs.
_SAME_LINE = 0.6
_TIGHT_GAP = 0.09
_WORD_GAP = 0.22
_CELL_GAP = 1.6
_CELL_GAP_UNTYPED = 0.85
_STEP_BACK = 0.6
# A bullet drawn as a shape: as wide as high, smaller than a letter, shortly before a line.
_SHAPE_SIZES = (1.0, 8.0)
_SHAPE_REACH = 2.5
_MOST_SHAPES = 300
_SMALL = 0.8
_RAISED = 0.15

NO_ORIGIN = -1


@dataclass(slots=True)
class Line:
    """A run of characters on one base line. Points from the top left of the page as shown.

    Attributes:
        text: its characters, blanks made one.
        origins: for each code point of ``text`` the index of the page's character that it
            was made from, :data:`NO_ORIGIN` for a blank.
        starts: left edges of its first words.
        first_width: width of its first word.
        bold: how many of its characters are bold.
        has_shape: whether a bullet is drawn before it that is no character.
    """

    page: int
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    text: str = ""
    origins: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    first_width: float = 0.0
    bold: int = 0
    has_shape: bool = False

    @property
    def is_bold(self) -> bool:
        """Whether every word of it is bold."""
        return self.bold > 0 and self.bold >= sum(origin >= 0 for origin in self.origins)


@dataclass(slots=True)
class PageLines:
    """The lines of one page in content order, and what tells a scan from a text."""

    number: int
    width: float
    height: float
    lines: list[Line]
    characters: int = 0
    unmapped: int = 0
    has_images: bool = False


@dataclass(slots=True)
class _Glyph:
    text: str
    index: int
    left: float
    right: float
    top: float
    bottom: float
    base: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


class PageReader:
    """Reads characters of one page through PDFium's C interface.

    Args:
        page: an open ``pypdfium2.PdfPage``; the caller closes it.
    """

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.page = page
        self.number = number
        self.text_page = page.get_textpage()
        self.width, self.height = page.get_size()
        self.count = pdfium.FPDFText_CountChars(self.text_page.raw)
        self._to_screen = _transform(pdfium, page, self.width, self.height)
        self._rect = pdfium.FS_RECTF()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()

    def close(self) -> None:
        """Frees the page's text; the page itself stays open."""
        self.text_page.close()

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a character, in points from the top left."""
        rect = self._rect
        self.pdfium.FPDFText_GetLooseCharBox(self.text_page.raw, index, rect)
        x0, y0 = self._at(rect.left, rect.top)
        x1, y1 = self._at(rect.right, rect.bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def read(self) -> PageLines:
        """Every line of the page."""
        pdfium, raw = self.pdfium, self.text_page.raw
        page = PageLines(self.number, self.width, self.height, [])
        gatherer = _LineGatherer(self, page)
        high = 0
        for index in range(self.count):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in _NOTHING:
                page.unmapped += code == 0
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            sign = chr(code)
            if sign.isspace():
                gatherer.blank(typed=not pdfium.FPDFText_IsGenerated(raw, index))
                continue
            page.characters += 1
            page.unmapped += sign == "\ufffd"
            gatherer.add(self._glyph(sign, index))
        gatherer.finish()
        self._mark_shapes(page)
        page.has_images = self._has_images()
        return page

    def is_bold(self, index: int) -> bool:
        """Whether a character is set in bold, by its font's weight or name."""
        raw = self.text_page.raw
        if self.pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT:
            return True
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        size = self.pdfium.FPDFText_GetFontInfo(raw, index, buffer, 128, flags)
        return 0 < size <= 128 and bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))

    def _glyph(self, sign: str, index: int) -> _Glyph:
        left, top, right, bottom = self.box(index)
        self.pdfium.FPDFText_GetCharOrigin(self.text_page.raw, index, self._x, self._y)
        _, base = self._at(self._x.value, self._y.value)
        if bottom - top < 1:
            # A font without metrics: as tall as it says it is.
            size = self.pdfium.FPDFText_GetFontSize(self.text_page.raw, index) or 10.0
            top, bottom = base - 0.8 * size, base + 0.2 * size
        return _Glyph(_EXPANDED.get(sign, sign), index, left, right, top, bottom, base)

    def stands_high(self, glyph: _Glyph) -> bool:
        """Whether a digit's ink begins well above the base line: a font's own raised digit."""
        edge = [ctypes.c_double() for _ in range(4)]
        if not self.pdfium.FPDFText_GetCharBox(self.text_page.raw, glyph.index, *edge):
            return False
        left, _, bottom, _ = (value.value for value in edge)
        _, low = self._at(left, bottom)
        return glyph.base - low > _RAISED * glyph.size

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._to_screen
        return a * x + c * y + e, b * x + d * y + f

    def _mark_shapes(self, page: PageLines) -> None:
        """Notes the lines before which a bullet is drawn, as browsers print their lists."""
        for _, top, right, bottom in islice(self._shapes(), _MOST_SHAPES):
            middle = (top + bottom) / 2
            for line in page.lines:
                near = 0 < line.left - right < _SHAPE_REACH * line.size
                if near and line.top < middle < line.bottom:
                    line.has_shape = True

    def _shapes(self) -> Iterator[tuple[float, float, float, float]]:
        """Small shapes about as wide as high, as left, top, right, bottom."""
        pdfium = self.pdfium
        edges = [ctypes.c_float() for _ in range(4)]
        least, most = _SHAPE_SIZES
        for index in range(pdfium.FPDFPage_CountObjects(self.page.raw)):
            item = pdfium.FPDFPage_GetObject(self.page.raw, index)
            if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
                continue
            if not pdfium.FPDFPageObj_GetBounds(item, *edges):
                continue
            x0, y0 = self._at(edges[0].value, edges[3].value)
            x1, y1 = self._at(edges[2].value, edges[1].value)
            width, height = abs(x1 - x0), abs(y1 - y0)
            if least < width < most and abs(width - height) < 0.25 * most:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _has_images(self) -> bool:
        if self.count > 20:
            return False
        kind = self.pdfium.FPDF_PAGEOBJ_IMAGE
        return any(item.type == kind for item in self.page.get_objects(max_depth=3))


class _LineGatherer:
    """Takes a page's characters one after another and closes a line where it ends."""

    def __init__(self, reader: PageReader, page: PageLines) -> None:
        self.reader = reader
        self.page = page
        self.line: Line | None = None
        self.parts: list[str] = []
        self.blank_before = False
        self.blank_typed = False
        # PDFium passes over blanks that are strings of their own, as browsers print them;
        # where none is seen on a page, the gaps alone tell.
        self.types_blanks = False
        self.last_gap = 0.0
        self.last_left = 0.0
        self.word_bold = False
        self.raised: list[int] = []

    def blank(self, *, typed: bool) -> None:
        """A blank: one that was typed, or one that PDFium sees between two strings."""
        self.blank_before = True
        self.blank_typed = typed
        self.types_blanks |= typed

    def add(self, glyph: _Glyph) -> None:
        """A visible character."""
        line = self.line
        if line is None or not self._continues(line, glyph):
            self.finish()
            self._begin(glyph)
        else:
            gap = glyph.left - line.right
            if self.blank_before or self._is_gap(gap, line.size):
                gap = 0.0
                self._drop_raised()
                self._append(" ", NO_ORIGIN)
                self._begin_word(glyph)
            self.last_gap = gap
            self._note_raised(line, glyph)
            self._put(line, glyph)
        self.blank_before = self.blank_typed = False
        self.last_left = glyph.left

    def finish(self) -> None:
        """Closes the line that is open."""
        line, self.line = self.line, None
        if line is None:
            return
        self._drop_raised()
        line.text = "".join(self.parts)
        if not line.first_width:
            line.first_width = line.right - line.left
        self.parts = []
        if line.text:
            self.page.lines.append(line)

    def _is_gap(self, gap: float, size: float) -> bool:
        if gap > _WORD_GAP * size:
            return True
        return not self.types_blanks and gap - max(0.0, self.last_gap) > _TIGHT_GAP * size

    def _continues(self, line: Line, glyph: _Glyph) -> bool:
        reach = max(line.size, glyph.size)
        if abs(glyph.base - line.base) > _SAME_LINE * reach:
            return False
        if self.last_left <= glyph.left < line.right:
            # The letters of one ligature all carry the box of the whole.
            return True
        widest = _CELL_GAP if self.blank_typed else _CELL_GAP_UNTYPED
        return -_STEP_BACK * reach < glyph.left - line.right < widest * reach

    def _begin(self, glyph: _Glyph) -> None:
        self.line = Line(
            self.reader.number,
            glyph.left,
            glyph.right,
            glyph.top,
            glyph.bottom,
            glyph.base,
            glyph.size,
        )
        self.raised = []
        self.last_gap = 0.0
        self._begin_word(glyph)
        self._put(self.line, glyph)

    def _begin_word(self, glyph: _Glyph) -> None:
        assert self.line is not None
        line = self.line
        if len(line.starts) == 1:
            line.first_width = line.right - line.left
        if len(line.starts) < 3:
            line.starts.append(glyph.left)
        self.word_bold = self.reader.is_bold(glyph.index)

    def _put(self, line: Line, glyph: _Glyph) -> None:
        if glyph.size > line.size:
            # The line began with a raised or small sign: letters of full size rule.
            line.size, line.base = glyph.size, glyph.base
        line.right = max(line.right, glyph.right)
        line.top, line.bottom = min(line.top, glyph.top), max(line.bottom, glyph.bottom)
        for sign in glyph.text:
            self._append(sign, glyph.index)

    def _append(self, sign: str, origin: int) -> None:
        assert self.line is not None
        self.parts.append(sign)
        self.line.origins.append(origin)
        self.line.bold += self.word_bold and origin >= 0

    def _note_raised(self, line: Line, glyph: _Glyph) -> None:
        small = glyph.size < _SMALL * line.size
        high = small and line.base - glyph.base > _RAISED * line.size
        if not high and glyph.text.isdigit() and self._may_be_note():
            high = self.reader.stands_high(glyph)
        if high:
            self.raised.append(len(self.parts))
        else:
            self._drop_raised()

    def _may_be_note(self) -> bool:
        """Whether a digit here stands right behind a word, or behind another raised one."""
        before = self.parts[-1] if self.parts else " "
        return bool(self.raised) or not (before.isspace() or before.isdigit())

    def _drop_raised(self) -> None:
        """Takes out a footnote's number behind a word; "21st" and "m2" keep theirs."""
        places, self.raised = self.raised, []
        if not places or self.line is None or places[-1] != len(self.parts) - 1:
            return
        first = places[0]
        mark = "".join(self.parts[first:])
        before = "".join(self.parts[:first]).rpartition(" ")[2]
        if first == 0 or not before or before in _UNITS or not _RAISED_NOTE.match(mark):
            return
        if before[-1].isdigit():
            return
        self.line.bold -= self.word_bold * len(mark)
        del self.parts[first:]
        del self.line.origins[first:]


def _transform(
    pdfium: Any, page: Any, width: float, height: float
) -> tuple[float, float, float, float, float, float]:
    """Page coordinates to points from the top left as shown, crop and rotation included."""
    scale = 1000
    size = (int(width * scale), int(height * scale))

    def at(x: float, y: float) -> tuple[float, float]:
        shown_x, shown_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, shown_x, shown_y)
        return shown_x.value / scale, shown_y.value / scale

    zero_x, zero_y = at(0, 0)
    right_x, right_y = at(500, 0)
    up_x, up_y = at(0, 500)
    return (
        (right_x - zero_x) / 500,
        (right_y - zero_y) / 500,
        (up_x - zero_x) / 500,
        (up_y - zero_y) / 500,
        zero_x,
        zero_y,
    )
