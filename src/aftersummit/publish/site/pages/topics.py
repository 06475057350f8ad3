"""The register seen by pillar, by priority and by issue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Commitment, slugify
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.figures import spark
from aftersummit.publish.site.pages.home import headline, tally
from aftersummit.publish.site.words import date_bounds, listed

FIVE = "economic-stability"


def pages(look: Lookup) -> Iterator[Page]:
    """The list of topics and one page each; issues without a commitment get none."""
    yield Page(
        "topics.html",
        "topics.html",
        "Topics",
        "The commitments by pillar, by shared priority and by issue.",
        lambda: _index(look),
        "topics.html",
    )
    for family, code, name, inside in topics(look):
        note = _note(look, family, code)
        yield Page(
            topic_path(family, code),
            "topic.html",
            name,
            f"{name}: {headline(inside, look)}",
            lambda f=family, n=name, i=inside, t=note, c=code: _topic(look, f, n, i, t, c),  # type: ignore[misc]
            "topics.html",
        )


def topic_path(family: str, code: str) -> str:
    """Where a pillar, priority or issue stands."""
    return f"{family}/{slugify(code)}.html"


def topics(look: Lookup) -> list[tuple[str, str, str, list[Commitment]]]:
    """Family, code, name and commitments of every topic that has a page."""
    found = []
    for pillar in sorted(look.pillars.values(), key=lambda p: p.order):
        inside = [c for c in look.settled if c.pillar == pillar.code]
        found.append(("pillar", pillar.code, pillar.name, inside))
    for term in look.priorities.values():
        inside = [c for c in look.settled if term.code in priorities_of(look, c)]
        found.append(("priority", term.code, term.name, inside))
    for term in look.issues.values():
        inside = [c for c in look.settled if c.issue == term.code]
        if inside:
            found.append(("issue", term.code, term.name, inside))
    return found


def priorities_of(look: Lookup, commitment: Commitment) -> tuple[str, ...]:
    """A commitment's own priorities, else those of its pillar."""
    if commitment.priorities:
        return commitment.priorities
    pillar = look.pillars.get(commitment.pillar)
    return pillar.priorities if pillar else ()


def _note(look: Lookup, family: str, code: str) -> str:
    if family == "pillar":
        served = (look.priorities.get(code) for code in look.pillars[code].priorities)
        names = [term.name.lower() for term in served if term]
        return f"Filed under the shared priorities of {listed(names)}." if names else ""
    term = (look.priorities if family == "priority" else look.issues)[code]
    return term.meaning


def _index(look: Lookup) -> dict[str, Any]:
    families: dict[str, list[dict[str, Any]]] = {"pillar": [], "priority": [], "issue": []}
    for family, code, name, inside in topics(look):
        families[family].append(
            {
                "code": code,
                "name": name,
                "path": topic_path(family, code),
                "made": len(inside),
                "found": sum(look.standing(c).found for c in inside),
                "note": _note(look, family, code),
            }
        )
    return {"families": families, "five": FIVE in look.priorities}


def _topic(
    look: Lookup, family: str, name: str, inside: list[Commitment], note: str, code: str
) -> dict[str, Any]:
    ordered = sorted(inside, key=lambda c: (date_bounds(look.made(c))[0], str(c.ref)), reverse=True)
    refs = {str(c.ref) for c in inside}
    series = [
        s
        for s in look.register.series
        if (family == "pillar" and s.pillar == code) or refs & set(map(str, s.commitments))
    ]
    return {
        "family": family,
        "name": name,
        "note": note,
        "commitments": ordered,
        "tally": tally(inside, look),
        "sentence": headline(inside, look),
        "figures": [spark(s) for s in series],
        "five": family == "priority" and FIVE in look.priorities,
    }
