"""Whether a form still shows what stands there, so that nobody replaces a word unseen."""

from __future__ import annotations

from aftersummit.errors import Conflict
from aftersummit.model import Decision, Ref
from aftersummit.store import Reader


class Overtaken(Conflict):
    """Somebody decided on a record after the form was loaded.

    Who is told and not what: it may be a blind code.
    """

    def __init__(self, subject: Ref, present: Decision) -> None:
        super().__init__(
            f"{subject} has changed since you loaded it: {present.coder} decided on it",
            "load it again, look at what stands there now, then save yours or leave it",
        )


def check_seen(reader: Reader, subject: Ref, saw: int | None) -> None:
    """Whether the last decision on a subject is the one that a form showed.

    Args:
        saw: its number, 0 for none; None does not ask.

    Raises:
        Overtaken: another one was appended since.
    """
    if saw is None:
        return
    last = max(reader.decisions(subject), key=lambda one: one.number, default=None)
    if last is not None and last.number != saw:
        raise Overtaken(subject, last)
