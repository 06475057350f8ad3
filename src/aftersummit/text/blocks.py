"""Paragraphs, headings and list items of a plain text, whatever its line conventions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BULLETS = "•‣◦▪▫●○■□·∙⁃➢➤►▶✓✔❖"
ROMAN = r"(?:(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))"
"""A number from 1 to 39 in small or capital Roman numerals."""
_MARKER = re.compile(
    rf"(?P<bullet>[{_BULLETS}])\s*"
    r"|(?P<dash>[-–—*+])[ \t\u00a0]+"
    r"|(?P<o>o)(?:\t|[ \u00a0]{2,})"
    r"|(?P<numbers>\d{1,3}(?:\.\d{1,3}){1,3})[.)]?[ \t\u00a0]+(?=\D)"
    r"|(?P<open>[(\[])?(?P<label>\d{1,3}|[a-zA-Z]|" + ROMAN + r")"
    r"(?P<close>[.)\]])(?:[ \t\u00a0]+|(?=[A-Z“«¿]))"
)
_BREAKS_OFF = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|nor|as|that|which|its|our|their"
    r"|le|la|les|l’|l'|de|des|du|d’|à|au|aux|et|ou|en|dans|par|pour|sur|avec|que|qui"
    r"|el|los|las|del|al|y|o|con|por|para|un|una|une|su|sus|se))$"
)
_LINE = re.compile(r"[^\n]+")
_NARROWEST, _WIDEST = 40, 140
_ENDED = frozenset('.!?:;”"»)')


class Marker(NamedTuple):
    """The sign or number before a list item; ``number`` is 0 where it is a sign or a letter."""

    length: int
    family: str
    number: int

    @property
    def counted(self) -> bool:
        """Whether items are told apart by numbers or letters."""
        return self.family[-1] in ".)]" or self.family[0].isdigit()


class Piece(NamedTuple):
    """One block of the text before anything is known about its sentences."""

    start: int
    end: int
    indent: int
    marker: Marker | None


class _Line(NamedTuple):
    start: int
    end: int
    indent: int


def marker_at(text: str, start: int, end: int) -> Marker | None:
    """The list marker that opens the block at ``start``, if there is one."""
    match = _MARKER.match(text, start, end)
    if match is None or match.end() >= end:
        return None
    length = match.end() - start
    kind = match.lastgroup
    if kind in ("bullet", "dash", "o"):
        return Marker(length, match.group().strip(), 0)
    if kind == "numbers":
        return Marker(length, f"1.{match.group('numbers').count('.')}", 0)
    return _numbered(match, length)


def _numbered(match: re.Match[str], length: int) -> Marker | None:
    label, close = match.group("label"), match.group("close")
    opened = match.group("open") or ""
    if opened == "" and close == "]":
        return None
    if label.isdigit():
        return Marker(length, f"{opened}1{close}", int(label))
    if not opened and len(label) == 1 and close == "." and label not in "IVXabcdefABCDEFGH":
        return None  # an initial: "J. R. Biden"
    case = "i" if label.islower() else "I"
    if len(label) > 1 or label in "ivxIVX":
        return Marker(length, f"{opened}{case}{close}", 0)
    return Marker(length, f"{opened}{'a' if case == 'i' else 'A'}{close}", 0)


def pieces(text: str) -> Iterator[Piece]:
    """The blocks of ``text``, in order: blank lines part them, and so do markers and short lines.

    Lines that stand together are one paragraph where they look wrapped at a width (a break
    stands where the next word would not have fitted), and a block each where they do not.
    """
    group: list[_Line] = []
    previous = -1
    for match in _LINE.finditer(text):
        raw = match.group()
        bare = raw.strip()
        if not bare:
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        if group and match.start() != previous + 1:
            yield from _split(text, group)
            group = []
        group.append(_Line(start, start + len(bare), indent))
        previous = match.end()
    if group:
        yield from _split(text, group)


def _split(text: str, lines: list[_Line]) -> Iterator[Piece]:
    """The blocks of lines between which no blank line stands."""
    if len(lines) == 1:
        line = lines[0]
        yield Piece(line.start, line.end, line.indent, marker_at(text, line.start, line.end))
        return
    width = _width(lines)
    first = before = lines[0]
    marker = marker_at(text, first.start, first.end)
    for line in lines[1:]:
        found = marker_at(text, line.start, line.end)
        believable = found is not None and _believable(found, marker, text[before.end - 1])
        if believable or _parts(text, before, line, width):
            yield Piece(first.start, before.end, first.indent, marker)
            first, marker = line, found
        before = line
    yield Piece(first.start, before.end, first.indent, marker)


def _width(lines: list[_Line]) -> int:
    """The width at which ``lines`` look wrapped; 0 where they do not.

    A few lines that are far wider hold an address that could not be broken.
    """
    widths = [line.indent + line.end - line.start for line in lines]
    wrapped = [width for width in widths[:-1] if width <= _WIDEST]
    width = max(wrapped, default=0)
    return width if width >= _NARROWEST and 2 * len(wrapped) >= len(widths) - 1 else 0


def _parts(text: str, before: _Line, line: _Line, width: int) -> bool:
    """Whether the line end between ``before`` and ``line`` parts two blocks.

    In a text wrapped at ``width`` it does where the next word would still have fitted, unless
    the line breaks off in the middle of a clause.
    """
    last = text[before.end - 1]
    if text[line.start].islower() and last not in ":;":
        return False
    if last not in _ENDED and _BREAKS_OFF.search(
        text, max(before.start, before.end - 12), before.end
    ):
        return False
    used = before.indent + before.end - before.start
    if not width or line.end - line.start > _WIDEST:
        return True
    if last not in _ENDED and used >= 0.75 * width:
        return False
    space = text.find(" ", line.start, line.end)
    word = (space if space != -1 else line.end) - line.start
    return used > width or used + 1 + word <= width - 8


def _believable(found: Marker, current: Marker | None, last: str) -> bool:
    """Whether a marker at the start of a line begins an item and is not part of a sentence.

    A wrapped line may begin with a number ("by\\n30. We") or with a dash.
    """
    if last in _ENDED:
        return True
    if current is not None and current.family == found.family:
        return found.number in (0, current.number + 1)
    return not found.counted and found.family not in "–—"
