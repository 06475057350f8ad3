"""Who is asking, and whether they may: sessions, tokens against forged requests, limits.

A project without accounts is open to whoever sits at this machine, under one name. With
accounts everybody signs in. Either way a request that changes something must carry a token
that only our own pages know, and the name in the address bar must be one we answer to, so that
a page from elsewhere can neither send nor read anything.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass

from fastapi import Request, Response

from aftersummit.errors import AftersummitError
from aftersummit.project import Project
from aftersummit.project.people import may

SESSION = "aftersummit_session"
VISIT = "aftersummit_visit"
LANGUAGE = "aftersummit_language"
TOKEN_HEADER = "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")


class Refused(AftersummitError):
    """The request may not be answered; ``status`` is HTTP's word for why."""

    def __init__(self, status: int, code: str, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        name: "" for somebody who has not signed in.
        role: "" for somebody who has not signed in.
        secret: what the token against forged requests is made of.
        team: whether the project has accounts.
        script: whether a bearer token was sent in place of a cookie.
    """

    name: str
    role: str
    secret: str
    team: bool
    script: bool = False

    @property
    def token(self) -> str:
        """The token that forms and scripts of our own pages send back."""
        return hashlib.sha256(f"csrf|{self.secret}".encode()).hexdigest()

    def may(self, role: str) -> bool:
        """Whether the caller may do what that role may."""
        return may(self.role, role)


class Door:
    """Decides about every request of one server."""

    def __init__(self, project: Project, *, coder: str, hosts: frozenset[str]) -> None:
        self._project = project
        self._coder = coder
        self._hosts = hosts
        self._team = False

    def team(self) -> bool:
        """Whether the project has accounts; once it has, it stays so."""
        self._team = self._team or self._project.team.exists()
        return self._team

    def caller(self, request: Request) -> Caller:
        """Who sent a request.

        Raises:
            Refused: the host is not ours, or a change came without its token.
        """
        self.check_host(request)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        visit = request.cookies.get(VISIT, "")
        if not self.team():
            return self._checked(request, Caller(self._coder, "admin", visit, False))
        session = bearer or request.cookies.get(SESSION, "")
        person = self._project.team.signed_in(session)
        if person is None:
            return self._checked(request, Caller("", "", visit, True))
        caller = Caller(person.name, person.role, session, True, script=bool(bearer))
        return self._checked(request, caller)

    def visitor(self, request: Request) -> Caller:
        """Somebody at a form for which nobody needs to have signed in.

        Raises:
            Refused: the host is not ours, or the form is not one of ours.
        """
        self.check_host(request)
        return self._checked(request, Caller("", "", request.cookies.get(VISIT, ""), False))

    def check_host(self, request: Request) -> None:
        """Whether the request was sent to a name that is ours.

        Raises:
            Refused: it was not.
        """
        sent = request.headers.get("host", "").lower()
        host = re.sub(r":\d*$", "", sent).strip("[]")
        if self._hosts and host not in self._hosts:
            raise Refused(
                421,
                "other-host",
                f"this server does not answer to '{host[:80]}'",
                "open it under the address that it printed, or allow it with --allow-host",
            )

    def _checked(self, request: Request, caller: Caller) -> Caller:
        if request.method in SAFE or caller.script:
            return caller
        site = request.headers.get("sec-fetch-site", "same-origin")
        sent = request.headers.get(TOKEN_HEADER, "") or request.scope.get("form_token", "")
        right = bool(caller.secret) and secrets.compare_digest(sent.encode(), caller.token.encode())
        if site not in ("same-origin", "none") or not right:
            if caller.team and not caller.name:
                raise Refused(401, "signed-out", "you are not signed in", "sign in again")
            raise Refused(
                403,
                "no-token",
                "the request did not come from a page of this server",
                "load the page again and repeat what you did",
            )
        return caller


def need(caller: Caller, role: str) -> Caller:
    """The caller, if they may do what a role may.

    Raises:
        Refused: they may not, or have not signed in.
    """
    if not caller.role:
        raise Refused(401, "signed-out", "you are not signed in", "sign in first")
    if not caller.may(role):
        raise Refused(
            403, "not-allowed", f"this needs the role '{role}' and you are {caller.role}",
            "ask an admin of the project",
        )  # fmt: skip
    return caller


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name,
        value,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


class Limit:
    """No more than so many failures in a time, for each key.

    Tries wait for each other in :attr:`turn`, so that many at once are counted as if they
    came one by one, and hashing their passwords takes the memory of one.
    """

    def __init__(self, failures: int = 5, seconds: float = 900.0) -> None:
        self._failures = failures
        self._seconds = seconds
        self._at: dict[str, deque[float]] = {}
        self._lock = threading.Lock()
        self.turn = threading.Lock()

    def check(self, *keys: str) -> None:
        """Whether another try is allowed.

        Raises:
            Refused: there were too many failures; says for how long to wait.
        """
        now = time.monotonic()
        with self._lock:
            for key in keys:
                tries = self._at.get(key, deque())
                while tries and tries[0] < now - self._seconds:
                    tries.popleft()
                if len(tries) >= self._failures:
                    minutes = int((tries[0] + self._seconds - now) // 60) + 1
                    raise Refused(
                        429, "too-many", "there were too many tries",
                        f"wait {minutes} minutes, then try again",
                    )  # fmt: skip

    def failed(self, *keys: str) -> None:
        """Count a failure; forget keys whose last one is over."""
        now = time.monotonic()
        with self._lock:
            over = [key for key, at in self._at.items() if not at or at[-1] < now - self._seconds]
            for key in over:
                del self._at[key]
            for key in keys:
                self._at.setdefault(key, deque()).append(now)

    def succeeded(self, *keys: str) -> None:
        """Forget the failures."""
        with self._lock:
            for key in keys:
                self._at.pop(key, None)
