"""The fold: proposals and records, with the log of decisions, give the present state.

Nothing here remembers anything: the same log over the same proposals gives the same
commitments, on any machine and for any day in the past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from aftersummit.errors import Conflict, UserError
from aftersummit.model import Commitment, Decision, Passage, Ref, Span, from_wire, to_wire

EDITABLE = (
    "label",
    "strength",
    "kind",
    "parties",
    "deadline",
    "quantity",
    "issue",
    "title",
    "statement",
    "pillar",
    "priorities",
    "form",
    "continues",
    "target",
    "note",
)
"""Fields that a decision may change; the words and their place change by ``split`` or a new
extraction, never by hand."""

Quote = Callable[[Ref, Span], Passage]
"""The words at a span of a document, as a passage."""

Lookup = Callable[[Ref], Commitment | None]
"""A proposal that is no longer in the last extraction but was decided on."""


def settle(
    proposals: Iterable[Commitment],
    records: Iterable[Commitment],
    decisions: Iterable[Decision],
    *,
    quote: Quote,
    lookup: Lookup,
) -> list[Commitment]:
    """The present state of every commitment.

    Args:
        proposals: what machines propose, addressed by the span of their first passage.
        records: commitments that already have an address.
        decisions: the log, oldest first.
        quote: gives the words of a part that a split made.
        lookup: gives a decided proposal that a later extraction no longer makes.

    Returns:
        Commitments with their status: records and accepted ones by address, then
        undecided and rejected proposals in the order given.
    """
    state: dict[str, Commitment] = {}
    for commitment in (*records, *proposals):
        state[_key(commitment)] = commitment
    aliases: dict[str, str] = {}
    for decision in effective(decisions):
        _apply(state, aliases, decision, quote, lookup)
    numbered = sorted((c for c in state.values() if c.ref), key=lambda c: _order(c.ref))
    return [*numbered, *(c for c in state.values() if c.ref is None)]


def effective(decisions: Iterable[Decision]) -> list[Decision]:
    """The log without what was undone: ``undo`` takes back the last decision on its subject.

    A commitment can be named by the number that it was given or by the place where it was
    found; both name the same subject.
    """
    kept: dict[int, Decision] = {}
    by_subject: dict[str, list[int]] = {}
    place_of: dict[str, str] = {}
    for at, decision in enumerate(decisions):
        if decision.verdict in ("accept", "add"):
            place_of.update((str(ref), str(decision.subject)) for ref in decision.assigned)
        subject = place_of.get(str(decision.subject), str(decision.subject))
        if decision.verdict != "undo":
            kept[at] = decision
            by_subject.setdefault(subject, []).append(at)
        elif by_subject.get(subject):
            del kept[by_subject[subject].pop()]
    return list(kept.values())


def place(commitment: Commitment) -> Ref | None:
    """The address of the words in which a commitment was first found, or None."""
    first = commitment.passages[0] if commitment.passages else None
    if first is None or first.document is None or first.span is None:
        return None
    return first.document.at(first.span)


def found_by_hand(where: Ref, quote: Quote) -> Commitment | None:
    """A commitment that a person found at a span of a document, before it is described."""
    if where.span is None:
        return None
    return Commitment(passages=(quote(where.document_ref, where.span),))


def check(decision: Decision, subject: Commitment) -> None:
    """Whether a decision can be taken on a commitment in its present state.

    Raises:
        Conflict: it was decided otherwise already.
        UserError: the decision is incomplete or changes a field that cannot be changed.
    """
    where = str(decision.subject)
    if decision.verdict in ("accept", "add") and subject.status == "accepted":
        raise Conflict(f"{where} is accepted already", "edit it, or undo the decision first")
    if decision.verdict in ("accept", "edit") and subject.status in ("merged", "split"):
        raise Conflict(f"{where} was {subject.status}", "undo that decision first")
    if decision.verdict == "edit" and not decision.changes:
        raise UserError(f"nothing to change in {where}", "add a change: --set deadline=2030")
    if decision.verdict == "merge" and decision.into is None:
        raise UserError(f"{where} needs something to merge into", "add: --into nals/2023/C017")
    if decision.verdict == "merge" and decision.into == decision.subject:
        raise UserError(f"{where} cannot be merged into itself", "name another commitment")
    if decision.verdict == "split" and len(decision.spans) < 2:
        raise UserError(f"{where} needs at least two parts", "add: --part 10-50 --part 52-90")
    _check_parts(decision, subject)
    changed(subject, decision.changes)


def changed(commitment: Commitment, changes: dict[str, Any]) -> Commitment:
    """A commitment with some fields replaced, each checked against its type.

    Raises:
        UserError: an unknown field, one that cannot be changed, or a value that does not fit.
    """
    for field in changes:
        if field not in EDITABLE:
            raise UserError(
                f"'{field}' cannot be changed by a decision", f"choose from {', '.join(EDITABLE)}"
            )
    return from_wire(Commitment, {**to_wire(commitment), **changes}) if changes else commitment


def _check_parts(decision: Decision, subject: Commitment) -> None:
    whole = subject.span
    for part in decision.spans:
        if whole is None or not whole.contains(part) or not len(part):
            raise UserError(
                f"part {part.start}-{part.end} does not lie within {decision.subject}",
                "give half-open offsets inside the commitment's own span",
            )
    ordered = sorted(decision.spans)
    for left, right in pairwise(ordered):
        if left.overlaps(right):
            raise UserError(
                f"parts {left.start}-{left.end} and {right.start}-{right.end} overlap",
                "give parts that do not share a word",
            )


def _apply(
    state: dict[str, Commitment],
    aliases: dict[str, str],
    decision: Decision,
    quote: Quote,
    lookup: Lookup,
) -> None:
    key = aliases.get(str(decision.subject), str(decision.subject))
    subject = state.get(key) or lookup(decision.subject)
    if subject is None and decision.verdict == "add":
        subject = found_by_hand(decision.subject, quote)
    if subject is None:
        return
    if decision.verdict in ("accept", "add"):
        ref = subject.ref or (decision.assigned[0] if decision.assigned else None)
        state[key] = replace(changed(subject, decision.changes), status="accepted", ref=ref)
        if ref is not None:
            aliases[str(ref)] = key
    elif decision.verdict == "edit":
        state[key] = changed(subject, decision.changes)
    elif decision.verdict == "reject":
        state[key] = replace(subject, status="rejected")
    elif decision.verdict == "merge":
        _merge(state, aliases, key, subject, decision)
    elif decision.verdict == "split":
        state[key] = replace(subject, status="split")
        for ref, span in zip(decision.assigned, sorted(decision.spans), strict=True):
            state[str(ref)] = _part(subject, ref, span, quote)


def _merge(
    state: dict[str, Commitment],
    aliases: dict[str, str],
    key: str,
    subject: Commitment,
    decision: Decision,
) -> None:
    target_key = aliases.get(str(decision.into), str(decision.into))
    target = state.get(target_key)
    state[key] = replace(subject, status="merged", continues=())
    if target is not None:
        new = tuple(p for p in subject.passages if p not in target.passages)
        state[target_key] = replace(target, passages=target.passages + new)


def _part(whole: Commitment, ref: Ref, span: Span, quote: Quote) -> Commitment:
    document = whole.passages[0].document
    passage = quote(document, span) if document else replace(whole.passages[0], span=span)
    return replace(whole, ref=ref, status="accepted", passages=(passage,))


def _key(commitment: Commitment) -> str:
    where = commitment.ref or place(commitment)
    if where is None:
        raise UserError("a proposal without a place cannot be settled", "give it a passage")
    return str(where)


def _order(ref: Ref | None) -> tuple[str, str, int]:
    return (ref.forum, ref.meeting, ref.number) if ref else ("~", "", 0)
