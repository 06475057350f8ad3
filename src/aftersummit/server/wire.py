"""What the screens and the API say, as JSON values."""

from __future__ import annotations

from typing import Any

from aftersummit.codebooks import codebook
from aftersummit.model import Code, Document, Ref, Round, to_wire
from aftersummit.project.codable import Sheet
from aftersummit.project.queueing import Queue
from aftersummit.project.units import UnitView
from aftersummit.review import Dispute


def document(found: Document, coded: int = 0) -> dict[str, Any]:
    """A document without its words."""
    return {
        "ref": str(found.ref),
        "title": found.title,
        "date": found.date,
        "language": found.language,
        "issuers": list(found.issuers),
        "kind": found.kind,
        "coded": coded,
    }


def sheet(found: Sheet) -> dict[str, Any]:
    """A document with its units and the codes that the coder may see."""
    view = found.view
    return {
        "document": document(view.document, len(found.codes)),
        "pages": len(view.document.pages),
        "text": view.text,
        "blocks": [[kind, span.start, span.end] for kind, span in view.blocks],
        "units": [unit(one, one.ref in found.mine) for one in view.units],
        "codes": {str(ref): code(one) for ref, one in found.codes.items()},
        "round": found.round.name if found.round else "",
        "blind": found.round is not None and not found.round.machine,
    }


def unit(found: UnitView, mine: bool) -> dict[str, Any]:
    """One unit with the machine's proposal; ``label`` is "" where that is hidden."""
    return {
        "ref": str(found.ref),
        "start": found.span.start,
        "end": found.span.end,
        "kind": found.kind,
        "block": found.block,
        "depth": found.depth,
        "head": [found.head.start, found.head.end] if found.head else None,
        "label": found.label,
        "chances": found.chances,
        "why": list(found.why),
        "parts": [to_wire(part) for part in found.parts],
        "twin": found.twin,
        "mine": mine,
    }


def code(found: Code) -> dict[str, Any]:
    """One line of the coders' log."""
    return {name: value for name, value in to_wire(found).items() if name != "key"}


def queue(found: Queue) -> dict[str, Any]:
    """What waits, progress, pace and the estimate."""
    missed = to_wire(found.missed) if found.missed else None
    return {
        "order": found.order,
        "waiting": [[str(p.unit), p.doubt, p.likely] for p in found.waiting],
        "done": found.done,
        "of": found.of,
        "per_minute": found.per_minute,
        "missed": missed,
        "twins": {twin: [str(ref) for ref in refs] for twin, refs in found.twins.items()},
    }


def round_(found: Round) -> dict[str, Any]:
    """A round; its measures are there once it is closed."""
    return {"name": found.name, **to_wire(found)}


def dispute(found: Dispute) -> dict[str, Any]:
    """A unit on which coders differ."""
    return {
        "unit": str(found.unit),
        "fields": list(found.fields),
        "codes": {coder: code(one) for coder, one in found.codes.items()},
        "decided": code(found.decided) if found.decided else None,
    }


def scheme() -> dict[str, Any]:
    """The codebook, as the coding screen needs it."""
    found = codebook()
    return {
        "name": found.name,
        "version": found.version,
        "unit_rule": found.unit_rule,
        "labels": [to_wire(term) for term in found.labels],
        "issues": [to_wire(term) for term in found.issues],
        "parties": [[party.code, party.name] for party in found.parties],
    }


def refs(values: list[str]) -> list[Ref]:
    """Addresses from what was sent."""
    return [Ref.parse(value) for value in values]
