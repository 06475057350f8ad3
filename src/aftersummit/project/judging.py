"""Decisions about scores, appended to the project's log, each checked before it is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aftersummit.assessment import log
from aftersummit.assessment.bound import Groups, bound, groups_of, named
from aftersummit.assessment.check import check_evidence
from aftersummit.assessment.codes import read_score
from aftersummit.assessment.guidelines import check_written_before, propose_guideline, revise
from aftersummit.assessment.log import Act, Judged
from aftersummit.assessment.proposals import BEARING, gather
from aftersummit.assessment.window import Window, window_for
from aftersummit.codebooks.scales import Scheme
from aftersummit.errors import BadAddress, NotFound, UserError
from aftersummit.model import Commitment, Decision, Evidence, Guideline, Meeting, Ref, Score
from aftersummit.project.clock import now, today
from aftersummit.project.deciding import present
from aftersummit.project.fresh import check_seen
from aftersummit.project.parties import known_parties
from aftersummit.project.proposing import standing
from aftersummit.store import Reader, Store, Writer


@dataclass(frozen=True, slots=True)
class Given:
    """What a coder says about one score.

    Attributes:
        value: as typed: ``+1``, ``0.5``, ``kept``, ``unrateable``.
        round: the blind round, "" for a verdict.
        evidence: what the score rests on; ``None`` takes everything that counts.
        until: last day of the window, for an interim look.
        saw: number of the last decision that the coder knew, 0 for none; None does not ask.
            A blind code asks nothing: it must not know of the others.
    """

    value: str
    coder: str
    reason: str = ""
    round: str = ""
    scale: str = "compliance"
    evidence: tuple[Ref, ...] | None = None
    until: str = ""
    saw: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One commitment and one party, with what bears on them.

    Attributes:
        bound: whether the commitment binds the party at all.
    """

    ref: Ref
    commitment: Commitment
    meeting: Meeting
    window: Window
    evidence: tuple[Evidence, ...]
    groups: Groups
    bound: bool


def decide(
    store: Store, ref: Ref, given: Given, scheme: Scheme, people: Collection[str]
) -> tuple[Decision, Judged]:
    """Append one coder's judgement: a blind code, a verdict, an adjudication or a correction,
    by what the log holds on this score.

    Raises:
        NotFound: no such commitment, scale or evidence.
        Conflict: the log does not allow it, or somebody decided since.
        UserError: an unknown coder, a value outside the scale, evidence outside the window,
            a missing reason, or a blind code without a guideline.
    """
    coder = checked_coder(given.coder, people)
    with store.write() as writer:
        case = open_case(writer, ref, given.until)
        check_seen(writer, ref, None if given.round else given.saw)
        scale = scheme.scale(given.scale)
        score = replace(read_score(given.value, ref, scale), coder=coder, reason=given.reason)
        _check_bound(case, score)
        score = replace(score, evidence=_evidence(case, given.evidence, score))
        check_evidence(score, case.evidence, case.window)
        act = _act(_judged(writer, ref, scheme), given)
        guideline = in_force(writer, case.commitment, given.scale)
        at = now()
        if act == "code":
            check_written_before(_written(guideline, ref), at, coder)
        more: dict[str, Any] = {"until": given.until} if given.until else {}
        version = guideline.version if guideline else 0
        changes = log.decision_changes(act, score, guideline=version, **more)
        return _append(
            writer, scheme, _draft(ref, coder, at, given.reason, changes, scheme, given.round)
        )


def undo(
    store: Store, ref: Ref, coder: str, scheme: Scheme, people: Collection[str]
) -> tuple[Decision, Judged]:
    """Take back the coder's last decision on a score.

    Raises:
        UserError: there is none, or the coder is unknown.
    """
    name = checked_coder(coder, people)
    with store.write() as writer:
        stands = log.standing(writer.decisions(ref)).kept
        if not any(decision.coder == name for decision in stands):
            raise UserError(f"{name} decided nothing on {ref}", "there is nothing to take back")
        draft = _draft(ref, name, now(), "", {}, scheme)
        return _append(writer, scheme, replace(draft, verdict="undo"))


def reply(
    store: Store,
    ref: Ref,
    text: str,
    party: str,
    coder: str,
    scheme: Scheme,
    people: Collection[str],
) -> tuple[Decision, Judged]:
    """Log what a party answered; it changes no score.

    Raises:
        UserError: the reply is blank, or the coder who logs it is unknown.
    """
    name = checked_coder(coder, people)
    with store.write() as writer:
        open_case(writer, ref)
        changes = log.decision_changes("reply", party=party or ref.part)
        return _append(writer, scheme, _draft(ref, name, now(), text, changes, scheme))


def write_guideline(
    store: Store,
    commitment: Ref,
    criteria: dict[str, str],
    author: str,
    scale: str,
    scheme: Scheme,
    people: Collection[str],
) -> Guideline:
    """Take over the guideline in force (or the proposed one) with some criteria rewritten.

    Raises:
        NotFound: no such commitment or scale.
        UserError: the author is unknown, or the scale has no such value.
    """
    name = checked_coder(author, people)
    with store.write() as writer:
        subject = present(writer, commitment)
        old = in_force(writer, subject, scale)
        if old is None:
            proposed = proposed_guideline(writer, subject, scale, scheme)
            last = max((g.version for g in versions(writer, commitment)), default=0)
            old = replace(proposed, ref=Ref.to_guideline(commitment, last + 1))
        elif not criteria:
            raise UserError(
                f"{old.ref} is in force and nothing in it is changed",
                "say what changes: --set '+1=The port is open.'",
            )
        last = max((g.version for g in versions(writer, commitment)), default=0)
        made = revise(old, criteria, name, now())
        if made.version <= last:
            made = replace(made, ref=Ref.to_guideline(commitment, last + 1))
        writer.put(made, at=made.at)
    return made


def versions(reader: Reader, commitment: Ref) -> list[Guideline]:
    """Every version of a commitment's guidelines, oldest first."""
    return sorted(reader.all(Guideline, under=str(commitment)), key=lambda g: g.version)


def in_force(reader: Reader, commitment: Commitment, scale: str) -> Guideline | None:
    """The newest guideline that a person wrote for one scale."""
    if commitment.ref is None:
        return None
    found = [g for g in versions(reader, commitment.ref) if g.scale == scale]
    return found[-1] if found else None


def proposed_guideline(
    reader: Reader, commitment: Commitment, scale: str, scheme: Scheme
) -> Guideline:
    """What the program proposes as a guideline.

    Raises:
        UserError: the commitment cannot be assessed.
    """
    where = commitment.ref
    if where is None:
        raise UserError("an undecided proposal has no guideline", "accept it first")
    meeting = reader.get(Meeting, where.meeting_ref)
    window = window_for(meeting, reader.all(Meeting))
    return propose_guideline(commitment, scheme.scale(scale), window)


def open_case(reader: Reader, ref: Ref, until: str = "") -> Case:
    """What bears on one score.

    Raises:
        BadAddress: ``ref`` is no assessment's.
        NotFound: the commitment or the meeting is not in the project.
        UserError: the commitment does not count.
    """
    if ref.kind != "assessment":
        raise BadAddress(f"'{ref}' is no score", "write it like nals/2023/C017/MX@final")
    if ref.period not in ("interim", "final"):
        raise BadAddress(f"'{ref}' is for the period '{ref.period}'", "use @interim or @final")
    commitment = present(reader, ref.commitment_ref)
    if commitment.label != "commitment" or commitment.status not in ("accepted", "catalogued"):
        raise UserError(
            f"{ref.commitment_ref} is {commitment.status}, a {commitment.label}",
            "only accepted commitments are scored",
        )
    meeting = reader.get(Meeting, ref.meeting_ref)
    last = until or (today() if ref.period == "interim" else "")
    window = window_for(meeting, reader.all(Meeting), last)
    groups = groups_of(known_parties(reader))
    # A group may be scored itself, as the European Union is among the G20.
    who = {*bound(commitment, meeting, groups, window), *named(commitment, meeting)}
    evidence = tuple(standing(reader, str(ref.commitment_ref)))
    return Case(ref, commitment, meeting, window, evidence, groups, ref.part in who)


def checked_coder(coder: str, people: Collection[str]) -> str:
    """The coder's name.

    Raises:
        UserError: nobody is named, or somebody who is no coder here.
    """
    name = coder.strip()
    if not name:
        raise UserError(
            "nobody is named as the coder, and a verdict needs a person",
            'add --coder NAME, or write it once as coder = "NAME" in aftersummit.toml',
        )
    if name not in people:
        known = ", ".join(sorted(people)) or "there is none yet"
        raise UserError(
            f"'{name}' is no coder of this project ({known})",
            f"correct the name, or add it with: aftersummit score coder '{name}'",
        )
    return name


def _evidence(case: Case, named: Sequence[Ref] | None, score: Score) -> tuple[Ref, ...]:
    if named is not None:
        known = {item.ref for item in case.evidence}
        for ref in named:
            if ref not in known:
                raise NotFound(
                    f"there is no evidence at {ref} on {case.ref.commitment_ref}",
                    f"see it with: aftersummit evidence list {case.ref.commitment_ref}",
                )
        return tuple(named)
    if score.outcome != "rated":
        return ()
    facts = gather(case.commitment, case.ref.part, case.evidence, case.window, case.groups)
    return tuple(item.ref for item in facts.counted if item.stance in BEARING)


def _check_bound(case: Case, score: Score) -> None:
    if not case.bound and score.outcome != "not-applicable":
        raise UserError(
            f"{case.ref.part} is not among those bound by {case.ref.commitment_ref}",
            "score it not-applicable, or correct the commitment's parties first",
        )


def _act(judged: Judged | None, given: Given) -> Act:
    """What the same words mean depends on where the score stands."""
    if given.round:
        return "code"
    if judged is None or (judged.score is None and not judged.disputed):
        return "decide"
    act: Act = "adjudicate" if judged.disputed else "correct"
    if not given.reason.strip():
        stands = log.code_of(judged.score) if judged.score else "disputed"
        raise UserError(
            f"{judged.ref} is {'disputed' if act == 'adjudicate' else f'settled at {stands}'}",
            f"to {act} it needs a reason: add --reason '...'",
        )
    return act


def _judged(reader: Reader, ref: Ref, scheme: Scheme) -> Judged | None:
    return log.fold(reader.decisions(ref), scheme).get(ref)


def _written(guideline: Guideline | None, ref: Ref) -> Guideline:
    if guideline is None:
        raise UserError(
            f"{ref.commitment_ref} has no guideline that a person stands behind",
            "read and take over the proposed one before coding: aftersummit score guideline "
            f"{ref.commitment_ref} --adopt --coder NAME",
        )
    return guideline


def _draft(
    ref: Ref,
    coder: str,
    at: str,
    reason: str,
    changes: dict[str, Any],
    scheme: Scheme,
    round: str = "",
) -> Decision:
    return Decision(
        number=0,
        subject=ref,
        verdict="accept",
        coder=coder,
        at=at,
        reason=reason,
        changes=changes,
        codebook=scheme.version,
        round=round,
    )


def _append(writer: Writer, scheme: Scheme, draft: Decision) -> tuple[Decision, Judged]:
    """Append and fold again: what the fold refuses is not kept."""
    made = writer.append(draft)
    judged = _judged(writer, draft.subject, scheme)
    assert judged is not None
    return made, judged
