"""Files to add: from files, folders and patterns as a user types them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aftersummit.documents.prose import word_set
from aftersummit.documents.reading import gone
from aftersummit.model import Problem

# Endings of what lies beside documents and is none. A file that is named outright is taken
# whatever it is called.
_NO_DOCUMENTS = word_set(
    ".py .pyc .js .mjs .css .scss .map .ts .json .toml .yaml .yml .ini .cfg .lock .log .sh .bat "
    ".exe .dll .so .db .sqlite .csv .tsv .xls .xlsx .ods .png .jpg .jpeg .gif .svg .webp .ico "
    ".bmp .tif .tiff .mp3 .mp4 .mov .avi .wav .woff .woff2 .ttf .zip .tar .gz .7z .rar .bak "
    ".tmp .swp"
)
_TAKEN = (".jsonl.gz", ".ndjson.gz")
_IGNORED_FOLDERS = frozenset(("__pycache__", "node_modules"))
_PATTERN = frozenset("*?[")


@dataclass(slots=True)
class Discovery:
    """An iterator over what was found that counts what it passed over.

    Attributes:
        skipped: how many files in folders were passed over, by reason: ``hidden`` or the
            file's ending. Complete once the iterator has ended.
    """

    skipped: dict[str, int] = field(default_factory=dict)
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _open_folders: set[tuple[int, int]] = field(default_factory=set)
    _places: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Path | Problem]:
        self._seen.clear()
        self.skipped.clear()
        for place in self._places:
            yield from self._place(place)

    def _place(self, place: str) -> Iterator[Path | Problem]:
        path = Path(place).expanduser()
        # A name with a bracket in it is a file first and a pattern second.
        if not _PATTERN.intersection(place) or os.path.lexists(path):
            yield from self._path(path, named=True)
            return
        # pathlib's own glob follows no pattern that begins with a root or "..".
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
        if not matches:
            yield Problem(
                "pattern-empty",
                place,
                f"nothing matches {place}",
                "check the pattern and its folder",
            )
        for match in matches:
            yield from self._path(Path(match), named="**" not in place)

    def _path(self, path: Path, *, named: bool) -> Iterator[Path | Problem]:
        try:
            status = path.stat()
        except OSError as error:
            yield gone(path, error).problem(str(path))
            return
        identity = (status.st_dev, status.st_ino)
        if path.is_dir():
            yield from self._folder(path, identity)
        elif not path.is_file():
            yield Problem("not-a-file", str(path), f"{path} is no file", "give a file or a folder")
        elif identity not in self._seen and (named or not self._passed_over(path)):
            self._seen.add(identity)
            yield path

    def _folder(self, path: Path, identity: tuple[int, int]) -> Iterator[Path | Problem]:
        if identity in self._open_folders:
            # A link leads back to a folder that is being walked.
            self._skip("folder loop")
            return
        self._open_folders.add(identity)
        try:
            try:
                entries = sorted(path.iterdir())
            except OSError as error:
                yield gone(path, error).problem(str(path))
                return
            for entry in entries:
                if entry.name.startswith("."):
                    self._skip("hidden")
                elif entry.name not in _IGNORED_FOLDERS:
                    yield from self._path(entry, named=False)
        finally:
            self._open_folders.discard(identity)

    def _passed_over(self, path: Path) -> bool:
        name = path.name.lower()
        if path.suffix.lower() not in _NO_DOCUMENTS or name.endswith(_TAKEN):
            return False
        self._skip(path.suffix.lower())
        return True

    def _skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


def discover(places: Iterable[str | Path]) -> Discovery:
    """The files at ``places`` in sorted order, each once, and a problem for what is not there.

    Args:
        places: files, folders (walked to their end), and patterns (``*``, ``?``, ``[a]``,
            ``**``).

    Hidden files and endings that hold no documents are passed over inside folders and
    counted in :attr:`Discovery.skipped`. Links that lead in circles end where they close.
    Nothing is opened: a file may still vanish before it is read.
    """
    return Discovery(_places=tuple(str(place) for place in places))
