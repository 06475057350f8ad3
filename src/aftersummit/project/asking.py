"""Asking a project: the records of a noun, one record, the words at an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.errors import NotFound, UserError
from aftersummit.model import Document, Evidence, Lesson, Ref
from aftersummit.project.proposing import standing
from aftersummit.store import NOUNS, Reader

LISTED = (*NOUNS, "decision", "problem")


def records(reader: Reader, noun: str, under: str = "") -> Iterator[Any]:
    """Records of a noun at or under an address, as they stand.

    Raises:
        UserError: there is no such noun.
    """
    kind = NOUNS.get(noun)
    if noun == "commitment":
        from aftersummit.project.folding import commitments

        yield from commitments(reader, under)
    elif noun == "problem":
        yield from reader.problems()
    elif noun == "decision":
        from aftersummit.project.blinding import masked

        yield from masked(reader.decisions())
    elif kind is Evidence:
        yield from standing(reader, under)
    elif kind is Document:
        yield from reader.documents(under=under, texts_too=False)
    elif kind is not None:
        yield from reader.all(kind, under=under)
    else:
        raise UserError(f"'{noun}' is no noun", f"use one of {', '.join(LISTED)}")


def record(reader: Reader, ref: Ref) -> Any:
    """The record at an address: a noun of any kind.

    Raises:
        NotFound: nothing stands there.
    """
    if ref.kind == "commitment" or (ref.kind == "document" and ref.span is not None):
        from aftersummit.project.telling import tell

        return tell(reader, ref).commitment
    if ref.kind == "document":
        return reader.document(ref)
    kind = NOUNS.get(ref.kind)
    if kind is None:
        raise NotFound(f"nothing is kept at {ref}", "ask for a commitment or document")
    return reader.get(kind, ref)


def words(reader: Reader, ref: Ref) -> str:
    """The canonical text of a document, the words at a span of it, or a lesson's weights.

    Raises:
        NotFound: there is no such document, or its words are not held.
    """
    if ref.kind == "lesson":
        return reader.text(reader.get(Lesson, ref).weights) or ""
    document = reader.document(ref.document_ref)
    if document.text is None:
        raise NotFound(
            f"the words of {ref.document_ref} are not in this project",
            "get them with: aftersummit fetch nals, or add the file",
        )
    return document.quote(ref.span) if ref.span else document.text
