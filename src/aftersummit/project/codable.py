"""Whether a code can be taken: the round is open, the unit is the coder's, the form is fresh;
and what it says of a unit that reads the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aftersummit import review
from aftersummit.codebooks import codebook
from aftersummit.errors import Conflict, NotFound, UserError
from aftersummit.model import Code, Document, Part, Ref, Round
from aftersummit.project.units import DocumentView, UnitView
from aftersummit.store import Reader


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as one coder may see it.

    Attributes:
        codes: codes in force by unit: the coder's own in a round, anybody's outside.
        mine: units that are the coder's to code.
    """

    view: DocumentView
    codes: Mapping[Ref, Code]
    mine: frozenset[Ref]
    round: Round | None


class Stale(Conflict):
    """Somebody coded the unit after the form was loaded.

    Attributes:
        unit: which one.
        present: the code that stands there now, None where it was taken back.
    """

    def __init__(self, unit: Ref, present: Code | None) -> None:
        who = f"{present.coder} coded it" if present else "its code was taken back"
        super().__init__(
            f"{unit} has changed since you loaded it: {who}",
            "look at what stands there now, then save yours again or leave it",
        )
        self.unit = unit
        self.present = present


def check_parts(unit: UnitView, parts: Sequence[Part]) -> None:
    end = unit.span.start
    issues = {term.code for term in codebook().issues}
    for part in parts:
        if not len(part.span) or not unit.span.contains(part.span) or part.span.start < end:
            raise UserError(
                f"part {part.span.start}-{part.span.end} does not lie in {unit.ref}",
                "give parts inside the unit that do not share a word",
            )
        if part.issue and part.issue not in issues:
            raise UserError(f"'{part.issue}' is no issue", "choose one of the codebook's")
        end = part.span.end


def check_blind(blind: Mapping[Ref, Round], ref: Ref, held: Round | None) -> None:
    """Whether a document may be met outside its open round.

    Raises:
        Conflict: the coder is coding it blind, and would see what the round hides.
    """
    away = None if held is not None else blind.get(ref.document_ref)
    if away is not None:
        raise Conflict(
            f"{ref.document_ref} is being coded blind in {away.ref}",
            "code it there, or wait until the round is closed",
        )


def check_closed(held: Round | None) -> None:
    """Whether the codes of a round may be seen.

    Raises:
        Conflict: it is still open, and blind.
    """
    if held is not None and held.state == "open":
        raise Conflict(f"{held.ref} is still open", "close the round first")


def check_member(held: Round, coder: str, document: Ref) -> None:
    if document not in held.documents:
        raise NotFound(f"{document} is not in {held.ref}", "choose one of the round's documents")
    if held.state == "open" and coder not in held.coders:
        raise UserError(f"{coder or 'nobody'} does not code in {held.ref}", "ask the lead")


def check_open(held: Round | None, coder: str, unit: UnitView) -> None:
    if held is None:
        return
    check_member(held, coder, unit.ref.document_ref)
    if held.state != "open":
        raise Conflict(f"{held.ref} is closed", "its codes can no longer be changed")
    if coder not in review.coders_of(held, unit.ref):
        raise UserError(f"{unit.ref} is somebody else's in {held.ref}", "take the next one")


def check_saw(
    sheets: review.Sheets, held: Round | None, unit: Ref, coder: str, saw: int | None
) -> None:
    present = sheets.own(held.name, unit, coder) if held else sheets.newest("", unit)
    if saw is not None and saw != (present.number if present else 0):
        raise Stale(unit, present)


def check_texts(reader: Reader, held: Round) -> None:
    """Whether a round's documents still have the texts that were coded.

    Raises:
        Conflict: one was replaced; its offsets mean nothing in another text.
    """
    for ref, sha256 in zip(held.documents, held.texts, strict=True):
        if reader.get(Document, ref).text_sha256 != sha256:
            raise Conflict(
                f"the text of {ref} was replaced after {held.ref} was opened",
                "add the text that was coded again, or open a new round",
            )


def shifted(
    seen: DocumentView, first: UnitView, where: DocumentView, unit: UnitView, parts: Sequence[Part]
) -> tuple[Part, ...]:
    """Parts at the place of a twin; a twin in other typography is taken whole."""
    if first.span.of(seen.text) != unit.span.of(where.text):
        return tuple(replace(part, span=unit.span) for part in parts[:1])
    by = unit.span.start - first.span.start
    return tuple(replace(part, span=part.span.shift(by)) for part in parts)
