"""What was assessed, put into a register: verdicts, proposals where asked for, the chain
behind each, coverage, gaps and means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aftersummit.assessment import coverage, gaps, log
from aftersummit.assessment.aggregate import summarise
from aftersummit.assessment.bound import Groups, bound, groups_of
from aftersummit.assessment.columns import Filing, filing, tabulate
from aftersummit.assessment.explain import explain
from aftersummit.assessment.log import Judged
from aftersummit.assessment.proposals import Proposal, propose_all
from aftersummit.assessment.window import Window, days, window_for
from aftersummit.codebooks.scales import Scheme
from aftersummit.errors import UserError
from aftersummit.model import (
    Assessment,
    Commitment,
    Decision,
    Evidence,
    Gap,
    Guideline,
    Matrix,
    MatrixColumn,
    Meeting,
    Ref,
    Register,
    Score,
    ScoreSummary,
    Scoring,
    SummaryBy,
)

SCALE = "compliance"
"""The scale on which the program proposes where no other is asked for."""
SETTLED = ("accepted", "catalogued")
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
    ordered = tuple(scores[ref] for ref in sorted(scores, key=str))
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
            log=tuple(_public(register.decisions, found.judged)),
            decisions=max((d.number for d in register.decisions), default=0),
            proposals=proposals,
        ),
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
    known = {m.ref for m in register.meetings if _has_window(register, m, last)}
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


def as_known(register: Register) -> Register:
    """The register without what was only known later: a search that was made after its day
    counts as one until that day, because it looked at everything before."""
    return replace(
        register, commitments=tuple(known_on(c, register.as_of) for c in register.commitments)
    )


def known_on(commitment: Commitment, day: str) -> Commitment:
    """The commitment as searched until ``day`` at the latest."""
    if not commitment.searched or commitment.searched <= day:
        return commitment
    return replace(commitment, searched=day)


def settled_commitments(register: Register) -> list[Commitment]:
    """Commitments that count: with an address, accepted or catalogued."""
    return [
        c
        for c in register.commitments
        if c.ref is not None and c.label == "commitment" and c.status in SETTLED
    ]


def groups(register: Register) -> Groups:
    """The groups of parties that the register knows."""
    return groups_of(register.codebook.parties)


def window_of(register: Register, meeting: Meeting, until: str = "") -> Window:
    """A meeting's window, ending with the register's day at the latest.

    Raises:
        UserError: the meeting is not over on that day.
    """
    return window_for(meeting, register.meetings, until or register.as_of)


def matrices(register: Register) -> Iterator[Matrix]:
    """The bundled designs that fit the register, then one by pillar for each meeting with
    commitments under several."""
    known = {c.key for c in register.commitments}
    for code in coverage.designs():
        plan = coverage.design(code)
        if all(key in known for _, _, keys in plan.columns for key in keys):
            yield designed(register, plan)
    names = {pillar.code: pillar.name for pillar in register.codebook.pillars}
    for meeting, inside in _by_meeting(register):
        columns = coverage.by_pillar(inside, names)
        if len(columns) > 1:
            yield _matrix(register, meeting, columns, "by pillar")


def designed(register: Register, plan: coverage.Design) -> Matrix:
    """The matrix of a design.

    Raises:
        UserError: its meeting or one of its commitments is not in the register.
    """
    meeting = next((m for m in register.meetings if m.ref == plan.meeting), None)
    if meeting is None:
        raise UserError(
            f"{plan.code} is about {plan.meeting}, which is not in the register", "add the meeting"
        )
    window = window_of(register, meeting)
    return coverage.cover(
        plan.code,
        plan.title,
        coverage.columns_of(plan, register.commitments),
        register.commitments,
        register.evidence,
        window,
        groups=groups(register),
        meeting=meeting,
        parties=coverage.rows_of(plan, groups(register), window),
        scores=register.scores,
        note=plan.note,
    )


def meeting_matrix(register: Register, ref: Ref, *, pillars: bool) -> Matrix:
    """Parties by the commitments, or the pillars, of one meeting.

    Raises:
        UserError: the meeting has no commitments, or is not over.
    """
    for meeting, inside in _by_meeting(register):
        if meeting.ref == ref:
            if pillars:
                names = {pillar.code: pillar.name for pillar in register.codebook.pillars}
                return _matrix(register, meeting, coverage.by_pillar(inside, names), "by pillar")
            columns = coverage.by_commitment(inside)
            return _matrix(register, meeting, columns, "by commitment")
    raise UserError(
        f"{ref} has no commitments to show, or is not over",
        "see all with: aftersummit commitments",
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


def filings_of(register: Register) -> list[Filing]:
    """Every commitment made, scored or not."""
    met = {meeting.ref: meeting for meeting in register.meetings}
    return [filing(c, met.get(c.ref.meeting_ref)) for c in settled_commitments(register) if c.ref]


def made_by(register: Register, by: SummaryBy, under: str = "") -> dict[str, int]:
    """For parties, how many commitments bind each; {} where every filing counts."""
    if by != "party":
        return {}
    counted: dict[str, int] = {}
    for meeting, inside in _by_meeting(register, under):
        window = window_of(register, meeting)
        for commitment in inside:
            for party in bound(commitment, meeting, groups(register), window):
                counted[party] = counted.get(party, 0) + 1
    return counted


def _by_meeting(register: Register, under: str = "") -> Iterator[tuple[Meeting, list[Commitment]]]:
    """Meetings that are over, by address, each with its settled commitments."""
    inside: dict[Ref, list[Commitment]] = {}
    for commitment in settled_commitments(register):
        if commitment.ref:
            inside.setdefault(commitment.ref.meeting_ref, []).append(commitment)
    for meeting in sorted(register.meetings, key=lambda m: str(m.ref)):
        chosen = not under or f"{meeting.ref}/".startswith(f"{under}/")
        if meeting.ref in inside and chosen and _has_window(register, meeting, register.as_of):
            yield meeting, inside[meeting.ref]


def _has_window(register: Register, meeting: Meeting, last: str) -> bool:
    """Whether there is a day after a meeting and before the next in which to act."""
    if not meeting.date or days(meeting.date)[1] >= last:
        return False
    try:
        window_for(meeting, register.meetings, last)
    except UserError:
        return False
    return True


def _matrix(
    register: Register, meeting: Meeting, columns: tuple[MatrixColumn, ...], how: str
) -> Matrix:
    return coverage.cover(
        str(meeting.ref),
        f"{meeting.name}, {how}: who pledged, who acted",
        columns,
        register.commitments,
        register.evidence,
        window_of(register, meeting),
        groups=groups(register),
        meeting=meeting,
        scores=register.scores,
    )


def _chains(
    found: Settled, guidelines: Iterable[Guideline], scheme: Scheme
) -> Iterator[Assessment]:
    register, judged, offered = found.register, found.judged, found.offered
    scores = {score.ref: score for score in register.scores}
    known = {c.ref: c for c in register.commitments if c.ref}
    met = {meeting.ref: meeting for meeting in register.meetings}
    newest = {g.commitment: g for g in sorted(guidelines, key=lambda g: g.version)}
    evidence: dict[Ref, list[Evidence]] = {}
    for item in register.evidence:
        evidence.setdefault(item.commitment, []).append(item)
    for ref in sorted({*judged, *offered}, key=str):
        commitment, meeting = known.get(ref.commitment_ref), met.get(ref.meeting_ref)
        if commitment is None or meeting is None:
            continue
        if ref not in offered and not _has_window(register, meeting, register.as_of):
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
    return Judged(score.ref, score, "another study", (), (), ())


def _scale_of(judged: Judged | None) -> str:
    return judged.codes[-1].score.scale if judged and judged.codes else SCALE
