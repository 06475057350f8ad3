"""What was done since: every recorded action in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Action
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.words import counted, date_bounds


def pages(look: Lookup) -> Iterator[Page]:
    """The timeline."""
    yield Page(
        "actions.html",
        "actions.html",
        "What was done",
        f"{counted(len(look.actions), 'action')} by governments, in order of time.",
        lambda: _timeline(look),
        "actions.html",
    )


def _timeline(look: Lookup) -> dict[str, Any]:
    ordered = sorted(
        look.actions.values(), key=lambda a: (date_bounds(a.date)[0], str(a.ref)), reverse=True
    )
    years: dict[str, list[dict[str, Any]]] = {}
    for action in ordered:
        years.setdefault(date_bounds(action.date)[0][:4] or "Undated", []).append(
            {"a": action, "bearing": _bearing(look, action)}
        )
    moved = {
        str(e.commitment)
        for items in look.evidence_of_action.values()
        for e in items
        if str(e.commitment) in look.standings and e in look.standings[str(e.commitment)].counted
    }
    unverified = sum(a.confidence == "unverified" for a in ordered)
    return {"years": years, "total": len(ordered), "moved": len(moved), "unverified": unverified}


def _bearing(look: Lookup, action: Action) -> list[Any]:
    return [
        (e, look.commitments[str(e.commitment)])
        for e in look.evidence_of_action[str(action.ref)]
        if str(e.commitment) in look.commitments
    ]
