"""The program's errors, named by whose move is next.

Every error is one line for a person: what happened, where, and what to do.
Surfaces turn the class into an exit code (terminal) or a status (HTTP); nothing
below them prints or exits.
"""

from __future__ import annotations


class AftersummitError(Exception):
    """Root of every error that this program raises on purpose.

    Args:
        what: what happened, with the place where it happened.
        remedy: what the reader can do now; joined to ``what`` when printed.
    """

    exit_code = 3

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = _one_line(what)
        self.remedy = _one_line(remedy)
        super().__init__(f"{self.what}; {self.remedy}" if self.remedy else self.what)


class UserError(AftersummitError):
    """The input has to change: the person who typed it moves next."""

    exit_code = 1


class UsageError(AftersummitError):
    """The command has to change: an option or argument does not fit."""

    exit_code = 2


class BadAddress(UserError):
    """A record's address cannot be parsed."""


class NotFound(UserError):
    """The address is well formed and nothing stands there."""


class UnreadableSource(UserError):
    """A source's bytes cannot be read as a document."""


class NotAProject(UserError):
    """The folder holds no project, or one that cannot be opened."""


class Conflict(UserError):
    """Somebody else wrote first, or the record is not in a state that allows this."""


class MissingExtra(UserError):
    """An optional part is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs a part that is not installed",
            f"install it with: pip install 'aftersummit[{extra}]'",
        )


class OutsideError(AftersummitError):
    """Something outside this program failed: a server, a disk, another process."""

    exit_code = 3


def _one_line(text: str) -> str:
    return " ".join(text.split())
