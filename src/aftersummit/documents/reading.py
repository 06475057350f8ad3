"""What a reader is, what it is given and what it gives back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from aftersummit.errors import UnreadableSource, UserError
from aftersummit.model import Page, Problem, Section

HEAD_BYTES = 16 * 1024
_MEGABYTE = 1024 * 1024
_COUNTED = ("pdf_pages", "docx_ratio")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a source is taken before it is refused. All sizes in bytes.

    They bound memory: a source is never unpacked or parsed beyond them.
    """

    text: int = 64 * _MEGABYTE
    html: int = 20 * _MEGABYTE
    pdf: int = 500 * _MEGABYTE
    pdf_pages: int = 5000
    docx: int = 100 * _MEGABYTE
    docx_unpacked: int = 250 * _MEGABYTE
    docx_ratio: int = 200
    line: int = 16 * _MEGABYTE

    @classmethod
    def raised(cls, given: Iterable[str]) -> Limits:
        """The usual limits with some of them set: ``html=60`` (megabytes), ``pdf_pages=9000``.

        Raises:
            UserError: there is no such limit, or its value is no positive number.
        """
        usual = cls()
        chosen: dict[str, int] = {}
        for item in given:
            name, _, value = item.partition("=")
            if name not in cls.__slots__:
                names = ", ".join(cls.__slots__)
                raise UserError(f"there is no limit '{name}'", f"use one of {names}")
            try:
                number = float(value)
            except ValueError:
                number = 0
            if not 0 < number < 1e6:
                raise UserError(f"'{item}' sets no limit", f"write it like {name}=60")
            chosen[name] = int(number * (1 if name in _COUNTED else _MEGABYTE))
        return replace(usual, **chosen)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source itself says about a text; "" where it is silent."""

    title: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    kind: str = ""
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One canonical text as a reader made it, before it is described.

    Attributes:
        text: canonical text.
        sections: its headings.
        pages: its pages, for paginated sources.
        facts: what the source says about it.
        member: its line in a source of many documents, from 1; 0 for the whole source.
    """

    text: str
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    facts: Facts = field(default_factory=Facts)
    member: int = 0


class Unreadable(UnreadableSource):
    """A source that gives no text, with a stable ``code`` for the reason.

    The code is what records and tests hold on to; the words may change.
    """

    def __init__(self, code: str, what: str, remedy: str = "") -> None:
        self.code = code
        super().__init__(what, remedy)

    def problem(self, where: str) -> Problem:
        """The same, as a record for the batch that goes on."""
        return Problem(self.code, where, self.what, self.remedy)


class Received:
    """A source's bytes, opened only as far as a reader asks.

    Args:
        data: the bytes, a file on disk, or an open binary stream.
        name: the file's name or the last part of its address, for messages and suffix.
        media_type: what the sender claimed, "" for nothing.
        limits: how much may be taken.
    """

    def __init__(
        self,
        data: bytes | BinaryIO | Path,
        name: str,
        media_type: str = "",
        limits: Limits | None = None,
    ) -> None:
        self._data = data
        self.name = name
        self.media_type = media_type.partition(";")[0].strip().lower()
        self.charset = _charset(media_type)
        self.limits = limits or Limits()
        self._head: bytes | None = None

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, ``.jsonl.gz`` counting as one."""
        parts = Path(self.name.lower()).suffixes[-2:]
        return "".join(parts) if parts[-1:] == [".gz"] else "".join(parts[-1:])

    @property
    def head(self) -> bytes:
        """The first 16 KiB."""
        if self._head is None:
            with self.open() as stream:
                self._head = stream.read(HEAD_BYTES)
        return self._head

    def open(self) -> BinaryIO:
        """The bytes from the beginning; the caller closes what it gets."""
        if isinstance(self._data, bytes):
            return io.BytesIO(self._data)
        if isinstance(self._data, Path):
            try:
                return self._data.open("rb")
            except OSError as error:
                raise gone(self._data, error) from error
        return _unclosed(self._data)

    def bytes(self, limit: int, code: str, option: str) -> bytes:
        """All of it, refused with ``code`` when longer than ``limit`` bytes."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise Unreadable(
                code,
                f"{self.name} is larger than {limit / _MEGABYTE:.0f} MB",
                f"split it, or allow more: --limit {option}={3 * limit // _MEGABYTE}",
            )
        return data

    def sha256(self) -> str:
        """SHA-256 of the bytes, read in pieces."""
        with self.open() as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_MEGABYTE):
                digest.update(piece)
        return digest.hexdigest()


@runtime_checkable
class Reader(Protocol):
    """One format. Registered under the entry point group ``aftersummit.readers``.

    Attributes:
        name: stored with each document that it made.
        suffixes: name endings it takes when the bytes are not distinctive.
        media_types: claimed types it takes in the same case.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]

    def sniff(self, head: bytes) -> bool:
        """Whether these first bytes are surely of this format."""

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """The texts in it, in order; raises :class:`Unreadable` when there is none."""


def gone(path: Path, error: OSError) -> Unreadable:
    """The refusal of a file that cannot be opened: it vanished, or is not ours to read."""
    if isinstance(error, FileNotFoundError):
        return Unreadable(
            "file-vanished", f"{path} is not there", "check the name, or add it again"
        )
    if isinstance(error, PermissionError):
        return Unreadable(
            "file-forbidden", f"{path} may not be read", "change its permissions, then add it again"
        )
    reason = error.strerror or type(error).__name__
    return Unreadable("file-unreadable", f"{path} cannot be read: {reason}", "copy it elsewhere")


def _unclosed(stream: BinaryIO) -> BinaryIO:
    """A stream that the caller owns, from its beginning, safe to close."""
    if not stream.seekable():
        raise UserError(
            "a stream that cannot be rewound cannot be read as a document",
            "pass a path, the bytes, or a seekable stream",
        )
    stream.seek(0)
    return _Borrowed(stream)


class _Borrowed(io.BufferedReader):
    """A caller's stream that stays open when the reader is done with it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(_Raw(stream))


class _Raw(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _charset(media_type: str) -> str:
    for parameter in media_type.split(";")[1:]:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
