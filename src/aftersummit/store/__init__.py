"""Nouns to rows and back; the only room that knows SQL."""

from aftersummit.store.nouns import NOUNS, address_of, first_day, noun_of
from aftersummit.store.people import Event, People, Person
from aftersummit.store.reading import FOREVER, Reader
from aftersummit.store.store import DATABASE, SOURCES, Store
from aftersummit.store.writing import Writer

__all__ = [
    "DATABASE",
    "FOREVER",
    "NOUNS",
    "SOURCES",
    "Event",
    "People",
    "Person",
    "Reader",
    "Store",
    "Writer",
    "address_of",
    "first_day",
    "noun_of",
]
