"""Documents are read: bytes of any of our formats become canonical text that can be cited."""

from aftersummit.documents.boxes import boxes
from aftersummit.documents.builder import TextBuilder
from aftersummit.documents.describe import describe, described
from aftersummit.documents.discover import Discovery, discover
from aftersummit.documents.feeds import Entry, Robots, entries, is_feed
from aftersummit.documents.fetch import Fetched, FetchPolicy, Refused, fetch
from aftersummit.documents.read import read
from aftersummit.documents.reading import (
    Facts,
    Limits,
    Reader,
    Reading,
    Received,
    Unreadable,
)
from aftersummit.documents.recognise import reader_named, readers, recognise

__all__ = [
    "Discovery",
    "Entry",
    "Facts",
    "FetchPolicy",
    "Fetched",
    "Limits",
    "Reader",
    "Reading",
    "Received",
    "Refused",
    "Robots",
    "TextBuilder",
    "Unreadable",
    "boxes",
    "describe",
    "described",
    "discover",
    "entries",
    "fetch",
    "is_feed",
    "read",
    "reader_named",
    "readers",
    "recognise",
]
