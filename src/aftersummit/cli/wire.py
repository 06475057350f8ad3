"""Between what is typed or printed and the nouns."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from aftersummit.errors import UsageError
from aftersummit.model import Commitment, Document, Party, Source, Span, to_wire

Row = dict[str, Any]

_PLURALS = {"parties": "party", "series": "series", "evidence": "evidence"}


def singular(noun: str) -> str:
    """``documents`` to ``document``; one of a noun is understood too."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    return noun[:-1] if noun.endswith("s") else noun


def plural(noun: str) -> str:
    """``document`` to ``documents``, as kinds of records are called in exports."""
    known = {"party": "parties", "summary": "summaries"} | {
        n: n for n in ("evidence", "coverage", "agreement")
    }
    if noun in known or noun.endswith("s") or "-" in noun:
        return known.get(noun, noun)
    return f"{noun}s"


def found_row(commitment: Commitment) -> Row:
    """A find in a text, in the form that other programs rely on."""
    wire = to_wire(commitment)
    return {
        "start": commitment.start,
        "end": commitment.end,
        "quote": commitment.quote,
        **{
            key: wire[key]
            for key in (
                "label",
                "confidence",
                "strength",
                "kind",
                "parties",
                "deadline",
                "quantity",
                "issue",
                "head",
                "why",
            )
        },
        **({"votes": wire["votes"]} if commitment.votes else {}),
    }


def votes_in_words(row: Row) -> Row:
    """A row whose ``votes``, where it has any, are shown as ``2 of 3``."""
    votes = row.get("votes")
    if not votes:
        return row
    agreed = ", agreed" if votes["agreed"] else ""
    return {**row, "votes": f"{len(votes['found'])} of {len(votes['of'])}{agreed}"}


def commitment_row(commitment: Commitment) -> Row:
    """A commitment of a project: its address first, then everything about it."""
    wire = to_wire(commitment)
    place = _place(commitment)
    wire.pop("ref")
    return {
        "address": str(commitment.ref) if commitment.ref else place,
        "place": place,
        "start": commitment.start,
        "end": commitment.end,
        "quote": commitment.quote,
        **wire,
        "title": commitment.title or commitment.quote,
    }


def record_row(record: Any) -> Row:
    """Any record: its address first."""
    if isinstance(record, Commitment):
        return commitment_row(record)
    wire: Row = to_wire(record)
    if isinstance(record, Document) and record.text is None:
        wire.pop("text")
    if "ref" in wire:
        return {"address": wire.pop("ref"), **wire}
    if isinstance(record, Party):
        return {"address": f"party/{record.code}", **wire}
    if isinstance(record, Source):
        return {"record": f"source/{record.sha256}", **wire}
    return wire


def changes_from(assignments: Sequence[str]) -> dict[str, Any]:
    """``deadline=2030`` and the like as field values.

    A value that is JSON is taken as such; a deadline may be a bare EDTF date; fields that
    hold several values take them with commas.

    Raises:
        UsageError: there is no ``=``.
    """
    changes: dict[str, Any] = {}
    for assignment in assignments:
        field, sign, value = assignment.partition("=")
        if not sign:
            raise UsageError(f"'{assignment}' is no change", "write it like --set deadline=2030")
        changes[field.strip()] = _value(field.strip(), value.strip())
    return changes


def texts_from(assignments: Sequence[str]) -> dict[str, str]:
    """``+1=The port is open.`` and the like as texts.

    Raises:
        UsageError: there is no ``=``.
    """
    found = {}
    for assignment in assignments:
        field, sign, value = assignment.partition("=")
        if not sign:
            raise UsageError(f"'{assignment}' is no change", "write it like --set '+1=It is open.'")
        found[field.strip().replace("\N{MINUS SIGN}", "-")] = value.strip()
    return found


def spans_from(parts: Sequence[str]) -> tuple[Span, ...]:
    """``4511-4580`` as spans.

    Raises:
        UsageError: a part is no range.
    """
    spans = []
    for part in parts:
        match = re.fullmatch(r"(\d+)-(\d+)", part)
        if match is None:
            raise UsageError(f"'{part}' is no range", "write it like --part 4511-4580")
        spans.append(Span(int(match[1]), int(match[2])))
    return tuple(spans)


def _value(field: str, value: str) -> Any:
    if field in ("parties", "priorities", "continues") and not value.startswith("["):
        return [item.strip() for item in value.split(",") if item.strip()]
    if field in ("deadline", "quantity", "target", "strength", "kind") and value in ("", "null"):
        return None
    if field == "deadline" and not value.startswith("{"):
        from aftersummit.project.dates import deadline

        return to_wire(deadline(value))
    if value[:1] in "{[":
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise UsageError(
                f"{field} is not JSON ({error.msg})", "quote it for the shell"
            ) from None
    return value


def _place(commitment: Commitment) -> str:
    for passage in commitment.passages:
        if passage.document is not None and passage.span is not None:
            return str(passage.document.at(passage.span))
    return ""
