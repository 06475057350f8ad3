"""A commitment's story, laid out for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from aftersummit.model import Commitment, Evidence
from aftersummit.project.telling import Story

_WIDTH = 88


def print_story(story: Story, as_of: str = "") -> None:
    """Print the story: the promise, its words, what was done, the figures, the decisions."""
    for line in _lines(story, as_of):
        print(line)


def _lines(story: Story, as_of: str) -> Iterator[str]:
    commitment = story.commitment
    yield f"{commitment.ref or 'proposal'}  {commitment.title or _short(commitment.quote)}"
    if story.meeting:
        yield f"{story.meeting.name}, {story.meeting.date}" + (
            f", as known on {as_of}" if as_of else ""
        )
    if commitment.checked == "unverified":
        yield "unverified: remembered, not seen on a page; not to be quoted as fact"
    yield ""
    if commitment.statement:
        yield from _wrapped(commitment.statement, "")
        yield ""
    yield from _facts(commitment)
    yield from _words(story)
    yield from _done(story.evidence, commitment.searched)
    yield from _moved(story)
    yield from _figures(story)
    yield from _lineage(story)
    yield from _decided(story)
    yield from _sources(commitment)


def _facts(commitment: Commitment) -> Iterator[str]:
    facts = {
        "state": f"{commitment.status}, confidence {commitment.confidence:.2f}"
        if commitment.status == "proposed"
        else commitment.status,
        "who owes it": ", ".join(commitment.parties),
        "by when": commitment.deadline.edtf if commitment.deadline else "no date named",
        "amount": commitment.quantity.text if commitment.quantity else "",
        "strength": commitment.strength or "",
        "kind": commitment.kind or "",
        "issue": commitment.issue,
        "pillar": commitment.pillar,
        "note": commitment.note,
    }
    for name, value in facts.items():
        if value:
            yield from _wrapped(value, f"{name:<12}  ")


def _words(story: Story) -> Iterator[str]:
    yield from _heading("in the words of")
    known = {str(d.ref): d for d in story.documents}
    shown = 0
    for passage in story.commitment.passages:
        document = known.get(str(passage.document))
        where = passage.document.at(passage.span) if passage.document and passage.span else None
        title = document.title if document else passage.document
        yield f"  {title}  {where or '(not placed)'}"
        if passage.quote:
            yield from _wrapped(f"“{passage.quote}”", "    ")
        else:
            yield "    (the text is not here: aftersummit fetch nals)"
        shown += 1
    if not shown:
        yield "  found in no official text that was searched"


def _done(evidence: tuple[Evidence, ...], searched: str) -> Iterator[str]:
    yield from _heading("what was done since")
    for item in evidence:
        mark = " (unverified)" if item.confidence == "unverified" else ""
        rung = f", {item.rung}" if item.rung else ""
        yield f"  {item.date}  {', '.join(item.actors)}  {item.stance}{rung}{mark}  {item.ref}"
        words = item.what or (item.passage.quote if item.passage else "")
        yield from _wrapped(words, "    ")
        for citation in item.citations[:1]:
            yield f"    {citation.url}"
    if not evidence and searched:
        yield f"  nothing found until {searched}; that is not the same as nothing done"
    elif not evidence:
        yield "  nobody has looked yet"


def _figures(story: Story) -> Iterator[str]:
    if not story.series:
        return
    yield from _heading("figures beside it (no effect is claimed)")
    for series in story.series:
        if not series.observations:
            continue
        first, last = series.observations[0], series.observations[-1]
        yield (
            f"  {series.title}: {first.value:,.10g} ({first.period}) to "
            f"{last.value:,.10g} ({last.period}) {series.unit}  {series.ref}"
        )


def _moved(story: Story) -> Iterator[str]:
    """What may be said of the series that the promise is held against."""
    if story.headway or story.effects:
        yield from _heading("did anything move?")
    for way in story.headway:
        yield f"  {way.series}"
        yield from _wrapped(way.sentence, "    ")
    for effect in story.effects:
        yield f"  {effect.series}"
        yield from _wrapped(effect.sentence, "    ")


def _lineage(story: Story) -> Iterator[str]:
    if story.continues or story.taken_up_by:
        yield from _heading("before and after")
    for earlier in story.continues:
        yield f"  takes up    {earlier.ref}  {earlier.title}"
    for later in story.taken_up_by:
        yield f"  taken up by {later.ref}  {later.title}"


def _decided(story: Story) -> Iterator[str]:
    if story.decisions:
        yield from _heading("decisions")
    for decision in story.decisions:
        reason = f": {decision.reason}" if decision.reason else ""
        what = f"{decision.coder}  {decision.verdict}{reason}"
        yield f"  {decision.number}  {decision.at[:16]}  {what}"


def _sources(commitment: Commitment) -> Iterator[str]:
    if commitment.citations:
        yield from _heading(f"sources ({commitment.checked})")
    for citation in commitment.citations:
        yield f"  {citation.url}"
    if commitment.why:
        yield from _heading("why the machine proposes it")
        yield from (f"  {reason}" for reason in commitment.why)


def _heading(words: str) -> Iterable[str]:
    return ("", words.upper())


def _wrapped(text: str, lead: str) -> Iterable[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )


def _short(text: str) -> str:
    return textwrap.shorten(text, _WIDTH, placeholder=" ...")
