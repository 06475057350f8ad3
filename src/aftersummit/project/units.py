"""The units of a document as a coder meets them, with what the machine proposes for each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aftersummit.errors import NotFound, UserError
from aftersummit.model import Commitment, Deadline, Document, Part, Quantity, Ref, Span
from aftersummit.store import Reader

if TYPE_CHECKING:
    from aftersummit.commitments.weights import Linear

_KEPT = 24
"""Documents whose units are held in memory; a long one takes half a second to make again."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit.

    Attributes:
        ref: its place, with its list marker.
        kind: heading, sentence, bullet or item.
        block: number of its block in the document.
        head: the clause over the list it stands in.
        label: what the machine proposes, "" where that is hidden.
        chances: its probability of each label; empty where hidden.
        twin: equal for units with the same letters and digits, "" for one without any.
    """

    ref: Ref
    span: Span
    kind: str
    block: int
    depth: int
    head: Span | None
    label: str = ""
    chances: dict[str, float] | None = None
    why: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    twin: str = ""

    def hidden(self) -> UnitView:
        """The unit without a word of the machine's."""
        return replace(self, label="", chances=None, why=(), parts=())


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as blocks of units; ``places`` says which unit stands at an address."""

    document: Document
    blocks: tuple[tuple[str, Span], ...]
    units: tuple[UnitView, ...]
    places: Mapping[Ref, int]

    @property
    def text(self) -> str:
        """Its canonical text."""
        return self.document.text or ""

    def unit(self, ref: Ref) -> UnitView:
        """The unit at a place.

        Raises:
            NotFound: no unit has exactly that place.
        """
        at = self.places.get(ref)
        if at is not None:
            return self.units[at]
        raise NotFound(
            f"no unit stands at {ref}", "load the document again; its text may have been replaced"
        )


class Units:
    """Documents cut into units, kept in memory by the hashes of their text and
    of the weights by which they were judged."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], DocumentView] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, reader: Reader, ref: Ref) -> DocumentView:
        """A document's units.

        Raises:
            NotFound: there is no such document.
            UserError: its words are not held.
        """
        from aftersummit.project.learning import in_force, label_weights

        address = str(ref.document_ref)
        lesson = in_force(reader)
        key = (address, reader.text_hash(address), lesson.weights if lesson else "")
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = view(reader.document(ref.document_ref), label_weights(reader))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def view(document: Document, learned: Linear | None = None) -> DocumentView:
    """Cut a document into units and ask the machine about each.

    Args:
        learned: label weights of a project that learned from its coders.

    Raises:
        UserError: its words are not held.
    """
    from aftersummit.commitments.proposing import propose

    address = document.ref
    if document.text is None or address is None:
        raise UserError(
            f"the words of {document.ref} are not in this project",
            "add its file, or fetch it, before it can be coded",
        )
    cut, proposed = propose(document, learned)
    units = tuple(
        UnitView(
            ref=address.at(one.unit.span),
            span=one.unit.span,
            kind=one.unit.kind,
            block=one.unit.block,
            depth=one.unit.depth,
            head=one.unit.head,
            label=one.label,
            chances=one.chances,
            why=one.why,
            parts=tuple(part_of(found, one.unit.span) for found in one.parts),
            twin=_twin(one.unit.words.of(document.text)),
        )
        for one in proposed
    )
    return DocumentView(
        document,
        tuple((b.kind, b.span) for b in cut.blocks),
        units,
        {unit.ref: at for at, unit in enumerate(units)},
    )


def part_of(found: Commitment, within: Span) -> Part:
    """A proposed commitment as a part of a unit."""
    return Part(
        span=found.span or within,
        parties=found.parties,
        strength=found.strength,
        kind=found.kind,
        deadline=found.deadline,
        quantity=found.quantity,
        issue=found.issue,
    )


def described(text: str, dated: str, drafts: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
    """Parts from what a form says; deadlines and amounts are understood from their words.

    Args:
        drafts: ``start``, ``end``, and as words ``deadline`` and ``quantity``; the other
            fields as in :class:`aftersummit.model.Part`.

    Raises:
        UserError: a field of the wrong type.
    """
    from aftersummit.model import from_wire

    parts = []
    for draft in drafts:
        given = dict(draft)
        given["span"] = {"start": given.pop("start", -1), "end": given.pop("end", -1)}
        for field, understand in (("deadline", _deadline), ("quantity", _quantity)):
            value = given.get(field)
            if isinstance(value, str):
                given[field] = understand(value.strip(), dated) if value.strip() else None
        for field in ("strength", "kind"):
            given[field] = given.get(field) or None
        part = from_wire(Part, {**given, "deadline": None, "quantity": None})
        parts.append(
            replace(part, deadline=_noun(Deadline, given), quantity=_noun(Quantity, given))
        )
        if part.span.end > len(text):
            raise UserError("a part reaches beyond the text", "load the document again")
    return tuple(sorted(parts, key=lambda part: part.span))


def _noun(kind: type[Any], given: dict[str, Any]) -> Any:
    from aftersummit.model import from_wire

    value = given.get(kind.__name__.lower())
    return from_wire(kind, value) if isinstance(value, dict) else value


def _deadline(words: str, dated: str) -> Deadline:
    from datetime import date

    from aftersummit.commitments.deadlines import bounds, meaning

    try:
        today = date.fromisoformat(dated)
    except ValueError:
        today = None
    edtf = meaning(words, today)
    start, end = bounds(edtf) if edtf else ("", "")
    return Deadline(words, edtf, start, end)


def _quantity(words: str, _dated: str) -> Quantity:
    from aftersummit.commitments.quantities import quantity

    found = quantity(words, 0, len(words))
    return replace(found.quantity, text=words) if found else Quantity(words)


def _twin(words: str) -> str:
    from aftersummit.text.align import fingerprint

    try:
        return str(fingerprint(words))
    except UserError:
        return ""
