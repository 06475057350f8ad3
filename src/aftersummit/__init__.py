"""aftersummit: from summit texts to a register of commitments that is followed for years.

>>> import aftersummit
>>> found = aftersummit.extract("We will halve food waste by 2030.")
>>> found[0].quote
'We will halve food waste by 2030.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aftersummit.errors import AftersummitError
from aftersummit.model import (
    Commitment,
    Decision,
    Document,
    Evidence,
    Meeting,
    Passage,
    Ref,
    Register,
    Span,
)

if TYPE_CHECKING:
    from aftersummit.project import Project, make_project, open_project

__all__ = [
    "AftersummitError",
    "Commitment",
    "Decision",
    "Document",
    "Evidence",
    "Meeting",
    "Passage",
    "Project",
    "Ref",
    "Register",
    "Span",
    "extract",
    "make_project",
    "open_project",
]


def extract(text: str, language: str | None = None) -> list[Commitment]:
    """The commitments in a text, in document order.

    Args:
        text: any text; offsets count the Unicode code points of its canonical form (NFC,
            ``\\n`` line ends), which is the text itself when it is in that form.
        language: ``en``, ``fr`` or ``es``; found when not given.

    Returns:
        Commitments with ``start``, ``end`` and ``quote``; ``text[start:end] == quote``.
    """
    from aftersummit.commitments import extract_commitments
    from aftersummit.documents import described

    return extract_commitments(described(text, language=language))


def __getattr__(name: str) -> Any:
    """The project facade, imported when it is first asked for: extraction needs no store."""
    if name in ("Project", "make_project", "open_project"):
        from aftersummit import project

        return getattr(project, name)
    raise AttributeError(f"module 'aftersummit' has no attribute '{name}'")
