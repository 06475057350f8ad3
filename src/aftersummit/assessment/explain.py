"""Why this score: the whole chain behind one number, from the words to the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aftersummit.assessment import agreement
from aftersummit.assessment.aggregate import Summary
from aftersummit.assessment.guidelines import Guideline
from aftersummit.assessment.log import Code, Judged, Reply, code_of, last_round
from aftersummit.assessment.proposals import Proposal
from aftersummit.assessment.window import Place, Window
from aftersummit.errors import NotFound
from aftersummit.model import Commitment, Evidence, Ref, Scale, Score, Span


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as it bears on one score.

    Attributes:
        place: where its date falls.
        counted: whether the score rests on it.
        hash: of the archived text or page it was read in, "" where only an address is known.
        address: where it can be checked.
    """

    ref: Ref
    date: str
    place: Place
    counted: bool
    stance: str
    rung: str
    actors: tuple[str, ...]
    what: str
    hash: str
    address: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain behind one score.

    Attributes:
        quote: the promise's words; ``place``: where they stand, with the text's hash.
        score: the verdict, or the machine's proposal where ``proposed``; ``None`` for neither.
        settled_by: the act that settled it, or the rule that proposes it.
        agreement: share of equal pairs of blind codes on this score; ``None`` below two.
        formula: how the number becomes what is shown elsewhere.
    """

    ref: Ref
    title: str
    quote: str
    place: str
    span: Span | None
    text_hash: str
    window: Window
    deadline: str
    guideline: Guideline | None
    scale: Scale
    codes: tuple[Code, ...]
    verdicts: tuple[Code, ...]
    replies: tuple[Reply, ...]
    agreement: float | None
    settled_by: str
    score: Score | None
    proposed: bool
    reason: str
    evidence: tuple[Shown, ...]
    formula: str

    def lines(self) -> tuple[str, ...]:
        """The chain as plain lines, for a terminal or a log."""
        return tuple(_lines(self))


def explain(
    commitment: Commitment,
    window: Window,
    scale: Scale,
    evidence: Iterable[Evidence],
    *,
    judged: Judged | None = None,
    proposal: Proposal | None = None,
    guideline: Guideline | None = None,
) -> Explanation:
    """Put the chain behind one score together.

    Args:
        evidence: what is known on the commitment; items on others are passed over.
        judged: what people decided; a settled verdict goes before any proposal.
        proposal: what the rules propose.

    Raises:
        NotFound: neither a decision nor a proposal is given.
    """
    known = judged or proposal
    if known is None:
        raise NotFound(
            f"nothing was decided or proposed on {commitment.ref}", "propose a score, or code it"
        )
    verdict = judged.score if judged else None
    proposed = verdict is None and proposal is not None
    score = proposal.score if proposal and proposed else verdict
    counted = set(score.evidence) if score else set()
    shown = tuple(
        _shown(item, window, item.ref in counted)
        for item in sorted(evidence, key=lambda item: (item.date, str(item.ref)))
        if item.commitment == commitment.ref and _by(item, known.ref.part, counted)
    )
    passage = commitment.passages[0] if commitment.passages else None
    document = passage.document if passage else None
    place = ""
    if passage and document:
        place = str(document.at(passage.span)) if passage.span else str(document)
    return Explanation(
        ref=known.ref,
        title=commitment.title,
        quote=commitment.quote or commitment.statement,
        place=place,
        span=passage.span if passage else None,
        text_hash=passage.text_sha256 if passage else "",
        window=window,
        deadline=commitment.deadline.edtf if commitment.deadline else "",
        guideline=guideline,
        scale=scale,
        codes=judged.codes if judged else (),
        verdicts=judged.verdicts if judged else (),
        replies=judged.replies if judged else (),
        agreement=_agreement(judged.codes if judged else ()),
        settled_by=_settled(judged, proposal if proposed else None),
        score=score,
        proposed=proposed,
        reason=_reason(verdict, proposal if proposed else None),
        evidence=shown,
        formula=_formula(score, scale),
    )


def explain_mean(summary: Summary, scores: Sequence[Score]) -> tuple[str, ...]:
    """How a mean was made, as lines: its scores by address, then the sum and its division.

    Args:
        scores: the rated scores of the group.
    """
    rated = sorted((s for s in scores if s.outcome == "rated"), key=lambda s: str(s.ref))
    lines = [f"{score.ref}: {code_of(score)}" for score in rated]
    if summary.mean is None:
        return (*lines, f"No mean: the scale '{summary.scale}' takes none, or nothing was rated.")
    total = sum(score.value or 0 for score in rated)
    lines.append(f"{total:g} / {len(rated)} = {summary.mean:.6g}")
    if summary.percent is not None:
        lines.append(f"as percent: {summary.percent:.6g}")
    left = f"{summary.unrateable} unrateable and {summary.not_applicable} not applicable"
    lines.append(
        f"{summary.assessed} of {summary.made} commitments assessed; {left} are not in the mean"
    )
    return tuple(lines)


def _shown(item: Evidence, window: Window, counted: bool) -> Shown:
    address = item.citations[0].url if item.citations else ""
    if item.passage and item.passage.document and item.passage.span:
        address = str(item.passage.document.at(item.passage.span))
    return Shown(
        ref=item.ref,
        date=item.date,
        place=window.place(item.date),
        counted=counted,
        stance=item.stance,
        rung=item.rung,
        actors=item.actors,
        what=item.what,
        hash=item.passage.text_sha256 if item.passage else "",
        address=address,
    )


def _by(item: Evidence, party: str, counted: set[Ref]) -> bool:
    """Whether evidence is about the party; what a score rests on is always shown."""
    return party in item.actors or item.ref in counted


def _agreement(codes: Sequence[Code]) -> float | None:
    last = last_round(codes)
    return agreement.percent([[code_of(code.score) for code in last]]) if len(last) > 1 else None


def _settled(judged: Judged | None, proposal: Proposal | None) -> str:
    if proposal:
        return f"rule '{proposal.rule}'"
    return judged.settled_by if judged else ""


def _reason(verdict: Score | None, proposal: Proposal | None) -> str:
    if proposal:
        return proposal.reason
    return verdict.reason if verdict else ""


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


def _lines(told: Explanation) -> Iterable[str]:
    yield f"{told.ref}"
    yield f"Promise: {told.title or told.quote}"
    if told.quote and told.title:
        yield f"  Words: {told.quote}"
    if told.place:
        yield f"  At: {told.place}" + (f" (text {told.text_hash[:12]})" if told.text_hash else "")
    yield f"Window: {told.window}" + (f"; deadline {told.deadline}" if told.deadline else "")
    yield from _guideline_lines(told.guideline)
    for code in told.codes:
        yield (
            f"Code: {code_of(code.score)} by {code.coder}, blind in round '{code.round}', "
            f"{code.score.at}" + (f", guideline {code.guideline}" if code.guideline else "")
        )
    if told.agreement is not None:
        yield f"Agreement: {told.agreement:.0%} of pairs of blind codes are equal"
    for code in told.verdicts:
        given = code.score
        yield f"Verdict: {code_of(given)} by {code.coder}, {given.at}: {given.reason}"
    for reply in told.replies:
        yield f"Reply of {reply.by}, {reply.at}: {reply.text}"
    for item in told.evidence:
        yield _evidence_line(item)
    yield f"Settled by: {told.settled_by or 'nobody yet'}"
    if told.reason:
        yield f"Reason: {told.reason}"
    result = code_of(told.score) if told.score else "no score"
    mark = ", MACHINE PROPOSAL, no person has decided" if told.proposed else ""
    yield f"Result: {result} on the scale '{told.scale.code}' {told.scale.version}{mark}"
    yield f"Formula: {told.formula}"


def _guideline_lines(guideline: Guideline | None) -> Iterable[str]:
    if guideline is None:
        yield "Guideline: none"
        return
    by = guideline.author or "proposed by the program"
    yield f"Guideline {guideline.version}, {by}{', ' + guideline.at if guideline.at else ''}:"
    for criterion in guideline.criteria:
        yield f"  {criterion.code}: {criterion.text}"


def _evidence_line(item: Shown) -> str:
    counted = "counted" if item.counted else "kept, not counted"
    rung = item.rung or "rung not judged"
    archived = f"; archived {item.hash[:12]}" if item.hash else ""
    return (
        f"Evidence {item.ref}: {item.date or 'undated'} ({item.place}), {item.stance}, {rung}, "
        f"{counted}: {item.what}{archived}; {item.address or 'no address'}"
    )
