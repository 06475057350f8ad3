"""The search index: one line a record, small enough to be read from disk by a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aftersummit.model import Ref
from aftersummit.publish.site.lookup import Lookup
from aftersummit.publish.site.pages.commitments import title_of
from aftersummit.publish.site.pages.documents import has_page
from aftersummit.publish.site.pages.parties import involved
from aftersummit.publish.site.pages.topics import topic_path, topics
from aftersummit.publish.site.paths import path_of
from aftersummit.publish.site.words import KIND_WORDS, counted, date_words, listed, shorten

Entry = tuple[str, str, str, str, str]
"""Path, kind, title, what stands under it, and further words that find it."""


def index(look: Lookup) -> bytes:
    """A classic script that sets the index: a page opened from disk may not fetch a file."""
    lines = ",\n".join(script_json(list(entry)) for entry in entries(look))
    return f"window.AFTERSUMMIT_INDEX = [\n{lines}\n];\n".encode()


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def entries(look: Lookup) -> Iterator[Entry]:
    """Every record that has a place on the site; no document's text is among it."""
    yield from _commitments(look)
    for meeting in look.meetings.values():
        about = f"{date_words(meeting.date)}, {meeting.place}".rstrip(", ")
        words = " ".join((*meeting.leaders.values(), str(meeting.ref), meeting.note))
        yield path_of(meeting.ref), "Meeting", meeting.name, about, words
    for forum in look.forums.values():
        yield path_of(forum.ref), "Forum", forum.name, shorten(forum.note, 140), " ".join(forum.aka)
    for action in look.actions.values():
        who = listed(look.name(c) for c in action.actors)
        about = f"{date_words(action.date)}, {who}"
        yield path_of(action.ref), "Action", shorten(action.what, 160), about, action.note
    for party in involved(look):
        yield path_of(Ref.flat("party", party.code)), "Party", party.name, "", party.code
    for family, code, name, inside in topics(look):
        yield (
            topic_path(family, code),
            family.capitalize(),
            name,
            counted(len(inside), "commitment"),
            code,
        )
    for series in look.register.series:
        yield path_of(series.ref), "Figure", series.title, series.publisher, series.unit
    for document in look.documents.values():
        if document.ref is None:
            continue
        path = path_of(document.ref) if has_page(look, document) else document.url
        about = f"{KIND_WORDS.get(document.kind, 'Document')}, {date_words(document.date)}"
        yield path, "Document", document.title, about, str(document.ref)


def _commitments(look: Lookup) -> Iterator[Entry]:
    for commitment in (*look.settled, *look.proposed):
        if commitment.ref is None:
            continue
        who = listed((look.name(c) for c in look.bound(commitment)), 4)
        meeting = look.meeting(commitment.ref)
        about = f"{look.standing(commitment).word}. {who}{', ' + meeting.name if meeting else ''}"
        quotes = " ".join(shorten(p.quote, 400) for p in commitment.passages)
        words = " ".join(
            (commitment.statement, quotes, str(commitment.ref), commitment.key, commitment.note)
        )
        kind = "Commitment" if commitment.status != "proposed" else "Proposal"
        yield path_of(commitment.ref), kind, title_of(commitment), about, words
