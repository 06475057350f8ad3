"""Other studies' tables as commitments and scores, with a report of all that was not plain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from aftersummit.assessment.cells import Average, Cell, check_average, read_cell
from aftersummit.assessment.columns import NOT_APPLICABLE, RATED, UNRATEABLE, Filing, Table
from aftersummit.assessment.columns import from_columns as _from_columns
from aftersummit.assessment.mapping import TableMapping
from aftersummit.assessment.sheets import Sheet, read_sheet
from aftersummit.errors import BadAddress, UserError
from aftersummit.model import Commitment, Passage, Problem, Ref, Score, Span, slugify
from aftersummit.model.score import Outcome

_HEAD = re.compile(r"\[[^\]]*\]\s*")
_REMEDIES = {
    "blank-cell": "nothing: a blank is neither a zero nor a failure and enters no mean",
    "cell-repaired": "check that reading, or correct the table",
    "cell-refused": "correct the table, or say under [repair] what was meant",
    "duplicate-id": "both rows are kept; give one of them another id",
    "id-blanks": "nothing: blanks around an id were dropped",
    "text-missing": "the scores are kept; add the commitment's text",
    "row-refused": "give the row what it lacks",
    "average-disagrees": "the cells are kept and the printed average is not used",
    "average-missing": "nothing: averages are computed from the cells",
    "average-unreadable": "nothing: averages are computed from the cells",
    "byte-order-mark": "nothing",
    "encoding": "check words with accents, or save the table in UTF-8",
    "row-length": "check the row: a comma may stand in an unquoted cell",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment of a table: its id as printed, its line, and its cells by party."""

    commitment: Commitment
    filing: Filing
    id: str
    number: int
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came out of a table.

    Attributes:
        lines: one for each commitment, in the table's order.
        averages: every printed average against its own cells.
        problems: blanks, repairs, refusals and disagreements, each with its place.
    """

    mapping: TableMapping
    name: str
    lines: tuple[Line, ...]
    averages: tuple[Average, ...]
    problems: tuple[Problem, ...]

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Numbered within each meeting in the order of the table; ``key`` is the table's id."""
        return tuple(line.commitment for line in self.lines)

    def count(self, code: str) -> int:
        """How many problems of this kind there are."""
        return sum(problem.code == code for problem in self.problems)

    def scores(self) -> Iterator[Score]:
        """The scores, row by row; blanks and refused cells have none."""
        for line in self.lines:
            for party, cell in line.cells:
                if cell.state not in ("blank", "refused"):
                    yield self._score(line, party, cell)

    def table(self) -> Table:
        """The scores as columns, ready for means.

        Raises:
            UserError: the mapping is of a list without scores.
        """
        scale = self.mapping.scale
        if scale is None:
            raise UserError(f"{self.name} is a list without scores", "import it as commitments")
        parties = sorted({party for line in self.lines for party, _ in line.cells})
        column = {party: i for i, party in enumerate(parties)}
        ranks = {value.code: float(i) for i, value in enumerate(scale.values)}
        states = {"rated": RATED, "unrateable": UNRATEABLE, "not-applicable": NOT_APPLICABLE}
        cells = [
            (row, column[party], states[cell.state], _position(cell, ranks))
            for row, line in enumerate(self.lines)
            for party, cell in line.cells
            if cell.state in states
        ]
        block = np.asarray(cells, dtype=np.float64).reshape(-1, 4)
        return _from_columns(
            [line.filing for line in self.lines],
            parties,
            {
                "row": block[:, 0].astype(np.int64),
                "column": block[:, 1].astype(np.int64),
                "state": block[:, 2],
                "value": block[:, 3],
            },
            scale,
            period=self.mapping.period,
            codebook=self.mapping.codebook,
            proposed=self.mapping.proposed,
        )

    def _score(self, line: Line, party: str, cell: Cell) -> Score:
        if line.commitment.ref is None or self.mapping.scale is None:
            raise UserError(f"line {line.number} of {self.name} has no address", "import it again")
        outcome: Outcome = "rated"
        if cell.state in ("unrateable", "not-applicable"):
            outcome = "unrateable" if cell.state == "unrateable" else "not-applicable"
        return Score(
            ref=Ref.to_assessment(line.commitment.ref, party, self.mapping.period),
            scale=self.mapping.scale.code,
            outcome=outcome,
            value=None if cell.number is None else float(cell.number),
            code=cell.code,
            coder=self.mapping.coder,
            reason=f"{self.mapping.title}, line {line.number}",
            proposed=self.mapping.proposed,
            codebook=self.mapping.codebook,
        )


def import_table(data: bytes, name: str, mapping: TableMapping) -> Imported:
    """Read a table by its mapping.

    Args:
        data: the file's bytes.
        name: its name; the ending says what kind of file it is.

    Raises:
        UserError: the file is no table, or lacks a column that the mapping names.
    """
    sheet = read_sheet(data, name, mapping.sheet, mapping.records)
    _check_columns(sheet, name, mapping)
    reader = _Reader(name, mapping)
    for code, where, what in sheet.notes:
        reader.report(code, where, what)
    groups = _by_commitment(sheet, mapping) if mapping.layout == "long" else _single(sheet)
    for rows in groups:
        reader.take(rows)
    return Imported(
        mapping, name, tuple(reader.lines), tuple(reader.averages), tuple(reader.problems)
    )


Row = tuple[int, Mapping[str, str]]


class _Reader:
    """Goes through a table once and keeps what it found."""

    def __init__(self, name: str, mapping: TableMapping) -> None:
        self.name = name
        self.mapping = mapping
        self.lines: list[Line] = []
        self.averages: list[Average] = []
        self.problems: list[Problem] = []
        self.seen: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()

    def report(self, code: str, where: str, what: str) -> None:
        kind = "error" if code in ("cell-refused", "row-refused") else "warning"
        self.problems.append(
            Problem(
                code,
                f"{self.name}, {where}",
                what,
                _REMEDIES[code],
                "error" if kind == "error" else "warning",
            )
        )

    def take(self, rows: Sequence[Row]) -> None:
        """All rows of one commitment."""
        number, row = rows[0]
        raw, meeting = self.get(row, "id"), self.get(row, "meeting").strip()
        if not raw.strip() or not meeting:
            lacking = f"no meeting: '{raw.strip()[:40]}'" if raw.strip() else "no id"
            self.report("row-refused", f"line {number}", f"the row has {lacking}")
            return
        key = self.key(raw, number)
        commitment, filed = self.commitment(row, key, meeting)
        if not commitment.statement and "text" in self.mapping.columns:
            self.report("text-missing", f"line {number} ({raw.strip()})", "it has no text")
        cells = tuple(self.cells(rows))
        self.lines.append(Line(commitment, filed, raw.strip(), number, cells))
        self.average(row, number, raw.strip(), [cell for _, cell in cells])

    def get(self, row: Mapping[str, str], role: str) -> str:
        column = self.mapping.columns.get(role)
        text = row[column] if column else self.mapping.constants.get(role, "")
        if role in self.mapping.extract:
            found = re.search(self.mapping.extract[role], text)
            return found[0] if found else ""
        return text

    def key(self, raw: str, number: int) -> str:
        key = raw.strip()
        if key != raw:
            self.report("id-blanks", f"line {number} ({key})", "blanks stand around the id")
        self.seen[key] += 1
        if self.seen[key] == 1:
            return key
        self.report(
            "duplicate-id",
            f"line {number} ({key})",
            f"the id stands here for time {self.seen[key]}",
        )
        return f"{key}~{self.seen[key]}"

    def commitment(
        self, row: Mapping[str, str], key: str, meeting: str
    ) -> tuple[Commitment, Filing]:
        place = Ref.to_meeting(self.mapping.forum, slugify(meeting))
        self.numbers[str(place)] += 1
        ref = Ref.to_commitment(place, self.numbers[str(place)])
        text, issue = self.get(row, "text").strip(), self.get(row, "issue").strip()
        lead = _HEAD.match(text)
        # A bracketed lead is the clause over the list from which the commitment was taken.
        start = lead.end() if lead and lead.end() < len(text) else 0
        passages = (Passage(Span(start, len(text)), text[start:]),) if text else ()
        commitment = Commitment(
            ref=ref,
            key=key,
            statement=text,
            passages=passages,
            head=Span(0, start) if start else None,
            issue=slugify(issue) if issue else "",
            status="catalogued",
            checked="reported",
            note=self.mapping.title,
        )
        year = re.search(r"\d{4}", meeting)
        return commitment, Filing(
            str(ref),
            self.mapping.forum,
            str(place),
            year[0] if year else "",
            commitment.issue,
        )

    def cells(self, rows: Sequence[Row]) -> Iterator[tuple[str, Cell]]:
        if self.mapping.layout == "wide":
            number, row = rows[0]
            for column, party in self.mapping.parties.items():
                yield party, self.cell(row[column], f"line {number}, {column}")
        elif self.mapping.layout == "long":
            yield from self.long_cells(rows)

    def long_cells(self, rows: Sequence[Row]) -> Iterator[tuple[str, Cell]]:
        done: set[str] = set()
        for number, row in rows:
            given = self.get(row, "party").strip()
            party = self.mapping.parties.get(given, given)
            try:
                Ref.flat("party", party)
            except BadAddress:
                self.report("row-refused", f"line {number}", f"'{given}' is no known party")
                continue
            if party in done:
                self.report("row-refused", f"line {number}", f"{party} is scored a second time")
                continue
            done.add(party)
            yield party, self.cell(self.get(row, "value"), f"line {number}, {given}")

    def cell(self, raw: str, where: str) -> Cell:
        if self.mapping.scale is None:
            raise UserError(f"{self.name} is read as a list", "name its scale")
        found = read_cell(raw, self.mapping, self.mapping.scale)
        if found.repaired:
            self.report("cell-repaired", where, found.repaired)
        if found.refused:
            self.report("cell-refused", where, found.refused)
        if found.state == "blank":
            self.report("blank-cell", where, "the cell is blank")
        return found

    def average(self, row: Mapping[str, str], number: int, key: str, cells: list[Cell]) -> None:
        if "published" not in self.mapping.columns:
            return
        where = f"line {number} ({key})"
        found = check_average(
            self.get(row, "published"), cells, self.mapping.decimals, (number, key)
        )
        if found is None:
            self.report("average-missing", where, "no average is printed")
            return
        self.averages.append(found)
        if not found.agrees:
            ours = "none" if found.ours is None else f"{found.ours:.9g}"
            reading = f"; it follows if {found.reading}" if found.reading else ""
            self.report(
                "average-disagrees",
                where,
                f"{found.printed} is printed and the mean of its {found.rated} cells is {ours}"
                f"{reading}",
            )


def _check_columns(sheet: Sheet, name: str, mapping: TableMapping) -> None:
    wanted = list(mapping.columns.values())
    if mapping.layout == "wide":
        wanted += mapping.parties
    for column in wanted:
        if column not in sheet.columns:
            raise UserError(
                f"{name} has no column '{column}'",
                f"its columns are {', '.join(sheet.columns[:30])}",
            )


def _single(sheet: Sheet) -> list[list[Row]]:
    return [[row] for row in sheet.rows]


def _by_commitment(sheet: Sheet, mapping: TableMapping) -> list[list[Row]]:
    """Rows of a long table by id and text: the same id over two texts is two commitments."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    names = [mapping.columns[role] for role in ("id", "meeting", "text") if role in mapping.columns]
    for number, row in sheet.rows:
        groups.setdefault(tuple(row[name] for name in names), []).append((number, row))
    return list(groups.values())


def _position(cell: Cell, ranks: Mapping[str, float]) -> float:
    if isinstance(cell.number, Fraction):
        return float(cell.number)
    return ranks[cell.code] if cell.code else float("nan")
