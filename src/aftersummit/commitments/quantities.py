# A grammar reads best with one alternative a line, however long, and its refusals in one file.
# ruff: noqa: E501
"""Amounts in a promise: the words, the number, the unit, the bound, the direction.

Money, percentages, counts of people and things, physical quantities, and words that are
amounts ("double", "net zero", "half"), in English, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from aftersummit.commitments.lexemes import NUMBERS
from aftersummit.model import Quantity, Span

_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "dix": 10,
    "vingt": 20,
    "trente": 30,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "diez": 10,
    "veinte": 20,
    "treinta": 30,
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "mille": 1e3,
    "milliard": 1e9,
    "milliards": 1e9,
    "mil": 1e3,
    "millón": 1e6,
    "millones": 1e6,
}
_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "rp": "IDR",
    "us$": "USD",
    "c$": "CAD",
    "a$": "AUD",
    "r$": "BRL",
    "bz": "BZD",
    "bze": "BZD",
    "bze1": "BZD",
    "bz$": "BZD",
}
_CODES = "USD|CAD|AUD|EUR|GBP|JPY|NZD|MXN|BRL|INR|KRW|CHF|SEK|NOK|DKK|CNY|BZE?1?|Rp"
_NAMES = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "peso": "MXN",
    "rupee": "INR",
    "dólar": "USD",
    "dólares": "USD",
    "livre": "GBP",
}

_N = r"(?:\d{1,3}(?:[,.  ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?!\d)"
_SCALE = r"(?:hundred|thousand|millions?|billions?|trillion|bn|mille|milliards?|mil millones|mil|millón|millones|M\b|B\b)"
_WORDN = "|".join(sorted(_WORDS, key=len, reverse=True))
_BOUND = (
    r"(?:(?:(?:for )?(?:a )?(?:total|limit|minimum|combined total) of (?:at least )?|at least |no less than |not less than |a minimum of |up to |as many as |as much as |more than |over |nearly |almost |approximately |around |about |some |roughly |an estimated |close to |a combined |"
    r"an? (?:additional|extra|initial|new|further) |additional |another |an extra |roughly |"
    r"au moins |plus de |jusqu[’']à |environ |près de |de plus de |pas moins de |al menos |más de |hasta |alrededor de |cerca de |casi )){0,2}"
)
_CUR = rf"(?:(?:{_CODES})\s?[$€£]?|US\$|C\$|A\$|R\$|BZ\$|[$€£¥])"
_CURNAME = r"(?:(?:of )?(?:U\.?S\.? |Canadian |US )?(?:dollars?|euros?|pounds?|yen|pesos?|rupees?)|de (?:dollars|euros|dólares)|d[’']euros|dólares)"
_MONEY = (
    rf"(?:{_CUR}\s?{_N}\+?(?:[ -]?{_SCALE})?(?:\s?(?:and|to|–|-)\s?{_CUR}?\s?{_N}(?:[ -]?{_SCALE}))?(?: (?:{_CODES})\b)?(?: {_CURNAME})?"
    rf"|{_N}(?:[ -]?{_SCALE})?\s?(?:(?:{_CODES})\b|{_CURNAME})"
    rf"|multi[- ]?billion[- ]dollar|multi[- ]?million[- ]dollar)"
    r"(?: (?:annually|per year|a year|each year|par an|al año|anuales))?(?: supplémentaires| adicionales)?"
)
_PERCENT = rf"(?:(?:from )?(?:{_N}|{_WORDN})(?: ?(?:[-–]|to|percent to|% to) ?(?:{_N}|{_WORDN}))? ?(?:%|percent\b|per ?cent\b|percentage points|pour cent|por ciento)(?: to (?:{_N}|{_WORDN}) ?(?:%|per ?cent))?)"
_FRACTION = r"(?:(?:one|two|three)[- ](?:half|halves|thirds?|quarters?|fifths?)|half|la moitié|la mitad|un tiers)"
_ZERO = r"(?:(?:to )?(?:net[- ]zero|zero emissions?|carbon neutrality|climate neutrality|neutralité carbone|neutralité climatique)(?: (?:greenhouse gas(?: \(GHG\))?|carbon|CO2|GHG) emissions| emissions)?)"
_MULTIPLE = r"(?:(?:at least )?(?:double|doubling|triple|tripling|quadruple|halve|halving|tripler|doubler|duplicar|triplicar))(?! (?:taxation|down|standards?))"
_PHYSICAL = rf"(?:{_N}\s?(?:GW|MW|TW|GWh|TWh|kW|tons?|tonnes?|gigatons?|Mt|Gt|hectares?|km|kilometers|miles|acres|degrees?(?: Celsius)?|°\s?C|barrels(?: per day)?|gigawatts|megawatts))"
_NOUN = r"(?:[A-Za-zÀ-ÿ][\w’'\-]*)"
_STOP = r"(?!(?:in|by|to|for|from|on|with|at|under|over|through|within|who|that|which|and|or|as|is|are|will|until|per|during|including|across|between|into|of|than|years?|months?|days?|weeks?|decades?|hours?|percent|ans?|années?|jours?|mois|en|pour|dans|d[’']ici|qui|au|aux|para|que|antes|hasta|avant|durante|durant|before|prior|after|años?|meses|et|y)\b)"
_COUNT = rf"(?:from )?(?:(?:{_N}(?:[ -]?{_SCALE})?)(?:(?: to |[-–]| and | et | à | a ){_N}(?:[ -]?{_SCALE})?)?)(?: of (?:the|our|their|its))?(?: {_STOP}{_NOUN}(?:,(?= {_STOP}{_NOUN} {_STOP}{_NOUN}))?){{1,5}}"
_SMALL = rf"(?<!the )(?<!our )(?<!both )(?<!all )(?<!these )(?<!those )(?<!than )(?<!des )(?!one\b|un\b)(?:{_WORDN})(?: hundred| thousand)?(?: {_STOP}(?!countries|leaders|governments|nations|sides|presidents|pillars|ministers|states|economies|partners|parties|days|years){_NOUN}){{1,3}}"
_OF = rf"(?: (?:of|de|des|du|d[’'])\s?(?:{_STOP}{_NOUN}[’']?s? ?){{1,5}}(?:(?:of|de) (?:{_STOP}{_NOUN} ?){{1,3}})?)?"

_QUANTITY = re.compile(
    rf"(?<![\w.])(?<![A-Za-z][-–])(?P<all>(?P<money>{_BOUND}{_MONEY})|(?P<percent>{_BOUND}{_PERCENT}(?: (?:below|above|from) (?:{_N}|the) levels?)?{_OF}(?: (?:below|from|compared to) \d{{4}}(?: levels)?)?)"
    rf"|(?P<physical>{_BOUND}{_PHYSICAL}{_OF})|(?P<zero>{_ZERO})|(?P<fraction>{_BOUND}{_FRACTION}(?= of| de){_OF})"
    rf"|(?P<multiple>{_MULTIPLE})|(?P<span>from {_N}(?:[ -]?{_SCALE})? to {_N}(?:[ -]?{_SCALE})?)|(?P<count>{_BOUND}{_COUNT})|(?P<few>{_BOUND}{_SMALL}))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+|\d+|[$€£¥]")
_NUMBER_WORDS = """
zero double doubling triple tripling quadruple halve halving half third thirds neutral
neutrality neutralité tripler doubler duplicar triplicar moitié mitad tiers million billion
percent cent"""
_LEAD_WORDS = """
for a total limit minimum combined at no not up as more over nearly almost approximately around
about some roughly an additional another estimated close au plus jusqu environ près de pas al
más hasta alrededor cerca casi from to net carbon climate la un multi us c r"""
_NUMBERED = (frozenset(_WORDS) - {"one"}) | frozenset(_NUMBER_WORDS.split())
_CURRENCIES = frozenset(_CODES.lower().replace("bze?1?", "bz|bze").split("|"))
_LEADS = _NUMBERED | {"one"} | _CURRENCIES | frozenset(_LEAD_WORDS.split())
"""Words in which an amount may begin."""
_OPENING_BOUND = re.compile(rf"^{_BOUND}", re.IGNORECASE)
_NOT_COUNT = re.compile(
    r"^(?:from )?(?:19|20)\d\d\b|^\d+ of the [A-Z]|^\d{1,2}(?: ?[-–] ?\d{1,2})? (?:January|February|March|April|May|June|July|August|September|October|November|December|summit|countries)",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|No\.?|Article|Resolution|Section|Phase|Goal|Chapter|Task Force|COVID|SDG|paragraph|Tier|Type|Level|Order|Class|Scope|Title|Council|[A-Z]{2,})[ -]$"
)
_UP = re.compile(
    r"\b(?:increas|rais|expand|doubl|tripl|boost|grow|scal|additional|augment|aument|accr)\w*",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:reduc|cut|halv|lower|decreas|eliminat|phas\w+ (?:out|down)|rédu|diminu|dismin)\w*",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"(?:(?:from|below|above|compared (?:to|with)|relative to|par rapport à|respecto a)\s+(?:the )?(?:\d{4}|pre-\w+|current)(?: levels?| baseline)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at a place."""

    span: Span
    rank: int
    quantity: Quantity


_RANK = {
    "money": 5,
    "percent": 5,
    "physical": 4,
    "zero": 4,
    "fraction": 3,
    "multiple": 3,
    "span": 3,
    "count": 3,
    "few": 1,
}


def quantity(text: str, start: int, end: int) -> Amount | None:
    """The amount that is promised in ``text[start:end]``, or ``None``; spans refer to ``text``."""
    found = [
        one for match in _matches(text, start, end) if (one := _amount(text, match, start, end))
    ]
    if not found:
        return None
    return min(found, key=lambda one: (-one.rank, one.span.start))


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Everything that reads as an amount, tried only where one may begin."""
    free = start
    for at in _openings(text, start, end):
        match = _QUANTITY.match(text, at, end) if at >= free else None
        if match is not None and match.end() > at:
            free = match.end()
            yield match


def _openings(text: str, start: int, end: int) -> list[int]:
    """Where an amount may begin: at a number or a currency, or at a word of :data:`_LEADS`
    with a number near enough behind it; nowhere in a stretch without a number."""
    number = end + _REACH
    found: list[int] = []
    for match in reversed(list(_WORD.finditer(text, start, end))):
        at, word = match.start(), match.group().lower()
        digits = word[0].isdigit()
        if digits or word in _NUMBERED:
            number = at
        if number - at < _REACH and (word in _LEADS or not word[0].isalpha()):
            found.append(at)
    return found[::-1]


_REACH = 110
"""Code points. Every amount holds a word of ``_NUMBERED`` or a digit, and what may stand before
it (two bounds such as "for a combined total of at least", and a currency) is shorter."""


def possible(words: Set[str]) -> bool:
    """Whether a stretch of these words (:func:`~aftersummit.commitments.lexemes.spoken`) can
    name an amount: it needs a number, in digits or as a word."""
    return not (_NUMBERED.isdisjoint(words) and NUMBERS.isdisjoint(words))


def _amount(text: str, match: re.Match[str], start: int, end: int) -> Amount | None:
    kind = next(k for k in _RANK if match[k])
    words = match.group()
    bare = _OPENING_BOUND.sub("", words)
    before = text[max(start, match.start() - 16) : match.start()]
    if kind == "count" and (_NOT_COUNT.match(bare) or _MONTH_BEFORE.search(before)):
        return None
    if _refused(text, match, kind, start):
        return None
    stop = match.start() + len(words.rstrip(" ,"))
    span = Span(match.start(), stop)
    rank = _RANK[kind]
    if kind == "money" and _GIVEN.search(before):
        rank = 2
    elif "total of" in words.lower():
        rank += 1
    return Amount(span, rank, _parse(text, span, kind, text[start:end]))


_GIVEN = re.compile(r"\b(?:the|worth|valued at|this|its|initial)\s$", re.IGNORECASE)
"""Before a sum, these say that it is known already, and something else is promised."""
_LED_UP = re.compile(
    r"\b(?:building on|adding to|in addition to|bringing|following)\b[^,;]{0,25}$", re.IGNORECASE
)
_IN_LINE = re.compile(r"\b(?:consistent with|in line with|aligned with|efforts to limit)\b[^,;]*$")
_DESCRIBES = re.compile(
    r"[\s”]*(?:,? (?:and|circular)|aligned|econom\w+|transitions?|future|world|scenario|pathways?"
    r"|vehicles?|transport\w*|technolog\w+|carbon emitter|industr\w+|societ\w+)\b",
    re.IGNORECASE,
)


_REACHED = re.compile(
    r"\b(?:achiev|reach|attain|becom|goal|target|commit|pledg|atteindre|parvenir|alcanz|lograr)\w*[^,;.]{0,60}$"
)
_DATED = re.compile(
    r"[^,;.]{0,40}\b(?:by|before|no later than|d[’']ici|para|en) (?:[\w-]+ ){0,3}?20\d\d"
)
_TOLD = re.compile(
    r"\b(?:account\w*|represent\w*|compris\w*|constitut\w*|responsible|home|equivalent|first|second|latter|already)\b[^,;]{0,25}$"
)


def _refused(text: str, match: re.Match[str], kind: str, start: int) -> bool:
    """Whether an amount only describes something or belongs to what was done before."""
    before = text[max(start, match.start() - 90) : match.start()]
    if kind == "zero" or (kind == "physical" and "°" in match.group()):
        if _IN_LINE.search(before) or _DESCRIBES.match(text, match.end()):
            return True
        return kind == "zero" and not (
            _REACHED.search(before) or _DATED.match(text, match.end(), match.end() + 60)
        )
    if kind in {"percent", "fraction"}:
        return bool(_TOLD.search(before))
    return kind == "money" and bool(_LED_UP.search(before))


def _parse(text: str, span: Span, kind: str, around: str) -> Quantity:
    words = span.of(text)
    numbers = _values(words)
    baseline = _BASELINE.search(around)
    lead = around[: max(0, around.find(words))][-60:]
    direction = "rise" if _UP.search(words) or _UP.search(lead) else ""
    if _DOWN.search(words) or (not direction and _DOWN.search(lead)):
        direction = "fall"
    if kind == "zero":
        numbers = [0.0]
    low = words.lower()
    if kind == "multiple":
        numbers = [0.5 if "hal" in low else 3.0 if "trip" in low else 4.0 if "quad" in low else 2.0]
    if kind == "fraction" and not numbers:
        numbers = [_fraction(low)]
    return Quantity(
        text=words,
        value=numbers[0] if numbers else None,
        high=numbers[1] if len(numbers) > 1 else None,
        unit=_unit(words, kind),
        direction=direction,
        bound=_bound(low),
        baseline=baseline.group() if baseline else "",
    )


def _values(words: str) -> list[float]:
    found: list[float] = []
    for match in re.finditer(rf"(?<![\d])({_N})\s?-?({_SCALE})?", words, re.IGNORECASE):
        value = _number(match[1]) * _SCALES.get((match[2] or "").lower().split(" ")[0], 1.0)
        if (match[2] or "").lower() == "mil millones":
            value = _number(match[1]) * 1e9
        if not re.fullmatch(r"(?:19|20)\d\d", match[1]):
            found.append(value)
    if len(found) > 1 and found[0] < found[1] / 900 and re.search(r"[-–]|\bto\b|\bà\b", words):
        scale = 10 ** (len(str(int(found[1]))) - 1)
        found[0] *= 1e9 if scale >= 1e9 else 1e6 if scale >= 1e6 else 1e3
    if not found:
        words_in = [w for w in re.findall(r"[a-z]+", words.lower()) if w in _WORDS]
        found = [float(_WORDS[w]) for w in words_in]
    return found[:2]


def _number(digits: str) -> float:
    digits = digits.replace(" ", " ").replace(" ", " ").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+(?:\.\d+)?", digits):
        whole, _, part = digits.rpartition(".")
        if whole and len(part) != 3:
            return float(whole.replace(",", "") + "." + part)
        return float(digits.replace(",", "").replace(".", ""))
    return float(digits.replace(",", "."))


def _fraction(low: str) -> float:
    top = {"one": 1, "two": 2, "three": 3}.get(
        re.split(r"[- ]", re.sub(r"^at least ", "", low))[0], 1
    )
    for name, bottom in (("third", 3), ("tiers", 3), ("quarter", 4), ("fifth", 5)):
        if name in low:
            return top / bottom
    return 0.5


def _unit(words: str, kind: str) -> str:
    low = words.lower()
    if kind == "money":
        for code in re.findall(rf"\b(?:{_CODES})(?=\b|[\d$€£])", words):
            return _SIGNS.get(str(code).lower(), str(code))
        for sign in ("us$", "c$", "a$", "r$", "bz$", "€", "£", "¥", "$"):
            if sign in low:
                return _SIGNS[sign]
        return next((code for name, code in _NAMES.items() if name in low), "USD")
    if kind == "percent":
        return "percent"
    if kind == "zero":
        return "emissions"
    if kind == "multiple":
        return "times"
    if kind == "fraction":
        return "share"
    tail = re.sub(rf"^{_BOUND}(?:from )?", "", words, flags=re.IGNORECASE)
    tail = re.sub(
        rf"^(?:[\d.,  ]|to |and |[-–])*\d(?:[ -]?{_SCALE})?", "", tail, flags=re.IGNORECASE
    ).strip()
    noun = re.split(r" (?:of|de|des|du) ", tail)[0].split(" ")[-1] if tail else ""
    return _singular(noun)


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3:
        return noun[:-1]
    return noun


def _bound(low: str) -> str:
    if re.match(
        r"(?:at least|no less|not less|a minimum|more than|over|au moins|plus de|de plus de|al menos|más de)",
        low,
    ):
        return "at least"
    if re.match(r"(?:up to|as m|jusqu|hasta)", low):
        return "up to"
    if re.match(
        r"(?:nearly|almost|approximately|around|about|some|roughly|close|an estimated|environ|près|alrededor|cerca|casi)",
        low,
    ):
        return "about"
    return ""
