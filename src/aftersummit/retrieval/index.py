"""The keyword index over passages: derived from documents, rebuilt from them at any time.

A folder that the caller names. Documents come in batches; each batch is one commit, so a
kill loses the batch that was being made and nothing else. The same document twice is one.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aftersummit.errors import Conflict, OutsideError, UserError
from aftersummit.model import Document, text_hash
from aftersummit.retrieval import words
from aftersummit.retrieval.asking import Clause, Filter, narrow, query, run
from aftersummit.retrieval.ledger import Ledger
from aftersummit.retrieval.passages import WORDS
from aftersummit.retrieval.rows import FIELDS, Hit, hit, rows, schema

if TYPE_CHECKING:
    import tantivy

    from aftersummit.retrieval.meanings import Meanings

FORMAT = "3"
"""Of the folder; an index of another format is built anew."""
MEANINGS = "meaning"
"""Where the vectors of its passages lie, in its folder."""
_FORMAT, _IDENTITY = "format", "identity"
BATCH = 16_000
"""Passages in one commit: what a kill may cost, some seconds of work."""
# The writer keeps up to this many bytes of words before they go to disk; with it the whole
# process stays under 400 MB whatever the number of passages.
_HEAP = 100_000_000
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: documents by fate, passages written, those that got a vector, the
    last batch's number."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    batch: int = 0
    vectors: int = 0


@dataclass(slots=True)
class _Batch:
    rows: list[tuple[str, str, int]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    size: int = 0
    changed: int = 0


class Index:
    """Passages of documents, found by their words.

    Args:
        folder: where it lies; made on first use. An index of an older format is emptied,
            since it can be built again from the documents.
    """

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.folder = folder
        store = folder / "passages"
        _prepare(folder, store)
        try:
            self._index = tantivy.Index(schema(), path=str(store))
        except ValueError as error:
            raise UserError(
                f"the index in {folder} cannot be opened ({error})",
                "delete that folder and build the index again: nothing else is lost",
            ) from error
        for code in FIELDS:
            self._index.register_tokenizer(f"aftersummit_{code}", words.analyser(code))
        self._ledger = Ledger(folder / "documents.tsv")
        self._reader: tantivy.Searcher | None = None

    @property
    def identity(self) -> str:
        """A name that no other index has; one that is built anew gets a new one."""
        return (self.folder / _IDENTITY).read_text(encoding="utf-8").strip()

    @staticmethod
    def erase(folder: Path) -> None:
        """Empty the folder of an index, so that it is built anew."""
        (folder / _FORMAT).unlink(missing_ok=True)
        _prepare(folder, folder / "passages")

    @property
    def batch(self) -> int:
        """Number of the last whole batch; remember it to ask later for what came since."""
        return self._ledger.batch

    @property
    def documents(self) -> int:
        return len(self._ledger.entries)

    @property
    def passages(self) -> int:
        return sum(entry.passages for entry in self._ledger.entries.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the documents in it."""
        return tuple(self._ledger.entries)

    @cached_property
    def meanings(self) -> Meanings:
        """The vectors of its passages, where some were made."""
        from aftersummit.retrieval.meanings import Meanings

        return Meanings(self)

    @property
    def digests(self) -> dict[str, str]:
        """Of the documents that have passages, by key: a hash that changes with them."""
        entries = self._ledger.entries.items()
        return {key: entry.digest for key, entry in entries if entry.passages}

    def holds(self, document: Document) -> bool:
        """Whether this very text and what is said of it are indexed already."""
        entry = self._ledger.entries.get(key_of(document))
        return entry is not None and entry.digest == _digest(document)

    def update(
        self,
        documents: Iterable[Document],
        *,
        progress: Callable[[int], None] | None = None,
        size: int = WORDS,
        batch: int = BATCH,
    ) -> Update:
        """Index documents that are new or changed; leave the others.

        Args:
            documents: with text; one without is passed over.
            progress: told the number of documents read so far, after each.
            size: words in a passage.
            batch: passages in one commit.

        Raises:
            Conflict: another process is writing to this index.
        """
        done = {"added": 0, "changed": 0, "unchanged": 0, "passages": 0}
        waiting = _Batch()
        # A writer locks out others and takes memory: it is opened when there is work for it.
        writer = self._mender()
        try:
            for number, document in enumerate(documents, 1):
                if document.text and self.holds(document):
                    done["unchanged"] += 1
                elif document.text:
                    writer = writer or self._writer()
                    self._take(writer, document, waiting, done, size)
                    if waiting.size >= batch:
                        waiting = self._commit(writer, waiting)
                if progress:
                    progress(number)
            if writer and waiting.rows:
                self._commit(writer, waiting)
        finally:
            if writer:
                _close(writer)
            self._refresh()
        return Update(**done, batch=self.batch)

    def remove(self, keys: Iterable[str]) -> Update:
        """Take documents out; unknown keys are passed over."""
        known = [key for key in keys if key in self._ledger.entries]
        if known:
            writer = self._writer()
            try:
                for key in known:
                    writer.delete_documents_by_term("key", key)
                writer.commit()
                self._ledger.record(self.batch + 1, (), known)
            finally:
                _close(writer)
                self._refresh()
        return Update(removed=len(known), batch=self.batch)

    def search(
        self, clauses: Sequence[Clause], *, where: Filter | None = None, limit: int = 50
    ) -> list[Hit]:
        """The passages that match best by BM25, best first; none without a clause."""
        return self.pool([clauses], where=where, limit=limit)

    def pool(
        self,
        queries: Sequence[Sequence[Clause]],
        *,
        where: Filter | None = None,
        limit: int = 50,
    ) -> list[Hit]:
        """The union of the best ``limit`` passages of several queries, each passage once."""
        searcher = self._searcher()
        narrowed = narrow(where or Filter())
        found: dict[tuple[int, int], tuple[Any, float]] = {}
        for clauses in queries:
            asked = query(clauses)
            if asked is None:
                continue
            for score, address in _best(searcher, run(searcher, asked, narrowed, 2 * limit), limit):
                found.setdefault((address.segment_ord, address.doc), (address, score))
        return [hit(searcher.doc(address), score) for address, score in found.values()]

    def within(self, key: str, starts: Collection[int] | None = None) -> list[Hit]:
        """The passages of one document in their order; none where it is not in the index.

        Args:
            starts: only those that begin there.
        """
        import tantivy

        entry = self._ledger.entries.get(key)
        if entry is None or not entry.passages:
            return []
        searcher = self._searcher()
        own = tantivy.Query.term_query(schema(), "key", key, index_option="basic")
        found = searcher.search(own, limit=entry.passages, count=False).hits
        rows = (searcher.doc(address) for _, address in found)
        hits = [hit(row, 0.0) for row in rows if starts is None or row["start"][0] in starts]
        return sorted(hits, key=lambda each: each.span.start)

    def frequency(self, stem: str, language: str) -> int:
        """In how many passages of a language a stem stands."""
        return self._searcher().doc_freq(f"text_{words.field(language)}", stem)

    def _searcher(self) -> tantivy.Searcher:
        if self._reader is None:
            self._index.reload()
            self._reader = self._index.searcher()
        return self._reader

    def _refresh(self) -> None:
        self._reader = None
        # What counts among the vectors follows from what is indexed.
        self.__dict__.pop("meanings", None)

    def _writer(self) -> tantivy.IndexWriter:
        """A writer on the index as it is on disk, without what a kill left unfinished."""
        writer = self._locked()
        # Another process may have written since this one read the ledger.
        self._ledger = Ledger(self.folder / "documents.tsv")
        self._refresh()
        if self._unfinished():
            writer.delete_documents_by_query(self._beyond())
            writer.commit()
        return writer

    def _mender(self) -> tantivy.IndexWriter | None:
        """A writer where a kill left something unfinished; none while another is at work."""
        if not self._unfinished():
            return None
        try:
            return self._writer()
        except Conflict:
            return None

    def _locked(self) -> tantivy.IndexWriter:
        try:
            return self._index.writer(heap_size=_HEAP, num_threads=_THREADS)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise Conflict(
                    f"another process is writing to the index in {self.folder}",
                    "wait until it has finished",
                ) from error
            raise OutsideError(f"the index in {self.folder} cannot be written ({error})") from error

    def _unfinished(self) -> bool:
        """Whether passages stand in the index of a batch that was never noted in the ledger."""
        return bool(self._searcher().search(self._beyond(), limit=1).hits)

    def _beyond(self) -> tantivy.Query:
        import tantivy

        return tantivy.Query.range_query(
            schema(), "batch", tantivy.FieldType.Unsigned, lower_bound=self.batch + 1
        )

    def _take(
        self,
        writer: tantivy.IndexWriter,
        document: Document,
        waiting: _Batch,
        done: dict[str, int],
        size: int,
    ) -> None:
        key, digest = key_of(document), _digest(document)
        known = self._ledger.entries.get(key)
        if key in waiting.keys or (known and known.digest == digest):
            done["unchanged"] += 1
            return
        if known:
            writer.delete_documents_by_term("key", key)
        count = 0
        for row in rows(document, key, self.batch + 1, size):
            writer.add_document(row)
            count += 1
        waiting.rows.append((key, digest, count))
        waiting.keys.add(key)
        waiting.size += count
        done["changed" if known else "added"] += 1
        done["passages"] += count

    def _commit(self, writer: tantivy.IndexWriter, waiting: _Batch) -> _Batch:
        writer.commit()
        self._ledger.record(self.batch + 1, waiting.rows)
        return _Batch()


_Scored = list[tuple[float, Any]]


def _best(searcher: tantivy.Searcher, found: _Scored, limit: int) -> _Scored:
    """The first ``limit``; of equals at the end those with the lower key and place.

    Where a passage lies in the index depends on when it came in, and on kills. What is found
    must not.
    """
    if len(found) <= limit:
        return found
    least = found[limit - 1][0]
    above = [row for row in found if row[0] > least]
    equal = sorted((row for row in found if row[0] == least), key=lambda row: _at(searcher, row[1]))
    return above + equal[: limit - len(above)]


def _at(searcher: tantivy.Searcher, address: Any) -> tuple[str, int]:
    row = searcher.doc(address).to_dict()
    return (row["key"][0], row["start"][0])


def key_of(document: Document) -> str:
    """What a document is called in the index: its address, or its source and member."""
    if document.ref:
        return str(document.ref)
    return f"{document.source or text_hash(document.text or '')}#{document.member}"


def _digest(document: Document) -> str:
    """Hash of the text and of what is filtered by, so that a corrected date is taken up."""
    said = (document.title, document.date, document.language, document.kind, *document.issuers)
    text = document.text_sha256 or text_hash(document.text or "")
    return hashlib.sha256("\0".join((text, *said)).encode("utf-8")).hexdigest()[:32]


def _prepare(folder: Path, store: Path) -> None:
    """Make the folder, emptied when it holds an index of another format."""
    mark = folder / _FORMAT
    if mark.exists() and mark.read_text(encoding="utf-8").strip() == FORMAT:
        return
    shutil.rmtree(store, ignore_errors=True)
    (folder / "documents.tsv").unlink(missing_ok=True)
    shutil.rmtree(folder / MEANINGS, ignore_errors=True)
    store.mkdir(parents=True, exist_ok=True)
    (folder / _IDENTITY).write_text(uuid4().hex, encoding="utf-8")
    mark.write_text(FORMAT, encoding="utf-8")


def _close(writer: tantivy.IndexWriter) -> None:
    """End the writer's threads; what was not committed is dropped."""
    writer.rollback()
    writer.wait_merging_threads()
