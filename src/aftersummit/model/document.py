"""A text that can be cited, with the map back to the page on which it was printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.ref import Ref
from aftersummit.model.span import Span

DOCUMENT_KINDS = (
    "declaration",
    "joint-statement",
    "fact-sheet",
    "communique",
    "action-plan",
    "speech",
    "briefing",
    "news",
    "order",
    "report",
    "other",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of the same or a higher level."""

    title: str
    level: int
    heading: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paginated source: which part of the text it carries and its size in points."""

    number: int
    span: Span
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """One text: its canonical form (NFC, ``\\n``) and what is known about it.

    Attributes:
        ref: its address, ``None`` while it stands in no project.
        text: canonical text, ``None`` where only its existence is recorded.
        text_sha256: SHA-256 of the canonical text in UTF-8, "" where no text was ever held.
        title: as found or corrected.
        date: EDTF date of publication, "" where unknown.
        issuers: codes of the parties that speak in it (ISO 3166-1 alpha-2 or a group's code).
        language: ISO 639-1 code of the text.
        kind: one of :data:`DOCUMENT_KINDS`.
        url: public address.
        sections: headings in order.
        pages: pages in order, for paginated sources.
        source: SHA-256 of the bytes it was read from.
        member: where in that source it stands (line of a JSON lines file, from 1; 0: all of it).
        reader: name of the reader that made the text.
        note: what a reader of it must know.
        confidence: how far its existence and date have been checked.
        citations: further addresses of the same text, and where it was seen.
    """

    title: str
    ref: Ref | None = None
    text: str | None = None
    text_sha256: str = ""
    date: str = ""
    issuers: tuple[str, ...] = ()
    language: str = "en"
    kind: str = "other"
    url: str = ""
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    source: str = ""
    member: int = 0
    reader: str = ""
    note: str = ""
    confidence: Confidence = "confirmed"
    citations: tuple[Citation, ...] = ()

    def quote(self, span: Span) -> str:
        """The words at ``span``; "" where the text is not held."""
        return "" if self.text is None else span.of(self.text)


def text_hash(text: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
