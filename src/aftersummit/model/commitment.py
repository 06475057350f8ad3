"""What was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.ref import Ref
from aftersummit.model.span import Span

Label = Literal["commitment", "call", "stance"]
Strength = Literal["firm", "soft"]
Kind = Literal["action", "outcome"]
Status = Literal["proposed", "accepted", "rejected", "merged", "split", "catalogued"]
"""proposed: by a machine, undecided. catalogued: a bundled record, compiled by people."""
Match = Literal["exact", "normalised", "missing"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a commitment is written.

    Attributes:
        document: the document's address; ``None`` for a text outside any project.
        span: where in the canonical text; ``None`` for words that could not be placed.
        quote: the words; "" where the text may not be carried along (only the place is).
        text_sha256: hash of the canonical text to which ``span`` refers.
        match: how the words were placed; ``missing`` keeps a quotation that was not found.
    """

    span: Span | None = None
    quote: str = ""
    document: Ref | None = None
    text_sha256: str = ""
    match: Match = "exact"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: the words, the EDTF date, and the interval it means (ISO dates, inclusive)."""

    text: str
    edtf: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A promised amount.

    Attributes:
        text: the words.
        value: lower or only number, in ``unit``; ``None`` where only words were given.
        high: upper number of a range.
        unit: ``percent``, ``people``, ``doses``, ``USD``, ``tonne``, ... as in the text, singular.
        direction: rise, fall, or "" where the text names none.
        bound: ``at least``, ``up to``, ``about`` or "".
        baseline: the words that name the level it is measured from.
    """

    text: str
    value: float | None = None
    high: float | None = None
    unit: str = ""
    direction: str = ""
    bound: str = ""
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a promise that name somebody, a place or a deed, and what they stand for.

    Attributes:
        text: the words as written.
        code: what they stand for: a party's code, or a verb in its base form; "" where none.
        span: where in the canonical text; ``None`` outside any text.
    """

    text: str
    code: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A state of the world to be reached.

    Attributes:
        what: the quantity, in words.
        value, high: the level to reach (``high`` for a range), in ``unit``.
        change: whether ``value`` is a change from the baseline (True) or a level.
        baseline_value, baseline_year: the level it is measured from, where stated.
        year: the year by which.
    """

    what: str
    value: float | None = None
    high: float | None = None
    unit: str = ""
    change: bool = False
    baseline_value: float | None = None
    baseline_year: int | None = None
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """Which extractors found a commitment, of those that were asked; no person is among them.

    Attributes:
        found: names of those that did, in the order in which they were asked.
        of: names of all that were asked.
        agreed: whether all of them found it, in the same parts.
    """

    found: tuple[str, ...]
    of: tuple[str, ...]
    agreed: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise (or a call or stance, by ``label``), found in a text or entered in a register.

    The first group is what an extractor finds; the second is what a register adds.

    Attributes:
        passages: where it is written, the first being the one it was found in.
        confidence: calibrated probability that ``label`` is right, 0 to 1.
        head: the clause over a list that carries the promising verb.
        why: what decided, in words.
        parties: codes of those bound; ``("all",)`` = the document's issuers.
        issue: one of the issue codes of the codebook.
        bound: the words on which ``parties`` rest; none where a bare bullet names nobody.
        action: verb and object, with the verb's base form as its code.
        beneficiaries: those for whose good it is, as the text names them.
        places: where it is to happen, as the text names them.
        votes: who found it, where several extractors were asked.
        title, statement: in the register's own words.
        form: trilateral, bilateral, national, ... : how many stand behind it.
        continues: earlier commitments that this one takes up.
        key: a short name that stays when numbers change (``n23-chip-forum``).
        target: the state to be reached, where the promise is an outcome.
        searched: ISO day until which somebody looked for what was done; "" when nobody has,
            so that "nothing found" is only said where something was looked for.
    """

    label: Label = "commitment"
    passages: tuple[Passage, ...] = ()
    confidence: float = 1.0
    strength: Strength | None = None
    kind: Kind | None = None
    parties: tuple[str, ...] = ()
    deadline: Deadline | None = None
    quantity: Quantity | None = None
    issue: str = ""
    head: Span | None = None
    why: tuple[str, ...] = ()
    bound: tuple[Named, ...] = ()
    action: Named | None = None
    beneficiaries: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    votes: Votes | None = None

    ref: Ref | None = None
    key: str = ""
    title: str = ""
    statement: str = ""
    pillar: str = ""
    priorities: tuple[str, ...] = ()
    form: str = ""
    continues: tuple[Ref, ...] = ()
    target: Target | None = None
    searched: str = ""
    status: Status = "proposed"
    checked: Confidence = "confirmed"
    note: str = ""
    citations: tuple[Citation, ...] = ()
    documents: tuple[Ref, ...] = ()

    @property
    def span(self) -> Span | None:
        """Where its first passage stands."""
        return self.passages[0].span if self.passages else None

    @property
    def quote(self) -> str:
        """The words of its first passage."""
        return self.passages[0].quote if self.passages else ""

    @property
    def start(self) -> int:
        """First code point; -1 where it is not placed."""
        return self.span.start if self.span else -1

    @property
    def end(self) -> int:
        """One past the last code point; -1 where it is not placed."""
        return self.span.end if self.span else -1
