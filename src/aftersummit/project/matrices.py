"""``matrix``: a bundled design, one in a file, or a meeting."""

from __future__ import annotations

from pathlib import Path

from aftersummit.assessment.coverage import design, designs, read_design
from aftersummit.errors import NotFound
from aftersummit.model import Matrix, Ref, Register
from aftersummit.project.assessing import designed, meeting_matrix


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
