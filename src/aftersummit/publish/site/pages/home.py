"""The front page: what was agreed, what was done, where more action is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from aftersummit.model import Commitment
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.figures import spark
from aftersummit.publish.site.status import ORDER
from aftersummit.publish.site.words import counted, date_bounds, date_words


def pages(look: Lookup) -> Iterator[Page]:
    """The front page."""
    yield Page(
        "index.html",
        "home.html",
        "What was promised, what was done",
        f"{look.register.title}: {headline(look.settled, look)}",
        lambda: _home(look),
        charts=False,
    )


def headline(commitments: Sequence[Commitment], look: Lookup) -> str:
    """The state of some commitments in one sentence with its figures."""
    total = len(commitments)
    if not total:
        return "No commitment has been recorded yet."
    found = sum(look.standing(c).found for c in commitments)
    against = sum(look.standing(c).code == "undercut" for c in commitments)
    empty = sum(look.standing(c).empty for c in commitments)
    lead = "Of one commitment" if total == 1 else f"Of {total:,} commitments"
    text = f"{lead}, something was done or announced for {found:,}; nothing was found for {empty:,}"
    waiting = sum(look.standing(c).code == "unsearched" for c in commitments)
    if waiting:
        text += f"; {waiting:,} {'was' if waiting == 1 else 'were'} not yet searched"
    if against:
        text += f"; {against:,} {'was' if against == 1 else 'were'} only worked against"
    return f"{text}."


def tally(commitments: Sequence[Commitment], look: Lookup) -> list[tuple[str, int]]:
    """How many stand in each status, in the fixed order, statuses without any left out."""
    counts = Counter(look.standing(c).code for c in commitments)
    return [(code, counts[code]) for code in ORDER if counts[code]]


def rows_by_pillar(look: Lookup) -> list[dict[str, Any]]:
    """The commitments of each pillar, most done first: one row of the picture each."""
    rows = []
    names = [(p.code, p.name) for p in sorted(look.pillars.values(), key=lambda p: p.order)]
    for code, name in [*names, ("", "No pillar named")]:
        inside = [c for c in look.settled if (c.pillar if c.pillar in look.pillars else "") == code]
        if inside:
            inside.sort(key=lambda c: (ORDER.index(look.standing(c).code), str(c.ref)))
            found = sum(look.standing(c).found for c in inside)
            waiting = sum(look.standing(c).code == "unsearched" for c in inside)
            rows.append(
                {"code": code, "name": name, "marks": inside, "found": found, "waiting": waiting}
            )
    return rows


def _home(look: Lookup) -> dict[str, Any]:
    as_of = look.register.as_of
    overdue = [c for c in look.settled if look.standing(c).overdue and look.standing(c).empty]
    overdue.sort(key=lambda c: look.standing(c).due_date, reverse=True)
    ahead = [c for c in look.settled if look.standing(c).due == "open"]
    ahead.sort(key=lambda c: look.standing(c).due_date)
    actions = [a for a in look.actions.values() if a.confidence != "unverified"]
    actions.sort(key=lambda a: date_bounds(a.date)[0], reverse=True)
    actions = [a for a in actions if look.evidence_of_action[str(a.ref)]] or actions
    held = [m for m in look.meetings.values() if m.held]
    span = sorted(date_bounds(look.made(c))[0][:4] for c in look.settled if look.made(c))
    return {
        "sentence": headline(look.settled, look),
        "tally": tally(look.settled, look),
        "rows": rows_by_pillar(look),
        "meetings": _productive(look),
        "overdue": overdue,
        "ahead": ahead,
        "actions": actions,
        "held": len(held),
        "years": f"{span[0]}–{span[-1]}" if span else "",
        "figures": [spark(s) for s in list(look.register.series) if len(s.observations) > 5][:3],
        "proposals": len(look.proposed) + len(look.loose),
        "undercut": [c for c in look.settled if look.standing(c).code == "undercut"],
        "made_sentence": f"{counted(len(look.settled), 'commitment')} in "
        f"{counted(len(look.documents), 'official text')}",
        "as_of_words": date_words(as_of),
    }


def _productive(look: Lookup) -> list[dict[str, Any]]:
    rows = []
    for meeting in sorted(look.meetings.values(), key=lambda m: m.date, reverse=True):
        inside = [c for c in look.settled if c.ref and c.ref.meeting_ref == meeting.ref]
        if inside:
            found = sum(look.standing(c).found for c in inside)
            rows.append({"meeting": meeting, "made": len(inside), "found": found})
    return rows
