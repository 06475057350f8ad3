"""From bytes to documents: the one door that callers use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from aftersummit.documents.describe import describe
from aftersummit.documents.reading import Limits, Received, Unreadable
from aftersummit.documents.recognise import recognise
from aftersummit.model import Document, Problem


def read(
    data: bytes | BinaryIO | Path,
    name: str,
    *,
    language: str | None = None,
    media_type: str | None = None,
    source_sha256: str = "",
    url: str = "",
    limits: Limits | None = None,
) -> Iterator[Document | Problem]:
    """Every document in a source, in order, with a warning for each part that was doubtful.

    Args:
        data: the bytes, a seekable binary stream, or a file on disk. Streams of many
            documents (JSON lines) are read as they are asked for and never held whole.
        name: the file's name or the last part of its address.
        language: ISO 639-1 code that overrides what is found.
        media_type: as claimed by the sender; the bytes are believed first.
        source_sha256: SHA-256 of the bytes where the caller knows it; computed otherwise.
        url: the address that the bytes came from.
        limits: how much is taken before a source is refused.

    Raises:
        Unreadable: no text can be had from the source; ``code`` says why, and the message
            ends with the remedy. Problems that leave a text are yielded instead.
    """
    received = Received(data, name, media_type or "", limits)
    reader = recognise(received)
    source = source_sha256 or received.sha256()
    for reading in reader.read(received):
        if isinstance(reading, Problem):
            yield reading
            continue
        if not reading.text.strip():
            yield _no_text(name, reading.member)
            continue
        yield describe(reading, name, reader=reader.name, source=source, language=language, url=url)


def _no_text(name: str, member: int) -> Problem:
    """A document without words: one line among many is noted, a whole source is refused."""
    if not member:
        raise Unreadable("empty", f"{name} holds no text", "check that the right file was given")
    return Problem(
        "line-no-text",
        f"{name}:{member}",
        f"line {member}: no words in it, perhaps only pictures",
        "nothing is lost if it is a picture; else repair that line and add the file again",
        severity="warning",
    )
