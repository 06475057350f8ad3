"""What no request may bring, refused before anything reads it: too many bytes, and NUL.

A body is counted while it arrives, because its stated length is only what the sender says.
PostgreSQL keeps no NUL in a text and SQLite does; refusing it here keeps the two alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[Scope, int, str, str, str], App]
"""(scope, status, code, what, remedy) to the answer that says so."""

BODY_BYTES = 1_000_000
"""Many times what the longest form needs; a round of 500 documents takes 60,000."""


class Guard:
    """Stands before an application and lets through what it can take."""

    def __init__(self, app: App, refuse: Refuse, most: int = BODY_BYTES) -> None:
        self._app = app
        self._refuse = refuse
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            answer = self._refuse(scope, 400, "refused", "the address holds a NUL", "leave it out")
            return await answer(scope, receive, send)
        body = await self._body(receive)
        if body is None:
            told = f"the request is larger than {self._most} bytes"
            answer = self._refuse(scope, 413, "too-large", told, "send less at a time")
            return await answer(scope, receive, send)
        return await self._app(scope, _again(body, receive), send)

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole body, or None as soon as there is too much of it."""
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._most:
                return None
            more = message.get("more_body", False)
        return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body as one message, then whatever the connection brings."""
    waiting = [body]

    async def given() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return given
