"""Does what was published follow from the log? Everything is computed again, by anyone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from aftersummit.assessment.log import fold, scores
from aftersummit.codebooks.scales import Scheme
from aftersummit.model import Decision, Ref, Score, ScoreSummary


@dataclass(frozen=True, slots=True)
class Difference:
    """Something published that does not follow from the log, or the reverse."""

    where: str
    published: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found.

    Attributes:
        checked: scores or figures compared.
        differences: empty where everything published follows.
    """

    checked: int
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        return not self.differences

    @property
    def sentence(self) -> str:
        """The finding in a sentence."""
        if self.equal:
            return f"All {self.checked} published figures follow from the log."
        first = self.differences[0]
        return (
            f"{len(self.differences)} of {self.checked} published figures do not follow from the "
            f"log, the first at {first.where}: published {first.published}, replayed "
            f"{first.replayed}."
        )


def replay_scores(
    decisions: Iterable[Decision],
    published: Iterable[Score],
    scheme: Scheme,
    *,
    people: Collection[str] | None = None,
    as_of: str = "",
) -> Replay:
    """Fold the log again and hold the result against the published verdicts.

    Proposals among the published scores are passed over: they come from no decision.

    Raises:
        UserError: as :func:`aftersummit.assessment.log.fold`.
    """
    again = scores(fold(decisions, scheme, people=people, as_of=as_of).values())
    return replay_values(again, (score for score in published if not score.proposed))


def replay_values(again: Iterable[Score], published: Iterable[Score]) -> Replay:
    """Hold scores that were computed again against the published ones, whole."""
    ours = {score.ref: score for score in again}
    theirs = {score.ref: score for score in published}
    both: list[Ref] = sorted({*ours, *theirs}, key=str)
    found = [
        Difference(str(ref), _said(theirs.get(ref)), _said(ours.get(ref)))
        for ref in both
        if ours.get(ref) != theirs.get(ref)
    ]
    return Replay(len(both), tuple(found))


def replay_summaries(again: Iterable[ScoreSummary], published: Iterable[ScoreSummary]) -> Replay:
    """Hold summaries that were computed again against the published ones, to 9 digits."""
    ours = {(s.under, s.by, s.group, s.weighting): s for s in again}
    theirs = {(s.under, s.by, s.group, s.weighting): s for s in published}
    keys = sorted({*ours, *theirs})
    found = []
    for key in keys:
        one, other = ours.get(key), theirs.get(key)
        if one is None or other is None:
            found.append(
                Difference(
                    "/".join(key[:3]),
                    "nothing" if other is None else "a figure",
                    "nothing" if one is None else "a figure",
                )
            )
            continue
        found += [
            Difference(f"{'/'.join(key[:3])}, {f.name}", str(was), str(now))
            for f in fields(ScoreSummary)
            for now, was in [(getattr(one, f.name), getattr(other, f.name))]
            if not _same(now, was)
        ]
    return Replay(len(keys), tuple(found))


def _same(now: object, was: object) -> bool:
    if isinstance(now, float) and isinstance(was, float | int):
        return math.isclose(now, was, rel_tol=1e-9, abs_tol=1e-9)
    return now == was


def _said(score: Score | None) -> str:
    if score is None:
        return "nothing"
    value = score.code or (score.outcome if score.value is None else f"{score.value:g}")
    if score.proposed:
        return f"{value} on '{score.scale}', proposed from {len(score.evidence)} pieces of evidence"
    return f"{value} on '{score.scale}' by {score.coder}, {score.at}"
