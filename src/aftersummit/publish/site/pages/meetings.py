"""Meetings and the forums that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Forum, Meeting
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.home import headline, tally
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import counted, date_bounds, date_words, listed


def pages(look: Lookup) -> Iterator[Page]:
    """The list of meetings, a page for each meeting and one for each forum."""
    held = [m for m in look.meetings.values() if m.held]
    yield Page(
        "meetings.html",
        "meetings.html",
        "Meetings",
        f"{counted(len(held), 'meeting')} of {counted(len(look.forums), 'forum')}.",
        lambda: _index(look),
        "meetings.html",
    )
    for meeting in look.meetings.values():
        yield Page(
            path_of(meeting.ref),
            "meeting.html",
            meeting.name,
            f"{meeting.name}, {date_words(meeting.date)}: what was agreed and what came of it.",
            lambda meeting=meeting: _meeting(look, meeting),  # type: ignore[misc]
            "meetings.html",
        )
    for forum in look.forums.values():
        yield Page(
            path_of(forum.ref),
            "forum.html",
            forum.name,
            f"{forum.name}: its meetings, its members and what it agreed.",
            lambda forum=forum: _forum(look, forum),  # type: ignore[misc]
            "meetings.html",
        )


def _index(look: Lookup) -> dict[str, Any]:
    groups = []
    known = set(look.forums)
    for forum in look.forums.values():
        groups.append({"forum": forum, "meetings": _rows(look, str(forum.ref))})
    strays = sorted({str(m.ref.forum_ref) for m in look.meetings.values()} - known)
    for stray in strays:
        groups.append({"forum": None, "name": stray, "meetings": _rows(look, stray)})
    held = sum(m.held for m in look.meetings.values())
    return {"groups": groups, "held": held, "missed": len(look.meetings) - held}


def _rows(look: Lookup, forum: str) -> list[dict[str, Any]]:
    inside = [m for m in look.meetings.values() if str(m.ref.forum_ref) == forum]
    inside.sort(key=lambda m: (date_bounds(m.date)[0], str(m.ref)), reverse=True)
    return [{"meeting": m, "made": len(_made(look, m))} for m in inside]


def _made(look: Lookup, meeting: Meeting) -> list[Any]:
    return [c for c in look.settled if c.ref and c.ref.meeting_ref == meeting.ref]


def _meeting(look: Lookup, meeting: Meeting) -> dict[str, Any]:
    made = _made(look, meeting)
    documents = [d for d in look.documents.values() if d.ref and d.ref.meeting_ref == meeting.ref]
    groups: dict[str, list[Any]] = {}
    order = {p.code: p.order for p in look.pillars.values()}
    for commitment in sorted(made, key=lambda c: (order.get(c.pillar, 99), str(c.ref))):
        groups.setdefault(commitment.pillar, []).append(commitment)
    return {
        "meeting": meeting,
        "forum": look.forums.get(str(meeting.ref.forum_ref)),
        "documents": documents,
        "groups": groups,
        "tally": tally(made, look),
        "made": made,
        "sentence": _meeting_sentence(look, meeting, made),
        "lineage": [(c, e) for c in made for e in c.continues],
        "children": [f for f in look.forums.values() if f.parent == meeting.ref],
        "proposed": [c for c in look.proposed if c.ref and c.ref.meeting_ref == meeting.ref],
    }


def _meeting_sentence(look: Lookup, meeting: Meeting, made: list[Any]) -> str:
    if not meeting.held:
        return "This meeting was planned and did not take place."
    if made:
        return headline(made, look)
    who = listed(look.name(c) for c in meeting.participants)
    return f"{who or 'The parties'} met; this register holds no commitment made there."


def _forum(look: Lookup, forum: Forum) -> dict[str, Any]:
    made = [c for c in look.settled if c.ref and c.ref.forum_ref == forum.ref]
    issuers = (
        code
        for d in look.documents.values()
        if d.ref and d.ref.forum_ref == forum.ref
        for code in d.issuers
    )
    bound = (code for c in made for code in c.parties)
    codes = dict.fromkeys((*forum.parties, *bound, *issuers))
    groups = [look.parties[c] for c in codes if c in look.parties]
    rows = _rows(look, str(forum.ref))
    held = sum(row["meeting"].held for row in rows)
    sentence = f"{counted(held, 'meeting')} on record"
    sentence += f"; {headline(made, look)[0].lower()}{headline(made, look)[1:]}" if made else "."
    return {
        "forum": forum,
        "rows": rows,
        "made": made,
        "tally": tally(made, look),
        "groups": [p for p in groups if p.kind == "group" and p.members],
        "sentence": sentence[:1].upper() + sentence[1:],
        "parent": look.meetings.get(str(forum.parent)) if forum.parent else None,
        "documents": _strays(look, forum),
    }


def _strays(look: Lookup, forum: Forum) -> list[Any]:
    """Documents of the forum that stand in no meeting of the register."""
    inside = [d for d in look.documents.values() if d.ref and d.ref.forum_ref == forum.ref]
    return [d for d in inside if d.ref and str(d.ref.meeting_ref) not in look.meetings]
