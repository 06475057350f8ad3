"""Measures that are known to have begun at different dates for the members of one table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from aftersummit.errors import UserError
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.periods import label


@dataclass(frozen=True, slots=True)
class Staggered:
    """One measure and when it began for whom.

    Attributes:
        sources: ids of the tables whose members are meant.
        dim: the dimension in which they stand.
        starts: member, in capitals, to EDTF date.
    """

    id: str
    what: str
    sources: tuple[str, ...]
    dim: str
    reason: str
    starts: Mapping[str, str]
    citations: tuple[str, ...]


@lru_cache(maxsize=1)
def known() -> tuple[Staggered, ...]:
    """The measures of ``starts.toml``."""
    data = (resources.files("aftersummit.indicators") / "starts.toml").read_text("utf-8")
    return tuple(
        Staggered(**{**one, "sources": tuple(one["sources"]), "citations": tuple(one["citations"])})
        for one in tomllib.loads(data)["measure"]
    )


def refuse_mixed_starts(
    cube: Cube, dim: str, members: Sequence[str], *, force: bool = False
) -> None:
    """Refuse to add up members for which a known measure began at different dates.

    Raises:
        UserError: it did, and ``force`` is not set.
    """
    for measure in known():
        if cube.about.id not in measure.sources or dim != measure.dim:
            continue
        dates = {m: measure.starts[m.upper()] for m in members if m.upper() in measure.starts}
        if len(set(dates.values())) > 1 and not force:
            told = ", ".join(f"{m} {label(d)}" for m, d in dates.items())
            raise UserError(
                f"{' and '.join(members)} cannot be added up: {measure.what} began at different"
                f" dates ({told}), and a pooled series shows a step at neither",
                "add each start on its own, or give --force",
            )
