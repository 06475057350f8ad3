"""Lists a page at a time, and entity tags that spare sending what a client has already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request, Response

from aftersummit.errors import NotFound

T = TypeVar("T")

After = Annotated[str, Query(max_length=300, description="the `next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=500)]


def page(
    found: Sequence[T], name: Callable[[T], str], after: str, limit: int
) -> tuple[list[T], str | None]:
    """One page of a list, and the name of its last item, None where the list ends.

    Args:
        name: what an item is called; no two are called the same.
        after: name of the last item of the page before, "" for the first page.

    Raises:
        NotFound: no item is called ``after`` (any more).
    """
    start = 0
    if after:
        start = next((n for n, one in enumerate(found, start=1) if name(one) == after), 0)
        if not start:
            raise NotFound(f"nothing in this list is called '{after}'", "begin at the first page")
    shown = list(found[start : start + limit])
    return shown, name(shown[-1]) if start + limit < len(found) else None


def tagged(request: Request, value: Any) -> Response:
    """JSON with an entity tag; nothing is sent to a client that has it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")
