"""Where more action is needed: overdue, worked against, unseen, unverified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import counted, date_words


def pages(look: Lookup) -> Iterator[Page]:
    """The gap page."""
    yield Page(
        "gaps.html",
        "gaps.html",
        "Where more is needed",
        "Commitments that are overdue, worked against or without any action on record.",
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


def gaps(look: Lookup) -> dict[str, Any]:
    """The four lists of the gap page, each commitment in the first that fits."""
    overdue, undercut, silent, partial = [], [], [], []
    for commitment in look.settled:
        state = look.standing(commitment)
        if state.code == "undercut":
            undercut.append(commitment)
        elif state.empty and state.overdue:
            overdue.append(commitment)
        elif state.empty:
            silent.append(commitment)
        elif state.overdue:
            partial.append(commitment)
    overdue.sort(key=lambda c: look.standing(c).due_date)
    partial.sort(key=lambda c: look.standing(c).due_date)
    return {
        "overdue": overdue,
        "undercut": undercut,
        "silent": silent,
        "partial": partial,
        "searched": searched(look),
        "unverified": unverified(look),
        "total": len(overdue) + len(undercut) + len(silent),
    }


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
