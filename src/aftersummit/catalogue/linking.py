"""From what a person found by reading to offsets, hashes and fingerprints.

``data/linking/locators.toml`` says for each commitment in which block of which official text
it stands and with which words the place begins and ends. Given the canonical texts, this
module turns that into two files: ``places.toml``, which the register reads, and
``fingerprints.json``, by which the same places are found in another rendering of a text.
Both hold numbers and checksums and no sentence; the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aftersummit.errors import UserError
from aftersummit.model import Ref, Span, text_hash
from aftersummit.text.align import fingerprint_at

DATA = Path(__file__).parent / "data"
LOCATORS = DATA / "linking" / "locators.toml"
PLACES = DATA / "places.toml"
FINGERPRINTS = DATA / "fingerprints.json"

_BULLET = "• "
_HEADER = """\
# Where each commitment stands in the official texts: half-open code-point offsets into the
# canonical text whose SHA-256 is given. Written by scripts/link_places.py from
# linking/locators.toml; do not edit. `missing`: looked for in that text and not there.
"""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a person found a commitment.

    Attributes:
        commitment: its key.
        block: number of the block of the canonical text, from 0; blank lines part blocks.
        first, last: the words with which the place begins and ends; "" for the block's own.
        main: whether this is the place to show first.
    """

    commitment: str
    block: int
    first: str = ""
    last: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """An official text and the commitments found in it.

    Attributes:
        document: its address in the register.
        file: the name under which maintainers keep it.
        mirrors: addresses of the same text besides the register's own.
    """

    document: Ref
    file: str
    locators: tuple[Locator, ...]
    mirrors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A commitment that was looked for in these texts and stands in none of them."""

    commitment: str
    searched: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A commitment's place in the text with that hash; ``span`` is ``None`` where it is absent."""

    commitment: str
    document: Ref
    text_sha256: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """All places in the order in which they are shown, and per text what finds them again."""

    places: tuple[Located, ...]
    fingerprints: Mapping[Ref, Mapping[str, Any]]


def read_locators(path: Path = LOCATORS) -> tuple[tuple[Text, ...], tuple[Absent, ...]]:
    """The official texts with their locators, and what was not found.

    Raises:
        UserError: the file is not TOML or lacks a field.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = tuple(_text(entry) for entry in content["text"])
        absent = tuple(
            Absent(entry["commitment"], tuple(map(Ref.parse, entry["searched"])))
            for entry in content.get("absent", ())
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise UserError(f"{path.name}: {error}", "correct the file") from error
    return texts, absent


def _text(entry: dict[str, Any]) -> Text:
    return Text(
        document=Ref.parse(entry["document"]),
        file=entry["file"],
        locators=tuple(
            Locator(
                commitment=place["commitment"],
                block=place["block"],
                first=place.get("from", ""),
                last=place.get("to", ""),
                main=place.get("main", False),
            )
            for place in entry["places"]
        ),
        mirrors=tuple(entry.get("mirrors", ())),
    )


def place(locator: Locator, text: str) -> Span:
    """Where ``locator`` points in ``text``, without a bullet that stands before it.

    Raises:
        UserError: the block or one of the words is not there.
    """
    blocks = text.rstrip("\n").split("\n\n")
    if locator.block >= len(blocks):
        raise _lost(locator, f"the text has {len(blocks)} blocks")
    block = blocks[locator.block]
    offset = sum(len(before) + 2 for before in blocks[: locator.block])
    start = len(_BULLET) if block.startswith(_BULLET) else 0
    if locator.first:
        start = block.find(locator.first)
    end = len(block)
    if locator.last and start >= 0:
        end = block.find(locator.last, start) + len(locator.last)
    if start < 0 or end <= start + len(locator.last) - 1:
        raise _lost(locator, "its first or last words are not in the block")
    return Span(offset + start, offset + end)


def _lost(locator: Locator, why: str) -> UserError:
    return UserError(
        f"{locator.commitment} cannot be placed in block {locator.block}: {why}",
        "correct its entry in locators.toml",
    )


def link(texts: Mapping[Ref, str], locators: Iterable[Text], absent: Iterable[Absent]) -> Linked:
    """All locators as places with fingerprints.

    Args:
        texts: canonical text by document; every text of ``locators`` is wanted.

    Raises:
        UserError: a text is lacking, or a locator points to nothing.
    """
    ranked: list[tuple[bool, int, Span, Located]] = []
    fingerprints: dict[Ref, dict[str, Any]] = {}
    for order, entry in enumerate(locators):
        text = _given(texts, entry.document)
        digest = text_hash(text)
        spans = [(locator, place(locator, text)) for locator in entry.locators]
        ranked += [
            (not one.main, order, span, Located(one.commitment, entry.document, digest, span))
            for one, span in spans
        ]
        fingerprints[entry.document] = {
            "text_sha256": digest,
            "places": {
                f"{span.start}-{span.end}": _marks(text, span)
                for span in sorted({span for _, span in spans})
            },
        }
    ranked.sort(key=lambda one: (one[3].commitment, *one[:3]))
    places = [one[3] for one in ranked]
    places += [
        Located(one.commitment, document, text_hash(_given(texts, document)))
        for one in absent
        for document in one.searched
    ]
    return Linked(tuple(places), fingerprints)


def _given(texts: Mapping[Ref, str], document: Ref) -> str:
    if document not in texts:
        raise UserError(f"the text of {document} is lacking", "add it to the folder of texts")
    return texts[document]


def _marks(text: str, span: Span) -> dict[str, str | bool]:
    words = span.of(text)
    return {
        "fingerprint": str(fingerprint_at(text, span)),
        "words": words_hash(words),
        "closed": not words[-1].isalnum(),
    }


def words_hash(words: str) -> str:
    """Checksum by which the very same characters are told from the same words: 16 digits."""
    return hashlib.blake2b(words.encode("utf-8"), digest_size=8).hexdigest()


def places_toml(linked: Linked) -> str:
    """``places.toml``, one ``[[place]]`` table a place."""
    return _HEADER + "".join(_table(one) for one in linked.places)


def _table(one: Located) -> str:
    lines = [
        "[[place]]",
        f'commitment = "{one.commitment}"',
        f'document = "{one.document}"',
        f'text_sha256 = "{one.text_sha256}"',
    ]
    if one.span is None:
        lines.append('match = "missing"')
    else:
        lines.append(f"span = {{ start = {one.span.start}, end = {one.span.end} }}")
    return "\n" + "\n".join(lines) + "\n"


def fingerprints_json(linked: Linked) -> str:
    """``fingerprints.json``: document, hash of its text, and marks by ``start-end``."""
    content = {str(ref): linked.fingerprints[ref] for ref in sorted(linked.fingerprints)}
    return json.dumps(content, indent=1, ensure_ascii=True) + "\n"
