"""The published site, rendered from the live project at each request."""

from __future__ import annotations

import mimetypes
import threading
from dataclasses import replace
from urllib.parse import unquote

from fastapi import Response

from aftersummit.model import Commitment, Ref, Register
from aftersummit.project import Project
from aftersummit.publish.site import Site

HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-eval'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class LiveSite:
    """The site of a project, folded anew when the project has changed."""

    def __init__(self, project: Project, as_of: str = "") -> None:
        self._project = project
        self._as_of = as_of
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._site: Site | None = None

    def render(self, path: str) -> bytes:
        """The page or file at a path of the site.

        Raises:
            NotFound: the site has no such page.
        """
        with self._lock:
            state = self._project.state()
            if self._site is None or state != self._state:
                register = self._project.register(as_of=self._as_of)
                self._site = Site(unblinded(register, self._project.coding.blind_documents()))
                self._state = state
            site = self._site
            return site.render(path)

    def answer(self, path: str) -> Response:
        """The page at the path of a request."""
        wanted = unquote(path) or "index.html"
        if wanted.endswith("/"):
            wanted += "index.html"
        kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
        return Response(self.render(wanted), 200, HEADERS, kind)


def unblinded(register: Register, blind: frozenset[Ref]) -> Register:
    """The register without what coders of an open round must not see.

    Machine proposals and people's decisions on the documents of open rounds are left out;
    records that were there before any machine or coder stay.
    """
    if not blind:
        return register

    def shown(commitment: Commitment) -> bool:
        return commitment.status == "catalogued" or not any(
            passage.document in blind for passage in commitment.passages
        )

    kept = tuple(c for c in register.commitments if shown(c))
    gone = {c.ref for c in register.commitments if c.ref and not shown(c)}
    return replace(
        register,
        commitments=kept,
        decisions=tuple(
            d
            for d in register.decisions
            if d.subject not in gone
            and not (d.subject.kind == "document" and d.subject.document_ref in blind)
        ),
    )
