"""By what a project ranks evidence: keywords alone, or the meaning of passages too.

The project's settings say which; a part that is not installed is told, never passed over, so
that the same project ranks alike wherever it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aftersummit.errors import MissingExtra
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
        source: where the weights come from; "" ranks by keywords alone.
    """

    def __init__(self, folder: Path, source: str) -> None:
        self._folder = folder
        self.source = source

    def choose(self, source: str) -> None:
        """Rank by the weights that a source names from now on, or by keywords (``none``).

        Raises:
            MissingExtra: the extra ``semantic`` is not installed.
            UserError, OutsideError: no such model can be read.
        """
        self.source = "" if source == NONE else source
        if Path(source).is_dir():
            self.source = str(Path(source).resolve())
        self.__dict__.pop("_encoder", None)
        if self.source:
            # A model that cannot be read is told now, and the settings stay as they were.
            self._made()
        write_settings(self._folder, replace(read_settings(self._folder), semantic=self.source))

    def update(self, index: Index, progress: Progress) -> int:
        """Bring the vectors up to date with the index; how many were made."""
        if not self.source:
            return 0
        encoder = self._made()
        return index.meanings.update(
            encoder, progress=lambda done, whole: progress(done, whole, "meanings")
        )

    def aimed(self, subjects: Sequence[Subject]) -> list[Subject]:
        """The subjects with their meaning, where the project ranks by it."""
        if not self.source:
            return list(subjects)
        encoder = self._made()
        vectors = encoder.encode([subject.meant for subject in subjects])
        return [
            replace(subject, aim=Aim(tuple(map(float, vector)), encoder.name))
            for subject, vector in zip(subjects, vectors, strict=True)
        ]

    def _made(self) -> Encoder:
        try:
            return self._encoder
        except MissingExtra as error:
            error.remedy += f" (or rank by keywords: aftersummit evidence index --semantic {NONE})"
            raise

    @cached_property
    def _encoder(self) -> Encoder:
        from aftersummit.retrieval.encoding import encoder

        return encoder(self.source)
