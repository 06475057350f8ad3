"""A page of a PDF as a picture, so that a passage can be seen where it was printed."""

from __future__ import annotations

import struct
import zlib

from aftersummit.documents.pdf_file import opened
from aftersummit.errors import NotFound


def page_image(data: bytes, name: str, number: int, *, scale: float = 1.5) -> bytes:
    """Page ``number`` (from 1) of a PDF as PNG.

    Args:
        name: of the document, for a refusal.
        scale: pixels for each point.

    Raises:
        NotFound: it has no such page.
        Unreadable: it cannot be opened.
    """
    with opened(data, name) as document:
        if not 1 <= number <= len(document):
            raise NotFound(f"there is no page {number}", f"choose from 1 to {len(document)}")
        bitmap = document[number - 1].render(scale=scale, rev_byteorder=True)
        pixels = bitmap.to_numpy()
        height, width = pixels.shape[:2]
        rows = b"".join(b"\0" + pixels[row, :, :3].tobytes() for row in range(height))
    return _png(width, height, rows)


def _png(width: int, height: int, rows: bytes) -> bytes:
    """Rows of RGB, each led by its filter byte, as a PNG file (RFC 2083)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )
