"""Where something was agreed and more action is needed, ordered, each with its reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Literal

from aftersummit.assessment.window import Window, days, window_for
from aftersummit.model import (
    Commitment,
    Evidence,
    Gap,
    GapKind,
    GapReason,
    Meeting,
    Observation,
    Ref,
    Score,
    Series,
)

ORDER: tuple[GapKind, ...] = ("undercut", "overdue", "wrong-way", "no-evidence", "only-announced")
"""From what weighs most; the list is sorted by the heaviest reason, then by how many there
are, then by the days since a deadline passed, then by address."""
Wanted = Literal["rise", "fall"]
_COMPARABLE = {"final": "final", "revised": "final"}


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure before a meeting and at its latest."""

    before: Observation
    after: Observation
    change: float


def gaps(
    commitments: Iterable[Commitment],
    meetings: Iterable[Meeting],
    evidence: Iterable[Evidence],
    *,
    as_of: str,
    series: Iterable[Series] = (),
    wanted: Mapping[str, Wanted] | None = None,
    scores: Iterable[Score] = (),
    names: Mapping[str, str] | None = None,
) -> tuple[Gap, ...]:
    """The gap list on a day.

    That nothing was found is a reason only where somebody looked
    (:attr:`Commitment.searched`). A commitment that people scored at the top for every
    party scored is not on it, except where it was undercut.

    Args:
        as_of: the day, ISO.
        wanted: series to the direction that the promises ask for; figures that are not
            listed are not judged.
        scores: people's final verdicts.
        names: of parties, for the sentences; codes without them.
    """
    met = {meeting.ref: meeting for meeting in meetings}
    found: dict[Ref, list[Evidence]] = {}
    for item in evidence:
        found.setdefault(item.commitment, []).append(item)
    moved = _wrong_way(series, wanted or {}, met, as_of)
    kept_for = _kept(scores)
    listed = []
    for commitment in commitments:
        if commitment.ref is None or not _open(commitment):
            continue
        meeting = met.get(commitment.ref.meeting_ref)
        if meeting is None or not meeting.date or days(meeting.date)[1] >= as_of:
            continue
        window = Window(window_for(meeting, (), "").start, as_of)
        items = [e for e in found.get(commitment.ref, ()) if window.place(e.date) == "inside"]
        gap = _gap(commitment, items, window, moved.get(commitment.ref, []), names or {})
        if commitment.ref in kept_for:
            gap = [reason for reason in gap if reason.kind == "undercut"]
        if gap:
            late = _days_late(commitment, as_of) if any(r.kind == "overdue" for r in gap) else 0
            listed.append(Gap(commitment.ref, tuple(gap), late))
    return tuple(sorted(listed, key=_place))


def movement(series: Series, meeting: str, as_of: str) -> Movement | None:
    """A figure's last value before a meeting against its latest up to a day.

    A period that the meeting itself falls into belongs to neither side. Only like is set
    against like: the same status (final and revised are one), and for
    months or quarters the same one of the year. ``None`` where there is no such pair.

    Args:
        meeting: EDTF date of the meeting.
        as_of: ISO day.
    """
    ordered = sorted(series.observations, key=lambda o: days(o.period)[0])
    start = days(meeting)[0]
    before = [o for o in ordered if _ends(o, series) <= start]
    after = [o for o in ordered if _begins(o, series) > start and _ends(o, series) <= as_of]
    for last in reversed(after):
        for first in reversed(before):
            if _like(first, last, series):
                change = last.value / first.value - 1 if first.value else float("inf")
                return Movement(first, last, change)
    return None


def wanted_directions() -> dict[str, Wanted]:
    """Series to the direction that their promises ask for, where that is plain."""
    file = resources.files("aftersummit.assessment").joinpath("outcomes.toml")
    table: dict[str, Wanted] = tomllib.loads(file.read_text("utf-8"))["wanted"]
    return table


def _gap(
    commitment: Commitment,
    items: Sequence[Evidence],
    window: Window,
    moved: Sequence[GapReason],
    names: Mapping[str, str],
) -> list[GapReason]:
    checks = (
        _undercut(items, names),
        _overdue(commitment, items, window.end),
        *moved,
        _silent(items, commitment.searched),
    )
    return sorted((r for r in checks if r is not None), key=lambda r: ORDER.index(r.kind))


def _undercut(items: Sequence[Evidence], names: Mapping[str, str]) -> GapReason | None:
    against = [e for e in items if e.stance == "undercuts" and e.rung != "statement"]
    if not against:
        return None
    last = max(against, key=lambda e: days(e.date)[1])
    since = [
        e
        for e in items
        if e.stance in ("advances", "completes") and days(e.date)[0] > days(last.date)[1]
    ]
    by = ", ".join(sorted({names.get(code, code) for e in against for code in e.actors}))
    text = f"Acted against {'once' if len(against) == 1 else f'{len(against)} times'} by {by}, "
    text += f"last on {last.date}"
    text += (
        f"; {len(since)} later towards it." if since else "; nothing towards it was found since."
    )
    return GapReason("undercut", text, tuple(sorted(e.ref for e in against)))


def _overdue(commitment: Commitment, items: Sequence[Evidence], as_of: str) -> GapReason | None:
    late = _days_late(commitment, as_of)
    done = [e for e in items if e.stance == "completes" and e.rung != "statement"]
    if late <= 0 or done or commitment.deadline is None:
        return None
    towards = [e.ref for e in items if e.stance in ("advances", "mixed")]
    shown = f"{len(towards)} towards it found" if towards else "nothing towards it found"
    if not items and not commitment.searched:
        shown = "nobody has looked yet whether it was done"
    return GapReason(
        "overdue",
        f"Due by {_due(commitment)}, {late} days ago, and not shown to be done; {shown}.",
        tuple(sorted(towards)),
    )


def _silent(items: Sequence[Evidence], searched: str) -> GapReason | None:
    if not searched or any(e.stance not in ("mentions", "announces") for e in items):
        return None
    announced = [e.ref for e in items if e.stance == "announces"]
    if announced:
        return GapReason(
            "only-announced",
            f"Only announcements were found, searched until {searched}.",
            tuple(sorted(announced)),
        )
    return GapReason(
        "no-evidence",
        f"Nothing was found, searched until {searched}; that is not the same as failure.",
    )


def _wrong_way(
    series: Iterable[Series],
    wanted: Mapping[str, Wanted],
    met: Mapping[Ref, Meeting],
    as_of: str,
) -> dict[Ref, list[GapReason]]:
    found: dict[Ref, list[GapReason]] = {}
    for one in series:
        direction = wanted.get(one.ref.item)
        for ref in one.commitments if direction else ():
            meeting = met.get(ref.meeting_ref)
            moved = movement(one, meeting.date, as_of) if meeting and meeting.date else None
            if moved is None or (moved.change > 0) == (direction == "rise") or not moved.change:
                continue
            found.setdefault(ref, []).append(
                GapReason(
                    "wrong-way",
                    f"{one.title}: {moved.before.value:g} in {moved.before.period} and "
                    f"{moved.after.value:g} in {moved.after.period} ({moved.change:+.1%}); the "
                    f"promise asks for a {direction}. This is no effect of the meeting.",
                    series=one.ref,
                )
            )
    return found


def _open(commitment: Commitment) -> bool:
    return commitment.label == "commitment" and commitment.status in ("accepted", "catalogued")


def _kept(scores: Iterable[Score]) -> set[Ref]:
    """Commitments with verdicts of people that all stand at the top of the compliance scale."""
    values: dict[Ref, list[float | None]] = {}
    for score in scores:
        final = score.ref.period == "final" and not score.proposed
        if final and score.scale == "compliance" and score.outcome == "rated":
            values.setdefault(score.ref.commitment_ref, []).append(score.value)
    return {ref for ref, given in values.items() if all(value == 1 for value in given)}


def _due(commitment: Commitment) -> str:
    deadline = commitment.deadline
    if deadline is None or not (deadline.end or deadline.edtf):
        return ""
    return deadline.end or days(deadline.edtf)[1]


def _days_late(commitment: Commitment, as_of: str) -> int:
    due = _due(commitment)
    return (date.fromisoformat(as_of) - date.fromisoformat(due)).days if due else 0


def _ends(observation: Observation, series: Series) -> str:
    end = days(observation.period)[1]
    # A US fiscal year ends with September of the year that names it.
    return f"{end[:4]}-09-30" if series.fiscal_year and series.frequency == "A" else end


def _begins(observation: Observation, series: Series) -> str:
    start = days(observation.period)[0]
    if series.fiscal_year and series.frequency == "A":
        return f"{int(start[:4]) - 1}-10-01"
    return start


def _like(first: Observation, last: Observation, series: Series) -> bool:
    status = _COMPARABLE.get(first.status, first.status) == _COMPARABLE.get(
        last.status, last.status
    )
    same_time = series.frequency == "A" or first.period[4:] == last.period[4:]
    confirmed = "unverified" not in (first.confidence, last.confidence)
    return status and same_time and confirmed


def _place(gap: Gap) -> tuple[int, int, int, str]:
    return (
        ORDER.index(gap.reasons[0].kind),
        -len(gap.reasons),
        -gap.days_overdue,
        str(gap.commitment),
    )
