"""Plain text: the file's own text is the canonical text."""

from __future__ import annotations

from collections.abc import Iterator

from aftersummit.documents.encoding import decode
from aftersummit.documents.reading import Reading, Received
from aftersummit.model import Problem
from aftersummit.text.normalise import canonical


class PlainReader:
    """``.txt`` files and anything that decodes as text and is nothing else."""

    name = "plain"
    suffixes = (".txt", ".text", ".asc")
    media_types = ("text/plain",)

    def sniff(self, head: bytes) -> bool:
        """Never sure: every format of text is plain text too."""
        return False

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """One text, unchanged where it is NFC with ``\\n`` line ends already."""
        data = received.bytes(received.limits.text, "text-too-large", "text")
        text, problems = decode(data, received.name, received.charset)
        yield from problems
        yield Reading(canonical(text))
