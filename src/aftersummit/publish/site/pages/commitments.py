"""The list of commitments, a page for each, and the docket of deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.model import Commitment, Evidence, Passage
from aftersummit.publish.site.lookup import SETTLED, Lookup
from aftersummit.publish.site.page import Page
from aftersummit.publish.site.pages.figures import spark
from aftersummit.publish.site.pages.home import headline, tally
from aftersummit.publish.site.pages.outcomes import drawn, held_against, outcomes
from aftersummit.publish.site.pages.reasons import reasons
from aftersummit.publish.site.pages.topics import priorities_of, topic_path
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.status import STANDINGS, deadline_words
from aftersummit.publish.site.words import date_bounds, date_words, listed, shorten


def pages(look: Lookup) -> Iterator[Page]:
    """The list, the docket and a page for each commitment, retired ones included."""
    yield Page(
        "commitments.html",
        "commitments.html",
        "All commitments",
        headline(look.settled, look),
        lambda: _index(look),
        "commitments.html",
    )
    yield Page(
        "deadlines.html",
        "deadlines.html",
        "Deadlines",
        "Commitments by the day on which they fall due.",
        lambda: _docket(look),
        "deadlines.html",
    )
    for commitment in look.commitments.values():
        if commitment.ref is None:
            continue
        title = title_of(commitment)
        yield Page(
            path_of(commitment.ref),
            "commitment.html",
            title,
            shorten(commitment.statement or commitment.quote or title, 200),
            lambda c=commitment: _commitment(look, c),  # type: ignore[misc]
            "commitments.html",
            charts=drawn(look, commitment),
        )


def title_of(commitment: Commitment) -> str:
    """The register's title, or the first words of the statement or of the text."""
    words = commitment.title or commitment.statement or commitment.quote
    return shorten(words, 90) or f"Commitment {commitment.ref}"


def _index(look: Lookup) -> dict[str, Any]:
    groups: dict[str, list[Commitment]] = {}
    ordered = sorted(
        look.settled, key=lambda c: (date_bounds(look.made(c))[0], str(c.ref)), reverse=True
    )
    for commitment in ordered:
        if commitment.ref:
            groups.setdefault(str(commitment.ref.meeting_ref), []).insert(0, commitment)
    parties = sorted({code for c in look.settled for code in look.bound(c)}, key=look.name)
    return {
        "groups": groups,
        "tally": tally(look.settled, look),
        "sentence": headline(look.settled, look),
        "parties": parties,
        "codes": [code for code, _ in tally(look.settled, look)],
        "words": STANDINGS,
        "proposed": look.proposed,
        "loose": len(look.loose),
    }


def _docket(look: Lookup) -> dict[str, Any]:
    dated = [c for c in look.settled if look.standing(c).due != "none"]
    dated.sort(key=lambda c: (look.standing(c).due_date, str(c.ref)))
    ahead = [c for c in dated if look.standing(c).due == "open"]
    passed = [c for c in reversed(dated) if look.standing(c).due == "passed"]
    years: dict[str, list[Commitment]] = {}
    for commitment in ahead:
        years.setdefault(look.standing(commitment).due_date[:4], []).append(commitment)
    empty = sum(look.standing(c).empty for c in passed)
    return {
        "years": years,
        "ahead": ahead,
        "passed": passed,
        "empty": empty,
        "undated": len(look.settled) - len(dated),
    }


def _commitment(look: Lookup, commitment: Commitment) -> dict[str, Any]:
    assert commitment.ref is not None
    state = look.standing(commitment)
    aside = {str(e.ref): reason for e, reason in state.aside}
    items = sorted(
        look.evidence[str(commitment.ref)], key=lambda e: (date_bounds(e.date)[0], str(e.ref))
    )
    bound = look.bound(commitment)
    yardsticks = {str(y.series) for y in held_against(look, commitment)}
    beside = [s for s in look.series_of[str(commitment.ref)] if s not in yardsticks]
    return {
        "c": commitment,
        "title": title_of(commitment),
        "standing": state,
        "sentence": story(look, commitment),
        "bound": [(code, look.acted(commitment, code)) for code in bound],
        "named": commitment.parties,
        "deadline": deadline_words(commitment, look.register.as_of),
        "wordings": _wordings(look, commitment),
        "unplaced": [
            ref
            for ref in look.documents_of(commitment)
            if ref not in [p.document.document_ref for p in commitment.passages if p.document]
        ],
        "evidence": [_event(look, e, aside.get(str(e.ref), "")) for e in items],
        "filed": _filed(look, commitment),
        "outcomes": outcomes(look, commitment),
        "figures": [spark(look.series[s]) for s in beside],
        "later": look.continued_by[str(commitment.ref)],
        "earlier": commitment.continues,
        "settled": commitment.status in SETTLED,
        "reasons": reasons(look, commitment),
        "meeting": look.meeting(commitment.ref),
        "history": [d for d in look.register.decisions if d.subject == commitment.ref],
    }


def _filed(look: Lookup, commitment: Commitment) -> list[tuple[str, str]]:
    """Path and name of the topics under which a commitment stands."""
    found = []
    if commitment.pillar in look.pillars:
        name = look.pillars[commitment.pillar].name
        found.append((topic_path("pillar", commitment.pillar), name[:1].lower() + name[1:]))
    for code in priorities_of(look, commitment):
        if code in look.priorities:
            found.append((topic_path("priority", code), look.priorities[code].name.lower()))
    if commitment.issue in look.issues:
        name = look.issues[commitment.issue].name.lower()
        found.append((topic_path("issue", commitment.issue), name))
    return found


def story(look: Lookup, commitment: Commitment) -> str:
    """The first line of a commitment's page: what is on record, by whom, and since when."""
    state = look.standing(commitment)
    due = f" It was due by {date_words(state.due_date)}." if state.due == "passed" else ""
    if state.due == "open":
        due = f" It is due by {date_words(state.due_date)}."
    if state.code == "unsearched":
        return f"Nobody has looked yet for what was done about it.{due}"
    if state.empty:
        until = date_words(commitment.searched or look.register.compiled or look.register.as_of)
        what = "Nothing confirmed" if state.code == "unconfirmed" else "Nothing"
        return f"{what} that was done about it was found, up to {until}.{due}"
    latest = state.counted[-1]
    bound = look.bound(commitment)
    without = [look.name(code) for code in bound if not look.acted(commitment, code)]
    gap = ""
    if without and len(without) < len(bound):
        missing = "nothing was found" if commitment.searched else "nobody has looked yet"
        gap = f"; {missing} for {listed(without, 3)}"
    when = date_words(latest.date)
    if len(state.counted) == 1:
        return f"One step is on record, of {when}{gap}.{due}"
    return f"{len(state.counted)} steps are on record, the latest of {when}{gap}.{due}"


def _wordings(look: Lookup, commitment: Commitment) -> list[list[dict[str, Any]]]:
    """The passages, those of one document together and in its order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for passage in commitment.passages:
        key = str(passage.document.document_ref) if passage.document else ""
        groups.setdefault(key, []).append(_passage(look, passage))
    for group in groups.values():
        group.sort(key=lambda item: item["p"].span.start if item["p"].span else -1)
    return list(groups.values())


def _passage(look: Lookup, passage: Passage) -> dict[str, Any]:
    document = look.documents.get(str(passage.document.document_ref)) if passage.document else None
    quote = passage.quote
    held = bool(document and document.text)
    if not quote and document and document.text and passage.span:
        fresh = not passage.text_sha256 or passage.text_sha256 == document.text_sha256
        quote = document.quote(passage.span) if fresh else ""
    link = ""
    if document and document.ref:
        lit = held and passage.span and passage.match != "missing"
        link = path_of(document.ref.at(passage.span) if lit and passage.span else document.ref)
    return {"p": passage, "document": document, "quote": quote, "link": link, "held": held}


def _event(look: Lookup, item: Evidence, aside: str) -> dict[str, Any]:
    action = look.actions.get(str(item.action)) if item.action else None
    return {
        "e": item,
        "what": item.what or (action.what if action else ""),
        "aside": aside,
        "citations": item.citations or (action.citations if action else ()),
        "action": action,
        "quote": _passage(look, item.passage) if item.passage else None,
    }
