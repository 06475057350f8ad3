"""The nouns: frozen values that every stage shares, on the standard library alone."""

from aftersummit.model.assessed import (
    Assessment,
    Criterion,
    DatePlace,
    DeadlineState,
    Gap,
    GapKind,
    GapReason,
    Guideline,
    Judgement,
    Matrix,
    MatrixColumn,
    ScoreRank,
    ScoreSummary,
    Scoring,
    Square,
    SquareState,
    SummaryBy,
    Weighed,
)
from aftersummit.model.citation import Citation, Confidence
from aftersummit.model.claim import Claim, Remark
from aftersummit.model.codebook import Codebook, Conversion, Pillar, Scale, ScaleValue, Term
from aftersummit.model.coding import Code, Measure, Part, Round, RoundReport
from aftersummit.model.commitment import Commitment, Deadline, Named, Passage, Quantity, Target
from aftersummit.model.decision import VERDICTS, Decision, Verdict
from aftersummit.model.document import (
    DOCUMENT_KINDS,
    Box,
    Document,
    Page,
    Section,
    text_hash,
)
from aftersummit.model.evidence import RUNGS, STANCES, Action, Evidence, Rung, Stance
from aftersummit.model.finding import Copy, Finding, Place
from aftersummit.model.meeting import Forum, Meeting
from aftersummit.model.outcome import (
    CheckAnswer,
    Direction,
    Effect,
    EffectEstimate,
    EffectEvent,
    EffectPoint,
    Headway,
    Yardstick,
    effect_ref,
    yardstick_ref,
)
from aftersummit.model.party import Membership, Party
from aftersummit.model.problem import Problem
from aftersummit.model.ref import Ref, RefKind, slugify
from aftersummit.model.register import Register
from aftersummit.model.score import Score
from aftersummit.model.series import Datum, Observation, Series, data_of
from aftersummit.model.source import Source
from aftersummit.model.span import Span
from aftersummit.model.wire import from_wire, json_schema, to_wire

__all__ = [
    "DOCUMENT_KINDS",
    "RUNGS",
    "STANCES",
    "VERDICTS",
    "Action",
    "Assessment",
    "Box",
    "CheckAnswer",
    "Citation",
    "Claim",
    "Code",
    "Codebook",
    "Commitment",
    "Confidence",
    "Conversion",
    "Copy",
    "Criterion",
    "DatePlace",
    "Datum",
    "Deadline",
    "DeadlineState",
    "Decision",
    "Direction",
    "Document",
    "Effect",
    "EffectEstimate",
    "EffectEvent",
    "EffectPoint",
    "Evidence",
    "Finding",
    "Forum",
    "Gap",
    "GapKind",
    "GapReason",
    "Guideline",
    "Headway",
    "Judgement",
    "Matrix",
    "MatrixColumn",
    "Measure",
    "Meeting",
    "Membership",
    "Named",
    "Observation",
    "Page",
    "Part",
    "Party",
    "Passage",
    "Pillar",
    "Place",
    "Problem",
    "Quantity",
    "Ref",
    "RefKind",
    "Register",
    "Remark",
    "Round",
    "RoundReport",
    "Rung",
    "Scale",
    "ScaleValue",
    "Score",
    "ScoreRank",
    "ScoreSummary",
    "Scoring",
    "Section",
    "Series",
    "Source",
    "Span",
    "Square",
    "SquareState",
    "Stance",
    "SummaryBy",
    "Target",
    "Term",
    "Verdict",
    "Weighed",
    "Yardstick",
    "data_of",
    "effect_ref",
    "from_wire",
    "json_schema",
    "slugify",
    "text_hash",
    "to_wire",
    "yardstick_ref",
]
