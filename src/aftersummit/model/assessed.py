"""What an assessment leaves behind: guidelines, the chain behind each score, matrices, gaps,
means. Plain values, so that they can be published and checked without the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.coding import Measure
from aftersummit.model.decision import Decision
from aftersummit.model.ref import Ref
from aftersummit.model.score import Score


@dataclass(frozen=True, slots=True)
class Criterion:
    """What counts as one value of the scale, for one commitment."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """An interpretive guideline: what would count as which score, written before coding.

    Attributes:
        ref: ``nals/2023/C017/G001``; a change makes the next one and keeps the old.
        criteria: one for every value of the scale, ``unrateable`` and ``not-applicable``
            among them.
        notes: what holds for all of them.
        author: who wrote it; "" while it is a proposal of the program.
        at: UTC moment from which it is in force.
    """

    ref: Ref
    scale: str
    criteria: tuple[Criterion, ...]
    notes: tuple[str, ...] = ()
    author: str = ""
    at: str = ""

    @property
    def commitment(self) -> Ref:
        """The commitment for which it is written."""
        return self.ref.commitment_ref

    @property
    def version(self) -> int:
        """From 1."""
        return self.ref.number

    @property
    def proposed(self) -> bool:
        """Whether no person has taken it over yet."""
        return not self.author


DatePlace = Literal["before", "inside", "after", "straddles", "undated"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence as it bears on one score.

    Attributes:
        place: where its date falls, seen from the window.
        counted: whether the score rests on it.
        why: why it does not count, where it does not.
        sha256: of the archived text that was read, "" where only an address is known.
        address: where it can be checked.
    """

    ref: Ref
    place: DatePlace
    counted: bool
    why: str = ""
    sha256: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One step of people on one score, in the order of the log.

    Attributes:
        act: ``code``, ``decide``, ``adjudicate``, ``correct`` or ``reply``.
        who: the coder; for a reply, the party.
        code: the value given, as one word (``+1``, ``unrateable``); "" for a reply.
        decision: its number in the log.
        guideline: version coded by; 0 for none.
    """

    act: str
    who: str
    at: str
    code: str = ""
    reason: str = ""
    round: str = ""
    guideline: int = 0
    decision: int = 0


DeadlineState = Literal["none", "open", "passed"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Why a party has this score on a commitment, or none: the whole chain.

    Attributes:
        score: the verdict in force, else the machine's proposal; ``None`` for neither.
        since, until: the window, ISO days; ``until`` is the day of the register where the
            window is still open.
        rule: the rule by which the program proposes, "" where people decided.
        settled_by: the act that settled it, ``agreement`` or "" for a proposal.
        searched: day until which somebody looked for evidence; "" when nobody has.
        guideline: the version in force; ``None`` without one.
        agreement: share of equal pairs of blind codes on this score; ``None`` below two.
        hidden: blind codes that are not shown, because the round is not complete.
        formula: how the value becomes what is shown elsewhere.
    """

    ref: Ref
    scale: str
    scale_version: str
    since: str
    until: str
    score: Score | None = None
    rule: str = ""
    settled_by: str = ""
    reason: str = ""
    deadline: str = ""
    deadline_state: DeadlineState = "none"
    searched: str = ""
    guideline: Ref | None = None
    agreement: float | None = None
    hidden: int = 0
    judgements: tuple[Judgement, ...] = ()
    evidence: tuple[Weighed, ...] = ()
    formula: str = ""

    @property
    def proposed(self) -> bool:
        """Whether no person has decided."""
        return self.score is None or self.score.proposed


SquareState = Literal[
    "not-bound", "pledged", "acted", "nothing-found", "not-searched", "reversed", "unrateable"
]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A promise, or several that belong together."""

    code: str
    title: str
    commitments: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """One party under one column of a matrix.

    Attributes:
        matrix: code of the matrix.
        reason: a sentence for a reader; for ``nothing-found`` it says until when was looked.
        bound_by: commitments of the column that bind the party.
        evidence: what counts, by date; ``kept``: how many pieces do not count.
    """

    matrix: str
    party: str
    column: str
    state: SquareState
    reason: str
    bound_by: tuple[Ref, ...] = ()
    evidence: tuple[Ref, ...] = ()
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties (rows) by promises: who pledged, who acted, for whom nothing was found.

    Attributes:
        code: ``la-declaration``, or a meeting's address where it stands for one.
        squares: row by row, in the order of ``parties`` and ``columns``.
        since, until: the days whose conduct counts, ISO.
    """

    code: str
    title: str
    meeting: Ref | None
    parties: tuple[str, ...]
    columns: tuple[MatrixColumn, ...]
    squares: tuple[Square, ...]
    since: str
    until: str
    note: str = ""


GapKind = Literal["undercut", "overdue", "wrong-way", "no-evidence", "only-announced"]


@dataclass(frozen=True, slots=True)
class GapReason:
    """Why a commitment is on the gap list.

    Attributes:
        text: a sentence for a reader.
        evidence: what shows it.
        series: the figure that moved the wrong way.
    """

    kind: GapKind
    text: str
    evidence: tuple[Ref, ...] = ()
    series: Ref | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A commitment that needs more action, with its reasons from the heaviest down."""

    commitment: Ref
    reasons: tuple[GapReason, ...]
    days_overdue: int = 0


SummaryBy = Literal[
    "all", "commitment", "party", "issue", "pillar", "priority", "meeting", "forum", "year"
]


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """A mean with all that a reader needs to judge it.

    Attributes:
        group: the group's code; "" for commitments filed under none.
        mean: over rated scores; ``None`` where there are none, or the scale takes no mean.
        low, high: bootstrap interval over commitments; ``None`` with fewer than two.
        crossed_low, crossed_high: pigeonhole bootstrap interval over commitments and
            parties; ``None`` also for a single party or commitment.
        percent: the mean on the percent scale, where the codebook defines that conversion.
        full: share (0 to 1) of rated scores at the top of the scale.
        rated, unrateable, not_applicable: scores.
        assessed: commitments with a rated or unrateable score.
        made: commitments made.
        counts: rated scores per value of the scale; empty for a continuous one.
        weighting: "" for the plain mean, else the label of the variant.
        proposed: whether these are a machine's proposals.
        under: address of the meeting or forum to which it is confined, "" for all.
    """

    by: SummaryBy
    group: str
    mean: float | None
    low: float | None
    high: float | None
    crossed_low: float | None
    crossed_high: float | None
    percent: float | None
    full: float | None
    rated: int
    unrateable: int
    not_applicable: int
    assessed: int
    made: int
    counts: dict[str, int]
    scale: str
    scale_version: str
    codebook: str
    period: str
    level: float
    weighting: str = ""
    proposed: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRank:
    """A party's place by mean, with its uncertainty.

    Attributes:
        rank: 1 is best; equal means share the better place.
        low, high: interval of the rank over bootstrap draws of commitments.
        first: share of the draws in which it was (or shared) first.
        rated: scores behind its mean.
    """

    party: str
    mean: float
    rank: int
    low: int
    high: int
    first: float
    rated: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """All that was assessed, as a register carries it.

    Attributes:
        agreement: coefficients on the blind codes.
        log: the decisions about scores, in order; without codes that must stay blind.
        decisions: number of the last decision that was folded in, 0 without any.
        proposals: whether machine proposals were asked for and are in it.
    """

    assessments: tuple[Assessment, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    gaps: tuple[Gap, ...] = ()
    summaries: tuple[ScoreSummary, ...] = ()
    agreement: tuple[Measure, ...] = ()
    log: tuple[Decision, ...] = ()
    decisions: int = 0
    proposals: bool = False
