"""``evidence add``: a passage or an address that shows what was done about a commitment."""

from __future__ import annotations

from collections.abc import Sequence

from aftersummit.errors import UserError
from aftersummit.model import (
    RUNGS,
    STANCES,
    Citation,
    Evidence,
    Passage,
    Ref,
    from_wire,
    to_wire,
)
from aftersummit.project.clock import now
from aftersummit.project.deciding import present
from aftersummit.store import Reader, Store


def add_evidence(
    store: Store,
    commitment: Ref,
    *,
    passage: Ref | None,
    url: str,
    date: str,
    actors: Sequence[str],
    stance: str,
    rung: str,
    what: str,
    coder: str,
    note: str = "",
) -> Evidence:
    """Link a passage of an archived document, or an address, to a commitment.

    Raises:
        NotFound: the commitment or the document does not exist.
        UserError: neither a passage nor an address was given, the coder or the actors are
            missing, or the span does not lie in the text.
    """
    if passage is None and not url:
        raise UserError(
            f"nothing is named that shows it for {commitment}",
            "add --passage nals/2023/declaration#10-50 or --url https://...",
        )
    if not coder.strip():
        raise UserError("nobody is named as the coder", "add --coder NAME")
    if not actors:
        raise UserError("nobody is named as having acted", "add --actor MX")
    _check_words(stance, rung)
    with store.write() as writer:
        subject = present(writer, commitment)
        if subject.ref is None:
            raise UserError(
                f"{commitment} is an undecided proposal",
                f"accept it first: aftersummit decide accept '{commitment}'",
            )
        known = list(writer.all(Evidence, under=str(subject.ref)))
        number = max((e.ref.number for e in known), default=0) + 1
        shown = _passage(writer, passage) if passage else None
        evidence = from_wire(
            Evidence,
            {
                "ref": str(Ref.to_evidence(subject.ref, number)),
                "commitment": str(subject.ref),
                "date": date or (_date_of(writer, passage) if passage else ""),
                "actors": list(actors),
                "stance": stance,
                "rung": rung,
                "what": what,
                "passage": to_wire(shown),
                "coder": coder.strip(),
                "at": now(),
                "note": note,
                "citations": [to_wire(Citation(url))] if url else [],
            },
        )
        if not evidence.date:
            raise UserError("no date is known for this evidence", "add --date 2023-07-25")
        writer.put(evidence, at=evidence.at)
    return evidence


def _check_words(stance: str, rung: str) -> None:
    if stance not in STANCES:
        raise UserError(f"'{stance}' is no stance", f"use one of {', '.join(STANCES)}")
    if rung and rung not in RUNGS:
        raise UserError(f"'{rung}' is no rung of the ladder", f"use one of {', '.join(RUNGS)}")


def _passage(reader: Reader, ref: Ref) -> Passage:
    document = reader.document(ref.document_ref)
    if document.text is None:
        raise UserError(
            f"the words of {ref.document_ref} are not in this project", "add its file first"
        )
    if ref.span is None:
        return Passage(None, "", ref.document_ref, document.text_sha256, "missing")
    if ref.span.end > len(document.text) or not len(ref.span):
        raise UserError(
            f"{ref} does not lie in the text, which has {len(document.text)} characters",
            f"find the offsets with: aftersummit text {ref.document_ref} --find 'WORDS'",
        )
    return Passage(ref.span, document.quote(ref.span), ref.document_ref, document.text_sha256)


def _date_of(reader: Reader, passage: Ref) -> str:
    return reader.document(passage.document_ref).date
