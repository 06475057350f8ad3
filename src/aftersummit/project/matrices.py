"""Parties by promises: bundled designs, one in a file, or a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aftersummit.assessment import coverage
from aftersummit.assessment.coverage import design, designs, read_design
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Matrix, MatrixColumn, Meeting, Ref, Register
from aftersummit.project.scope import by_meeting, groups, window_of


def matrix_of(register: Register, what: str, *, pillars: bool = False) -> Matrix:
    """The matrix that is asked for.

    Args:
        what: name of a bundled design, a TOML file that designs one, or a meeting's address.
        pillars: for a meeting, its pillars in place of its commitments.

    Raises:
        NotFound: the file cannot be read.
        UserError: it is no design, or what it speaks of is not in the register.
    """
    if what in designs():
        return designed(register, design(what))
    if what.endswith(".toml"):
        return designed(register, read_design(_text_of(what), Path(what).name))
    return meeting_matrix(register, Ref.parse(what), pillars=pillars)


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"cannot read {path} ({error})", "check the path") from error


def matrices(register: Register) -> Iterator[Matrix]:
    """The bundled designs that fit the register, then one by pillar for each meeting with
    commitments under several."""
    known = {c.key for c in register.commitments}
    for code in coverage.designs():
        plan = coverage.design(code)
        if all(key in known for _, _, keys in plan.columns for key in keys):
            yield designed(register, plan)
    names = {pillar.code: pillar.name for pillar in register.codebook.pillars}
    for meeting, inside in by_meeting(register):
        columns = coverage.by_pillar(inside, names)
        if len(columns) > 1:
            yield _matrix(register, meeting, columns, "by pillar")


def designed(register: Register, plan: coverage.Design) -> Matrix:
    """The matrix of a design.

    Raises:
        UserError: its meeting or one of its commitments is not in the register.
    """
    meeting = next((m for m in register.meetings if m.ref == plan.meeting), None)
    if meeting is None:
        raise UserError(
            f"{plan.code} is about {plan.meeting}, which is not in the register", "add the meeting"
        )
    window = window_of(register, meeting)
    return coverage.cover(
        plan.code,
        plan.title,
        coverage.columns_of(plan, register.commitments),
        register.commitments,
        register.evidence,
        window,
        groups=groups(register),
        meeting=meeting,
        parties=coverage.rows_of(plan, groups(register), window),
        scores=register.scores,
        note=plan.note,
    )


def meeting_matrix(register: Register, ref: Ref, *, pillars: bool) -> Matrix:
    """Parties by the commitments, or the pillars, of one meeting.

    Raises:
        UserError: the meeting has no commitments, or is not over.
    """
    for meeting, inside in by_meeting(register):
        if meeting.ref == ref:
            if pillars:
                names = {pillar.code: pillar.name for pillar in register.codebook.pillars}
                return _matrix(register, meeting, coverage.by_pillar(inside, names), "by pillar")
            columns = coverage.by_commitment(inside)
            return _matrix(register, meeting, columns, "by commitment")
    raise UserError(
        f"{ref} has no commitments to show, or is not over",
        "see all with: aftersummit commitments",
    )


def _matrix(
    register: Register, meeting: Meeting, columns: tuple[MatrixColumn, ...], how: str
) -> Matrix:
    return coverage.cover(
        str(meeting.ref),
        f"{meeting.name}, {how}: who pledged, who acted",
        columns,
        register.commitments,
        register.evidence,
        window_of(register, meeting),
        groups=groups(register),
        meeting=meeting,
        scores=register.scores,
    )
