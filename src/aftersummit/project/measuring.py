"""``indicator`` and ``effect``: series kept, held against targets, and asked what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aftersummit.errors import NotFound, UserError
from aftersummit.execution import HERE, How
from aftersummit.model import Effect, Headway, Ref, Series, Yardstick
from aftersummit.project.clock import end_of, now
from aftersummit.project.folding import until
from aftersummit.project.progress import Progress, silent
from aftersummit.project.yardsticks import Choice, headway_of, yardstick
from aftersummit.store import Store

if TYPE_CHECKING:
    from aftersummit.documents import FetchPolicy
    from aftersummit.indicators.cube import Cube
    from aftersummit.project.effects import Question
    from aftersummit.project.series_files import Kept, Reading
    from aftersummit.project.settings import Settings


class Indicators:
    """The series of one project.

    Every ``as_of`` is a day; figures are then those that had been issued by it.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    # -- series -------------------------------------------------------------------

    def look(
        self, where: str | Path, reading: Reading, *, policy: FetchPolicy | None = None
    ) -> tuple[Cube, ...]:
        """The tables of a file or address, with their dimensions; nothing is kept.

        Raises:
            UserError: the file cannot be understood, or its figures are malformed.
            OutsideError: the server failed.
        """
        from aftersummit.project.series_files import given, tables

        return tables(given(str(where), policy), reading)

    def add(
        self, where: str | Path, reading: Reading, *, policy: FetchPolicy | None = None
    ) -> list[Kept]:
        """Read a file or address and keep its series; a vintage overwrites nothing.

        Raises:
            UserError: the file or the selection is at fault; nothing is kept then.
            OutsideError: the server failed.
            Conflict: a vintage of that day is held with other figures.
        """
        from aftersummit.project.series_files import chosen, given, keep, tables

        file = given(str(where), policy)
        return keep(self._store, file, chosen(tables(file, reading), reading))

    def fetch(
        self,
        service: str,
        key: str,
        reading: Reading,
        options: Mapping[str, str] | None = None,
        *,
        policy: FetchPolicy | None = None,
        base: str = "",
        fresh: bool = False,
        look: bool = False,
    ) -> tuple[tuple[Cube, ...], list[Kept]]:
        """Ask a publisher's interface and keep the series that are picked.

        Answers are kept for a day under ``cache/`` of the project; deleting that loses nothing.

        Args:
            options: in the service's own words.
            base: another server that answers in the same way.
            fresh: ask again although an answer is kept.
            look: keep no series; the tables alone are returned.

        Raises:
            UserError: the key, an option or the selection is wrong, or the figures malformed.
            OutsideError: the service failed.
        """
        from aftersummit.documents import FetchPolicy, fetch
        from aftersummit.indicators import services
        from aftersummit.project.series_files import Given, chosen, dated, keep

        rules = policy or FetchPolicy()
        ask = services.Asking(
            lambda url: fetch(url, rules).data,
            self._store.folder / "cache",
            keep_s=0.0 if fresh else services.DAY,
        )
        answer = services.service(service).read(ask, key, options or {}, base)
        cubes = tuple(dated(cube, reading) for cube in answer.cubes)
        if look:
            return cubes, []
        found = chosen(cubes, reading)
        file = Given(answer.raw, f"{service}-{key.replace('/', '-')}", answer.address)
        return cubes, keep(self._store, file, found)

    def series(self, ref: Ref, *, as_of: str = "") -> Series:
        """One series as known on a day.

        Raises:
            NotFound: there is none, or none of its vintages had been issued.
        """
        if ref.kind != "series":
            raise UserError(f"{ref} is no series", "write it like series/us-overdose-deaths")
        with self._store.read(end_of(as_of)) as reader:
            found = reader.find(Series, ref)
        if found is not None:
            return until(found, as_of) if as_of else found
        if as_of and (later := self.vintages(ref)):
            first = later[0]
            raise NotFound(
                f"no figures of {ref} had been issued by {as_of}",
                f"the earliest vintage is of {first.vintage or 'an unknown day'}",
            )
        raise NotFound(f"there is no {ref}", "see what there is with: aftersummit indicator list")

    def every(self, *, as_of: str = "") -> list[Series]:
        """Every series as known on a day, by address."""
        with self._store.read(end_of(as_of)) as reader:
            return [until(one, as_of) if as_of else one for one in reader.all(Series)]

    def vintages(self, ref: Ref) -> list[Series]:
        """Every vintage of a series, in the order of their issue, each once."""
        with self._store.read() as reader:
            found = dict(reader.versions(Series, ref))
        return [found[when] for when in sorted(found)]

    # -- yardsticks and targets ---------------------------------------------------

    def link(self, commitment: Ref, series: Ref, choice: Choice) -> Yardstick:
        """Hold a commitment against a series.

        Raises:
            NotFound: one of the records does not exist.
            UserError: the direction is not stated, or the target cannot be followed.
        """
        with self._store.write() as writer:
            made = yardstick(writer, commitment, series, choice, coder=self._settings.coder)
            writer.put(made, at=now())
        return made

    def yardsticks(self, *, under: str = "", as_of: str = "") -> list[Yardstick]:
        """Which series which commitments are held against, by commitment."""
        with self._store.read(end_of(as_of)) as reader:
            found = [y for y in reader.all(Yardstick) if _under(y.commitment, under)]
        return sorted(found, key=lambda y: (str(y.commitment), str(y.series)))

    def headway(self, *, under: str = "", as_of: str = "") -> list[Headway]:
        """Where the series with a target stand; one that cannot be judged says why."""
        with self._store.read(end_of(as_of)) as reader:
            return headway_of(reader, under=under, as_of=as_of)

    # -- effects ------------------------------------------------------------------

    def effect(self, question: Question, *, keep: bool = True) -> Effect:
        """Estimate what a series did at a date, with every check.

        Args:
            keep: store it, where it belongs to a commitment and to one series.

        Raises:
            NotFound: a record does not exist.
            UserError: the question cannot be answered; the message says why.
        """
        from aftersummit.project.effects import answer, ask

        with self._store.read(end_of(question.as_of)) as reader:
            study = ask(reader, question)
        effect = answer(study, question)
        if keep and effect.commitment is not None and len(question.series) == 1:
            with self._store.write() as writer:
                writer.put(effect, at=effect.computed, origin="machine")
        return effect

    def effects(self, *, under: str = "", as_of: str = "") -> Sequence[Effect]:
        """Every effect that was estimated, by address."""
        with self._store.read(end_of(as_of)) as reader:
            return [
                e for e in reader.all(Effect) if e.commitment is None or _under(e.commitment, under)
            ]

    def picture(self, effect: Effect, form: str) -> bytes:
        """An effect drawn as ``svg`` or ``png``, or its Vega-Lite description (``json``).

        Raises:
            UserError: nothing was estimated.
        """
        from aftersummit.project.effects import picture

        return picture(effect, form)

    def check(
        self,
        *,
        under: str = "",
        again: bool = False,
        how: How = HERE,
        progress: Progress = silent,
    ) -> list[Effect]:
        """Estimate and check the effect behind every yardstick that names a date.

        One that was estimated from the same figures and the same question is not estimated
        again. A series that cannot be used gives an effect that is refused, with the reason.

        Args:
            again: estimate all of them anew.
            how: where; all cores, for instance.
        """
        from aftersummit.project.effects import check

        return check(self._store, under=under, again=again, how=how, progress=progress)


def _under(ref: Ref, under: str) -> bool:
    return not under or str(ref) == under or str(ref).startswith(f"{under}/")
