"""The people of a team, their sessions, and the log of what they did besides coding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from aftersummit.store.schema import audit, people, sessions


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in.

    Attributes:
        role: ``reader``, ``coder``, ``lead`` or ``admin``.
        password: hash, "" before the invitation is taken up.
        invitation: SHA-256 of the invitation's token, "" where none is open.
        invited_until, since: UTC moments.
        active: whether the account can be used.
    """

    name: str
    role: str
    password: str = ""
    invitation: str = ""
    invited_until: str = ""
    active: bool = True
    since: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log."""

    at: str
    who: str
    what: str
    subject: str = ""
    note: str = ""
    number: int = 0


class People:
    """Rows about people, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Person]:
        """Everybody, by name."""
        rows = self._connection.execute(select(people).order_by(people.c.name))
        return [_person(row) for row in rows]

    def count(self) -> int:
        """How many accounts there are; none means that the project has no team."""
        query = select(func.count()).select_from(people)
        return int(self._connection.execute(query).scalar_one())

    def find(self, name: str) -> Person | None:
        """The account of that name, or None."""
        row = self._connection.execute(select(people).where(people.c.name == name)).first()
        return None if row is None else _person(row)

    def invited(self, token: str) -> Person | None:
        """Who holds the invitation with that hash, or None."""
        query = select(people).where(people.c.invitation == token)
        row = self._connection.execute(query).first() if token else None
        return None if row is None else _person(row)

    def put(self, person: Person) -> None:
        """Keep an account in place of the one of the same name."""
        self._connection.execute(delete(people).where(people.c.name == person.name))
        self._connection.execute(
            insert(people).values(
                name=person.name,
                role=person.role,
                password=person.password,
                invitation=person.invitation,
                invited_until=person.invited_until,
                active=int(person.active),
                since=person.since,
            )
        )

    def open_session(self, token: str, name: str, *, at: str, until: str) -> None:
        """Keep a session under the hash of its token; sessions that are over go."""
        self._connection.execute(delete(sessions).where(sessions.c.until <= at))
        self._connection.execute(insert(sessions).values(token=token, name=name, until=until))

    def signed_in(self, token: str, at: str) -> Person | None:
        """Whose session it is, or None where it is unknown or over."""
        query = (
            select(people)
            .join(sessions, sessions.c.name == people.c.name)
            .where(sessions.c.token == token, sessions.c.until > at)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _person(row)

    def close_session(self, token: str = "", name: str = "") -> None:
        """End one session, or all of a person's."""
        which = sessions.c.token == token if token else sessions.c.name == name
        self._connection.execute(delete(sessions).where(which))

    def log(self, event: Event) -> None:
        """Add a line to the audit log."""
        self._connection.execute(
            insert(audit).values(
                at=event.at,
                who=event.who,
                what=event.what,
                subject=event.subject,
                note=event.note,
            )
        )

    def events(self, limit: int = 200, before: int = 0) -> Iterator[Event]:
        """The audit log, newest first."""
        query = select(audit).order_by(audit.c.number.desc()).limit(limit)
        if before:
            query = query.where(audit.c.number < before)
        for row in self._connection.execute(query):
            yield Event(row.at, row.who, row.what, row.subject, row.note, row.number)


def _person(row: Any) -> Person:
    return Person(
        row.name,
        row.role,
        row.password,
        row.invitation,
        row.invited_until,
        bool(row.active),
        row.since,
    )
