"""Scores as columns: one scale, one period, one kind of author, ready to be counted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aftersummit.assessment.check import check_outcome, check_person, check_scale, on_scale
from aftersummit.assessment.window import days
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Commitment, Meeting, Scale, Score

RATED, UNRATEABLE, NOT_APPLICABLE = 0, 1, 2
_STATES = {"rated": RATED, "unrateable": UNRATEABLE, "not-applicable": NOT_APPLICABLE}
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Filing:
    """What a commitment can be grouped by; "" and () where unknown.

    Attributes:
        commitment: its address, as text.
        year: four digits, of the meeting.
    """

    commitment: str
    forum: str = ""
    meeting: str = ""
    year: str = ""
    issue: str = ""
    pillar: str = ""
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Scores in columns, sorted by commitment and party.

    Build one with :func:`tabulate` or :func:`from_columns`, which check it.

    Attributes:
        filings: every commitment made, scored or not, sorted by address.
        parties: codes, sorted.
        row, column: per score, the position in ``filings`` and ``parties``.
        state: per score, rated, unrateable or not applicable.
        value: per score, its number (or rank on a scale of words), NaN where not rated.
        proposed: whether these are a machine's proposals.
    """

    scale: Scale
    period: str
    codebook: str
    proposed: bool
    filings: tuple[Filing, ...]
    parties: tuple[str, ...]
    row: Ints
    column: Ints
    state: npt.NDArray[np.int8]
    value: Floats

    def __len__(self) -> int:
        return len(self.row)

    def only(self, keep: Callable[[Filing], bool]) -> Table:
        """The part of the table whose commitments ``keep`` accepts."""
        chosen = [i for i, filing in enumerate(self.filings) if keep(filing)]
        position = np.full(len(self.filings), -1, dtype=np.int64)
        position[chosen] = np.arange(len(chosen))
        inside = position[self.row] >= 0 if len(self) else np.zeros(0, dtype=bool)
        return replace(
            self,
            filings=tuple(self.filings[i] for i in chosen),
            row=position[self.row[inside]],
            column=self.column[inside],
            state=self.state[inside],
            value=self.value[inside],
        )


def filing(commitment: Commitment, meeting: Meeting | None = None) -> Filing:
    """What a commitment of the register can be grouped by.

    Raises:
        UserError: the commitment has no address.
    """
    if commitment.ref is None:
        raise UserError("a commitment without an address cannot be scored", "accept it first")
    return Filing(
        commitment=str(commitment.ref),
        forum=commitment.ref.forum,
        meeting=str(commitment.ref.meeting_ref),
        year=days(meeting.date)[0][:4] if meeting and meeting.date else "",
        issue=commitment.issue,
        pillar=commitment.pillar,
        priorities=commitment.priorities,
    )


def tabulate(
    scores: Iterable[Score],
    filings: Iterable[Filing],
    scale: Scale,
    *,
    proposals: bool = False,
) -> Table:
    """Scores as a table; read as a stream, about 17 bytes are kept of each.

    Args:
        filings: every commitment made, so that assessed can be set against made.
        proposals: take machine proposals, and nothing else; without it, people's verdicts
            and nothing else.

    Raises:
        UserError: scores of two scales or two periods, a value outside the scale, a
            proposal among verdicts or a verdict among proposals, a verdict without a
            person, or two scores at one address.
        NotFound: a score on a commitment that is not among ``filings``.
    """
    rows, columns, states, values = array("i"), array("i"), array("b"), array("d")
    listed = list(filings)
    known = {entry.commitment: i for i, entry in enumerate(listed)}
    parties: dict[str, int] = {}
    period, codebooks = "", set[str]()
    # Most scores hold a plain number of the scale; only the others need a closer look.
    plain = () if scale.continuous else {v.number for v in scale.values if v.number is not None}
    for score in scores:
        ref = score.ref
        if proposals is not score.proposed or not (proposals or score.coder):
            _check_author(score, proposals)
        if ref.period != period:
            period = _same_period(score, period)
        row = known.get(f"{ref.forum}/{ref.meeting}/{ref.item}")
        if row is None:
            raise NotFound(
                f"{ref} scores a commitment that is not in the register",
                f"add {ref.commitment_ref} first",
            )
        codebooks.add(score.codebook)
        rows.append(row)
        columns.append(parties.setdefault(ref.part, len(parties)))
        states.append(_STATES[score.outcome])
        if score.outcome != "rated":
            check_scale(score, scale)
            check_outcome(score)
            values.append(np.nan)
        elif (value := score.value) is not None and value in plain and score.scale == scale.code:
            values.append(value)
        else:
            values.append(on_scale(score, scale))
    return _sorted_table(
        (np.asarray(rows), np.asarray(columns), np.asarray(states), np.asarray(values)),
        listed,
        list(parties),
        scale,
        (period, ", ".join(sorted(filter(None, codebooks))), proposals),
    )


def from_columns(
    filings: Sequence[Filing],
    parties: Sequence[str],
    columns: Mapping[str, npt.NDArray[np.generic]],
    scale: Scale,
    *,
    period: str = "final",
    codebook: str = "",
    proposed: bool = False,
) -> Table:
    """Columns that are at hand as arrays, checked at once.

    Args:
        columns: ``row``, ``column``, ``value`` and, where not all are rated, ``state``.

    Raises:
        UserError: a value outside the scale, or two scores in one cell.
    """
    value = np.asarray(columns["value"], dtype=np.float64)
    state = np.asarray(columns.get("state", np.zeros(len(value))), dtype=np.int8)
    rated = value[state == RATED]
    numbers = [v.number for v in scale.values if v.number is not None]
    fits = (
        (rated >= min(numbers)) & (rated <= max(numbers))
        if scale.continuous
        else np.isin(rated, numbers or range(len(scale.values) - 2))
    )
    if not fits.all():
        raise UserError(
            f"the value {rated[~fits][0]:g} is not on the scale '{scale.code}'",
            "correct it or mark the cell unrateable",
        )
    return _sorted_table(
        (np.asarray(columns["row"]), np.asarray(columns["column"]), state, value),
        list(filings),
        list(parties),
        scale,
        (period, codebook, proposed),
    )


def _sorted_table(
    columns: tuple[npt.NDArray[np.generic], ...],
    filings: list[Filing],
    parties: list[str],
    scale: Scale,
    marks: tuple[str, str, bool],
) -> Table:
    """Put everything in the order of addresses, so that no result depends on another one."""
    row, row_order = _renumbered(columns[0], [entry.commitment for entry in filings])
    column, column_order = _renumbered(columns[1], parties)
    cells = row * max(1, len(parties)) + column
    order = np.argsort(cells, kind="stable")
    cells = cells[order]
    twice = np.nonzero(cells[1:] == cells[:-1])[0]
    if len(twice):
        at = int(cells[twice[0]])
        commitment = filings[row_order[at // len(parties)]].commitment
        raise UserError(
            f"{commitment} has two scores for {parties[column_order[at % len(parties)]]}",
            "keep one: corrections replace a score in the log",
        )
    return Table(
        scale,
        *marks,
        filings=tuple(filings[i] for i in row_order),
        parties=tuple(parties[i] for i in column_order),
        row=row[order],
        column=column[order],
        state=np.asarray(columns[2], dtype=np.int8)[order],
        value=np.asarray(columns[3], dtype=np.float64)[order],
    )


def _renumbered(numbers: npt.NDArray[np.generic], names: list[str]) -> tuple[Ints, list[int]]:
    """``numbers`` pointing into the sorted names, and the order that sorts them."""
    if len(set(names)) != len(names):
        raise UserError("the same commitment or party is listed twice", "list each once")
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[np.asarray(numbers, dtype=np.int64)], order


def _check_author(score: Score, proposals: bool) -> None:
    if not proposals:
        check_person(score)
    elif not score.proposed:
        raise UserError(
            f"{score.ref} was decided by a person and the others are proposals",
            "count verdicts and machine proposals apart",
        )


def _same_period(score: Score, period: str) -> str:
    if period and score.ref.period != period:
        raise UserError(
            f"{score.ref} is {score.ref.period} and the others are {period}",
            "interim and final are two series: take one at a time",
        )
    return score.ref.period
