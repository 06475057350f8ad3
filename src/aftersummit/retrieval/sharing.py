"""One index for many processes and machines: opened where it lies, or fetched once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from aftersummit.retrieval.index import Index


def opened(address: str) -> Index:
    """The index at an address as it is now, kept open for the next question.

    Args:
        address: a folder.
    """
    ledger = Path(address) / "documents.tsv"
    return _opened(address, ledger.stat().st_size if ledger.exists() else 0)


@lru_cache(maxsize=2)
def _opened(folder: str, _size: int) -> Index:
    # The ledger only grows, so its size tells whether something came in since.
    return Index(Path(folder))
