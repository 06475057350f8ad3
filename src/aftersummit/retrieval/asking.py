"""What is asked of the index: words that count, and limits that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftersummit.retrieval import words
from aftersummit.retrieval.rows import day, schema

if TYPE_CHECKING:
    import tantivy


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is limited to; an empty field limits nothing.

    Attributes:
        since, until: first and last day, ISO dates.
        languages: ISO 639-1 codes.
        issuers: codes of parties, of which one at least speaks in the document.
        kinds: of :data:`aftersummit.model.DOCUMENT_KINDS`.
        after_batch: only documents that came into the index after this batch.
    """

    since: str = ""
    until: str = ""
    languages: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    after_batch: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """Words to look for, as a person writes them, in their language.

    Attributes:
        text: one word or more; each counts by itself unless ``phrase``.
        weight: how much a hit counts, 1 by default.
        phrase: whether the words must follow each other (small words aside).
    """

    text: str
    language: str = "en"
    weight: float = 1.0
    phrase: bool = False


def narrow(where: Filter) -> list[tantivy.Query]:
    import tantivy

    fields = schema()
    narrowed = []
    if where.since or where.until:
        narrowed.append(
            tantivy.Query.range_query(
                fields,
                "day",
                tantivy.FieldType.Unsigned,
                lower_bound=day(where.since) if where.since else 1,
                upper_bound=day(where.until) if where.until else 99_999_999,
            )
        )
    if where.after_batch:
        narrowed.append(
            tantivy.Query.range_query(
                fields, "batch", tantivy.FieldType.Unsigned, lower_bound=where.after_batch + 1
            )
        )
    for name, values in (
        ("language", where.languages),
        ("issuer", where.issuers),
        ("kind", where.kinds),
    ):
        if values:
            narrowed.append(tantivy.Query.term_set_query(fields, name, list(values)))
    return narrowed


def query(clauses: Sequence[Clause]) -> tantivy.Query | None:
    import tantivy

    parts = [part for clause in clauses for part in _parts(clause)]
    if not parts:
        return None
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _parts(clause: Clause) -> Iterator[tantivy.Query]:
    import tantivy

    fields, code = schema(), words.field(clause.language)
    found = words.stems(clause.text, clause.language)
    if clause.phrase and len(found) > 1:
        made = [tantivy.Query.phrase_query(fields, f"text_{code}", list(found), slop=1)]
    else:
        made = [
            tantivy.Query.term_query(fields, f"text_{code}", stem, index_option="freq")
            for stem in found
        ]
    for query in made:
        yield tantivy.Query.boost_query(query, clause.weight) if clause.weight != 1 else query


def run(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    narrowed: list[tantivy.Query],
    limit: int,
) -> list[tuple[float, tantivy.DocAddress]]:
    import tantivy

    if narrowed:
        # Filters decide who is in, not how well: they add nothing to a score.
        must = [
            (tantivy.Occur.Must, tantivy.Query.const_score_query(part, 0.0)) for part in narrowed
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *must])
    return searcher.search(query, limit=limit, count=False).hits
