"""Which governments and groups speak in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from aftersummit.codebooks import aliases, leaders

_WORD = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*")
_TOPIC = re.compile(
    r"\s(?:on|regarding|concerning|in response to|about|sur|sobre|relative à|ante)\s|:",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\w.)][-–—]\s?[A-Z]|\b(?:between|entre)\b", re.IGNORECASE)
_JOINT = re.compile(
    r"\bjoint (?:\w+ ){0,2}(?:statement|fact ?sheet|declaration|vision|communiqu|readout)"
    r"|\b(?:comunicado|declaración|comuniqué|hoja informativa) conjunt|\bconjointe?\b|\bcommune\b",
    re.IGNORECASE,
)
_SHARED_KINDS = frozenset(("joint-statement", "declaration", "communique", "action-plan"))
_OFFICIAL_KINDS = frozenset(("speech", "briefing", "order", "fact-sheet"))
_COUNTRY = re.compile(r"[A-Z]{2}$")
_WE = re.compile(r"^\W*(?:We, the|Nous, l|Nosotr[oa]s,)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?]\s+(?=[A-ZÀ-Þ])")
_OFFICE = re.compile(
    r"\b(?:President|Prime Minister|Chancellor|Premier|Taoiseach|King|Vice President|"
    r"First Lady|Secretary|Président|Première? ministre|Chancelier|Presidente|Presidenta|"
    r"Primer Ministro)\b"
)
_OFFICE_REACH = 6
_OPENING = 500
_LONG_OPENING = 1500

# Government sites by the end of their host's name.
_HOSTS = (
    ("whitehouse.gov", "US"), ("archives.gov", "US"), (".gov", "US"), (".mil", "US"),
    ("canada.ca", "CA"), ("gc.ca", "CA"), ("gob.mx", "MX"), (".gov.uk", "GB"),
    ("gouv.fr", "FR"), ("elysee.fr", "FR"), ("bundesregierung.de", "DE"), ("governo.it", "IT"),
    ("go.jp", "JP"), ("europa.eu", "EU"), ("gov.au", "AU"), ("gov.in", "IN"), ("gov.br", "BR"),
    ("go.kr", "KR"), ("gob.gt", "GT"), ("gov.co", "CO"), ("gob.cl", "CL"), ("gob.pe", "PE"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    code: str
    is_leader: bool = False
    is_adjective: bool = False


def issuers_of(
    title: str, text: str, kind: str = "other", address: str = "", date: str = ""
) -> tuple[str, ...]:
    """Codes of the parties that issued a text, in the order in which they are named.

    A shared text speaks for the parties in its title before the topic ("... on Ukraine"),
    or, where the title names fewer than two, for those in its opening sentence. Any other
    text speaks for the government on whose site it stands; a speech, order or briefing
    from elsewhere for the one whose leader or name comes first. An article speaks for none.
    """
    head, topic = _split_topic(title)
    if kind in _SHARED_KINDS or _JOINT.search(title):
        return _together(head, topic, text, date) or _by_host(address)
    if found := _by_host(address):
        return found
    if kind not in _OFFICIAL_KINDS:
        return ()
    return (parties_in(head, date) or parties_in(_opening(text), date))[:1]


def _together(head: str, topic: str, text: str, date: str) -> tuple[str, ...]:
    named = parties_in(head, date)
    if len(named) > 1 or not all(map(_is_country, named)):
        return named
    if _JOINED.search(topic):
        pair = parties_in(topic, date)
        if len(pair) > 1:
            return pair
    opened = parties_in(_opening(text), date)
    countries = tuple(filter(_is_country, opened))
    # Beside governments a group in the opening is mostly the occasion: "met for the G7".
    opened = countries if len(countries) > 1 else opened
    return opened if len(opened) > len(named) else named


def parties_in(text: str, date: str = "") -> tuple[str, ...]:
    """Codes of the parties that ``text`` names, leaders with an office included."""
    return tuple(dict.fromkeys(_found(text, date)))


def _by_host(address: str) -> tuple[str, ...]:
    host = f".{urlsplit(address).hostname or ''}"
    codes = (code for ending, code in _HOSTS if host.endswith(f".{ending.lstrip('.')}"))
    return next(((code,) for code in codes), ())


def _split_topic(title: str) -> tuple[str, str]:
    """What a title says before its topic, and the topic."""
    start = 0
    while match := _TOPIC.search(title, start):
        # "The Jeddah Communique: A Joint Statement Between ...": before a colon stands
        # the occasion, unless it names the parties.
        if match[0] != ":" or parties_in(title[: match.start()]):
            return title[: match.start()], title[match.end() :]
        start = match.end()
    return title, ""


def _opening(text: str) -> str:
    opening = text[: _LONG_OPENING if _WE.match(text) else _OPENING]
    end = _SENTENCE_END.search(opening, 40)
    return opening[: end.start()] if end else opening


def _is_country(code: str) -> bool:
    return bool(_COUNTRY.match(code)) and code != "G7"


def _found(text: str, date: str) -> Iterator[str]:
    matches = list(_WORD.finditer(text))
    words = [_key(match[0]) for match in matches]
    names = _names()
    index = 0
    while index < len(words):
        name = next(
            (
                name
                for name in names.get(words[index], ())
                if tuple(words[index : index + len(name.words)]) == name.words
                and _counts(name, text, matches, index)
            ),
            None,
        )
        if name is None:
            index += 1
            continue
        code = _leader_code(name, date) if name.is_leader else name.code
        if code:
            yield code
        index += len(name.words)


def _counts(name: _Name, text: str, matches: list[re.Match[str]], index: int) -> bool:
    """Names of leaders count behind an office, adjectives before one: "Iraqi President"."""
    if name.is_leader:
        return _in_office(text, matches, index)
    if not name.is_adjective:
        return True
    after = matches[index + len(name.words) - 1].end()
    return _OFFICE.match(text, after + 1) is not None


def _in_office(text: str, matches: list[re.Match[str]], index: int) -> bool:
    """Whether an office stands shortly before a leader's name: many are common words."""
    start = matches[max(0, index - _OFFICE_REACH)].start()
    return _OFFICE.search(text, start, matches[index].start()) is not None


def _leader_code(name: _Name, date: str) -> str:
    """The government a leader spoke for on ``date``; the last one where no date is known."""
    terms = _terms()[name.code]
    for code, since, until in terms:
        if date and since <= date and (not until or date <= until):
            return code
    return terms[-1][0] if not date else ""


def _key(word: str) -> str:
    word = word.replace("’", "'").removesuffix("'s").replace(".", "")
    # Short forms live by their capitals: "US" is a party and "us" is not.
    return word if len(word) <= 3 else word.casefold()


@cache
def _names() -> dict[str, tuple[_Name, ...]]:
    """Names by their first word, the longest first."""
    found: dict[str, list[_Name]] = {}
    for written, alias in aliases().items():
        _note(found, _Name(_keys(written), alias.code, is_adjective=alias.adjective))
    for leader in _terms():
        _note(found, _Name(_keys(leader), leader, is_leader=True))
    return {
        first: tuple(sorted(names, key=lambda name: -len(name.words)))
        for first, names in found.items()
    }


def _note(found: dict[str, list[_Name]], name: _Name) -> None:
    if name.words:
        found.setdefault(name.words[0], []).append(name)


def _keys(written: str) -> tuple[str, ...]:
    return tuple(_key(match[0]) for match in _WORD.finditer(written))


@cache
def _terms() -> dict[str, tuple[tuple[str, str, str], ...]]:
    return {leader.name: leader.terms for leader in leaders()}
