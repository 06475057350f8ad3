"""A publisher's table as received: one measure over periods and dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aftersummit.errors import UserError
from aftersummit.indicators.faults import MalformedSeries, demand
from aftersummit.indicators.periods import between, ordinal
from aftersummit.model import Citation, Observation, Problem, Ref, Series, slugify
from aftersummit.model.series import Frequency, ObsStatus

Pick = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell: its period, its place on every dimension, and the value (None: not shown)."""

    period: str
    at: tuple[str, ...]
    value: float | None
    status: ObsStatus = "final"
    note: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is true of every figure of a table.

    Attributes:
        id: slug that begins the address of every series made from it.
        additive: whether rows may be added over dimensions (counts may, rates may not).
        summable: whether periods may be added up.
        absent: what a missing row means: no event (``zero``) or no figure (``gap``).
    """

    id: str
    title: str
    unit: str
    frequency: Frequency
    publisher: str
    address: str = ""
    licence: str = ""
    vintage: str = ""
    area: str = ""
    pillar: str = ""
    fiscal_year: bool = False
    additive: bool = True
    summable: bool = True
    absent: str = "gap"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cube:
    """Rows of one measure. :meth:`series` picks and adds; nothing is averaged.

    Attributes:
        dims: names of the dimensions, in the order of ``Row.at``.
        gaps: periods that are known to be absent, with the reason in ``problems``.
        refused: selections that this table cannot answer, by dimension name, with the reason.
        where: the file, for messages.
    """

    about: About
    dims: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    gaps: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    where: str = ""

    def values(self, dim: str) -> list[str]:
        """The members of a dimension, sorted."""
        index = self._index(dim)
        return sorted({row.at[index] for row in self.rows})

    @property
    def periods(self) -> list[str]:
        """Every period that the table speaks of, in order."""
        return sorted({row.period for row in self.rows}, key=ordinal)

    def series(
        self,
        picks: Mapping[str, Pick] | None = None,
        *,
        id: str = "",
        title: str = "",
        **more: Pick,
    ) -> Series:
        """The rows that match every pick, added up period by period.

        Args:
            id: slug of the new series' address; made from the picks when empty.
            picks, more: dimension name to a member or several of them.

        Raises:
            UserError: an unknown dimension or member, or a sum that makes no sense.
            MalformedSeries: the rows cannot be a series.
        """
        wanted = {**(picks or {}), **more}
        chosen = {dim: self._members(dim, pick) for dim, pick in wanted.items()}
        rows = [row for row in self.rows if self._matches(row, chosen)]
        self._refuse_adding(chosen)
        name = " ".join(", ".join(members) for members in chosen.values())
        whole = f"{self.about.title}: {name}" if name else self.about.title
        observations = self._added(rows, whole)
        where = f"{self.where or self.about.id}, {name or 'all rows'}"
        demand(where, observations, self.about.vintage, self.gaps)
        return Series(
            ref=Ref.flat("series", id or slugify(f"{self.about.id} {name}", 80)),
            title=title or whole,
            unit=self.about.unit,
            publisher=self.about.publisher,
            observations=observations,
            frequency=self.about.frequency,
            area=self.about.area,
            vintage=self.about.vintage,
            licence=self.about.licence,
            pillar=self.about.pillar,
            fiscal_year=self.about.fiscal_year,
            summable=self.about.summable,
            citations=(Citation(self.about.address),) if self.about.address else (),
            note=self._note(rows),
        )

    def each(self, *dims: str, **picks: Pick) -> Iterator[Series]:
        """One series for every combination of members of ``dims`` among the picked rows.

        Raises:
            as :meth:`series`.
        """
        chosen = {dim: self._members(dim, pick) for dim, pick in picks.items()}
        indexes = [self._index(dim) for dim in dims]
        found = {
            tuple(row.at[index] for index in indexes)
            for row in self.rows
            if self._matches(row, chosen)
        }
        for members in sorted(found):
            yield self.series(picks={**picks, **dict(zip(dims, members, strict=True))})

    def until(self, period: str) -> Cube:
        """The table without what comes after ``period``."""
        last = ordinal(period)
        return replace(self, rows=tuple(r for r in self.rows if ordinal(r.period) <= last))

    def since(self, period: str) -> Cube:
        """The table without what comes before ``period``."""
        first = ordinal(period)
        return replace(self, rows=tuple(r for r in self.rows if ordinal(r.period) >= first))

    def _index(self, dim: str) -> int:
        if dim in self.refused:
            raise UserError(
                f"{self.about.title} cannot be split by {dim}: {self.refused[dim]}",
                f"choose among {', '.join(self.dims)}, or another source",
            )
        if dim not in self.dims:
            raise UserError(
                f"{self.about.title} has no dimension '{dim}'",
                f"choose among {', '.join(self.dims) or 'none'}",
            )
        return self.dims.index(dim)

    def _members(self, dim: str, pick: Pick) -> tuple[str, ...]:
        wanted = (pick,) if isinstance(pick, str) else tuple(pick)
        held = {member.casefold(): member for member in self.values(dim)}
        unknown = [member for member in wanted if member.casefold() not in held]
        if unknown:
            raise UserError(
                f"{self.about.title} has no {dim} '{unknown[0]}'",
                f"choose among {_shortened(sorted(held.values()))}",
            )
        return tuple(held[member.casefold()] for member in wanted)

    def _matches(self, row: Row, chosen: Mapping[str, tuple[str, ...]]) -> bool:
        return all(row.at[self.dims.index(dim)] in members for dim, members in chosen.items())

    def _refuse_adding(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        if self.about.additive:
            return
        loose = [d for d in self.dims if len(chosen.get(d) or self.values(d)) > 1]
        if loose:
            raise UserError(
                f"{self.about.title} is in {self.about.unit}, which cannot be added over"
                f" {' and '.join(loose)}",
                f"pick one {loose[0]}",
            )

    def _added(self, rows: Iterable[Row], whole: str) -> tuple[Observation, ...]:
        by_period: dict[str, list[Row]] = {}
        for row in rows:
            by_period.setdefault(row.period, []).append(row)
        if self.about.absent == "zero" and by_period:
            held = self.periods
            for period in between(held[0], held[-1]):
                # A month in which the whole table is silent is a gap, not a quiet month.
                if period in set(held):
                    by_period.setdefault(period, [])
        if not self.about.additive:
            self._refuse_twice(by_period, whole)
        found = (_observation(p, by_period[p]) for p in sorted(by_period, key=ordinal))
        return tuple(one for one in found if one is not None)

    def _refuse_twice(self, by_period: Mapping[str, Sequence[Row]], whole: str) -> None:
        for period, rows in by_period.items():
            if len(rows) > 1:
                raise MalformedSeries(
                    [
                        Problem(
                            "series-duplicate",
                            whole,
                            f"{len(rows)} figures stand for {period}",
                            "name the column that tells the rows apart, or remove one",
                        )
                    ]
                )

    def _note(self, rows: Iterable[Row]) -> str:
        hidden = sum(row.value is None for row in rows)
        parts = [self.about.note]
        if hidden:
            parts.append(f"{hidden} cells are not shown by the publisher; sums leave them out.")
        return " ".join(part for part in parts if part)


def _observation(period: str, rows: Sequence[Row]) -> Observation | None:
    shown = [row for row in rows if row.value is not None]
    if rows and not shown:
        return None
    statuses = {row.status for row in shown}
    order: tuple[ObsStatus, ...] = ("rolling", "estimated", "provisional", "revised", "final")
    status: ObsStatus = next((s for s in order if s in statuses), "final")
    notes = dict.fromkeys(row.note for row in shown if row.note)
    value = sum(row.value for row in shown if row.value is not None)
    return Observation(period, float(value), status, note="; ".join(notes))


def _shortened(members: Sequence[str]) -> str:
    return ", ".join(members[:12]) + (f" and {len(members) - 12} more" if len(members) > 12 else "")
