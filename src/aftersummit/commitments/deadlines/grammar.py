# A grammar reads best with one alternative a line, however long.
# ruff: noqa: E501
"""How time limits are written, in English, French and Spanish: one pattern with named kinds.

The kinds, by how surely the words set a limit: ``by`` ("by the end of 2025"), ``over``
("within 90 days"), ``days`` ("30 days from now"), ``this`` ("later this year"), ``event``
("before the next summit"), ``often`` ("at least annually"), ``in`` ("in early 2023"), ``now``
("as soon as possible").
"""

from __future__ import annotations

import re

from aftersummit.commitments.deadlines.words import MONTHS, NUMBERS, SEASONS

_SHORT_MONTHS = {"may", "june", "july", "mai", "mars", "juin", "août", "mayo"}


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


MONTH = (
    r"(?:"
    + _any_of([m for m in MONTHS if len(m) > 4 or m in _SHORT_MONTHS])
    + r"|sept\.?|oct\.|nov\.|dec\.|jan\.|feb\.|aug\.)"
)
SEASON = r"(?:" + "|".join(SEASONS) + r")"
YEAR = r"(?:19|20)\d\d"
NUMBER = r"(?:\d{1,3}|" + _any_of(list(NUMBERS)) + r")"
UNIT = r"(?:days?|weeks?|months?|years?|decades?|jours?|semaines?|mois|ans?|années?|décennies?|días?|semanas?|mes(?:es)?|años?|décadas?)"
_COUNTRY = r"(?:U\.?S\.? |American |Japan(?:ese|['’]s)? |Canad(?:ian|a['’]s) |Mexic(?:an|o['’]s) |Indian? |Australian? |Korean? |British |U\.?K\.? |New Zealand )?"
FISCAL = rf"(?:{_COUNTRY}(?:(?:fiscal|financial|budget) years?|FY|JFY|exercices?(?: fiscal| financier| budgétaire)?|années? (?:fiscale|financière|budgétaire)s?|años? fiscal(?:es)?|ejercicios? fiscal(?:es)?)(?: ?\(J?FY\))?[ -]?\d{{2,4}}(?:(?: ?[-–/] ?| (?:to|and|through|à|et|a|y) )(?:FY ?)?\d{{2,4}})?)"
_EARLY = r"(?:early|late|mid|début|mi|fin|principios de|finales de|fines de|mediados de|comienzos de|inicios de)"
_TAIL = r"(?:,? (?:at the (?:very )?latest|or (?:sooner|earlier|before)|and beyond|onwards?|if not sooner|au plus tard|ou avant|et au-delà|a más tardar|o antes|y más allá))?"
_THE = r"(?:the |el |la |le |l[’'])?"
_THIS_UNIT = r"(?:this |the |current |cette |este |esta |l[’']|le |la |el )*(?:year|decade|month|summer|fall|autumn|spring|winter|année|décennie|mois|été|automne|printemps|hiver|año|década|mes|verano|otoño|primavera|invierno|century)"

POINT = (
    rf"(?:{_THE}(?:very )?(?:end|beginning|start|middle|close|conclusion|fin|final|finales|fines|début|principios|inicios|mediados|milieu|comienzos)(?: of| de| du| d[’']| del)? ?"
    rf"{_THE}(?:calendar |fiscal )?(?:{FISCAL}|{MONTH}(?:,? (?:de )?{YEAR})?|{YEAR}s?|{SEASON} (?:de )?{YEAR}|{_THIS_UNIT}|next (?:year|month)|(?:l[’'])?(?:année|an) prochaine?|(?:el )?(?:próximo año|año próximo))"
    rf"|(?:the |la )?(?:first|second|latter|primera|segunda) (?:half|mitad) (?:of|de) (?:the |el |la )?(?:{YEAR}s?|this year|next year|the year|année|año)"
    rf"|(?:le |the |el )?(?:premier|second|deuxième|primer|segundo) semestre (?:de )?(?:l[’'])?{YEAR}"
    rf"|(?:the |le |el )?(?:first|second|third|fourth|1st|2nd|3rd|4th|last|premier|deuxième|troisième|quatrième|dernier|primer|segundo|tercer|cuarto|último) (?:quarter|trimestre) (?:of |de |del )?(?:l[’'])?(?:{YEAR}|this year|next year|the year|année|año)"
    rf"|Q[1-4](?: of)? {YEAR}"
    rf"|{_EARLY}[ -](?:{MONTH}(?:,? (?:de )?{YEAR})?|{SEASON}(?: (?:of |de )?{YEAR})?|{YEAR}s?)"
    rf"|{FISCAL}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:(?: ?[-–] ?| and |, | to )\d{{1,2}}(?:st|nd|rd|th)?)?(?:,? {YEAR})?(?!\d)"
    rf"|(?:the |le |el )?\d{{1,2}}(?:er|º|st|nd|rd|th)? (?:of |de )?{MONTH}(?:,? (?:de |del )?{YEAR})?"
    rf"|{MONTH}(?:,? (?:of |de |del )?{YEAR})?"
    rf"|{_THE}(?:coming |prochaine? |próxim[oa] )?{SEASON}(?: (?:of |de |del )?{YEAR})?"
    rf"|(?:the |les années |los años )?(?:early |late |mid-)?{YEAR}s?"
    rf"(?:(?<=\d)(?: ?[-–/] ?(?:{YEAR}|\d\d)(?!\d)| (?:to|and|through|through to|à|et|a|y|or) {YEAR})?(?: (?:fiscal|financial) year)?)?"
    rf"|(?:the |la )?period (?:of )?{YEAR} ?[-–/] ?(?:{YEAR}|\d\d)(?!\d)"
    r")"
)
THIS = (
    rf"(?:this|next|cette|cet|ce|este|esta) (?:coming |critical |calendar |fiscal |very |décisive |próximo )?(?:year|month|week|weekend|decade|quarter|{SEASON}|année|mois|semaine|décennie|trimestre|año|mes|semana|década)(?:[’']s end)?"
    r"|(?:l[’'](?:année|an)|la semaine|le mois) prochaine?|(?:el |la )?(?:próxim[oa] (?:año|mes|semana)|(?:año|mes|semana) (?:próxim[oa]|que viene))"
)
_SPAN = (
    rf"(?:the |les |los |las |l[’'])?(?:next|coming|following|first|initial|prochaine?s?|próxim[oa]s?|course of the next|course of the coming) (?:{NUMBER} |few |several |couple of |quelques )*(?:hundred )?(?:critical |fiscal |calendar )?{UNIT}(?: (?:and|or) (?:months|years))?"
    rf"|(?:the |les |los |las )?{NUMBER} (?:prochaine?s|próxim[oa]s) {UNIT}"
    rf"|(?:la |l[’']|el )?(?:{UNIT}) (?:prochaine?s?|à venir|próxim[oa]s?)"
    rf"|(?:a |an |les |los |las |une? période de |un período de )?(?:{NUMBER}|few|several|quelques|plusieurs|varios)(?: hundred)?[ -]{UNIT}(?: period)?(?! old)"
    r"|(?:the )?(?:course of )?(?:the |this |l[’']|el )?(?:year|año|année)(?! \d| of)"
    r"|(?:the )?(?:near|short|medium|long|moyen|court|long|corto|mediano|largo)(?:est)?[ -](?:term|future|terme|plazo)|due course"
    r"|(?:the |an? )?(?:agreed|given|set|specified|stated) (?:timeline|timeframe|time frame|period|deadline)s?"
)
_BY = (
    r"by|before|until|till|no later than|not later than|through to|through|prior to|ahead of|in advance of"
    r"|(?:in the )?lead[- ]?up to|towards?|as of|on or before|effective"
    r"|d[’']ici(?: à| la| le)?|avant|au plus tard (?:en|le|à)|jusqu[’']à|jusqu[’']en"
    r"|para|antes de(?:l)?|hasta|a más tardar (?:en|el)|no más tarde de(?:l)?"
)
_IN = (
    r"starting|beginning|starting in|beginning in|commencing in|scheduled for|planned for|in|during|throughout|on|for|from|between|within"
    r"|en|au|aux|durant|pendant|au cours de|à|à partir de|à compter de|dès|a|durante|em|a partir de|desde|el|le"
)
_OVER = (
    r"over|within|in|during|throughout|for|for another|for the"
    r"|au cours (?:de |des |du )?|d[’']ici|dans|durant|pendant|à|en|sur|durante|dentro de|a lo largo de|en el curso de|en un plazo de|en el plazo de"
)
_NOUN_PHRASE = r"(?:[\w“”’'\"+&/.-]+ ){0,14}?"
_ENDS = r"(?=[,.;:)\n]|$| to | and | with | in order| that | which | for | on the margins| as )"
_EVENT_LEAD = (
    r"prior to|ahead of|before|in advance of|on the occasion of|on the margins of|at|by|in time for|toward|towards|in the lead[- ]?up to|leading up to|looking to|no later than"
    r"|lors d[eu]|avant|d[’']ici|en vue d[eu]|antes de(?:l)?|durante|en|previo a"
)
_GATHERING = r"(?:summit|meeting|ministerial|conference|session|assembly|dialogue|consultations?|forum|high[- ]level (?:week|meeting)|sommet|réunion|conférence|dialogue|cumbre|reunión|conferencia|diálogo)"
_NAME = r"(?-i:[A-Z])[\w’'-]*(?:(?: and| of| to| the){0,2} (?-i:[A-Z])[\w’'-]*){0,9}"
_MEETS = rf"{_GATHERING}(?: (?:of|on the margins of) (?:the )?{_NAME})*"

PATTERN = re.compile(
    rf"\b(?:"
    rf"(?P<by>{_BY}) (?P<byp>(?:(?:at )?(?:the )?latest )?(?:{THIS}|{POINT}|year[- ]end){_TAIL}(?: (?:through|through to) {YEAR})?)"
    rf"|(?P<in>{_IN}) (?P<inp>(?:{THIS}|{POINT}){_TAIL})"
    rf"|(?P<over>(?:{_OVER}) ?(?:l[’'])?)(?P<overp>(?<= )(?:{_SPAN})(?:,? (?:from|until) {YEAR}(?:[-–]{YEAR})?)?(?: (?:from now|of (?:this|the) (?:meeting|summit|statement|declaration|announcement|date)))?)"
    rf"|(?P<this>(?:later |earlier |early |late )?(?:{THIS})|(?:plus tard|más adelante|más tarde) (?:{THIS}))"
    rf"|(?P<days>{NUMBER} {UNIT} from (?:now|today))"
    rf"|(?P<often>(?:(?:at least|no less than|au moins|al menos) )?(?:annually|semi-?annually|bi-?annually|quarterly|monthly|twice (?:a|per) year|once (?:a|per) year|every (?:(?:two|three|four|five|six|other|\d{{1,2}}) )?(?:year|month)s?|each year|chaque année|tous les (?:ans|deux ans)|cada (?:dos )?años?|anualmente)(?: at the [\w-]+ level(?: and (?:semi-?annually|annually|quarterly) at the [\w-]+ level)?)?)"
    rf"|(?P<event>(?:{_EVENT_LEAD}) (?:the |our |their |its |la |le |l[’']|el |su |nuestra |notre )?(?P<eventp>(?:next|upcoming|forthcoming|following|prochaine?|próxim[oa])\b {_NOUN_PHRASE}{_MEETS}|(?:next|upcoming|forthcoming|following|prochaine?|próxim[oa])\b (?:[\w“”’'\"+&.-]+ ?){{1,6}}?{_ENDS}|(?:UNFCCC[- ]|CBD[- ])?COP[ -]?\d\d\b)"
    rf"|(?:at|during|by|before|for) the {MONTH} (?:{YEAR} )?{_NAME}(?: in {_NAME})?"
    rf"|(?:prior to|ahead of|in advance of|leading up to) (?:the |our |their |its )(?:[\w’'&./-]+ ){{0,7}}?[\w’'&./-]+{_ENDS})"
    r"|(?P<now>as soon as (?:practicable|possible)|as early as possible|at the earliest (?:date|opportunity|possible date)|without delay|immediately|very soon|dès que possible|dans les meilleurs délais|le plus rapidement possible|lo antes posible|a la brevedad(?: posible)?|de inmediato|in a timely manner)"
    r")(?!\w)",
    re.IGNORECASE,
)
"""Every way of writing a time limit; the group that matched is its kind."""

DATED_EVENT = re.compile(
    rf"\b(?:(?P<sure>prior to|ahead of|in advance of|in time for|in the lead[- ]?up to|leading up to)|before|on the occasion of|towards?|by|no later than) (?:the |our |their |its )?"
    rf"(?P<what>(?:(?:(?(sure)[\w“”]|[A-Z\d])[\w’'“”\"+&./-]*|meeting|summit|ministerial|conference|celebration|bicentennial|anniversary|session|of|on|the|for|and) ){{1,14}}?)"
    rf"(?:to be (?:held|hosted) )?(?:held |hosted )?(?:in (?:[A-Z]\w+ )?)?(?P<when>(?:in |on |later )?(?:(?i:{MONTH})(?: \d{{1,2}})?(?:,? {YEAR})?|{YEAR}|this year|next year))\b"
)
"""A time limit named after an event with its date ("ahead of their meeting in October")."""

LATER = re.compile(
    r"(?: between [\w ]{3,60}?)? (?:(?:to be )?(?:held|hosted) )?(?:in [\w ]{1,25}? )?(?:later |early |late )?(?:this|next) year\b"
)
"""When, behind an event that was named first ("the next dialogue ... later this year")."""

WORD = re.compile(r"[^\W\d_]+|\d+")
"""The words and numbers in which a reading may begin."""

_LEAD_WORDS = """
by before until till no not through prior ahead in lead leading toward towards as on or
effective d avant au aux jusqu para antes hasta a starting beginning commencing scheduled
planned during throughout for from between within en durant pendant à dès durante em desde el le
over dans sur dentro this next later earlier early late cette cet ce este esta plus más l la
próximo próxima año mes semana at least annually semi semiannually bi biannually quarterly
monthly twice once every each au al chaque tous cada anualmente lors looking very immediately lo
de without dès following the previo"""
LEADS = frozenset(_LEAD_WORDS.split()) | frozenset(NUMBERS)
"""First words of everything that :data:`PATTERN` and :data:`DATED_EVENT` accept, in small letters."""

_TIME_WORDS = """
day days week weeks weekend month months year years decade decades quarter fy jfy fiscal term
future course next upcoming coming following forthcoming soon possible practicable immediately
delay opportunity annually semiannually biannually quarterly monthly latest timeline timeframe
frame period deadline today now date cop arrival end prior ahead advance occasion jour jours
semaine semaines mois ans année années décennie décennies prochain prochaine prochains
prochaines terme délais venir rapidement día días semana semanas mes meses año años década
décadas próximo próxima próximos próximas plazo brevedad anualmente sommet réunion cumbre
reunión"""
TIMES = frozenset(MONTHS) | frozenset(SEASONS) | frozenset(_TIME_WORDS.split())
"""Words without which, and without a year in digits, no stretch holds a time limit."""
_MORE_POINTS = """
posible inmediato timely manner timelines timeframes deadlines periods quarters trimestre
semestre century weekends"""
POINTS = TIMES | frozenset(_MORE_POINTS.split())
"""Words of which, or of a year in digits, every single reading holds one."""
