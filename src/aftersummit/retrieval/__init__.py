"""Passages of documents, the keyword index over them and vectors beside it; all derived.

What needs numpy is imported from its module: ``retrieval.meanings``, ``retrieval.encoding``.
"""

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
