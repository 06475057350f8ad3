"""A passage as a row of the index, and a row as a passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from aftersummit.model import Document, Ref, Span
from aftersummit.retrieval import words
from aftersummit.retrieval.passages import passages

if TYPE_CHECKING:
    import tantivy

FIELDS = (*words.STEMMED, words.OTHER)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in the index, with what is known of its document.

    Attributes:
        key: the document's key: its address, or its source and place in it.
        span: where the passage stands in the canonical text.
        score: BM25 of the query that found it (the first that did).
        batch: in which its document came into the index.
    """

    key: str
    span: Span
    text: str
    title: str
    date: str
    language: str
    kind: str
    issuers: tuple[str, ...]
    url: str
    text_sha256: str
    batch: int
    score: float = 0.0

    @property
    def ref(self) -> Ref | None:
        """The document's address, where it stands in a project."""
        return None if "#" in self.key else Ref.parse(self.key)


@cache
def schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    # One term each: what is only shown costs next to nothing that way.
    for name in ("key", "language", "kind", "issuer", "date", "url", "hash", "title"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("start", "end"):
        builder.add_unsigned_field(name, stored=True)
    builder.add_unsigned_field("batch", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for code in FIELDS:
        builder.add_text_field(f"text_{code}", stored=True, tokenizer_name=f"aftersummit_{code}")
    return builder.build()


def rows(document: Document, key: str, batch: int, size: int) -> Iterator[tantivy.Document]:
    import tantivy

    text = document.text or ""
    code = words.field(document.language)
    common: dict[str, Any] = {
        "key": key,
        "batch": batch,
        "day": day(document.date),
        "date": document.date,
        "language": document.language,
        "kind": document.kind,
        "issuer": list(document.issuers),
        "url": document.url,
        "hash": document.text_sha256,
        "title": document.title,
    }
    for span in passages(text, size):
        row = {**common, "start": span.start, "end": span.end, f"text_{code}": span.of(text)}
        yield tantivy.Document.from_dict(row, schema())


def day(date: str) -> int:
    """An EDTF date as a number that sorts, its unknown parts 0: 2023-07 is 20230700."""
    digits = [part for part in _first(date).split("-") if part.isdigit()]
    year, month, of_month = (*map(int, digits[:3]), 0, 0, 0)[:3]
    return year * 10_000 + month * 100 + of_month


def _first(date: str) -> str:
    """The first day of an EDTF interval, without marks of doubt."""
    return date.partition("/")[0].rstrip("?~%")


def hit(row: tantivy.Document, score: float) -> Hit:
    values = row.to_dict()
    code = words.field(values["language"][0])
    return Hit(
        key=values["key"][0],
        span=Span(values["start"][0], values["end"][0]),
        text=values[f"text_{code}"][0],
        title=values["title"][0],
        date=values["date"][0],
        language=values["language"][0],
        kind=values["kind"][0],
        issuers=tuple(values.get("issuer", ())),
        url=values["url"][0],
        text_sha256=values["hash"][0],
        batch=values["batch"][0],
        score=score,
    )
