"""The whole of what a project knows on one day, as plain values.

Publishing and exporting take a :class:`Register` and nothing else, so that they can be
tested, replayed and replaced without a store.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aftersummit.model.assessed import Scoring
from aftersummit.model.claim import Claim, Remark
from aftersummit.model.codebook import Codebook
from aftersummit.model.coding import RoundReport
from aftersummit.model.commitment import Commitment
from aftersummit.model.decision import Decision
from aftersummit.model.document import Document
from aftersummit.model.evidence import Action, Evidence
from aftersummit.model.meeting import Forum, Meeting
from aftersummit.model.outcome import Effect, Headway, Yardstick
from aftersummit.model.problem import Problem
from aftersummit.model.score import Score
from aftersummit.model.series import Series
from aftersummit.model.source import Source


@dataclass(frozen=True, slots=True)
class Register:
    """A project's state folded as of a day.

    Attributes:
        title: name of the register.
        as_of: ISO date to which it is folded.
        compiled: ISO date up to which the bundled facts were searched.
    """

    title: str
    as_of: str
    codebook: Codebook
    compiled: str = ""
    forums: tuple[Forum, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    documents: tuple[Document, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    series: tuple[Series, ...] = ()
    scores: tuple[Score, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    rounds: tuple[RoundReport, ...] = ()
    yardsticks: tuple[Yardstick, ...] = ()
    headway: tuple[Headway, ...] = ()
    effects: tuple[Effect, ...] = ()
    scoring: Scoring = field(default_factory=Scoring)
