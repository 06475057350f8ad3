"""PDF files: text built from characters, with the way back to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aftersummit.documents.builder import clean
from aftersummit.documents.pdf_file import OCR, opened
from aftersummit.documents.pdf_lines import PageLines, PageReader
from aftersummit.documents.pdf_text import PdfText, text_of
from aftersummit.documents.reading import Facts, Limits, Reading, Received, Unreadable
from aftersummit.model import Problem

_MAGIC = b"%PDF-"
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|odt|rtf|txt|tex|pptx?)$|^untitled|^document\d*$|^\W*$", re.I
)
_MADE_BY = re.compile(r"^(?:Microsoft \w+|PowerPoint\w*) - ")
_FEW = 4
_GARBLED = 0.2
_END_MARK = b"%%EOF"
_TAIL = 4096


class PdfReader:
    """``.pdf`` files. Scans without text are refused with the way to recognise them."""

    name = "pdf"
    suffixes = (".pdf",)
    media_types = ("application/pdf", "application/x-pdf")

    def sniff(self, head: bytes) -> bool:
        """The mark of a PDF within the first kilobyte, where readers allow it to stand."""
        return _MAGIC in head[:1024]

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """One text with its pages; pages without text are listed in a warning."""
        data = received.bytes(received.limits.pdf, "pdf-too-large", "pdf")
        pages, title = _pages(data, received.name, received.limits)
        _refuse_if_without_text(pages, received.name)
        yield from _warnings(data, pages, received.name)
        made = text_of(pages)
        if not made.text:
            raise Unreadable("pdf-empty", f"{received.name} holds no text", "check the file")
        yield Reading(made.text, made.sections, made.pages, Facts(title=title))


def layout(data: bytes, name: str, limits: Limits | None = None) -> PdfText:
    """The canonical text of a PDF with the origin of every code point.

    Raises:
        Unreadable: the file cannot be opened.
    """
    pages, _ = _pages(data, name, limits or Limits())
    return text_of(pages)


def _pages(data: bytes, name: str, limits: Limits) -> tuple[list[PageLines], str]:
    with opened(data, name) as document:
        count = len(document)
        if count > limits.pdf_pages:
            raise Unreadable(
                "pdf-too-long",
                f"{name} has {count} pages, more than {limits.pdf_pages}",
                f"split it, or allow more: --limit pdf_pages={count}",
            )
        return [_page(document, index) for index in range(count)], _title(document)


def _page(document: Any, index: int) -> PageLines:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        # One damaged page does not spoil the others; it is reported as a page without text.
        return PageLines(index + 1, 0.0, 0.0, [])
    try:
        reader = PageReader(page, index + 1)
        try:
            return reader.read()
        finally:
            reader.close()
    finally:
        page.close()


def _title(document: Any) -> str:
    title = clean(document.get_metadata_value("Title") or "")
    title = _MADE_BY.sub("", title)
    return "" if _FILE_NAME.search(title) else title


def _refuse_if_without_text(pages: list[PageLines], name: str) -> None:
    if any(page.characters > _FEW for page in pages):
        return
    if any(page.has_images for page in pages):
        raise Unreadable("pdf-image-only", f"{name} is a scan: its pages are pictures", OCR)
    raise Unreadable("pdf-empty", f"{name} has no text on any page", "check that it is complete")


def _warnings(data: bytes, pages: list[PageLines], name: str) -> Iterator[Problem]:
    bare = [page.number for page in pages if page.characters <= _FEW and page.has_images]
    if bare:
        shown = ", ".join(map(str, bare[:10])) + (" ..." if len(bare) > 10 else "")
        yield Problem(
            "pdf-pages-without-text",
            name,
            f"{len(bare)} pages are pictures: {shown}",
            OCR,
            "warning",
        )
    if _END_MARK not in data[-_TAIL:]:
        yield Problem(
            "pdf-truncated",
            name,
            f"the end of the file is missing; {len(pages)} pages could be read",
            "download it again and compare the number of pages",
            "warning",
        )
    characters = sum(page.characters for page in pages)
    if sum(page.unmapped for page in pages) > _GARBLED * characters:
        yield Problem(
            "pdf-garbled",
            name,
            "many signs have no letter behind them; the text is unreliable",
            "recognise it anew: ocrmypdf --force-ocr IN.pdf OUT.pdf, then add OUT.pdf",
            "warning",
        )
