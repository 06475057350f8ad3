"""The bundled facts, read from the TOML files of ``data/`` into one register.

Every file may hold any of the tables of :data:`TABLES`; a file that is added is read
without a change here. Three shorthands keep the files readable: ``citations`` may list
bare addresses, a commitment may be named by its key wherever its address is wanted, and
an action lists in ``bears`` the commitments that it bears on. From these the evidence
records are derived and numbered, by date, under each commitment. A series may name the
``table`` of ``figures/`` in which its values stand, in the column of its own name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from aftersummit.catalogue.figures import observations
from aftersummit.codebooks import codebook
from aftersummit.errors import AftersummitError, UserError
from aftersummit.model import (
    Action,
    Claim,
    Codebook,
    Commitment,
    Document,
    Evidence,
    Forum,
    Meeting,
    Party,
    Passage,
    Ref,
    Register,
    Remark,
    Series,
    Yardstick,
    from_wire,
    yardstick_ref,
)

DATA = Path(__file__).parent / "data"

TABLES: dict[str, type[Any]] = {
    "forum": Forum,
    "meeting": Meeting,
    "document": Document,
    "commitment": Commitment,
    "action": Action,
    "series": Series,
    "yardstick": Yardstick,
    "group": Party,
    "claim": Claim,
    "remark": Remark,
}
"""Name of a table in the files, and the noun that each of its entries is."""

_BY_KEY = ("continues", "commitments", "about")
"""Fields in which a commitment's key may stand for its address."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of a file, with the words that name it in an error."""

    values: dict[str, Any]
    where: str


@cache
def load(folder: Path = DATA) -> Register:
    """The bundled register: facts and where they stand, no text of any document.

    Raises:
        UserError: a file of ``folder`` is not TOML, or a record in it is incomplete, has
            an unknown field, stands twice or points to a record that is not there.
    """
    tables = _read_tables(folder)
    head = tables["register"][0].values if tables["register"] else {}
    keys = {
        entry.values["key"]: str(entry.values["ref"])
        for entry in tables["commitment"]
        if "key" in entry.values and "ref" in entry.values
    }
    _fill(tables, keys, folder)
    records: dict[str, Any] = {
        name: _nouns(noun, tables[name], keys) for name, noun in TABLES.items()
    }
    scheme = _scheme(records["group"])
    register = Register(
        title=head.get("title", ""),
        as_of=head.get("compiled", ""),
        compiled=head.get("compiled", ""),
        codebook=scheme,
        forums=records["forum"],
        meetings=records["meeting"],
        documents=_hashed(records["document"], tables["place"]),
        commitments=_placed(_served(records["commitment"], scheme), tables["place"], keys),
        actions=records["action"],
        evidence=_evidence(records["action"], tables["action"], keys),
        series=records["series"],
        yardsticks=records["yardstick"],
        claims=records["claim"],
        remarks=records["remark"],
    )
    _check(register)
    return register


def _fill(tables: dict[str, list[_Entry]], keys: dict[str, str], folder: Path) -> None:
    """Give series the values of their tables, and yardsticks their addresses."""
    for entry in tables["series"]:
        table = entry.values.pop("table", "")
        if table:
            column = str(entry.values.get("ref", "")).removeprefix("series/")
            entry.values["observations"] = observations(folder, table, column)
    for entry in tables["yardstick"]:
        values = entry.values
        values["commitment"] = keys.get(values.get("commitment", ""), values.get("commitment", ""))
        ref = yardstick_ref(Ref.parse(values["commitment"]), Ref.parse(values.get("series", "")))
        values.setdefault("ref", str(ref))


def _scheme(groups: tuple[Party, ...]) -> Codebook:
    """The codebook with the groups that the facts describe; theirs hold where both do."""
    described = {group.code for group in groups}
    known = tuple(party for party in codebook().parties if party.code not in described)
    return replace(codebook(), parties=known + groups)


def _served(commitments: tuple[Commitment, ...], scheme: Codebook) -> tuple[Commitment, ...]:
    """The commitments, each with the priorities of its pillar beside those of its own."""
    pillars = {pillar.code: set(pillar.priorities) for pillar in scheme.pillars}
    order = [priority.code for priority in scheme.priorities]
    return tuple(
        replace(c, priorities=tuple(code for code in order if code in served))
        for c in commitments
        for served in [pillars.get(c.pillar, set()) | set(c.priorities)]
    )


def _read_tables(folder: Path) -> dict[str, list[_Entry]]:
    tables: dict[str, list[_Entry]] = {name: [] for name in (*TABLES, "register", "place")}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UserError(f"{path.name}: {error}", "correct the file") from error
        for name, entries in content.items():
            if name not in tables:
                allowed = ", ".join(sorted(tables))
                raise UserError(f"{path.name} has an unknown table '{name}'", f"use {allowed}")
            listed = entries if isinstance(entries, list) else [entries]
            tables[name] += [_Entry(e, f"{path.name}, {name} {_name(e)}") for e in listed]
    return tables


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("ref") or entry.get("key") or entry.get("code") or "without an address")


def _nouns(noun: type[T], entries: list[_Entry], keys: dict[str, str]) -> tuple[T, ...]:
    return tuple(_noun(noun, entry, keys) for entry in entries)


def _noun(noun: type[T], entry: _Entry, keys: dict[str, str]) -> T:
    values = {key: value for key, value in entry.values.items() if key != "bears"}
    for field in _BY_KEY:
        if isinstance(values.get(field), list):
            values[field] = [keys.get(item, item) for item in values[field]]
    if noun is Commitment:
        values.setdefault("status", "catalogued")
    try:
        return from_wire(noun, _with_citations(values))
    except AftersummitError as error:
        raise UserError(f"{entry.where}: {error.what}", error.remedy) from error


def _with_citations(value: Any) -> Any:
    """The same values, with every bare address in a list of citations made a citation."""
    if isinstance(value, list):
        return [_with_citations(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: [{"url": c} if isinstance(c, str) else c for c in item]
        if key == "citations" and isinstance(item, list)
        else _with_citations(item)
        for key, item in value.items()
    }


def _evidence(
    actions: tuple[Action, ...], entries: list[_Entry], keys: dict[str, str]
) -> tuple[Evidence, ...]:
    """What each action means for each commitment that it bears on, numbered by date."""
    found: dict[str, list[tuple[Action, dict[str, Any], str]]] = {}
    for action, entry in zip(actions, entries, strict=True):
        for bearing in entry.values.get("bears", ()):
            if "on" not in bearing:
                raise UserError(f"{entry.where}: a bearing lacks 'on'", "name the commitment")
            address = keys.get(bearing["on"], bearing["on"])
            rest = {key: value for key, value in bearing.items() if key != "on"}
            found.setdefault(address, []).append((action, rest, entry.where))
    return tuple(
        _bearing(Ref.to_evidence(Ref.parse(address), number), *one)
        for address in sorted(found)
        for number, one in enumerate(sorted(found[address], key=lambda f: f[0].date), start=1)
    )


def _bearing(ref: Ref, action: Action, bearing: dict[str, Any], where: str) -> Evidence:
    values = {"ref": str(ref), "commitment": str(ref.commitment_ref), "date": action.date}
    read = _noun(Evidence, _Entry({**values, "actors": list(action.actors), **bearing}, where), {})
    return replace(
        read,
        what=read.what or action.what,
        action=action.ref,
        confidence=action.confidence,
        citations=read.citations or action.citations,
    )


def _hashed(documents: tuple[Document, ...], places: list[_Entry]) -> tuple[Document, ...]:
    """The documents, each with the hash of the text to which its places refer."""
    hashes = {p.values["document"]: p.values.get("text_sha256", "") for p in places}
    return tuple(
        replace(d, text_sha256=d.text_sha256 or hashes.get(str(d.ref), "")) for d in documents
    )


def _placed(
    commitments: tuple[Commitment, ...], places: list[_Entry], keys: dict[str, str]
) -> tuple[Commitment, ...]:
    """The commitments, each with the passages that ``place`` tables give for it."""
    found: dict[str, list[Passage]] = {}
    for place in places:
        values = dict(place.values)
        named = str(values.pop("commitment", ""))
        passage = _noun(Passage, _Entry(values, f"{place.where} of {named}"), keys)
        found.setdefault(keys.get(named, named), []).append(passage)
    unknown = set(found) - {str(c.ref) for c in commitments}
    if unknown:
        raise UserError(f"a place is given for {min(unknown)}, which is not there", "correct it")
    return tuple(
        replace(c, passages=c.passages + tuple(found.get(str(c.ref), ()))) for c in commitments
    )


def _check(register: Register) -> None:
    """Every address stands once, and every reference leads to a record."""
    refs: dict[Ref, str] = {}
    for record in _records(register):
        ref = record.ref
        if ref is None:
            raise UserError(f"a {type(record).__name__.lower()} has no address", "give it 'ref'")
        if ref in refs:
            raise UserError(f"{ref} stands twice in the bundled facts", "remove one of them")
        refs[ref] = type(record).__name__
    for source, target in _references(register):
        if target not in refs:
            raise UserError(f"{source} points to {target}, which is not there", "correct it")


def _records(register: Register) -> Iterator[Any]:
    yield from register.forums
    yield from register.meetings
    yield from register.documents
    yield from register.commitments
    yield from register.actions
    yield from register.evidence
    yield from register.series
    yield from register.yardsticks


def _references(register: Register) -> Iterator[tuple[str, Ref]]:
    """Each reference from one record to another, with the name of the record it starts at."""
    for record in _records(register):
        yield from ((str(record.ref), target) for target in _targets(record))
    noted: tuple[Claim | Remark, ...] = (*register.claims, *register.remarks)
    for record in noted:
        yield from ((record.key, target) for target in _targets(record))


def _targets(record: Any) -> Iterable[Ref]:
    if isinstance(record, Forum):
        return [record.parent] if record.parent else []
    if isinstance(record, Meeting):
        return [record.ref.forum_ref] if record.ref.forum not in BILATERAL else []
    if isinstance(record, Document):
        return [record.ref.meeting_ref] if record.ref else []
    if isinstance(record, Commitment):
        placed = [p.document.document_ref for p in record.passages if p.document]
        home = [record.ref.meeting_ref] if record.ref else []
        return [*home, *record.continues, *record.documents, *placed]
    if isinstance(record, Evidence):
        return [record.commitment, *([record.action] if record.action else [])]
    if isinstance(record, Series):
        return record.commitments
    if isinstance(record, Yardstick):
        beside = (*record.compare, *record.untouched, *record.events)
        return [record.commitment, record.series, *beside]
    if isinstance(record, Claim):
        meeting = [record.meeting] if record.meeting else []
        return [*meeting, *record.commitments, *record.series]
    return record.about if isinstance(record, Remark) else []


BILATERAL = ("us-mx", "us-ca", "ca-mx")
"""Relationships under which meetings of two are filed; they are no forums of their own."""
