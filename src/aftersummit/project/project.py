"""A project: one folder, and the verbs that can be done to it.

Surfaces (terminal, HTTP, Python) speak to this class only. Each verb lives in a module of
its own, imported when it is first used, because reading a project must not pay for the
libraries that adding to it needs. The facade stays one file, however many verbs there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from aftersummit.model import (
    Commitment,
    Decision,
    Document,
    Evidence,
    Problem,
    Ref,
    Register,
    Span,
)
from aftersummit.project.asking import record, records, words
from aftersummit.project.clock import end_of
from aftersummit.project.progress import Progress, silent
from aftersummit.project.settings import Settings, write_settings
from aftersummit.store import NOUNS, Store

if TYPE_CHECKING:
    from aftersummit.catalogue.places import Coverage
    from aftersummit.commitments.llm.endpoint import Endpoint
    from aftersummit.documents import FetchPolicy, Limits
    from aftersummit.project.adding import AddReport, Given
    from aftersummit.project.archiving import Archive
    from aftersummit.project.coding import Coding
    from aftersummit.project.extracting import ExtractReport
    from aftersummit.project.fetching import FetchReport
    from aftersummit.project.finding import Findings
    from aftersummit.project.learning import Learning
    from aftersummit.project.measuring import Indicators
    from aftersummit.project.people import Team
    from aftersummit.project.placing import Place
    from aftersummit.project.publishing import PublishReport
    from aftersummit.project.scoring import Scores
    from aftersummit.project.telling import Story


class Project:
    """An open project.

    Use :func:`open_project` to get one, and close it or use it in a ``with`` block.
    Every ``as_of`` is a day (``2024-06-01``), "" being the present.
    """

    def __init__(self, folder: Path, store: Store, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self._store = store

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the project's files."""
        self._store.close()

    # -- bring in -----------------------------------------------------------------

    def add(
        self,
        inputs: Iterable[str],
        given: Given | None = None,
        *,
        policy: FetchPolicy | None = None,
        limits: Limits | None = None,
        progress: Progress = silent,
    ) -> AddReport:
        """Read files, folders, patterns and addresses into the project.

        Args:
            inputs: paths, patterns (``texts/*.pdf``) and http(s) addresses.
            given: what is known about all of them, in place of what would be found.
            policy: limits for fetching addresses.
            limits: how large a source may be before it is refused.

        Returns:
            What was added, what was there already and what could not be read. Inputs that
            cannot be read do not stop the rest and stay listed until they are mended.
        """
        from aftersummit.documents import FetchPolicy
        from aftersummit.project.adding import Given, add

        given = given or Given()
        if not given.meeting and self.settings.meeting:
            given = replace(given, meeting=self.settings.meeting)
        policy = policy or FetchPolicy()
        return add(self._store, inputs, given, policy=policy, limits=limits, progress=progress)

    def load_bundled(self, name: str) -> int:
        """Copy a bundled register (``nals``) in; returns how many records are new or changed."""
        from aftersummit.project.bundling import load_bundled

        changed = load_bundled(self._store, name)
        if name not in self.settings.bundled:
            self.settings = replace(self.settings, bundled=(*self.settings.bundled, name))
            write_settings(self.folder, self.settings)
        return changed

    def fetch(
        self,
        name: str,
        *,
        policy: FetchPolicy | None = None,
        base: str = "",
        progress: Progress = silent,
    ) -> FetchReport:
        """Download the official texts of a bundled register and light up its exact words.

        Args:
            base: another server that holds the same paths, in place of the public ones.
        """
        from aftersummit.documents import FetchPolicy
        from aftersummit.project.fetching import fetch

        return fetch(
            self._store, name, policy=policy or FetchPolicy(), base=base, progress=progress
        )

    def correct(self, ref: Ref, **corrections: Any) -> Document:
        """Put right what was found about a document: title, date, issuers, language, kind, url.

        Raises:
            NotFound: there is no such document.
            UserError: a field that cannot be corrected, or a value that does not fit.
        """
        from aftersummit.project.correcting import correct

        return correct(self._store, ref, corrections)

    # -- find ---------------------------------------------------------------------

    def extract(
        self,
        refs: Sequence[Ref] = (),
        *,
        labels: Sequence[str] = ("commitment",),
        recall: str = "default",
        again: bool = False,
        using: str = "model",
        endpoint: Endpoint | None = None,
        progress: Progress = silent,
    ) -> ExtractReport:
        """Propose the commitments of documents (of all, when none are named).

        Args:
            using: an installed extractor, or several that vote: ``model,llm x3``.
            endpoint: what ``llm`` stands for; the environment names it, if left out.
        """
        from aftersummit.project.extracting import extract

        return extract(
            self._store,
            refs,
            labels=labels,
            recall=recall,
            again=again,
            using=using,
            endpoint=endpoint,
            progress=progress,
        )

    # -- decide -------------------------------------------------------------------

    def decide(
        self,
        subjects: Sequence[Ref],
        verdict: str,
        *,
        coder: str = "",
        reason: str = "",
        changes: dict[str, Any] | None = None,
        into: Ref | None = None,
        spans: Iterable[Span] = (),
    ) -> Sequence[Decision]:
        """Append a person's decision on each subject: accept, edit, reject, merge, split, undo.

        Raises:
            NotFound: a subject does not exist.
            Conflict: its present state does not allow the verdict.
            UserError: the coder is missing, or the decision is incomplete.
        """
        from aftersummit.codebooks import codebook
        from aftersummit.project.deciding import decide

        return decide(
            self._store,
            subjects,
            verdict,
            coder=coder or self.settings.coder,
            codebook=codebook().version,
            reason=reason,
            changes=changes,
            into=into,
            spans=tuple(spans),
        )

    def add_evidence(
        self,
        commitment: Ref,
        *,
        passage: Ref | None = None,
        url: str = "",
        date: str = "",
        actors: Sequence[str] = (),
        stance: str = "mentions",
        rung: str = "",
        what: str = "",
        coder: str = "",
        note: str = "",
    ) -> Evidence:
        """Link a passage or an address to a commitment.

        Raises:
            NotFound: the commitment or the document does not exist.
            UserError: something is missing or does not fit.
        """
        from aftersummit.project.evidence import add_evidence

        return add_evidence(
            self._store,
            commitment,
            passage=passage,
            url=url,
            date=date,
            actors=actors,
            stance=stance,
            rung=rung,
            what=what,
            coder=coder or self.settings.coder,
            note=note,
        )

    @cached_property
    def coding(self) -> Coding:
        """Codes of units, blind rounds and their agreement."""
        from aftersummit.project.coding import Coding

        return Coding(self._store, self.settings)

    @property
    def learning(self) -> Learning:
        """What the extractor learns from what people decided here."""
        from aftersummit.project.learning import Learning

        return Learning(self._store, self.settings.coder)

    @cached_property
    def team(self) -> Team:
        """Accounts, sessions and the audit log."""
        from aftersummit.project.people import Team

        return Team(self._store)

    @property
    def finding(self) -> Findings:
        """Looking for evidence, and deciding on what was found."""
        from aftersummit.project.finding import Findings

        return Findings(self._store, self.settings)

    @property
    def archive(self) -> Archive:
        """The bytes as received: written as WARC, and opened when their address is dead."""
        from aftersummit.project.archiving import Archive

        return Archive(self._store)

    @property
    def indicators(self) -> Indicators:
        """Official series: kept, held against targets, and asked what they did."""
        from aftersummit.project.measuring import Indicators

        return Indicators(self._store, self.settings)

    # -- ask ----------------------------------------------------------------------

    def list(self, noun: str, *, under: str = "", as_of: str = "") -> Iterator[Any]:
        """Records of a noun (``document``, ``meeting``, ...), by address."""
        if noun == "score":
            yield from self.scores.all(under, as_of=as_of)
            return
        with self._store.read(end_of(as_of)) as reader:
            yield from records(reader, noun, under)

    def count(self, noun: str, *, as_of: str = "") -> int:
        """How many records of a noun there are."""
        if noun in ("commitment", "decision", "problem", "score"):
            return sum(1 for _ in self.list(noun, as_of=as_of))
        with self._store.read(end_of(as_of)) as reader:
            return reader.count(NOUNS[noun])

    def commitments(self, *, under: str = "", as_of: str = "") -> Sequence[Commitment]:
        """Every commitment and proposal at or under an address, in its present state."""
        from aftersummit.project.folding import commitments

        with self._store.read(end_of(as_of)) as reader:
            return commitments(reader, under)

    def places(self, *, under: str = "", as_of: str = "") -> Sequence[Coverage]:
        """For each meeting, how many of its commitments stand in an official text."""
        from aftersummit.catalogue.places import located
        from aftersummit.codebooks import codebook

        found = tuple(self.commitments(under=under, as_of=as_of))
        return located(Register(self.settings.title, as_of, codebook(), commitments=found))

    def get(self, ref: Ref, *, as_of: str = "") -> Any:
        """The record at an address: a noun of any kind.

        Raises:
            NotFound: nothing stands there.
        """
        with self._store.read(end_of(as_of)) as reader:
            return record(reader, ref)

    def text(self, ref: Ref, *, as_of: str = "") -> str:
        """The canonical text of a document, or the words at a span of it.

        Raises:
            NotFound: there is no such document, or its words are not held.
        """
        with self._store.read(end_of(as_of)) as reader:
            return words(reader, ref)

    def place(self, ref: Ref) -> Place:
        """A span of a document, shown in place: words, section and, for a PDF, page and boxes.

        Raises:
            NotFound: there is no such document, or its bytes are gone.
            UserError: the words are not held, or the span does not lie in them.
        """
        from aftersummit.project.placing import place

        return place(self._store, ref)

    def status(self, ref: Ref, *, as_of: str = "") -> Story:
        """A commitment's whole story.

        Raises:
            NotFound: there is no such commitment.
        """
        from aftersummit.project.telling import tell

        with self._store.read(end_of(as_of)) as reader:
            return tell(reader, ref)

    @property
    def scores(self) -> Scores:
        """Proposing, deciding, asking and replaying scores."""
        from aftersummit.project.scoring import Scores

        return Scores(self._store, self.settings)

    def register(self, *, as_of: str = "", proposals: bool | None = None) -> Register:
        """The whole project as one value.

        Args:
            proposals: whether machine proposals of scores go in; as the settings say, if
                left out.
        """
        return self.scores.register(as_of=as_of, proposals=proposals)

    def problems(self) -> Sequence[Problem]:
        """What could not be read and has not been mended."""
        with self._store.read() as reader:
            return tuple(reader.problems())

    def state(self) -> tuple[int, int, int]:
        """A mark that changes whenever something is added or decided."""
        with self._store.read() as reader:
            return reader.state()

    # -- give out -----------------------------------------------------------------

    def export(self, noun: str, form: str, stream: TextIO, *, as_of: str = "") -> int:
        """Write all records of a noun to a text stream; returns how many."""
        from aftersummit.project.publishing import export

        return export(self.register(as_of=as_of), noun, form, stream)

    def publish(
        self,
        folder: Path,
        *,
        as_of: str = "",
        proposals: bool | None = None,
        progress: Progress = silent,
    ) -> PublishReport:
        """Write the site into ``folder``, whole or not at all.

        Args:
            proposals: whether machine proposals of scores are published, marked as such; as
                the settings say, if left out.

        Raises:
            UserError: the folder holds something that is not a site, or a blocker was found.
        """
        from aftersummit.project.publishing import publish

        return publish(self.register(as_of=as_of, proposals=proposals), folder, progress=progress)
