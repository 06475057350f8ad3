"""Why this score: the whole chain behind one number, from the words to the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aftersummit.assessment import agreement
from aftersummit.assessment.bound import Groups
from aftersummit.assessment.log import Code, Judged, code_of, last_round
from aftersummit.assessment.proposals import (
    BEARING,
    Facts,
    Proposal,
    deadline_state,
    gather,
)
from aftersummit.assessment.window import LAST, Window
from aftersummit.errors import NotFound
from aftersummit.model import (
    Assessment,
    Commitment,
    Evidence,
    Guideline,
    Judgement,
    Ref,
    Scale,
    Score,
    ScoreSummary,
    Weighed,
)

STUDY = "another study"
"""What settled a score that was imported."""


def explain(
    commitment: Commitment,
    window: Window,
    scale: Scale,
    evidence: Iterable[Evidence],
    *,
    judged: Judged | None = None,
    proposal: Proposal | None = None,
    guideline: Guideline | None = None,
    groups: Groups | None = None,
) -> Assessment:
    """Put the chain behind one score together.

    A settled verdict goes before any proposal, and so does a dispute among people.

    Codes of a round in which only one person has coded stay hidden, so that the second
    coder can be blind to them.

    Args:
        evidence: what is known on the commitment; items on others are passed over.
        judged: what people decided.
        proposal: what the rules propose.

    Raises:
        NotFound: neither a decision nor a proposal is given.
    """
    known = judged or proposal
    if known is None:
        raise NotFound(
            f"nothing was decided or proposed on {commitment.ref}", "propose a score, or code it"
        )
    items = [item for item in evidence if item.commitment == commitment.ref]
    facts = (
        proposal.facts if proposal else gather(commitment, known.ref.part, items, window, groups)
    )
    verdict = judged.score if judged else None
    disputed = judged is not None and judged.disputed
    proposed = None if verdict or disputed else proposal
    score = proposed.score if proposed else verdict
    hidden = _hidden(judged)
    return Assessment(
        ref=known.ref,
        scale=scale.code,
        scale_version=scale.version,
        since=window.start,
        until=window.end,
        score=score,
        rule=proposed.rule if proposed else "",
        settled_by=judged.settled_by if judged and not proposed else "",
        reason=proposed.reason if proposed else verdict.reason if verdict else "",
        deadline=commitment.deadline.edtf if commitment.deadline else "",
        deadline_state=deadline_state(commitment, window.end),
        searched=commitment.searched,
        guideline=guideline.ref if guideline else None,
        agreement=_agreement(judged.codes) if judged else None,
        hidden=hidden,
        judgements=tuple(_judgements(judged, hidden)) if judged else (),
        evidence=tuple(_weighed(items, facts, score, window)),
        formula=_formula(score, scale),
    )


def lines(
    told: Assessment,
    commitment: Commitment,
    evidence: Iterable[Evidence],
    guideline: Guideline | None = None,
) -> tuple[str, ...]:
    """The chain as plain lines, for a terminal or a log.

    Args:
        evidence: where the items that ``told`` weighs are found.
    """
    return tuple(_lines(told, commitment, {item.ref: item for item in evidence}, guideline))


def explain_mean(summary: ScoreSummary, scores: Sequence[Score]) -> tuple[str, ...]:
    """How a mean was made, as lines: its scores by address, then the sum and its division.

    Args:
        scores: the rated scores of the group.
    """
    rated = sorted((s for s in scores if s.outcome == "rated"), key=lambda s: str(s.ref))
    found = [f"{score.ref}: {code_of(score)}" for score in rated]
    if summary.mean is None:
        return (*found, f"No mean: the scale '{summary.scale}' takes none, or nothing was rated.")
    total = sum(score.value or 0 for score in rated)
    found.append(f"{total:g} / {len(rated)} = {summary.mean:.6g}")
    if summary.percent is not None:
        found.append(f"as percent: {summary.percent:.6g}")
    left = f"{summary.unrateable} unrateable and {summary.not_applicable} not applicable"
    found.append(
        f"{summary.assessed} of {summary.made} commitments assessed; {left} are not in the mean"
    )
    return tuple(found)


def _hidden(judged: Judged | None) -> int:
    if judged is None or judged.score is not None:
        return 0
    open_codes = last_round(judged.codes)
    return len(open_codes) if len(open_codes) < 2 else 0


def _judgements(judged: Judged, hidden: int) -> Iterable[Judgement]:
    shown = judged.codes[: len(judged.codes) - hidden]
    found = [_judgement(code) for code in (*shown, *judged.verdicts)]
    found += [
        Judgement("reply", reply.by, reply.at, reason=reply.text, decision=reply.decision)
        for reply in judged.replies
    ]
    return sorted(found, key=lambda step: step.decision)


def _judgement(code: Code) -> Judgement:
    return Judgement(
        act=code.act,
        who=code.coder,
        at=code.score.at,
        code=code_of(code.score),
        reason=code.score.reason,
        round=code.round,
        guideline=code.guideline,
        decision=code.decision,
    )


def _weighed(
    items: Iterable[Evidence], facts: Facts, score: Score | None, window: Window
) -> Iterator[Weighed]:
    """Evidence by the party, and whatever else the score rests on, by date."""
    counted = set(score.evidence) if score else set()
    kept = {one.evidence: one.why for one in facts.kept}
    own = {item.ref for item in facts.counted} | kept.keys() | counted
    for item in sorted(items, key=lambda item: (item.date, str(item.ref))):
        if item.ref not in own:
            continue
        yield Weighed(
            ref=item.ref,
            place=window.place(item.date),
            counted=item.ref in counted,
            why="" if item.ref in counted else kept.get(item.ref) or _aside(item, score),
            sha256=item.passage.text_sha256 if item.passage else "",
            address=_address(item),
        )


def _aside(item: Evidence, score: Score | None) -> str:
    if item.stance not in BEARING:
        return "it is context and says nothing about conduct"
    return "the score does not rest on it" if score else "it gives no value by itself"


def _address(item: Evidence) -> str:
    if item.passage and item.passage.document and item.passage.span:
        return str(item.passage.document.at(item.passage.span))
    return item.citations[0].url if item.citations else str(item.action or "")


def _agreement(codes: Sequence[Code]) -> float | None:
    last = last_round(codes)
    return agreement.percent([[code_of(code.score) for code in last]]) if len(last) > 1 else None


def _formula(score: Score | None, scale: Scale) -> str:
    if score is None:
        return "no score"
    if score.value is None:
        return f"{code_of(score)}: enters no mean"
    for conversion in scale.conversions:
        if conversion.to == "percent":
            slope, offset = conversion.slope, conversion.offset
            share = slope * score.value + offset
            return f"{slope:g} x {score.value:g} + {offset:g} = {share:g} percent"
    return f"{score.value:g}"


def _lines(
    told: Assessment,
    commitment: Commitment,
    known: dict[Ref, Evidence],
    guideline: Guideline | None,
) -> Iterator[str]:
    yield f"{told.ref}"
    yield from _promise_lines(told, commitment)
    yield from _guideline_lines(guideline)
    for step in told.judgements:
        yield _judgement_line(step)
    if told.hidden:
        yield f"{told.hidden} blind code, not shown until a second coder has coded"
    if told.agreement is not None:
        yield f"Agreement: {told.agreement:.0%} of pairs of blind codes are equal"
    for item in told.evidence:
        yield _evidence_line(item, known[item.ref])
    if not told.evidence and told.settled_by == STUDY:
        yield "Evidence: in that study, not here"
    elif not told.evidence:
        yield (
            f"Evidence: nothing was found, searched until {told.searched}"
            if told.searched
            else "Evidence: nobody has looked yet"
        )
    yield "Settled by: " + (
        f"nobody yet (rule '{told.rule}')" if told.rule else told.settled_by or "nobody yet"
    )
    if told.reason:
        yield f"Reason: {told.reason}"
    result = code_of(told.score) if told.score else "no score"
    mark = ", MACHINE PROPOSAL, no person has decided" if told.rule else ""
    yield f"Result: {result} on the scale '{told.scale}' {told.scale_version}{mark}"
    yield f"Formula: {told.formula}"


def _promise_lines(told: Assessment, commitment: Commitment) -> Iterator[str]:
    words = commitment.quote or commitment.statement
    yield f"Promise: {commitment.title or words}"
    if words and commitment.title:
        yield f"  {'Words' if commitment.quote else 'In the register'}: {words}"
    passage = commitment.passages[0] if commitment.passages else None
    if passage and passage.document:
        place = passage.document.at(passage.span) if passage.span else passage.document
        yield f"  At: {place}" + (
            f" (text {passage.text_sha256[:12]})" if passage.text_sha256 else ""
        )
    until = ".." if told.until == LAST else told.until
    due = f"; deadline {told.deadline}, {told.deadline_state}" if told.deadline else ""
    yield f"Window: {told.since}/{until}{due}"


def _guideline_lines(guideline: Guideline | None) -> Iterator[str]:
    if guideline is None:
        yield "Guideline: none"
        return
    by = guideline.author or "proposed by the program"
    yield f"Guideline {guideline.version}, {by}{', ' + guideline.at if guideline.at else ''}:"
    for criterion in guideline.criteria:
        yield f"  {criterion.code}: {criterion.text}"


def _judgement_line(step: Judgement) -> str:
    reason = f": {step.reason}" if step.reason else ""
    if step.act == "reply":
        return f"Reply of {step.who}, {step.at}{reason}"
    by = f", guideline {step.guideline}" if step.guideline else ""
    if step.act == "code":
        return f"Code: {step.code} by {step.who}, blind in round '{step.round}', {step.at}{by}"
    return f"Verdict: {step.code} by {step.who} ({step.act}), {step.at}{by}{reason}"


def _evidence_line(weighed: Weighed, item: Evidence) -> str:
    counted = "counted" if weighed.counted else f"kept, not counted ({weighed.why})"
    archived = f"; archived {weighed.sha256[:12]}" if weighed.sha256 else ""
    return (
        f"Evidence {item.ref}: {item.date or 'undated'} ({weighed.place}), {item.stance}, "
        f"{item.rung or 'rung not judged'}, {counted}: {item.what}{archived}; "
        f"{weighed.address or 'no address'}"
    )
