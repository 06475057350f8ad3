"""Scores that the program proposes from accepted evidence by the codebook's written rules.

A proposal is never a verdict: its score says ``proposed`` and names no coder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aftersummit.assessment.bound import Groups, bound, members
from aftersummit.assessment.check import ratings
from aftersummit.assessment.window import Window, days, window_for
from aftersummit.codebooks.scales import Rule, Scheme
from aftersummit.errors import UserError
from aftersummit.model import (
    RUNGS,
    Commitment,
    DatePlace,
    DeadlineState,
    Evidence,
    Meeting,
    Ref,
    Scale,
    Score,
)
from aftersummit.model.score import Outcome

BEARING = ("completes", "advances", "undercuts", "announces", "mixed")
"""Stances that say something about conduct; a mention does not."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Evidence that was not counted, and why."""

    evidence: Ref
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at.

    Attributes:
        strongest: stance to its firmest rung (``unjudged`` where none was set), over the
            evidence that counts.
        counted: the evidence behind it, by date.
        kept: evidence on the same commitment that does not count, with the reason.
        deadline: its state on the last day of the window.
        searched: day until which somebody looked, "" when nobody has.
    """

    strongest: dict[str, str]
    counted: tuple[Evidence, ...]
    kept: tuple[Kept, ...]
    deadline: DeadlineState
    target: bool
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules say of one party and one commitment.

    Attributes:
        ref: the address that a decision would have.
        score: the proposed score; ``None`` where no value may be proposed.
        rule: the rule that was taken.
        reason: why, in a sentence.
    """

    ref: Ref
    score: Score | None
    rule: str
    reason: str
    facts: Facts
    window: Window


def gather(
    commitment: Commitment,
    party: str,
    evidence: Iterable[Evidence],
    window: Window,
    groups: Groups | None = None,
) -> Facts:
    """Sort a commitment's evidence into what counts for a party and what is only kept.

    Args:
        evidence: accepted evidence, on this commitment or others.
        groups: for evidence on what a group did.
    """
    counted: list[Evidence] = []
    kept: list[Kept] = []
    for item in evidence:
        if item.commitment != commitment.ref:
            continue
        acted = {one for code in item.actors for one in members(code, groups or {}, window)}
        if party not in acted:
            continue
        why = _not_counted(item, window.place(item.date), window)
        if why:
            kept.append(Kept(item.ref, item.date, why))
        else:
            counted.append(item)
    counted.sort(key=lambda item: (days(item.date)[0], str(item.ref)))
    kept.sort(key=lambda item: (item.date, str(item.evidence)))
    return Facts(
        strongest=_strongest(counted),
        counted=tuple(counted),
        kept=tuple(kept),
        deadline=deadline_state(commitment, window.end),
        target=commitment.target is not None,
        searched=commitment.searched,
    )


def propose(
    commitment: Commitment,
    party: str,
    period: str,
    facts: Facts,
    window: Window,
    scheme: Scheme,
    scale_code: str = "compliance",
) -> Proposal:
    """Apply the rules of a scale to what was found.

    Raises:
        UserError: the scale has no rules, or the commitment cannot be scored.
    """
    if commitment.ref is None or commitment.label != "commitment":
        raise UserError(
            f"{commitment.ref or 'a commitment without an address'} cannot be scored",
            "only accepted commitments are scored, not calls or stances",
        )
    scale, rules = scheme.scale(scale_code), scheme.rules_for(scale_code)
    rule = next((rule for rule in rules if holds(rule, facts)), None)
    if rule is None:
        raise UserError(
            f"no rule of the scale '{scale_code}' says what to propose",
            "score by hand, or write [[rule]] entries that cover every case",
        )
    ref = Ref.to_assessment(commitment.ref, party, period)
    reason = _reason(rule, facts)
    score = _score(ref, scale, rule, facts, reason, scheme.version) if rule.gives else None
    return Proposal(ref, score, rule.id, reason, facts, window)


def propose_all(
    commitments: Iterable[Commitment],
    meetings: Iterable[Meeting],
    evidence: Iterable[Evidence],
    groups: Groups,
    scheme: Scheme,
    *,
    scale: str = "compliance",
    period: str = "final",
    until: str = "",
) -> Iterator[Proposal]:
    """A proposal for every commitment and every party that it binds, by address.

    Calls, stances and rejected commitments have none.

    Args:
        until: last day of the evidence, ISO: the day of the study, or of an interim look.
    """
    met: Mapping[Ref, Meeting] = {meeting.ref: meeting for meeting in meetings}
    by_commitment: dict[Ref, list[Evidence]] = {}
    for item in evidence:
        by_commitment.setdefault(item.commitment, []).append(item)
    for commitment in sorted(commitments, key=lambda c: str(c.ref)):
        if commitment.ref is None or commitment.label != "commitment":
            continue
        meeting = met.get(commitment.ref.meeting_ref)
        if commitment.status in ("rejected", "merged", "split") or meeting is None:
            continue
        window = window_for(meeting, met.values(), until)
        for party in bound(commitment, meeting, groups, window):
            found = gather(commitment, party, by_commitment.get(commitment.ref, ()), window, groups)
            yield propose(commitment, party, period, found, window, scheme, scale)


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether every condition of a rule holds."""
    return all(_holds(name, asked, facts) for name, asked in rule.when.items())


def deadline_state(commitment: Commitment, on: str) -> DeadlineState:
    """Whether a deadline had passed on a day (ISO). The deadline's own day is still open."""
    deadline = commitment.deadline
    if deadline is None or not (deadline.end or deadline.edtf):
        return "none"
    end = deadline.end or days(deadline.edtf)[1]
    return "passed" if end < on else "open"


def _holds(name: str, asked: object, facts: Facts) -> bool:
    if name == "found":
        return bool(facts.strongest) is asked
    if name == "mixed":
        return ("mixed" in facts.strongest) is asked
    if name == "target":
        return facts.target is asked
    if name == "searched":
        return bool(facts.searched) is asked
    words = asked if isinstance(asked, list) else []
    if name == "deadline":
        return facts.deadline in words
    strongest = facts.strongest.get(name)
    if strongest is None:
        return not words
    return "any" in words or strongest in words


def _strongest(counted: Iterable[Evidence]) -> dict[str, str]:
    found: dict[str, str] = {}
    order = ("unjudged", *RUNGS)
    for item in counted:
        if item.stance not in BEARING:
            continue
        rung = item.rung or "unjudged"
        known = found.get(item.stance, rung)
        found[item.stance] = max(known, rung, key=order.index)
    return found


def _not_counted(item: Evidence, place: DatePlace, window: Window) -> str:
    if item.confidence == "unverified":
        return "remembered, and not confirmed on a page"
    if place == "inside":
        return ""
    return {
        "before": f"dated before the window {window}",
        "after": f"dated after the window {window}",
        "straddles": f"dated too roughly to lie inside the window {window}",
        "undated": "not dated",
    }[place]


def _score(ref: Ref, scale: Scale, rule: Rule, facts: Facts, reason: str, version: str) -> Score:
    outcome: Outcome = "rated"
    value = next((v for v in ratings(scale) if v.code == rule.gives), None)
    if value is None:
        outcome = "unrateable" if rule.gives == "unrateable" else "not-applicable"
    return Score(
        ref=ref,
        scale=scale.code,
        outcome=outcome,
        value=value.number if value else None,
        code=value.code if value and value.number is None else "",
        reason=reason,
        proposed=True,
        evidence=tuple(item.ref for item in facts.counted if item.stance in BEARING),
        codebook=version,
    )


def _reason(rule: Rule, facts: Facts) -> str:
    because = f"{rule.because[:1].upper()}{rule.because[1:]}"
    bearing = sum(item.stance in BEARING for item in facts.counted)
    parts = []
    if bearing:
        parts.append("1 piece of evidence counts" if bearing == 1 else f"{bearing} pieces count")
    if facts.kept:
        parts.append(f"{len(facts.kept)} {'is' if len(facts.kept) == 1 else 'are'} kept aside")
    return f"{because} ({', '.join(parts)})." if parts else f"{because}."
