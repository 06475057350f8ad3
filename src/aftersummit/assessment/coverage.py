"""Who pledged, who acted, for whom nothing was found: parties against promises."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from aftersummit.assessment.bound import Groups, bound, members
from aftersummit.assessment.proposals import gather
from aftersummit.assessment.window import Window, days
from aftersummit.errors import NotFound, UserError
from aftersummit.model import (
    Commitment,
    Evidence,
    Matrix,
    MatrixColumn,
    Meeting,
    Ref,
    Score,
    Square,
    SquareState,
)

STATES: dict[SquareState, str] = {
    "not-bound": "Not bound by any of these commitments",
    "pledged": "Pledged, and only words were found",
    "acted": "Action towards the pledge was found",
    "nothing-found": "Searched, and nothing was found",
    "not-searched": "Pledged, and nobody has looked yet for what was done",
    "reversed": "The latest that was found goes against the pledge",
    "unrateable": "People judged that it cannot be rated",
}


@dataclass(frozen=True, slots=True)
class Design:
    """What a matrix is to show, before anything was looked up: see ``matrices/*.toml``.

    Attributes:
        group: code of the group whose members are the rows; "" for those bound.
        columns: code, title and the keys of the commitments in each.
    """

    code: str
    title: str
    meeting: Ref
    group: str
    columns: tuple[tuple[str, str, tuple[str, ...]], ...]
    note: str = ""


def cover(
    code: str,
    title: str,
    columns: Sequence[MatrixColumn],
    commitments: Iterable[Commitment],
    evidence: Iterable[Evidence],
    window: Window,
    *,
    groups: Groups,
    meeting: Meeting | None = None,
    parties: Sequence[str] = (),
    scores: Iterable[Score] = (),
    note: str = "",
) -> Matrix:
    """Fill a matrix.

    That nothing was found is said only where somebody looked (:attr:`Commitment.searched`),
    with how many of the commitments in question were searched, and until when.

    Args:
        parties: the rows; all who are bound by something in it where left out.
        scores: people's verdicts, for what was judged unrateable; proposals are ignored.

    Raises:
        UserError: a column names a commitment that is not here, or belongs to a meeting
            other than the one given.
    """
    known = {c.ref: c for c in commitments if c.ref is not None}
    binds: dict[Ref, tuple[str, ...]] = {}
    for ref in (ref for column in columns for ref in column.commitments):
        if ref not in known:
            raise UserError(f"{ref} is not in the register", "take it out of the matrix")
        binds[ref] = bound(known[ref], meeting, groups, window)
    rows = tuple(parties) or tuple(sorted({p for codes in binds.values() for p in codes}))
    found = _by_commitment(evidence, binds)
    unrateable = {s.ref for s in scores if s.outcome == "unrateable" and not s.proposed}
    rated = {s.ref for s in scores if s.outcome == "rated" and not s.proposed}
    squares = tuple(
        _square(
            (code, party, column.code),
            [known[ref] for ref in column.commitments if party in binds[ref]],
            found,
            (window, groups, unrateable, rated),
        )
        for party in rows
        for column in columns
    )
    place = meeting.ref if meeting else None
    return Matrix(code, title, place, rows, tuple(columns), squares, window.start, window.end, note)


def at(matrix: Matrix, party: str, column: str) -> Square:
    """The square of a party under a column.

    Raises:
        NotFound: there is no such row or column.
    """
    for square in matrix.squares:
        if (square.party, square.column) == (party, column):
            return square
    raise NotFound(f"the matrix has no square {party}, {column}", "see its rows and columns")


def counts(matrix: Matrix, column: str) -> dict[SquareState, int]:
    """How many parties stand in each state under a column."""
    found: dict[SquareState, int] = dict.fromkeys(STATES, 0)
    for square in matrix.squares:
        if square.column == column:
            found[square.state] += 1
    return found


def by_pillar(
    commitments: Iterable[Commitment], names: Mapping[str, str]
) -> tuple[MatrixColumn, ...]:
    """One column for each pillar that has commitments, in the order of ``names``."""
    filed: dict[str, list[Ref]] = {}
    for commitment in commitments:
        if commitment.ref is not None and commitment.label == "commitment":
            filed.setdefault(commitment.pillar, []).append(commitment.ref)
    order = [*names, *sorted(set(filed) - set(names))]
    return tuple(
        MatrixColumn(code, names.get(code, code or "No pillar"), tuple(sorted(filed[code])))
        for code in order
        if code in filed
    )


def by_commitment(commitments: Iterable[Commitment]) -> tuple[MatrixColumn, ...]:
    """One column for each commitment, by address."""
    listed = [c for c in commitments if c.ref is not None and c.label == "commitment"]
    return tuple(
        MatrixColumn(str(c.ref), c.title or c.quote or str(c.ref), (c.ref,))
        for c in sorted(listed, key=lambda c: str(c.ref))
        if c.ref is not None
    )


def designs() -> tuple[str, ...]:
    """Names of the matrices that come with the program."""
    folder = resources.files("aftersummit.assessment").joinpath("matrices")
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


def design(code: str) -> Design:
    """A matrix that comes with the program.

    Raises:
        NotFound: there is none of that name.
    """
    if code not in designs():
        raise NotFound(f"there is no matrix '{code}'", f"use {', '.join(designs())}")
    file = resources.files("aftersummit.assessment").joinpath("matrices", f"{code}.toml")
    return read_design(file.read_text("utf-8"), f"{code}.toml")


def read_design(text: str, where: str) -> Design:
    """A matrix's design from TOML text.

    Raises:
        UserError: it is not TOML, or lacks a title, a meeting or columns.
    """
    try:
        data = tomllib.loads(text)
        return Design(
            code=where.removesuffix(".toml"),
            title=str(data["title"]),
            meeting=Ref.parse(str(data["meeting"])),
            group=str(data.get("group", "")),
            columns=tuple(
                (str(c["code"]), str(c["title"]), tuple(map(str, c["commitments"])))
                for c in data["column"]
            ),
            note=str(data.get("note", "")),
        )
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{where} is not TOML: {error}", "correct that line") from error
    except (KeyError, TypeError) as error:
        raise UserError(
            f"{where} is no matrix: it lacks {error}", "give title, meeting and [[column]] tables"
        ) from error


def columns_of(plan: Design, commitments: Iterable[Commitment]) -> tuple[MatrixColumn, ...]:
    """A design's columns with the addresses that its keys have in a register.

    Raises:
        UserError: a key that no commitment has.
    """
    by_key = {c.key: c.ref for c in commitments if c.key and c.ref is not None}
    for _, title, keys in plan.columns:
        for key in keys:
            if key not in by_key:
                raise UserError(
                    f"the column '{title}' of {plan.code} names '{key}', which no commitment has",
                    "correct the key, or bring the register up to date",
                )
    return tuple(
        MatrixColumn(code, title, tuple(by_key[key] for key in keys))
        for code, title, keys in plan.columns
    )


def rows_of(plan: Design, groups: Groups, window: Window) -> tuple[str, ...]:
    """The parties of a design's group during the window, by code; () where it names none."""
    return tuple(sorted(members(plan.group, groups, window))) if plan.group else ()


_Rules = tuple[Window, Groups, set[Ref], set[Ref]]


def _square(
    place: tuple[str, str, str],
    binding: Sequence[Commitment],
    found: Mapping[Ref, Sequence[Evidence]],
    rules: _Rules,
) -> Square:
    matrix, party, column = place
    window, groups, unrateable, rated = rules
    refs = tuple(c.ref for c in binding if c.ref is not None)
    if not refs:
        return Square(
            matrix, party, column, "not-bound", f"None of these commitments binds {party}."
        )
    facts = [
        gather(c, party, found.get(r, ()), window, groups)
        for c, r in zip(binding, refs, strict=True)
    ]
    counted = sorted(
        {item.ref: item for fact in facts for item in fact.counted}.values(),
        key=lambda item: (days(item.date)[0], str(item.ref)),
    )
    state, reason = _state(counted, window, [c.searched for c in binding])
    verdicts = {
        (r, s)
        for s in (unrateable | rated)
        for r in refs
        if s.commitment_ref == r and s.part == party
    }
    if verdicts and all(s in unrateable for _, s in verdicts):
        state, reason = "unrateable", "People judged that it cannot be rated."
    return Square(
        matrix=matrix,
        party=party,
        column=column,
        state=state,
        reason=reason,
        bound_by=refs,
        evidence=tuple(item.ref for item in counted if item.stance != "mentions"),
        kept=sum(len(fact.kept) for fact in facts),
    )


def _state(
    counted: Sequence[Evidence], window: Window, searched: Sequence[str]
) -> tuple[SquareState, str]:
    doing = [e for e in counted if e.stance in ("advances", "completes", "mixed", "undercuts")]
    towards = [e for e in doing if e.stance != "undercuts"]
    against = [e for e in doing if e.stance == "undercuts"]
    if doing and doing[-1].stance == "undercuts":
        before = f"; {_pieces(len(towards))} towards it before" if towards else ""
        return (
            "reversed",
            f"{_pieces(len(against))} against it, the last of {doing[-1].date}{before}.",
        )
    if towards:
        also = f"; {_pieces(len(against))} against it before" if against else ""
        return "acted", f"{_pieces(len(towards))} towards it, the last of {towards[-1].date}{also}."
    words = [e for e in counted if e.stance == "announces"]
    if words:
        return "pledged", f"Only announcements were found, the last of {words[-1].date}."
    days_searched = [day for day in searched if day]
    if not days_searched:
        return "not-searched", (
            f"Nobody has looked yet for what it did from {window.start} on; nothing is known."
        )
    part = ""
    if len(days_searched) < len(searched):
        part = f" for {len(days_searched)} of {len(searched)} commitments"
    return "nothing-found", (
        f"Nothing was found, searched{part} until {min(days_searched)}; "
        "that is not the same as failure."
    )


def _pieces(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def _by_commitment(
    evidence: Iterable[Evidence], wanted: Mapping[Ref, object]
) -> dict[Ref, list[Evidence]]:
    found: dict[Ref, list[Evidence]] = {}
    for item in evidence:
        if item.commitment in wanted:
            found.setdefault(item.commitment, []).append(item)
    return found
