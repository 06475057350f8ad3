"""Scorecards: for each meeting, its commitments by those whom they bind, and what each scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aftersummit.model import Assessment, Ref, ScoreSummary
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.marks import Mark, mark_of
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import date_bounds

MANY = 6
"""More parties than this are headed by their codes, and their cells by shapes alone."""


def pages(look: Lookup) -> Iterator[Page]:
    """The list of scorecards and one for each meeting with scores."""
    yield Page(
        "scorecards.html",
        "scorecards.html",
        "Scorecards",
        "What each government scored on each commitment, who decided it, and why.",
        lambda: _index(look),
        "scorecards.html",
    )
    for meeting in scored_meetings(look):
        name = _name(look, meeting)
        yield Page(
            scorecard_path(meeting),
            "scorecard.html",
            f"Scorecard: {name}",
            f"The commitments of {name} by those whom they bind, and the reason for each score.",
            lambda m=meeting: _card(look, m),  # type: ignore[misc]
            "scorecards.html",
        )


def scorecard_path(meeting: str) -> str:
    """Where the scorecard of a meeting stands."""
    return f"scorecards/{meeting.replace('/', '-')}.html"


def scored_meetings(look: Lookup) -> list[str]:
    """Meetings with an assessment, the latest first."""
    found = dict.fromkeys(str(a.ref.meeting_ref) for a in shown(look))
    return sorted(found, key=lambda m: (_when(look, m), m), reverse=True)


def shown(look: Lookup) -> list[Assessment]:
    """Assessments of the commitments that this site shows."""
    every = look.register.scoring.assessments
    return [a for a in every if str(a.ref.commitment_ref) in look.commitments]


def tally_of(assessments: list[Assessment], look: Lookup) -> dict[str, int]:
    """How many scores people decided, the machine proposes, and nobody gave; and why not."""
    counts: Counter[str] = Counter()
    for told in assessments:
        if told.score is None:
            counts["none"] += 1
            counts[mark_of(told, None).words] += 1
        else:
            counts["machine" if told.score.proposed else "people"] += 1
    return counts


def summaries_of(look: Lookup, meeting: str) -> list[ScoreSummary]:
    """Means by party within a meeting: verdicts before proposals, final before interim."""
    found = [s for s in look.register.scoring.summaries if s.by == "party" and s.under == meeting]
    return sorted(found, key=lambda s: (s.proposed, s.period, s.scale, look.name(s.group)))


def _index(look: Lookup) -> dict[str, Any]:
    everything = shown(look)
    rows = []
    for meeting in scored_meetings(look):
        inside = [a for a in everything if str(a.ref.meeting_ref) == meeting]
        rows.append(
            {
                "path": scorecard_path(meeting),
                "name": _name(look, meeting),
                "meeting": look.meetings.get(meeting),
                "commitments": len({a.ref.commitment_ref for a in inside}),
                "cells": len(inside),
                "tally": tally_of(inside, look),
            }
        )
    agreement = [m for m in look.register.scoring.agreement if m.by in ("all", "pair", "issue")]
    return {
        "rows": rows,
        "tally": tally_of(everything, look),
        "cells": len(everything),
        "agreement": agreement,
    }


def _card(look: Lookup, meeting: str) -> dict[str, Any]:
    inside = [a for a in shown(look) if str(a.ref.meeting_ref) == meeting]
    periods = sorted({a.ref.period for a in inside})
    summaries = summaries_of(look, meeting)
    return {
        "heading": _name(look, meeting),
        "meeting": look.meetings.get(meeting),
        "tally": tally_of(inside, look),
        "cells": len(inside),
        "tables": [_table(look, p, [a for a in inside if a.ref.period == p]) for p in periods],
        "summaries": [
            {"heading": heading, "rows": rows, "codes": list(rows[0].counts)}
            for heading, rows in _by_series(summaries).items()
        ],
        "scales": sorted({a.scale for a in inside}),
    }


def _table(look: Lookup, period: str, inside: list[Assessment]) -> dict[str, Any]:
    scales = {scale.code: scale for scale in look.register.codebook.scales}
    weight = Counter(a.ref.part for a in inside)
    parties = sorted(weight, key=lambda code: (-weight[code], look.name(code)))
    cells: dict[tuple[Ref, str], tuple[Assessment, Mark]] = {
        (a.ref.commitment_ref, a.ref.part): (a, mark_of(a, scales.get(a.scale))) for a in inside
    }
    refs = sorted({a.ref.commitment_ref for a in inside}, key=str)
    return {
        "period": period,
        "parties": parties,
        "many": len(parties) > MANY,
        "rows": [(ref, [cells.get((ref, code)) for code in parties]) for ref in refs],
    }


def _by_series(summaries: list[ScoreSummary]) -> dict[tuple[str, str, bool], list[ScoreSummary]]:
    found: dict[tuple[str, str, bool], list[ScoreSummary]] = {}
    for one in summaries:
        found.setdefault((one.scale, one.period, one.proposed), []).append(one)
    return found


def _name(look: Lookup, meeting: str) -> str:
    found = look.meetings.get(meeting)
    return found.name if found else meeting


def _when(look: Lookup, meeting: str) -> str:
    found = look.meetings.get(meeting)
    return date_bounds(found.date)[0] if found else ""
