"""What can honestly be said of a commitment: words from evidence, never a score.

One pure function, :func:`standing`, reads the evidence and the deadline. It says what was
found and when; whether that is enough is for the assessment and the reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from aftersummit.model import Commitment, Evidence
from aftersummit.publish.site.words import date_bounds, date_words

STANDINGS: dict[str, tuple[str, str]] = {
    "completed": (
        "completed",
        "All who were bound, and not only some, are on record as having done what was promised.",
    ),
    "action": (
        "action found",
        "At least one step towards it is on record. It may be partial, and it may not suffice.",
    ),
    "announced": (
        "announced only",
        "Statements or announcements are on record, and nothing that was carried out.",
    ),
    "mixed": ("mixed", "Some of what is on record helps it and some works against it."),
    "undercut": ("undercut", "All that is on record works against it."),
    "nothing": ("nothing found", "Nothing that bears on it was found in the places searched."),
    "unconfirmed": (
        "nothing confirmed",
        "Something was noted but could not be checked, so it is not counted.",
    ),
    "unsearched": (
        "not yet searched",
        "Nobody has looked yet for what was done about it, so nothing can be said.",
    ),
}
"""Code to the words on the page and their meaning, from most to least done."""

ORDER = tuple(STANDINGS)
_LEADS = (
    *("by ", "before ", "in ", "within ", "from ", "until ", "through ", "early ", "every "),
    *("each ", "this ", "next ", "over ", "during ", "at ", "on ", "annual", "no later "),
    *("after ", "throughout ", "since ", "between "),
)
"""Words with which a deadline already reads as one."""

_EMPTY = ("nothing", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record for one commitment on one day.

    Attributes:
        code: a key of :data:`STANDINGS`.
        due: ``none`` (no deadline), ``open`` (not yet reached) or ``passed``.
        due_date: last day of the deadline, ISO, "" without one.
        counted: evidence that was counted, in order of date.
        aside: evidence that is shown and not counted, each with the reason.
    """

    code: str
    due: str
    due_date: str = ""
    counted: tuple[Evidence, ...] = ()
    aside: tuple[tuple[Evidence, str], ...] = ()

    @property
    def word(self) -> str:
        """The status as printed."""
        return STANDINGS[self.code][0]

    @property
    def meaning(self) -> str:
        """What the word says and does not say."""
        return STANDINGS[self.code][1]

    @property
    def found(self) -> bool:
        """Whether anything that helps it, done or announced, is on record."""
        return self.code in ("completed", "action", "mixed", "announced")

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed without completion on record."""
        return self.due == "passed" and self.code != "completed"

    @property
    def empty(self) -> bool:
        """Whether somebody looked and nothing confirmed was found."""
        return self.code in _EMPTY


def standing(
    commitment: Commitment,
    evidence: Iterable[Evidence],
    as_of: str,
    *,
    made: str = "",
    bound: Collection[str] = (),
) -> Standing:
    """What is on record for ``commitment``.

    That nothing was found is said only of a commitment that was searched.

    Args:
        evidence: everything linked to it.
        as_of: ISO date of the register; a deadline before it has passed.
        made: EDTF date on which it was made; what happened before does not count, because
            an act cannot keep a promise that was not yet given.
        bound: codes of those who are bound; it is completed when each of them completed it
            (or, where nobody is named, when anyone did).
    """
    counted: list[Evidence] = []
    aside: list[tuple[Evidence, str]] = []
    for item in sorted(evidence, key=lambda e: (date_bounds(e.date)[0], str(e.ref))):
        reason = _not_counted(item, as_of, made)
        if reason:
            aside.append((item, reason))
        else:
            counted.append(item)
    done = tuple(dict.fromkeys(a for e in counted if e.stance == "completes" for a in e.actors))
    due_date = deadline_end(commitment)
    due = "none" if not due_date else ("passed" if due_date < as_of else "open")
    code = _code(counted, aside, done, bound)
    if code == "nothing" and not commitment.searched:
        code = "unsearched"
    return Standing(code, due, due_date, tuple(counted), tuple(aside))


def deadline_end(commitment: Commitment) -> str:
    """Last day (ISO) on which the commitment is in time; "" without a deadline."""
    if commitment.deadline is None:
        return ""
    return commitment.deadline.end or date_bounds(commitment.deadline.edtf)[1]


def deadline_words(commitment: Commitment, as_of: str, *, state: bool = True) -> str:
    """The deadline as a reader says it: "by the end of 2025 (passed)".

    Args:
        state: whether to say if it has passed.
    """
    if commitment.deadline is None:
        return "no date was set"
    words = _limit_words(commitment.deadline.text.strip(), commitment.deadline.edtf)
    end = deadline_end(commitment)
    if not end or not state:
        return words
    return f"{words} ({'passed' if end < as_of else 'not yet due'})"


def _limit_words(text: str, edtf: str) -> str:
    if text and text != edtf:
        return text if text.lower().startswith(_LEADS) else f"by {text}"
    start, _, end = edtf.partition("/")
    if end == ".." or (not end and edtf.endswith("/")):
        return f"from {date_words(start)} on"
    last = end or start
    return f"by {date_words(last)}" if len(last) >= 10 else f"by the end of {date_words(last)}"


def _not_counted(item: Evidence, as_of: str, made: str) -> str:
    if item.confidence == "unverified":
        return "unverified"
    if item.stance == "mentions":
        return "context"
    earliest, latest = date_bounds(item.date)
    if latest and made and latest < (date_bounds(made)[0] or ""):
        return "before the commitment was made"
    if earliest and as_of and earliest > as_of:
        return "after the date of this register"
    return ""


def _code(
    counted: list[Evidence],
    aside: list[tuple[Evidence, str]],
    done: tuple[str, ...],
    bound: Collection[str],
) -> str:
    against = any(e.stance in ("undercuts", "mixed") for e in counted)
    helping = [e for e in counted if e.stance in ("completes", "advances", "announces")]
    if against:
        only = not helping and all(e.stance == "undercuts" for e in counted)
        return "undercut" if only else "mixed"
    if done and set(bound) <= set(done):
        return "completed"
    if any(e.stance != "announces" and e.rung != "statement" for e in helping):
        return "action"
    if helping:
        return "announced"
    return "unconfirmed" if any(reason == "unverified" for _, reason in aside) else "nothing"
