"""``decide``: a person's word on a proposal or a record, appended to the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from aftersummit import review
from aftersummit.errors import NotFound, UserError
from aftersummit.model import VERDICTS, Commitment, Decision, Passage, Ref, Span, Verdict
from aftersummit.project.clock import now
from aftersummit.store import Reader, Store, Writer


def named(coder: str, otherwise: str = "") -> str:
    """Who decides: the one named, else the project's own coder.

    Raises:
        UserError: nobody is named.
    """
    who = coder.strip() or otherwise
    if not who:
        raise UserError(
            "nobody is named as the coder",
            'add --coder NAME, or write it once as coder = "NAME" in aftersummit.toml',
        )
    return who


def decide(
    store: Store,
    subjects: Sequence[Ref],
    verdict: str,
    *,
    coder: str,
    codebook: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    into: Ref | None = None,
    spans: Iterable[Span] = (),
) -> list[Decision]:
    """Append one decision for each subject, all of them or none.

    Raises:
        NotFound: a subject does not exist.
        Conflict: a subject's present state does not allow the verdict.
        UserError: the coder is missing, or the decision is incomplete.
    """
    if verdict not in VERDICTS:
        raise UserError(f"'{verdict}' is no verdict", f"use one of {', '.join(VERDICTS)}")
    named(coder)
    with store.write() as writer:
        return decide_in(
            writer,
            subjects,
            verdict,
            coder=coder,
            codebook=codebook,
            reason=reason,
            changes=changes,
            into=into,
            spans=tuple(spans),
        )


def decide_in(
    writer: Writer,
    subjects: Sequence[Ref],
    verdict: str,
    *,
    coder: str,
    codebook: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    into: Ref | None = None,
    spans: Sequence[Span] = (),
    round: str = "",
) -> list[Decision]:
    """The same inside a transaction that does more."""
    made = []
    for ref in subjects:
        subject = _found(writer, ref) if verdict == "add" else present(writer, ref)
        draft = Decision(
            number=0,
            subject=ref,
            verdict=_verdict(verdict),
            coder=coder.strip(),
            at=now(),
            reason=reason,
            changes=changes or {},
            into=into,
            spans=tuple(sorted(spans)),
            codebook=codebook,
            round=round,
        )
        if verdict == "undo":
            _check_undo(writer, ref)
        else:
            review.check(draft, subject)
        if into is not None:
            present(writer, into)
        made.append(writer.append(_numbered(writer, draft, subject)))
    return made


def present(reader: Reader, ref: Ref) -> Commitment:
    """The present state of one commitment, by its number or by its place.

    Raises:
        NotFound: nothing is there.
    """
    root = reader.root_of(ref)
    base = _base(reader, root)
    if base is None:
        raise NotFound(f"there is no commitment at {ref}", "see them with: aftersummit commitments")
    family = reader.family_of(root)
    merges = [d for d in reader.decisions(verdict="merge") if d.into in family]
    merged = [c for d in merges if (c := _base(reader, reader.root_of(d.subject))) is not None]
    log = {d.number: d for d in (*reader.decisions(*family), *merges)}
    bases = [base, *merged]
    settled = review.settle(
        [c for c in bases if c.ref is None],
        [c for c in bases if c.ref is not None],
        [log[number] for number in sorted(log)],
        quote=quoting(reader),
        lookup=lambda subject: None,
    )
    for commitment in settled:
        if ref in (commitment.ref, review.place(commitment)):
            return commitment
    raise NotFound(f"{ref} was undone", f"see what became of it with: aftersummit status {root}")


def _found(reader: Reader, ref: Ref) -> Commitment:
    """What stands at a span that a person wants to add: as it is, or not described yet.

    Raises:
        UserError: the address is no span of a document whose words are held.
    """
    document = reader.document(ref.document_ref)
    if ref.span is None or not 0 < len(ref.span) <= len(document.text or "") - ref.span.start:
        raise UserError(
            f"{ref} does not lie in a text that is held",
            f"find the offsets with: aftersummit text {document.ref} --find 'WORDS'",
        )
    try:
        return present(reader, ref)
    except NotFound:
        return Commitment(passages=(quoting(reader)(ref.document_ref, ref.span),))


def _base(reader: Reader, root: Ref) -> Commitment | None:
    if root.kind == "document":
        added = review.effective(reader.decisions(root))
        by_hand = any(decision.verdict == "add" for decision in added)
        proposed = reader.proposal_at(root)
        return proposed or (review.found_by_hand(root, quoting(reader)) if by_hand else None)
    return reader.find(Commitment, root) if root.kind == "commitment" else None


def quoting(reader: Reader) -> review.Quote:
    """The words at a span, as a passage, from the texts that the project holds."""

    def quote(document: Ref, span: Span) -> Passage:
        found = reader.document(document)
        return Passage(span, found.quote(span), document, found.text_sha256)

    return quote


def _check_undo(reader: Reader, ref: Ref) -> None:
    family = reader.family_of(reader.root_of(ref))
    if not review.effective(reader.decisions(*family)):
        raise UserError(f"nothing was decided on {ref}", "there is nothing to undo")


def _numbered(writer: Writer, draft: Decision, subject: Commitment) -> Decision:
    """The decision with the commitment numbers that it gives out.

    A proposal that was accepted, undone and accepted again keeps its first number.
    """
    root = writer.root_of(draft.subject)
    if draft.verdict in ("accept", "add") and subject.ref is None:
        before = [d.assigned for d in writer.decisions(root) if d.verdict in ("accept", "add")]
        given = before[-1] if before else writer.assign(root.meeting_ref, 1, subject=root)
        return replace(draft, assigned=given)
    if draft.verdict == "split":
        count = len(draft.spans)
        return replace(draft, assigned=writer.assign(root.meeting_ref, count, subject=root))
    return draft


def _verdict(word: str) -> Verdict:
    for verdict in VERDICTS:
        if verdict == word:
            return verdict
    raise UserError(f"'{word}' is no verdict", f"use one of {', '.join(VERDICTS)}")
