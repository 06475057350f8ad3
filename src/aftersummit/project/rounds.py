"""Blind rounds: opened by a lead, coded, closed, measured, adjudicated, taken in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aftersummit import review
from aftersummit.codebooks import codebook
from aftersummit.errors import Conflict, UserError
from aftersummit.model import Code, Document, Part, Ref, Round, slugify
from aftersummit.project.clock import now
from aftersummit.project.codable import Stale, check_closed, check_texts
from aftersummit.project.settling import carry
from aftersummit.store import Event, Reader, Store, Writer

if TYPE_CHECKING:
    from aftersummit.project.coding import Coding


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one coder is: units done of units to do."""

    coder: str
    done: int
    of: int


class Rounds:
    """The rounds of a project."""

    def __init__(self, coding: Coding, store: Store) -> None:
        self._coding = coding
        self._store = store

    def all(self) -> list[Round]:
        """Every round, the newest first."""
        with self._store.read() as reader:
            return sorted(reader.all(Round), key=lambda one: one.opened, reverse=True)

    def get(self, name: str) -> Round:
        """The round of that name.

        Raises:
            NotFound: there is none.
        """
        with self._store.read() as reader:
            return reader.get(Round, Ref.flat("round", name))

    def open(
        self,
        title: str,
        documents: Sequence[Ref],
        coders: Sequence[str],
        *,
        lead: str,
        overlap: float = 1.0,
        machine: bool = False,
    ) -> Round:
        """Open a round.

        Args:
            coders: names; each codes blind to the others until the round is closed.
            overlap: share of units (0 to 1) that everybody codes.
            machine: whether coders see what the machine proposes.

        Raises:
            UserError: no title, document or coder, a name twice, or a share out of range.
            NotFound: a document does not exist.
        """
        names = tuple(dict.fromkeys(name.strip() for name in coders if name.strip()))
        _check(title, documents, names, len(coders), overlap)
        with self._store.write() as writer:
            refs = tuple(dict.fromkeys(ref.document_ref for ref in documents))
            made = Round(
                ref=_free(writer, title),
                title=title.strip(),
                documents=refs,
                texts=tuple(_text_of(writer, ref) for ref in refs),
                coders=names,
                codebook=codebook().version,
                overlap=overlap,
                machine=machine,
                lead=lead,
                opened=now(),
            )
            writer.put(made, at=made.opened)
            writer.people.log(Event(made.opened, lead, "round opened", str(made.ref), title))
        return made

    def progress(self, name: str) -> list[Progress]:
        """How far each coder is: counts, which an open round may show."""
        with self._store.read() as reader:
            held = reader.get(Round, Ref.flat("round", name))
            sheets = self._coding.sheets(reader)
            units = self._units(reader, held)
        found = []
        for coder in held.coders:
            own = [unit for unit in units if coder in review.coders_of(held, unit)]
            done = sum(1 for unit in own if sheets.own(name, unit, coder) is not None)
            found.append(Progress(coder, done, len(own)))
        return found

    def close(self, name: str, *, lead: str) -> Round:
        """Close a round: its codes are now seen and can no longer be changed.

        Raises:
            Conflict: it is closed already, or a text was replaced while it was open.
        """
        from aftersummit.project.agreeing import measures

        with self._coding.writing() as writer:
            held = writer.get(Round, Ref.flat("round", name))
            if held.state != "open":
                raise Conflict(f"{held.ref} is closed already", "see what it came to")
            check_texts(writer, held)
            sheets = self._coding.sheets(writer)
            units = self._units(writer, held)
            coded = [review.coded(sheets.all(name, unit)) for unit in units]
            closed = replace(
                held,
                state="closed",
                closed=now(),
                units=sum(1 for codes in coded if codes),
                doubled=sum(1 for codes in coded if len(codes) > 1),
                disputed=len(review.disputes(held, units, sheets)),
                measures=measures(held, units, sheets),
            )
            writer.put(closed, at=closed.closed)
            writer.people.log(Event(closed.closed, lead, "round closed", str(held.ref)))
        return closed

    def disputes(self, name: str) -> list[review.Dispute]:
        """Where coders differ, by place.

        Raises:
            Conflict: the round is still open, and blind.
        """
        with self._store.read() as reader:
            held = self._closed(reader, name)
            sheets = self._coding.sheets(reader)
            return review.disputes(held, self._units(reader, held), sheets)

    def adjudicate(
        self,
        unit: Ref,
        label: str,
        parts: Sequence[Part | dict[str, Any]] = (),
        *,
        round: str,
        coder: str,
        reason: str,
        key: str = "",
        saw: int | None = None,
    ) -> Code:
        """A third person's word on a unit of a closed round.

        Args:
            saw: number of the word that stood there when it was looked at, 0 for none; None
                does not ask.

        Raises:
            Conflict: the round is still open.
            Stale: another third person has spoken since.
            UserError: no reason, or a label or part that does not fit.
        """
        if not reason.strip():
            raise UserError("an adjudication needs its reason", "say in a sentence why")
        step = key or uuid.uuid4().hex
        with self._coding.writing() as writer:
            sheets = self._coding.sheets(writer)
            sent = sheets.sent(coder, step)
            if sent is not None:
                return sent
            held = self._closed(writer, round)
            seen = self._coding.units(writer, unit)
            found = self._coding.parts(seen, seen.unit(unit), label, parts)
            stands = sheets.adjudicated(round, unit)
            if saw is not None and saw != (stands.number if stands else 0):
                raise Stale(unit, stands)
            if unit.document_ref not in held.documents or not label:
                raise UserError(f"{unit} cannot be decided in {held.ref}", "choose a label")
            return writer.append_code(
                Code(
                    unit=unit,
                    verdict="adjudicate",
                    coder=coder,
                    at=now(),
                    label=label,
                    parts=found,
                    reason=reason.strip(),
                    round=round,
                    codebook=codebook().version,
                    key=step,
                )
            )

    def settle(self, name: str, *, lead: str) -> int:
        """Take a closed round into the register; returns how many decisions that made.

        What coders agreed on and what was adjudicated is taken; open disputes are left.
        Doing it again, after more disputes were decided, adds what is new.

        Raises:
            Conflict: the round is still open, or a text was replaced.
        """
        with self._coding.writing() as writer:
            held = self._closed(writer, name)
            check_texts(writer, held)
            sheets = self._coding.sheets(writer)
            made = 0
            for ref in held.documents:
                seen = self._coding.units(writer, ref)
                for unit in seen.units:
                    code = review.outcome(held, unit.ref, sheets)
                    if code is not None:
                        carried = replace(code, coder=self._name(held, code))
                        made += carry(writer, seen.document, unit.span, carried)
            at = now()
            writer.put(replace(held, settled=at), at=at)
            note = f"{made} decisions"
            writer.people.log(Event(at, lead, "round taken in", str(held.ref), note))
        return made

    def _name(self, held: Round, code: Code) -> str:
        agreed = code.verdict == "code" and len(held.coders) > 1
        return " & ".join(held.coders)[:80] if agreed else code.coder

    def _closed(self, reader: Reader, name: str) -> Round:
        held = reader.get(Round, Ref.flat("round", name))
        check_closed(held)
        return held

    def _units(self, reader: Reader, held: Round) -> list[Ref]:
        return [u.ref for ref in held.documents for u in self._coding.units(reader, ref).units]


def _check(
    title: str, documents: Sequence[Ref], names: Sequence[str], given: int, overlap: float
) -> None:
    if not title.strip():
        raise UserError("the round has no title", "name it, as: NALS 2023, first round")
    if not documents:
        raise UserError("the round has no document", "choose at least one")
    if not names or len(names) != given:
        raise UserError("the coders are not named, or one is named twice", "name each once")
    if any("&" in name for name in names):
        raise UserError("a coder's name holds '&'", "write the name without it")
    if not 0 <= overlap <= 1:
        raise UserError(f"an overlap of {overlap} is no share", "give a number from 0 to 1")


def _free(writer: Writer, title: str) -> Ref:
    base = slugify(title, 50)
    for number in range(1, 10_000):
        ref = Ref.flat("round", base if number == 1 else f"{base}-{number}")
        if not writer.taken(ref):
            return ref
    raise Conflict(f"there are too many rounds called {title}", "choose another title")


def _text_of(reader: Reader, ref: Ref) -> str:
    document = reader.get(Document, ref)
    if reader.text(document.text_sha256) is None:
        raise UserError(f"the words of {ref} are not in this project", "add its file first")
    return document.text_sha256
