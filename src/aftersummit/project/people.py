"""The team: accounts, roles, invitations, sessions and the audit log.

A project without accounts belongs to whoever can open its folder. The first account makes it
a team's: from then on the server asks everybody to sign in. Passwords are kept as argon2id
hashes, tokens as SHA-256; neither can be read back.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aftersummit.errors import Conflict, MissingExtra, NotFound, UserError
from aftersummit.project.clock import now
from aftersummit.store import Event, Person, Store

ROLES = ("reader", "coder", "lead", "admin")
"""Each may do what those before it may, and more."""

SHORTEST = 10
INVITED_FOR = timedelta(days=7)
SIGNED_IN_FOR = timedelta(hours=12)


class Team:
    """Accounts of a project."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def exists(self) -> bool:
        """Whether there is any account."""
        with self._store.read() as reader:
            return reader.people.count() > 0

    def all(self) -> list[Person]:
        """Everybody, by name."""
        with self._store.read() as reader:
            return reader.people.all()

    def invite(self, name: str, role: str, *, by: str) -> str:
        """Make an account (or let one choose a new password); returns the invitation's token.

        Raises:
            UserError: the name or the role does not fit.
        """
        name = _checked_name(name)
        _check_role(role)
        hasher()
        token = secrets.token_urlsafe(24)
        with self._store.write() as writer:
            known = writer.people.find(name) or Person(name, role, since=now())
            self._keep_an_admin(writer.people.all(), name, role)
            until = _in(INVITED_FOR)
            # Who was switched off comes back with a new password, never with the old one.
            kept = known.password if known.active else ""
            if role != known.role:
                writer.people.close_session(name=name)
            writer.people.put(
                replace(
                    known, role=role, password=kept, invitation=_hash(token), invited_until=until,
                    active=True,
                )
            )  # fmt: skip
            writer.people.log(Event(now(), by, "invited", name, role))
        return token

    def invitation(self, token: str) -> Person:
        """Who is invited by a token.

        Raises:
            NotFound: nobody, or no longer.
        """
        with self._store.read() as reader:
            found = reader.people.invited(_hash(token))
        if found is None or found.invited_until < now() or not found.active:
            raise NotFound("this invitation is not valid any more", "ask for a new one")
        return found

    def join(self, token: str, password: str) -> str:
        """Take an invitation up with a password; returns a session's token.

        Raises:
            NotFound: the invitation is not valid.
            UserError: the password is too short or the person's own name.
        """
        person = self.invitation(token)
        if len(password) < SHORTEST:
            raise UserError(f"the password has fewer than {SHORTEST} characters", "choose longer")
        if password.casefold() in (person.name.casefold(), "password" * 2):
            raise UserError("the password is easily guessed", "choose another")
        kept = hasher().hash(password)
        with self._store.write() as writer:
            again = writer.people.invited(_hash(token))
            if again is None:
                raise NotFound("this invitation was taken up already", "sign in")
            writer.people.put(replace(again, password=kept, invitation="", invited_until=""))
            writer.people.close_session(name=person.name)
            writer.people.log(Event(now(), person.name, "joined", person.name))
        return self.open_session(person.name)

    def sign_in(self, name: str, password: str, *, where: str = "") -> str | None:
        """A session's token, or None where the name or the password is wrong.

        It takes as long for a name that does not exist, so that names cannot be guessed.
        """
        with self._store.read() as reader:
            person = reader.people.find(name.strip())
        usable = person is not None and person.active and bool(person.password)
        kept = person.password if person is not None and usable else _nobody()
        right = _verified(kept, password) and usable
        with self._store.write() as writer:
            what = "signed in" if right else "sign-in refused"
            writer.people.log(Event(now(), name.strip()[:80], what, where[:300]))
        return self.open_session(name.strip()) if right else None

    def open_session(self, name: str) -> str:
        """A new session's token; sessions are never taken over from before a sign-in."""
        token = secrets.token_urlsafe(32)
        with self._store.write() as writer:
            writer.people.open_session(_hash(token), name, at=now(), until=_in(SIGNED_IN_FOR))
        return token

    def token(self, name: str, *, by: str, days: int = 90) -> str:
        """A token with which a script acts as somebody, for some days.

        Raises:
            NotFound: there is no such account, or it is switched off.
        """
        token = secrets.token_urlsafe(32)
        with self._store.write() as writer:
            person = writer.people.find(name)
            if person is None or not person.active:
                raise NotFound(f"there is no account '{name}'", "invite somebody first")
            until = _in(timedelta(days=days))
            writer.people.open_session(_hash(token), name, at=now(), until=until)
            writer.people.log(Event(now(), by, "token made", name, f"{days} days"))
        return token

    def signed_in(self, token: str) -> Person | None:
        """Whose session it is, or None."""
        if not token:
            return None
        with self._store.glance() as reader:
            person = reader.people.signed_in(_hash(token), now())
        return person if person is not None and person.active else None

    def sign_out(self, token: str) -> None:
        """End a session, if there is one."""
        if not token:
            return
        with self._store.write() as writer:
            writer.people.close_session(_hash(token))

    def set_role(self, name: str, role: str, *, by: str) -> None:
        """Give somebody another role; they sign in anew, and their scripts' tokens end.

        Raises:
            NotFound: there is no such account.
            Conflict: nobody would be left who can manage people.
        """
        _check_role(role)
        self._change(name, by, f"role: {role}", role=role)

    def switch_off(self, name: str, *, by: str) -> None:
        """Let somebody no longer sign in; what they decided stays.

        Raises:
            NotFound: there is no such account.
            Conflict: nobody would be left who can manage people.
        """
        self._change(name, by, "switched off", active=False)

    def _change(self, name: str, by: str, what: str, **fields: Any) -> None:
        with self._store.write() as writer:
            known = writer.people.find(name)
            if known is None:
                raise NotFound(f"there is no account '{name}'", "see them with: aftersummit people")
            changed = replace(known, **fields)
            role = changed.role if changed.active else "reader"
            self._keep_an_admin(writer.people.all(), name, role)
            writer.people.put(changed)
            if (changed.active, changed.role) != (known.active, known.role):
                writer.people.close_session(name=name)
            writer.people.log(Event(now(), by, what, name))

    def _keep_an_admin(self, everybody: list[Person], name: str, role: str) -> None:
        admins = {p.name for p in everybody if p.role == "admin" and p.active} - {name}
        if not admins and role != "admin":
            raise Conflict(
                "there would be nobody who can manage people", "make somebody an admin first"
            )

    def audit(self, *, limit: int = 200, before: int = 0) -> list[Event]:
        """What people did besides coding, newest first."""
        with self._store.read() as reader:
            return list(reader.people.events(limit, before))


def may(role: str, needed: str) -> bool:
    """Whether a role may do what another one may."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def hasher() -> Any:
    """The password hasher.

    Raises:
        MissingExtra: argon2 is not installed.
    """
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise MissingExtra("working as a team", "team") from error
    return PasswordHasher()


_NOBODY: list[str] = []


def _nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(hasher().hash(secrets.token_urlsafe(16)))
    return _NOBODY[0]


def _verified(kept: str, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return bool(hasher().verify(kept, password))
    except VerificationError:
        return False


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60 or not name.isprintable() or any(c in name for c in '&<>"/\\'):
        raise UserError(
            f"'{name[:60]}' cannot be a name here", "give 1 to 60 characters without & < > / \\"
        )
    return name


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UserError(f"'{role}' is no role", f"use one of {', '.join(ROLES)}")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _in(length: timedelta) -> str:
    return (datetime.now(UTC) + length).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
