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
_SHARED = re.compile(
    r"\bjoint|\bdeclaration|\bcommuniqu|\bleaders|\bconjunta|\bdéclaration|\bdeclaración|\bcommune",
    re.IGNORECASE,
)
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


def issuers_of(title: str, text: str, address: str = "", date: str = "") -> tuple[str, ...]:
    """Codes of the parties that issued a text, in the order in which they are named.

    A shared text speaks for the parties in its title before the topic ("... on Ukraine"),
    or, where the title names fewer than two, for those in its opening sentence. Any other
    text speaks for the government on whose site it stands, or whose leader's it is.
    """
    head, _, topic = _split_topic(title)
    if not _SHARED.search(title):
        return _alone(head, address, date)
    named = parties_in(head, date)
    if _is_group(named) or len(named) > 1:
        return named
    if _JOINED.search(topic):
        pair = parties_in(topic, date)
        if len(pair) > 1:
            return pair
    opened = parties_in(_opening(text), date)
    return (opened if len(opened) > len(named) else named) or _by_host(address)


def parties_in(text: str, date: str = "") -> tuple[str, ...]:
    """Codes of the parties that ``text`` names, leaders with an office included."""
    return tuple(dict.fromkeys(_found(text, date)))


def _alone(head: str, address: str, date: str) -> tuple[str, ...]:
    return _by_host(address) or parties_in(head, date)[:1]


def _by_host(address: str) -> tuple[str, ...]:
    host = f".{urlsplit(address).hostname or ''}"
    codes = (code for ending, code in _HOSTS if host.endswith(f".{ending.lstrip('.')}"))
    return next(((code,) for code in codes), ())


def _split_topic(title: str) -> tuple[str, str, str]:
    match = _TOPIC.search(title)
    if match is None:
        return title, "", ""
    # "FACT SHEET: ..." and "The Jeddah Communique: A Joint Statement Between ...": what
    # follows the colon is the title proper.
    if match[0] == ":" and len(parties_in(title[: match.start()])) < 1:
        rest = title[match.end() :]
        inner = _TOPIC.search(rest)
        cut = match.end() + (inner.start() if inner else len(rest))
        return title[:cut], "", title[cut:]
    return title[: match.start()], match[0], title[match.end() :]


def _opening(text: str) -> str:
    opening = text[: _LONG_OPENING if _WE.match(text) else _OPENING]
    end = _SENTENCE_END.search(opening, 40)
    return opening[: end.start()] if end else opening


def _is_group(codes: tuple[str, ...]) -> bool:
    return any(len(code) > 2 for code in codes)


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
                and (not name.is_leader or _in_office(text, matches, index))
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
        if not alias.adjective:
            _note(found, written, alias.code, is_leader=False)
    for leader in _terms():
        _note(found, leader, leader, is_leader=True)
    return {
        first: tuple(sorted(names, key=lambda name: -len(name.words)))
        for first, names in found.items()
    }


def _note(found: dict[str, list[_Name]], written: str, code: str, *, is_leader: bool) -> None:
    words = tuple(_key(match[0]) for match in _WORD.finditer(written))
    if words:
        found.setdefault(words[0], []).append(_Name(words, code, is_leader))


@cache
def _terms() -> dict[str, tuple[tuple[str, str, str], ...]]:
    known = leaders()
    values = known.values() if isinstance(known, dict) else known
    return {leader.name: leader.terms for leader in values}
