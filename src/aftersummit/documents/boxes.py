"""Where words stand on the page of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from aftersummit.documents.pdf_file import opened
from aftersummit.documents.pdf_lines import PageReader
from aftersummit.documents.pdf_text import PAGE_STEP
from aftersummit.documents.readers.pdf import layout
from aftersummit.errors import Conflict
from aftersummit.model import Box, Document, Span, text_hash

_Rectangle = tuple[float, float, float, float]
_SAME_LINE = 0.5


def boxes(data: bytes | Path, document: Document, span: Span) -> list[Box]:
    """One rectangle for each printed line that ``span`` covers, in reading order.

    Args:
        data: the PDF from which ``document`` was read.
        document: the document; one without pages has no boxes and gives an empty list.
        span: a place in its canonical text.

    Returns:
        Boxes in points from the top left corner of the page as shown.

    Raises:
        Conflict: the bytes no longer give this text, so no place in it can be shown.
    """
    if not document.pages or document.text is None:
        return []
    if isinstance(data, Path):
        data = data.read_bytes()
    made = layout(data, document.title)
    if text_hash(made.text) != document.text_sha256:
        raise Conflict(
            f"the text of {document.title} was not made from this PDF by this version",
            "add the PDF again",
        )
    origins = [origin for origin in made.origins[span.start : span.end] if origin >= 0]
    return list(_boxes(data, document.title, origins))


def _boxes(data: bytes, name: str, origins: Sequence[int]) -> Iterator[Box]:
    with opened(data, name) as pdf:
        for number, group in groupby(origins, key=lambda origin: origin // PAGE_STEP):
            page = pdf[number - 1]
            reader = PageReader(page, number)
            try:
                rectangles = [reader.box(origin % PAGE_STEP) for origin in group]
            finally:
                reader.close()
                page.close()
            for left, top, right, bottom in _lines(rectangles):
                yield Box(number, left, top, right, bottom)


def _lines(rectangles: Sequence[_Rectangle]) -> Iterator[_Rectangle]:
    """Neighbouring characters on one line made one rectangle."""
    current: _Rectangle | None = None
    for box in rectangles:
        if current is not None and _on_line(current, box):
            current = (
                min(current[0], box[0]),
                min(current[1], box[1]),
                max(current[2], box[2]),
                max(current[3], box[3]),
            )
            continue
        if current is not None:
            yield current
        current = box
    if current is not None:
        yield current


def _on_line(line: _Rectangle, box: _Rectangle) -> bool:
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    smaller = min(line[3] - line[1], box[3] - box[1])
    return overlap > _SAME_LINE * smaller and box[0] >= line[0] - 1
