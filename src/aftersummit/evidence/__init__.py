"""Evidence: passages that bear on a commitment, found, ranked, judged and put in order."""

from aftersummit.evidence.find import Aim, Subject, find, parties_of
from aftersummit.evidence.folding import repeats
from aftersummit.evidence.query import Query, make_query
from aftersummit.evidence.screen import Journal, Screening, Work, screen, screen_batch
from aftersummit.evidence.timeline import Entry, Lane, timeline
from aftersummit.model import Copy, Finding, Place

__all__ = [
    "Aim",
    "Copy",
    "Entry",
    "Finding",
    "Journal",
    "Lane",
    "Place",
    "Query",
    "Screening",
    "Subject",
    "Work",
    "find",
    "make_query",
    "parties_of",
    "repeats",
    "screen",
    "screen_batch",
    "timeline",
]
