"""Rows to nouns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from aftersummit.errors import NotFound
from aftersummit.model import Code, Commitment, Decision, Document, Problem, Ref, Span, from_wire
from aftersummit.store.nouns import NOUNS, noun_of
from aftersummit.store.people import People
from aftersummit.store.schema import (
    assigned,
    codes,
    decisions,
    members,
    problems,
    proposals,
    records,
    runs,
    texts,
)

T = TypeVar("T")

FOREVER = "9999-12-31T23:59:59Z"
_BATCH = 500


class Reader:
    """What a project knows, as of a moment (UTC, ISO 8601), within one transaction."""

    def __init__(self, connection: Connection, as_of: str = FOREVER) -> None:
        self._connection = connection
        self.as_of = as_of
        self.wrote = False

    @cached_property
    def newest(self) -> int:
        """Number of the newest record; it does not change within a transaction that has not
        written one (``wrote``)."""
        return int(self._connection.execute(select(func.max(records.c.seq))).scalar() or 0)

    def all(self, noun: type[T], *, under: str = "") -> Iterator[T]:
        """Every record of ``noun``, by address; ``under`` keeps those below an address."""
        for _, body in self._present(noun, under):
            yield _decode(noun, body)

    def count(self, noun: type[Any], *, under: str = "") -> int:
        """How many records of ``noun`` there are."""
        query = self._latest(noun, under).subquery()
        return int(self._connection.execute(select(func.count()).select_from(query)).scalar_one())

    def get(self, noun: type[T], address: Ref | str) -> T:
        """The record at ``address``.

        Raises:
            NotFound: nothing of that noun stands there (or stood there on that day).
        """
        found = self.find(noun, address)
        if found is None:
            raise NotFound(
                f"there is no {noun_of(noun)} at {address}",
                f"see what there is with: aftersummit list {noun_of(noun)}s",
            )
        return found

    def find(self, noun: type[T], address: Ref | str) -> T | None:
        """The record at ``address``, or None."""
        query = (
            select(records.c.body)
            .where(
                records.c.noun == noun_of(noun),
                records.c.address == str(address),
                records.c.known_from <= self.as_of,
            )
            .order_by(records.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _decode(noun, row[0])

    def versions(self, noun: type[T], address: Ref | str) -> list[tuple[str, T]]:
        """Every version of a record, oldest write first, each with since when it is known."""
        query = (
            select(records.c.known_from, records.c.body)
            .where(
                records.c.noun == noun_of(noun),
                records.c.address == str(address),
                records.c.known_from <= self.as_of,
            )
            .order_by(records.c.seq)
        )
        rows = self._connection.execute(query)
        return [(str(row.known_from), _decode(noun, row.body)) for row in rows]

    def documents(self, *, under: str = "", texts_too: bool = True) -> Iterator[Document]:
        """Documents by address, streamed; without their texts where those are not needed."""
        query = self._latest(Document, under)
        if not texts_too:
            for row in self._connection.execute(query).yield_per(_BATCH):
                yield _decode(Document, row.body)
            return
        held = query.subquery()
        joined = select(held.c.body, texts.c.text).select_from(
            held.outerjoin(texts, texts.c.sha256 == held.c.text_sha256)
        )
        for row in self._connection.execute(joined.order_by(held.c.address)).yield_per(_BATCH):
            yield _with_text(_decode(Document, row.body), row.text)

    def text_hashes(self) -> dict[str, str]:
        """Address to hash of the canonical text, of every document."""
        rows = self._connection.execute(self._latest(Document, ""))
        return {row.address: row.text_sha256 for row in rows}

    def document(self, address: Ref | str) -> Document:
        """One document with its text.

        Raises:
            NotFound: there is none at that address.
        """
        found = self.get(Document, address)
        return _with_text(found, self.text(found.text_sha256))

    def documents_without_text(self, hashes: Iterable[str]) -> list[Document]:
        """Documents that are known to have a text of one of these hashes, none of it held."""
        wanted = [sha256 for sha256 in hashes if sha256]
        held = select(texts.c.sha256).where(texts.c.sha256.in_(wanted))
        query = (
            select(records.c.address)
            .where(records.c.noun == "document", records.c.text_sha256.in_(wanted))
            .where(records.c.text_sha256.not_in(held))
            .distinct()
        )
        addresses = [row.address for row in self._connection.execute(query)]
        found = [self.find(Document, address) for address in addresses]
        return [document for document in found if document and document.text_sha256 in wanted]

    def text(self, sha256: str) -> str | None:
        """The canonical text with that hash, or None where it is not held."""
        query = select(texts.c.text).where(texts.c.sha256 == sha256)
        row = self._connection.execute(query).first()
        return None if row is None else str(row[0])

    def text_hash(self, address: Ref | str) -> str:
        """Hash of the canonical text of the document at an address.

        Raises:
            NotFound: there is none at that address.
        """
        query = (
            select(records.c.text_sha256)
            .where(records.c.noun == "document", records.c.address == str(address))
            .where(records.c.known_from <= self.as_of)
            .order_by(records.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return self.get(Document, address).text_sha256 if row is None else str(row.text_sha256)

    def held_texts(self) -> set[str]:
        """Hashes of every text whose words are held."""
        return {row.sha256 for row in self._connection.execute(select(texts.c.sha256))}

    def member_addresses(self, source: str) -> dict[int, str]:
        """Which members of a source were read before: member number to address."""
        query = select(members.c.member, members.c.address).where(members.c.source == source)
        return {row.member: row.address for row in self._connection.execute(query)}

    def taken(self, address: Ref | str) -> bool:
        """Whether any record ever stood at that address."""
        query = select(records.c.seq).where(records.c.address == str(address)).limit(1)
        return self._connection.execute(query).first() is not None

    def proposals(self, *, under: str = "") -> Iterator[Commitment]:
        """Machine proposals of the last extraction of each document, in document order."""
        last = (
            select(runs.c.document, func.max(runs.c.id).label("run"))
            .where(runs.c.at <= self.as_of)
            .group_by(runs.c.document)
            .subquery()
        )
        query = (
            select(proposals.c.body)
            .join(last, proposals.c.run == last.c.run)
            .order_by(proposals.c.document, proposals.c.start)
        )
        if under:
            query = query.where(_below(proposals.c.document, under))
        for row in self._connection.execute(query).yield_per(_BATCH):
            yield _decode(Commitment, row.body)

    def proposal_at(self, subject: Ref) -> Commitment | None:
        """The newest proposal ever made at a span, or None."""
        if subject.span is None:
            return None
        query = (
            select(proposals.c.body)
            .where(
                proposals.c.document == str(subject.document_ref),
                proposals.c.start == subject.span.start,
                proposals.c.end == subject.span.end,
            )
            .order_by(proposals.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _decode(Commitment, row.body)

    def subjects_within(self, document: Ref, span: Span) -> set[Ref]:
        """Places inside a span of a document that were proposed last or ever decided on."""
        last = select(func.max(runs.c.id)).where(runs.c.document == str(document))
        proposed = select(proposals.c.start, proposals.c.end).where(
            proposals.c.document == str(document),
            proposals.c.run == last.scalar_subquery(),
            proposals.c.start >= span.start,
            proposals.c.end <= span.end,
        )
        found = {
            document.at(Span(row.start, row.end)) for row in self._connection.execute(proposed)
        }
        decided = (
            select(decisions.c.subject)
            .where(decisions.c.subject >= f"{document}#", decisions.c.subject < f"{document}$")
            .distinct()
        )
        for row in self._connection.execute(decided):
            # Read by hand: a much coded document has thousands of such places.
            start, _, end = row.subject.rpartition("#")[2].partition("-")
            if span.start <= int(start) and int(end) <= span.end:
                found.add(document.at(Span(int(start), int(end))))
        return found

    def last_run(self, document: Ref | str) -> tuple[str, str] | None:
        """(extractor, hash of the text) of the last extraction of a document, or None."""
        query = (
            select(runs.c.extractor, runs.c.text_sha256)
            .where(runs.c.document == str(document))
            .order_by(runs.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else (row.extractor, row.text_sha256)

    def last_runs(self) -> dict[str, tuple[str, str]]:
        """(extractor, hash of the text) of the last extraction of every document."""
        query = select(runs.c.document, runs.c.extractor, runs.c.text_sha256).order_by(runs.c.id)
        return {
            row.document: (row.extractor, row.text_sha256)
            for row in self._connection.execute(query)
        }

    def decisions(self, *subjects: Ref, verdict: str = "") -> Iterator[Decision]:
        """The log, oldest first; only those on ``subjects`` or of one verdict, if given."""
        query = (
            select(decisions.c.body, decisions.c.number)
            .where(decisions.c.at <= self.as_of)
            .order_by(decisions.c.number)
        )
        if verdict:
            query = query.where(decisions.c.verdict == verdict)
        if subjects:
            query = query.where(decisions.c.subject.in_([str(ref) for ref in subjects]))
        for row in self._connection.execute(query).yield_per(_BATCH):
            yield _decision(row.number, row.body)

    def codes(self, *, round: str | None = None, after: int = 0) -> Iterator[Code]:
        """The coders' log, oldest first; of one round ("": coding outside rounds), if given.

        Args:
            after: leave out lines up to this number.
        """
        query = (
            select(codes.c.body, codes.c.number)
            .where(codes.c.at <= self.as_of, codes.c.number > after)
            .order_by(codes.c.number)
        )
        if round is not None:
            query = query.where(codes.c.round == round)
        for row in self._connection.execute(query).yield_per(_BATCH):
            yield from_wire(Code, {**json.loads(row.body), "number": row.number})

    @property
    def people(self) -> People:
        """Accounts, sessions and the audit log."""
        return People(self._connection)

    def root_of(self, ref: Ref) -> Ref:
        """The proposal or record that a commitment number goes back to, or ``ref`` itself."""
        for _ in range(100):
            query = select(assigned.c.subject).where(assigned.c.address == str(ref))
            row = self._connection.execute(query).first()
            if row is None or row.subject == str(ref):
                return ref
            ref = Ref.parse(row.subject)
        return ref

    def family_of(self, root: Ref) -> set[Ref]:
        """A proposal or record with all commitment numbers that decisions on it gave out."""
        family, fresh = {root}, [root]
        while fresh:
            query = select(assigned.c.address).where(
                assigned.c.subject.in_([str(ref) for ref in fresh])
            )
            found = {Ref.parse(row.address) for row in self._connection.execute(query)}
            fresh = sorted(found - family)
            family |= found
        return family

    def last_number(self, meeting: Ref) -> int:
        """The highest commitment number that was ever given out in a meeting."""
        given = select(func.max(assigned.c.number)).where(assigned.c.meeting == str(meeting))
        return int(self._connection.execute(given).scalar() or 0)

    def problems(self, *, mended: bool = False) -> Iterator[Problem]:
        """What could not be read and has not been mended since."""
        query = select(problems.c.body).where(problems.c.at <= self.as_of).order_by(problems.c.id)
        if not mended:
            query = query.where(problems.c.mended_at == "")
        for row in self._connection.execute(query):
            yield _decode(Problem, row.body)

    def state(self) -> tuple[int, int, int]:
        """A mark that changes whenever a record, decision or extraction is added."""
        columns = (records.c.seq, decisions.c.number, runs.c.id)
        query = select(*(select(func.max(one)).scalar_subquery() for one in columns))
        row = self._connection.execute(query).one()
        return (int(row[0] or 0), int(row[1] or 0), int(row[2] or 0))

    def _present(self, noun: type[Any], under: str) -> Iterator[tuple[str, str]]:
        for row in self._connection.execute(self._latest(noun, under)).yield_per(_BATCH):
            yield row.address, row.body

    def _latest(self, noun: type[Any], under: str) -> Select[Any]:
        newest = (
            select(func.max(records.c.seq))
            .where(records.c.noun == noun_of(noun), records.c.known_from <= self.as_of)
            .group_by(records.c.address)
        )
        if under:
            newest = newest.where(_below(records.c.address, under))
        return (
            select(records.c.address, records.c.body, records.c.text_sha256)
            .where(records.c.seq.in_(newest))
            .order_by(records.c.address)
        )


def _below(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """At an address or under it; a range instead of LIKE, so that the index serves."""
    return (column == address) | ((column >= f"{address}/") & (column < f"{address}0"))


def _decode(noun: type[T], body: str) -> T:
    return from_wire(noun, json.loads(body))


@lru_cache(maxsize=4096)
def _decision(number: int, body: str) -> Decision:
    """A line of the log; what people decide on a place reads the lines on it several times."""
    return from_wire(Decision, {**json.loads(body), "number": number})


def _with_text(document: Document, text: str | None) -> Document:
    return document if text is None else replace(document, text=text)


__all__ = ["FOREVER", "NOUNS", "Reader"]
