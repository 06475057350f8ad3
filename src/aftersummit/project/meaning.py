"""By what a project ranks evidence: keywords alone, or the meaning of passages too.

The project's settings say which; a part that is not installed is told, never passed over, so
that the same project ranks alike wherever it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aftersummit.evidence import Aim, Subject
from aftersummit.project.progress import Progress
from aftersummit.project.settings import read_settings, write_settings
from aftersummit.retrieval import Index

if TYPE_CHECKING:
    from aftersummit.retrieval.encoding import Encoder

NONE = "none"
"""What is asked for to rank by keywords alone."""


class Meaning:
    """Vectors of a project's passages and of what it promises.

    Args:
        folder: the project's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def source(self) -> str:
        """Where the weights come from; "" ranks by keywords alone."""
        return read_settings(self._folder).semantic

    def choose(self, source: str) -> None:
        """Rank by the weights that a source names from now on, or by keywords (``none``).

        Raises:
            MissingExtra: the extra ``semantic`` is not installed.
            UserError, OutsideError: no such model can be read.
        """
        chosen = "" if source == NONE else source
        if chosen and Path(chosen).is_dir():
            chosen = str(Path(chosen).resolve())
        if chosen:
            # A model that cannot be read is told now, and the settings stay as they were.
            _encoder(chosen)
        write_settings(self._folder, replace(read_settings(self._folder), semantic=chosen))

    def update(self, index: Index, progress: Progress) -> int:
        """Bring the vectors up to date with the index; how many were made."""
        source = self.source
        if not source:
            return 0
        encoder = _encoder(source)
        return index.meanings.update(
            encoder, progress=lambda done, whole: progress(done, whole, "meanings")
        )

    def aimed(self, subjects: Sequence[Subject]) -> list[Subject]:
        """The subjects with their meaning, where the project ranks by it."""
        source = self.source
        if not source:
            return list(subjects)
        encoder = _encoder(source)
        vectors = encoder.encode([subject.meant for subject in subjects])
        return [
            replace(subject, aim=Aim(tuple(map(float, vector)), encoder.name))
            for subject, vector in zip(subjects, vectors, strict=True)
        ]


@lru_cache(maxsize=1)
def _encoder(source: str) -> Encoder:
    from aftersummit.retrieval.encoding import encoder

    return encoder(source)
