"""``extract``: the commitments that documents hold, as proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftersummit import commitments
from aftersummit.commitments.signature import signature as extractor_signature
from aftersummit.errors import NotFound
from aftersummit.model import Commitment, Document, Ref
from aftersummit.project.clock import now
from aftersummit.project.progress import Progress, silent
from aftersummit.store import Store

_BATCH_CHARACTERS = 2_000_000


@dataclass(slots=True)
class ExtractReport:
    """What an ``extract`` did.

    Attributes:
        documents: how many were read.
        unchanged: how many had been read before, by the same extractor, in the same text.
        found: how many proposals were made.
        without_text: documents whose words are not in the project.
    """

    documents: int = 0
    unchanged: int = 0
    found: int = 0
    without_text: int = 0


def extract(
    store: Store,
    refs: Sequence[Ref],
    *,
    labels: Sequence[str],
    recall: str,
    again: bool = False,
    progress: Progress = silent,
) -> ExtractReport:
    """Propose commitments in the documents at ``refs`` (all documents when empty).

    A document is read again only if its text or the extractor changed, or if asked for
    ``again``. Each batch of documents is confirmed as it is done.

    Raises:
        NotFound: one of ``refs`` names no document.
    """
    signature = f"{extractor_signature()};labels={'+'.join(labels)};recall={recall}"
    with store.read() as reader:
        known = reader.last_runs()
        wanted = _addresses(reader.text_hashes(), refs)
    report = ExtractReport()
    batch: list[tuple[Document, list[Commitment]]] = []
    characters = 0
    for done, (address, text_sha256) in enumerate(wanted.items(), start=1):
        if not again and known.get(address) == (signature, text_sha256):
            report.unchanged += 1
            continue
        with store.read() as reader:
            document = reader.document(address)
        if document.text is None:
            report.without_text += 1
            continue
        batch.append((document, _propose(document, labels, recall)))
        characters += len(document.text)
        if characters >= _BATCH_CHARACTERS:
            _confirm(store, batch, signature, report)
            batch, characters = [], 0
        progress(done, len(wanted), document.title)
    _confirm(store, batch, signature, report)
    return report


def _addresses(hashes: dict[str, str], refs: Sequence[Ref]) -> dict[str, str]:
    """Address to text hash of the documents at or under ``refs``."""
    prefixes = [str(ref.document_ref if ref.kind == "document" else ref) for ref in refs]
    matched = set[str]()
    wanted = {}
    for address, text_sha256 in hashes.items():
        under = [p for p in prefixes if address == p or address.startswith(f"{p}/")]
        matched.update(under)
        if under or not prefixes:
            wanted[address] = text_sha256
    missing = [prefix for prefix in prefixes if prefix not in matched]
    if missing:
        raise NotFound(
            f"there is no document at {missing[0]}", "see them with: aftersummit list documents"
        )
    return wanted


def _propose(document: Document, labels: Sequence[str], recall: str) -> list[Commitment]:
    found = commitments.extract_commitments(document, labels=tuple(labels), recall=recall)
    return [replace(commitment, status="proposed") for commitment in found]


def _confirm(
    store: Store,
    batch: list[tuple[Document, list[Commitment]]],
    signature: str,
    report: ExtractReport,
) -> None:
    with store.write() as writer:
        at = now()
        for document, found in batch:
            writer.put_run(document, signature, found, at=at)
    report.documents += len(batch)
    report.found += sum(len(found) for _, found in batch)
