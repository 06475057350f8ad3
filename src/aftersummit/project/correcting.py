"""``correct``: put right what was found about a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aftersummit.errors import UserError
from aftersummit.model import Document, Ref, from_wire, to_wire
from aftersummit.project.clock import now
from aftersummit.store import Store

CORRECTABLE = ("title", "date", "issuers", "language", "kind", "url")
"""What a reader can get wrong about a document and a person can put right."""


def correct(store: Store, ref: Ref, corrections: Mapping[str, Any]) -> Document:
    """The document with the corrections, kept as its new present state.

    Raises:
        NotFound: there is no such document.
        UserError: a field that cannot be corrected, or a value that does not fit.
    """
    for field in corrections:
        if field not in CORRECTABLE:
            raise UserError(
                f"'{field}' of a document cannot be corrected",
                f"choose from {', '.join(CORRECTABLE)}",
            )
    with store.write() as writer:
        found = writer.get(Document, ref.document_ref)
        mended = from_wire(Document, {**to_wire(found), **to_wire(corrections)})
        writer.put(mended, at=now())
    return mended
