"""PDF files opened and refused: the one place that knows what PDFium says when it fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aftersummit.documents.reading import Unreadable

# PDFium keeps state of its own and may be used by one thread at a time.
_LOCK = threading.RLock()

_ENCRYPTED = (
    "remove the password first: qpdf --password=PASSWORD --decrypt IN.pdf OUT.pdf, then add OUT.pdf"
)
_BROKEN = "download it again, or repair it with: qpdf IN.pdf OUT.pdf"
OCR = (
    "recognise its text first: pip install 'aftersummit[ocr]' && ocrmypdf IN.pdf OUT.pdf, "
    "then add OUT.pdf"
)


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """An open ``pypdfium2.PdfDocument``, closed and unlocked at the end.

    Raises:
        Unreadable: ``pdf-encrypted``, or ``pdf-broken`` for what PDFium cannot repair.
    """
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _refusal(name, str(error)) from error
        try:
            yield document
        finally:
            document.close()


def _refusal(name: str, reason: str) -> Unreadable:
    if "password" in reason.lower() or "security" in reason.lower():
        return Unreadable("pdf-encrypted", f"{name} is locked with a password", _ENCRYPTED)
    return Unreadable("pdf-broken", f"{name} is not a whole PDF file", _BROKEN)
