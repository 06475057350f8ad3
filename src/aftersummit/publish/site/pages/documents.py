"""Each official text, with what was promised lit in place where the text is present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from aftersummit.model import Commitment, Document, Passage, Section
from aftersummit.publish.site.lit import Light, blocks
from aftersummit.publish.site.lookup import SETTLED, Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import KIND_WORDS, counted, date_bounds, date_words

PER_PAGE = 500
ALL_HAVE_PAGES = 1000
"""Up to this many documents each gets a page; beyond it only those that something hangs on."""


def pages(look: Lookup) -> Iterator[Page]:
    """The list of documents, in parts of 500, and a page for each that has something to show."""
    ordered = sorted(
        look.documents.values(), key=lambda d: (date_bounds(d.date)[0], str(d.ref)), reverse=True
    )
    parts = [ordered[i : i + PER_PAGE] for i in range(0, len(ordered), PER_PAGE)] or [[]]
    for number, part in enumerate(parts, start=1):
        yield Page(
            list_path(number),
            "documents.html",
            "Documents" if number == 1 else f"Documents, part {number}",
            f"{counted(len(ordered), 'document')} in which the commitments are written.",
            lambda part=part, number=number: _index(look, part, number, len(parts)),  # type: ignore[misc]
            "documents.html",
        )
    for document in ordered:
        if document.ref and has_page(look, document):
            what = KIND_WORDS.get(document.kind, "Document")
            yield Page(
                path_of(document.ref),
                "document.html",
                document.title,
                f"{what} of {date_words(document.date)}: what was promised in it.",
                lambda d=document: _document(look, d),  # type: ignore[misc]
                "documents.html",
            )


def list_path(number: int) -> str:
    """Where part ``number`` (from 1) of the list stands."""
    return "documents.html" if number == 1 else f"documents-{number}.html"


def has_page(look: Lookup, document: Document) -> bool:
    """Whether a document gets a page of its own in a register of this size."""
    if len(look.documents) <= ALL_HAVE_PAGES:
        return True
    key = str(document.ref)
    return bool(look.by_document.get(key) or look.evidence_in.get(key))


def _index(look: Lookup, part: list[Document], number: int, total: int) -> dict[str, Any]:
    years: dict[str, list[dict[str, Any]]] = {}
    for document in part:
        row = {
            "d": document,
            "path": path_of(document.ref) if document.ref and has_page(look, document) else "",
            "made": sum(c.status in SETTLED for c in look.by_document.get(str(document.ref), ())),
            "proposed": sum(
                c.status == "proposed" for c in look.by_document.get(str(document.ref), ())
            ),
        }
        years.setdefault(document.date[:4] or "Undated", []).append(row)
    held = sum(d.text is not None for d in look.documents.values())
    return {
        "years": years,
        "number": number,
        "parts": [(n, list_path(n)) for n in range(1, total + 1)],
        "total": len(look.documents),
        "held": held,
    }


def _document(look: Lookup, document: Document) -> dict[str, Any]:
    linked = look.by_document.get(str(document.ref), [])
    shown = [c for c in linked if c.status in SETTLED or c.status == "proposed"]
    lights = _lights(look, document, shown)
    placed = {light.label for light in lights}
    settled = [c for c in shown if c.status in SETTLED]
    meeting = look.meeting(document.ref)
    return {
        "d": document,
        "blocks": blocks(document.text, lights, _stepped(document.sections))
        if document.text
        else [],
        "settled": settled,
        "proposed": [c for c in shown if c.status == "proposed"],
        "unplaced": [c for c in settled if c.ref and c.ref.item not in placed],
        "placed": len({c.ref for c in settled if c.ref and c.ref.item in placed}),
        "meeting": meeting,
        "evidence": look.evidence_in.get(str(document.ref), []),
        "stale": _stale(document, shown),
    }


def _stepped(sections: Sequence[Section]) -> list[Section]:
    """Sections with levels from 2 that go down one step at a time, as a page's headings must."""
    found: list[Section] = []
    open_levels: list[int] = []
    for section in sections:
        while open_levels and open_levels[-1] >= section.level:
            open_levels.pop()
        open_levels.append(section.level)
        found.append(replace(section, level=min(len(open_levels) + 1, 6)))
    return found


def _lights(look: Lookup, document: Document, commitments: list[Commitment]) -> list[Light]:
    if document.text is None:
        return []
    found = []
    for commitment in commitments:
        for passage in commitment.passages:
            if not _stands_in(passage, document) or passage.span is None:
                continue
            settled = commitment.status in SETTLED
            link = path_of(commitment.ref) if commitment.ref else ""
            label = commitment.ref.item if commitment.ref else "proposal"
            code = look.standing(commitment).code if commitment.ref else ""
            kind = "commitment" if settled else "proposal"
            found.append(Light(passage.span, link, label, kind, code))
    for item in look.evidence_in.get(str(document.ref), []):
        if item.passage and item.passage.span and _stands_in(item.passage, document):
            found.append(
                Light(item.passage.span, path_of(item.ref), f"evidence {item.ref.item}", "evidence")
            )
    return found


def _stands_in(passage: Passage, document: Document) -> bool:
    return (
        passage.document is not None
        and passage.span is not None
        and passage.match != "missing"
        and passage.document.document_ref == document.ref
        and passage.text_sha256 in ("", document.text_sha256)
    )


def _stale(document: Document, commitments: list[Commitment]) -> list[Commitment]:
    """Commitments placed in another version of this text: kept, and not lit."""
    if document.text is None:
        return []
    return [
        c
        for c in commitments
        if any(
            p.document
            and p.span is not None
            and p.document.document_ref == document.ref
            and p.text_sha256 not in ("", document.text_sha256)
            for p in c.passages
        )
    ]
