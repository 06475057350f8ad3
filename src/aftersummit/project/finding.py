"""``evidence find``, ``screen`` and ``watch``: promises held against everything in the project.

The index and the note of what was screened are derived and lie in ``index/``: deleting that
folder loses nothing. What is found is kept in the store, each finding once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aftersummit import evidence
from aftersummit.evidence import Lane, Subject, Work
from aftersummit.execution import HERE, How, run
from aftersummit.model import KEYWORDS, Decision, Document, Evidence, Finding, Ref
from aftersummit.project import proposing
from aftersummit.project.adding import INDEX
from aftersummit.project.clock import end_of, now
from aftersummit.project.meaning import Meaning
from aftersummit.project.progress import Progress, silent
from aftersummit.project.proposing import Held, held, keep, standing
from aftersummit.project.screened import Screened
from aftersummit.project.subjects import subjects
from aftersummit.retrieval import Filter, Index, Update, key_of, pack
from aftersummit.store import Reader, Store

if TYPE_CHECKING:
    from aftersummit.project.settings import Settings

_FEW = 500
"""Up to so many documents are read one by one, more in one pass."""
_TOGETHER = 4
"""Commitments in one batch of work: some seconds of it."""


@dataclass(frozen=True, slots=True)
class ScreenReport:
    """What a screening did.

    Attributes:
        screened: commitments that were looked for.
        unchanged: commitments for which nothing was new.
        proposed: findings that were not known before.
        index: what was indexed first.
        documents: how many there are to look through.
        ranking: by what it ranked: keywords alone, or also the model that is named.
    """

    screened: int
    unchanged: int
    proposed: tuple[Finding, ...]
    index: Update
    documents: int = 0
    ranking: str = KEYWORDS


class Findings:
    """Looking for evidence in the documents of one project."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._coder = settings.coder
        self._meaning = Meaning(store.folder)
        self.folder = store.folder / INDEX

    def index(
        self, *, again: bool = False, semantic: str = "", progress: Progress = silent
    ) -> Update:
        """Bring the index up to date with the project's documents.

        Args:
            again: build it anew.
            semantic: rank by the meaning of passages too from now on, with the weights that
                this names (:func:`aftersummit.retrieval.encoding.encoder`); ``none`` ranks by
                keywords alone, "" leaves the project as it is.

        Raises:
            Conflict: another process is writing to it.
            MissingExtra: the extra ``semantic`` is needed and not installed.
        """
        if semantic:
            self._meaning.choose(semantic)
        return self._indexed(again, progress)[1]

    def find(
        self,
        ref: Ref,
        *,
        where: Filter | None = None,
        parties: Sequence[str] = (),
        limit: int = 20,
        progress: Progress = silent,
    ) -> list[Held]:
        """Passages that seem to bear on one commitment, the compliance window's first.

        New ones are kept as proposals, so that each has an address; rejected ones are left
        out.

        Raises:
            NotFound: there is no such commitment, or its meeting is not known.
        """
        index, _ = self._indexed(False, progress)
        with self._store.read() as reader:
            chosen = subjects(reader, ref.commitment_ref)
        (subject,) = self._meaning.aimed(chosen)
        found = evidence.find(index, subject, where=where, parties=parties, limit=limit)
        with self._store.write() as writer:
            keep(writer, subject.key, found, at=now())
            known = held(writer, subject.key)
        return _as_held(found, known)

    def screen(
        self,
        under: Ref | None = None,
        *,
        limit: int = 20,
        how: How = HERE,
        share: str = "",
        progress: Progress = silent,
    ) -> ScreenReport:
        """Look for evidence on every commitment at or under an address.

        Each commitment is confirmed as it is done: after a kill the same call goes on with
        the others. One that was screened before is held only against what came since.

        Args:
            how: where the work is done.
            share: folder on a store that every worker can read, where the index is put for
                those that cannot read the project's own folder.

        Raises:
            NotFound: there is no commitment there.
        """
        index, updated = self._indexed(False, progress)
        with self._store.read() as reader:
            chosen = subjects(reader, under)
        return self._screen(index, updated, chosen, limit, how, share, progress)

    def watch(
        self,
        under: Ref | None = None,
        *,
        limit: int = 20,
        how: How = HERE,
        share: str = "",
        progress: Progress = silent,
    ) -> ScreenReport:
        """Hold what was screened before against the documents that came since."""
        index, updated = self._indexed(False, progress)
        before = Screened(self.folder, index.identity)
        with self._store.read() as reader:
            every = subjects(reader, under)
        chosen = [subject for subject in every if before.ever(subject.key)]
        return self._screen(index, updated, chosen, limit, how, share, progress)

    def timeline(self, ref: Ref, *, as_of: str = "") -> tuple[Lane, ...]:
        """What is known on one commitment, a lane for each party, by date: evidence, and
        findings that nobody has decided on.

        Raises:
            NotFound: there is no such commitment, or its meeting is not known.
        """
        with self._store.read(end_of(as_of)) as reader:
            (subject,) = subjects(reader, ref.commitment_ref)
            items: list[Evidence | Finding] = [*standing(reader, subject.key)]
            items += [e.finding for e in held(reader, subject.key) if e.status == "proposed"]
        parties = evidence.parties_of(subject)
        return evidence.timeline(items, parties, meeting=subject.meeting, until=subject.until)

    # -- decide -------------------------------------------------------------------

    def queue(self, under: str = "", *, status: str = "proposed", as_of: str = "") -> list[Held]:
        """Findings at or under an address in one state (all for ""), the best of each
        commitment first, those inside the compliance window before the others."""
        with self._store.read(end_of(as_of)) as reader:
            found = held(reader, under)
        kept = [each for each in found if not status or each.status == status]
        return sorted(kept, key=_rank)

    def accept(
        self,
        refs: Sequence[Ref],
        *,
        coder: str = "",
        changes: dict[str, Any] | None = None,
        reason: str = "",
        saw: int | None = None,
    ) -> list[Evidence]:
        """Make findings evidence, all of them or none; see :func:`proposing.accept`."""
        who, version = self._who(coder)
        return proposing.accept(
            self._store, refs, coder=who, codebook=version, changes=changes, reason=reason, saw=saw
        )

    def reject(
        self, refs: Sequence[Ref], *, coder: str = "", reason: str = "", saw: int | None = None
    ) -> list[Decision]:
        """Say that findings are no evidence; they do not come back."""
        who, version = self._who(coder)
        return proposing.reject(
            self._store, refs, coder=who, codebook=version, reason=reason, saw=saw
        )

    def undo(self, refs: Sequence[Ref], *, coder: str = "", saw: int | None = None) -> list[Held]:
        """Take back the coder's own last word on findings; see :func:`proposing.undo`."""
        who, version = self._who(coder)
        return proposing.undo(self._store, refs, coder=who, codebook=version, saw=saw)

    def relabel(
        self,
        refs: Sequence[Ref],
        changes: dict[str, Any],
        *,
        coder: str = "",
        reason: str = "",
    ) -> list[Held]:
        """Change stance, rung, date, actors or words of findings; evidence follows."""
        who, version = self._who(coder)
        return proposing.relabel(
            self._store, refs, changes, coder=who, codebook=version, reason=reason
        )

    # -- within -------------------------------------------------------------------

    def _who(self, coder: str) -> tuple[str, str]:
        from aftersummit.codebooks import codebook

        return coder or self._coder, codebook().version

    def _indexed(self, again: bool, progress: Progress) -> tuple[Index, Update]:
        if again:
            Index.erase(self.folder)
        index = Index(self.folder)
        with self._store.read() as reader:
            present = {key_of(d): index.holds(d) for d in reader.documents(texts_too=False)}
            stale = [key for key, fresh in present.items() if not fresh]
            gone = [key for key in index.keys if key not in present]
            index.remove(gone)
            done = index.update(
                _texts(reader, stale),
                progress=lambda count: progress(count, len(stale), "indexing"),
            )
        vectors = self._meaning.update(index, progress)
        kept = len(present) - len(stale)
        return index, replace(done, unchanged=kept, removed=len(gone), vectors=vectors)

    def _screen(
        self,
        index: Index,
        updated: Update,
        chosen: Sequence[Subject],
        limit: int,
        how: How,
        share: str,
        progress: Progress,
    ) -> ScreenReport:
        note = Screened(self.folder, index.identity)
        chosen = self._meaning.aimed(chosen)
        waiting = [(s, note.batch_of(s, limit)) for s in chosen]
        waiting = [(s, before) for s, before in waiting if before < index.batch]
        proposed: list[Finding] = []
        done = 0
        place = pack(index, share) if share and waiting else str(self.folder.resolve())
        batches = _batches(place, waiting, limit)
        for screenings in run(evidence.screen_batch, batches, how=how if waiting else HERE):
            for screening in screenings:
                subject = waiting[done][0]
                with self._store.write() as writer:
                    proposed += keep(writer, subject.key, screening.findings, at=now())
                note.record(subject, limit, screening.batch)
                done += 1
                progress(done, len(waiting), subject.commitment.title or subject.key)
        return ScreenReport(
            done,
            len(chosen) - done,
            tuple(proposed),
            updated,
            index.documents,
            chosen[0].ranking if chosen else KEYWORDS,
        )


def _as_held(found: Sequence[Finding], known: Sequence[Held]) -> list[Held]:
    """What was found, as the project holds it: labels of people, figures of this search."""
    by_ref = {each.finding.ref: each for each in known}
    shown: dict[Ref | None, Held] = {}
    for each in found:
        same = evidence.repeats(each, [one.finding for one in known])
        exact = [one for one in same if one.mark == each.mark]
        for one in (exact or same)[:1]:
            fresh = replace(one, relevance=each.relevance, direct=each.direct, place=each.place)
            shown.setdefault(one.ref, replace(by_ref[one.ref], finding=fresh))
    return list(shown.values())


def _rank(each: Held) -> tuple[str, str, str, bool, float, int]:
    finding = each.finding
    assert finding.ref is not None
    home = (finding.ref.forum, finding.ref.meeting, finding.ref.item)
    return (*home, finding.place != "inside", -finding.relevance, finding.ref.number)


def _batches(place: str, waiting: Sequence[tuple[Subject, int]], limit: int) -> Iterator[Work]:
    for start in range(0, len(waiting), _TOGETHER):
        yield Work(place, tuple(waiting[start : start + _TOGETHER]), limit)


def _texts(reader: Reader, keys: Sequence[str]) -> Iterator[Document]:
    """Documents by key, with their texts."""
    if len(keys) <= _FEW:
        yield from (reader.document(key) for key in keys)
        return
    wanted = set(keys)
    yield from (document for document in reader.documents() if key_of(document) in wanted)
