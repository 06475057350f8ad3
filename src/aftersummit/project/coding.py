"""Coding units: one person's codes appended, folded, taken back, and made decisions.

Outside rounds a code counts at once: the unit's proposals are accepted, edited or rejected and
what the machine did not see is added, in the same transaction. Inside a round codes stay blind
until the round is closed (``project/rounds.py``).
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from aftersummit import review
from aftersummit.codebooks import codebook
from aftersummit.errors import Conflict, UserError
from aftersummit.model import Code, Document, Part, Ref, Round
from aftersummit.project.clock import end_of, now
from aftersummit.project.codable import (
    Sheet,
    check_blind,
    check_closed,
    check_member,
    check_open,
    check_parts,
    check_saw,
    shifted,
)
from aftersummit.project.known import Known
from aftersummit.project.settings import Settings
from aftersummit.project.settling import carry
from aftersummit.project.units import DocumentView, Units, UnitView, described
from aftersummit.store import FOREVER, Reader, Store, Writer

if TYPE_CHECKING:
    from aftersummit.project.queueing import Queue
    from aftersummit.project.rounds import Rounds

Step = Literal["undo", "redo"]


class Coding:
    """Codes of units, on one project."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._units = Units()
        self._sheets = review.Sheets()
        self._known = Known()
        self._lock = threading.RLock()
        self._ahead = False

    @cached_property
    def rounds(self) -> Rounds:
        """Blind rounds."""
        from aftersummit.project.rounds import Rounds

        return Rounds(self, self._store)

    # -- look ---------------------------------------------------------------------

    def document(self, ref: Ref, *, round: str = "", coder: str = "") -> Sheet:
        """A document as ``coder`` may see it, with the codes that coder may know.

        Raises:
            NotFound: no such document, or no such round.
            UserError: its words are not held; it is not in the round, or the coder is not.
        """
        with self._store.read() as reader:
            seen = self.units(reader, ref)
            held = self.round_of(reader, round)
            sheets = self.sheets(reader)
            check_blind(self.blind(reader, coder), ref, held)
        if held is not None:
            check_member(held, coder, ref.document_ref)
        return self._sheet(seen, held, coder, sheets)

    def _sheet(
        self, seen: DocumentView, held: Round | None, coder: str, sheets: review.Sheets
    ) -> Sheet:
        name = held.name if held else ""
        codes = {}
        for unit in seen.units:
            code = sheets.own(name, unit.ref, coder) if held else sheets.newest("", unit.ref)
            if code is not None:
                codes[unit.ref] = code
        if held is None:
            return Sheet(seen, codes, frozenset(unit.ref for unit in seen.units), None)
        mine = frozenset(u.ref for u in seen.units if coder in review.coders_of(held, u.ref))
        if not held.machine and held.state == "open":
            seen = replace(seen, units=tuple(unit.hidden() for unit in seen.units))
        return Sheet(seen, codes, mine, held)

    def scope(
        self, reader: Reader, *, coder: str, under: str = "", round: str = ""
    ) -> list[DocumentView]:
        """The documents of a round, or those at and under an address whose words are held.

        Outside rounds, documents that the coder is coding blind somewhere are left out.
        """
        held = self.round_of(reader, round)
        if held is not None:
            return [self._units.of(reader, ref) for ref in held.documents]
        known, blind = reader.held_texts(), self.blind(reader, coder)
        return [
            self._units.of(reader, document.ref)
            for document in reader.documents(under=under, texts_too=False)
            if document.ref and document.text_sha256 in known and document.ref not in blind
        ]

    def blind(self, reader: Reader, coder: str = "") -> dict[Ref, Round]:
        """Documents of open rounds (of one coder's, if named), each with its round."""
        return {
            ref: held
            for held in self._known.of(reader, "rounds", lambda: list(reader.all(Round)))
            if held.state == "open" and (not coder or coder in held.coders)
            for ref in held.documents
        }

    def blind_documents(self) -> frozenset[Ref]:
        """Documents of open rounds."""
        with self._store.read() as reader:
            return frozenset(self.blind(reader))

    def documents(
        self, coder: str, *, under: str = "", after: str = "", limit: int = 0
    ) -> list[tuple[Document, int]]:
        """Documents whose words are held, by address, each with its units coded so far.

        Args:
            after: leave out those up to this address.
            limit: how many; 0 for all.
        """
        with self._store.read() as reader:
            known, blind = reader.held_texts(), self.blind(reader, coder)
            counts = Counter(unit.document_ref for unit in self.sheets(reader).units(""))
            found = (
                (document, counts[document.ref])
                for document in reader.documents(under=under, texts_too=False)
                if document.ref and str(document.ref) > after
                if document.text_sha256 in known and document.ref not in blind
            )
            return list(islice(found, limit or None))

    def page(self, ref: Ref, number: int, *, coder: str, round: str = "") -> bytes:
        """A page of a document's PDF as PNG; NotFound where there is none."""
        from aftersummit.project.placing import page_image

        self.document(ref, round=round, coder=coder)
        return page_image(self._store, ref, number)

    def queue(
        self, *, coder: str, order: str = "document", under: str = "", round: str = ""
    ) -> Queue:
        """What waits for a coder, in an order; see :func:`queueing.queue`."""
        from aftersummit.project.queueing import queue

        return queue(self, self._store, coder=coder, order=order, under=under, round=round)

    def codes(self, *, round: str = "", as_of: str = "") -> dict[Ref, Code]:
        """The newest code in force of every unit outside rounds, or of a closed round.

        Raises:
            Conflict: the round is still open, and blind.
        """
        with self._store.read(end_of(as_of)) as reader:
            check_closed(self.round_of(reader, round))
            sheets = review.Sheets(reader.codes(round=round))
        found = ((unit, sheets.newest(round, unit)) for unit in sheets.units(round))
        return {unit: code for unit, code in found if code is not None}

    def log(self, *, round: str = "", as_of: str = "", after: int = 0) -> Sequence[Code]:
        """The lines of a log after a number, oldest first; Conflict for an open, blind round."""
        with self._store.read(end_of(as_of)) as reader:
            check_closed(self.round_of(reader, round))
            return tuple(reader.codes(round=round, after=after))

    # -- code ---------------------------------------------------------------------

    def code(
        self,
        unit: Ref,
        label: str,
        parts: Sequence[Part | dict[str, Any]] = (),
        *,
        coder: str,
        round: str = "",
        note: str = "",
        key: str = "",
        saw: int | None = None,
        twins: Iterable[Ref] = (),
    ) -> list[Code]:
        """Append a person's code of a unit, and the same for its twins.

        Args:
            label: one of the codebook's, "" to skip the unit.
            parts: for a commitment; none is the whole unit, as the machine described it.
            key: the client's name for this step: sent twice, it is kept once.
            saw: number of the code that the form showed, 0 for none; None does not ask.
            twins: units with the same words that are decided with it.

        Returns:
            The lines appended (or found, when they were sent before).

        Raises:
            Stale: the unit was coded since; nothing is kept.
            UserError: the label, a part, the coder or the unit does not fit.
        """
        if not coder.strip():
            raise UserError("nobody is named as the coder", "sign in, or name a coder")
        step, twins = key or uuid.uuid4().hex, tuple(twins)
        if not self._known.holds(unit.document_ref):
            with self._store.read() as reader:
                self.units(reader, unit)  # a second's work, for which no writer has to wait
        with self.writing() as writer:
            sheets = self.sheets(writer)
            sent = sheets.sent(coder, f"{step}.0")
            if sent is not None:
                return [sent]
            held = self.round_of(writer, round)
            away = {} if held else self.blind(writer, coder)
            for ref in (unit, *twins):
                check_blind(away, ref, held)
            seen = self.units(writer, unit)
            first = seen.unit(unit)
            check_open(held, coder, first)
            check_saw(sheets, held, unit, coder, saw)
            blind = held is not None and not held.machine
            drafts = self.parts(seen, first.hidden() if blind else first, label, parts)
            targets = [(seen, first, drafts)]
            targets += self._twins(writer, held, seen, first, drafts, twins)
            made = [
                writer.append_code(
                    Code(
                        unit=target.ref,
                        verdict="code" if label else "skip",
                        coder=coder,
                        at=now(),
                        label=label,
                        parts=own,
                        note=note,
                        round=round,
                        codebook=codebook().version,
                        key=f"{step}.{number}",
                    )
                )
                for number, (_, target, own) in enumerate(targets)
            ]
            if held is None:
                for (where, target, _), code in zip(targets, made, strict=True):
                    carry(writer, where.document, target.span, code)
            for code in made:
                self._take(sheets, code)
        return made

    def step(self, verdict: Step, *, coder: str, round: str = "", key: str = "") -> list[Code]:
        """Take back the coder's own last step of a round (or outside), or bring it again.

        Returns:
            The codes now in force at the units that changed; one whose unit has none left
            comes with an empty label.

        Raises:
            UserError: there is nothing to take back or to bring again.
        """
        step = key or uuid.uuid4().hex
        with self.writing() as writer:
            sheets = self.sheets(writer)
            if sheets.sent(coder, step) is not None:
                return []
            held = self.round_of(writer, round)
            if held is not None and held.state != "open":
                raise Conflict(f"{held.ref} is closed", "its codes can no longer be changed")
            moved = (sheets.undoable if verdict == "undo" else sheets.redoable)(round, coder)
            if not moved:
                raise UserError(f"there is nothing to {verdict}", "code a unit first")
            line = writer.append_code(
                Code(moved[0].unit, verdict, coder, now(), round=round, key=step)
            )
            self._take(sheets, line)
            units = list(dict.fromkeys(code.unit for code in moved))
            found = [
                sheets.own(round, unit, coder) if held else sheets.newest("", unit)
                for unit in units
            ]
            if held is None:
                for unit, code in zip(units, found, strict=True):
                    document = self.units(writer, unit).document
                    blank = replace(line, unit=unit)
                    carry(writer, document, unit.span, code or blank)
        return [code or replace(line, unit=unit) for unit, code in zip(units, found, strict=True)]

    # -- shared with rounds -------------------------------------------------------

    def sheets(self, reader: Reader) -> review.Sheets:
        """The fold of the log up to the reader's transaction."""
        if reader.as_of != FOREVER:
            return review.Sheets(reader.codes())
        with self._lock:
            for code in reader.codes(after=self._sheets.last):
                self._sheets.take(code)
            return self._sheets

    def units(self, reader: Reader, ref: Ref) -> DocumentView:
        """A document's units."""
        where = ref.document_ref
        return self._known.of(reader, where, lambda: self._units.of(reader, where))

    def round_of(self, reader: Reader, name: str) -> Round | None:
        """The round of that name, None for "".

        Raises:
            NotFound: there is none.
        """
        ref = Ref.flat("round", name) if name else None
        return self._known.of(reader, ref, lambda: reader.get(Round, ref)) if ref else None

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """A transaction during which nobody else reads the fold; undone with it if it fails.

        Every write that reads the fold goes through here, so that all take the two locks in
        the same order.
        """
        with self._lock:
            self._ahead = False
            try:
                with self._store.write() as writer:
                    yield writer
            except BaseException:
                # Folding a long log anew takes seconds: a refusal must not cost them.
                if self._ahead:
                    self._sheets = review.Sheets()
                raise

    def _take(self, sheets: review.Sheets, code: Code) -> None:
        """Fold a line in before it is confirmed."""
        self._ahead = True
        sheets.take(code)

    def parts(
        self,
        seen: DocumentView,
        unit: UnitView,
        label: str,
        parts: Sequence[Part | dict[str, Any]],
    ) -> tuple[Part, ...]:
        """What a form says of a unit's parts, checked; the machine's where it says nothing.

        Raises:
            UserError: the label or a part does not fit.
        """
        labels = [term.code for term in codebook().labels]
        if label and label not in labels:
            raise UserError(f"'{label}' is no label", f"use one of {', '.join(labels)}")
        if label != "commitment":
            return ()
        dated = seen.document.date
        ready = [p for p in parts if isinstance(p, Part)]
        drafts = [p for p in parts if isinstance(p, dict)]
        made = tuple(
            sorted((*ready, *described(seen.text, dated, drafts)), key=lambda part: part.span)
        )
        made = made or unit.parts or (Part(unit.span),)
        check_parts(unit, made)
        return made

    def _twins(
        self,
        reader: Reader,
        held: Round | None,
        seen: DocumentView,
        first: UnitView,
        parts: tuple[Part, ...],
        twins: Iterable[Ref],
    ) -> list[tuple[DocumentView, UnitView, tuple[Part, ...]]]:
        found = []
        for ref in dict.fromkeys(twins):
            where = self.units(reader, ref)
            unit = where.unit(ref)
            if not first.twin or unit.twin != first.twin:
                raise UserError(f"{ref} does not read like {first.ref}", "code it on its own")
            if held is not None and where.document.ref not in held.documents:
                raise UserError(f"{ref} is not in {held.ref}", "code it outside the round")
            found.append((where, unit, shifted(seen, first, where, unit, parts)))
        return found
