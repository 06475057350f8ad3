"""The official texts: their public addresses, and their places found again in a download.

The package carries no official text. A user's machine downloads one, reads it into canonical
text, and asks here where the commitments stand in it. A page from another server, or a later
edition of it, differs in white space, quotes or markup; the places are then found by
fingerprint, and what is not found is said to be missing.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from functools import cache

from aftersummit.catalogue.linking import read_locators, words_hash
from aftersummit.catalogue.places import Mark, MarkedText, marked_texts
from aftersummit.errors import NotFound
from aftersummit.model import Commitment, Document, Passage, Ref, Register, Span, text_hash
from aftersummit.model.commitment import Match
from aftersummit.text.align import find

ARCHIVE = "https://web.archive.org/web/2024id_/"
"""Put before an address, gives the Internet Archive's copy nearest to 2024, as it was received."""


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A text that ``fetch`` can download.

    Attributes:
        document: its address in the register.
        title, language: as in the register.
        urls: public addresses, to be tried in this order: the issuer's own, other sites that
            carry the text, and last the Internet Archive's copy of the issuer's page.
        text_sha256: hash of the canonical text from which the places were taken.
        places: number of places of commitments in it.
    """

    document: Ref
    title: str
    language: str
    urls: tuple[str, ...]
    text_sha256: str
    places: int


def official_texts(register: Register) -> tuple[OfficialText, ...]:
    """The official texts in which commitments were located, in the register's order."""
    marked = marked_texts()
    return tuple(
        OfficialText(
            document=document.ref,
            title=document.title,
            language=document.language,
            urls=(document.url, *_mirrors().get(document.ref, ()), ARCHIVE + document.url),
            text_sha256=marked[document.ref].text_sha256,
            places=len(marked[document.ref].marks),
        )
        for document in register.documents
        if document.ref is not None and document.ref in marked
    )


@cache
def _mirrors() -> dict[Ref, tuple[str, ...]]:
    return {text.document: text.mirrors for text in read_locators()[0]}


def passages_in(document: Ref, text: str) -> dict[Span, Passage]:
    """Every known place of an official text, found in one rendering of it.

    Args:
        document: the official text's address.
        text: canonical text of the rendering at hand.

    Returns:
        By the span that the bundled register gives, the passage in ``text``: ``exact`` where
        the same characters stand there, ``normalised`` where the same letters and digits do,
        ``missing`` and without a span where neither does. Spans and hash refer to ``text``.

    Raises:
        NotFound: no commitment was located in a document of that address.
    """
    known = marked_texts().get(document)
    if known is None:
        raise NotFound(
            f"'{document}' is no official text with known places",
            "ask official_texts() for those that are",
        )
    digest = text_hash(text)
    return {
        span: _passage(known, span, there, text, digest)
        for span, there in zip(known.marks, _spans(known, text, digest), strict=True)
    }


def _spans(known: MarkedText, text: str, digest: str) -> list[Span | None]:
    if digest == known.text_sha256:
        return list(known.marks)
    return find([mark.fingerprint for mark in known.marks.values()], text)


def _passage(known: MarkedText, span: Span, there: Span | None, text: str, digest: str) -> Passage:
    if there is None:
        return Passage(document=known.document, text_sha256=digest, match="missing")
    mark = known.marks[span]
    there = _trimmed(there, text, mark)
    words = there.of(text)
    match: Match = "exact" if words_hash(words) == mark.words else "normalised"
    return Passage(there, words, known.document, digest, match)


def _trimmed(there: Span, text: str, mark: Mark) -> Span:
    """Without the comma or full stop after the last word, where the place was taken without.

    A fingerprint knows letters and digits only; ``find`` takes in the mark that follows.
    """
    words = there.of(text)
    bare = len(words.rstrip(string.punctuation + "”’»…"))
    return there if mark.closed else Span(there.start, there.start + bare)


def with_text(register: Register, document: Ref, text: str) -> Register:
    """The register with ``text`` in hand: the document carries it, and the commitments'
    passages in that document show their words at their places in it.

    Raises:
        NotFound: no commitment was located in a document of that address.
    """
    found = passages_in(document, text)
    return replace(
        register,
        documents=tuple(_holding(d, document, text) for d in register.documents),
        commitments=tuple(_shown(c, document, found) for c in register.commitments),
    )


def _holding(record: Document, document: Ref, text: str) -> Document:
    if record.ref != document:
        return record
    return replace(record, text=text, text_sha256=text_hash(text))


def _shown(commitment: Commitment, document: Ref, found: dict[Span, Passage]) -> Commitment:
    if all(p.document != document for p in commitment.passages):
        return commitment
    return replace(
        commitment,
        passages=tuple(
            found.get(p.span, p) if p.document == document and p.span is not None else p
            for p in commitment.passages
        ),
    )
