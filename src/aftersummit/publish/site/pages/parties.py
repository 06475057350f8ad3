"""Each country, organisation and group: what it owes and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.errors import BadAddress
from aftersummit.model import Commitment, Party, Ref
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.marks import SQUARES
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.coverage import place_of, squares
from aftersummit.publish.site.pages.scorecards import (
    scorecard_path,
    scored_meetings,
    summaries_of,
)
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import counted, date_bounds


def pages(look: Lookup) -> Iterator[Page]:
    """The list of parties and a page for each one that stands in the register."""
    shown = involved(look)
    yield Page(
        "parties.html",
        "parties.html",
        "Who promised",
        f"{counted(len(shown), 'government or group', 'governments and groups')}: "
        "what each owes and what it did.",
        lambda: _index(look),
        "parties.html",
    )
    for party in shown:
        yield Page(
            path_of(Ref.flat("party", party.code)),
            "party.html",
            party.name,
            f"What {party.name} promised, what it did, and what was not found.",
            lambda party=party: _party(look, party),  # type: ignore[misc]
            "parties.html",
        )


def involved(look: Lookup) -> list[Party]:
    """Parties that are bound, acted, met or belong to a group that was; by name."""
    codes: set[str] = set()
    for commitment in look.settled:
        codes.update(commitment.parties)
        codes.update(look.bound(commitment))
    for meeting in look.meetings.values():
        codes.update(meeting.participants)
    for forum in look.forums.values():
        codes.update(forum.parties)
    for action in look.actions.values():
        codes.update(action.actors)
    for item in look.register.evidence:
        codes.update(item.actors)
    groups = (look.parties[c] for c in list(codes) if c in look.parties)
    codes.update(m.party for group in groups for m in group.members)
    codes.discard("all")
    known = [look.parties.get(code) or Party(code, code) for code in codes]
    valid = [p for p in known if _addressable(p.code)]
    return sorted(valid, key=lambda p: (p.name, p.code))


def _addressable(code: str) -> bool:
    try:
        Ref.flat("party", code)
    except BadAddress:
        return False
    return True


def _cards(look: Lookup, party: Party) -> list[dict[str, Any]]:
    """A party's means, meeting by meeting, the latest first."""
    return [
        {"row": one, "path": scorecard_path(one.under), "meeting": look.meetings.get(one.under)}
        for meeting in scored_meetings(look)
        for one in summaries_of(look, meeting)
        if one.group == party.code
    ]


def _coverage(look: Lookup, party: Party) -> list[dict[str, Any]]:
    """A party's rows in the matrices of who acted on what."""
    return [
        {"matrix": matrix, "cells": list(zip(matrix.columns, row, strict=True))}
        for matrix in look.register.scoring.matrices
        for code, row in squares(look, matrix)
        if code == party.code
    ]


def _owed(look: Lookup, party: Party) -> list[Commitment]:
    return [c for c in look.settled if party.code in look.bound(c) or party.code in c.parties]


def _index(look: Lookup) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for party in involved(look):
        owed = _owed(look, party)
        acted = sum(bool(_acted(look, c, party)) for c in owed)
        rows.append({"party": party, "owed": len(owed), "acted": acted})
    rows.sort(key=lambda row: -row["owed"])
    return {
        "countries": [r for r in rows if r["party"].kind == "country"],
        "groups": [r for r in rows if r["party"].kind != "country"],
    }


def _acted(look: Lookup, commitment: Commitment, party: Party) -> list[Any]:
    codes = {party.code, *look.members(party.code)}
    return [e for e in look.standing(commitment).counted if codes & set(look.actors(e))]


def _party(look: Lookup, party: Party) -> dict[str, Any]:
    owed = _owed(look, party)
    helping, against = [], []
    nothing: list[Commitment] = []
    unsearched: list[Commitment] = []
    for commitment in owed:
        found = _acted(look, commitment, party)
        if not found:
            (nothing if commitment.searched else unsearched).append(commitment)
        elif all(e.stance == "undercuts" for e in found):
            against.append((commitment, found))
        else:
            helping.append((commitment, found))
    actions = [a for a in look.actions.values() if party.code in look.actors(a)]
    actions.sort(key=lambda a: date_bounds(a.date)[0], reverse=True)
    groups = [
        (group, m)
        for group in look.parties.values()
        for m in group.members
        if m.party == party.code
    ]
    cards = _cards(look, party)
    return {
        "this": party,
        "owed": owed,
        "helping": helping,
        "against": against,
        "nothing": nothing,
        "unsearched": unsearched,
        "actions": actions,
        "memberships": groups,
        "members": sorted(
            party.members, key=lambda m: (date_bounds(m.since)[0], look.name(m.party))
        ),
        "forums": [f for f in look.forums.values() if party.code in f.parties],
        "states": SQUARES,
        "place_of": place_of,
        "cards": cards,
        "coverage": _coverage(look, party),
        "machine": any(card["row"].proposed for card in cards),
        "met": sum(party.code in m.participants and m.held for m in look.meetings.values()),
    }
