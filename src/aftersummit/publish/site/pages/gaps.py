"""Where more action is needed: overdue, worked against, unseen, unverified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Commitment, Gap, GapKind, GapReason
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import counted, date_words


def pages(look: Lookup) -> Iterator[Page]:
    """The gap page."""
    yield Page(
        "gaps.html",
        "gaps.html",
        "Where more is needed",
        "Commitments that were acted against, are overdue, or for which nothing was found, each "
        "with its reasons.",
        lambda: gaps(look),
        "gaps.html",
    )


def searched(look: Lookup) -> str:
    """Where was looked and until when, for every "nothing found"."""
    until = date_words(look.register.compiled or look.register.as_of)
    places = [counted(len(look.actions), "recorded action")]
    texts = sum(d.text is not None for d in look.documents.values())
    if texts:
        places.append(counted(texts, "document held in full", "documents held in full"))
    return f"{' and '.join(places)}, gathered up to {until}"


KINDS: dict[GapKind, tuple[str, str]] = {
    "undercut": (
        "Acted against",
        "The opposite was done, by more than words.",
    ),
    "overdue": (
        "Past the deadline",
        "The day has passed and it is not shown to be done.",
    ),
    "wrong-way": (
        "The figure moved the wrong way",
        "An official figure beside the promise moved away from it. That is no effect of the "
        "meeting, and no verdict on anybody.",
    ),
    "no-evidence": (
        "Nothing found",
        "Somebody looked and found nothing. That is not the same as failure.",
    ),
    "only-announced": (
        "Only announced",
        "Announcements were found, and nothing that was carried out.",
    ),
}
"""Kind of gap to its heading and meaning, the heaviest first."""


def gaps(look: Lookup) -> dict[str, Any]:
    """The gap list under the heaviest reason of each commitment."""
    listed = gap_list(look)
    sections: dict[GapKind, list[Gap]] = {kind: [] for kind in KINDS}
    for gap in listed:
        sections[gap.reasons[0].kind].append(gap)
    return {
        "sections": [(kind, *KINDS[kind], inside) for kind, inside in sections.items()],
        "counts": {kind: len(inside) for kind, inside in sections.items()},
        "total": len(listed),
        "made": len(look.settled),
        "unsearched": [c for c in look.settled if look.standing(c).code == "unsearched"],
        "searched": searched(look),
        "unverified": unverified(look),
    }


def gap_list(look: Lookup) -> list[Gap]:
    """The gaps that the register carries; those that evidence and deadlines alone show,
    where it was not assessed."""
    found = [g for g in look.register.scoring.gaps if str(g.commitment) in look.commitments]
    return found or [gap for c in look.settled if (gap := _plain(look, c))]


def _plain(look: Lookup, commitment: Commitment) -> Gap | None:
    state = look.standing(commitment)
    if commitment.ref is None:
        return None
    reasons = []
    if state.code == "undercut":
        reasons.append(GapReason("undercut", "All that is on record works against it."))
    if state.overdue:
        due = f"It was due by {date_words(state.due_date)} and is not shown to be done."
        reasons.append(GapReason("overdue", due))
    if state.empty:
        reasons.append(GapReason("no-evidence", "Nothing was found; that is not failure."))
    return Gap(commitment.ref, tuple(reasons)) if reasons else None


def unverified(look: Lookup) -> list[tuple[str, Any]]:
    """Records that are remembered and were not seen on a page, with the kind of each."""
    found: list[tuple[str, Any]] = []
    found += [("meeting", m) for m in look.meetings.values() if m.confidence == "unverified"]
    found += [("commitment", c) for c in look.settled if c.checked == "unverified"]
    found += [("action", a) for a in look.actions.values() if a.confidence == "unverified"]
    for series in look.register.series:
        points = [o for o in series.observations if o.confidence == "unverified"]
        if points:
            found.append(("series", (series, points)))
    return found
