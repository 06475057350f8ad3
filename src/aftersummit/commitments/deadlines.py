# A grammar reads best with one alternative a line, however long, and its refusals in one place.
# ruff: noqa: E501, C901, PLR0912
"""Time limits in a promise: the words, the EDTF date they mean and the days it spans.

A grammar of our own in English, French and Spanish. Relative words ("over the next five
years", "this fall") are counted from the document's date; without one they keep their words
and get no date. Readings that are ours, not the text's: "early" and "late" are the first and
the second half, "mid" is June to July, "coming weeks" are two months, "coming months" six,
"end of the decade" is its round year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from aftersummit.model import Deadline, Span

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january janvier enero jan",
            "february février febrero feb",
            "march mars marzo mar",
            "april avril abril apr",
            "may mai mayo",
            "june juin junio jun",
            "july juillet julio jul",
            "august août agosto aug",
            "september septembre septiembre sept sep",
            "october octobre octubre oct",
            "november novembre noviembre nov",
            "december décembre diciembre dec",
        ),
        1,
    )
    for name in names.split()
}
_SEASONS = {
    "spring": 21,
    "printemps": 21,
    "primavera": 21,
    "summer": 22,
    "été": 22,
    "verano": 22,
    "autumn": 23,
    "fall": 23,
    "automne": 23,
    "otoño": 23,
    "winter": 24,
    "hiver": 24,
    "invierno": 24,
}
_NUMBERS = {
    word: n
    for n, words in enumerate(
        (
            "one a an un une una uno",
            "two deux dos",
            "three trois tres",
            "four quatre cuatro",
            "five cinq cinco",
            "six seis",
            "seven sept siete",
            "eight huit ocho",
            "nine neuf nueve",
            "ten dix diez",
            "eleven onze once",
            "twelve douze doce",
        ),
        1,
    )
    for word in words.split()
} | {
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
}
_UNITS = {
    "day": 1,
    "jour": 1,
    "día": 1,
    "week": 7,
    "weekend": 7,
    "semaine": 7,
    "semana": 7,
    "month": 30,
    "mois": 30,
    "mes": 30,
    "meses": 30,
    "year": 365,
    "an": 365,
    "année": 365,
    "año": 365,
    "decade": 3650,
    "décennie": 3650,
    "década": 3650,
}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "premier": 1,
    "deuxième": 2,
    "troisième": 3,
    "quatrième": 4,
    "primer": 1,
    "segundo": 2,
    "tercer": 3,
    "cuarto": 4,
}
_EVENTS = {
    "COP26": "2021-11",
    "COP27": "2022-11",
    "COP28": "2023-12",
    "COP29": "2024-11",
    "COP30": "2025-11",
    "CBD-COP15": "2022-12",
    "CBD-COP16": "2024-10",
}

_MONTH = (
    r"(?:"
    + "|".join(
        sorted(
            (
                m
                for m in _MONTHS
                if len(m) > 4 or m in {"may", "june", "july", "mai", "mars", "juin", "août", "mayo"}
            ),
            key=len,
            reverse=True,
        )
    )
    + r"|sept\.?|oct\.|nov\.|dec\.|jan\.|feb\.|aug\.)"
)
_SEASON = r"(?:" + "|".join(_SEASONS) + r")"
_YEAR = r"(?:19|20)\d\d"
_NUM = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(?:days?|weeks?|months?|years?|decades?|jours?|semaines?|mois|ans?|années?|décennies?|días?|semanas?|mes(?:es)?|años?|décadas?)"
_FISCAL = r"(?:(?:U\.?S\.? |Japanese |Canadian |Mexican )?(?:fiscal years?|FY|JFY|exercices?(?: fiscal| budgétaire)?|años? fiscal(?:es)?)(?: ?\(J?FY\))?[ -]?\d{2,4}(?:(?: ?[-–/] ?| (?:to|and|through|à|et|a|y) )(?:FY ?)?\d{2,4})?)"
_PART = r"(?:early|late|mid|début|fin|mi|principios de|finales de|mediados de)"
_TAIL = r"(?:,? (?:at the (?:very )?latest|or (?:sooner|earlier|before)|and beyond|onwards?|if not sooner|au plus tard|et au-delà|a más tardar|y más allá))?"

_POINT = (
    rf"(?:(?:the |el |la |le |l[’'])?(?:very )?(?:end|beginning|start|middle|close|conclusion|fin|final|finales|début|principios|mediados|comienzos)(?: of| de| du| d[’']| del) "
    rf"(?:the |el |la |le |l[’'])?(?:calendar |fiscal )?(?:{_FISCAL}|{_MONTH}(?:,? (?:de )?{_YEAR})?|{_YEAR}s?|(?:this |the |current |cette |este |esta |l[’'])*(?:year|decade|month|summer|fall|autumn|spring|winter|année|décennie|mois|año|década|mes|century)|next (?:year|month))"
    rf"|(?:the )?(?:first|second|latter) half of (?:the )?(?:{_YEAR}s?|this year|next year|the year)"
    rf"|(?:the )?(?:first|second|third|fourth|1st|2nd|3rd|4th|last) quarter of (?:{_YEAR}|this year|next year|the year)"
    rf"|{_PART}[ -](?:{_MONTH}(?:,? {_YEAR})?|{_SEASON}(?: (?:of |de )?{_YEAR})?|{_YEAR}s?)"
    rf"|{_FISCAL}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:(?: ?[-–] ?| and |, )\d{{1,2}})?(?:,? {_YEAR})?(?!\d)"
    rf"|\d{{1,2}}(?:er|º)? (?:de )?{_MONTH}(?: (?:de )?{_YEAR})?"
    rf"|{_MONTH}(?:,? (?:de )?{_YEAR})?"
    rf"|(?:the |l[’']|el |la )?{_SEASON}(?: (?:of |de )?{_YEAR})?"
    rf"|(?:the )?(?:early |late |mid-)?{_YEAR}s"
    rf"|(?:the period (?:of )?)?{_YEAR}(?: ?[-–/] ?(?:{_YEAR}|\d\d)(?!\d)| (?:to|and|through|through to|à|et|a|y|or) {_YEAR})?(?: fiscal year)?"
    r")"
)
_THIS = rf"(?:this|next|cette|cet|ce|este|esta) (?:coming |critical |calendar |fiscal |very |décisive |próximo )?(?:year|month|week|weekend|decade|quarter|{_SEASON}|année|mois|semaine|décennie|año|mes|semana|década)(?:[’']s end)?"
_SPAN = (
    rf"(?:the |les |los |las |l[’'])?(?:next|coming|following|first|initial|prochaine?s?|próxim[oa]s?|proxim[oa]s?|course of the) (?:{_NUM} |few |several |couple of |quelques |cent )*(?:critical |fiscal )?{_UNIT}"
    rf"|(?:the |les |los |las )?{_NUM} (?:prochaine?s|próxim[oa]s) {_UNIT}"
    rf"|(?:a |an )?(?:{_NUM}|few|several)(?: hundred)?[ -]{_UNIT}(?: period)?"
    rf"|(?:the )?(?:course of )?(?:the |l[’'])?(?:year|año|année)(?! \d| of)"
    r"|(?:the )?(?:near|short|medium|long|moyen|court|corto|mediano)(?:est)?[ -](?:term|future|terme|plazo)|due course"
)

_PATTERN_EN = re.compile(
    rf"\b(?:"
    rf"(?P<by>by|before|until|till|no later than|not later than|through to|through|prior to|ahead of|in advance of|(?:in the )?lead[- ]?up to|towards?|as of|on or before|d[’']ici(?: à| la)?|avant|jusqu[’']à|jusqu[’']en|para|antes de(?:l)?|hasta|a más tardar en|a más tardar el) (?P<byp>(?:(?:at )?(?:the )?latest )?(?:{_THIS}|{_POINT}|year[- ]end){_TAIL}(?: (?:through|through to) {_YEAR})?)"
    rf"|(?P<in>starting|beginning|starting in|beginning in|commencing in|scheduled for|planned for|in|during|throughout|on|for|from|between|within|en|au|aux|durant|pendant|au cours de|à|a|durante|em) (?P<inp>(?:{_THIS}|{_POINT}){_TAIL})"
    rf"|(?P<over>(?:over|within|in|during|throughout|for|for another|for the|au cours (?:de |des |du )?|dans|d[’']ici|durant|pendant|à|en|durante|dentro de|a lo largo de)) (?P<overp>(?:{_SPAN})(?:,? (?:from|until) {_YEAR}(?:[-–]{_YEAR})?)?(?: (?:from now|of (?:this|the) (?:meeting|summit|statement|declaration|announcement|date)))?)"
    rf"|(?P<this>(?:later |earlier |early |late )?(?:{_THIS}))"
    rf"|(?P<days>{_NUM} {_UNIT} from (?:now|today))"
    rf"|(?P<event>(?:prior to|ahead of|before|in advance of|on the occasion of|on the margins of|at|by|in time for|toward|towards|in the lead[- ]up to|looking to|lors d[eu]|avant|antes de|durante) (?:the |our |their |its |la |le |l[’']|el |su |nuestra )?(?P<eventp>(?:next|upcoming|forthcoming|following|prochaine?|próxim[oa])\b (?:[\w“”’'\"+&.-]+ ?){{1,12}}?|(?:UNFCCC[- ]|CBD[- ])?COP ?\d\d\b)(?=[,.;:)]|$| to | and | with | in order| in the| at | held| on the margins| that | for ))"
    rf"|(?P<now>as soon as possible|as early as possible|at the earliest (?:date|opportunity|possible date)|without delay|immediately|very soon|dès que possible|lo antes posible|de inmediato|in a timely manner)"
    rf")(?!\w)",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\d{4}|\bFY|year|month|week|decade|days|term\b|\bnext\b|coming|spring|summer|autumn|fall\b|winter|COP|"
    r"soon|immediate|latest|early|late|[A-Z][a-zé]+(?:ary|rch|ril|une|uly|ust|ber)\b|May\b|ann[ée]e|\bans\b|mois|"
    r"semaine|d[ée]cennie|année|prochain|terme|été|automne|año|mes|década|próxim|plazo|enero|marzo|abril|mayo|junio|julio|agosto|bre\b",
    re.IGNORECASE,
)
_BASELINE = re.compile(r"\s*(?:levels?|baselines?|agenda|niveaux?|niveles)\b", re.IGNORECASE)
_PAST_BEFORE = re.compile(
    r"(?:\b\w+ed|signed|held|made|taken|begun|began|came|met|level|levels|seen|adopté\w*|adoptad\w+|summit|conference|meeting|agreement|war|invasion|relative to|compared to|compared with|since)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A time limit at a place: how well it reads as one (higher is better) and its meaning."""

    span: Span
    rank: int
    deadline: Deadline


def deadline(
    text: str, start: int, end: int, dated: str = "", language: str = "en"
) -> Found | None:
    """The time limit stated in ``text[start:end]``, or ``None``.

    Args:
        text: the whole canonical text; the result's span refers to it.
        start, end: the promise's place.
        dated: the document's date (EDTF; day, month or year), "" where unknown.
        language: decides nothing but readings that differ between languages.
    """
    if _HINT.search(text, start, end) is None:
        return None
    found = candidates(text, start, end, dated)
    if not found:
        return None
    return min(found, key=lambda one: (-one.rank, one.span.start))


def candidates(text: str, start: int, end: int, dated: str = "") -> list[Found]:
    """Every reading of a time limit in ``text[start:end]``, in order."""
    today = _day(dated)
    result = []
    for match in _PATTERN_EN.finditer(text, start, end):
        one = _candidate(text, match, start, today)
        if one is not None:
            result.append(one)
    return result


def _candidate(text: str, match: re.Match[str], start: int, today: date | None) -> Found | None:
    if _BASELINE.match(text, match.end()):
        return None
    words = match.group()
    group = next(
        name for name in ("by", "in", "over", "this", "days", "event", "now") if match[name]
    )
    low = words.lower()
    before = text[max(start, match.start() - 25) : match.start()]
    if group == "over" and not _is_span_deadline(low, match["over"].lower()):
        return None
    rank = {"by": 6, "over": 5, "days": 5, "this": 4, "event": 4, "in": 3, "now": 2}[group]
    edtf = meaning(words, today)
    if group == "in":
        lead = match["in"].lower()
        if lead == "from" and "-" not in low and "–" not in low and "to" not in low.split():
            return None
        if (
            lead in {"a", "à", "for", "on", "en"}
            and not re.search(r"\d{4}|\d", low)
            and lead in {"a", "à", "for"}
        ):
            return None
        if (
            re.search(_MONTH, low) is None
            and re.search(r"\d", low) is None
            and not re.search(_SEASON + "|this|next|cet|este|fin|end|debut", low)
        ):
            return None
        year = _last_year(edtf)
        if year and today and year < today.year:
            return None
        if _PAST_BEFORE.search(before):
            if today is None or not year or year <= today.year:
                return None
            rank = 1
        if low.split()[-1] == "may" and "may" in low.split():
            return None
    if group == "by":
        year = _last_year(edtf)
        if year and today and year < today.year:
            return None
        if not re.search(
            r"\d|year|month|decade|week|summer|fall|autumn|spring|winter|" + _MONTH, low
        ) and not re.search(r"année|décennie|mois|été|automne|año|década|mes", low):
            return None
        if low.split()[0] in {"through", "toward", "towards", "para"} and not re.search(
            r"\d{4}|end|fin", low
        ):
            return None
        if re.search(r"\bmay$", low) and "May" not in words:
            return None
    if (
        group == "this"
        and not re.search(r"\bthis (?:past)", low)
        and _after_noun(text, match.end())
    ):
        rank = 3
    end = match.end()
    while text[end - 1] in " ,":
        end -= 1
    span = Span(match.start(), end)
    first, last = bounds(edtf)
    return Found(span, rank, Deadline(text[span.start : span.end], edtf, first, last))


def _after_noun(text: str, at: int) -> bool:
    return text[at : at + 2] in {"’s", "'s"}


def _is_span_deadline(low: str, lead: str) -> bool:
    """Whether a length of time limits a promise ("within 90 days") or only measures something."""
    if re.search(
        r"next|coming|following|prochain|pr[óo]xim|course|first|term|future|plazo|terme|due course|cours",
        low,
    ):
        return not low.startswith(("in the first place", "for the first"))
    if re.search(r"from|until", low):
        return True
    if lead in {"within", "d’ici", "d'ici", "dentro de"}:
        return True
    return lead == "over" and re.search(r"years?|ans|años|months?", low) is not None


def meaning(words: str, today: date | None) -> str:
    """EDTF of the words of a time limit, "" where they name no time that can be reckoned."""
    low = words.lower().replace("’", "'")
    for reader in (_fiscal, _event, _explicit, _relative):
        edtf = reader(low, today)
        if edtf:
            return edtf
    return ""


def _event(low: str, today: date | None) -> str:
    match = re.search(r"(cbd-)?cop ?-?(\d\d)\b", low)
    if not match:
        return ""
    key = f"{(match[1] or '').upper()}COP{match[2]}"
    return _EVENTS.get(key, "") if not re.search(_YEAR, low) else ""


def _fiscal(low: str, today: date | None) -> str:
    match = re.search(
        r"(japanese |canadian |mexican )?(?:fiscal years?|\bj?fy|exercices?(?: fiscal| budgétaire)?|años? fiscal(?:es)?)"
        r"(?: ?\((j?)fy\))?[ -]?(\d{2,4})(?:(?: ?[-–/] ?| (?:to|and|through|à|et|a|y) )(?:fy ?)?(\d{2,4}))?",
        low,
    )
    if not match:
        return ""
    first = _four(match[3])
    last = _four(match[4]) if match[4] else first
    japanese = (match[1] or "").startswith("japan") or match[2] == "j" or "jfy" in low
    if japanese or (match[1] or "").startswith("canad"):
        start, end = f"{first}-04-01", f"{last + 1}-03-31"
    elif (match[1] or "").startswith("mexic"):
        start, end = f"{first}-01-01", f"{last}-12-31"
    else:
        start, end = f"{first - 1}-10-01", f"{last}-09-30"
    if re.match(r"(starting|beginning)", low):
        return f"{start}/.."
    return end if re.search(r"\bend of|\bby\b", low) else f"{start}/{end}"


def _four(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text[-2:])


def _explicit(low: str, today: date | None) -> str:
    open_end = re.match(r"(starting|beginning|from|à partir|a partir)\b", low) or re.search(
        r"and beyond|onward|au-delà|más allá", low
    )
    edtf = _explicit_point(low, today)
    if edtf and open_end and "/" not in edtf:
        return f"{edtf}/.."
    return edtf


def _explicit_point(low: str, today: date | None) -> str:
    years = [int(y) for y in re.findall(r"\b((?:19|20)\d\d)\b", low)]
    decades = re.findall(r"\b((?:19|20)\d)\ds\b", low)
    if decades:
        if re.search(r"first half|early", low):
            return f"{decades[0]}0/{decades[0]}4"
        if re.search(r"second half|latter half|late", low):
            return f"{decades[0]}5/{decades[0]}9"
        return f"{decades[0]}X"
    month = re.search(rf"\b{_MONTH}", low)
    season = re.search(rf"\b{_SEASON}\b", low)
    if month and month.group() == "may" and "may" not in low.split():
        month = None
    if month:
        return _month(low, month, years, today)
    if season:
        year = years[-1] if years else _season_year(low, season.group(), today)
        return f"{year}-{_SEASONS[season.group()]}" if year else ""
    if not years:
        return ""
    return _years(low, years)


def _season_year(low: str, season: str, today: date | None) -> int:
    if today is None:
        return 0
    last = {21: 5, 22: 8, 23: 11, 24: 12}[_SEASONS[season]]
    year = today.year + ("next" in low)
    return year + 1 if today.month > last and "next" not in low else year


def _month(low: str, month: re.Match[str], years: list[int], today: date | None) -> str:
    number = _MONTHS[month.group().rstrip(".")]
    if years:
        year = years[-1]
    elif today is None:
        return ""
    else:
        year = today.year + (number < today.month)
    after = re.match(
        r"\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(\d{1,2}))?(?!\d)", low[month.end() :]
    )
    before = re.search(r"\b(\d{1,2})(?:er|º)? (?:de )?$", low[: month.start()])
    if after and 1 <= int(after[1]) <= 31:
        day = f"{year}-{number:02d}-{int(after[1]):02d}"
        if after[2]:
            return f"{day}/{year}-{number:02d}-{int(after[2]):02d}"
        return day
    if before and 1 <= int(before[1]) <= 31:
        return f"{year}-{number:02d}-{int(before[1]):02d}"
    if re.search(r"\b(?:end|close) of|la fin |fin de|finales? de", low) and not re.search(
        r"in late", low
    ):
        return f"{year}-{number:02d}-{monthrange(year, number)[1]:02d}"
    return f"{year}-{number:02d}"


def _years(low: str, years: list[int]) -> str:
    year = years[-1]
    if "quarter" in low:
        match = re.search(r"(\w+) quarter", low)
        n = _ORDINALS.get(match[1], 4) if match else 4
        return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"
    pair = re.search(r"((?:19|20)\d\d) ?[-–/] ?(\d\d(?:\d\d)?)\b", low)
    if pair:
        return f"{pair[1]}/{pair[1][:2] + pair[2] if len(pair[2]) == 2 else pair[2]}"
    if len(years) > 1 and years[0] < years[-1]:
        return f"{years[0]}/{years[-1]}"
    if re.search(r"\b(?:end|close|conclusion) of|fin de|la fin|finales? de|year-end", low):
        return f"{year}-12-31"
    if re.search(r"first half|\bearly\b|début|principios|beginning of|start of|comienzos", low):
        return f"{year}-01/{year}-06"
    if re.search(r"(?:second|latter) half|\blate\b", low):
        return f"{year}-07/{year}-12"
    if re.search(r"\bmid[ -]|middle of|\bmi-|mediados", low):
        return f"{year}-06/{year}-07"
    return f"{year}"


def _relative(low: str, today: date | None) -> str:
    if today is None:
        return ""
    if re.search(r"decade|décennie|década", low) and not re.search(
        r"next|coming|prochain|próxim", low
    ):
        base = today.year // 10
        return f"{base + 1}0" if re.search(r"end|fin", low) else f"{base}X"
    if re.search(r"\bend|year-end|fin (?:de|d'|du)|finales?", low) and re.search(
        r"year|année|año", low
    ):
        return f"{today.year + ('next' in low)}-12-31"
    this = re.search(
        r"\b(this|next|cette|cet|ce|este|esta) (?:coming |critical |calendar |very )?(year|month|weekend|week|quarter|année|mois|semaine|año|mes|semana)\b",
        low,
    )
    if this and not re.search(r"the next", low):
        return _this(low, this, today)
    return _length(low, today)


def _this(low: str, match: re.Match[str], today: date) -> str:
    ahead = match[1] == "next"
    unit = match[2]
    if unit in {"year", "année", "año"}:
        year = today.year + ahead
        return f"{today.isoformat()}/{year}-12-31" if "later" in low else f"{year}"
    if unit in {"month", "mois", "mes"}:
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        return f"{year}-{month + 1:02d}"
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * ahead)
    if unit == "weekend":
        return (
            f"{(monday + timedelta(days=5)).isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        )
    if unit == "quarter":
        n = (today.month - 1) // 3
        return f"{today.year}-{3 * n + 1:02d}/{today.year}-{3 * n + 3:02d}"
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _length(low: str, today: date) -> str:
    if re.search(r"course of (?:the|this) year|(?:over|during|throughout) the year", low):
        return f"{today.year}"
    match = re.search(
        rf"(?:(?P<n>{_NUM})(?: (?P<h>hundred|cent))?[ -])?(?P<few>few |several |prochaine?s |pr[óo]xim[oa]s )?(?P<unit>{_UNIT})\b",
        low,
    )
    if match is None or re.search(r"term|plazo", low):
        return ""
    unit = match["unit"]
    size = _UNITS.get(unit) or _UNITS.get(unit.rstrip("s")) or _UNITS.get(unit[:-2], 0)
    word = match["n"]
    count = 0
    if word:
        count = int(word) if word.isdigit() else _NUMBERS[word]
        if match["h"] or "hundred" in low:
            count = 100
    plural = (unit.endswith("s") and unit != "mois") or unit == "mois"
    if not count or word in {"a", "an", "un", "une"}:
        count = 1 if not plural else {1: 14, 7: 8, 30: 6, 365: 5}.get(size, 1)
    return f"{today.isoformat()}/{_ahead(today, count, size).isoformat()}"


def _ahead(today: date, count: int, size: int) -> date:
    if size < 30:
        return today + timedelta(days=count * size)
    months = count * {30: 1, 365: 12, 3650: 120}[size]
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(
        min(year, 9999), month + 1, min(today.day, monthrange(min(year, 9999), month + 1)[1])
    )


@cache
def _day(dated: str) -> date | None:
    """The last day of an EDTF day, month or year; ``None`` for anything else."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\dX])", dated)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    if not 1 <= month <= 12 or year < 1:
        return None
    return date(year, month, min(int(match[3] or 31), monthrange(year, month)[1]))


def _last_year(edtf: str) -> int:
    years = re.findall(r"\b(\d{4})", edtf)
    return int(years[-1]) if years else 0


@cache
def bounds(edtf: str) -> tuple[str, str]:
    """First and last day (ISO, inclusive) that an EDTF date covers; "" for an open side."""
    if not edtf:
        return "", ""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _edge(first, 0), _edge(first, 1)
    return ("" if first == ".." else _edge(first, 0)), ("" if last == ".." else _edge(last, 1))


def _edge(part: str, side: int) -> str:
    part = part.rstrip("~?%")
    if "X" in part:
        return f"{part.replace('X', '09'[side])}-{('01-01', '12-31')[side]}"
    bits = [int(bit) for bit in part.split("-")]
    year = bits[0]
    if len(bits) == 1:
        return f"{year}-{('01-01', '12-31')[side]}"
    month = bits[1]
    if month > 20:
        first, last = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}[month]
        month = (first, last)[side]
    if len(bits) == 3:
        return part
    return f"{year}-{month:02d}-{(1, monthrange(year, month)[1])[side]:02d}"
