"""Decisions about scores: what can be decided, and the fold of the log into the present state.

A decision about a score is a :class:`Decision` whose subject is an assessment's address and
whose ``changes`` say under ``act`` what was done:

==============  ======================================================================
``code``        a coder's blind code in the round named by ``round``
``decide``      one person's verdict without a blind round, as on a machine's proposal
``adjudicate``  a third person's verdict on codes that disagree, with a reason
``correct``     a later verdict that replaces a settled one, with a reason
``reply``       what the party answered; changes no score
==============  ======================================================================

With ``code``, ``decide``, ``adjudicate`` and ``correct`` go ``scale``, ``outcome``, and, where
rated, ``value`` (or ``code_value`` on a scale of words), ``evidence`` and ``guideline`` (the
version coded by). The verdict ``undo`` takes back its coder's last decision on the subject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from aftersummit.assessment.check import check_outcome, check_person, on_scale
from aftersummit.codebooks.scales import Scheme
from aftersummit.errors import BadAddress, Conflict, UserError
from aftersummit.model import Decision, Ref, Score
from aftersummit.model.score import Outcome

Act = Literal["code", "decide", "adjudicate", "correct", "reply"]
ACTS: tuple[Act, ...] = ("code", "decide", "adjudicate", "correct", "reply")
_REASONED = ("adjudicate", "correct", "reply")


@dataclass(frozen=True, slots=True)
class Code:
    """A coder's judgement, blind or not, as it was given."""

    decision: int
    coder: str
    round: str
    score: Score
    guideline: int = 0
    act: Act = "code"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a party answered."""

    decision: int
    by: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """All that was decided about one score.

    Attributes:
        score: the verdict in force; ``None`` while nobody has settled it.
        settled_by: the act that settled it; ``agreement`` where blind codes agree.
        codes: blind codes, in the order of the log.
        verdicts: every verdict so far, the last one in force.
        decisions: numbers of all decisions on it, undone ones among them.
    """

    ref: Ref
    score: Score | None
    settled_by: str
    codes: tuple[Code, ...]
    verdicts: tuple[Code, ...]
    replies: tuple[Reply, ...]
    decisions: tuple[int, ...] = field(default_factory=tuple)

    @property
    def disputed(self) -> bool:
        """Whether blind codes of the last round disagree and nobody has adjudicated."""
        return self.score is None and len(last_round(self.codes)) > 1


def fold(
    decisions: Iterable[Decision],
    scheme: Scheme,
    *,
    people: Collection[str] | None = None,
    as_of: str = "",
) -> dict[Ref, Judged]:
    """The present state of every score, or its state on a day.

    Decisions about anything but scores are passed over. Their order in ``decisions`` does
    not matter: their numbers in the log do.

    Args:
        people: names of the known coders; any name will do where left out.
        as_of: ISO date or moment; decisions later than it (than its last second, for a
            date) have not been made.

    Raises:
        UserError: a decision by an unknown coder, one without its act or its reason, a value
            outside its scale, or two decisions with one number.
    """
    log = standing(decisions, as_of)
    by_subject: dict[Ref, list[Decision]] = {}
    for decision in log.kept:
        if people is not None and decision.coder not in people:
            raise UserError(
                f"decision {decision.number} on {decision.subject} is by '{decision.coder}', "
                "who is not a coder here",
                "add the coder first, or correct the name",
            )
        by_subject.setdefault(decision.subject, []).append(decision)
    return {
        subject: _settle(subject, by_subject.get(subject, ()), scheme, numbers)
        for subject, numbers in sorted(log.numbers.items(), key=lambda entry: str(entry[0]))
    }


def scores(judged: Iterable[Judged]) -> tuple[Score, ...]:
    """The verdicts in force, by address."""
    settled = (one.score for one in judged if one.score is not None)
    return tuple(sorted(settled, key=lambda score: str(score.ref)))


def blind(judged: Iterable[Judged], round: str = "") -> list[tuple[str, str, str]]:
    """Blind codes for agreement: unit, coder and code, of one round or of every unit's last.

    Unrateable and not-applicable are codes like any other.
    """
    found = []
    for one in judged:
        chosen = [c for c in one.codes if c.round == round] if round else last_round(one.codes)
        found += [(str(one.ref), code.coder, code_of(code.score)) for code in chosen]
    return found


def code_of(score: Score) -> str:
    """A score's code as one word: ``+1``, ``0.5``, ``kept`` or ``unrateable``."""
    if score.outcome != "rated":
        return score.outcome
    if score.value is None:
        return score.code
    return f"{score.value:+g}" if score.value else "0"


def last_round(codes: Sequence[Code]) -> tuple[Code, ...]:
    """The codes of the round in which the last code was given."""
    return tuple(code for code in codes if code.round == codes[-1].round) if codes else ()


def decision_changes(
    act: Act, score: Score | None = None, *, guideline: int = 0, **more: Any
) -> dict[str, Any]:
    """The ``changes`` of a decision about a score, as :func:`fold` reads them."""
    changes: dict[str, Any] = {"act": act, **more}
    if score is not None:
        changes |= {"scale": score.scale, "outcome": score.outcome}
        if score.value is not None:
            changes["value"] = score.value
        if score.code:
            changes["code_value"] = score.code
        if score.evidence:
            changes["evidence"] = [str(ref) for ref in score.evidence]
    if guideline:
        changes["guideline"] = guideline
    return changes


@dataclass(frozen=True, slots=True)
class _Log:
    kept: tuple[Decision, ...]
    numbers: dict[Ref, tuple[int, ...]]


def standing(decisions: Iterable[Decision], as_of: str = "") -> _Log:
    """The decisions about scores that stand on a day: in order, without the undone ones."""
    ordered = sorted(
        (d for d in decisions if d.subject.kind == "assessment" and _made(d, as_of)),
        key=lambda d: d.number,
    )
    for one, other in pairwise(ordered):
        if one.number == other.number:
            raise UserError(
                f"two decisions have the number {one.number}", "the log is damaged: restore it"
            )
    kept: dict[int, Decision] = {}
    numbers: dict[Ref, tuple[int, ...]] = {}
    stacks: dict[tuple[Ref, str], list[int]] = {}
    for decision in ordered:
        numbers[decision.subject] = (*numbers.get(decision.subject, ()), decision.number)
        stack = stacks.setdefault((decision.subject, decision.coder), [])
        if decision.verdict != "undo":
            kept[decision.number] = decision
            stack.append(decision.number)
        elif stack:
            del kept[stack.pop()]
    return _Log(tuple(kept.values()), numbers)


def _made(decision: Decision, as_of: str) -> bool:
    """A date holds its whole day; a moment is compared as it stands."""
    return not as_of or decision.at[: len(as_of)] <= as_of


def _settle(
    subject: Ref, kept: Sequence[Decision], scheme: Scheme, numbers: tuple[int, ...]
) -> Judged:
    codes: list[Code] = []
    verdicts: list[Code] = []
    replies: list[Reply] = []
    settled_by = ""
    for decision in kept:
        act = _act(decision)
        if act == "reply":
            replies.append(Reply(decision.number, _party(decision), decision.at, decision.reason))
            continue
        code = replace(_code(decision, scheme), act=act)
        if act == "code":
            codes.append(_once(code, codes, subject))
            continue
        _check_order(act, decision, codes, verdicts)
        verdicts.append(code)
        settled_by = act
    score = verdicts[-1].score if verdicts else _agreed(codes)
    if not verdicts and score is not None:
        settled_by = "agreement"
    return Judged(
        subject, score, settled_by, tuple(codes), tuple(verdicts), tuple(replies), numbers
    )


def _act(decision: Decision) -> Act:
    where = f"decision {decision.number} on {decision.subject}"
    act: Act | None = next((a for a in ACTS if a == decision.changes.get("act")), None)
    if act is None:
        raise UserError(f"{where} does not say what it does", f"give it an act: {', '.join(ACTS)}")
    if not decision.coder:
        raise UserError(f"{where} names no coder", "a verdict needs a person: add the coder")
    if act in _REASONED and not decision.reason.strip():
        raise UserError(f"{where} gives no reason", f"to {act} needs a reason")
    if act == "code" and not decision.round:
        raise UserError(f"{where} names no round", "blind codes belong to a round: name it")
    return act


def _code(decision: Decision, scheme: Scheme) -> Code:
    """A decision's score, checked against its scale."""
    changes = decision.changes
    scale = scheme.scale(str(changes.get("scale", "")))
    outcome: Outcome = "rated"
    if changes.get("outcome", "rated") != "rated":
        outcome = "unrateable" if changes["outcome"] == "unrateable" else "not-applicable"
        if changes["outcome"] != outcome:
            raise UserError(
                f"decision {decision.number} has the outcome '{changes['outcome']}'",
                "use rated, unrateable or not-applicable",
            )
    value = changes.get("value")
    score = Score(
        ref=decision.subject,
        scale=scale.code,
        outcome=outcome,
        value=None if value is None else float(value),
        code=str(changes.get("code_value", "")),
        coder=decision.coder,
        at=decision.at,
        reason=decision.reason,
        evidence=tuple(map(_evidence_ref, changes.get("evidence", ()))),
        codebook=decision.codebook,
    )
    check_outcome(score)
    check_person(score)
    if outcome == "rated":
        on_scale(score, scale)
    return Code(
        decision.number, decision.coder, decision.round, score, int(changes.get("guideline", 0))
    )


def _evidence_ref(address: str) -> Ref:
    ref = Ref.parse(address)
    if ref.kind != "evidence":
        raise BadAddress(f"'{address}' is no evidence", "write it like nals/2023/C017/E003")
    return ref


def _once(code: Code, codes: Sequence[Code], subject: Ref) -> Code:
    if any(c.coder == code.coder and c.round == code.round for c in codes):
        raise Conflict(
            f"{code.coder} coded {subject} twice in the round '{code.round}'",
            "undo the first code, or open another round",
        )
    return code


def _check_order(
    act: str, decision: Decision, codes: Sequence[Code], verdicts: Sequence[Code]
) -> None:
    where = f"decision {decision.number} on {decision.subject}"
    last = last_round(codes)
    if act == "adjudicate":
        if len({code_of(code.score) for code in last}) < 2:
            raise Conflict(
                f"{where} adjudicates and no codes disagree", "decide it, or correct the score"
            )
        if decision.coder in {code.coder for code in last}:
            raise Conflict(
                f"{where} is by {decision.coder}, who coded it", "a third person adjudicates"
            )
    if act == "correct" and not verdicts and _agreed(codes) is None:
        raise Conflict(f"{where} corrects a score that is not settled", "decide it first")
    if act == "decide" and (verdicts or _agreed(codes) is not None):
        raise Conflict(f"{where} decides a settled score again", "correct it, with a reason")


def _agreed(codes: Sequence[Code]) -> Score | None:
    """The score of a round in which at least two coders gave the same code."""
    last = last_round(codes)
    if len(last) < 2 or len({code_of(code.score) for code in last}) > 1:
        return None
    everyone = tuple(sorted({ref for code in last for ref in code.score.evidence}, key=str))
    return replace(
        last[-1].score,
        coder=", ".join(sorted(code.coder for code in last)),
        reason=f"{len(last)} coders gave the same code blind",
        evidence=everyone,
    )


def _party(decision: Decision) -> str:
    return str(decision.changes.get("party", decision.subject.part))
