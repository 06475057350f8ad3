"""Files of figures read into series, and kept vintage by vintage."""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aftersummit.errors import Conflict, NotFound, UserError
from aftersummit.indicators import sources
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.harmonise import revisions
from aftersummit.indicators.sources.columns import columnar
from aftersummit.indicators.sources.datapackage import read_package
from aftersummit.indicators.sources.mapping import (
    Mapped,
    TableMapping,
    load_mapping,
    mapping_from,
    typed,
)
from aftersummit.indicators.starts import refuse_mixed_starts
from aftersummit.model import Citation, Series, Source, slugify
from aftersummit.project.clock import now
from aftersummit.store import Store, Writer

if TYPE_CHECKING:
    from aftersummit.documents import FetchPolicy

State = Literal["new", "new vintage", "described anew", "known already"]
PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file of figures is to be read.

    Attributes:
        source: name of the reader; "" recognises the file.
        mapping: a TOML file that names the columns.
        columns: the same keys given one by one (``value``, ``period``, ``unit``, ...); they
            have the last word over the mapping's.
        table: which table of a file that holds several, by its id.
        picks: dimension to the members that are wanted; several are added up.
        each: dimensions of which every member becomes a series.
        slug, title: of a single series.
        vintage: ISO day on which the publisher issued the figures.
        address: where the publisher issued them.
        pillar: code under which the series is filed.
        force: add up members for which a known measure began at different dates.
    """

    source: str = ""
    mapping: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    picks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    each: Sequence[str] = ()
    slug: str = ""
    title: str = ""
    vintage: str = ""
    address: str = ""
    pillar: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one series that was read.

    Attributes:
        revised: how many figures differ from those of the vintage before.
    """

    series: Series
    state: State
    revised: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A file of figures as it was given.

    Attributes:
        where: its path, or the address that it came from.
    """

    data: bytes
    name: str
    where: str


def given(where: str, policy: FetchPolicy | None = None) -> Given:
    """The bytes behind a path or an http(s) address.

    Raises:
        UserError: it cannot be opened, or the address may not be asked.
        OutsideError: the server failed.
    """
    if where.startswith(("http://", "https://")):
        from aftersummit.documents import fetch

        fetched = fetch(where, policy)
        name = fetched.url.split("?")[0].rstrip("/").rpartition("/")[2]
        return Given(fetched.data, name or "table.csv", fetched.url)
    path = Path(where)
    return Given(bytes_of(path), path.name, where)


def tables(file: Given, reading: Reading) -> tuple[Cube, ...]:
    """The tables of a file.

    Raises:
        UserError: the file cannot be understood, or its figures are malformed; nothing of
            it is used then.
    """
    data, name = file.data, file.name
    if data.startswith(PARQUET):
        data, name = columnar(data, name), f"{Path(name).stem}.csv"
    if reading.mapping is not None or reading.columns:
        found = Mapped(_mapping(reading, name)).read(data, name)
    elif name.endswith("datapackage.json"):
        beside = Path(file.where).parent
        found = read_package(data, file.where, lambda inner: bytes_of(beside / inner))
    else:
        found = sources.read(data, name, reading.source)
    return tuple(dated(cube, reading) for cube in found)


def chosen(cubes: Sequence[Cube], reading: Reading) -> list[Series]:
    """The series that are asked for.

    Raises:
        UserError: the file holds several tables and none is named, or the selection makes no
            sum that means anything.
    """
    cube = _table(cubes, reading.table)
    for dim, members in reading.picks.items():
        refuse_mixed_starts(cube, dim, members, force=reading.force)
    picks = {
        dim: tuple(members) if len(members) > 1 else members[0]
        for dim, members in reading.picks.items()
    }
    if reading.each:
        if reading.slug or reading.title:
            raise UserError(
                "one name was given for several series", "leave out --id and --title with --each"
            )
        found = list(cube.each(*reading.each, **picks))
    else:
        found = [cube.series(picks, id=reading.slug, title=reading.title)]
    return [_filed(series, reading) for series in found]


def keep(store: Store, file: Given, series: Sequence[Series]) -> list[Kept]:
    """Keep series as vintages of their addresses, with the bytes that they were read from.

    A vintage that is older than one held is filed before it: the newest stays the present,
    and "as known on DATE" finds each in its time.

    Raises:
        Conflict: a vintage of that day is held with other figures.
    """
    at = now()
    digest = hashlib.sha256(file.data).hexdigest()
    source = Source(digest, len(file.data), file.name, file.where, at)
    store.sources.keep(io.BytesIO(file.data))
    with store.write() as writer:
        kept = [put_vintage(writer, one, at=at) for one in series]
        if any(one.state != "known already" for one in kept):
            writer.put(source, at=at)
    return kept


def put_vintage(writer: Writer, series: Series, *, at: str) -> Kept:
    """Append one vintage; the same figures under another title describe it anew.

    Raises:
        Conflict: a vintage of that day is held with other figures.
    """
    known = writer.versions(Series, series.ref)
    since = series.vintage or at
    before = [one for when, one in known if when <= since]
    days = {one.vintage: one for _, one in known if one.vintage}
    same = days.get(series.vintage)
    if same is not None:
        changed = revisions(same, series)
        if changed or len(same.observations) != len(series.observations):
            raise Conflict(
                f"the vintage of {series.vintage} of {series.ref} is held with other figures"
                f" ({len(changed)} differ)",
                "give the day on which these were issued with --vintage",
            )
        if same == series:
            return Kept(series, "known already")
    if before and replace(before[-1], vintage="") == replace(series, vintage=""):
        return Kept(series, "known already")
    writer.put(series, at=at, known_from=since)
    later = {when: one for when, one in known if when > since}
    for when in sorted(later):
        # The newest write is the present: what was issued later has to come last again.
        writer.put(later[when], at=at, known_from=when)
    revised = len(revisions(before[-1], series)) if before else 0
    if same is not None:
        return Kept(series, "described anew")
    return Kept(series, "new vintage" if known else "new", revised)


def _mapping(reading: Reading, name: str) -> TableMapping:
    entries: dict[str, object] = {}
    if reading.mapping is not None:
        data = bytes_of(reading.mapping)
        if not reading.columns:
            return load_mapping(data, reading.mapping.name)
        load_mapping(data, reading.mapping.name)
        entries = tomllib.loads(data.decode("utf-8"))
    entries.update(typed(reading.columns))
    entries.setdefault("id", reading.slug or slugify(Path(name).stem))
    return mapping_from(entries, name)


def _table(cubes: Sequence[Cube], wanted: str) -> Cube:
    if len(cubes) == 1 and not wanted:
        return cubes[0]
    names = [cube.about.id for cube in cubes]
    for cube in cubes:
        if cube.about.id == wanted:
            return cube
    if wanted:
        raise NotFound(f"the file has no table '{wanted}'", f"choose among {', '.join(names)}")
    raise UserError(
        f"the file holds {len(cubes)} tables", f"name one with --table: {', '.join(names)}"
    )


def dated(cube: Cube, reading: Reading) -> Cube:
    """The table with the day and the address that a person gave."""
    about = cube.about
    if reading.vintage:
        about = replace(about, vintage=reading.vintage)
    if reading.address:
        about = replace(about, address=reading.address)
    return replace(cube, about=about)


def _filed(series: Series, reading: Reading) -> Series:
    if reading.pillar:
        series = replace(series, pillar=reading.pillar)
    if not series.citations and reading.address:
        series = replace(series, citations=(Citation(reading.address),))
    return series


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UserError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be opened ({error.strerror})", "check its name and rights"
        ) from error
