"""A passage that seems to bear on a commitment: a proposal until a person has decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aftersummit.model.commitment import Passage
from aftersummit.model.evidence import Evidence, Rung, Stance
from aftersummit.model.ref import Ref
from aftersummit.model.span import Span

KEYWORDS = "keywords"
Place = Literal["inside", "before", "after", "undated"]


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place with the same words."""

    key: str
    span: Span
    date: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One proposal.

    Attributes:
        ref: its address, ``None`` while no project keeps it.
        commitment: address of the commitment, "" for one without.
        mark: names these words whatever document they stand in; what a rejection remembers.
        key: the document's key in the index, its address where it stands in a project.
        span: the passage in the document's canonical text.
        core: the sentence that it rests on, in the same text.
        text: the passage's words.
        actors: codes of the parties that seem to have acted.
        relevance: probability, 0 to 1, that it bears on whether this promise was carried out.
        direct: probability that it shows so directly.
        stance, rung: as proposed, each with the model's confidence.
        place: where its date falls in the compliance window.
        why: what decided, in words.
        also: other documents with the same words.
        batch: in which its document came into the index.
        at: UTC moment at which it was proposed, ISO 8601, "" outside a project.
        ranking: what ranked it: keywords alone, or also the model that is named here.
    """

    commitment: str
    mark: str
    key: str
    span: Span
    core: Span
    text: str
    title: str
    date: str
    url: str
    language: str
    kind: str
    issuers: tuple[str, ...]
    text_sha256: str
    actors: tuple[str, ...]
    relevance: float
    direct: float
    stance: Stance
    stance_confidence: float
    rung: Rung
    rung_confidence: float
    place: Place
    why: tuple[str, ...]
    also: tuple[Copy, ...] = ()
    batch: int = 0
    ref: Ref | None = None
    at: str = ""
    ranking: str = KEYWORDS

    @property
    def words(self) -> str:
        """The sentence that it rests on."""
        return Span(self.core.start - self.span.start, self.core.end - self.span.start).of(
            self.text
        )

    def evidence(
        self, ref: Ref, *, coder: str, at: str, what: str = "", note: str = ""
    ) -> Evidence:
        """The record that accepting this proposal makes.

        Args:
            ref: address of the new evidence.
            what: what happened, in the coder's words; the sentence itself where none are given.
        """
        document = None if "#" in self.key else Ref.parse(self.key)
        return Evidence(
            ref=ref,
            commitment=ref.commitment_ref,
            date=self.date,
            actors=self.actors,
            stance=self.stance,
            rung=self.rung,
            what=what or self.words,
            passage=Passage(self.core, self.words, document, self.text_sha256),
            coder=coder,
            at=at,
            note=note,
        )
