"""What was assessed, put into a register: verdicts, proposals where asked for, the chain
behind each, coverage, gaps and means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aftersummit.assessment import gaps, log
from aftersummit.assessment.aggregate import summarise
from aftersummit.assessment.columns import tabulate
from aftersummit.assessment.explain import STUDY, explain
from aftersummit.assessment.log import Judged
from aftersummit.assessment.proposals import Proposal, propose_all
from aftersummit.assessment.reliability import reliability
from aftersummit.codebooks.scales import Scheme
from aftersummit.model import (
    Assessment,
    Decision,
    Evidence,
    Gap,
    Guideline,
    Measure,
    Ref,
    Register,
    Score,
    ScoreSummary,
    Scoring,
    SummaryBy,
)
from aftersummit.project.matrices import matrices
from aftersummit.project.scope import (
    filings_of,
    groups,
    has_window,
    made_by,
    settled_commitments,
    window_of,
)

SCALE = "compliance"
"""The scale on which the program proposes where no other is asked for."""
_PUBLISHED: tuple[SummaryBy, ...] = ("all", "party", "issue", "pillar", "meeting", "year")


@dataclass(frozen=True, slots=True)
class Settled:
    """A register with its scores, and what they follow from.

    Attributes:
        register: its scores are verdicts and, where asked for, proposals.
        judged: what people decided, other studies among them.
        offered: what the rules propose; {} where that was not asked for.
    """

    register: Register
    judged: Mapping[Ref, Judged]
    offered: Mapping[Ref, Proposal]


def settled(register: Register, scheme: Scheme, *, proposals: bool) -> Settled:
    """Fold the log and, where asked for, apply the rules.

    Args:
        register: its scores are those of other studies, as they were imported.
    """
    decided = log.fold(register.decisions, scheme)
    imported = {s.ref: s for s in register.scores if proposals or not s.proposed}
    offered: dict[Ref, Proposal] = {}
    if proposals:
        offered = {p.ref: p for p in proposed(register, scheme) if p.ref not in imported}
    scores = {ref: p.score for ref, p in offered.items() if p.score and not _disputed(decided, ref)}
    scores |= imported | {score.ref: score for score in log.scores(decided.values())}
    judged = {r: from_study(s) for r, s in imported.items() if r not in decided} | decided
    # A commitment that was rejected or merged since is in no count; its log stays.
    counts = {c.ref for c in settled_commitments(register)}
    ordered = tuple(scores[r] for r in sorted(scores, key=str) if r.commitment_ref in counts)
    book = replace(register.codebook, scales=scheme.scales)
    return Settled(replace(register, scores=ordered, codebook=book), judged, offered)


def assessed(
    register: Register,
    guidelines: Iterable[Guideline],
    scheme: Scheme,
    *,
    proposals: bool,
) -> Register:
    """The register with all that follows from its decisions and evidence.

    Args:
        register: its scores are those of other studies, as they were imported.
        proposals: whether machine proposals go in beside the verdicts.
    """
    found = settled(register, scheme, proposals=proposals)
    scored = found.register
    written = tuple(guidelines)
    return replace(
        scored,
        scoring=Scoring(
            assessments=tuple(_chains(found, written, scheme)),
            guidelines=written,
            matrices=tuple(matrices(scored)),
            gaps=gap_list(scored),
            summaries=tuple(summaries(scored, scheme)),
            agreement=tuple(measured(found.judged, scored, scheme)),
            log=tuple(_public(register.decisions, found.judged)),
            decisions=max((d.number for d in register.decisions), default=0),
            proposals=proposals,
        ),
    )


def measured(
    judged: Mapping[Ref, Judged],
    register: Register,
    scheme: Scheme,
    *,
    scale: str = "",
    round: str = "",
) -> Iterator[Measure]:
    """Agreement on the blind codes of scores that at least two people coded, scale by scale.

    Args:
        scale: this one alone; all without it.
        round: this round alone; each score's last without it.
    """
    issues = {str(c.ref): c.issue for c in register.commitments if c.ref}
    coded: dict[str, list[Judged]] = {}
    for one in judged.values():
        if len(log.last_round(one.codes)) > 1:
            coded.setdefault(one.codes[-1].score.scale, []).append(one)
    for code, inside in sorted(coded.items()):
        if scale and code != scale:
            continue
        for row in reliability(inside, scheme.scale(code), issues=issues, round=round):
            found = row.measured
            yield Measure(
                by=row.by,
                group=row.group,
                coefficient=found.coefficient,
                value=found.value,
                low=found.low,
                high=found.high,
                units=found.units,
                codes=found.codes,
                scale=code,
            )


def _disputed(judged: Mapping[Ref, Judged], ref: Ref) -> bool:
    return ref in judged and judged[ref].disputed


def proposed(
    register: Register,
    scheme: Scheme,
    *,
    scale: str = SCALE,
    period: str = "final",
    until: str = "",
) -> Iterator[Proposal]:
    """What the rules propose on the register's settled commitments, by address.

    Args:
        until: last day of the evidence, ISO; the register's day where left out.
    """
    last = until or register.as_of
    known = {m.ref for m in register.meetings if has_window(register, m, last)}
    chosen = [c for c in settled_commitments(register) if c.ref and c.ref.meeting_ref in known]
    return propose_all(
        chosen,
        register.meetings,
        register.evidence,
        groups(register),
        scheme,
        scale=scale,
        period=period,
        until=last,
    )


def gap_list(register: Register) -> tuple[Gap, ...]:
    """The gap list on the register's day."""
    return gaps.gaps(
        settled_commitments(register),
        register.meetings,
        register.evidence,
        as_of=register.as_of,
        series=register.series,
        wanted=gaps.wanted_directions(),
        scores=register.scores,
        names={party.code: party.name for party in register.codebook.parties},
    )


def summaries(register: Register, scheme: Scheme) -> Iterator[ScoreSummary]:
    """Means for publication: each scale, period and kind of author apart, over all and,
    by party, within each meeting."""
    series: dict[tuple[str, str, bool], list[Score]] = {}
    for score in register.scores:
        series.setdefault((score.scale, score.ref.period, score.proposed), []).append(score)
    filings = filings_of(register)
    for (scale, _, machine), scores in sorted(series.items()):
        table = tabulate(scores, filings, scheme.scale(scale), proposals=machine)
        for by in _PUBLISHED:
            yield from summarise(table, by, made=made_by(register, by))
        scored = sorted({str(score.ref.meeting_ref) for score in scores})
        for meeting in scored:
            inside = table.only(lambda entry, name=meeting: entry.meeting == name)  # type: ignore[misc]
            made = made_by(register, "party", meeting)
            for one in summarise(inside, "party", made=made, under=meeting):
                if one.rated or one.unrateable or one.not_applicable:
                    yield one


def _chains(
    found: Settled, guidelines: Iterable[Guideline], scheme: Scheme
) -> Iterator[Assessment]:
    register, judged, offered = found.register, found.judged, found.offered
    scores = {score.ref: score for score in register.scores}
    known = {c.ref: c for c in settled_commitments(register)}
    met = {meeting.ref: meeting for meeting in register.meetings}
    newest = {g.commitment: g for g in sorted(guidelines, key=lambda g: g.version)}
    evidence: dict[Ref, list[Evidence]] = {}
    for item in register.evidence:
        evidence.setdefault(item.commitment, []).append(item)
    for ref in sorted({*judged, *offered}, key=str):
        commitment, meeting = known.get(ref.commitment_ref), met.get(ref.meeting_ref)
        if commitment is None or meeting is None:
            continue
        if ref not in offered and not has_window(register, meeting, register.as_of):
            continue
        score = scores.get(ref)
        yield explain(
            commitment,
            offered[ref].window if ref in offered else window_of(register, meeting),
            scheme.scale(score.scale if score else _scale_of(judged.get(ref))),
            evidence.get(ref.commitment_ref, ()),
            judged=judged.get(ref),
            proposal=offered.get(ref),
            guideline=newest.get(ref.commitment_ref),
            groups=groups(register),
        )


def _public(decisions: Iterable[Decision], judged: Mapping[Ref, Judged]) -> Iterator[Decision]:
    """The log without blind codes that another coder must not see yet."""
    for decision in decisions:
        one = judged.get(decision.subject)
        blind = one is not None and one.score is None and not one.disputed
        if decision.subject.kind == "assessment" and not blind:
            yield decision


def from_study(score: Score) -> Judged:
    """A score as another study gave it, which no decision here made."""
    return Judged(score.ref, score, STUDY, (), (), ())


def _scale_of(judged: Judged | None) -> str:
    return judged.codes[-1].score.scale if judged and judged.codes else SCALE
