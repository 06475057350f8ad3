"""``archive export`` and ``archive open``: what was kept, for libraries and for dead links.

WARC 1.1 (ISO 28500:2017). Bytes are kept without the headers they were sent with, so they
leave as *resource* records and nothing is made up. A text that came as one of many in a file
leaves as a *conversion* of that file under its own address, so that it opens there as well.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aftersummit.errors import NotFound, UserError
from aftersummit.model import Document, Source
from aftersummit.project.files import written_whole
from aftersummit.project.folding import commitments
from aftersummit.project.progress import Progress, silent
from aftersummit.project.proposing import standing
from aftersummit.store import Reader, Store

_FIRST = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What an export wrote.

    Attributes:
        sources: records of bytes as received.
        texts: records of texts that came as one of many in a source.
        missing: hashes of sources whose bytes are gone.
    """

    sources: int
    texts: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archived:
    """Where the bytes behind an address lie.

    Attributes:
        document: the text, where it is one of many in those bytes.
    """

    source: Source
    path: Path
    document: Document | None = None


class Archive:
    """The bytes that a project keeps."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(
        self, target: Path, *, cited: bool = False, progress: Progress = silent
    ) -> ArchiveReport:
        """Write a WARC file, whole or not at all; the same project gives the same bytes.

        Args:
            target: ends in ``.warc`` or, packed, in ``.warc.gz``.
            cited: only what commitments and evidence cite.

        Raises:
            UserError: the name ends otherwise.
            OutsideError: the disk refuses.
        """
        if not target.name.endswith((".warc", ".warc.gz")):
            raise UserError(f"{target} is no name of a WARC file", "call it archive.warc.gz")
        with written_whole(target) as stream, self._store.read() as reader:
            return self._write(reader, stream.buffer, target.suffix == ".gz", cited, progress)

    def open(self, address: str) -> Archived:
        """The bytes that came from a public address, whatever stands there today.

        Raises:
            NotFound: nothing from there is kept.
        """
        wanted = _bare(address)
        with self._store.read() as reader:
            found = [
                source
                for source in reader.all(Source)
                if wanted in (_bare(source.address), _bare(source.requested))
            ]
            if found:
                newest = max(found, key=lambda source: source.retrieved)
                return Archived(newest, self._store.sources.path(newest.sha256))
            for document in reader.documents(texts_too=False):
                if document.url and _bare(document.url) == wanted and document.source:
                    source = reader.get(Source, f"source/{document.source}")
                    whole = reader.document(str(document.ref)) if document.member else None
                    return Archived(source, self._store.sources.path(source.sha256), whole)
        raise NotFound(
            f"nothing from {address} is kept here", "while it is alive: aftersummit add ADDRESS"
        )

    def _write(
        self, reader: Reader, stream: Any, packed: bool, cited: bool, progress: Progress
    ) -> ArchiveReport:
        from warcio.warcwriter import WARCWriter

        wanted = _cited(reader) if cited else None
        sources = {s.sha256: s for s in sorted(reader.all(Source), key=lambda s: s.sha256)}
        writer = _Writer(WARCWriter(stream, gzip=packed, warc_version="1.1"))
        writer.info(max((s.retrieved for s in sources.values()), default=_FIRST))
        if wanted is not None:
            held = (d for d in reader.documents(texts_too=False) if str(d.ref) in wanted)
            sources = {d.source: sources[d.source] for d in held if d.source in sources}
        missing = []
        for source in sources.values():
            try:
                writer.source(source, self._store.sources.path(source.sha256))
            except NotFound:
                missing.append(source.sha256)
            progress(writer.sources, len(sources), source.name)
        for document in reader.documents():
            chosen = wanted is None or str(document.ref) in wanted
            if chosen and document.member and document.source in sources and document.text:
                writer.text(document, sources[document.source])
        return ArchiveReport(writer.sources, writer.texts, tuple(missing))


class _Writer:
    """Records with names and dates of their own, so that nothing depends on the day."""

    def __init__(self, warc: Any) -> None:
        self._warc = warc
        self.sources = 0
        self.texts = 0

    def info(self, day: str) -> None:
        said = {
            "software": f"aftersummit {version('aftersummit')}",
            "format": "WARC file version 1.1",
            "description": "bytes as received; without the headers they were sent with",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode()
        self._put("warcinfo", "", io.BytesIO(lines), "application/warc-fields", day, {})

    def source(self, source: Source, path: Path) -> None:
        """One source, under the address it came from, and under the one asked for."""
        self.sources += 1
        addresses = dict.fromkeys(filter(None, (_uri(source), source.requested)))
        for address in addresses:
            with path.open("rb") as stream:
                self._put(
                    "resource", address, stream, source.media_type, source.retrieved,
                    {"WARC-Identified-Payload-Type": source.media_type},
                )  # fmt: skip

    def text(self, document: Document, source: Source) -> None:
        self.texts += 1
        words = io.BytesIO((document.text or "").encode("utf-8"))
        extra = {"WARC-Refers-To": _identity("resource", _uri(source))}
        address = document.url or f"urn:sha256:{document.text_sha256}"
        self._put(
            "conversion", address, words, "text/plain; charset=utf-8", source.retrieved, extra
        )

    def _put(
        self, kind: str, address: str, stream: Any, media: str, day: str, extra: dict[str, str]
    ) -> None:
        headers = {
            "WARC-Record-ID": _identity(kind, address or day),
            "WARC-Date": _moment(day),
            **extra,
        }
        record = self._warc.create_warc_record(
            address, kind, payload=stream, warc_content_type=media, warc_headers_dict=headers
        )
        self._warc.write_record(record)


def _cited(reader: Reader) -> set[str]:
    passages = [p for c in commitments(reader) for p in c.passages]
    passages += [e.passage for e in standing(reader) if e.passage]
    return {str(p.document) for p in passages if p.document}


def _uri(source: Source) -> str:
    return source.address if "://" in source.address else f"urn:sha256:{source.sha256}"


def _identity(kind: str, address: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {address}')}>"


def _moment(retrieved: str) -> str:
    try:
        moment = datetime.fromisoformat(retrieved).astimezone(UTC)
    except ValueError:
        return _FIRST
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bare(address: str) -> str:
    return address.partition("://")[2].partition("#")[0].rstrip("/")
