"""Where each record stands on the site: its address with ``.html``, easy to guess."""

from __future__ import annotations

from aftersummit.model import Ref


def path_of(ref: Ref) -> str:
    """Path (with a fragment, where the record is part of a page) relative to the site's root.

    ``nals/2023/C017`` stands at ``nals/2023/C017.html`` and a piece of evidence on it at
    ``nals/2023/C017.html#E003``. A source has no page and gives "".
    """
    if ref.kind == "forum":
        return f"forum/{ref.forum}.html"
    if ref.kind in ("evidence", "guideline"):
        return f"{ref.commitment_ref}.html#{ref.part}"
    if ref.kind == "assessment":
        return f"{ref.commitment_ref}.html#{ref.part}-{ref.period}"
    if ref.kind == "action":
        return f"actions.html#{ref.item}"
    if ref.kind == "document" and ref.span is not None:
        return f"{ref.document_ref}.html#{anchor(ref.span.start, ref.span.end)}"
    if ref.kind == "source":
        return ""
    return f"{ref}.html"


def anchor(start: int, end: int) -> str:
    """Name of the lit place ``[start, end)`` on a document's page."""
    return f"s-{start}-{end}"


def relative(origin: str, target: str) -> str:
    """``target`` as a link from the page at ``origin``; both are paths from the root."""
    return "../" * origin.count("/") + target
