"""``add``: files, folders, globs and addresses become sources and documents."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from aftersummit import documents
from aftersummit.documents import FetchPolicy
from aftersummit.errors import AftersummitError, UserError
from aftersummit.model import Document, Problem, Ref, Source, slugify
from aftersummit.project.answers import ANSWERS
from aftersummit.project.clock import now
from aftersummit.project.distant import is_distant, opened
from aftersummit.project.following import FILE as FEEDS
from aftersummit.project.following import Following
from aftersummit.project.progress import Progress, silent
from aftersummit.project.settings import FILE
from aftersummit.publish.site.write import MARK as SITE_MARK
from aftersummit.store import DATABASE, SOURCES, Store, Writer, first_day

INDEX = "index"
"""Folder of what is derived from a project's texts, to find passages by."""
UNFILED = "unfiled"
"""The forum under which documents are filed that nobody assigned to a meeting."""

_BATCH_DOCUMENTS = 200
_BATCH_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says about everything that is added at once; "" leaves it to be found."""

    meeting: str = ""
    title: str = ""
    date: str = ""
    issuers: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    url: str = ""

    def apply(self, document: Document) -> Document:
        """The document with what was given in place of what was found."""
        return replace(
            document,
            title=self.title or document.title,
            date=self.date or document.date,
            issuers=self.issuers or document.issuers,
            language=self.language or document.language,
            kind=self.kind or document.kind,
            url=self.url or document.url,
        )


@dataclass(slots=True)
class AddReport:
    """What an ``add`` did.

    Attributes:
        added: addresses of the new documents.
        unchanged: how many documents were there already.
        problems: what could not be read, with the remedy.
        skipped: how many files were no documents.
        left: how many pages of lists are left for the next time.
    """

    added: list[Ref] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
    left: int = 0


@dataclass(slots=True)
class _Batch:
    """Documents that were read and are not yet confirmed."""

    documents: list[Document] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    characters: int = 0

    def full(self) -> bool:
        return len(self.documents) >= _BATCH_DOCUMENTS or self.characters >= _BATCH_CHARACTERS


def add(
    store: Store,
    inputs: Iterable[str],
    given: Given,
    *,
    policy: FetchPolicy,
    limits: documents.Limits | None = None,
    progress: Progress = silent,
) -> AddReport:
    """Read everything named by ``inputs`` into the project.

    Bytes that were read before are not read again; a source that cannot be read becomes
    a problem and the rest goes on; what was confirmed stays if the process is killed,
    and the same command continues where it stopped.
    """
    store.sources.sweep()
    adding = _Adding(store, given, limits, progress)
    for item in inputs:
        if is_distant(item):
            adding.distant(item)
        elif "://" in item:
            adding.address(item, policy)
        else:
            adding.path(item)
    adding.confirm()
    return adding.report


class _Adding:
    """One run of ``add``."""

    def __init__(
        self, store: Store, given: Given, limits: documents.Limits | None, progress: Progress
    ) -> None:
        self.store = store
        self.given = given
        self.limits = limits
        self.progress = progress
        self.report = AddReport()
        self._batch = _Batch()
        self._done = 0
        self._seen: set[str] = set()

    def address(self, url: str, policy: FetchPolicy) -> None:
        """Fetch one address and read it, or the pages that it lists."""
        following = Following(self.store, policy, self)
        try:
            fetched = following.start(url)
            if fetched is None:
                self.known(url)
            elif documents.is_feed(fetched.data):
                following.follow(fetched)
                self.report.left += following.left
                self._batch.mended.append(url)
            else:
                self.page(fetched)
        except AftersummitError as error:
            self.failed(url, error)

    def page(self, fetched: documents.Fetched, entry: documents.Entry | None = None) -> None:
        """Read one page; what a list says of it fills what is not found in it."""
        source = Source(
            sha256="",
            size=0,
            name=Path(fetched.url.split("?")[0]).name or "page.html",
            address=fetched.url,
            retrieved=fetched.retrieved,
            media_type=fetched.media_type,
            requested=fetched.requested if fetched.requested != fetched.url else "",
        )
        self._read(io.BytesIO(fetched.data), source, url=fetched.url, entry=entry)
        if entry is not None:
            # It was fetched with patience and is not fetched again.
            self._batch.mended.append(entry.url)
            self._step(source.name, force=True)

    def failed(self, url: str, error: AftersummitError) -> None:
        """Note an address that could not be had."""
        self._problem(_problem("address-failed", url, error))

    def known(self, url: str) -> None:
        """Count a page that the project holds already."""
        self.report.unchanged += 1
        self._batch.mended.append(url)

    def distant(self, address: str) -> None:
        """Read a file, or all that a pattern matches, on a store."""
        try:
            for place, stream in opened(address):
                name = place.rpartition("/")[2]
                self._read(stream, Source("", 0, name, place, now(), media_type=""))
        except AftersummitError as error:
            self.failed(address, error)

    def path(self, item: str) -> None:
        """Read a file, a folder or everything a pattern matches."""
        found = documents.discover([item])
        for each in found:
            if isinstance(each, Problem):
                self._problem(replace(each, at=now()))
            elif is_own(each):
                self.report.skipped += 1
            else:
                self._file(each)
        self.report.skipped += sum(found.skipped.values())

    def _file(self, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                source = Source("", 0, path.name, str(path), now(), media_type="")
                self._read(stream, source)
        except OSError as error:
            self._problem(
                Problem(
                    "file-unreadable",
                    str(path),
                    f"the file cannot be opened ({error.strerror or error})",
                    "check that it is there and may be read, then add it again",
                    at=now(),
                )
            )

    def _read(
        self,
        stream: BinaryIO,
        draft: Source,
        *,
        url: str = "",
        entry: documents.Entry | None = None,
    ) -> None:
        sha256, size = self.store.sources.keep(stream)
        with self.store.read() as reader:
            known = reader.find(Source, f"source/{sha256}")
            before = reader.member_addresses(sha256)
        if known is not None or sha256 in self._seen:
            self.report.unchanged += max(1, len(before))
            self._batch.mended.append(draft.address)
            self._step(draft.name)
            return
        source = replace(draft, sha256=sha256, size=size)
        found, problems = 0, 0
        for each in self._documents(source, url):
            if isinstance(each, Problem):
                problems += each.severity == "error"
                self._problem(each)
            elif each.member in before:
                self.report.unchanged += 1
            else:
                self._document(_told(each, entry))
                self._step(draft.name)
                found += 1
        if found or before or not problems:
            self._seen.add(sha256)
            self._batch.sources.append(source)
        self._step(draft.name, force=False)

    def _documents(self, source: Source, url: str) -> Iterator[Document | Problem]:
        path = self.store.sources.path(source.sha256)
        try:
            for each in documents.read(
                path,
                source.name,
                language=self.given.language or None,
                media_type=source.media_type,
                source_sha256=source.sha256,
                url=url,
                limits=self.limits,
            ):
                if isinstance(each, Problem):
                    yield replace(each, where=_where(source.address, each.where), at=now())
                else:
                    yield self.given.apply(each)
        except AftersummitError as error:
            code = error.code if isinstance(error, documents.Unreadable) else "unreadable"
            yield _problem(code, source.address, error)

    def _document(self, document: Document) -> None:
        self._batch.documents.append(document)
        self._batch.characters += len(document.text or "")

    def _problem(self, problem: Problem) -> None:
        self._batch.problems.append(problem)
        self.report.problems.append(problem)

    def _step(self, what: str, *, force: bool = False) -> None:
        if force or self._batch.full():
            self.confirm()
        self.progress(self._done + len(self._batch.documents), None, what)

    def confirm(self) -> None:
        """Write what was read since the last time, all of it or nothing."""
        batch, self._batch = self._batch, _Batch()
        with self.store.write() as writer:
            at = now()
            named = _file_under_addresses(writer, batch.documents, self.given.meeting)
            writer.put_texts(document.text or "" for document in named)
            writer.put_all(named, at=at)
            writer.put_members(named)
            writer.put_all(batch.sources, at=at)
            for place in batch.mended:
                writer.mend(place, at=at)
            writer.put_problems(batch.problems)
        self._done += len(named)
        self.report.added.extend(document.ref for document in named if document.ref)


def _told(document: Document, entry: documents.Entry | None) -> Document:
    if entry is None:
        return document
    return replace(document, title=document.title or entry.title, date=document.date or entry.date)


def _file_under_addresses(writer: Writer, found: list[Document], meeting: str) -> list[Document]:
    """Give each document its address: that of a known official text without words, if this
    is that text, and otherwise a new one."""
    named, taken = [], set[str]()
    waiting = {
        document.text_sha256: document
        for document in writer.documents_without_text([d.text_sha256 for d in found])
    }
    for document in found:
        known = waiting.pop(document.text_sha256, None)
        if known is not None:
            named.append(replace(_completed(known, document), ref=known.ref))
            continue
        ref = document.ref or _new_address(writer, document, meeting, taken)
        taken.add(str(ref))
        named.append(replace(document, ref=ref))
    return named


def _completed(known: Document, found: Document) -> Document:
    return replace(
        found,
        title=known.title or found.title,
        date=known.date or found.date,
        issuers=known.issuers or found.issuers,
        kind=known.kind or found.kind,
        url=known.url or found.url,
    )


def _new_address(writer: Writer, document: Document, meeting: str, taken: set[str]) -> Ref:
    day = first_day(document.date)
    place = meeting or f"{UNFILED}/{day[:4] or 'undated'}"
    slug = slugify(document.title)
    if not meeting and day:
        slug = f"{day}-{slug}"
    for number in range(1, 1_000_000):
        ref = Ref.parse(f"{place}/{slug}" if number == 1 else f"{place}/{slug}-{number}")
        if str(ref) not in taken and not writer.taken(ref):
            return ref
    raise UserError(f"too many documents are called {place}/{slug}", "give this one a title")


def is_own(path: Path) -> bool:
    """Whether a file is part of a project or of a published site, not a text to be read."""
    for parent in path.parents:
        first = path.relative_to(parent).parts[0]
        ours = first in (SOURCES, INDEX, ANSWERS) or first.startswith((DATABASE, FILE, FEEDS))
        if (ours and (parent / FILE).exists()) or (parent / SITE_MARK).exists():
            return True
    return False


def _problem(code: str, where: str, error: AftersummitError) -> Problem:
    return Problem(code, where, error.what, error.remedy, at=now())


def _where(address: str, place: str) -> str:
    """The place in a source, said with the address under which the user knows the source."""
    _, _, member = place.rpartition(":")
    return f"{address}:{member}" if member.isdigit() else address
