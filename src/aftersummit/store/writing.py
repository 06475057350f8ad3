"""Nouns to rows, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from aftersummit.model import (
    Code,
    Commitment,
    Decision,
    Document,
    Problem,
    Ref,
    text_hash,
    to_wire,
)
from aftersummit.store.nouns import address_of, first_day, noun_of
from aftersummit.store.reading import Reader
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

Origin = Literal["bundled", "user", "machine"]


class Writer(Reader):
    """A reader that also writes; everything it wrote is confirmed together or not at all."""

    def put(
        self,
        record: Any,
        *,
        at: str,
        origin: Origin = "user",
        known_from: str = "",
    ) -> bool:
        """Keep a record as the newest version at its address.

        Args:
            record: a noun with an address.
            at: UTC moment of the write.
            origin: who says so.
            known_from: since when it counts as known ("": from ``at`` on).

        Returns:
            False when the newest version already says exactly this.
        """
        return self.put_all([record], at=at, origin=origin, known_from=known_from) == 1

    def put_all(
        self,
        batch: Sequence[Any],
        *,
        at: str,
        origin: Origin = "user",
        known_from: str = "",
        fresh: bool = False,
    ) -> int:
        """Keep records; returns how many were new or changed.

        Args:
            fresh: the caller knows that none of the addresses is in use, so that
                nothing needs to be looked up.
        """
        rows = []
        for record in batch:
            kept = self._without_text(record) if isinstance(record, Document) else record
            row = _row(kept, at=at, origin=origin, known_from=known_from)
            if fresh or self._newest_body(row) != row["body"]:
                rows.append(row)
        if rows:
            self._connection.execute(insert(records), rows)
            self.wrote = True
        return len(rows)

    def put_texts(self, batch: Iterable[str]) -> None:
        """Keep canonical texts under their hashes."""
        rows = [{"sha256": text_hash(text), "text": text} for text in batch]
        if rows:
            dialect = self._connection.dialect.name
            make = postgresql_insert if dialect == "postgresql" else sqlite_insert
            self._connection.execute(make(texts).on_conflict_do_nothing(), rows)

    def put_members(self, batch: Iterable[Document]) -> None:
        """Remember which member of which source each document was read from."""
        rows = [
            {"source": d.source, "member": d.member, "address": str(d.ref)}
            for d in batch
            if d.source
        ]
        if rows:
            self._connection.execute(insert(members), rows)

    def put_run(
        self, document: Document, extractor: str, found: Iterable[Commitment], *, at: str
    ) -> None:
        """Keep what an extractor proposes for a document.

        Earlier runs stay, so that any day in the past can be asked for; the newest one is
        the present.
        """
        address = str(document.ref)
        result = self._connection.execute(
            insert(runs).values(
                document=address, text_sha256=document.text_sha256, extractor=extractor, at=at
            )
        )
        key = result.inserted_primary_key
        assert key is not None
        rows = [_proposal_row(address, int(key[0]), commitment) for commitment in found]
        if rows:
            self._connection.execute(insert(proposals), rows)

    def assign(self, meeting: Ref, count: int, *, subject: Ref) -> tuple[Ref, ...]:
        """Give out the next ``count`` commitment numbers of a meeting; none is given twice.

        ``subject`` is the record whose decision made them.
        """
        first = self.last_number(meeting) + 1
        given = tuple(Ref.to_commitment(meeting, first + i) for i in range(count))
        self.reserve(dict.fromkeys(given, subject))
        return given

    def reserve(self, addresses: Mapping[Ref, Ref]) -> None:
        """Mark commitment addresses as given out, each with the record it came from."""
        rows = [
            {
                "address": str(ref),
                "meeting": str(ref.meeting_ref),
                "number": ref.number,
                "subject": str(subject),
            }
            for ref, subject in addresses.items()
        ]
        known = {
            row.address
            for row in self._connection.execute(
                select(assigned.c.address).where(
                    assigned.c.address.in_([row["address"] for row in rows])
                )
            )
        }
        missing = [row for row in rows if row["address"] not in known]
        if missing:
            self._connection.execute(insert(assigned), missing)

    def append(self, decision: Decision) -> Decision:
        """Add a decision to the log; returns it with its number."""
        body = to_wire(decision)
        result = self._connection.execute(
            insert(decisions).values(
                subject=str(decision.subject),
                verdict=decision.verdict,
                coder=decision.coder,
                at=decision.at,
                body=_encode(body),
            )
        )
        key = result.inserted_primary_key
        assert key is not None
        return replace(decision, number=int(key[0]))

    def append_code(self, code: Code) -> Code:
        """Add a line to the coders' log; returns it with its number."""
        result = self._connection.execute(
            insert(codes).values(
                round=code.round,
                coder=code.coder,
                unit=str(code.unit),
                at=code.at,
                key=code.key,
                body=_encode(to_wire(code)),
            )
        )
        key = result.inserted_primary_key
        assert key is not None
        return replace(code, number=int(key[0]))

    def put_problems(self, batch: Iterable[Problem]) -> None:
        """Keep what could not be read; one open problem for each place and code."""
        for problem in batch:
            self.mend(problem.where, at=problem.at)
            self._connection.execute(
                insert(problems).values(
                    place=problem.where, at=problem.at, mended_at="", body=_encode(to_wire(problem))
                )
            )

    def mend(self, place: str, *, at: str) -> None:
        """Mark the open problems of a place as mended."""
        self._connection.execute(
            update(problems)
            .where(problems.c.place == place, problems.c.mended_at == "")
            .values(mended_at=at)
        )

    def origin_of(self, record: Any) -> str:
        """Who wrote the newest version at a record's address, "" where there is none."""
        query = (
            select(records.c.origin)
            .where(records.c.noun == noun_of(type(record)))
            .where(records.c.address == str(address_of(record)))
            .order_by(records.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return "" if row is None else str(row.origin)

    def _without_text(self, document: Document) -> Document:
        return document if document.text is None else replace(document, text=None)

    def _newest_body(self, row: dict[str, str]) -> str | None:
        query = (
            select(records.c.body)
            .where(records.c.noun == row["noun"], records.c.address == row["address"])
            .order_by(records.c.seq.desc())
            .limit(1)
        )
        found = self._connection.execute(query).first()
        return None if found is None else str(found[0])


def _row(record: Any, *, at: str, origin: Origin, known_from: str) -> dict[str, str]:
    ref = address_of(record)
    return {
        "noun": noun_of(type(record)),
        "address": str(ref),
        "parent": str(ref.meeting_ref) if ref.meeting and ref.kind != "meeting" else "",
        "date": first_day(getattr(record, "date", "")),
        "known_from": known_from or at,
        "recorded_at": at,
        "origin": origin,
        "text_sha256": getattr(record, "text_sha256", ""),
        "body": _encode(to_wire(record)),
    }


def _proposal_row(document: str, run: int, commitment: Commitment) -> dict[str, Any]:
    return {
        "document": document,
        "start": commitment.start,
        "end": commitment.end,
        "label": commitment.label,
        "run": run,
        "body": _encode(to_wire(commitment)),
    }


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
