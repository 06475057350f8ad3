"""Passages of documents and the keyword index over them; derived, always rebuildable."""

from aftersummit.retrieval.asking import Clause, Filter
from aftersummit.retrieval.index import Index, Update, key_of
from aftersummit.retrieval.passages import passages
from aftersummit.retrieval.rows import Hit
from aftersummit.retrieval.sharing import opened, pack
from aftersummit.retrieval.words import stems

__all__ = [
    "Clause",
    "Filter",
    "Hit",
    "Index",
    "Update",
    "key_of",
    "opened",
    "pack",
    "passages",
    "stems",
]
