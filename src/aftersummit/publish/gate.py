"""What stands in the way of publishing, and what a reader should be warned of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from aftersummit.model import Problem, Ref, Register
from aftersummit.model.problem import Severity
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.site import FAMILIES
from aftersummit.publish.site.words import date_bounds


def check(register: Register) -> list[Problem]:
    """Problems of a register, those that should stop its publication first.

    ``error`` is a blocker: a claim without a source, an address that leads nowhere or that
    two records share, words that are not where the record says. ``warning`` is shown to
    whoever publishes and does not stop it.
    """
    look = Lookup(register)
    found = [
        *_dates(register),
        *_duplicates(register),
        *_sources(register),
        *_references(look),
        *_passages(look),
        *_evidence(look),
        *_outcomes(look),
        *_scores(register),
        *_unverified(register),
        *_collisions(look),
    ]
    return sorted(found, key=lambda p: p.severity != "error")


def blockers(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems for which a site should not be published."""
    return [problem for problem in problems if problem.severity == "error"]


def _problem(
    code: str, where: Any, what: str, remedy: str, severity: Severity = "error"
) -> Problem:
    return Problem(code, str(where), what, remedy, severity)


def _dates(register: Register) -> Iterator[Problem]:
    for name in ("as_of", "compiled"):
        day = getattr(register, name)
        if (day or name == "as_of") and date_bounds(day) != (day, day):
            yield _problem("date-unread", name, f"'{day}' is not a day", "write it as 2026-11-23")
    for kind in ("meetings", "documents", "actions"):
        for record in getattr(register, kind):
            if record.date and not any(date_bounds(record.date)):
                yield _problem(
                    "date-unread",
                    record.ref,
                    f"the date '{record.date}' cannot be read",
                    "write it as EDTF, for instance 2023-01-10",
                    "warning",
                )


def _duplicates(register: Register) -> Iterator[Problem]:
    kinds = ("forums", "meetings", "documents", "commitments", "actions", "evidence", "series")
    counts = Counter(r.ref for kind in kinds for r in getattr(register, kind) if r.ref)
    for ref, number in counts.items():
        if number > 1:
            what = f"{number} records share this address"
            yield _problem("address-shared", ref, what, "give each an address of its own")


def _sources(register: Register) -> Iterator[Problem]:
    actions = {action.ref: action for action in register.actions}
    remedy = "add a citation, or the passage that shows it"
    for kind in ("forums", "meetings", "actions"):
        for record in getattr(register, kind):
            if not record.citations:
                yield _problem("no-source", record.ref, "it has no source", remedy)
    for commitment in register.commitments:
        if not commitment.citations and not commitment.passages and commitment.status != "rejected":
            yield _problem("no-source", commitment.ref, "it has no source", remedy)
    for item in register.evidence:
        action = actions.get(item.action) if item.action else None
        if not item.citations and item.passage is None and not (action and action.citations):
            yield _problem("no-source", item.ref, "it has no source", remedy)
    for series in register.series:
        bare = [o.period for o in series.observations if not o.citations]
        if bare and not series.citations:
            what = f"{len(bare)} values have no source of their own (first: {bare[0]})"
            severity: Severity = "warning" if series.publisher else "error"
            yield _problem("no-source", series.ref, what, remedy, severity)


def _references(look: Lookup) -> Iterator[Problem]:
    register = look.register
    known = {str(c.ref) for c in register.commitments if c.ref}
    for item in register.evidence:
        yield from _missing(item.ref, [item.commitment], known, "commitment")
        yield from _missing(item.ref, [item.action], set(look.actions), "action")
        yield from _unknown_parties(look, item.ref, item.actors)
    for commitment in register.commitments:
        yield from _missing(commitment.ref, commitment.continues, known, "commitment")
        documents = look.documents_of(commitment)
        yield from _missing(commitment.ref, documents, set(look.documents), "document")
        yield from _unknown_parties(look, commitment.ref, commitment.parties)
    for series in register.series:
        yield from _missing(series.ref, series.commitments, known, "commitment")
    for meeting in register.meetings:
        yield from _unknown_parties(look, meeting.ref, meeting.participants)
    for action in register.actions:
        yield from _unknown_parties(look, action.ref, action.actors)


def _missing(
    where: Ref | None, refs: Iterable[Ref | None], known: set[str], kind: str
) -> Iterator[Problem]:
    for ref in refs:
        if ref is not None and str(ref) not in known:
            what = f"it points to the {kind} '{ref}', which is not in the register"
            yield _problem("unknown-reference", where, what, f"correct the {kind}'s address")


def _unknown_parties(look: Lookup, where: Ref | None, codes: Iterable[str]) -> Iterator[Problem]:
    for code in codes:
        if code != "all" and code not in look.parties:
            what = f"the party '{code}' is not in the scheme and is shown by its code"
            yield _problem("unknown-party", where, what, "add it to the codebook", "warning")


def _passages(look: Lookup) -> Iterator[Problem]:
    for commitment in look.register.commitments:
        where = commitment.ref or (commitment.passages[0].document if commitment.passages else "")
        for passage in commitment.passages:
            if passage.document is None or passage.span is None or passage.match == "missing":
                continue
            document = look.documents.get(str(passage.document.document_ref))
            if document is None or document.text is None:
                continue
            if passage.text_sha256 not in ("", document.text_sha256):
                what = f"it is placed in another version of {document.ref} and cannot be lit"
                yield _problem("text-changed", where, what, "locate it again", "warning")
            elif passage.span.end > len(document.text) or (
                passage.quote and document.quote(passage.span) != passage.quote
            ):
                what = f"its words do not stand at {passage.span.start}-{passage.span.end}"
                yield _problem("quote-misplaced", where, what, f"locate it again in {document.ref}")


def _evidence(look: Lookup) -> Iterator[Problem]:
    for item in look.register.evidence:
        commitment = look.commitments.get(str(item.commitment))
        earliest = date_bounds(item.date)[0]
        if earliest and earliest > look.register.as_of:
            what = f"it is dated {item.date}, after the register's {look.register.as_of}"
            yield _problem("after-register", item.ref, what, "correct one of them", "warning")
        if commitment is None or item.stance == "mentions":
            continue
        made = date_bounds(look.made(commitment))[0]
        latest = date_bounds(item.date)[1]
        if made and latest and latest < made:
            what = f"it is dated {item.date}, before the commitment was made, and is not counted"
            yield _problem("before-promise", item.ref, what, "give it as context", "warning")


def _outcomes(look: Lookup) -> Iterator[Problem]:
    """No effect is published that a check denies, and every yardstick has its records."""
    known = {str(c.ref) for c in look.register.commitments if c.ref}
    for one in look.register.yardsticks:
        yield from _missing(one.ref, [one.commitment], known, "commitment")
        yield from _missing(one.ref, [one.series, *one.compare], set(look.series), "series")
    for effect in look.register.effects:
        failed = [check.check for check in effect.checks if check.passed is False]
        if effect.shown and (failed or not effect.estimates):
            what = f"it is shown as an effect although a check failed: {', '.join(failed) or 'all'}"
            yield _problem("effect-denied", effect.ref, what, "estimate it again: effect check")


def _scores(register: Register) -> Iterator[Problem]:
    """A verdict must not rest on evidence that was taken back since."""
    known = {item.ref for item in register.evidence}
    for score in register.scores:
        gone = [str(ref) for ref in score.evidence if ref not in known]
        if gone:
            what = f"it rests on {gone[0]}, which was taken back or is not here"
            yield _problem("score-unfounded", score.ref, what, "correct the score, with a reason")


def _unverified(register: Register) -> Iterator[Problem]:
    remedy = "find the page that confirms it; until then it is marked and not counted"
    for kind in ("forums", "meetings", "actions"):
        for record in getattr(register, kind):
            if record.confidence == "unverified":
                yield _problem("unverified", record.ref, "it is unverified", remedy, "warning")
    for commitment in register.commitments:
        if commitment.checked == "unverified":
            yield _problem("unverified", commitment.ref, "it is unverified", remedy, "warning")
    for series in register.series:
        periods = [o.period for o in series.observations if o.confidence == "unverified"]
        if periods:
            what = f"{len(periods)} values are unverified ({', '.join(periods)})"
            yield _problem("unverified", series.ref, what, remedy, "warning")


def _collisions(look: Lookup) -> Iterator[Problem]:
    places: dict[str, str] = {}
    for family in FAMILIES:
        for page in family.pages(look):
            first = places.setdefault(page.path.casefold(), page.path)
            if first != page.path:
                what = f"'{first}' and '{page.path}' are one file on some computers"
                yield _problem("path-shared", page.path, what, "rename one of the two records")
