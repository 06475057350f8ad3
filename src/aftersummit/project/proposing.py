"""Findings as a project keeps them, and what people decided on them.

A finding is a proposal. Decisions on it are appended to the project's log; its present state
is folded from them, the last word counting. Accepting makes a record of evidence; rejecting
takes it back, and what was rejected is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from aftersummit.errors import NotFound, UserError
from aftersummit.evidence import repeats
from aftersummit.model import (
    RUNGS,
    STANCES,
    Citation,
    Decision,
    Evidence,
    Finding,
    Passage,
    Ref,
    Verdict,
    from_wire,
    to_wire,
)
from aftersummit.project.clock import now
from aftersummit.project.fresh import check_seen
from aftersummit.store import Reader, Store, Writer

Status = Literal["proposed", "accepted", "rejected"]
_FEW = 500
"""Decisions on up to so many findings are looked up; for more the log is read whole."""
_LABELS = ("stance", "rung", "date", "actors", "what")


@dataclass(frozen=True, slots=True)
class Held:
    """A finding in its present state.

    Attributes:
        finding: with the labels that people gave it.
        evidence: the record that accepting it made.
        what: what happened, in a person's words, "" where none were given.
        number: of the last decision on it, 0 where there is none.
    """

    finding: Finding
    status: Status = "proposed"
    evidence: Ref | None = None
    what: str = ""
    number: int = 0


def held(reader: Reader, under: str = "") -> list[Held]:
    """Every finding at or under an address, by address."""
    found = {_ref(each): each for each in reader.all(Finding, under=under)}
    log: dict[Ref, list[Decision]] = {}
    for decision in reader.decisions(*found) if len(found) <= _FEW else reader.decisions():
        log.setdefault(decision.subject, []).append(decision)
    settled = (_settled(each, log.get(ref, ())) for ref, each in found.items())
    return sorted(settled, key=lambda each: _order(each.finding)) if found else []


def standing(reader: Reader, under: str = "") -> Iterator[Evidence]:
    """The evidence that stands: all records but those whose finding was rejected since."""
    gone = {e.evidence for e in held(reader, under) if e.evidence and e.status != "accepted"}
    return (each for each in reader.all(Evidence, under=under) if each.ref not in gone)


def keep(writer: Writer, commitment: str, found: Sequence[Finding], *, at: str) -> list[Finding]:
    """Keep findings that are not known yet; returns those, with their addresses.

    The same words in another document are known, unless only the new document lies inside
    the compliance window. Words that a person linked by hand are known too.
    """
    before = held(writer, commitment)
    number = max((_ref(each.finding).number for each in before), default=0)
    linked = [e.passage for e in writer.all(Evidence, under=commitment) if e.passage]
    known = [each.finding for each in before]
    settled = {each.finding.ref for each in before if each.status == "rejected"}
    new: list[Finding] = []
    for each in found:
        twins = repeats(each, [*known, *new])
        said = any(t.ref in settled or t.place in ("inside", each.place) for t in twins)
        if said or any(_shows(passage, each) for passage in linked):
            continue
        number += 1
        ref = Ref.to_finding(Ref.parse(commitment), number)
        new.append(replace(each, ref=ref, at=at))
    writer.put_all(new, at=at, origin="machine", fresh=True)
    return new


def accept(
    store: Store,
    refs: Sequence[Ref],
    *,
    coder: str,
    codebook: str,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    saw: int | None = None,
) -> list[Evidence]:
    """Make findings evidence, all of them or none, with the labels that the coder gives.

    Args:
        saw: :attr:`Held.number` as the coder knew it; None does not ask.

    Raises:
        NotFound: there is no such finding.
        Conflict: somebody decided on one since.
        UserError: nobody is named as the coder, a label does not fit, or no date is known.
    """
    made = []
    with store.write() as writer:
        for ref in refs:
            before = _one(writer, ref)
            check_seen(writer, ref, saw)
            after = _labelled(before, changes or {})
            number = before.evidence or _next_evidence(writer, ref.commitment_ref)
            evidence = _evidence(after, number, _named(coder), reason)
            _append(writer, ref, "accept", coder, codebook, reason, changes, (number,))
            writer.put(evidence, at=evidence.at)
            made.append(evidence)
    return made


def reject(
    store: Store,
    refs: Sequence[Ref],
    *,
    coder: str,
    codebook: str,
    reason: str = "",
    saw: int | None = None,
) -> list[Decision]:
    """Say that findings are no evidence; evidence that was made of them stands no more.

    Raises:
        NotFound: there is no such finding.
        Conflict: somebody decided on one since.
        UserError: nobody is named as the coder.
    """
    with store.write() as writer:
        for ref in refs:
            _one(writer, ref)
            check_seen(writer, ref, saw)
        return [_append(writer, ref, "reject", coder, codebook, reason) for ref in refs]


def undo(
    store: Store, refs: Sequence[Ref], *, coder: str, codebook: str, saw: int | None = None
) -> list[Held]:
    """Take back the coder's own last word on findings; returns them as they stand again.

    Raises:
        NotFound: there is no such finding.
        Conflict: somebody decided on one since.
        UserError: nobody is named as the coder, or the last word is not theirs.
    """
    with store.write() as writer:
        for ref in refs:
            check_seen(writer, ref, saw)
            last = _words(writer.decisions(ref))
            if not last or last[-1].coder != _named(coder):
                raise UserError(f"{coder} did not decide last on {ref}", "decide on it anew")
            _append(writer, ref, "undo", coder, codebook, "")
        return [_one(writer, ref) for ref in refs]


def relabel(
    store: Store,
    refs: Sequence[Ref],
    changes: dict[str, Any],
    *,
    coder: str,
    codebook: str,
    reason: str = "",
) -> list[Held]:
    """Change stance, rung, date, actors or words of findings; evidence follows.

    Raises:
        NotFound: there is no such finding.
        UserError: nobody is named as the coder, nothing changes, or a label does not fit.
    """
    if not changes:
        raise UserError("no label is given", "add --stance advances or --rung instrument")
    after = []
    with store.write() as writer:
        for ref in refs:
            changed = _labelled(_one(writer, ref), changes)
            _append(writer, ref, "edit", coder, codebook, reason, changes)
            if changed.status == "accepted" and changed.evidence:
                evidence = _evidence(changed, changed.evidence, _named(coder), reason)
                writer.put(evidence, at=evidence.at)
            after.append(changed)
    return after


def _one(reader: Reader, ref: Ref) -> Held:
    finding = reader.find(Finding, ref) if ref.kind == "finding" else None
    if finding is None:
        raise NotFound(f"there is no finding at {ref}", "see them with: aftersummit evidence queue")
    return _settled(finding, tuple(reader.decisions(ref)))


def _words(log: Iterable[Decision]) -> list[Decision]:
    """Decisions that were not taken back."""
    kept: list[Decision] = []
    for decision in log:
        if decision.verdict == "undo":
            kept = kept[:-1]
        else:
            kept.append(decision)
    return kept


def _settled(finding: Finding, log: Iterable[Decision]) -> Held:
    log = tuple(log)
    present = Held(finding)
    for decision in _words(log):
        present = _labelled(present, decision.changes)
        if decision.verdict == "accept":
            present = replace(present, status="accepted")
        elif decision.verdict == "reject":
            present = replace(present, status="rejected")
    # Evidence keeps its number through every change of mind.
    made = [decision.assigned[0] for decision in log if decision.assigned]
    last = log[-1].number if log else 0
    return replace(present, evidence=made[-1] if made else None, number=last)


def _labelled(before: Held, changes: dict[str, Any]) -> Held:
    for field in changes:
        if field not in _LABELS:
            raise UserError(
                f"'{field}' of a finding cannot be changed", f"choose from {', '.join(_LABELS)}"
            )
    _check("stance", changes.get("stance"), STANCES)
    _check("rung", changes.get("rung"), RUNGS)
    fields = {name: value for name, value in changes.items() if name != "what"}
    finding = (
        from_wire(Finding, {**to_wire(before.finding), **fields}) if fields else before.finding
    )
    return replace(before, finding=finding, what=changes.get("what", before.what))


def _check(label: str, value: str | None, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise UserError(f"'{value}' is no {label}", f"use one of {', '.join(allowed)}")


def _evidence(after: Held, ref: Ref, coder: str, note: str) -> Evidence:
    finding = after.finding
    if not finding.date:
        raise UserError(f"no date is known for {finding.ref}", "add --date 2023-07-25")
    if not finding.actors:
        raise UserError(f"nobody is named as having acted in {finding.ref}", "add --actor MX")
    what = after.what or finding.title
    made = finding.evidence(ref, coder=coder, at=now(), what=what, note=note)
    return replace(made, citations=(Citation(finding.url),) if finding.url else ())


def _next_evidence(reader: Reader, commitment: Ref) -> Ref:
    numbers = [each.ref.number for each in reader.all(Evidence, under=str(commitment))]
    return Ref.to_evidence(commitment, max(numbers, default=0) + 1)


def _append(
    writer: Writer,
    ref: Ref,
    verdict: Verdict,
    coder: str,
    codebook: str,
    reason: str,
    changes: dict[str, Any] | None = None,
    assigned: tuple[Ref, ...] = (),
) -> Decision:
    return writer.append(
        Decision(
            number=0,
            subject=ref,
            verdict=verdict,
            coder=_named(coder),
            at=now(),
            reason=reason,
            changes=changes or {},
            assigned=assigned,
            codebook=codebook,
        )
    )


def _named(coder: str) -> str:
    if not coder.strip():
        raise UserError(
            "nobody is named as the coder",
            'add --coder NAME, or write it once as coder = "NAME" in aftersummit.toml',
        )
    return coder.strip()


def _shows(passage: Passage, finding: Finding) -> bool:
    """Whether evidence rests on words of this finding already."""
    same = str(passage.document) == finding.key
    return same and passage.span is not None and passage.span.overlaps(finding.span)


def _order(finding: Finding) -> tuple[str, str, str, int]:
    ref = _ref(finding)
    return (ref.forum, ref.meeting, ref.item, ref.number)


def _ref(finding: Finding) -> Ref:
    assert finding.ref is not None, "a finding that is kept has an address"
    return finding.ref
