"""What every provider shares: the protocol, the door, and the reading of delimited text."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import entry_points
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from aftersummit.errors import NotFound, UnreadableSource, UserError
from aftersummit.indicators.corrections import corrected
from aftersummit.indicators.cube import Cube, Row
from aftersummit.indicators.faults import MalformedSeries
from aftersummit.indicators.figures import Figure, read_figure
from aftersummit.model import Problem

T = TypeVar("T")
P = ParamSpec("P")
GROUP = "aftersummit.sources"
US_WORK = "US Government work, public domain"
LIMIT = 512 * 1024 * 1024
"""Most bytes that a compressed file may unfold to."""


@runtime_checkable
class Provider(Protocol):
    """A reader of one publisher's files.

    Attributes:
        name: slug, as in the entry point.
        title: who and what, for people.
    """

    name: str
    title: str

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file of this name that begins so is one of this publisher's."""
        ...

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        """The tables in the file, one per measure and frequency.

        Raises:
            UnreadableSource: it is not the publisher's file after all.
            MalformedSeries: it is, and its figures are broken; nothing was kept.
        """
        ...


@lru_cache(maxsize=1)
def providers() -> Mapping[str, Provider]:
    """Every installed provider by name, built-ins and plug-ins alike."""
    found = {point.name: point.load() for point in entry_points(group=GROUP)}
    return dict(sorted(found.items()))


def provider(name: str) -> Provider:
    """The provider of this name.

    Raises:
        NotFound: none is installed.
    """
    if name not in providers():
        raise NotFound(f"no source is called '{name}'", f"choose among {', '.join(providers())}")
    return providers()[name]


def read(data: bytes, name: str, source: str = "") -> tuple[Cube, ...]:
    """Read a publisher's file into tables, with the known corrections applied.

    Args:
        data: the bytes as received.
        name: the file's name; part of how it is recognised.
        source: the provider's name, when the file should not be recognised by itself.

    Raises:
        NotFound: no provider of that name.
        UnreadableSource: no provider recognises the file.
        MalformedSeries: the figures are broken.
    """
    chosen = provider(source) if source else _recognise(data, name)
    return tuple(corrected(chosen.name, cube) for cube in chosen.read(data, name))


def _recognise(data: bytes, name: str) -> Provider:
    head = unfold(data, name)[:4096]
    for candidate in providers().values():
        if candidate.recognises(name, head):
            return candidate
    raise UnreadableSource(
        f"{name}: no source knows this file",
        "name the source, or say which column is what: --column period=NAME --column value=NAME"
        " --column unit=WORD, or --mapping FILE",
    )


def unfold(data: bytes, name: str) -> bytes:
    """The bytes of a file that may be gzipped.

    Raises:
        UnreadableSource: broken, or larger than ``LIMIT`` when unfolded.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            plain = stream.read(LIMIT + 1)
    except (OSError, EOFError) as error:
        raise UnreadableSource(
            f"{name}: the compressed file is broken ({error})", "fetch it again"
        ) from error
    if len(plain) > LIMIT:
        raise UnreadableSource(
            f"{name}: it unfolds to more than {LIMIT >> 20} MiB", "split the file"
        )
    return plain


def decode(data: bytes, name: str) -> str:
    """The text of a table: UTF-8 with or without a mark, else Windows-1252."""
    plain = unfold(data, name)
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        return plain.decode("utf-16")
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError:
        return plain.decode("cp1252", errors="replace")


def table(
    data: bytes, name: str, needs: Sequence[str], delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a delimited table as (line number, column to cell), cells stripped.

    Raises:
        UnreadableSource: a column in ``needs`` is absent, or a row has too many or too few
            cells.
    """
    reader = csv.reader(io.StringIO(decode(data, name), newline=""), delimiter=delimiter)
    header = [cell.strip() for cell in next(reader, [])]
    absent = [column for column in needs if column not in header]
    if absent:
        raise UnreadableSource(
            f"{name}: the column '{absent[0]}' is not there",
            f"the columns are {', '.join(header)[:200] or 'none'}; check the file",
        )
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise UnreadableSource(
                f"{name}, line {reader.line_num}: {len(cells)} cells under {len(header)} columns",
                "repair the line; nothing was loaded",
            )
        yield (
            reader.line_num,
            {column: cell.strip() for column, cell in zip(header, cells, strict=True)},
        )


class Reading:
    """Collects rows and every fault of a file, so that one reading tells all of them.

    At the end :meth:`rows` either gives all rows or raises: nothing is loaded half.
    """

    def __init__(self, name: str, decimal: str = ".") -> None:
        self.name = name
        self.decimal = decimal
        self.problems: list[Problem] = []
        self.marks: dict[str, int] = {}
        self._rows: list[Row] = []

    def figure(self, line: int, column: str, cell: str) -> Figure | None:
        """The figure in a cell; a fault is noted and gives None."""
        found = self.attempt(line, column, read_figure, cell, self.decimal)
        if found is not None and found.marks:
            self.marks[found.marks] = self.marks.get(found.marks, 0) + 1
        return found

    def attempt(
        self, line: int, column: str, action: Callable[P, T], *args: P.args, **more: P.kwargs
    ) -> T | None:
        """The action's result, or None with its complaint noted."""
        try:
            return action(*args, **more)
        except UserError as error:
            self.problems.append(
                Problem(
                    "cell-unreadable",
                    f"{self.name}, line {line}, column {column}",
                    error.what,
                    error.remedy,
                )
            )
            return None

    def add(self, row: Row) -> None:
        """Keep a row."""
        self._rows.append(row)

    def rows(self) -> tuple[Row, ...]:
        """Every row.

        Raises:
            MalformedSeries: something in the file could not be read.
            UnreadableSource: it holds no row.
        """
        if self.problems:
            raise MalformedSeries(self.problems)
        if not self._rows:
            raise UnreadableSource(f"{self.name}: the table is empty", "check the file")
        return tuple(self._rows)

    def warnings(self) -> tuple[Problem, ...]:
        """What a reader should know about marks in the file."""
        return tuple(
            Problem(
                "footnote-mark",
                self.name,
                f"{count} figures carry the mark '{mark}'",
                "read the publisher's footnote; the figures were kept without the mark",
                severity="warning",
            )
            for mark, count in self.marks.items()
        )
