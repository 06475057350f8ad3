"""``fetch``: the official texts of a bundled register, from their public addresses."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from aftersummit import catalogue, documents
from aftersummit.catalogue import official
from aftersummit.documents import FetchPolicy
from aftersummit.errors import AftersummitError, UserError
from aftersummit.model import Document, Problem, Ref, Source, text_hash
from aftersummit.project.bundling import BUNDLED
from aftersummit.project.clock import now
from aftersummit.project.progress import Progress, silent
from aftersummit.store import Store


@dataclass(frozen=True, slots=True)
class FetchedText:
    """What became of one official text.

    Attributes:
        state: fetched now, held already, or failed.
        placed: how many of the register's ``places`` in it were found again.
        why: the reason of a failure, with the remedy.
    """

    ref: Ref
    state: Literal["fetched", "held", "failed"]
    address: str = ""
    placed: int = 0
    places: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a ``fetch`` did."""

    texts: tuple[FetchedText, ...]


def fetch(
    store: Store,
    name: str,
    *,
    policy: FetchPolicy,
    base: str = "",
    progress: Progress = silent,
) -> FetchReport:
    """Download the texts, keep their bytes, and find every commitment's words in them.

    The places are found again whenever the register is folded, so nothing but the texts
    themselves is written.

    Each text is confirmed as it comes. An address that fails is tried at the text's other
    addresses, then reported; it does not stop the rest.

    Raises:
        UserError: there is no bundled register of that name.
    """
    if name not in BUNDLED:
        raise UserError(f"there is no bundled register '{name}'", f"choose {', '.join(BUNDLED)}")
    wanted = official.official_texts(catalogue.load())
    done: list[FetchedText] = []
    for text in wanted:
        done.append(_one(store, text, policy, base))
        progress(len(done), len(wanted), str(text.document))
    return FetchReport(tuple(done))


def _one(store: Store, text: official.OfficialText, policy: FetchPolicy, base: str) -> FetchedText:
    with store.read() as reader:
        known = reader.find(Document, text.document)
        held = known is not None and reader.text(known.text_sha256) is not None
    if held:
        return FetchedText(text.document, "held")
    failures: list[str] = []
    for url in text.urls:
        address = _rebased(url, base)
        try:
            return _received(store, text, documents.fetch(address, policy), known)
        except AftersummitError as error:
            failures.append(str(error))
            with store.write() as writer:
                at = now()
                writer.put_problems(
                    [Problem("address-failed", address, error.what, error.remedy, at=at)]
                )
    why = failures[0] if failures else "no public address is known"
    return FetchedText(text.document, "failed", text.urls[0] if text.urls else "", why=why)


def _received(
    store: Store,
    text: official.OfficialText,
    fetched: documents.Fetched,
    known: Document | None,
) -> FetchedText:
    found = [
        each
        for each in documents.read(fetched.data, fetched.url, media_type=fetched.media_type)
        if isinstance(each, Document)
    ]
    if not found or not found[0].text:
        raise UserError(f"{fetched.url} holds no text", "open it in a browser to see what it is")
    words = found[0].text
    passages = official.passages_in(text.document, words)
    placed = sum(passage.span is not None for passage in passages.values())
    if passages and not placed:
        raise UserError(
            f"{fetched.url} answers with another text", "open it in a browser to see what it is"
        )
    sha256, size = store.sources.keep(io.BytesIO(fetched.data))
    at = now()
    source = Source(
        sha256,
        size,
        fetched.url.rsplit("/", 1)[-1] or "page.html",
        fetched.url,
        at,
        fetched.media_type,
        fetched.requested,
    )
    kept = _document(known, found[0], text, sha256)
    with store.write() as writer:
        writer.put_texts([words])
        writer.put_all([kept, source], at=at)
        writer.mend(fetched.url, at=at)
    return FetchedText(text.document, "fetched", fetched.url, placed, len(passages))


def _document(
    known: Document | None, found: Document, text: official.OfficialText, sha256: str
) -> Document:
    base = known or found
    return replace(
        base,
        ref=text.document,
        text=found.text,
        text_sha256=text_hash(found.text or ""),
        sections=found.sections,
        pages=found.pages,
        source=sha256,
        reader=found.reader,
    )


def _rebased(url: str, base: str) -> str:
    """The same path on another server."""
    if not base:
        return url
    there, here = urlsplit(base), urlsplit(url)
    path = there.path.rstrip("/") + here.path
    return urlunsplit((there.scheme, there.netloc, path, here.query, ""))
