"""Read the schemes from their TOML files, lazily and once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from aftersummit.codebooks.scales import scales
from aftersummit.errors import UserError
from aftersummit.model import Codebook, Membership, Party, Pillar, Term

LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True)
class Alias:
    """A written form of a party: its code and whether it is an adjective ("Mexican")."""

    code: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader's name and the terms served: party code, first and last day (EDTF, "" open)."""

    name: str
    terms: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of one language; names are the sections' keys in ``lexicon.toml``."""

    language: str
    classes: dict[str, tuple[str, ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of one class; empty where the language has none."""
        return self.classes.get(name, ())


@cache
def codebook() -> Codebook:
    """The whole scheme: labels, issues, pillars, priorities, scales and parties."""
    labels = _table("labels")
    pillars = _table("pillars")
    return Codebook(
        name=labels["name"],
        version=labels["version"],
        unit_rule=labels["unit_rule"],
        labels=_terms(labels["label"]),
        issues=_terms(_table("issues")["issue"]),
        pillars=tuple(_pillar(entry) for entry in pillars.get("pillar", [])),
        priorities=_terms(pillars.get("priority", [])),
        scales=scales(),
        parties=_parties(),
    )


@cache
def lexicon(language: str) -> Lexicon:
    """Word lists of a language; English for one that has none of its own."""
    table = _table("lexicon")
    code = language if language in table else "en"
    return Lexicon(code, {name: tuple(words) for name, words in table[code].items()})


@cache
def issue_terms() -> dict[str, tuple[str, ...]]:
    """Words and phrases that point to each issue; a last ``*`` stands for any ending."""
    entries = _table("issues")["issue"]
    return {entry["code"]: tuple(_list(entry.get("terms", ""))) for entry in entries}


@cache
def aliases() -> dict[str, Alias]:
    """Every written form of a party, as written, with its code."""
    found: dict[str, Alias] = {}
    table = _table("parties")
    for code, line in {**table["country"], **table["organisation"]}.items():
        names, _, adjectives = line.partition("|")
        found.update({name: Alias(code) for name in _list(names)})
        found.update({name: Alias(code, adjective=True) for name in _list(adjectives)})
    for code, group in table["group"].items():
        found.update({name: Alias(code) for name in _list(group["aliases"])})
    return found


@cache
def leaders() -> tuple[Leader, ...]:
    """Names of leaders with their terms of office."""
    return tuple(
        Leader(name, tuple(_term_of_office(part) for part in _list(terms)))
        for name, terms in _table("parties")["leader"].items()
    )


def members(group: str, date: str = "") -> tuple[str, ...]:
    """Codes of a group's members on an ISO date, or ever where ``date`` is "".

    Raises:
        UserError: the codebook knows no such group.
    """
    for party in codebook().parties:
        if party.code == group and party.kind == "group":
            return tuple(m.party for m in party.members if _holds(m, date))
    raise UserError(f"no group '{group}' in the codebook", "add it to parties.toml")


def _holds(membership: Membership, date: str) -> bool:
    if not date:
        return True
    since, until = membership.since, membership.until
    return (not since or since <= date) and (not until or date[: len(until)] <= until)


def _table(name: str) -> dict[str, Any]:
    path = resources.files("aftersummit.codebooks").joinpath(f"{name}.toml")
    if not path.is_file():
        return {}
    return _parsed(name, path.read_text(encoding="utf-8"))


@cache
def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"codebooks/{name}.toml: {error}", "correct the file") from error


def _terms(entries: list[dict[str, Any]]) -> tuple[Term, ...]:
    return tuple(Term(e["code"], e["name"], e.get("meaning", "")) for e in entries)


def _pillar(entry: dict[str, Any]) -> Pillar:
    priorities = tuple(entry.get("priorities", ()))
    return Pillar(entry["code"], entry["name"], int(entry.get("order", 0)), priorities)


def _parties() -> tuple[Party, ...]:
    table = _table("parties")
    found = [
        Party(code, _list(line.partition("|")[0])[0]) for code, line in table["country"].items()
    ]
    found += [
        Party(code, _list(line)[0], "organisation") for code, line in table["organisation"].items()
    ]
    for code, group in table["group"].items():
        rows = tuple(_membership(part) for part in _list(group["members"]))
        found.append(Party(code, group["name"], "group", rows))
    return tuple(found)


def _membership(text: str) -> Membership:
    party, _, term = text.rpartition(" ")
    since, _, until = term.partition("/")
    return Membership(party, since, until)


def _term_of_office(text: str) -> tuple[str, str, str]:
    found = _membership(text)
    return found.party, found.since, found.until


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
