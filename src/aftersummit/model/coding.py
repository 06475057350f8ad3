"""What coders said of the units of a text, and the rounds in which they said it blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.commitment import Deadline, Kind, Quantity, Strength
from aftersummit.model.ref import Ref
from aftersummit.model.span import Span

CodeVerdict = Literal["code", "skip", "undo", "redo", "adjudicate"]
RoundState = Literal["open", "closed"]
MeasureBy = Literal["all", "label", "attribute", "document", "pair", "issue", "commitment"]


@dataclass(frozen=True, slots=True)
class Part:
    """One commitment inside a unit: its words and what is promised in them.

    Attributes:
        span: in the canonical text of the unit's document.
        parties: codes of those bound; ``("all",)`` = the document's issuers.
    """

    span: Span
    parties: tuple[str, ...] = ()
    strength: Strength | None = None
    kind: Kind | None = None
    deadline: Deadline | None = None
    quantity: Quantity | None = None
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One line of the coders' log: a unit coded, skipped, or a step taken back.

    Attributes:
        unit: the unit's place, ``nals/2023/declaration#45-188``. For ``undo`` and ``redo``
            the unit whose code went or came back.
        verdict: ``undo`` takes back the coder's own last code of the round, ``redo`` brings
            it again; ``adjudicate`` is a third person's word after the round.
        label: one of the codebook's labels, "" where the verdict carries none.
        parts: for a commitment, one for each promise; in order, not overlapping.
        key: the client's own name for this line, so that sending it twice keeps it once.
        number: position in the log, from 1.
    """

    unit: Ref
    verdict: CodeVerdict
    coder: str
    at: str
    label: str = ""
    parts: tuple[Part, ...] = ()
    note: str = ""
    reason: str = ""
    round: str = ""
    codebook: str = ""
    key: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """One agreement coefficient for one group of blind codes, with its interval.

    Attributes:
        group: which label, attribute, document or pair of coders; ``all``.
        coefficient: ``percent``, ``cohen``, ``fleiss``, ``alpha-nominal``.
        value: ``None`` where the codes leave it undefined.
        low, high: bounds of the 95 % interval, resampling units.
        units: units with at least two codes.
        scale: of the scores coded, "" for codes of units.
    """

    by: MeasureBy
    group: str
    coefficient: str
    value: float | None
    low: float | None
    high: float | None
    units: int
    codes: int
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """Documents that several people code without seeing each other's codes.

    Attributes:
        ref: ``round/nals-2023-a``.
        texts: SHA-256 of the canonical text of each document when the round was opened;
            offsets mean nothing in any other text.
        coders: names, in the order given.
        codebook: version of the coding scheme in force.
        overlap: share of units (0 to 1) that everybody codes; each other unit goes to one
            coder.
        machine: whether coders see what the machine proposes.
        settled: UTC moment at which its outcome was taken into the register, "" before.
        units, doubled, disputed: units coded at least once, by two or more, and with
            codes that differ; counted when the round was closed.
        measures: agreement of the blind codes, computed when the round was closed.
    """

    ref: Ref
    title: str
    documents: tuple[Ref, ...]
    texts: tuple[str, ...]
    coders: tuple[str, ...]
    codebook: str
    overlap: float = 1.0
    machine: bool = False
    state: RoundState = "open"
    lead: str = ""
    opened: str = ""
    closed: str = ""
    settled: str = ""
    units: int = 0
    doubled: int = 0
    disputed: int = 0
    measures: tuple[Measure, ...] = ()

    @property
    def name(self) -> str:
        """The round's name, the last part of its address."""
        return self.ref.item


@dataclass(frozen=True, slots=True)
class RoundReport:
    """A closed round as it is published: who coded what, and how far they agreed."""

    ref: Ref
    title: str
    documents: tuple[Ref, ...]
    coders: int
    codebook: str
    overlap: float
    machine: bool
    opened: str
    closed: str
    units: int
    doubled: int
    disputed: int
    adjudicated: int
    measures: tuple[Measure, ...] = ()
